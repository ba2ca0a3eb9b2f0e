"""Keeping the index equal to the database: fed from the outbox, compared, mended, rebuilt. The worker's part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy import select

from qa.core import jobs, outbox
from qa.core.db import db
from qa.questions.models import Question
from qa.search import documents
from qa.search.engine import Engine
from qa.search.errors import IndexBusy, IndexDamaged
from qa.search.index import Snapshot
from qa.search.schema import Document, stamp

MEND_BATCH = 500

log = structlog.get_logger(__name__)


def index() -> Engine:
    """The index of the running application, kept by the engine that QA_SEARCH names."""
    found: Engine = current_app.extensions["search"]
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """Question ids by which index and database differ."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    gone: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.gone)


def compare(snapshot: Snapshot) -> Difference:
    """Compare the threads in *snapshot*, their versions and marks with the database; seconds for a million."""
    query = select(Question.id, Question.touched_at).where(Question.withdrawn_at.is_(None))
    marks = documents.marks()
    rows = [
        (row.id, stamp(row.touched_at), marks.get(row.id, 0))
        for row in db.session.execute(query.order_by(Question.id))
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    held, facts = _sorted(snapshot)
    both, in_table, in_index = np.intersect1d(table[:, 0], held, assume_unique=True, return_indices=True)
    return Difference(
        missing=_ids(np.setdiff1d(table[:, 0], held, assume_unique=True)),
        stale=_ids(both[(table[in_table, 1:] != facts[in_index]).any(axis=1)]),
        gone=_ids(np.setdiff1d(held, table[:, 0], assume_unique=True)),
    )


def _sorted(snapshot: Snapshot) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The ids in *snapshot*, ascending, and a row of version and marks for each."""
    held, first = np.unique(snapshot.column("id"), return_index=True)
    return held, np.column_stack([snapshot.column("version")[first], snapshot.column("marks")[first]])


def _ids(values: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def mend() -> Difference:
    """Put right what differs; returns what did. Raises IndexDamaged when only a rebuild can help."""
    difference = compare(index().snapshot())
    wanted = difference.missing + difference.stale
    for start in range(0, len(wanted), MEND_BATCH):
        put(wanted[start : start + MEND_BATCH])
    if difference.gone:
        index().update((), difference.gone)
    if difference:
        log.info("search_mended", **{name: len(getattr(difference, name)) for name in Difference.__slots__})
    return difference


def put(ids: Iterable[int]) -> None:
    """Bring the threads *ids* in the index to what the database says now, in one commit."""
    wanted = set(ids)
    found = documents.of(wanted)
    db.session.rollback()
    index().update(found, wanted - {document.id for document in found})


def rebuild() -> int:
    """Build the index anew beside the serving one and swap; returns how many threads it holds."""
    count = index().rebuild(documents.every(), changed_since)
    db.session.rollback()
    log.info("search_rebuilt", threads=count)
    return count


def changed_since(snapshot: Snapshot) -> tuple[Sequence[Document], Iterable[int]]:
    """What changed in the database since *snapshot*: documents to put, ids to delete."""
    db.session.rollback()
    difference = compare(snapshot)
    return documents.of(difference.missing + difference.stale), difference.gone


@outbox.handles("search.thread")
def index_threads(rows: Sequence[outbox.Job]) -> None:
    """Take the threads named by *rows* into the index; one commit for all."""
    try:
        put(row.payload["question_id"] for row in rows)
    except IndexDamaged as error:
        log.warning("search_damaged", reason=str(error))
        rebuild()


@outbox.handles("search.rebuild")
def rebuild_on_request(_rows: Sequence[outbox.Job]) -> None:
    """Rebuild, once for however many asked for it."""
    rebuild()


@jobs.every(2.0)
def heal() -> None:
    """Notice a missing or damaged index and build it anew, also when nobody searches or posts."""
    try:
        index().snapshot()
    except IndexDamaged as error:
        log.warning("search_damaged", reason=str(error))
        try:
            rebuild()
        except IndexBusy:
            log.info("search_rebuild_runs_elsewhere")


@jobs.every(600.0)
def reconcile() -> None:
    """Mend what a killed process or a restored backup left different; at a worker's start and now and then."""
    try:
        mend()
    except IndexDamaged:
        heal()
    except IndexBusy:
        log.info("search_busy")


@jobs.every(15.0)
def tidy() -> None:
    """Merge small segments, so that queries stay quick."""
    try:
        index().tidy()
    except IndexDamaged:
        heal()
    except IndexBusy:
        log.info("search_busy")
