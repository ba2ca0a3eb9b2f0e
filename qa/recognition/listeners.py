"""What recognition does about news: what was added up of the members concerned is stale."""

from __future__ import annotations

from typing import Any

from qa.answers.events import (
    AnswerEdited,
    AnswerGiven,
    AnswerHeld,
    AnswerWithdrawn,
    MarkGiven,
    MarkTakenBack,
    ThanksKept,
)
from qa.core.events import listens
from qa.moderation.events import MemberReinstated, MemberSuspended
from qa.questions.events import QuestionEdited, QuestionMoved, QuestionWidened, QuestionWithdrawn
from qa.recognition import stamps


@listens(AnswerEdited, AnswerGiven, AnswerHeld, AnswerWithdrawn, MarkGiven, MarkTakenBack, ThanksKept)
def count_answer_anew(event: Any) -> None:
    """What an answer or its marks say of its author."""
    stamps.author_of(event.answer_id)


@listens(QuestionEdited, QuestionMoved, QuestionWidened, QuestionWithdrawn)
def count_thread_anew(event: Any) -> None:
    """Topics, dates and circle decide what marks on the answers count for."""
    stamps.authors_in(event.question_id)


@listens(MemberReinstated, MemberSuspended)
def count_giver_anew(event: Any) -> None:
    """Marks by suspended members do not count."""
    stamps.marked_by(event.member_id)
