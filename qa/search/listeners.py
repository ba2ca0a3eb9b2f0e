"""What search does about news of questions and answers: the thread goes through the outbox to the worker."""

from __future__ import annotations

from typing import Any

from qa.answers.events import AnswerEdited, AnswerGiven, AnswerWithdrawn
from qa.core import outbox
from qa.core.events import listens
from qa.questions.events import QuestionClosed, QuestionEdited, QuestionPosted, QuestionWithdrawn


@listens(
    QuestionPosted,
    QuestionEdited,
    QuestionWithdrawn,
    QuestionClosed,
    AnswerGiven,
    AnswerEdited,
    AnswerWithdrawn,
)
def index_later(event: Any) -> None:
    """Have the thread indexed after the commit."""
    outbox.put("search.thread", {"question_id": event.question_id})
