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
from qa.search import asking, finding, grammar, queries, saved_queries
from qa.search.errors import SearchIndexError
from qa.search.events import SavedSearchFound, SavedSearchLost
from qa.search.index import Snapshot
from qa.search.models import SavedHit, SavedSearch
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


@outbox.handles(KIND, slow=True)
def look_through(jobs: Sequence[outbox.Job]) -> None:
    """Note for each thread the saved searches that it has come to fit, and have their members told."""
    for job in jobs:
        question_id, now = job.payload["question_id"], clock.now()
        fitting = _fitting(question_id, job.payload["actor_id"], now)
        db.session.rollback()  # nobody's post waits while searches are looked through
        if fitting:
            with transaction.unit():
                _note(question_id, {row.id for row in fitting}, now)


def _fitting(question_id: int, actor_id: int | None, now: datetime) -> list[AnyRow]:
    rows = [row for row in saved_queries.concerned(question_id) if row.member_id != actor_id]
    if not rows:
        return []
    snapshot = index().snapshot()
    _require_indexed(snapshot, question_id)
    circles = cache(queries.circles)
    return [
        row
        for row in rows
        if question_id not in row.known and _fits(snapshot, row, circles(row.member_id), question_id, now)
    ]


def _note(question_id: int, saved_ids: set[int], now: datetime) -> None:
    """Note the hits that still concern anybody."""
    rows = [row for row in saved_queries.concerned(question_id) if row.id in saved_ids]
    for row in rows:
        db.session.add(SavedHit(saved_id=row.id, question_id=question_id, found_at=now))
    for member_id, author_id in sorted({(row.member_id, row.author_id) for row in rows}):
        events.record(SavedSearchFound(member_id, question_id, author_id, now))


def forget_names(question_id: int) -> None:
    """Drop what searches for a person found in the thread: a name there may just have been withdrawn."""
    query = select(SavedHit, SavedSearch).join(SavedSearch, SavedSearch.id == SavedHit.saved_id)
    found = db.session.execute(query.where(SavedHit.question_id == question_id)).all()
    named = [
        (hit, search)
        for hit, search in found
        if search.filters.get("by") or grammar.parse(search.words).people
    ]
    for hit, _search in named:
        db.session.delete(hit)
    db.session.flush()
    gone = {hit.saved_id for hit, _search in named}
    left = {search.member_id for hit, search in found if hit.saved_id not in gone}
    for member_id in sorted({search.member_id for _hit, search in named} - left):
        events.record(SavedSearchLost(member_id, question_id))


def _require_indexed(snapshot: Snapshot, question_id: int) -> None:
    touched = db.session.scalar(select(Question.touched_at).where(Question.id == question_id))
    for leaf in snapshot.leaves:
        versions = leaf.segment.numbers["version"][leaf.holding(question_id)]
        if (versions >= stamp(touched)).any():
            return
    raise NotIndexedYet(f"thread {question_id}")


def _fits(snapshot: Snapshot, row: AnyRow, circles: Sequence[Found], question_id: int, now: datetime) -> bool:
    owner = _Owner(row.member_id, zone(row.timezone))
    query = asking.parse(owner, row.words, row.filters, now)
    return finding.fits(snapshot, query, asking.scope_of(owner, query, circles, now), question_id)
