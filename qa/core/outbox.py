"""Work to be done after a transaction, written in it: mail, index, anything that may hang or fail.

A row is put in the transaction of what caused it and done by the worker after it. Each handler is
idempotent by the row's id, so a row done twice (a worker killed between the act and the note of it)
has one effect. A row that fails is tried again with backoff; after MAX_ATTEMPTS it stays as dead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import JSON, Index, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from qa.core import clock, transaction
from qa.core.db import Base, UtcDateTime, db

MAX_ATTEMPTS = 20
"""With the backoff below about two days: longer than a mail server's bad weekend night."""
LEASE = timedelta(minutes=5)
"""How long a worker may hold a row before another may take it as lost."""
BATCH = 200
HELD = "held"
"""In the payload of a row that was put off by its handler."""

log = structlog.get_logger(__name__)


class OutboxRow(Base):
    """One piece of work; done rows are deleted."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))

    # An id is never given twice, even when the table has been empty: handlers know their work by it.
    __table_args__ = (Index(None, "due_at"), {"sqlite_autoincrement": True})


@dataclass(frozen=True, slots=True)
class Job:
    """A row as its handler sees it."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime

    @property
    def seed(self) -> str:
        """What makes this row unlike any other, also of a database that began anew: tokens follow from it."""
        return f"{self.id} {self.created_at.timestamp()!r}"


Handler = Callable[[Sequence[Job]], None]
_handlers: dict[str, Handler] = {}
_slow: set[str] = set()


def handles(kind: str, *, slow: bool = False) -> Callable[[Handler], Handler]:
    """Make a function do all rows of *kind*; it gets a batch of them and does them all or raises.

    *slow* kinds wait for another server (mail): the worker does them in a lane of their own, so that
    they hold nothing up, and one row at a time, so that no row is done again for another's failure.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if slow:
            _slow.add(kind)
        return handler

    return register


def put(kind: str, payload: dict[str, Any], due: datetime | None = None) -> None:
    """Write a row in the running transaction; it is done at *due* or as soon as may be."""
    now = clock.now()
    db.session.add(OutboxRow(kind=kind, payload=payload, created_at=now, due_at=due or now))


def put_off(job: Job, due: datetime) -> None:
    """Have the work of *job* done at *due* instead of now; in the running transaction, once however often it is called.

    Its payload then says HELD.
    """
    gone = db.session.execute(delete(OutboxRow).where(OutboxRow.id == job.id))
    if getattr(gone, "rowcount", 0):
        put(job.kind, {**job.payload, HELD: True}, due)


def drain(limit: int = BATCH, *, slow: bool | None = None) -> int:
    """Do what is due, oldest first, batched by kind; returns how many rows were done.

    *slow* restricts it to the slow kinds (True) or to the others (False).
    """
    jobs = _take(limit, slow)
    done = 0
    for kind in dict.fromkeys(job.kind for job in jobs):
        rows = [job for job in jobs if job.kind == kind]
        for batch in [[job] for job in rows] if kind in _slow else [rows]:
            done += _do(kind, batch)
    return done


def release() -> int:
    """Free all rows that a lost worker holds. Only for one who knows that no other worker runs."""
    with transaction.unit():
        held = update(OutboxRow).where(OutboxRow.taken_at.is_not(None), OutboxRow.dead_at.is_(None))
        result = db.session.execute(held.values(taken_at=None))
        return int(getattr(result, "rowcount", 0))


def _take(limit: int, slow: bool | None) -> list[Job]:
    now = clock.now()
    db.session.rollback()
    idle = select(OutboxRow.id).where(*_ready(now, slow)).limit(1)
    if db.session.execute(idle).first() is None:
        db.session.rollback()
        return []
    with transaction.unit():
        query = (
            select(OutboxRow).where(*_ready(now, slow)).order_by(OutboxRow.due_at, OutboxRow.id).limit(limit)
        )
        rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
        for row in rows:
            row.taken_at = now
        return [Job(row.id, row.kind, dict(row.payload), row.attempts, row.created_at) for row in rows]


def _ready(now: datetime, slow: bool | None) -> tuple[Any, ...]:
    free = or_(OutboxRow.taken_at.is_(None), OutboxRow.taken_at < now - LEASE)
    ready = (OutboxRow.due_at <= now, OutboxRow.dead_at.is_(None), free)
    if slow is None:
        return ready
    return *ready, OutboxRow.kind.in_(_slow) if slow else OutboxRow.kind.not_in(_slow)


def _do(kind: str, jobs: list[Job]) -> int:
    try:
        handler = _handlers.get(kind)
        if handler is None:
            raise LookupError(f"no handler for {kind}")
        handler(jobs)
    except Exception as error:  # noqa: BLE001 - a failing row must not stop the others, whatever its fault
        db.session.rollback()
        log.warning("outbox_failed", kind=kind, rows=len(jobs), error=repr(error)[:300])
        if len(jobs) > 1:
            return sum(_do(kind, [job]) for job in jobs)
        _postpone(jobs[0], error)
        return 0
    with transaction.unit():
        db.session.execute(delete(OutboxRow).where(OutboxRow.id.in_([job.id for job in jobs])))
    return len(jobs)


def _postpone(job: Job, error: Exception) -> None:
    now, attempts = clock.now(), job.attempts + 1
    with transaction.unit():
        db.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == job.id)
            .values(
                attempts=attempts,
                taken_at=None,
                last_error=repr(error)[:500],
                due_at=now + backoff(attempts),
                dead_at=now if attempts >= MAX_ATTEMPTS else None,
            )
        )


def backoff(attempts: int) -> timedelta:
    """How long to wait after the *attempts*-th failure: 10 s, doubled each time, at most 6 hours."""
    return min(timedelta(seconds=10 * 2 ** (attempts - 1)), timedelta(hours=6))
