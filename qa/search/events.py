"""What happens to saved searches."""

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class SavedSearchFound(Event):
    """A thread came to fit a search that a member has saved."""

    member_id: int
    question_id: int
    author_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearchLost(Event):
    """A thread fits no search of the member's any more."""

    member_id: int
    question_id: int
