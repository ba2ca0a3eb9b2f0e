"""The outbox as whoever runs the site sees it: kinds, times and faults. What a job carries is not read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, case, func, select

from qa.core.db import AnyRow, read
from qa.core.outbox import OutboxRow

LISTED = 50
"""Jobs on one page; with more the cause is one, and each says the same."""

COLUMNS = (
    OutboxRow.id,
    OutboxRow.kind,
    OutboxRow.created_at,
    OutboxRow.due_at,
    OutboxRow.attempts,
    OutboxRow.dead_at,
    OutboxRow.last_error,
)
_failing = and_(OutboxRow.dead_at.is_(None), OutboxRow.attempts > 0)


def jobs(limit: int = LISTED) -> Sequence[AnyRow]:
    """What is not done: first what was given up, then what failed, then what waits; the one due first on top."""
    query = select(*COLUMNS).order_by(
        OutboxRow.dead_at.is_(None), OutboxRow.attempts == 0, OutboxRow.due_at, OutboxRow.id
    )
    return read(query.limit(limit)).all()


def counts() -> AnyRow:
    """How many jobs there are: ``total``, ``failing`` (to be tried again by themselves) and ``given_up``."""
    query = select(
        func.count().label("total"),
        func.count(case((_failing, 1))).label("failing"),
        func.count(OutboxRow.dead_at).label("given_up"),
    )
    return read(query.select_from(OutboxRow)).one()
