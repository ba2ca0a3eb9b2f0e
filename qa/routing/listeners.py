"""What routing does about news of questions, answers and drafts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from qa.answers.events import AnswerGiven, AnswerWithdrawn
from qa.core import clock
from qa.core.db import db
from qa.core.events import listens
from qa.questions.events import (
    AnswerStarted,
    QuestionEdited,
    QuestionMoved,
    QuestionPosted,
    QuestionWidened,
)
from qa.questions.models import Question
from qa.routing import waves
from qa.routing.models import Ask, Route


@listens(QuestionPosted)
def ask_at_once(event: QuestionPosted) -> None:
    """The first look comes as soon as the question is there."""
    question = db.session.get_one(Question, event.question_id)
    if question.source_key is None:
        waves.plan(event.question_id, clock.now())


@listens(QuestionEdited, QuestionMoved, QuestionWidened, AnswerWithdrawn)
def look_again(event: Any) -> None:
    """Other topics, another date, a larger circle or an answer less change who is to be asked, and when."""
    if db.session.get(Route, event.question_id) is not None:
        waves.plan(event.question_id, clock.now())


@listens(AnswerGiven)
def note_answer(event: AnswerGiven) -> None:
    """Who was asked has answered."""
    _note(event.question_id, event.author_id, Ask.answered_at)


@listens(AnswerStarted)
def note_start(event: AnswerStarted) -> None:
    """Who was asked has begun to write."""
    _note(event.question_id, event.member_id, Ask.started_at)


def _note(question_id: int, member_id: int, column: InstrumentedAttribute[Any]) -> None:
    one = (Ask.question_id == question_id, Ask.member_id == member_id, column.is_(None))
    db.session.execute(
        update(Ask).where(*one).values({column: clock.now()}).execution_options(synchronize_session=False)
    )
