"""A member's page: what they say, what others say of them, and what the viewer and they have done for each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa.answers import queries as answer_queries
from qa.core import clock
from qa.members import profiles, queries
from qa.members.byline import author_of, byline
from qa.members.dates import day, moment, month
from qa.members.models import Audience, Exposure, MemberState
from qa.members.viewer import Viewer, current_viewer, zone
from qa.members.views import bp
from qa.questions.addresses import answer_path
from qa.recognition import remembered
from qa.recognition.words import Bar, bars, claim
from qa.vetting.queries import vouched_for_by

ANSWERS_SHOWN = 5
TOPICS_SHOWN = 5
HISTORY_SHOWN = 5


@bp.get("/m/<handle>")
def profile(handle: str) -> ResponseReturnValue:
    """A member's page."""
    viewer, now = current_viewer(), clock.now()
    row = queries.profile(handle, viewer.id)
    own = row.author_id == viewer.id
    shared = queries.shared_circles(row.author_id, viewer.id)
    person = byline(author_of(row), Exposure.NAMED, viewer.id)
    return render_template(
        "members/profile.html",
        person=person,
        first_name=person.name.partition(" ")[0],
        handle=row.author_handle,
        words=row,
        texts={part: _paragraphs(getattr(row, part)) for part in profiles.TEXTS},
        seen_by=_audiences(row) if own else {},
        since=month(row.joined_at, viewer.zone),
        clock=_clock(row.timezone, now),
        suspended=row.state == MemberState.SUSPENDED,
        circles=shared,
        history=None if own else _history(row, viewer, shared),
        vouched=[_vouch(one, viewer) for one in vouched_for_by(row.author_id, viewer.id)],
        answered=[
            (answer_path(one.question_id, one.title, one.id), one.title, day(one.posted_at, viewer.zone))
            for one in answer_queries.answered_by(viewer.id, row.author_id, ANSWERS_SHOWN)
        ],
        **_recognition(row, viewer, now),
    )


def _clock(timezone: str, now: datetime) -> str:
    """The hour in a time zone, with its name; empty where the viewer may not know it."""
    hour = moment(now, zone(timezone)).rpartition(", ")[2]
    return f"{hour}, {timezone.replace('_', ' ')}" if timezone else ""


def _audiences(row: Any) -> dict[str, str]:
    """For the member alone: who else reads each part."""
    words = {
        Audience.MEMBERS: "",
        Audience.CIRCLES: _("Those who share a circle with you besides Everyone see this."),
        Audience.ME: _("Only you see this."),
    }
    return {part: words[getattr(row, f"{part}_for")] for part in profiles.PARTS}


def _recognition(row: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """What others' marks say of the member; nothing where there are none, or they are hidden."""
    if row.recognition_hidden and row.author_id != viewer.id:
        return {"claim": "", "bars": []}
    found = remembered.sums(row.author_id, viewer, now)
    shown: list[Bar] = bars(found.topics)[:TOPICS_SHOWN]
    return {"claim": claim(found) if found.helped else "", "bars": shown}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _vouch(row: Any, viewer: Viewer) -> tuple[Any, str, str]:
    return (
        byline(author_of(row), Exposure.NAMED, viewer.id),
        row.how,
        _("since %(year)s", year=str(row.since_year)),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Something the two have in common: when, in which words before and after the link, and a thank-you."""

    when: str
    lead: str
    href: str
    title: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What the viewer and the member have done for each other. *together*: in how many circles, since when."""

    together: str
    counted: tuple[str, ...]
    lines: tuple[Line, ...]


def _history(row: Any, viewer: Viewer, shared: Sequence[Any]) -> History | None:
    direct = answer_queries.between(viewer.id, row.author_id)
    both = answer_queries.both_answered(viewer.id, row.author_id)
    mine = sum(one.author_id == viewer.id for one in direct)
    found = [(one.posted_at, _answered(one, viewer)) for one in direct[:HISTORY_SHOWN]]
    rest = both[: HISTORY_SHOWN - len(found)]  # what was done for each other says more
    found += [(one.posted_at, _line(one, _("You both answered"), viewer)) for one in rest]
    lines = tuple(line for _at, line in sorted(found, key=lambda pair: pair[0], reverse=True))
    together = _together(shared, viewer)
    if not lines and not together:
        return None
    return History(together, _counted(mine, len(direct) - mine, len(both)), lines)


def _counted(mine: int, theirs: int, both: int) -> tuple[str, ...]:
    said = (
        (mine, ngettext("You answered %(num)s of theirs.", "You answered %(num)s of theirs.", mine)),
        (theirs, ngettext("They answered %(num)s of yours.", "They answered %(num)s of yours.", theirs)),
        (both, ngettext("You both answered %(num)s.", "You both answered %(num)s.", both)),
    )
    return tuple(words for number, words in said if number)


def _answered(row: Any, viewer: Viewer) -> Line:
    own = row.author_id == viewer.id
    lead = _("You answered their question") if own else _("They answered your question")
    return _line(row, lead, viewer, _use(row, own) if row.used else "")


def _use(row: Any, own: bool) -> str:
    """That it was used; for how many hours, and with which words."""
    used = _("They used it.") if own else _("You used it.")
    hours = row.hours_saved
    saved = ngettext("Saved %(num)s hour.", "Saved %(num)s hours.", hours) if hours else ""
    note = _("“%(words)s”", words=row.note) if row.note else ""
    return " ".join(part for part in (used, saved, note) if part)


def _line(row: Any, lead: str, viewer: Viewer, rest: str = "") -> Line:
    return Line(
        day(row.posted_at, viewer.zone),
        lead,
        answer_path(row.question_id, row.title, row.id),
        row.title,
        rest,
    )


def _together(shared: Sequence[Any], viewer: Viewer) -> str:
    small = [max(row.theirs, row.mine) for row in shared if not row.everyone]
    if not small:
        return ""
    since = month(min(small), viewer.zone)
    return ngettext(
        "In one circle together since %(month)s",
        "In %(num)s circles together since %(month)s",
        len(small),
        month=since,
    )
