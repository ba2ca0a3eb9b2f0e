"""What waits for an answer around circles: invitations, requests, gatherings. Columns, as in queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from qa.core.db import AnySelect, db, read
from qa.core.errors import NotFound
from qa.members.byline import author_columns
from qa.members.entries import REST, live
from qa.members.founding import known_to
from qa.members.models import (
    Circle,
    CircleEntry,
    EntryKind,
    Gathering,
    GatheringSeat,
    Member,
    MemberState,
)
from qa.members.queries import Columns

ENTRY = (CircleEntry.id, CircleEntry.kind, CircleEntry.words, CircleEntry.made_at)
CIRCLE = (Circle.slug, Circle.name, Circle.purpose, Circle.profession, Circle.level, Circle.listed)


def entries_of(member_id: int) -> Sequence[Columns]:
    """What waits between a member and circles they are not in: invitations to them with their givers, and own
    requests; the latest first."""
    query = _entries().where(CircleEntry.member_id == member_id)
    return read(query.order_by(CircleEntry.made_at.desc(), CircleEntry.id.desc())).all()


def invitation(member_id: int, circle_id: int) -> Columns | None:
    """A waiting invitation of the member's into one circle."""
    own = (CircleEntry.member_id == member_id, CircleEntry.kind == EntryKind.INVITATION)
    query = _entries().where(*own, CircleEntry.circle_id == circle_id).order_by(CircleEntry.id)
    return read(query.limit(1)).one_or_none()


def own_request(member_id: int, circle_id: int, now: datetime) -> Columns | None:
    """The member's request to a circle: the one that waits, else the one that was refused so lately that none may
    follow yet (``accepted`` is False)."""
    refused = and_(CircleEntry.accepted.is_(False), CircleEntry.ended_at > now - REST)
    query = (
        select(*ENTRY, CircleEntry.accepted, CircleEntry.ended_at, CircleEntry.reason)
        .where(
            CircleEntry.member_id == member_id,
            CircleEntry.circle_id == circle_id,
            CircleEntry.kind == EntryKind.REQUEST,
            or_(live(), refused),
        )
        .order_by(CircleEntry.ended_at.is_(None).desc(), CircleEntry.id.desc())
    )
    return read(query.limit(1)).one_or_none()


def requests_to(circle_id: int) -> Sequence[Columns]:
    """The requests that wait for a circle's stewards, the oldest first. Check that the viewer is one before."""
    query = (
        select(*ENTRY, *author_columns())
        .join(Member, Member.id == CircleEntry.member_id)
        .where(CircleEntry.circle_id == circle_id, CircleEntry.kind == EntryKind.REQUEST, live())
    )
    return read(query.order_by(CircleEntry.made_at, CircleEntry.id)).all()


def requests_waiting(circle_id: int) -> int:
    """How many requests wait for a circle's stewards."""
    query = select(func.count()).select_from(CircleEntry)
    theirs = (CircleEntry.circle_id == circle_id, CircleEntry.kind == EntryKind.REQUEST)
    return db.session.scalar(query.where(*theirs, live())) or 0


def given_by(member_id: int, circle_id: int) -> Sequence[Columns]:
    """The invitations into a circle that a member gave and that wait, with whom they are to."""
    query = (
        select(*ENTRY, *author_columns())
        .join(Member, Member.id == CircleEntry.member_id)
        .where(
            CircleEntry.circle_id == circle_id,
            CircleEntry.asked_by_id == member_id,
            CircleEntry.kind == EntryKind.INVITATION,
            live(),
        )
    )
    return read(query.order_by(CircleEntry.made_at, CircleEntry.id)).all()


def _entries() -> AnySelect:
    giver = aliased(Member)
    return (
        select(*ENTRY, *CIRCLE, *author_columns(giver))
        .join(Circle, Circle.id == CircleEntry.circle_id)
        .join(giver, giver.id == CircleEntry.asked_by_id)
        .where(live())
    )


GATHERING = (
    Gathering.id,
    Gathering.name,
    Gathering.purpose,
    Gathering.profession,
    Gathering.level,
    Gathering.cap,
    Gathering.listed,
    Gathering.begun_at,
    Gathering.ended_at,
    Gathering.circle_id,
    Gathering.founder_id,
)


def gatherings(member_id: int) -> Sequence[Columns]:
    """The gatherings that go on which the member began or is asked to join, with the founder; ``answer`` is what
    the member said (None: nothing yet)."""
    founding = (Gathering.ended_at.is_(None), known_to(member_id))
    query = _gatherings(member_id).where(*founding, Member.state == MemberState.ACTIVE)
    return read(query.order_by(Gathering.begun_at.desc(), Gathering.id.desc())).all()


def gathering(gathering_id: int, member_id: int) -> Columns:
    """One that the member began or is asked to join, also when it is over; else NotFound."""
    query = _gatherings(member_id).where(Gathering.id == gathering_id, known_to(member_id))
    row = read(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def seats(gathering_id: int) -> Sequence[Columns]:
    """Those who are asked and what each said, by name. Load the gathering before: it is the access check."""
    query = (
        select(GatheringSeat.accepted, GatheringSeat.answered_at, *author_columns())
        .join(Member, Member.id == GatheringSeat.member_id)
        .where(GatheringSeat.gathering_id == gathering_id, Member.state != MemberState.LEFT)
    )
    return read(query.order_by(Member.name, Member.id)).all()


def _gatherings(member_id: int) -> AnySelect:
    own = and_(GatheringSeat.gathering_id == Gathering.id, GatheringSeat.member_id == member_id)
    return (
        select(
            *GATHERING,
            GatheringSeat.accepted.label("answer"),
            Circle.slug,
            *author_columns(),
        )
        .join(Member, Member.id == Gathering.founder_id)
        .outerjoin(GatheringSeat, own)
        .outerjoin(Circle, Circle.id == Gathering.circle_id)
    )
