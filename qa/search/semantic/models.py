"""The vector of each thread, as the worker computed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime


class ThreadVector(Base):
    """What a question says, as numbers. A cache: every row can be computed again from its question."""

    __tablename__ = "thread_vector"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    serial: Mapped[int] = mapped_column(BigInteger, unique=True)
    """Higher with every write, so that a process reads only what is new to it."""
    version: Mapped[datetime] = mapped_column(UtcDateTime)
    """The question's ``touched_at`` that was seen."""
    model: Mapped[str] = mapped_column(String(40))
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    """Of the text: an answer or a mark changes the question, but not what it says."""
    numbers: Mapped[bytes | None] = mapped_column(LargeBinary(768))
    """384 little-endian float16, of length one; None when the question was taken back."""
