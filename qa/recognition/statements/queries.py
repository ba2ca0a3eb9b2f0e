"""What a statement is made of, and the statements that were issued.

A statement says nothing that a member of no circle but *Everyone* could not read on the member's page: by itself only
answers by name in questions of that circle count. The member may add the numbers, and topics one by one, of a smaller
circle that every member may know of; its notes never, and of a hidden circle nothing, for even a number would tell that
there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from qa.answers.models import Answer
from qa.core.db import AnyRow, read
from qa.members.models import Circle, Member
from qa.members.queries import circles_of
from qa.questions.models import Question
from qa.recognition import queries as recognition
from qa.recognition.queries import Received
from qa.recognition.statements import quoting
from qa.recognition.statements.models import Statement

LISTED_MOST = 60


@dataclass(frozen=True, slots=True)
class Shared:
    """A listed circle that the member is in, and the marks received there."""

    id: int
    name: str
    marks: list[Received]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks on a member's answers by name, the latest first: in questions that all may read, in each listed circle
    that the member is in, and in all others."""

    open: list[Received]
    circles: tuple[Shared, ...]
    inside: list[Received]


def received(member_id: int) -> Marks:
    """The marks of active peers, sorted by who may read what they were given for. What carries no credit is among them."""
    named = as_peers_read(recognition.received(member_id, member_id))
    places = _places(member_id)
    found = Marks([], (), [])
    shared: dict[int, Shared] = {}
    for one in named:
        place = places.get(one.question_id)
        if place is not None and place.everyone:
            found.open.append(one)
        elif place is not None and place.listed and place.here:
            shared.setdefault(place.id, Shared(place.id, place.name, [])).marks.append(one)
        else:
            found.inside.append(one)
    return replace(found, circles=tuple(sorted(shared.values(), key=lambda one: (one.name, one.id))))


def as_peers_read(those: Iterable[Received]) -> list[Received]:
    """What of *those*, as the member has them, peers may read: by name, on no topic that the member hides, and without
    the words and hours of thanks that are for the member alone."""
    told = [one for one in those if one.shown]
    return [replace(one, note="", hours_saved=0) if one.private else one for one in told]


def _places(member_id: int) -> dict[int, AnyRow]:
    """The circle of each question that the member answered, and whether the member is in it (``here``)."""
    columns = (Circle.id, Circle.name, Circle.everyone, Circle.listed)
    query = (
        select(Question.id.label("question_id"), *columns, Circle.id.in_(circles_of(member_id)).label("here"))
        .join(Answer, Answer.question_id == Question.id)
        .join(Circle, Circle.id == Question.circle_id)
        .where(Answer.author_id == member_id)
    )
    return {row.question_id: row for row in read(query)}


def everyone_id() -> int:
    """The circle of all members."""
    return int(read(select(Circle.id).where(Circle.everyone)).scalar_one())


def naming(member_id: int) -> set[str]:
    """The keys of all people and employers but the member's own, which no note on a statement may name."""
    rows = read(select(Member.name, Member.employer).where(Member.id != member_id)).all()
    return quoting.keys_of((row.name for row in rows), (row.employer for row in rows if row.employer))


def issued(member_id: int) -> Sequence[AnyRow]:
    """The member's statements: those that hold first, the latest first."""
    columns = (Statement.id, Statement.code, Statement.issued_at, Statement.revoked_at)
    query = (
        select(*columns)
        .where(Statement.member_id == member_id)
        .order_by(Statement.revoked_at.is_not(None), Statement.issued_at.desc(), Statement.id.desc())
        .limit(LISTED_MOST)
    )
    return read(query).all()


def by_code(code: str) -> AnyRow | None:
    """Content, signature and when it was taken back, of the statement with *code*; None where there never was one."""
    columns = (Statement.content, Statement.signature, Statement.revoked_at)
    return read(select(*columns).where(Statement.code == code)).one_or_none()


def own(member_id: int, statement_id: int) -> AnyRow | None:
    """Code, content and signature of the member's own statement that holds; None for any other."""
    query = select(Statement.code, Statement.content, Statement.signature).where(
        Statement.id == statement_id, Statement.member_id == member_id, Statement.revoked_at.is_(None)
    )
    return read(query).one_or_none()
