"""Rules of a circle's stewards: they keep it, appoint others, and one of them always stays. And how one goes out."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from qa.config import settings
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.text import clean_line
from qa.members import circles, letters
from qa.members.models import Circle, CircleRole, Member, Membership, MemberState
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege
from qa.members.standing import require_active, require_posting

REASON_MAX = 500


def load(slug: str, actor: Member) -> Circle:
    """The circle *slug* for a write by one who is in it, locked; else NotFound, as for *Everyone*, which keeps itself."""
    query = select(Circle).where(Circle.slug == slug, Circle.everyone.is_(False))
    circle: Circle | None = db.session.scalars(circles.locked(query)).one_or_none()
    if circle is None or circles.part(circle.id, actor.id) is None:
        raise NotFound
    return circle


def require_steward(actor: Member, circle: Circle, now: datetime) -> None:
    """Only a steward keeps a circle, whatever the role in the community; raises Forbidden otherwise."""
    require_active(actor)
    if circles.part(circle.id, actor.id) != CircleRole.STEWARD:
        raise Forbidden(_("Only a steward of this circle can do this."))
    require_posting(actor, now)


def stewards(circle_id: int) -> int:
    """How many active stewards a circle has."""
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .where(
            Membership.circle_id == circle_id,
            Membership.left_at.is_(None),
            Membership.role == CircleRole.STEWARD,
            Member.state == MemberState.ACTIVE,
        )
    )
    return db.session.scalar(query) or 0


def appoint(actor: Member, circle: Circle, member: Member, now: datetime) -> None:
    """Make *member* of *circle* a steward too; they get a mail.

    Raises Forbidden, NotFound, RuleBroken for one who is not active.
    """
    require_steward(actor, circle, now)
    found = _inside(circle, member)
    if member.state != MemberState.ACTIVE:
        raise RuleBroken(_("Only an active member can be a steward."))
    if found.role == CircleRole.STEWARD:
        return
    privileges.require_not_taken(
        member,
        Privilege.STEWARDING,
        _("A moderator decided that %(name)s keeps no circle.", name=member.name),
    )
    found.role = CircleRole.STEWARD
    db.session.flush()
    letters.tell("appointed", member.id, circle=circle.id, by=actor.id)


def withdraw(actor: Member, circle: Circle, member: Member, now: datetime) -> None:
    """Take the office of steward from *member*, or lay down one's own. Raises RuleBroken for the last one."""
    require_steward(actor, circle, now)
    found = _inside(circle, member)
    if found.role != CircleRole.STEWARD:
        return
    found.role = CircleRole.MEMBER
    db.session.flush()
    if not stewards(circle.id):
        raise RuleBroken(_("A circle keeps one steward at least: appoint another first."))


def remove(actor: Member, circle: Circle, member: Member, reason: str, now: datetime) -> None:
    """Take *member* out of *circle*; they are told by mail, with the *reason*. Raises RuleBroken without one."""
    require_steward(actor, circle, now)
    _inside(circle, member)
    if member.id == actor.id:
        raise RuleBroken(_("You cannot remove yourself: leave the circle instead."))
    reason = line(reason, REASON_MAX, "reason")
    if not reason:
        raise RuleBroken(_("Write a reason; the member reads it."), "reason")
    circles.leave(circle, member, now)
    letters.tell("removed", member.id, circle=circle.id, reason=reason)


def change(actor: Member, circle: Circle, purpose: str, cap: int, listed: bool, now: datetime) -> None:
    """Change what *circle* is for, how many fit, and whether others know of it. Raises RuleBroken naming the field."""
    require_steward(actor, circle, now)
    purpose = line(purpose, circles.PURPOSE_MAX, "purpose")
    if not purpose:
        raise RuleBroken(_("Say what the circle is for."), "purpose")
    if cap != circle.cap:
        least = max(settings().founders_needed + 1, circles.size(circle.id))
        check_cap(cap, least)
    circle.purpose, circle.cap, circle.listed = purpose, cap, listed
    db.session.flush()


def check_cap(cap: int, least: int) -> None:
    """Raises RuleBroken with the field "cap" for fewer than *least* or more than the community allows."""
    most = max(settings().circle_cap, least)
    if not least <= cap <= most:
        raise RuleBroken(_("Choose between %(least)d and %(most)d members.", least=least, most=most), "cap")


def depart(actor: Member, circle: Circle, now: datetime) -> None:
    """Leave *circle*. Its last steward hands over first, unless nobody else is in it; raises RuleBroken."""
    require_active(actor)
    leaving = circles.part(circle.id, actor.id)
    if leaving == CircleRole.STEWARD and stewards(circle.id) == 1 and circles.size(circle.id) > 1:
        raise RuleBroken(_("You are the last steward: appoint another first, then leave."))
    circles.leave(circle, actor, now)


def line(text: str, limit: int, field: str) -> str:
    """*text* as one clean line; RuleBroken names the *field*."""
    try:
        return clean_line(text, limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field) from error


def _inside(circle: Circle, member: Member) -> Membership:
    query = select(Membership).where(
        Membership.circle_id == circle.id, Membership.member_id == member.id, Membership.left_at.is_(None)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
