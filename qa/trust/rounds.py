"""The worker's rounds over all members: some at a time, each an outbox row that plans the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from qa.core import clock, jobs, outbox, transaction
from qa.core.db import db
from qa.trust import queries, rules

KIND = "trust.look"
PAUSE = timedelta(hours=6)
"""Between two rounds. What somebody has earned they may do at once, whatever the worker does."""
AT_ONCE = 200


@outbox.handles(KIND)
def look(rows: Sequence[outbox.Job]) -> None:
    """Look at the members after the latest *after* of *rows*; the next row is for those that follow."""
    for after in sorted({int(row.payload["after"]) for row in rows}):
        with transaction.unit():
            members = queries.entrusted(after, AT_ONCE)
            rules.look(members, clock.now())
            if len(members) == AT_ONCE:
                plan(members[-1].id)


def plan(after: int) -> None:
    """Have the members after the id *after* looked at, in the running transaction."""
    outbox.put(KIND, {"after": after})


@jobs.every(PAUSE.total_seconds())
def begin() -> None:
    """Begin a round, unless one is on its way."""
    under_way = select(outbox.OutboxRow.id).where(
        outbox.OutboxRow.kind == KIND, outbox.OutboxRow.dead_at.is_(None)
    )
    if db.session.scalar(under_way.limit(1)) is not None:
        return
    with transaction.unit():
        plan(0)
