"""Fixtures: the community of faults in a folder of one's own, and a site that serves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import site as community
from tests.faults.site import Person
from tests.support.live import Live


@pytest.fixture(scope="session")
def _community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "template"
    community.build(folder)
    return folder


@pytest.fixture(scope="module")
def folder(_community: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community in a folder of this module's own."""
    return Path(shutil.copytree(_community, tmp_path_factory.mktemp("faults") / "site"))


@pytest.fixture(scope="module")
def people(_community: Path) -> list[Person]:
    """The forty peers."""
    return community.people_of(_community)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Live]:
    """The community served by two web processes and a worker, for all tests of a module."""
    live = Live(folder, workers=2)
    yield live
    live.stop()
