"""Trying jobs again that failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from qa.core.db import db
from qa.core.outbox import OutboxRow


def retry(ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Let the failed jobs *ids* (None: all) be tried again at *now*; returns the ids of those that will be.

    One that was given up has all its tries again. What has not failed waits for its own time, and what a worker holds is
    being tried already: both are left alone.
    """
    failed = or_(OutboxRow.dead_at.is_not(None), OutboxRow.attempts > 0)
    query = select(OutboxRow).where(failed, OutboxRow.taken_at.is_(None)).order_by(OutboxRow.id)
    if ids is not None:
        query = query.where(OutboxRow.id.in_(ids))
    rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
    for row in rows:
        row.due_at = now
        if row.dead_at is not None:
            row.dead_at, row.attempts = None, 0
    db.session.flush()
    return [row.id for row in rows]
