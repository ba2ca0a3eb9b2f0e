"""Rules of founding a circle: a member gathers others, and with enough of them it is there."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from slugify import slugify
from sqlalchemy import ColumnElement, func, or_, select

from qa.config import settings
from qa.core.db import AnySelect, db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles, entries, letters
from qa.members.models import (
    LINE_MAX,
    NAME_MAX,
    Circle,
    CircleRole,
    Gathering,
    GatheringSeat,
    Member,
    MemberState,
)
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege
from qa.members.standing import require_active, require_posting
from qa.members.stewards import check_cap, line

LETTERS = 4
"""Random letters at the end of a circle's address: a name that is taken must not tell of a hidden circle."""
SLUG_MAX = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What a circle is to be. *cap*: members at most; *listed*: whether others may know of it."""

    name: str
    purpose: str
    profession: str
    level: str
    cap: int
    listed: bool


def gather(actor: Member, plan: Plan, asked: Sequence[Member], now: datetime) -> Gathering:
    """Ask members to found a circle along with *actor*; each gets a mail.

    Raises RuleBroken naming the field: too few of them, one whom *actor* may not see, words that do not do.
    """
    require_posting(actor, now)
    privileges.require(actor, Privilege.STEWARDING, now)
    gathering = _planned(actor, plan, now)
    people = {member.id: member for member in asked}
    if len(people) < settings().founders_needed:
        needed = settings().founders_needed
        raise RuleBroken(
            _("Ask %(num)d members at least: with their yes it is founded.", num=needed), "asked"
        )
    if len(people) >= plan.cap:
        raise RuleBroken(_("You ask more than fit: the circle has room for %(cap)d.", cap=plan.cap), "asked")
    for member in people.values():
        _require_askable(actor, member)
    db.session.add(gathering)
    db.session.flush()
    for number in sorted(people):
        _ask(gathering, number, now)
    return gathering


def ask_another(actor: Member, gathering: Gathering, member: Member, now: datetime) -> None:
    """The founder asks one more while it gathers, in the place of a no or of silence; they get a mail.

    Raises Forbidden for those asked, RuleBroken with the field "member" for one who cannot be asked.
    """
    require_posting(actor, now)
    require_founder(actor, gathering)
    _require_running(gathering)
    entries.require_askable(actor, member)
    seats = GatheringSeat.gathering_id == gathering.id
    if db.session.scalar(select(GatheringSeat.member_id).where(seats, GatheringSeat.member_id == member.id)):
        raise RuleBroken(_("%(name)s is asked already.", name=member.name), "member")
    left = or_(GatheringSeat.accepted.is_(None), GatheringSeat.accepted.is_(True))
    count = db.session.scalar(select(func.count()).select_from(GatheringSeat).where(seats, left)) or 0
    if count + 1 >= gathering.cap:
        raise RuleBroken(
            _("No more can be asked: the circle has room for %(cap)d.", cap=gathering.cap), "member"
        )
    _ask(gathering, member.id, now)


def _ask(gathering: Gathering, member_id: int, now: datetime) -> None:
    db.session.add(GatheringSeat(gathering_id=gathering.id, member_id=member_id, asked_at=now))
    db.session.flush()
    letters.tell("gathering", member_id, gathering=gathering.id)


def answer(actor: Member, gathering: Gathering, yes: bool, now: datetime) -> Circle | None:
    """One who is asked says yes or no, and may change it while it gathers. The circle, once it is founded by this.

    Raises Forbidden for the founder, RuleBroken once it is over or while somebody may not post.
    """
    require_active(actor)
    seat = _seat(gathering, actor)
    if gathering.ended_at is not None:
        raise RuleBroken(_("This is over; there is nothing more to answer."))
    founder = db.session.get_one(Member, gathering.founder_id)
    if yes:
        require_posting(actor, now)
        refusal = _("%(name)s cannot found a circle for the time being. Try again later.", name=founder.name)
        if not founder.may_post(now):
            raise RuleBroken(refusal)
        privileges.require_not_taken(founder, Privilege.STEWARDING, refusal)
    seat.accepted, seat.answered_at = yes, now
    db.session.flush()
    willing = _willing(gathering)
    if not yes or len(willing) < settings().founders_needed:
        return None
    return _found(founder, gathering, willing, now)


def give_up(actor: Member, gathering: Gathering, now: datetime) -> None:
    """The founder gives it up. Raises Forbidden for those asked, RuleBroken once it is over."""
    require_active(actor)
    require_founder(actor, gathering)
    _require_running(gathering)
    gathering.ended_at = now
    db.session.flush()


def require_founder(actor: Member, gathering: Gathering) -> None:
    """Raise Forbidden for everybody but the member who gathers."""
    if gathering.founder_id != actor.id:
        raise Forbidden(_("Only the member who gathers can do this."))


def _require_running(gathering: Gathering) -> None:
    if gathering.ended_at is not None:
        raise RuleBroken(_("This is over already."))


def load(gathering_id: int, actor: Member) -> Gathering:
    """A gathering for a write by its founder or one who is asked, locked; else NotFound."""
    query = select(Gathering).where(Gathering.id == gathering_id, known_to(actor.id))
    found: Gathering | None = db.session.scalars(circles.locked(query)).one_or_none()
    if found is None:
        raise NotFound
    return found


def known_to(member_id: int) -> ColumnElement[bool]:
    """The condition on Gathering that the member may know of it: its founder, or asked."""
    asked = select(GatheringSeat.gathering_id).where(GatheringSeat.member_id == member_id)
    return or_(Gathering.founder_id == member_id, Gathering.id.in_(asked))


def _planned(actor: Member, plan: Plan, now: datetime) -> Gathering:
    name = line(plan.name, NAME_MAX, "name")
    if not any(character.isalpha() for character in name):
        raise RuleBroken(_("Give the circle a name."), "name")
    purpose = line(plan.purpose, circles.PURPOSE_MAX, "purpose")
    if not purpose:
        raise RuleBroken(_("Say what the circle is for."), "purpose")
    check_cap(plan.cap, settings().founders_needed + 1)
    return Gathering(
        founder_id=actor.id,
        name=name,
        purpose=purpose,
        profession=line(plan.profession, LINE_MAX, "profession"),
        level=line(plan.level, LINE_MAX, "level"),
        cap=plan.cap,
        listed=plan.listed,
        begun_at=now,
    )


def _require_askable(actor: Member, member: Member) -> None:
    try:
        entries.require_askable(actor, member)
    except RuleBroken as error:
        raise RuleBroken(error.message, "asked") from error


def _seat(gathering: Gathering, actor: Member) -> GatheringSeat:
    seat = db.session.get(GatheringSeat, (gathering.id, actor.id), populate_existing=True)
    if seat is None:
        raise Forbidden(_("Those who are asked answer this."))
    return seat


def _seats(gathering: Gathering) -> AnySelect:
    return (
        select(Member)
        .join(GatheringSeat, GatheringSeat.member_id == Member.id)
        .where(GatheringSeat.gathering_id == gathering.id, Member.state == MemberState.ACTIVE)
        .order_by(Member.id)
    )


def _willing(gathering: Gathering) -> Sequence[Member]:
    return db.session.scalars(_seats(gathering).where(GatheringSeat.accepted.is_(True))).all()


def _found(founder: Member, gathering: Gathering, willing: Sequence[Member], now: datetime) -> Circle:
    slug = f"{slugify(gathering.name, max_length=SLUG_MAX, word_boundary=True) or 'circle'}-{_letters()}"
    circle = circles.add(
        slug, gathering.name, gathering.purpose, now, cap=gathering.cap, listed=gathering.listed
    )
    circle.profession, circle.level, circle.founder_id = gathering.profession, gathering.level, founder.id
    gathering.ended_at, gathering.circle_id = now, circle.id
    circles.join(circle, founder, now, CircleRole.STEWARD)
    for member in willing:
        circles.join(circle, member, now)
    for person in (founder, *willing):
        letters.tell("founded", person.id, circle=circle.id)
    for late in db.session.scalars(_seats(gathering).where(GatheringSeat.accepted.is_(None))).all():
        # They were written to when the gathering began; its page leads them on.
        entries.add_invitation(founder, circle, late, "", now, mailed=False)
    return circle


def _letters() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _letter in range(LETTERS))
