"""Privileges as rows: that one was granted, that a moderator took it away, that moderators are asked to look."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum

REASON_MAX = 600


class Privilege(enum.StrEnum):
    """What is entrusted to a member."""

    VOUCHING = "vouching"
    """Vouching for applicants, and inviting: an invitation is the first vouch."""
    STEWARDING = "stewarding"
    """Founding a circle, whose steward the founder is."""
    TOPICS = "topics"
    """Putting right the topics of others' questions."""


class GrantWhy(enum.StrEnum):
    """Why it was granted."""

    BEFORE = "before"
    """The member was here when every member might."""
    FIRST = "first"
    """One of the community's first members."""
    RECORD = "record"
    """What peers said of what the member did."""
    GIVEN = "given"
    """A moderator gave it back."""


class PrivilegeGrant(Base):
    """That a member was granted a privilege. Never changed and never deleted: only a ``PrivilegeLoss`` outweighs it."""

    __tablename__ = "privilege_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    privilege: Mapped[Privilege] = mapped_column(str_enum(Privilege))
    why: Mapped[GrantWhy] = mapped_column(str_enum(GrantWhy))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """The moderator; None where nobody had to decide."""
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("member_id", "privilege"),
        CheckConstraint("(why = 'given') = (granted_by_id IS NOT NULL)", name="given"),
    )


class PrivilegeLoss(Base):
    """That a moderator took a privilege away. It cannot be written without one, and while it stands nothing grants."""

    __tablename__ = "privilege_loss"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    privilege: Mapped[Privilege] = mapped_column(str_enum(Privilege))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(REASON_MAX))
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("(returned_at IS NULL) = (returned_by_id IS NULL)", name="returned"),
        Index(
            "uq_privilege_loss_member_id_privilege",
            "member_id",
            "privilege",
            unique=True,
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
    )


class PrivilegeReview(Base):
    """That moderators are asked to look at a privilege of a member's, and how that ended.

    *ended_by_id*: the moderator who looked; None while it is open, and where what the member did since ended it.
    """

    __tablename__ = "privilege_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    privilege: Mapped[Privilege] = mapped_column(str_enum(Privilege))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    __table_args__ = (
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended"),
        Index(
            "uq_privilege_review_member_id_privilege",
            "member_id",
            "privilege",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
