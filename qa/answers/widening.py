"""Giving a question to a larger circle, while nothing in it is anybody else's."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from qa.answers.models import Answer, Comment
from qa.core import events
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members.models import Member
from qa.questions import deadlines, wider
from qa.questions.events import QuestionWidened
from qa.questions.models import Question, QuestionWidening
from qa.questions.rules import require_author, require_posting


def is_shared(question: Question) -> bool:
    """Whether others have written under *question*: words that its circle alone was to read, also when taken back."""
    answered = select(Answer.id).where(Answer.question_id == question.id)
    remarked = select(Comment.id).where(
        Comment.question_id == question.id, Comment.author_id != question.author_id
    )
    return any(db.session.scalar(query.limit(1)) is not None for query in (answered, remarked))


def widen(actor: Member, question: Question, circle_id: int, now: datetime) -> None:
    """Give *question*, which is locked, to the larger circle *circle_id* of *actor*'s, all of its readers included.

    Raises NotFound for no such circle, RuleBroken for a closed question, for a circle that lacks some of those who
    may read it now, and once others have written under it: they were told who reads them.
    """
    require_author(actor, question)
    require_posting(actor)
    if deadlines.is_closed(question, now):
        raise RuleBroken(_("This question is closed. Nobody more is asked."))
    chosen = next((one for one in wider.choices(question) if one.id == circle_id), None)
    if chosen is None:
        raise NotFound
    if not chosen.holds:
        raise RuleBroken(_("Some who read this question now are not in that circle. Ask it there anew."))
    if is_shared(question):
        raise RuleBroken(_("Others have written here, for this circle alone. Ask it in the larger one anew."))
    row = QuestionWidening(question_id=question.id, widened_by_id=actor.id, widened_at=now,
                           before_id=question.circle_id, after_id=circle_id)  # fmt: skip
    db.session.add(row)
    question.circle_id, question.touched_at = circle_id, now
    db.session.flush()
    events.record(QuestionWidened(question.id))
