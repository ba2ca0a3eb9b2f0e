"""What a member was asked and has asked, in numbers, for the member alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, not_, or_, select

from qa.answers.marking import stands
from qa.answers.models import Answer, Mark, MarkKind
from qa.core.db import AnyRow, UtcDateTime, read
from qa.questions.access import VIEWER
from qa.questions.models import Question
from qa.questions.queries import is_open
from qa.routing.models import Ask

NOW = bindparam("now", type_=UtcDateTime)
_done, _passed = Ask.answered_at.is_not(None), or_(Ask.passed_at.is_not(None), Ask.handed_at.is_not(None))
_mine = select(Ask.id).join(Question, Question.id == Ask.question_id).where(Ask.member_id == VIEWER)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(_mine.where(*conditions).subquery()).scalar_subquery()


_questions = select(func.count()).where(
    Question.author_id == VIEWER, Question.withdrawn_at.is_(None), Question.source_key.is_(None)
)
_thanked = (
    select(func.count(Answer.author_id.distinct()))
    .join(Mark, Mark.answer_id == Answer.id)
    .where(Mark.giver_id == VIEWER, Mark.kind == MarkKind.USED, stands())
)
TALLY = select(
    _count().label("asked"),
    _count(_done).label("answered"),
    _count(~_done, _passed).label("passed"),
    _count(~_done, ~_passed, not_(is_open(NOW))).label("let_go"),
    _questions.scalar_subquery().label("questions"),
    _thanked.scalar_subquery().label("thanked"),
)


def tally(member_id: int, now: datetime) -> AnyRow:
    """How often the member was asked, answered (``answered``), passed or named another (``passed``) and let it go until
    it closed (``let_go``); what the member asked (``questions``), and how many peers the member thanked for it
    (``thanked``). One query."""
    return read(TALLY, {"viewer_id": member_id, "now": now}).one()
