"""What an asker is told about a box, put off until then: at four fifths of it, at its date, and two weeks after.

A row names the date that it is about. When it is done, ``stands`` looks again: a date that was moved, a question that
was closed, an outcome that was recorded make it say nothing, and so does a row that comes after its time.
"""

from __future__ import annotations

import enum
from datetime import datetime

from qa.core import outbox
from qa.questions import deadlines
from qa.questions.models import Question

KIND = "questions.date"


class What(enum.StrEnum):
    """What is told: that answers are missing, that the date has come, that an outcome is missing."""

    NUDGE = "nudge"
    DUE = "due"
    FOLLOW_UP = "follow_up"


def plan(question: Question, start: datetime) -> None:
    """Put off what the asker is to be told of the box from *start* to the question's date; nothing without a date."""
    due = question.needed_by
    if due is None:
        return
    _put(question, What.NUDGE, due, nudge_at(start, due))
    _put(question, What.DUE, due, due)
    plan_follow_up(question)


def nudge_at(start: datetime, due: datetime) -> datetime:
    """When the last fifth of the box from *start* to *due* begins."""
    return start + (due - start) * 4 / 5


def plan_follow_up(question: Question) -> None:
    """Put off the question about the outcome, two weeks after the question's date or its closing without one."""
    ended = deadlines.ended_on(question)
    if ended is not None:
        _put(question, What.FOLLOW_UP, ended, ended + deadlines.FOLLOW_UP)


def _put(question: Question, what: What, ended: datetime, at: datetime) -> None:
    payload = {
        "question_id": question.id,
        "what": what.value,
        "ended": ended.isoformat(),
        "at": at.isoformat(),
    }
    outbox.put(KIND, payload, at)


def stands(question: Question, what: What, ended: datetime, now: datetime) -> bool:
    """Whether *what* is still to be told at *now* about the box that ends at *ended*."""
    if question.outcome_at is not None or deadlines.ended_on(question) != ended:
        return False
    if what is What.NUDGE:
        return not deadlines.is_closed(question, now)
    if what is What.FOLLOW_UP:
        return ended + deadlines.FOLLOW_UP <= now < ended + deadlines.ARCHIVED
    by_the_clock = question.closed_at is None and question.filled_at is None
    return by_the_clock and ended <= now < ended + deadlines.FOLLOW_UP
