"""Taking a privilege away, giving it back, and saying that it stays: what only a moderator does, with a reason."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member, MemberState
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeLoss, PrivilegeReview
from qa.moderation import acts
from qa.moderation.models import RETURNED, TAKEN


def take(actor: Member, member: Member, privilege: Privilege, reason: str, now: datetime) -> None:
    """Take *privilege* from *member*, whether a row grants it yet or not: while it is taken nothing grants it.

    Load *member* locked. Raises Forbidden, and RuleBroken where it is taken already or *member* moderates, with the
    field "reason" for a reason that says too little.
    """
    acts.require_power_over(actor, member)
    reason = acts.checked(reason)
    if member.state != MemberState.ACTIVE:
        raise RuleBroken(_("Only an active member can do anything here that you could take away."))
    if privileges.is_staff(member):
        raise RuleBroken(_("Who moderates is not asked what they may. Take that role away first."))
    loss = _standing_loss(member, privilege)
    if loss is not None and loss.reason == reason:
        return  # the same press of the button twice
    if loss is not None:
        raise RuleBroken(_("This is taken away already."))
    db.session.add(
        PrivilegeLoss(
            member_id=member.id, privilege=privilege, taken_by_id=actor.id, taken_at=now, reason=reason
        )
    )
    _end_review(actor, member, privilege, now)
    acts.record(TAKEN[privilege], actor, member.id, reason, now)


def give_back(actor: Member, member: Member, privilege: Privilege, reason: str, now: datetime) -> None:
    """Give back what was taken; what the member did before does not bring it up for a look again.

    Load *member* locked. Raises Forbidden, and RuleBroken where it is not taken, with the field "reason" as above.
    """
    acts.require_power_over(actor, member)
    reason = acts.checked(reason)
    loss = _standing_loss(member, privilege)
    if loss is None:
        raise RuleBroken(_("This is not taken away."))
    loss.returned_by_id, loss.returned_at = actor.id, now
    db.session.flush()
    privileges.grant(member.id, [privilege], GrantWhy.GIVEN, now, by_id=actor.id)
    acts.record(RETURNED[privilege], actor, member.id, reason, now)


def keep(actor: Member, member: Member, privilege: Privilege, now: datetime) -> None:
    """Say that *member* keeps *privilege*: what was looked at does not come up again.

    Load *member* locked. Raises Forbidden, and RuleBroken where nobody is asked to look (any more).
    """
    acts.require_power_over(actor, member)
    if not _end_review(actor, member, privilege, now):
        raise RuleBroken(_("This was decided meanwhile."))


def _standing_loss(member: Member, privilege: Privilege) -> PrivilegeLoss | None:
    query = select(PrivilegeLoss).where(
        PrivilegeLoss.member_id == member.id,
        PrivilegeLoss.privilege == privilege,
        PrivilegeLoss.returned_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()


def _end_review(actor: Member, member: Member, privilege: Privilege, now: datetime) -> bool:
    open_one = (
        PrivilegeReview.member_id == member.id,
        PrivilegeReview.privilege == privilege,
        PrivilegeReview.ended_at.is_(None),
    )
    ended = update(PrivilegeReview).where(*open_one).values(ended_at=now, ended_by_id=actor.id)
    return bool(getattr(db.session.execute(ended), "rowcount", 0))
