"""Fixtures for the index alone, without application or database."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import threads
from tests.support.breadth import either

LIBRARY = either(900, 3000)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An index of sixty threads in three circles."""
    made = SearchIndex(tmp_path / "search")
    writer.rebuild(made, threads(60))
    return made


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An index of LIBRARY threads; only to be read."""
    made = SearchIndex(tmp_path_factory.mktemp("library") / "search")
    writer.rebuild(made, threads(LIBRARY))
    return made
