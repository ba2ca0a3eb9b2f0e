"""What search does about news of questions and answers: the thread goes through the outbox to the worker."""

from __future__ import annotations

from typing import Any

from qa.answers.events import AnswerEdited, AnswerGiven, AnswerWithdrawn, MarkGiven, MarkTakenBack
from qa.answers.models import MarkKind
from qa.core import outbox
from qa.core.events import listens
from qa.questions.events import (
    OutcomeEdited,
    OutcomeRecorded,
    QuestionClosed,
    QuestionEdited,
    QuestionMoved,
    QuestionPosted,
    QuestionWidened,
    QuestionWithdrawn,
)
from qa.search import saved_hits


@listens(
    QuestionPosted,
    QuestionEdited,
    QuestionWithdrawn,
    QuestionClosed,
    QuestionMoved,
    QuestionWidened,
    OutcomeRecorded,
    OutcomeEdited,
    AnswerGiven,
    AnswerEdited,
    AnswerWithdrawn,
    MarkGiven,
    MarkTakenBack,
)
def index_later(event: Any) -> None:
    """Have the thread indexed after the commit."""
    outbox.put("search.thread", {"question_id": event.question_id})


@listens(QuestionPosted, QuestionWidened, AnswerGiven, MarkGiven)
def look_through_saved_searches(event: Any) -> None:
    """Have saved searches looked through, after the thread is indexed, when it is new or may fit for the first time."""
    if isinstance(event, MarkGiven) and event.kind != MarkKind.USED:
        return
    actor = event.author_id if isinstance(event, AnswerGiven) else None
    outbox.put(saved_hits.KIND, {"question_id": event.question_id, "actor_id": actor})


@listens(QuestionEdited, AnswerEdited, AnswerWithdrawn)
def forget_withdrawn_names(event: Any) -> None:
    """Have no saved search tell of who wrote what after they withdrew their name or their answer."""
    saved_hits.forget_names(event.question_id)
