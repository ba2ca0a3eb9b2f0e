"""What a member was asked and has asked, in numbers, for the member alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, not_, or_, select

from qa.answers.marking import stands
from qa.answers.models import Answer, Mark, MarkKind
from qa.core.db import AnyRow, read
from qa.questions.models import Question
from qa.questions.queries import is_open
from qa.routing.models import Ask


def tally(member_id: int, now: datetime) -> AnyRow:
    """How often the member was asked, answered (``answered``), passed or named another (``passed``) and let it go until
    it closed (``let_go``); what the member asked (``questions``), and how many peers the member thanked for it
    (``thanked``). One query."""
    done, passed = Ask.answered_at.is_not(None), or_(Ask.passed_at.is_not(None), Ask.handed_at.is_not(None))
    mine = select(Ask.id).join(Question, Question.id == Ask.question_id).where(Ask.member_id == member_id)

    def count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return select(func.count()).select_from(mine.where(*conditions).subquery()).scalar_subquery()

    questions = select(func.count()).where(
        Question.author_id == member_id, Question.withdrawn_at.is_(None), Question.source_key.is_(None)
    )
    thanked = (
        select(func.count(Answer.author_id.distinct()))
        .join(Mark, Mark.answer_id == Answer.id)
        .where(Mark.giver_id == member_id, Mark.kind == MarkKind.USED, stands())
    )
    return read(
        select(
            count().label("asked"),
            count(done).label("answered"),
            count(~done, passed).label("passed"),
            count(~done, ~passed, not_(is_open(now))).label("let_go"),
            questions.scalar_subquery().label("questions"),
            thanked.scalar_subquery().label("thanked"),
        )
    ).one()
