"""Notices: ids only, so that what a reader sees is decided when it is read. And the addresses of calendar and feed."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum


class NoticeKind(enum.StrEnum):
    """What happened."""

    ANSWERED = "answered"
    COMMENTED = "commented"
    HELPFUL = "helpful"
    SAME = "same"
    USED = "used"
    OUTDATED = "outdated"
    RISKY = "risky"
    FOUND = "found"
    """A thread came to fit a saved search; who asked it is the actor, and is not named."""
    PRIOR_ANSWER = "prior_answer"
    CONFIRMED = "confirmed"
    OUTCOME = "outcome"
    NUDGE = "nudge"
    """Of the reader's own box, as the next: nobody did it, so the reader is the actor."""
    FOLLOW_UP = "follow_up"
    DUE = "due"
    ASKED = "asked"
    """The reader is asked to answer."""
    CLOSED = "closed"
    """A question that the reader follows was closed, or its date came."""
    HELD = "held"
    """The asker said whether the reader's answer held."""
    TOPICS = "topics"
    """A peer put the topics of the reader's question right; who, its history says."""


class Notice(Base):
    """That something happened to a thing of *member_id*'s, done by *actor_id*."""

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[NoticeKind] = mapped_column(str_enum(NoticeKind))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the reader saw it here: on the page of notices, or by opening the question."""
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(None, "member_id", "made_at"),
        Index(
            "ix_notice_question_id_member_id_unseen",
            "question_id",
            "member_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )


class FeedKind(enum.StrEnum):
    """What is read at a secret address."""

    CALENDAR = "calendar"
    ATOM = "atom"


class FeedAddress(Base):
    """A secret address of a member's at which another program reads, until it is revoked. Only a hash of its token is kept."""

    __tablename__ = "feed_address"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[FeedKind] = mapped_column(str_enum(FeedKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_feed_address_member_id_kind",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )
