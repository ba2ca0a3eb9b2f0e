"""Vectors kept equal to what the questions say: from the outbox, and by catching up. The worker's part.

Vectors are computed in the slow lane, a few questions at a time, so that the index waits for none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import delete, func, select

from qa.answers.events import AnswerEdited, AnswerGiven, AnswerWithdrawn
from qa.core import clock, jobs, outbox, transaction
from qa.core.db import db
from qa.core.events import listens
from qa.questions.events import (
    QuestionClosed,
    QuestionEdited,
    QuestionPosted,
    QuestionWidened,
    QuestionWithdrawn,
)
from qa.search import documents
from qa.search.schema import Document
from qa.search.semantic import available, queries, weights
from qa.search.semantic.models import ThreadVector

AT_ONCE = 16
"""Questions of one piece of work: a second of one core."""
TEXT_MAX = 4_000
"""Characters of a question that can matter: the model reads 256 pieces of words."""

LOOKED_AT = 200_000
"""Vectors of one look for damaged ones: all, a second of work, once nothing else is wanting."""

log = structlog.get_logger(__name__)


def text_of(document: Document) -> str:
    """What of a thread becomes its vector: title and question. Whether answers would help, no data could show."""
    return f"{document.title}\n{document.question}"[:TEXT_MAX]


def renew(ids: Sequence[int]) -> int:
    """Bring the vectors of the questions *ids* to what they say now; returns how many were computed."""
    found = {document.id: document for document in documents.of(ids)}
    kept = _kept(ids)
    db.session.rollback()  # computing takes long: no transaction is open meanwhile
    digests = {number: _digest(document) for number, document in found.items()}
    fresh = [number for number in found if kept.get(number, (b"", b""))[0] != digests[number]]
    vectors = available.model().encode([text_of(found[number]) for number in fresh]).astype("<f2")
    stored = {number: kept[number][1] for number in found if number in kept}
    stored |= {number: vector.tobytes() for number, vector in zip(fresh, vectors, strict=True)}
    with transaction.unit():
        _write(ids, found, digests, stored)
    return len(fresh)


def _digest(document: Document) -> bytes:
    return hashlib.blake2b(f"{weights.NAME}\n{text_of(document)}".encode(), digest_size=16).digest()


def _kept(ids: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """Digest and numbers of the sound vectors of *ids*."""
    columns = select(ThreadVector.question_id, ThreadVector.digest, ThreadVector.numbers)
    rows = db.session.execute(columns.where(ThreadVector.question_id.in_(ids)))
    return {
        row.question_id: (row.digest, row.numbers)
        for row in rows
        if row.numbers is not None and queries.numbers(row.numbers) is not None
    }


def _write(
    ids: Sequence[int],
    found: dict[int, Document],
    digests: dict[int, bytes],
    stored: dict[int, bytes],
) -> None:
    """Replace the rows of *ids*: one writer gets the next serials, a second at the same time is tried again."""
    had = set(db.session.scalars(select(ThreadVector.question_id).where(ThreadVector.question_id.in_(ids))))
    serial = db.session.scalar(select(func.coalesce(func.max(ThreadVector.serial), 0))) or 0
    db.session.execute(delete(ThreadVector).where(ThreadVector.question_id.in_(ids)))
    for number in sorted(had | set(found)):
        serial += 1
        document = found.get(number)
        row = ThreadVector(question_id=number, serial=serial, model=weights.NAME, numbers=stored.get(number))
        row.version = clock.now() if document is None else document.version
        row.digest = digests.get(number, b"")
        db.session.add(row)


def renew_all(tell: Callable[[int], None] = lambda _done: None) -> int:
    """Compute every vector that is wanting; *tell* is called with the number of questions of each piece."""
    after = done = 0
    while ids := wanting(after):
        done += renew(ids)
        after = ids[-1]
        tell(len(ids))
    return done


def wanting(after: int) -> list[int]:
    """The ids of one piece of work: the next questions above *after* whose vector is not as it should be."""
    ids = queries.wanting(after, AT_ONCE)
    bad, _last = queries.damaged(after, LOOKED_AT) if not ids else ([], 0)
    return ids or bad[:AT_ONCE]


@outbox.handles("search.vector", slow=True)
def vector_of_thread(rows: Sequence[outbox.Job]) -> None:
    """Renew the vectors of the questions that *rows* name; nothing where the extra is off."""
    if available.ready():
        renew(sorted({int(row.payload["question_id"]) for row in rows}))


@outbox.handles("search.vectors", slow=True)
def vectors_from(rows: Sequence[outbox.Job]) -> None:
    """Renew the next wanting vectors after the id that *rows* name; what is left is a row of its own again."""
    ids = wanting(min(int(row.payload["after"]) for row in rows)) if available.ready() else []
    if ids:
        log.info("search_vectors", computed=renew(ids))
        with transaction.unit():
            outbox.put("search.vectors", {"after": ids[-1]})


@jobs.every(600.0)
def catch_up() -> None:
    """Have wanting vectors computed: all of them after the extra was installed, a few after a restored backup."""
    if not available.wanted():
        return
    row = outbox.OutboxRow
    waiting = select(row.id).where(row.kind == "search.vectors", row.dead_at.is_(None))
    with transaction.unit():
        if db.session.execute(waiting.limit(1)).first() is None:
            outbox.put("search.vectors", {"after": 0})


@listens(
    QuestionPosted,
    QuestionEdited,
    QuestionWithdrawn,
    QuestionClosed,
    QuestionWidened,
    AnswerGiven,
    AnswerEdited,
    AnswerWithdrawn,
)
def vector_later(event: Any) -> None:
    """Have the thread's vector renewed after the commit, where the extra is on."""
    if available.wanted():
        outbox.put("search.vector", {"question_id": event.question_id})
