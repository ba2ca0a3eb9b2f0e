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

    __table_args__ = (CheckConstraint("theme IN ('', 'light', 'dark')", name="theme"),)

    @property
    def may_post(self) -> bool:
        """Whether this person may write anything that others read."""
        return self.state == MemberState.ACTIVE


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


class PasswordReset(Base):
    """A single-use link to choose a new password. Only a hash of its token is kept."""

    __tablename__ = "password_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
