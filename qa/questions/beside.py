"""What a question's page reads beside the question itself: its topics, what became of its date, and other questions.

All within the eight statements that the page has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased

from qa.core.db import AnyRow, AnySelect, read
from qa.core.errors import NotFound
from qa.members.models import Circle, CircleRole, Membership
from qa.members.privileges.models import Privilege
from qa.members.privileges.rules import is_held
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import (
    MOVES_MAX,
    Follow,
    Question,
    QuestionMove,
    QuestionOutcome,
    QuestionRetag,
    QuestionTag,
    SameQuestion,
    Tag,
)
from qa.questions.queries import LIST_COLUMNS, SHOW

SEPARATOR = "\n"
"""Parts two topics: a name is of one line."""

# With their places, because no engine promises an order of what it puts together.
_topics = (
    select(func.aggregate_strings(cast(QuestionTag.position, String) + " " + Tag.name, SEPARATOR))
    .select_from(QuestionTag)
    .join(Tag, Tag.id == QuestionTag.tag_id)
    .where(QuestionTag.question_id == Question.id)
    .correlate(Question)
    .scalar_subquery()
)
_seat = (Membership.member_id == VIEWER, Membership.left_at.is_(None))
_circles = (
    select(func.aggregate_strings(cast(Membership.circle_id, String), ","))
    .join(Circle, Circle.id == Membership.circle_id)
    .where(*_seat, or_(Circle.everyone, Circle.id == Question.circle_id))
    .correlate(Question)
    .scalar_subquery()
)
_steward = exists().where(
    *_seat, Membership.circle_id == Question.circle_id, Membership.role == CircleRole.STEWARD
)
_hears = (
    select(Follow.hears)
    .where(Follow.member_id == VIEWER, Follow.question_id == Question.id)
    .correlate(Question)
    .scalar_subquery()
)
_moves = [aliased(QuestionMove) for _number in range(MOVES_MAX)]
MOVED = ("moved_at", "due_before", "reason")
SHOWN = SHOW.add_columns(
    _topics.label("topics"),
    _circles.label("shared_circles"),
    _steward.label("viewer_is_steward"),
    _hears.label("viewer_hears"),
    exists().where(QuestionRetag.question_id == Question.id).label("retagged"),
    is_held(VIEWER, Privilege.TOPICS).label("viewer_corrects"),
    QuestionOutcome.body_html.label("outcome_html"),
    QuestionOutcome.edited_at.label("outcome_edited_at"),
    *(getattr(move, name).label(f"{name}_{n}") for n, move in enumerate(_moves, 1) for name in MOVED),
).outerjoin(QuestionOutcome, QuestionOutcome.question_id == Question.id)
for _n, _move in enumerate(_moves, 1):
    SHOWN = SHOWN.outerjoin(_move, and_(_move.question_id == Question.id, _move.number == _n))


def shown(viewer_id: int, question_id: int, statement: AnySelect = SHOWN, **values: Any) -> AnyRow:
    """As ``queries.show``, with the outcome and what ``topics``, ``circles`` and ``moves`` read, and whether the viewer
    is a steward of its circle. *statement* is SHOWN, with what else a page reads in the same row; *values* are for that.
    """
    row = read(statement, {"question_id": question_id, "viewer_id": viewer_id, **values}).one_or_none()
    if row is None:
        raise NotFound
    return row


def topics(row: AnyRow) -> list[str]:
    """The topics of a row of ``shown``, in their order."""
    placed = [line.split(" ", 1) for line in (row.topics or "").split(SEPARATOR) if line]
    return [name for _place, name in sorted(placed, key=lambda one: int(one[0]))]


@dataclass(frozen=True, slots=True)
class Move:
    """That the date was moved."""

    moved_at: datetime
    due_before: datetime
    reason: str


def moves(row: AnyRow) -> list[Move]:
    """How the date of a row of ``shown`` was moved, the first time first."""
    found = ([getattr(row, f"{name}_{n}") for name in MOVED] for n in range(1, MOVES_MAX + 1))
    return [Move(*values) for values in found if values[0] is not None]


def circles(row: AnyRow) -> frozenset[int]:
    """The circles of those who may read a row of ``shown``: the question's own, and those that everybody is in."""
    return frozenset(int(number) for number in (row.shared_circles or "").split(",") if number)


QUESTION = bindparam("question_id", type_=Integer)


_one = aliased(Question)
_live = SameQuestion.ended_at.is_(None)
_linked = (
    select(SameQuestion.other_id).where(SameQuestion.question_id == QUESTION, _live),
    select(SameQuestion.question_id).where(SameQuestion.other_id == QUESTION, _live),
)
_asked_for = select(_one.id).where(_one.id.in_(bindparam("ids", expanding=True)))
# One set of ids, because no engine looks up rows by an index where a list or a subquery will do.
OTHERS = select(*LIST_COLUMNS, Question.id.in_(union_all(*_linked)).label("is_same")).where(
    Question.id.in_(union_all(*_linked, _asked_for)), Question.id != QUESTION, visible_to(VIEWER)
)


def others(viewer_id: int, question_id: int, ids: Sequence[int]) -> dict[int, AnyRow]:
    """Those of *ids* that the viewer may see, and those linked as the same (``is_same``), in one query."""
    values = {"viewer_id": viewer_id, "question_id": question_id, "ids": list(ids)}
    return {row.id: row for row in read(OTHERS, values)}


LOG = (
    select(
        SameQuestion.linked_at,
        SameQuestion.ended_at,
        Question.id,
        Question.title,
        Question.author_id.label("other_asker_id"),
        SameQuestion.linked_by_id,
        SameQuestion.ended_by_id,
    )
    .join(
        Question,
        or_(
            and_(SameQuestion.question_id == QUESTION, Question.id == SameQuestion.other_id),
            and_(SameQuestion.other_id == QUESTION, Question.id == SameQuestion.question_id),
        ),
    )
    .where(visible_to(VIEWER))
    .order_by(SameQuestion.linked_at.desc(), SameQuestion.id.desc())
    .limit(100)
)


def links(viewer_id: int, question_id: int) -> Sequence[AnyRow]:
    """All that was linked with a question, the latest first, as far as the viewer may see the other question."""
    return read(LOG, {"viewer_id": viewer_id, "question_id": question_id}).all()
