"""What happens to answers."""

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class AnswerGiven(Event):
    """An answer was posted, or posted again after it had been withdrawn."""

    answer_id: int
    question_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class AnswerEdited(Event):
    """An answer's words or facts changed."""

    answer_id: int
    question_id: int


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn(Event):
    """An answer was taken back by its author."""

    answer_id: int
    question_id: int


@dataclass(frozen=True, slots=True)
class CommentAdded(Event):
    """Somebody remarked on a question, or on an answer of it."""

    comment_id: int
    question_id: int
    answer_id: int | None
    author_id: int


@dataclass(frozen=True, slots=True)
class MarkGiven(Event):
    """A peer marked an answer."""

    mark_id: int
    answer_id: int
    question_id: int
    giver_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class MarkTakenBack(Event):
    """A peer took a mark back."""

    answer_id: int
    question_id: int
    giver_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class AnswerConfirmed(Event):
    """The author of an answer said, on the request of peers, that it is still true, or wrote what holds now."""

    answer_id: int
    question_id: int
    author_id: int
    peer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThanksKept(Event):
    """The asker's thanks are for the author alone now, or for all who may see the thread."""

    answer_id: int
    question_id: int


@dataclass(frozen=True, slots=True)
class AnswerHeld(Event):
    """The asker said whether an answer that was used held; *first*: for the first time."""

    answer_id: int
    question_id: int
    asker_id: int
    at: datetime
    first: bool
