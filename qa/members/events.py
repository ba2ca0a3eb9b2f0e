"""What happens to members and their circles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class MemberAdmitted(Event):
    """An account was made."""

    member_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """A member's name or words changed: whatever holds a copy of them is stale."""

    member_id: int


@dataclass(frozen=True, slots=True)
class JobChanged(Event):
    """A member has another title or employer since *at*."""

    member_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CircleJoined(Event):
    """A member came into a circle."""

    member_id: int
    circle_id: int


@dataclass(frozen=True, slots=True)
class CircleLeft(Event):
    """A member went out of a circle."""

    member_id: int
    circle_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """A member has a new password."""

    member_id: int


@dataclass(frozen=True, slots=True)
class OldKeyShown(Event):
    """A browser showed the key that another got a new one for: one of the two is a copy, and the session ended."""

    member_id: int
    session_id: int
