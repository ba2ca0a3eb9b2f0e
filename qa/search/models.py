"""Saved searches, what was found for them since, and the mail about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime
from qa.search.grammar import LENGTH_MAX

SAVED_MAX = 20
"""Searches that a member may have saved."""


class SavedSearch(Base):
    """Words and filters that a member wants to hear of. *known* are threads that fitted when it was saved."""

    __tablename__ = "saved_search"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    words: Mapped[str] = mapped_column(String(LENGTH_MAX))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str] = mapped_column(String(64))
    """A digest of words and filters, so that the same is saved once."""
    known: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("member_id", "key"),)


class SavedHit(Base):
    """That a thread came to fit a saved search, of which its member is told once."""

    __tablename__ = "saved_hit"
    saved_id: Mapped[int] = mapped_column(ForeignKey("saved_search.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "question_id"),)
