"""Questions with their time-box, tags, revisions and drafts."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, inspect, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, validates

from qa.core.db import Base, UtcDateTime, str_enum
from qa.members.models import Exposure

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no deadline" where questions are sorted by date: after all that have one."""
TITLE_MAX = 140
PURPOSE_MAX = 120
OUTCOME_MAX = 2000
TAG_MAX = 40
TAGS_MAX = 5
WANTED_DEFAULT = 8
WANTED_MAX = 30
MOVES_MAX = 2
"""How often a date is moved: who moves it a third time does not know it, and should say so in a new question."""


def _due(context: DefaultExecutionContext) -> datetime:
    """The sort date of a row being inserted, whichever way it comes."""
    values: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    needed_by: datetime | None = values.get("needed_by")
    return needed_by or FAR


class Question(Base):
    """A time-boxed question. The counts are kept by the answers' rules and always recomputable."""

    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    html_version: Mapped[int]
    exposure: Mapped[Exposure] = mapped_column(str_enum(Exposure), default=Exposure.NAMED)
    purpose: Mapped[str] = mapped_column(String(PURPOSE_MAX), default="")
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    needed_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_due)
    """*needed_by*, or FAR where there is no date: lists are sorted by it along an index."""
    answers_wanted: Mapped[int] = mapped_column(default=WANTED_DEFAULT)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the asker closed it before the date; None while the clock alone rules."""
    filled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last answer wanted came in time; None while fewer are in."""
    outcome_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the asker recorded the outcome; its words are a ``QuestionOutcome``."""
    answer_count: Mapped[int] = mapped_column(default=0)
    in_time_count: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Last change of anything the index holds of this thread."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(default=0)
    """Grows with each change of title or date, and when it is closed or taken back: of two copies of it a calendar
    keeps the one with more."""
    source_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    source_url: Mapped[str | None] = mapped_column(String(300))
    source_licence: Mapped[str | None] = mapped_column(String(40))
    source_author: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (
        CheckConstraint(f"answers_wanted BETWEEN 1 AND {WANTED_MAX}", name="answers_wanted"),
        CheckConstraint("needed_by IS NULL OR needed_by > posted_at", name="needed_by"),
        Index(None, "circle_id", "posted_at", "id"),
        Index(None, "circle_id", "due_at", "id"),
        Index(None, "author_id", "posted_at"),
        Index(None, "posted_at", "id"),
        Index(None, "due_at", "id"),
    )

    @validates("title", "needed_by", "closed_at", "withdrawn_at")
    def _change(self, name: str, value: Any) -> Any:
        if name == "needed_by":
            self.due_at = value or FAR
        if inspect(self).persistent and getattr(self, name) != value:
            self.sequence += 1
        return value


CLOCKED = (
    Question.posted_at,
    Question.needed_by,
    Question.answers_wanted,
    Question.answer_count,
    Question.in_time_count,
    Question.filled_at,
    Question.closed_at,
    Question.outcome_at,
)
"""What a time-box is computed from, see ``deadlines.Clocked``."""


class Tag(Base):
    """A topic. *name_key* makes names unique whatever their case and accents' encoding."""

    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(TAG_MAX))
    name_key: Mapped[str] = mapped_column(String(80), unique=True)


class QuestionTag(Base):
    """That a question is about a topic."""

    __tablename__ = "question_tag"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index(None, "tag_id", "question_id"),)


class QuestionRevision(Base):
    """A question's text as it stood; number 1 is as posted."""

    __tablename__ = "question_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(300), default="")
    purpose: Mapped[str] = mapped_column(String(PURPOSE_MAX), default="")
    reason: Mapped[str] = mapped_column(String(PURPOSE_MAX), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("question_id", "number"),)


class QuestionMove(Base):
    """That an asker moved the date, and why; number 1 and 2, and there is no third."""

    __tablename__ = "question_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_before: Mapped[datetime] = mapped_column(UtcDateTime)
    due_after: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(PURPOSE_MAX))

    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint(f"number BETWEEN 1 AND {MOVES_MAX}", name="number"),
        CheckConstraint("due_after > due_before", name="later"),
    )


class QuestionWidening(Base):
    """That an asker gave a question to a larger circle, before anybody else had written in it."""

    __tablename__ = "question_widening"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    widened_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    widened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    before_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    """The circle that it was in. Those outside that one read of it nowhere: it may be hidden."""
    after_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))

    __table_args__ = (
        CheckConstraint("before_id <> after_id", name="wider"),
        Index(None, "question_id", "widened_at"),
    )


class QuestionOutcome(Base):
    """What came of a question, in its asker's words."""

    __tablename__ = "question_outcome"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    html_version: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DraftKind(enum.StrEnum):
    """What a draft will become."""

    QUESTION = "question"
    ANSWER = "answer"


class Draft(Base):
    """What a member has typed and not yet posted: the form's fields as they stood."""

    __tablename__ = "draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[DraftKind] = mapped_column(str_enum(DraftKind))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a prior answer made the question unnecessary; None while it is being written."""
    prior_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    """The question in whose answers it was."""

    __table_args__ = (
        Index(None, "member_id", "kind", "saved_at"),
        UniqueConstraint("member_id", "question_id"),
    )


class Follow(Base):
    """That a member wants to hear of a thread, or, without *hears*, nothing more of it, since when.

    Without a row its asker and those who answered hear of it, and nobody else.
    """

    __tablename__ = "follow"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    hears: Mapped[bool]
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "question_id"),)


class SameQuestion(Base):
    """That two questions ask the same. Each link and its end stay: who, and when. *question_id* is the smaller."""

    __tablename__ = "same_question"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("question_id < other_id", name="order"),
        Index(
            "uq_same_question_question_id_other_id",
            "question_id",
            "other_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "question_id", "linked_at"),
        Index(None, "other_id", "linked_at"),
    )


class QuestionRetag(Base):
    """That a peer put the topics of a question right; *number* is of the revision that it made.

    How its maker shows is decided when it is read: no more than anywhere else in the thread.
    """

    __tablename__ = "question_retag"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    before: Mapped[str] = mapped_column(String(300))
    after: Mapped[str] = mapped_column(String(300))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the asker changed them back."""

    __table_args__ = (UniqueConstraint("question_id", "number"), Index(None, "changed_by_id", "changed_at"))
