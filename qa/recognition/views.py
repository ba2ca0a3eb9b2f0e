"""The page that says whom a member helped, and on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from qa.answers import thank_queries
from qa.core import clock, limits
from qa.core.limits import limiter
from qa.members import queries as members
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.questions.addresses import answer_path
from qa.questions.deadlines import is_late
from qa.recognition import hiding, remembered, shown_queries, words
from qa.recognition.remembered import Own, Sums
from qa.routing import tally_queries

bp = Blueprint("recognition", __name__)
TOPICS_SHOWN = 8
NOTES_SHOWN = 3
EVIDENCE_SHOWN = 6
WAITING_SHOWN = 5
ALL_SHOWN = remembered.ALL_SHOWN


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


@bp.post("/recognition/topics")
@limiter.limit(limits.EDIT)
def keep_topic() -> ResponseReturnValue:
    """Hide one of one's topics, or show it again."""
    member, topic, said = current_member(), request.form.get("topic", ""), request.form.get("do")
    if said == "hide":
        hiding.hide(member, topic, clock.now())
        flash(_("Hidden. Nobody else reads of this topic here."), "good")
    elif said == "show":
        hiding.show(member, topic)
        flash(_("Shown again."), "good")
    else:
        raise BadRequest
    return redirect(url_for("recognition.show", handle=member.handle) + "#mine")


def _page(row: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    found = remembered.sums(row.author_id, viewer, now)
    all_of_it = request.args.get("all") == "1"
    shares = (
        (len(found.topics), TOPICS_SHOWN),
        (found.thanked, NOTES_SHOWN),
        (found.proven, EVIDENCE_SHOWN),
    )
    thanks = found.thanks[: ALL_SHOWN if all_of_it else NOTES_SHOWN]
    alone = found.own.alone[: ALL_SHOWN if all_of_it else NOTES_SHOWN] if found.own else ()
    notes = shown_queries.notes([*thanks, *alone], viewer.id)
    return {
        "handle": row.author_handle,
        "hidden": row.recognition_hidden,
        "claim": words.claim(found),
        "bars": words.bars(found.topics)[: ALL_SHOWN if all_of_it else TOPICS_SHOWN],
        "chart": words.chart(found.months),
        "saved": words.hours(found.hours_saved),
        "notes": _notes(thanks, notes, viewer),
        "proofs": _proofs(found, viewer, EVIDENCE_SHOWN if not all_of_it else ALL_SHOWN),
        "more": any(many > shown for many, shown in shares) and not all_of_it,
        "empty": not found.helped,
        "private": _private(found.own, found, _notes(alone, notes, viewer), viewer, now) if found.own else None,
    }  # fmt: skip


def _notes(ids: Iterable[int], rows: Mapping[int, Any], viewer: Viewer) -> list[Note]:
    return [
        Note(
            row.note,
            byline(author_of(row), row.question_exposure, viewer.id),
            answer_path(row.question_id, row.title, row.answer_id),
            row.title,
            row.hours_saved or 0,
        )
        for row in (rows[one] for one in ids if one in rows)
    ]


def _proofs(found: Sums, viewer: Viewer, most: int) -> list[Proof]:
    evidence = found.evidence[:most]
    rows = shown_queries.proofs([one for one, _peers, _used in evidence], viewer.id)
    return [
        Proof(
            answer_path(row.question_id, row.title, row.id),
            row.title,
            words.behind(peers, _asker(row, viewer) if used else "", _in_time(row), row.held),
        )
        for row, peers, used in ((rows[one], peers, used) for one, peers, used in evidence if one in rows)
    ]


def _asker(row: Any, viewer: Viewer) -> str:
    return byline(author_of(row), row.question_exposure, viewer.id).name


def _in_time(row: Any) -> bool | None:
    """Whether an answer came in time; None where no date was set."""
    return None if row.needed_by is None else not is_late(row.posted_at, row.needed_by)


@dataclass(frozen=True, slots=True)
class Private:
    """What only the member sees: the peers helped without a name, what each answer carries, thanks for the member alone,
    topics with what becomes of each, and what was asked and given."""

    unnamed: int
    rows: list[tuple[str, str, str, str]]
    notes: list[Note]
    topics: list[tuple[str, str, bool]]
    facts: list[tuple[str, str]]
    waiting: list[tuple[str, str, str]]


def _private(own: Own, found: Sums, notes: list[Note], viewer: Viewer, now: datetime) -> Private:
    waiting = thank_queries.awaiting(viewer.id, now)
    tally = tally_queries.tally(viewer.id, now)
    return Private(
        own.unnamed,
        [_carried(row, own, viewer, now) for row in shown_queries.answers(viewer.id)],
        notes,
        _topics(own, found),
        words.facts(tally, sum(row.many for row in waiting)),
        [(f"/q/{row.id}/thanks", row.title, words.waits(row.many)) for row in waiting[:WAITING_SHOWN]],
    )


def _topics(own: Own, found: Sums) -> list[tuple[str, str, bool]]:
    """The member's topics: those that peers see, then those that are hidden."""
    seen = [(name, words.peers(many), False) for name, many in found.topics.items()]
    return seen + [(name, words.peers(many) if many else "", True) for name, many in own.hidden.items()]


def _carried(row: Any, own: Own, viewer: Viewer, now: datetime) -> tuple[str, str, str, str]:
    answer = words.Carrying(row, own.carried.get(row.id, 0), _asker(row, viewer))
    carries, why = words.counts(answer, viewer.zone, now)
    return answer_path(row.question_id, row.title, row.id), row.title, carries, why
