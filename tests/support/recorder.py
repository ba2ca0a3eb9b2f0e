"""Counts the SQL statements of what runs under it."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from sqlalchemy import event

from qa.core.db import db

UNCOUNTED = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Queries:
    """``with queries: …`` then ``len(queries)`` and ``queries.statements``."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> Queries:
        self.statements = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(UNCOUNTED):
            self.statements.append(statement)

    def __len__(self) -> int:
        return len(self.statements)
