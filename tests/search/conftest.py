"""Fixtures for the index alone: as a folder, without application or database, and as tables of PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from qa import create_app
from qa.core import transaction
from qa.core.db import db
from qa.search import writer
from qa.search.index import SearchIndex
from qa.search.postgres import PostgresIndex
from qa.search.postgres_segments import connect
from qa.search.postgres_tables import SCHEMA
from tests.conftest import need
from tests.search.corpus import threads
from tests.support import servers
from tests.support.breadth import either
from tests.support.cast import fill

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


@pytest.fixture(scope="session")
def postgres_app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """An application whose rows and index PostgreSQL keeps, with the cast and nothing posted; only for the index."""
    name = f"quorum_search_{worker_id}"
    address = need(lambda: servers.database(name))
    folder = tmp_path_factory.mktemp("postgres-search")
    app = create_app(
        mode="test", instance=folder, secret_key="k" * 40, database_url=address, search="postgres"
    )
    with app.app_context():
        upgrade()
        with transaction.unit():
            fill()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    servers.drop(name)


@pytest.fixture
def kept(postgres_app: Flask) -> Iterator[PostgresIndex]:
    """The index of ``index``, kept by PostgreSQL."""
    with postgres_app.app_context():
        with connect() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        made = PostgresIndex()
        made.rebuild(threads(60))
        yield made
        db.session.remove()
