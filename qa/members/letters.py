"""Mails about circles: composed when they go out, and not at all where what they tell of is over by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _

from qa.core import clock, letters, outbox
from qa.core.db import db
from qa.core.letters import Letter
from qa.members import circles, standing
from qa.members.byline import byline
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.models import (
    Circle,
    CircleEntry,
    CircleRole,
    Exposure,
    Gathering,
    GatheringSeat,
    Member,
    MemberState,
)

KIND = "members.circle"


def tell(what: str, member_id: int, **facts: int | str) -> None:
    """Write to *member_id* about *what*, a name in LETTERS; *facts* are ids, and words that no table keeps."""
    outbox.put(KIND, {"what": what, "to": member_id, **facts})


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Send each letter that still has something to say."""
    letters.deliver(jobs, _prepare, writes=True)


def _prepare(job: outbox.Job) -> Letter | None:
    member = standing.reachable(job.payload["to"])
    if member is None:
        return None
    letter = LETTERS[job.payload["what"]](member, job.payload)
    if letter is None or job.payload["what"] not in SWITCHABLE:
        return letter
    if not sending.goes(job, sending.News(MailKind.JOINING, member.id), clock.now()):
        return None
    return sending.explained(letter, member.id, MailKind.JOINING)


def _letter(
    member: Member, subject: str, lines: tuple[str, ...], path: str, action: str, quote: str = ""
) -> Letter:
    """A letter whose subject is its heading; *path* is of the page it leads to, *quote* what somebody said."""
    return Letter(
        member.email or "",
        subject,
        subject,
        tuple(line for line in lines if line),
        letters.address(path),
        action,
        quote=quote,
        small=_("The link opens a page; nothing is answered before you press a button there."),
    )


def _gathering(member: Member, facts: dict[str, Any]) -> Letter | None:
    gathering = db.session.get(Gathering, facts["gathering"])
    seat = db.session.get(GatheringSeat, (facts["gathering"], member.id))
    if gathering is None or seat is None or seat.answered_at is not None or _is_given_up(gathering):
        return None
    if db.session.get_one(Member, gathering.founder_id).state != MemberState.ACTIVE:
        return None
    who = _name(gathering.founder_id, member)
    return _letter(
        member,
        _("Found “%(circle)s” with %(who)s?", circle=gathering.name, who=who),
        (
            _("%(who)s gathers members for a new circle and asks you to be one of them.", who=who),
            _("Yes or no is one click; nobody outside those asked knows of it."),
        ),
        f"/gatherings/{gathering.id}",
        _("Look at it"),
        gathering.purpose,
    )


def _is_given_up(gathering: Gathering) -> bool:
    return gathering.ended_at is not None and gathering.circle_id is None


def _founded(member: Member, facts: dict[str, Any]) -> Letter | None:
    circle = db.session.get_one(Circle, facts["circle"])
    if circles.part(circle.id, member.id) is None:
        return None
    return _letter(
        member,
        _("The circle “%(circle)s” is founded", circle=circle.name),
        (_("Enough have said yes, and you are in it."), _("Ask it something: a first question starts it.")),
        f"/c/{circle.slug}",
        _("Open the circle"),
        circle.purpose,
    )


def _invited(member: Member, facts: dict[str, Any]) -> Letter | None:
    found = _entry_and_circle(facts)
    if found is None or circles.part(found[1].id, found[0].asked_by_id) is None:
        return None
    entry, circle = found
    who = _name(entry.asked_by_id, member)
    return _letter(
        member,
        _("%(who)s invites you into “%(circle)s”", who=who, circle=circle.name),
        (circle.purpose, _("Yes or no is one click, on the page of circles.")),
        "/circles",
        _("Answer the invitation"),
        entry.words,
    )


def _requested(member: Member, facts: dict[str, Any]) -> Letter | None:
    found = _entry_and_circle(facts)
    if found is None or circles.part(found[1].id, member.id) != CircleRole.STEWARD:
        return None
    entry, circle = found
    who = _name(entry.member_id, member)
    return _letter(
        member,
        _("%(who)s asks to be let into “%(circle)s”", who=who, circle=circle.name),
        (_("You are a steward of this circle: say yes, or no with a reason."),),
        f"/c/{circle.slug}/requests",
        _("Look at the request"),
        entry.words,
    )


def _decided(member: Member, facts: dict[str, Any]) -> Letter | None:
    entry = db.session.get_one(CircleEntry, facts["entry"])
    circle = db.session.get_one(Circle, entry.circle_id)
    if not entry.accepted:
        subject = _("Not let into “%(circle)s”", circle=circle.name)
        said = _("A steward of the circle said no to your request, for this reason:")
        return _letter(member, subject, (said,), "/circles", _("See your circles"), entry.reason)
    if circles.part(circle.id, member.id) is None:
        return None
    subject = _("You are in “%(circle)s”", circle=circle.name)
    said = _("A steward of the circle let you in.")
    return _letter(member, subject, (said,), f"/c/{circle.slug}", _("Open the circle"), entry.reason)


def _appointed(member: Member, facts: dict[str, Any]) -> Letter | None:
    circle = db.session.get_one(Circle, facts["circle"])
    if circles.part(circle.id, member.id) != CircleRole.STEWARD:
        return None
    return _letter(
        member,
        _("You are a steward of “%(circle)s”", circle=circle.name),
        (
            _("%(who)s appointed you.", who=_name(facts["by"], member)),
            _("Stewards let members in, say what the circle is for, and remove whoever harms it."),
            _("You can lay the office down at any time, on your own page in the circle."),
        ),
        f"/c/{circle.slug}",
        _("Open the circle"),
    )


def _removed(member: Member, facts: dict[str, Any]) -> Letter | None:
    circle = db.session.get_one(Circle, facts["circle"])
    if circles.part(circle.id, member.id) is not None:
        return None
    return _letter(
        member,
        _("You are no longer in “%(circle)s”", circle=circle.name),
        (_("A steward of the circle removed you, for this reason:"),),
        "/circles",
        _("See your circles"),
        facts["reason"],
    )


LETTERS: dict[str, Callable[[Member, dict[str, Any]], Letter | None]] = {
    "gathering": _gathering,
    "founded": _founded,
    "invited": _invited,
    "requested": _requested,
    "decided": _decided,
    "appointed": _appointed,
    "removed": _removed,
}


SWITCHABLE = frozenset({"gathering", "invited", "requested"})
"""Those that wait for their reader's word. The others tell how the reader stands in a circle, and always come."""


def _entry_and_circle(facts: dict[str, Any]) -> tuple[CircleEntry, Circle] | None:
    """An entry that still waits, and its circle."""
    entry = db.session.get_one(CircleEntry, facts["entry"])
    asker = db.session.get_one(Member, entry.asked_by_id)
    if entry.ended_at is not None or asker.state != MemberState.ACTIVE:
        return None
    return entry, db.session.get_one(Circle, entry.circle_id)


def _name(member_id: int, reader: Member) -> str:
    return byline(db.session.get_one(Member, member_id), Exposure.NAMED, reader.id).name
