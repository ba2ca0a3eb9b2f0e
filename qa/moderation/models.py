"""What moderators do: rows that are never edited and that tell their target."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum
from qa.members.privileges.models import Privilege

REASON_MAX = 600


class ActKind(enum.StrEnum):
    """What was done."""

    SUSPENDED = "suspended"
    """A member may not read or write here until the suspension is lifted."""
    SELLING = "selling"
    """Suspended for selling; who vouched for them cannot invite for now."""
    REINSTATED = "reinstated"
    PAUSED = "paused"
    """A voucher's invitations rest."""
    RESUMED = "resumed"
    LOOKED = "looked"
    """A moderator looked behind a withheld name."""
    VOUCHING_TAKEN = "vouching_taken"
    """A privilege was taken away; the next five likewise."""
    VOUCHING_RETURNED = "vouching_returned"
    STEWARDING_TAKEN = "stewarding_taken"
    STEWARDING_RETURNED = "stewarding_returned"
    TOPICS_TAKEN = "topics_taken"
    TOPICS_RETURNED = "topics_returned"


TAKEN = {
    Privilege.VOUCHING: ActKind.VOUCHING_TAKEN,
    Privilege.STEWARDING: ActKind.STEWARDING_TAKEN,
    Privilege.TOPICS: ActKind.TOPICS_TAKEN,
}
RETURNED = {
    Privilege.VOUCHING: ActKind.VOUCHING_RETURNED,
    Privilege.STEWARDING: ActKind.STEWARDING_RETURNED,
    Privilege.TOPICS: ActKind.TOPICS_RETURNED,
}


class ModerationAct(Base):
    """One act of a moderator's, with its reason."""

    __tablename__ = "moderation_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActKind] = mapped_column(str_enum(ActKind))
    actor_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    """Whom it concerns. Of a look: the author, whom nobody else may learn from this row."""
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    reason: Mapped[str] = mapped_column(String(REASON_MAX))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "target_id", "made_at"), Index(None, "made_at", "id"))
