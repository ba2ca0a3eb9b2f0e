"""How an act of a moderator's is written down: who may act, with what reason, and who is told."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from qa.core import outbox
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Member, Role
from qa.members.privileges.rules import is_staff
from qa.moderation.models import REASON_MAX, ActKind, ModerationAct
from qa.questions.rules import clean

REASON_MIN = 10
"""Characters: "selling" alone tells its target nothing."""
TOLD = "moderation.told"
"""The outbox's kind of a mail about an act; it is written when it is sent."""


def require_staff(actor: Member) -> None:
    """Only active moderators and admins moderate; raises Forbidden otherwise."""
    if not is_staff(actor):
        raise Forbidden(_("Only moderators can do this."))


def require_power_over(actor: Member, member: Member) -> None:
    """A moderator decides neither about themselves nor about an admin; raises Forbidden."""
    require_staff(actor)
    if actor.id == member.id:
        raise Forbidden(_("You cannot decide about yourself. Another moderator can."))
    if member.role == Role.ADMIN and actor.role != Role.ADMIN:
        raise Forbidden(_("Only another admin can decide about an admin."))


def checked(reason: str) -> str:
    """*reason* on one line; RuleBroken on the field "reason" where it says too little or too much."""
    line = clean(reason, REASON_MAX, "reason")
    if len(line) < REASON_MIN:
        raise RuleBroken(_("Write a reason that the person concerned can understand."), "reason")
    return line


def record(
    kind: ActKind,
    actor: Member,
    target_id: int,
    reason: str,
    now: datetime,
    *,
    question_id: int | None = None,
    answer_id: int | None = None,
) -> ModerationAct:
    """Write an act, and the mail that tells its target."""
    act = ModerationAct(
        kind=kind,
        actor_id=actor.id,
        target_id=target_id,
        question_id=question_id,
        answer_id=answer_id,
        reason=reason,
        made_at=now,
    )
    db.session.add(act)
    db.session.flush()
    outbox.put(TOLD, {"act": act.id})
    return act
