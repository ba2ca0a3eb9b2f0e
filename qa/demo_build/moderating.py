"""What the moderator of the sample community did: one member suspended for selling, one look behind a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from qa.core.db import db
from qa.demo_build.threads import VISITOR
from qa.demo_build.when import DAY
from qa.members.models import Exposure, Member
from qa.members.queries import circles_of
from qa.moderation.models import ActKind, ModerationAct
from qa.questions.models import Question

MODERATOR, SELLER = "moira-teale", "victor-langley"
SOLD = "Offered his own refinancing mandates in two threads and, after a reminder in April, by mail to three members."
LOOKED = "Two members asked whether the case described here is one under embargo. It is not."


def write(members: Mapping[str, Member], now: datetime) -> None:
    """Write the acts, as rows: the seller is suspended already, and nobody is mailed."""
    moderator, seller = members[MODERATOR], members[SELLER]
    _add(ActKind.SELLING, moderator, seller.id, SOLD, now - 37 * DAY)
    hidden = _hidden(members[VISITOR], moderator)
    if hidden is not None:
        at = max(now - 9 * DAY, hidden.posted_at)
        _add(ActKind.LOOKED, moderator, hidden.author_id, LOOKED, at, hidden.id)
    db.session.flush()


def _hidden(visitor: Member, moderator: Member) -> Question | None:
    """The latest question that somebody asked without a name in a circle of the visitor's, who reads the log."""
    query = select(Question).where(
        Question.exposure != Exposure.NAMED,
        Question.author_id != moderator.id,
        Question.circle_id.in_(circles_of(visitor.id)),
    )
    return db.session.scalars(query.order_by(Question.posted_at.desc(), Question.id).limit(1)).first()


def _add(
    kind: ActKind, actor: Member, target_id: int, reason: str, at: datetime, question_id: int | None = None
) -> None:
    act = ModerationAct(
        kind=kind,
        actor_id=actor.id,
        target_id=target_id,
        question_id=question_id,
        reason=reason,
        made_at=at.replace(microsecond=0),
    )
    db.session.add(act)
