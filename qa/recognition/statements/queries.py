"""What a statement is made of, and the statements that were issued.

A statement says nothing that a member of no circle but *Everyone* could not read on the member's page: only answers by
name in questions of that circle count. Of a smaller circle no topic, no note and no number leaves it, for a number that
is larger than what a member sees would tell that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from qa.answers.models import Answer
from qa.core.db import AnyRow, read
from qa.members.models import Circle, Member
from qa.questions.models import Question
from qa.recognition import queries as recognition
from qa.recognition.queries import Received
from qa.recognition.statements import quoting
from qa.recognition.statements.models import Statement

LISTED_MOST = 60


def received(member_id: int) -> tuple[list[Received], list[Received]]:
    """The marks on the member's answers by name, the latest first: those that may count, and those of smaller circles.

    Three parts of the site say what counts: this, whether the mark is of an active peer (``recognition.received``), and
    whether it carries credit (``record.of``).
    """
    named = [one for one in recognition.received(member_id, member_id) if one.named]
    query = (
        select(Question.id)
        .join(Answer, Answer.question_id == Question.id)
        .join(Circle, Circle.id == Question.circle_id)
        .where(Answer.author_id == member_id, Circle.everyone)
    )
    for_all = set(read(query).scalars())
    return (
        [one for one in named if one.question_id in for_all],
        [one for one in named if one.question_id not in for_all],
    )


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
