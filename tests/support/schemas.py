"""A database's schema and rows in plain values, to be compared."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Engine, MetaData, inspect, select

Schema = dict[str, dict[str, Any]]
KEPT_BY_ALEMBIC = "alembic_version"


def schema(engine: Engine) -> Schema:
    """Every table with its columns, keys, constraints (CHECK too) and indexes (partial ones with their condition)."""
    look = inspect(engine)
    return {name: _table(look, name) for name in look.get_table_names() if name != KEPT_BY_ALEMBIC}


def _table(look: Any, name: str) -> dict[str, Any]:
    return {
        "columns": {
            one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in look.get_columns(name)
        },
        "key": look.get_pk_constraint(name)["constrained_columns"],
        "unique": sorted((one["name"], *one["column_names"]) for one in look.get_unique_constraints(name)),
        "checks": sorted((one["name"], _bare(one["sqltext"])) for one in look.get_check_constraints(name)),
        "foreign": sorted(
            (one["name"], *one["constrained_columns"], one["referred_table"], repr(one["options"]))
            for one in look.get_foreign_keys(name)
        ),
        "indexes": sorted(
            (one["name"], bool(one["unique"]), *one["column_names"], _condition(one))
            for one in look.get_indexes(name)
        ),
    }


def _condition(index: Any) -> str:
    options = index.get("dialect_options", {})
    return _bare(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


def _bare(sql: str) -> str:
    return re.sub(r"[\s()]+", " ", sql).strip()


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of its key."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name != KEPT_BY_ALEMBIC
        }
