"""Every list of people and circles that is read. Columns, not entities; a viewer sees whom they share a circle with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from qa.core.db import db, read
from qa.core.errors import NotFound
from qa.core.paging import Page, page_of
from qa.members import profiles
from qa.members.byline import Person, author_columns
from qa.members.models import Circle, CircleRole, Member, Membership, MemberState
from qa.members.names import handle_key, same_employer

PER_PAGE = 40
WORDS_MAX = 5
"""Words by which a directory is narrowed; what follows is ignored."""
WORD_MAX = 40
SHOWN_MEMBERS = 60
"""Members on a circle's page: the usual cap of one, so that a circle is seen whole."""


def circles_of(member_id: int | BindParameter[int]) -> Select[int]:
    """The ids of the circles in which *member_id* is now."""
    return select(Membership.circle_id).where(Membership.member_id == member_id, Membership.left_at.is_(None))


def seen_by(viewer_id: int | BindParameter[int], circle_id: int | None = None) -> ColumnElement[bool]:
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
    Member.joined_at,
    Member.recognition_hidden,
    Member.source_url,
    *(getattr(Member, f"{part}_for") for part in profiles.PARTS),
)


Columns = Row[*tuple[Any, ...]]
Counting = TypeVar("Counting", bound="Select[*tuple[Any, ...]]")
"""A row of columns by name."""


def profile(handle: str, viewer_id: int) -> Columns:
    """A member's page in one row, parts that are not for the viewer empty.

    NotFound for one whom the viewer shares no circle with, and for nobody at all.
    """
    row = read(_profile(), {"key": handle_key(handle), "viewer": viewer_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


@cache
def _profile() -> Select[*tuple[Any, ...]]:
    """Built once: to build it costs more than to run it."""
    reader: BindParameter[int] = bindparam("viewer", type_=Integer)
    parts = profiles.columns(reader, *profiles.PARTS)
    return select(*author_columns(), *PROFILE_COLUMNS, *parts).where(
        Member.handle_key == bindparam("key", type_=String), seen_by(reader)
    )


def shared_circles(member_id: int, viewer_id: int) -> Sequence[Columns]:
    """The circles in which both are, by name, and since when each is: ``theirs`` and ``mine``."""
    mine = aliased(Membership)
    query = (
        select(
            Circle.slug,
            Circle.name,
            Circle.everyone,
            Membership.joined_at.label("theirs"),
            mine.joined_at.label("mine"),
        )
        .join(Membership, Membership.circle_id == Circle.id)
        .join(mine, mine.circle_id == Circle.id)
        .where(
            Membership.member_id == member_id,
            Membership.left_at.is_(None),
            mine.member_id == viewer_id,
            mine.left_at.is_(None),
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

    *words* must each be found in a name, a role or what the person says of themselves to the viewer. A bookmark
    that is none raises BadRequest.
    """
    query = _people(viewer_id, circle_id).order_by(Member.name, Member.id)
    for word in words.split()[:WORDS_MAX]:
        query = query.where(_says(viewer_id, word[:WORD_MAX]))
    return page_of(query, bookmark, per_page)


def _people(viewer_id: int, circle_id: int | None = None) -> Select[*tuple[Any, ...]]:
    parts = profiles.columns(viewer_id, "ask_me_about")
    return select(*author_columns(), Member.state, *parts).where(
        seen_by(viewer_id, circle_id), Member.source_url.is_(None)
    )


NAMING = (Member.name, Member.title, Member.employer, Member.industry, Member.profession, Member.level)
"""What always stands with a member's name, and is therefore always looked through."""


def _says(viewer_id: int, word: str) -> ColumnElement[bool]:
    named = (column.icontains(word, autoescape=True) for column in NAMING)
    return or_(*named, profiles.says(viewer_id, word))


def peers(
    viewer_id: int, words: str = "", limit: int = PER_PAGE, circle_id: int | None = None
) -> Sequence[Columns]:
    """Active members whom the viewer may ask into a circle, by name: those in other circles of theirs besides
    *Everyone*, or with *words* all whom they may see; in *circle_id* alone where it is given."""
    query = _people(viewer_id, circle_id).where(Member.state == MemberState.ACTIVE, Member.id != viewer_id)
    found = words.split()[:WORDS_MAX]
    for word in found:
        query = query.where(or_(_says(viewer_id, word[:WORD_MAX]), Member.handle_key == handle_key(word)))
    if not found:
        query = query.where(profiles.close_to(viewer_id))
    return read(query.order_by(Member.name, Member.id).limit(limit)).all()


def by_handles(viewer_id: int, handles: Sequence[str]) -> Sequence[Member]:
    """The members with these handles whom the viewer may see; others are left out, whatever the reason."""
    keys = [handle_key(handle) for handle in handles]
    query = select(Member).where(Member.handle_key.in_(keys), seen_by(viewer_id))
    return db.session.scalars(query.order_by(Member.id)).all()


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
            Circle.listed,
            func.coalesce(sizes.c.size, 0).label("size"),
            Membership.joined_at.label("since"),
            Membership.role,
        )
        .outerjoin(Membership, mine)
        .outerjoin(sizes, sizes.c.circle_id == Circle.id)
    )


def known_circle(slug: str, viewer_id: int) -> Columns:
    """A circle of which the viewer may know: they are in it (``since`` says), or it is listed; else NotFound."""
    known = or_(Membership.id.is_not(None), Circle.listed)
    row = read(_circles(viewer_id).where(Circle.slug == slug, known)).one_or_none()
    if row is None:
        raise NotFound
    return row


def circle_members(circle_id: int, viewer_id: int, limit: int = SHOWN_MEMBERS) -> Sequence[Columns]:
    """The first *limit* members of a circle that the viewer is in, stewards first, by name."""
    here = aliased(Membership)
    steward = here.role == CircleRole.STEWARD
    query = (
        _people(viewer_id, circle_id)
        .add_columns(here.role.label("part"))
        .join(here, and_(here.member_id == Member.id, here.circle_id == circle_id, here.left_at.is_(None)))
        .order_by(steward.desc(), Member.name, Member.id)
    )
    return read(query.limit(limit)).all()


def colleagues(circle_id: int, employer: str) -> tuple[int, int]:
    """How many of a circle's active members work for *employer*, and how many active members it has."""
    query = _active(select(Member.employer, func.count().label("number")), circle_id)
    rows = read(query.group_by(Member.employer)).all()
    same = sum(row.number for row in rows if same_employer(row.employer, employer))
    return same, sum(row.number for row in rows)


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
    counts = select(func.count(), func.count().filter(*same) if same else func.count())
    members, fits = db.session.execute(_active(counts, circle_id)).one()
    return members, fits


def descriptions(circle_id: int) -> Sequence[Columns]:
    """How many (``number``) of a circle's active members have each level, profession and industry."""
    told = (Member.level, Member.profession, Member.industry)
    return read(_active(select(*told, func.count().label("number")), circle_id).group_by(*told)).all()


def _active(query: Counting, circle_id: int) -> Counting:
    """*query* over the active members of a circle."""
    return query.join_from(Membership, Member, Member.id == Membership.member_id).where(*active_in(circle_id))


def active_in(circle_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Membership and Member that a member is in the circle, and can be asked."""
    return Membership.circle_id == circle_id, Membership.left_at.is_(None), askable()


def askable() -> ColumnElement[bool]:
    """The condition on Member that they can be asked at all: active, and not the author of imported texts alone."""
    return and_(Member.state == MemberState.ACTIVE, Member.source_url.is_(None))
