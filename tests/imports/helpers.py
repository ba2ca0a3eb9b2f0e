"""The small dump of these tests, and what an import left in the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select

from qa.core.db import Base, db
from qa.imports.stackexchange import Outcome, Wish, bring_in

DUMP = Path(__file__).with_name("dump")
SITE = "https://gardening.example"
VOLATILE = {"touched_at", "created_at", "due_at"}
"""Columns that hold the instant of the run."""


def import_dump(folder: Path = DUMP, **words: Any) -> Outcome:
    """Import *folder* as the site of these tests, in small batches."""
    wish = {"site_url": SITE, "batch": 3, "members": ("ana@peers.example",)} | words
    return bring_in(Wish(folder, **wish))


def contents() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables by id, without what depends on the hour of the run."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        keys = [column.name for column in inspect(table).primary_key]
        rows = db.session.execute(select(table).order_by(*(table.c[key] for key in keys))).mappings()
        found[table.name] = [_lasting(dict(row)) for row in rows]
    db.session.rollback()
    return found


def _lasting(row: dict[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in row.items() if name not in VOLATILE}
    if (
        "joined_at" in row and row["joined_at"].year > 2025
    ):  # authors without a row of their own join as they come
        del row["joined_at"]
    return row
