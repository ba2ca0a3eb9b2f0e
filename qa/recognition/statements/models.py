"""Statements that were issued."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime
from qa.recognition.statements.codes import LENGTH


class Statement(Base):
    """A statement as it was signed; never changed. One that was taken back keeps its code and its days, no word of it."""

    __tablename__ = "statement"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    content: Mapped[str] = mapped_column(Text)
    """The canonical JSON, byte for byte what was signed."""
    signature: Mapped[str] = mapped_column(String(88))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (content <> '')", name="content"),
        CheckConstraint("(content <> '') = (signature <> '')", name="signature"),
        Index(None, "member_id", "issued_at"),
    )
