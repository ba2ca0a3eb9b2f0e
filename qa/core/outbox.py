"""Work to be done after a transaction, written in it: mail, index, anything that may hang or fail.

A row is put in the transaction of what caused it and done by the worker after it. Each handler is
idempotent by the row's id, so a row done twice (a worker killed between the act and the note of it)
has one effect. A row that fails is tried again with backoff; after MAX_ATTEMPTS it stays as dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import JSON, Index, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from qa.core import clock, lanes, transaction
from qa.core.db import Base, UtcDateTime, db
from qa.core.held import Held, Owed, held

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


class Batch(ExitStack):
    """The rows that one call of ``drain`` took: *kept* is what their handlers share, given up at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Any] = {}


batch: ContextVar[Batch | None] = ContextVar("outbox_batch", default=None)
"""The batch in which a handler runs; None where one is called by itself."""


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
    if due is None or due <= now:
        db.session.info.setdefault("lanes_to_tell", set()).add(kind in _slow)


def put_off(job: Job, due: datetime) -> None:
    """Have the work of *job* done at *due* instead of now; in the running transaction, once however often it is called.

    Its payload then says HELD.
    """
    gone = db.session.execute(delete(OutboxRow).where(OutboxRow.id == job.id))
    if getattr(gone, "rowcount", 0):
        put(job.kind, {**job.payload, HELD: True}, due)


@transaction.after_commit
def _tell() -> None:
    # Of what was rolled back before, a lane may be told in vain: it looks, and finds nothing.
    for slow in db.session.info.pop("lanes_to_tell", ()):
        lanes.tell(slow=slow)


def drain(
    limit: int = BATCH,
    *,
    slow: bool | None = None,
    stop: Callable[[], bool] | None = None,
    more: Callable[[], None] | None = None,
) -> int:
    """Do what is due, oldest first, batched by kind; returns how many rows were done.

    *slow* restricts it to the slow kinds (True) or to the others (False). Rows not begun when *stop* says so, or when
    half their lease is over, are given back. *more* is called before the work where there may be more than *limit*.
    """
    mine = held()
    mine.settle(_write)
    began = clock.now()
    jobs = _take(limit, slow, mine)
    if more is not None and len(jobs) == limit:
        more()
    done = 0
    with _giving_back(mine, jobs) as left, _sharing():
        for rows in _portions(jobs):
            if (stop is not None and stop()) or abs(clock.now() - began) > LEASE / 2:
                break
            left.difference_update(job.id for job in rows)
            done += _do(rows, mine)
    return done


def settle() -> bool:
    """Write what is still owed about rows that were done; whether anything was. Raises what the database raises."""
    return held().settle(_write)


def release() -> int:
    """Free all rows that a lost worker holds. Only for one who knows that no other worker runs."""
    with transaction.unit():
        taken = update(OutboxRow).where(OutboxRow.taken_at.is_not(None), OutboxRow.dead_at.is_(None))
        result = db.session.execute(taken.values(taken_at=None))
        return int(getattr(result, "rowcount", 0))


@contextmanager
def _giving_back(mine: Held, jobs: Sequence[Job]) -> Iterator[set[int]]:
    """The ids of *jobs*, for those that are begun to be removed from; the others are nobody's again at the end."""
    left = {job.id for job in jobs}
    try:
        yield left
    finally:
        mine.owe({number: {"taken_at": None} for number in left})
        mine.drop({job.id for job in jobs})
    mine.settle(_write)


@contextmanager
def _sharing() -> Iterator[None]:
    with Batch() as made:
        token = batch.set(made)
        try:
            yield
        finally:
            batch.reset(token)


def _portions(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """What a handler gets at once: all rows of a kind, and of a slow kind each for itself."""
    for kind in dict.fromkeys(job.kind for job in jobs):
        rows = [job for job in jobs if job.kind == kind]
        yield from [[job] for job in rows] if kind in _slow else [rows]


def _take(limit: int, slow: bool | None, mine: Held) -> list[Job]:
    now = clock.now()
    db.session.rollback()
    ready = _ready(now, slow, mine)
    if db.session.execute(select(OutboxRow.id).where(*ready).limit(1)).first() is None:
        db.session.rollback()
        return []
    ids: set[int] = set()
    try:
        with transaction.unit():
            query = select(OutboxRow).where(*ready).order_by(OutboxRow.due_at, OutboxRow.id).limit(limit)
            rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
            ids = {row.id for row in rows}
            mine.take(ids)
            for row in rows:
                row.taken_at = now
            return [Job(row.id, row.kind, dict(row.payload), row.attempts, row.created_at) for row in rows]
    except BaseException:
        mine.drop(ids)
        raise


def _ready(now: datetime, slow: bool | None, mine: Held) -> tuple[Any, ...]:
    # A lease from the future is as lost as one from the past: its clock was set back since.
    lost = or_(OutboxRow.taken_at < now - LEASE, OutboxRow.taken_at > now + LEASE)
    free = or_(OutboxRow.taken_at.is_(None), lost)
    ready = [OutboxRow.due_at <= now, OutboxRow.dead_at.is_(None), free]
    if mine.ids:
        ready.append(OutboxRow.id.not_in(mine.ids))
    if slow is not None:
        ready.append(OutboxRow.kind.in_(_slow) if slow else OutboxRow.kind.not_in(_slow))
    return tuple(ready)


def _do(jobs: list[Job], mine: Held) -> int:
    kind = jobs[0].kind
    try:
        handler = _handlers.get(kind)
        if handler is None:
            raise LookupError(f"no handler for {kind}")
        handler(jobs)
    except Exception as error:  # noqa: BLE001 - a failing row must not stop the others, whatever its fault
        db.session.rollback()
        log.warning("outbox_failed", kind=kind, rows=len(jobs), error=repr(error)[:300])
        if len(jobs) > 1:
            return sum(_do([job], mine) for job in jobs)
        mine.owe({jobs[0].id: _postponed(jobs[0], error)})
        mine.settle(_write)
        return 0
    mine.owe(dict.fromkeys([job.id for job in jobs]))
    mine.settle(_write)
    return len(jobs)


def _postponed(job: Job, error: Exception) -> dict[str, Any]:
    now, attempts = clock.now(), job.attempts + 1
    return {
        "attempts": attempts,
        "taken_at": None,
        "last_error": repr(error)[:500],
        "due_at": now + backoff(attempts),
        "dead_at": now if attempts >= MAX_ATTEMPTS else None,
    }


def _write(owed: Owed) -> None:
    with transaction.unit():
        done = [number for number, values in owed.items() if values is None]
        if done:
            db.session.execute(delete(OutboxRow).where(OutboxRow.id.in_(done)))
        for number, values in owed.items():
            if values is not None:
                db.session.execute(update(OutboxRow).where(OutboxRow.id == number).values(values))


def backoff(attempts: int) -> timedelta:
    """How long to wait after the *attempts*-th failure: 10 s, doubled each time, at most 6 hours."""
    return min(timedelta(seconds=10 * 2 ** (attempts - 1)), timedelta(hours=6))
