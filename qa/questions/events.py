"""What happens to questions."""

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class QuestionPosted(Event):
    """A question went out."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionEdited(Event):
    """A question's words, tags or exposure changed."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionWithdrawn(Event):
    """A question was taken back by its author."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionClosed(Event):
    """The asker closed a question before its date."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionMoved(Event):
    """The asker moved a question's date."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionWidened(Event):
    """The asker gave a question to a larger circle."""

    question_id: int


@dataclass(frozen=True, slots=True)
class OutcomeRecorded(Event):
    """The asker said what was decided."""

    question_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class OutcomeEdited(Event):
    """The words of an outcome changed within its hour."""

    question_id: int


@dataclass(frozen=True, slots=True)
class AskerReminded(Event):
    """The asker is told something about the box: *what* is a ``reminders.What``, *planned* the instant it was put off to."""

    question_id: int
    member_id: int
    what: str
    planned: datetime


@dataclass(frozen=True, slots=True)
class AnswerStarted(Event):
    """A member saved the first draft of an answer."""

    question_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class TopicsChanged(Event):
    """A peer put the topics of a question right, at *at*."""

    question_id: int
    changed_by_id: int
    at: datetime
