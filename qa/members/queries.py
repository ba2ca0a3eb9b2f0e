"""Every list of people and circles that is read. Columns, not entities; a viewer sees whom they share a circle with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, Subquery, and_, exists, func, or_, select

from qa.core.db import db, read
from qa.core.errors import NotFound
from qa.core.paging import Page, page_of
from qa.members.byline import Person, author_columns
from qa.members.models import Circle, Member, Membership, MemberState
from qa.members.names import handle_key

PER_PAGE = 40
WORDS_MAX = 5
"""Words by which a directory is narrowed; what follows is ignored."""
WORD_MAX = 40
SHOWN_MEMBERS = 60
"""Members on a circle's page: the usual cap of one, so that a circle is seen whole."""


def circles_of(member_id: int | BindParameter[int]) -> Select[int]:
    """The ids of the circles in which *member_id* is now."""
    return select(Membership.circle_id).where(Membership.member_id == member_id, Membership.left_at.is_(None))


def seen_by(viewer_id: int, circle_id: int | None = None) -> ColumnElement[bool]:
    """The condition on Member that the viewer may know of them: they share a circle (or are both in *circle_id*)."""
    shared = exists().where(
        Membership.member_id == Member.id,
        Membership.left_at.is_(None),
        Membership.circle_id.in_(circles_of(viewer_id)),
    )
    if circle_id is not None:
        shared = shared.where(Membership.circle_id == circle_id)
    return and_(shared, Member.state != MemberState.LEFT)


PROFILE_COLUMNS = (
    Member.state,
    Member.role,
    Member.good_at,
    Member.ask_me_about,
    Member.timezone,
    Member.joined_at,
    Member.recognition_hidden,
    Member.source_url,
)


Columns = Row[*tuple[Any, ...]]
"""A row of columns by name."""


def profile(handle: str, viewer_id: int) -> Columns:
    """A member's page in one row; NotFound for one whom the viewer shares no circle with, and for nobody at all."""
    query = select(*author_columns(), *PROFILE_COLUMNS).where(
        Member.handle_key == handle_key(handle), seen_by(viewer_id)
    )
    row = read(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def shared_circles(member_id: int, viewer_id: int) -> Sequence[Columns]:
    """The circles in which both are, by name."""
    query = (
        select(Circle.slug, Circle.name)
        .join(Membership, Membership.circle_id == Circle.id)
        .where(
            Membership.member_id == member_id,
            Membership.left_at.is_(None),
            Circle.id.in_(circles_of(viewer_id)),
        )
        .order_by(Circle.name, Circle.id)
    )
    return read(query).all()


def directory(
    viewer_id: int,
    *,
    circle_id: int | None = None,
    words: str = "",
    bookmark: str | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """The people of the viewer's circles by name, one page. Authors of imported texts cannot be asked and are left out.

    *words* must each be found in a name, a role or what the person says of themselves. A bookmark that is none
    raises BadRequest.
    """
    query = _people(seen_by(viewer_id, circle_id))
    for word in words.split()[:WORDS_MAX]:
        query = query.where(_says(word[:WORD_MAX]))
    return page_of(query, bookmark, per_page)


def _people(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(*author_columns(), Member.state, Member.ask_me_about)
        .where(condition, Member.source_url.is_(None))
        .order_by(Member.name, Member.id)
    )


def _says(word: str) -> ColumnElement[bool]:
    searched = (Member.name, Member.title, Member.employer, Member.industry, Member.profession)
    texts = (Member.level, Member.good_at, Member.ask_me_about)
    return or_(*(column.icontains(word, autoescape=True) for column in (*searched, *texts)))


def circle(slug: str, viewer_id: int) -> Columns:
    """A circle in which the viewer is, with its size and the viewer's part in it; else NotFound."""
    query = _circles(viewer_id).where(Circle.slug == slug, Membership.id.is_not(None))
    row = read(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def circles(viewer_id: int) -> Sequence[Columns]:
    """The viewer's circles, *Everyone* first, and the others that are listed: ``since`` is None for those."""
    query = _circles(viewer_id).where(or_(Membership.id.is_not(None), Circle.listed))
    return read(query.order_by(Circle.everyone.desc(), Circle.name, Circle.id)).all()


def _sizes() -> Subquery:
    return (
        select(Membership.circle_id, func.count().label("size"))
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.left_at.is_(None), Member.source_url.is_(None), Member.state != MemberState.LEFT)
        .group_by(Membership.circle_id)
        .subquery()
    )


def _circles(viewer_id: int) -> Select[*tuple[Any, ...]]:
    sizes = _sizes()
    mine = and_(
        Membership.circle_id == Circle.id, Membership.member_id == viewer_id, Membership.left_at.is_(None)
    )
    return (
        select(
            Circle.id,
            Circle.slug,
            Circle.name,
            Circle.purpose,
            Circle.profession,
            Circle.level,
            Circle.cap,
            Circle.everyone,
            func.coalesce(sizes.c.size, 0).label("size"),
            Membership.joined_at.label("since"),
            Membership.role,
        )
        .outerjoin(Membership, mine)
        .outerjoin(sizes, sizes.c.circle_id == Circle.id)
    )


def circle_members(circle_id: int, viewer_id: int, limit: int = SHOWN_MEMBERS) -> Sequence[Columns]:
    """The first *limit* members of a circle that the viewer is in, by name."""
    return read(_people(seen_by(viewer_id, circle_id)).limit(limit)).all()


def readers_and_peers(person: Person, circle_id: int) -> tuple[int, int]:
    """How many active members a circle has, and how many of them the role-only description of *person* fits.

    *person* is among both.
    """
    told = (
        (Member.level, person.level),
        (Member.profession, person.profession),
        (Member.industry, person.industry),
    )
    same = [func.lower(column) == func.lower(value) for column, value in told if value]
    query = (
        select(func.count(), func.count().filter(*same) if same else func.count())
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .where(
            Membership.circle_id == circle_id,
            Membership.left_at.is_(None),
            Member.state == MemberState.ACTIVE,
            Member.source_url.is_(None),
        )
    )
    members, fits = db.session.execute(query).one()
    return members, fits
