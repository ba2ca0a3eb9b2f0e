"""Fixtures for the index alone, without application or database."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import threads


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An index of sixty threads in three circles."""
    made = SearchIndex(tmp_path / "search")
    writer.rebuild(made, threads(60))
    return made


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An index of three thousand threads; only to be read."""
    made = SearchIndex(tmp_path_factory.mktemp("library") / "search")
    writer.rebuild(made, threads(3000))
    return made
