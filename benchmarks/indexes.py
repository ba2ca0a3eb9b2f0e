"""Indexes without a site around them, for the benchmarks of search."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.search.engine import Engine, WhooshIndex


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@contextmanager
def scratch(database: str = "", folder: Path | None = None) -> Iterator[Engine]:
    """An index in *folder*, by default in one that is removed afterwards; with *database* in PostgreSQL."""
    with tempfile.TemporaryDirectory() as made:
        place = folder or Path(made)
        if not database:
            yield WhooshIndex(place / "search")
            return
        from qa import create_app
        from qa.search.upkeep import index

        app = create_app(
            mode="test", instance=place, secret_key="b" * 40, database_url=database, search="postgres"
        )
        with app.app_context():
            yield index()
