"""The page that says whom a member helped, and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qa.core import clock
from qa.members import queries as members
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure
from qa.members.viewer import Viewer, current_viewer
from qa.questions.addresses import answer_path
from qa.recognition import queries, record, words
from qa.recognition.queries import Received
from qa.recognition.record import Evidence, Record

bp = Blueprint("recognition", __name__)
TOPICS_SHOWN = 8
NOTES_SHOWN = 3
EVIDENCE_SHOWN = 6
ALL_SHOWN = 200
"""Of each, where all is asked for: a page must stay bounded."""


@dataclass(frozen=True, slots=True)
class Note:
    """A thank-you note under what the asker shows of the own name."""

    words: str
    byline: Byline
    href: str
    title: str
    hours: int


@dataclass(frozen=True, slots=True)
class Proof:
    """An answer that others marked, as the page lists it."""

    href: str
    title: str
    said: str


@bp.get("/m/<handle>/recognition")
def show(handle: str) -> ResponseReturnValue:
    """A member's recognition as the viewer may know it; the member alone sees what others do not."""
    viewer, now = current_viewer(), clock.now()
    row = members.profile(handle, viewer.id)
    person = byline(author_of(row), Exposure.NAMED, viewer.id)
    if row.recognition_hidden and not person.is_viewer:
        return render_template("recognition/hidden.html", person=person)
    return render_template("recognition/show.html", person=person, **_page(row, viewer, now))


def _page(row: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    received = queries.received(row.author_id, viewer.id)
    named = [one for one in received if one.named]
    found = record.of(named, row.author_id, now)
    all_of_it = request.args.get("all") == "1"
    shares = ((found.topics, TOPICS_SHOWN), (found.thanks, NOTES_SHOWN), (found.evidence, EVIDENCE_SHOWN))
    more = any(len(those) > shown for those, shown in shares)
    return {
        "handle": row.author_handle,
        "hidden": row.recognition_hidden,
        "claim": words.claim(found),
        "bars": words.bars(found.topics)[: ALL_SHOWN if all_of_it else TOPICS_SHOWN],
        "chart": words.chart(record.months(named, now, viewer.zone)),
        "saved": words.hours(found.hours_saved),
        "notes": _notes(found.thanks, viewer, all_of_it),
        "proofs": _proofs(found.evidence, viewer, all_of_it),
        "more": more and not all_of_it,
        "empty": not found.helped,
        "private": _private(received, row.author_id, now) if row.author_id == viewer.id else None,
    }


def _notes(thanks: Sequence[Received], viewer: Viewer, all_of_it: bool) -> list[Note]:
    return [
        Note(
            one.note,
            byline(one.asker, one.question_exposure, viewer.id),
            answer_path(one.question_id, one.title, one.answer_id),
            one.title,
            one.hours_saved,
        )
        for one in thanks[: ALL_SHOWN if all_of_it else NOTES_SHOWN]
    ]


def _proofs(evidence: Sequence[Evidence], viewer: Viewer, all_of_it: bool) -> list[Proof]:
    return [
        Proof(
            answer_path(one.first.question_id, one.first.title, one.first.answer_id),
            one.first.title,
            words.behind(one, byline(one.first.asker, one.first.question_exposure, viewer.id).name),
        )
        for one in evidence[: ALL_SHOWN if all_of_it else EVIDENCE_SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class Private:
    """What only the member sees: the peers helped without a name, and what each answer carries."""

    unnamed: Record
    rows: list[tuple[str, str, str, str]]


def _private(received: Sequence[Received], member_id: int, now: datetime) -> Private:
    every = {one.first.answer_id: one for one in record.of(received, member_id, now).evidence}
    unnamed = record.of([one for one in received if not one.named], member_id, now)
    return Private(unnamed, [_carried(row, every) for row in queries.answers(member_id)])


def _carried(row: Any, every: dict[int, Evidence]) -> tuple[str, str, str, str]:
    carries, why = words.counts(row.exposure == Exposure.NAMED, bool(row.interest), every.get(row.id))
    return answer_path(row.question_id, row.title, row.id), row.title, carries, why
