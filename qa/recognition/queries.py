"""The marks that a member's recognition is made of, as far as a viewer may know of them.

Others get the marks on answers given by name in threads that they may see, and nothing else: what they may
not see does not count in what they see. The member alone gets all; of a thread that the member may not see
any more the peers still count, its title, topics and words stay away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from qa.answers.marking import stands
from qa.answers.models import Answer, Mark, MarkKind
from qa.core.db import read
from qa.members.byline import AuthorRow, author_columns, author_of
from qa.members.models import Exposure, Member, MemberState
from qa.questions.access import visible_to
from qa.questions.deadlines import is_late
from qa.questions.models import Question, QuestionTag, Tag
from qa.recognition import credit
from qa.vetting.models import Vouch

CARRYING = (MarkKind.USED, MarkKind.SAME, MarkKind.HELPFUL, MarkKind.PRIOR_ANSWER, MarkKind.RENEWED)
ANSWERS_SHOWN = 20

# A name is of one line, so a line end parts two of them.
TOPICS = (
    select(func.aggregate_strings(Tag.name, "\n"))
    .join(QuestionTag, QuestionTag.tag_id == Tag.id)
    .where(QuestionTag.question_id == Question.id)
    .correlate(Question)
    .scalar_subquery()
)
VOUCHED = exists().where(
    Vouch.withdrawn_at.is_(None),
    or_(
        and_(Vouch.voucher_id == Mark.giver_id, Vouch.member_id == Answer.author_id),
        and_(Vouch.voucher_id == Answer.author_id, Vouch.member_id == Mark.giver_id),
    ),
)
"""Whether one of the two, giver and author, let the other in by a word that stands."""
COLUMNS: tuple[Any, ...] = (
    Mark.giver_id,
    Mark.kind,
    Mark.given_at,
    Mark.note,
    Mark.hours_saved,
    Mark.same_employer,
    Mark.answer_id,
    Answer.question_id,
    Answer.exposure,
    Answer.interest,
    Answer.posted_at,
    Question.title,
    Question.needed_by,
    Question.exposure.label("question_exposure"),
    TOPICS.label("topics"),
)


@dataclass(frozen=True, slots=True)
class Received:
    """A mark that stands, and what it was given for.

    *in_time*: before a needed-by instant; *late*: after it; neither where none was set.
    *visible*: whether the viewer may see the thread.
    """

    mark: credit.Mark
    answer_id: int
    question_id: int
    title: str
    posted_at: datetime
    in_time: bool
    late: bool
    named: bool
    visible: bool
    note: str
    hours_saved: int
    asker: AuthorRow
    question_exposure: Exposure


def received(member_id: int, viewer_id: int) -> list[Received]:
    """The marks that *member_id* has of active peers, the latest first, in one query.

    Marks on withdrawn answers, imported votes and marks by suspended members or such as have left are not
    among them; those that carry no credit for another reason are, with the weight 0.
    """
    return [_received(row, member_id) for row in read(_marks(member_id, viewer_id))]


def answers(member_id: int, limit: int = ANSWERS_SHOWN) -> Sequence[Row[Any]]:
    """The member's own latest answers in threads that the member may see, for the member alone."""
    columns: tuple[Any, ...] = (
        Answer.id,
        Answer.question_id,
        Answer.exposure,
        Answer.interest,
        Question.title,
    )
    query = (
        select(*columns)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.author_id == member_id, Answer.withdrawn_at.is_(None), visible_to(member_id))
        .order_by(Answer.posted_at.desc(), Answer.id.desc())
        .limit(limit)
    )
    return read(query).all()


def _marks(member_id: int, viewer_id: int) -> Select[Any]:
    giver = aliased(Member)
    query = (
        select(*COLUMNS, VOUCHED.label("vouched"), visible_to(viewer_id).label("visible"), *author_columns())
        .join(Answer, Answer.id == Mark.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Member, Member.id == Question.author_id)
        .join(giver, giver.id == Mark.giver_id)
        .where(*_counted(member_id), giver.state == MemberState.ACTIVE)
        .order_by(Mark.given_at.desc(), Mark.id.desc())
    )
    if viewer_id == member_id:
        return query
    return query.where(visible_to(viewer_id), Answer.exposure == Exposure.NAMED, Answer.interest == "")


def _counted(member_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Answer.author_id == member_id,
        Answer.withdrawn_at.is_(None),
        Question.withdrawn_at.is_(None),
        *carrying(),
    )


def carrying() -> tuple[ColumnElement[bool], ...]:
    """The conditions that a mark stands, is of a kind that carries credit, and was given here."""
    # Not as IS NULL: SQLite takes the unique index for a selective one, though nearly every row is empty there.
    return Mark.kind.in_(CARRYING), func.coalesce(Mark.source_key, "") == "", stands()


def mark_of(row: Any, receiver_id: int, topics: str | None, *, interest: bool = False) -> credit.Mark:
    """The mark of a row with the columns of Mark, ``vouched``, and *topics* as TOPICS has them."""
    return credit.Mark(
        row.giver_id,
        receiver_id,
        credit.Kind(row.kind.value),
        row.given_at,
        topics=frozenset(topics.split("\n")) if topics else frozenset(),
        same_employer=row.same_employer,
        vouch_between=bool(row.vouched),
        thanked=bool(row.note),
        interest=interest,
    )


def _received(row: Any, member_id: int) -> Received:
    late = is_late(row.posted_at, row.needed_by)
    return Received(
        mark_of(row, member_id, row.topics if row.visible else None, interest=bool(row.interest)),
        row.answer_id,
        row.question_id,
        row.title,
        row.posted_at,
        row.needed_by is not None and not late,
        late,
        row.exposure == Exposure.NAMED,
        bool(row.visible),
        row.note,
        row.hours_saved or 0,
        author_of(row),
        row.question_exposure,
    )
