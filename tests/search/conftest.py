"""Fixtures for the index alone, without application or database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import threads
from tests.support.breadth import either

LIBRARY = either(900, 3000)


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of sixty threads in three circles, to be copied."""
    folder = tmp_path_factory.mktemp("sixty") / "search"
    writer.rebuild(SearchIndex(folder), threads(60))
    return folder


@pytest.fixture
def index(sixty: Path, tmp_path: Path) -> SearchIndex:
    """An index of sixty threads in three circles."""
    shutil.copytree(sixty, tmp_path / "search")
    return SearchIndex(tmp_path / "search")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An index of LIBRARY threads; only to be read."""
    made = SearchIndex(tmp_path_factory.mktemp("library") / "search")
    writer.rebuild(made, threads(LIBRARY))
    return made
