"""Answers, comments and the ledger of marks."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum
from qa.members.models import Exposure

NOTE_MAX = 300
INTEREST_MAX = 200
COMMENT_MAX = 1200
HOURS_MAX = 400


class Basis(enum.StrEnum):
    """How the author knows."""

    DID = "did"
    TEAM = "team"
    ADVISED = "advised"
    OPINION = "opinion"


class QuotePermission(enum.StrEnum):
    """How a brief may quote an answer."""

    NAME = "name"
    ROLE = "role"
    NO = "no"


class Answer(Base):
    """A member's one answer to a question. Imported ones may be several by one author."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    html_version: Mapped[int]
    basis: Mapped[Basis | None] = mapped_column(str_enum(Basis))
    """None only for imported answers, whose authors were not asked."""
    quote: Mapped[QuotePermission] = mapped_column(str_enum(QuotePermission), default=QuotePermission.ROLE)
    exposure: Mapped[Exposure] = mapped_column(str_enum(Exposure), default=Exposure.NAMED)
    interest: Mapped[str] = mapped_column(String(INTEREST_MAX), default="")
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    helpful_count: Mapped[int] = mapped_column(default=0)
    same_count: Mapped[int] = mapped_column(default=0)
    used_count: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its author last said, on a peer's request, that it is still true."""
    doubted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its author said that it is not true any more; None again once it is edited."""
    source_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    source_url: Mapped[str | None] = mapped_column(String(300))
    source_licence: Mapped[str | None] = mapped_column(String(40))
    source_author: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (
        Index(
            "uq_answer_question_id_author_id",
            "question_id",
            "author_id",
            unique=True,
            sqlite_where=text("source_key IS NULL"),
            postgresql_where=text("source_key IS NULL"),
        ),
        Index(None, "question_id", "posted_at"),
        Index(None, "author_id", "posted_at"),
    )


class AnswerRevision(Base):
    """An answer's text as it stood; number 1 is as posted."""

    __tablename__ = "answer_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(120), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("answer_id", "number"),)


class Comment(Base):
    """A short remark on a question (answer_id is None) or on one of its answers."""

    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    body: Mapped[str] = mapped_column(String(COMMENT_MAX))
    body_html: Mapped[str] = mapped_column(Text)
    html_version: Mapped[int]
    exposure: Mapped[Exposure] = mapped_column(str_enum(Exposure), default=Exposure.NAMED)
    """As the author's question or answer in the same thread: a comment never unmasks its author."""
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    source_author: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (Index(None, "question_id", "posted_at"), Index(None, "author_id"))


class MarkKind(enum.StrEnum):
    """What a peer can say of an answer. Outdated and risky need a reason and carry no credit.

    *prior_answer*: it made a question of the peer's unnecessary; *renewed*: its author said on the peer's request
    that it is still true.
    """

    HELPFUL = "helpful"
    SAME = "same"
    USED = "used"
    OUTDATED = "outdated"
    RISKY = "risky"
    PRIOR_ANSWER = "prior_answer"
    RENEWED = "renewed"


class Mark(Base):
    """A row of the ledger of marks: never changed, never deleted.

    *ordinal* counts a giver's rows of one kind on one answer: odd gives the mark, even takes it back.
    Two requests at the same instant want the same ordinal, and the unique constraint lets one pass.
    """

    __tablename__ = "mark"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """None for an imported vote, whose giver nobody knows; it counts for no credit."""
    kind: Mapped[MarkKind] = mapped_column(str_enum(MarkKind))
    ordinal: Mapped[int] = mapped_column(default=1)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(NOTE_MAX), default="")
    """The why of *same here*, the thank-you of *used it*, the reason of *outdated* and *risky*."""
    hours_saved: Mapped[int | None]
    same_employer: Mapped[bool] = mapped_column(default=False)
    """Whether giver and author had the same employer when the mark was given: then it carries no credit."""
    source_key: Mapped[str | None] = mapped_column(String(120), unique=True)

    __table_args__ = (
        UniqueConstraint("answer_id", "giver_id", "kind", "ordinal"),
        CheckConstraint(f"hours_saved IS NULL OR hours_saved BETWEEN 1 AND {HOURS_MAX}", name="hours_saved"),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        Index(None, "giver_id", "given_at"),
    )


class Ending(Base):
    """That an answer given before ended what *member_id* was about to ask; one row a member and answer.

    *exposure* is that of the question not asked: the author of the answer hears of its writer no more than that.
    """

    __tablename__ = "ending"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    exposure: Mapped[Exposure] = mapped_column(str_enum(Exposure))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the author was asked whether the answer is still true; None for one that is new."""
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    still_true: Mapped[bool | None]

    __table_args__ = (UniqueConstraint("answer_id", "member_id"), Index(None, "member_id"))


class PrivateNote(Base):
    """That the words and hours of a *used it* are for the author of the answer alone, since when; without a row for all
    who may see the thread."""

    __tablename__ = "private_note"
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class HeldUp(Base):
    """What the asker says some weeks later of an answer that was used: whether it held. It carries no credit."""

    __tablename__ = "held_up"
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"), primary_key=True, autoincrement=False)
    held: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
