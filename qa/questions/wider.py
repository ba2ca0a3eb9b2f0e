"""The larger circles to which an asker can take a question, and who then reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from qa.core.db import db, read
from qa.core.errors import RuleBroken
from qa.members.models import Circle, Member, Membership
from qa.members.queries import active_in, askable, circles_of
from qa.questions.models import Question, QuestionWidening


@dataclass(frozen=True, slots=True)
class Wider:
    """A circle of the asker's that is larger than the question's.

    *readers*: its active members but the asker. *holds*: whether all who may read the question now are in it.
    """

    id: int
    name: str
    readers: int
    holds: bool


def choices(question: Question) -> Sequence[Wider]:
    """The larger circles of *question*'s asker, the smallest first."""
    here = select(Membership.member_id).join(Member, Member.id == Membership.member_id)
    shared = func.count().filter(Membership.member_id.in_(here.where(*active_in(question.circle_id))))
    query = (
        select(Circle.id, Circle.name, func.count().label("size"), shared.label("shared"))
        .join(Membership, Membership.circle_id == Circle.id)
        .join(Member, Member.id == Membership.member_id)
        .where(Circle.id.in_(circles_of(question.author_id)), Membership.left_at.is_(None), askable())
        .group_by(Circle.id, Circle.name)
    )
    rows = read(query.order_by(func.count(), Circle.name, Circle.id)).all()
    now = next((row.size for row in rows if row.id == question.circle_id), 0)
    return [Wider(row.id, row.name, row.size - 1, row.shared == now) for row in rows if row.size > now]


def is_widened(question_id: int) -> bool:
    """Whether the question was given to a larger circle."""
    widened = select(QuestionWidening.id).where(QuestionWidening.question_id == question_id).limit(1)
    return db.session.scalar(widened) is not None


def require_told(question: Question, told: int | None) -> None:
    """Who writes under *question* was told that the circle *told* reads it; RuleBroken where it is another by now.

    None is who cannot have been told (an answer by mail): for them it must be the circle of the beginning.
    """
    if told == question.circle_id:
        return
    if told is not None or is_widened(question.id):
        raise RuleBroken(
            _(
                "This question went to a larger circle meanwhile. See on its page who reads you now, then post it."
            )
        )
