"""Who was asked to answer what, what came of it, and how members want to be asked."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum
from qa.routing.candidates import ASKS_A_WEEK

ASKS_MOST = 7
"""Asks a week that a member may allow at most: one a day."""


class Why(enum.StrEnum):
    """Why a member is asked; the words are made when they are read, from what then stands."""

    TOPIC = "topic"
    """Peers marked their answers on one of the topics, or they have given some."""
    ALIKE = "alike"
    """They answered a question like it."""
    PROFILE = "profile"
    """Their profile says to ask them about one of the topics."""
    NEWCOMER = "newcomer"
    """A tenth of each wave goes to those without credit."""
    CIRCLE = "circle"
    """They are in the circle."""
    PEER = "peer"
    """A peer who was asked says that they would know."""
    BY_NAME = "by_name"
    """Who asked the question named them."""


class Route(Base):
    """How far the asking for a question is. Its next look is at *due_at*, by which the outbox row knows itself."""

    __tablename__ = "route"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None while no look is planned: nobody more is to be asked as things stand."""
    waves: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last wave went out; one that found nobody counts too."""
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When those who had not reacted were reminded, once."""


class Ask(Base):
    """That a member was asked to answer a question, and each thing that came of it, with its instant."""

    __tablename__ = "ask"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    wave: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[Why] = mapped_column(str_enum(Why))
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """The peer who was asked before, and named this member."""
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a draft of the answer was first saved; nobody but its writer learns of it."""
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the member said "not now"."""
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """Whom the member named instead; whether that one was asked, is in that one's own row."""
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("question_id", "member_id"),
        CheckConstraint("(handed_at IS NULL) = (handed_to_id IS NULL)", name="handed"),
        Index(None, "member_id", "asked_at"),
    )

    @property
    def waits(self) -> bool:
        """Whether the member has neither answered nor said that they will not."""
        return self.answered_at is None and self.passed_at is None and self.handed_at is None


class Naming(Base):
    """That an asker named a member to be asked, once, and what the asker was told of it.

    *could* follows from what the member wishes alone. Whether they were asked before, or have answered without a
    name, is not in it: an ``Ask`` says the one, and nothing the other.
    """

    __tablename__ = "naming"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    could: Mapped[bool]


class Named(enum.StrEnum):
    """When the asker reads the name of a member who was asked. Nobody else ever does."""

    ONCE_REACTED = "reacted"
    AT_ONCE = "at_once"
    NEVER = "never"


class Wish(Base):
    """How a member wants to be asked; without a row as by default."""

    __tablename__ = "wish"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    asks_a_week: Mapped[int] = mapped_column(default=ASKS_A_WEEK)
    away_until: Mapped[date | None] = mapped_column(Date)
    """The last day away, by the member's own clock."""
    named: Mapped[Named] = mapped_column(str_enum(Named), default=Named.ONCE_REACTED)

    __table_args__ = (CheckConstraint(f"asks_a_week BETWEEN 0 AND {ASKS_MOST}", name="asks_a_week"),)


class MutedTag(Base):
    """That a member is not to be asked about a topic, since when."""

    __tablename__ = "muted_tag"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class MutedCircle(Base):
    """That a member is not to be asked what a circle is asked, since when."""

    __tablename__ = "muted_circle"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
