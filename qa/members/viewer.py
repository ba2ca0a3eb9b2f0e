"""Who is looking: the signed-in person, read with the session in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from flask_login import current_user

from qa.core import clock
from qa.core.db import db
from qa.members.models import STAFF, Member, MemberState, Role


@lru_cache(maxsize=700)
def zone(name: str) -> ZoneInfo:
    """The time zone *name*; UTC when it is none, so that a bad value never breaks a page."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as pages need it; Flask-Login's user."""

    id: int
    session_id: int
    session_token: str
    handle: str
    name: str
    title: str
    employer: str
    industry: str
    profession: str
    level: str
    state: MemberState
    role: Role
    timezone: str
    theme: str
    visited_at: datetime | None
    last_visit_at: datetime | None
    seen_at: datetime
    pledged_until: datetime | None
    confirmed_at: datetime | None

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may be signed in at all."""
        return self.state != MemberState.LEFT

    @property
    def may_read(self) -> bool:
        """Whether pages for members are open to this person."""
        return self.state == MemberState.ACTIVE

    @property
    def is_staff(self) -> bool:
        """Whether this person moderates."""
        return self.may_read and self.role in STAFF

    @property
    def is_admin(self) -> bool:
        """Whether this person runs the site."""
        return self.may_read and self.role == Role.ADMIN

    @property
    def is_lapsed(self) -> bool:
        """Whether the pledge is to be given (again) before this person may post."""
        return self.may_read and (self.pledged_until is None or self.pledged_until <= clock.now())

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return zone(self.timezone)

    @property
    def initials(self) -> str:
        """Two letters for the seat."""
        return initials(self.name)

    def get_id(self) -> str:
        """Flask-Login's alternative token: the session's, not the member's."""
        return self.session_token


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The first letters of the first and the last word of *name*."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def current_viewer() -> Viewer:
    """The signed-in person; only for views that are not public."""
    return cast(Viewer, current_user._get_current_object())


def current_member() -> Member:
    """The signed-in person's row, for rules that write."""
    member = db.session.get(Member, current_viewer().id)
    assert member is not None  # the session row refers to it
    return member
