"""What members keep to themselves of their recognition, and by what it is known that what was added up is stale."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime


class HiddenTopic(Base):
    """That a member hides a topic, since when: threads on it count for nobody but the member."""

    __tablename__ = "hidden_topic"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class RecordStamp(Base):
    """Grows with all that may change what a member's marks add up to; without a row it is 0."""

    __tablename__ = "record_stamp"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    number: Mapped[int]
