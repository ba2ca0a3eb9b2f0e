"""Notices: ids only, so that what a reader sees is decided when it is read."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
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

    __table_args__ = (Index(None, "member_id", "made_at"),)
