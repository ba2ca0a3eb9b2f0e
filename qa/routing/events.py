"""What happens when members are asked."""

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class MemberAsked(Event):
    """A member is asked to answer."""

    member_id: int
    question_id: int
    at: datetime
