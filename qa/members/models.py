"""Members, their circles and their sessions."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum

NAME_MAX = 80
LINE_MAX = 120
TEXT_MAX = 2000


class MemberState(enum.StrEnum):
    """Where a person stands; only active members may write."""

    APPLICANT = "applicant"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class Role(enum.StrEnum):
    """What a member may do for all."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


STAFF = (Role.MODERATOR, Role.ADMIN)
"""Who moderates."""


class Audience(enum.StrEnum):
    """Who may read a part of a profile."""

    MEMBERS = "members"
    """Every active member."""
    CIRCLES = "circles"
    """Those who share a circle with the member besides *Everyone*."""
    ME = "me"
    """The member alone."""


class Exposure(enum.StrEnum):
    """How much of an author others see."""

    NAMED = "named"
    ROLE = "role"
    ANONYMOUS = "anonymous"


class Member(Base):
    """A person with an account, or the author of imported posts (without password and address)."""

    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(40))
    handle_key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[MemberState] = mapped_column(str_enum(MemberState), default=MemberState.ACTIVE)
    role: Mapped[Role] = mapped_column(str_enum(Role), default=Role.MEMBER)
    title: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    employer: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    industry: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    profession: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    level: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    good_at: Mapped[str] = mapped_column(Text, default="")
    ask_me_about: Mapped[str] = mapped_column(Text, default="")
    help_with: Mapped[str] = mapped_column(Text, default="")
    """What the member would like help with."""
    why: Mapped[str] = mapped_column(Text, default="")
    """Why the member is here: private unless shared."""
    good_at_for: Mapped[Audience] = mapped_column(str_enum(Audience, "good_at_for"), default=Audience.MEMBERS)
    ask_me_about_for: Mapped[Audience] = mapped_column(
        str_enum(Audience, "ask_me_about_for"), default=Audience.MEMBERS
    )
    help_with_for: Mapped[Audience] = mapped_column(
        str_enum(Audience, "help_with_for"), default=Audience.MEMBERS
    )
    why_for: Mapped[Audience] = mapped_column(str_enum(Audience, "why_for"), default=Audience.ME)
    timezone_for: Mapped[Audience] = mapped_column(
        str_enum(Audience, "timezone_for"), default=Audience.MEMBERS
    )
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    theme: Mapped[str] = mapped_column(String(5), default="")
    recognition_hidden: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Start of the present visit: the first request after an hour without one."""
    last_visit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Start of the visit before, from which "since your last visit" counts."""
    source_url: Mapped[str | None] = mapped_column(String(300), unique=True)
    """Where an imported author's page is; such a member has no address and cannot sign in."""
    pledged_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when the pledge holds. From then on, and while there is none, the member reads but does not post."""
    invitations_paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the member may not invite: somebody whom they vouched for was found to sell."""

    __table_args__ = (CheckConstraint("theme IN ('', 'light', 'dark')", name="theme"),)

    def may_post(self, now: datetime) -> bool:
        """Whether this person may write anything that others read: active, with a pledge that holds at *now*."""
        return self.state == MemberState.ACTIVE and not self.is_lapsed(now)

    def is_lapsed(self, now: datetime) -> bool:
        """Whether the pledge has to be given (again) before this person may post."""
        return self.pledged_until is None or self.pledged_until <= now


class Circle(Base):
    """A small group of members; a question belongs to one. *Everyone* is the first and has no cap."""

    __tablename__ = "circle"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    purpose: Mapped[str] = mapped_column(String(300), default="")
    profession: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    level: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    cap: Mapped[int | None]
    everyone: Mapped[bool] = mapped_column(default=False)
    listed: Mapped[bool] = mapped_column(default=True)
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CircleRole(enum.StrEnum):
    """What a member is in a circle."""

    MEMBER = "member"
    STEWARD = "steward"


class Membership(Base):
    """That a member is in a circle, since when, and until when."""

    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    role: Mapped[CircleRole] = mapped_column(str_enum(CircleRole), default=CircleRole.MEMBER)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("circle_id", "member_id"),
        Index(None, "member_id", "left_at", "circle_id"),
    )


class EntryKind(enum.StrEnum):
    """Which way somebody comes into a circle."""

    INVITATION = "invitation"
    """A member of the circle asks somebody in."""
    REQUEST = "request"
    """Somebody asks a steward to be let in."""


class CircleEntry(Base):
    """An invitation into a circle or a request to be let in, and what became of it."""

    __tablename__ = "circle_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(str_enum(EntryKind))
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    """Who would come in."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    """The inviter; of a request the member."""
    words: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was answered or taken back; None while it waits."""
    accepted: Mapped[bool | None]
    """The answer; None while it waits, and where it was taken back."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (Index(None, "circle_id", "ended_at"), Index(None, "member_id", "ended_at"))


class Gathering(Base):
    """A circle to be: a member gathers others, and with enough of them it is founded."""

    __tablename__ = "gathering"
    id: Mapped[int] = mapped_column(primary_key=True)
    founder_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    purpose: Mapped[str] = mapped_column(String(300), default="")
    profession: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    level: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    cap: Mapped[int]
    listed: Mapped[bool] = mapped_column(default=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was founded or given up; None while it gathers."""
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"))
    """The circle that it became."""


class GatheringSeat(Base):
    """That a member is asked to found a circle along, and what they said."""

    __tablename__ = "gathering_seat"
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted: Mapped[bool | None]

    __table_args__ = (Index(None, "member_id", "answered_at"),)


class LoginSession(Base):
    """A browser in which a member is signed in: "your devices". Only a hash of its token is kept."""

    __tablename__ = "login_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    remembered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person last proved here who they are; dangerous acts want it to be lately."""
    previous_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of the token before the present one: whoever still shows it has a copy."""
    rotated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """A single-use link to choose a new password. Only a hash of its token is kept."""

    __tablename__ = "password_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
