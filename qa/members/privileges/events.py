"""What happens to privileges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event
from qa.members.privileges.models import Privilege


@dataclass(frozen=True, slots=True)
class PrivilegeSought(Event):
    """A member is about to do what no row lets them do yet: whoever knows why they may writes the row now."""

    member_id: int
    privilege: Privilege
    at: datetime
