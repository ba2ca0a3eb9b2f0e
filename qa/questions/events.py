"""What happens to questions."""

from dataclasses import dataclass

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
class AnswerStarted(Event):
    """A member saved the first draft of an answer."""

    question_id: int
    member_id: int
