"""Joining as a record: invitations, applications, vouches, pledges."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum
from qa.members.models import LINE_MAX, NAME_MAX

WORD_MAX = 600
"""Characters of a vouch, of a reason, of a question to an applicant."""


class Invitation(Base):
    """A member's word for somebody outside, sent to their address; for one use. Only a hash of its token is kept."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    how: Mapped[str] = mapped_column(String(WORD_MAX))
    """What the inviter knows of the person's work: the first vouch."""
    since_year: Mapped[int]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """None until the mail is written."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "inviter_id", "made_at"),)


class Outcome(enum.StrEnum):
    """How an application ended."""

    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Application(Base):
    """What somebody says who wants to join. It becomes an applicant's account when the address is confirmed."""

    __tablename__ = "application"
    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    """The applicant's account; None until the address is confirmed."""
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    title: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    employer: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    industry: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    profession: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    level: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    responsible_for: Mapped[int | None]
    """People the applicant is responsible for."""
    decides: Mapped[str] = mapped_column(Text, default="")
    """How they work: what they decide themselves. Vouchers read it."""
    why: Mapped[str] = mapped_column(Text, default="")
    why_shared: Mapped[bool] = mapped_column(default=False)
    good_at: Mapped[str] = mapped_column(Text, default="")
    help_with: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    """A link to something that shows the work; may be empty where the address is a work address."""
    first_named: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    second_named: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    """Members who know the work, as the applicant writes their names."""
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until when the address can be confirmed; what is not confirmed then is deleted."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(str_enum(Outcome))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """The moderator who decided; None where two vouches did."""
    reason: Mapped[str] = mapped_column(String(WORD_MAX), default="")

    __table_args__ = (
        Index(None, "outcome", "confirmed_at"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
    )


class Nomination(Base):
    """That an application names a member as one who knows the work: found by the name that was written."""

    __tablename__ = "nomination"
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)

    __table_args__ = (Index(None, "member_id"),)


class Vouch(Base):
    """An active member's signed word for somebody: how they know the work, since when."""

    __tablename__ = "vouch"
    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    """For whom."""
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    how: Mapped[str] = mapped_column(String(WORD_MAX))
    since_year: Mapped[int]
    same_employer: Mapped[bool] = mapped_column(default=False)
    """Whether both worked for one employer when it was given."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(WORD_MAX), default="")

    __table_args__ = (UniqueConstraint("voucher_id", "member_id"), Index(None, "voucher_id", "given_at"))


class StanceKind(enum.StrEnum):
    """What a member says of an applicant who does not vouch."""

    UNKNOWN = "unknown"
    """I do not know this person's work."""
    AGAINST = "against"
    """I advise against, privately: moderators alone read it."""


class Stance(Base):
    """That a member does not vouch for an applicant; the queue does not ask them again."""

    __tablename__ = "stance"
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    kind: Mapped[StanceKind] = mapped_column(str_enum(StanceKind))
    words: Mapped[str] = mapped_column(String(WORD_MAX), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Inquiry(Base):
    """A question put back to an applicant by a moderator or a voucher, and the reply."""

    __tablename__ = "inquiry"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    question: Mapped[str] = mapped_column(String(WORD_MAX))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(String(WORD_MAX), default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pledge(Base):
    """That a member gave the pledge and confirmed the job: once a year, and after each change of job."""

    __tablename__ = "pledge"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    title: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    employer: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    holds_until: Mapped[datetime] = mapped_column(UtcDateTime)
