"""Suspending, for selling or another reason; what it means for those who vouched; and lifting both again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from qa.core import events
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members import entries, sessions
from qa.members.models import Member, MemberState, Role
from qa.moderation import acts, queries
from qa.moderation.events import InvitationsPaused, InvitationsResumed, MemberReinstated, MemberSuspended
from qa.moderation.models import ActKind
from qa.vetting.models import Vouch

KINDS = (ActKind.SELLING, ActKind.SUSPENDED)


def suspend(actor: Member, member: Member, kind: ActKind, reason: str, now: datetime) -> None:
    """Suspend *member* with a reason that they read; their sessions end, what they wrote stays.

    *kind* is SELLING or SUSPENDED (for another reason). With selling, who vouched for them cannot invite until a
    moderator lifts it. Of a member suspended already the reason changes. Raises Forbidden, and RuleBroken with the
    field at fault.
    """
    acts.require_power_over(actor, member)
    if kind not in KINDS:
        raise RuleBroken(_("Choose one of the two."), "kind")
    reason = acts.checked(reason)
    _require_another_admin(actor, member)
    if member.state not in (MemberState.ACTIVE, MemberState.SUSPENDED):
        raise RuleBroken(_("Only members can be suspended."))
    if member.state == MemberState.SUSPENDED and _stands(member, kind, reason):
        return  # the same press of the button twice
    member.state = MemberState.SUSPENDED
    db.session.flush()
    sessions.revoke(member.id)
    entries.end_all(member.id, now)
    acts.record(kind, actor, member.id, reason, now)
    if kind == ActKind.SELLING:
        _pause_vouchers(actor, member, reason, now)
    events.record(MemberSuspended(member.id))


def _stands(member: Member, kind: ActKind, reason: str) -> bool:
    row = queries.suspension_of(member.id)
    return row is not None and (row.kind, row.reason) == (kind, reason)


def _require_another_admin(actor: Member, member: Member) -> None:
    """Two admins who suspend each other at once must not leave none: their rows are locked, in one order."""
    if member.role != Role.ADMIN:
        return
    live = select(Member.id).where(Member.role == Role.ADMIN, Member.state == MemberState.ACTIVE)
    admins = set(db.session.scalars(live.order_by(Member.id).with_for_update()))
    if actor.id not in admins or not admins - {member.id}:
        raise Forbidden(_("There has to be an admin. Make another one first."))


def _pause_vouchers(actor: Member, member: Member, reason: str, now: datetime) -> None:
    for voucher in _vouchers(member.id):
        voucher.invitations_paused_at = voucher.invitations_paused_at or now
        acts.record(ActKind.PAUSED, actor, voucher.id, reason, now)
        events.record(InvitationsPaused(voucher.id))


def _vouchers(member_id: int) -> Sequence[Member]:
    """The members whose vouch for *member_id* stands, those who have left excepted."""
    query = (
        select(Member)
        .join(Vouch, Vouch.voucher_id == Member.id)
        .where(Vouch.member_id == member_id, Vouch.withdrawn_at.is_(None), Member.state != MemberState.LEFT)
        .order_by(Member.id)
        .with_for_update(of=Member)
    )
    return db.session.scalars(query).all()


def reinstate(actor: Member, member: Member, reason: str, now: datetime) -> None:
    """Let a suspended member in again. Invitations that rest because of them rest on until a moderator lifts it."""
    acts.require_power_over(actor, member)
    reason = acts.checked(reason)
    if member.state != MemberState.SUSPENDED:
        raise RuleBroken(_("This member is not suspended."))
    member.state = MemberState.ACTIVE
    db.session.flush()
    acts.record(ActKind.REINSTATED, actor, member.id, reason, now)
    events.record(MemberReinstated(member.id))


def resume_invitations(actor: Member, member: Member, reason: str, now: datetime) -> None:
    """Let a voucher invite again."""
    acts.require_power_over(actor, member)
    reason = acts.checked(reason)
    if member.invitations_paused_at is None:
        raise RuleBroken(_("This member’s invitations are not paused."))
    member.invitations_paused_at = None
    db.session.flush()
    acts.record(ActKind.RESUMED, actor, member.id, reason, now)
    events.record(InvitationsResumed(member.id))
