"""Alembic's environment: both engines, and SQLite's foreign keys off while tables are rebuilt."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from qa.core.db import Base, UtcDateTime, db, write_intent

# Tables belong to slices, which the application has imported by the time a migration runs.
target_metadata = Base.metadata
ONE_AT_A_TIME = 7_196_281_103
"""PostgreSQL's advisory lock of migrations: any number that nothing else in the database uses."""


def include_object(_object: object, name: str | None, kind: str, _reflected: bool, _to: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def render_item(kind: str, item: object, _context: object) -> str | bool:
    # A migration must not depend on the application's own types, which may change after it.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        include_object=include_object,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate() -> None:
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # A batch rebuild drops the old table; with foreign keys on, its children's rows would go with it.
            # The switch works only outside a transaction, hence on the driver's connection.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        # Two upgrades at once: the second waits, and then finds nothing left to do.
        intent = write_intent.set(True)
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
                run(connection)
                if sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
                    raise RuntimeError(f"the migration would leave rows without their parents: {broken[:5]}")
        finally:
            write_intent.reset(intent)
            if sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


with current_app.app_context():
    migrate()
