"""Rules of circles: *Everyone*, who joins, who leaves."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.events import CircleJoined, CircleLeft
from qa.members.models import Circle, CircleRole, Member, Membership, MemberState

EVERYONE = "everyone"


def everyone(now: datetime) -> Circle:
    """The community itself, the first circle; made when it is missing."""
    query = select(Circle).where(Circle.everyone)
    found = db.session.scalars(query).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            circle = Circle(slug=EVERYONE, name=_("Everyone"), everyone=True, created_at=now)
            circle.purpose = _("All members of this community.")
            db.session.add(circle)
    except IntegrityError:
        return db.session.scalars(query).one()  # somebody else made it meanwhile
    return circle


def join(circle: Circle, member: Member, now: datetime, role: CircleRole = CircleRole.MEMBER) -> Membership:
    """Put an active *member* into *circle*; one who is there already stays as is.

    Raises RuleBroken when the circle is full or the member is not active.
    """
    if member.state != MemberState.ACTIVE:
        raise RuleBroken(_("Only active members can be in a circle."))
    if circle.cap is not None:
        # Two who join at once must not both take the last seat.
        db.session.execute(select(Circle.id).where(Circle.id == circle.id).with_for_update())
    found = _membership(circle, member)
    if found is not None and found.left_at is None:
        return found
    if circle.cap is not None and size(circle.id) >= circle.cap:
        raise RuleBroken(_("This circle is full: it has %(cap)d members.", cap=circle.cap))
    if found is None:
        found = Membership(circle_id=circle.id, member_id=member.id)
        db.session.add(found)
    found.role, found.joined_at, found.left_at = role, now, None
    db.session.flush()
    events.record(CircleJoined(member.id, circle.id))
    return found


def leave(circle: Circle, member: Member, now: datetime) -> None:
    """Take *member* out of *circle*; from now on its questions are none of theirs. Nobody leaves Everyone alone."""
    if circle.everyone and member.state == MemberState.ACTIVE:
        raise RuleBroken(_("Everyone here is in this circle."))
    found = _membership(circle, member)
    if found is None or found.left_at is not None:
        return
    found.left_at = now
    db.session.flush()
    events.record(CircleLeft(member.id, circle.id))


def size(circle_id: int) -> int:
    """How many members a circle has now."""
    live = (Membership.circle_id == circle_id, Membership.left_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Membership).where(*live)) or 0


def _membership(circle: Circle, member: Member) -> Membership | None:
    query = select(Membership).where(Membership.circle_id == circle.id, Membership.member_id == member.id)
    return db.session.scalars(query).one_or_none()
