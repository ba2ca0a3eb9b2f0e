"""The database: one declarative base, and an engine that behaves the same on SQLite and PostgreSQL."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Dialect, Engine, Enum, Executable, MetaData, Row, Select, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
"""Rows and selects of columns whose names matter and whose types mypy need not carry along."""

BUSY_MS = 5000
"""How long a writer waits for another one before the person is told to try again."""

write_intent: ContextVar[bool] = ContextVar("write_intent", default=False)
"""Whether the transaction about to begin may write: SQLite then takes its write lock at once."""


class Base(DeclarativeBase):
    """Every table's base; the naming convention makes constraints portable in migrations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC in Python; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def str_enum(kind: type[enum.StrEnum], check: str = "") -> Enum:
    """A column type for *kind*: its values as text with a CHECK, the same on both engines.

    *check* names the CHECK where a table has more than one column of the kind.
    """
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=20,
        name=check or kind.__name__.lower(),
    )


db = SQLAlchemy(metadata=Base.metadata)


def read(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a select of columns, in the running transaction.

    As ``db.session.execute``, without what that does for entities: a list's row costs half (measured). What
    the session holds unwritten is written first, as there.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


def insert(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into *table* of the engine at hand, which can say what to do ON CONFLICT."""
    return postgresql.insert(table) if db.engine.dialect.name == "postgresql" else sqlite.insert(table)


def init_app(app: Flask) -> None:
    """Bind the database of *app*'s settings; engines are made lazily, after the server forked."""
    found = app.config["QUORUM"]
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", found.database)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _engine_options(address: str) -> dict[str, Any]:
    if address.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MS / 1000}}
    waits = {"options": f"-c lock_timeout={BUSY_MS}", **patience(address)}
    return {"pool_pre_ping": True, "connect_args": waits}


def patience(address: str | URL) -> dict[str, Any]:
    """How long PostgreSQL may take to let in, as its driver reads it; nothing where *address* says it.

    The driver's own is without end, and a server that says nothing would hold every thread.
    """
    return {} if "connect_timeout" in make_url(address).query else {"connect_timeout": BUSY_MS // 1000}


def prepare(engine: Engine) -> None:
    """Set what SQLite needs on every connection and at every begin; other engines need nothing."""
    if engine.dialect.name != "sqlite" or event.contains(engine, "connect", _connected):
        return
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)


def _connected(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN is switched off: it would start every transaction as a reader.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Connection) -> None:
    # A reader that turns writer fails at once when another wrote meanwhile, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write_intent.get() else "BEGIN")
