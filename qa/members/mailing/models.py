"""How members want to be written to, and when the mails that gather news go out. Without a row as by default."""

from __future__ import annotations

import enum
from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Time
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum


class MailKind(enum.StrEnum):
    """What a mail is about. Letters about the account itself have no kind: they are not switchable."""

    ASKED_SOON = "asked_soon"
    """The reader is asked to answer, within SOON of the date."""
    ASKED = "asked"
    ANSWERS_SOON = "answers_soon"
    """An answer or a comment to the reader's question, within SOON of its date."""
    ANSWERS = "answers"
    """The same later, and comments on the reader's answers."""
    DATES = "dates"
    """The date of the reader's question, and its outcome."""
    FOLLOWED = "followed"
    """Questions that the reader follows or answered."""
    THANKED = "thanked"
    """Who asked used the reader's answer, in their words."""
    THANKS = "thanks"
    """Other marks of the reader's answers."""
    FOUND = "found"
    """A thread fits a search that the reader saved."""
    POSTED = "posted"
    """A new question in the reader's circles."""
    JOINING = "joining"
    """Who waits for the reader's word: applicants, invitations, requests."""


class Often(enum.StrEnum):
    """How often mails of a kind come."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
    """Only in the app."""

    @property
    def rank(self) -> int:
        """The more seldom, the higher."""
        return list(Often).index(self)


class MailChoice(Base):
    """How often a member wants mails of a kind."""

    __tablename__ = "mail_choice"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    kind: Mapped[MailKind] = mapped_column(str_enum(MailKind), primary_key=True)
    often: Mapped[Often] = mapped_column(str_enum(Often))


class CircleMail(Base):
    """How often a member wants mails about a circle, in place of what they chose by kind."""

    __tablename__ = "circle_mail"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), primary_key=True)
    often: Mapped[Often] = mapped_column(str_enum(Often))


class QuietHours(Base):
    """When a member wants no mail, by the member's own clock: both times None where no hour is quiet."""

    __tablename__ = "quiet_hours"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[time | None] = mapped_column(Time)
    weekends: Mapped[bool] = mapped_column(default=True)
    """Whether all of Saturday and Sunday is quiet."""

    __table_args__ = (CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both"),)


class RoundName(enum.StrEnum):
    """Which gathering mail: who waits to be let in, what happened in one thread, or all of an hour, a day or a week."""

    QUEUE = "queue"
    THREAD = "thread"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


class MailRound(Base):
    """A gathering mail of a member's. *due_at* is the instant of the one to come, by which its outbox row knows itself."""

    __tablename__ = "mail_round"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    name: Mapped[RoundName] = mapped_column(str_enum(RoundName), primary_key=True)
    about: Mapped[int] = mapped_column(primary_key=True, default=0, autoincrement=False)
    """The question of a thread's mail; 0 for the others."""
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last was claimed; where no later than *told_at*, it went out."""
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Up to when the last that is known to be out told what happened."""
