"""Whither an import goes: a circle, and who may read it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slugify import slugify
from sqlalchemy import func, or_, select

from qa.core.db import db
from qa.core.text import TextRefused, clean_line
from qa.imports.dump import Refused
from qa.imports.site import Site
from qa.members import circles, names
from qa.members.models import NAME_MAX, Circle, Member, Membership, MemberState, Role

SLUG_MAX = 60


@dataclass(frozen=True, slots=True)
class Destination:
    """The circle that an import goes to; *readers* are members who are no imported authors."""

    id: int
    name: str
    slug: str
    readers: int


def open_circle(wanted: str, site: Site, emails: Sequence[str], now: datetime) -> Destination:
    """The circle named *wanted* (or with this slug), made when there is none; those with *emails* join it.

    Without *emails* all admins join a circle that nobody reads yet. Raises Refused.
    """
    readers = [_member(email) for email in emails]
    circle = _find(wanted) or _make(wanted, site, now)
    if circle.cap is not None:
        raise Refused(
            f"The circle {circle.name} is limited to {circle.cap} members; imported authors would fill it."
        )
    if not readers and not _readers(circle.id):
        admins = select(Member).where(Member.role == Role.ADMIN, Member.state == MemberState.ACTIVE)
        readers = list(db.session.scalars(admins.order_by(Member.id)))
    for member in readers:
        circles.join(circle, member, now)
    return Destination(circle.id, circle.name, circle.slug, _readers(circle.id))


def _member(email: str) -> Member:
    key = names.email_key(email)
    found = db.session.scalars(select(Member).where(Member.email_key == (key or None))).one_or_none()
    if found is None:
        raise Refused(f"No member has the address {email}.")
    return found


def _find(wanted: str) -> Circle | None:
    same = or_(
        Circle.slug == wanted, Circle.name == wanted, Circle.slug == slugify(wanted, max_length=SLUG_MAX)
    )
    return db.session.scalars(select(Circle).where(same).order_by(Circle.id).limit(1)).one_or_none()


def _make(wanted: str, site: Site, now: datetime) -> Circle:
    try:
        name = clean_line(wanted, NAME_MAX)
    except TextRefused as error:
        raise Refused(f"The circle's name: {error.message}") from error
    slug = slugify(name, max_length=SLUG_MAX)
    if not slug:
        raise Refused(f"No circle can be named {wanted!r}; use letters or figures.")
    purpose = f"Questions and answers brought in from {site.host}"
    circle = Circle(slug=slug, name=name, purpose=purpose, created_at=now)
    db.session.add(circle)
    db.session.flush()
    return circle


def _readers(circle_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.circle_id == circle_id, Membership.left_at.is_(None), Member.source_url.is_(None))
    )
    return db.session.scalar(query) or 0
