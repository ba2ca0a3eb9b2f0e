"""Rules of circles: *Everyone*, who joins, who leaves."""

from __future__ import annotations

import re
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from qa.core import events
from qa.core.db import AnySelect, db
from qa.core.errors import RuleBroken
from qa.core.text import clean_line
from qa.members.events import CircleJoined, CircleLeft
from qa.members.models import NAME_MAX, Circle, CircleRole, Member, Membership, MemberState

EVERYONE = "everyone"
CAP = 60
"""Members of a circle unless said: a few dozen good ones."""
PURPOSE_MAX = 300
_SLUG = re.compile(r"(?=.{2,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")


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


def add(slug: str, name: str, purpose: str, now: datetime, *, cap: int = CAP, listed: bool = True) -> Circle:
    """Make a circle. *cap*: members at most; *listed*: whether those outside may know of it.

    Raises RuleBroken naming the field for what is refused or taken.
    """
    if not _SLUG.fullmatch(slug):
        raise RuleBroken(_("Use 2 to 60 of a-z, figures and single hyphens."), field="slug")
    name, purpose = _line(name, NAME_MAX, "name"), _line(purpose, PURPOSE_MAX, "purpose")
    if not any(character.isalpha() for character in name):
        raise RuleBroken(_("Write a name."), field="name")
    if cap < 1:
        raise RuleBroken(_("A circle has room for one member at least."), field="cap")
    circle = Circle(slug=slug, name=name, purpose=purpose, cap=cap, listed=listed, created_at=now)
    try:
        with db.session.begin_nested():
            if slug == EVERYONE or _found(slug) is not None:
                raise RuleBroken(_("There is a circle %(slug)s already.", slug=slug), field="slug")
            db.session.add(circle)
    except IntegrityError as error:  # another made it between the look and the leap
        raise RuleBroken(_("There is a circle %(slug)s already.", slug=slug), field="slug") from error
    return circle


def _line(text: str, limit: int, field: str) -> str:
    try:
        return clean_line(text, limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=field) from error


def with_slug(slug: str) -> Circle:
    """The circle *slug*, for whoever runs the site. Raises RuleBroken with the field "circle"."""
    found = _found(slug)
    if found is None:
        raise RuleBroken(_("There is no circle %(slug)s.", slug=slug), field="circle")
    return found


def _found(slug: str) -> Circle | None:
    return db.session.scalars(select(Circle).where(Circle.slug == slug)).one_or_none()


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
    require_room(circle)
    if found is None:
        found = Membership(circle_id=circle.id, member_id=member.id)
        db.session.add(found)
    found.role, found.joined_at, found.left_at = role, now, None
    db.session.flush()
    events.record(CircleJoined(member.id, circle.id))
    return found


def name_steward(circle: Circle, member: Member) -> None:
    """Make an active *member* of *circle* its steward, for whoever runs the site. Raises RuleBroken."""
    found = _membership(circle, member)
    if circle.everyone or found is None or found.left_at is not None or member.state != MemberState.ACTIVE:
        raise RuleBroken(_("Only an active member of a small circle can be its steward."))
    found.role = CircleRole.STEWARD
    db.session.flush()


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


def require_room(circle: Circle) -> None:
    """Raises RuleBroken when *circle* has as many members as it may have."""
    if circle.cap is not None and size(circle.id) >= circle.cap:
        raise RuleBroken(
            _("The circle %(name)s is full: it has %(cap)d members.", name=circle.name, cap=circle.cap)
        )


def part(circle_id: int, member_id: int) -> CircleRole | None:
    """What the member is in the circle now; None for one who is not in it."""
    one = (Membership.circle_id == circle_id, Membership.member_id == member_id)
    return db.session.scalar(select(Membership.role).where(*one, Membership.left_at.is_(None)))


def locked(query: AnySelect) -> AnySelect:
    """*query* of entities, their rows locked and read anew; rows that only refer to them can still be written."""
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def size(circle_id: int) -> int:
    """How many members a circle has now."""
    live = (Membership.circle_id == circle_id, Membership.left_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Membership).where(*live)) or 0


def _membership(circle: Circle, member: Member) -> Membership | None:
    query = select(Membership).where(Membership.circle_id == circle.id, Membership.member_id == member.id)
    return db.session.scalars(query).one_or_none()
