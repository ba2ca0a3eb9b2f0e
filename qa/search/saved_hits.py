"""Saved searches and a thread that changed: whom it concerns hears of it. The worker's part, after the index has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from qa.core import clock, events, outbox, transaction
from qa.core.db import AnyRow, db
from qa.members.viewer import zone
from qa.questions.models import Question
from qa.search import asking, finding, queries, saved_mails, saved_queries
from qa.search.errors import SearchIndexError
from qa.search.events import SavedSearchFound
from qa.search.index import Snapshot
from qa.search.models import SavedHit
from qa.search.queries import Found
from qa.search.schema import stamp
from qa.search.upkeep import index

KIND = "search.saved"


class NotIndexedYet(SearchIndexError):
    """The thread is not in the index as it is in the database; the outbox tries again."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose saved search it is, as ``asking`` needs them."""

    id: int
    zone: ZoneInfo


@outbox.handles(KIND)
def look_through(jobs: Sequence[outbox.Job]) -> None:
    """Note for each thread the saved searches that it has come to fit, and have their members told."""
    for job in jobs:
        with transaction.unit():
            _look(job.payload["question_id"], job.payload["actor_id"], clock.now())


def _look(question_id: int, actor_id: int | None, now: datetime) -> None:
    rows = [row for row in saved_queries.concerned(question_id) if row.member_id != actor_id]
    if not rows:
        return
    snapshot = index().snapshot()
    _require_indexed(snapshot, question_id)
    circles = cache(queries.circles)
    fitting = [
        row
        for row in rows
        if question_id not in row.known and _fits(snapshot, row, circles(row.member_id), question_id, now)
    ]
    for row in fitting:
        db.session.add(SavedHit(saved_id=row.id, question_id=question_id, found_at=now))
    for member_id, author_id in sorted({(row.member_id, row.author_id) for row in fitting}):
        events.record(SavedSearchFound(member_id, question_id, author_id, now))
        saved_mails.plan(member_id, now)


def _require_indexed(snapshot: Snapshot, question_id: int) -> None:
    touched = db.session.scalar(select(Question.touched_at).where(Question.id == question_id))
    for leaf in snapshot.leaves:
        numbers = leaf.segment.numbers
        here = numbers["id"] == question_id
        if leaf.live is not None:
            here &= leaf.live
        if (numbers["version"][here] >= stamp(touched)).any():
            return
    raise NotIndexedYet(f"thread {question_id}")


def _fits(snapshot: Snapshot, row: AnyRow, circles: Sequence[Found], question_id: int, now: datetime) -> bool:
    owner = _Owner(row.member_id, zone(row.timezone))
    query = asking.parse(owner, row.words, row.filters, now)
    return finding.fits(snapshot, query, asking.scope_of(owner, query, circles, now), question_id)
