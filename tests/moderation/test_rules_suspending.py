"""Suspending, what it means for those who vouched, and lifting it; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from qa.core import clock
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.core.outbox import OutboxRow
from qa.members.models import LoginSession, Member, MemberState, Role
from qa.moderation import queries, suspending
from qa.moderation.models import REASON_MAX, ActKind, ModerationAct
from qa.vetting.models import Vouch
from tests.support.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHY = "Offered his own audits by mail to three members."


def acts(*kinds: ActKind) -> list[tuple[ActKind, int]]:
    query = select(ModerationAct.kind, ModerationAct.target_id).order_by(ModerationAct.id)
    return [(kind, target) for kind, target in db.session.execute(query) if not kinds or kind in kinds]


def vouch(by: Member, for_: Member, **kwargs: object) -> None:
    given = Vouch(
        voucher_id=by.id, member_id=for_.id, how="Worked together", since_year=2019, given_at=NOW, **kwargs
    )
    db.session.add(given)
    db.session.flush()


def suspend(actor: Member, member: Member, kind: ActKind = ActKind.SELLING, reason: str = WHY) -> None:
    suspending.suspend(actor, member, kind, reason, NOW)


def test_a_suspension_stands_with_its_reason_and_ends_sessions(cast: Cast) -> None:
    ben, mo = cast.ben, cast.mo
    times = {"created_at": NOW, "seen_at": NOW, "expires_at": clock.now() + timedelta(days=9)}
    db.session.add(LoginSession(member_id=ben.id, token_hash="a" * 64, **times))
    db.session.add(LoginSession(member_id=cast.cleo.id, token_hash="b" * 64, **times))
    suspend(mo, ben, ActKind.SUSPENDED)
    assert ben.state == MemberState.SUSPENDED
    row = queries.suspension_of(ben.id)
    assert row is not None
    assert (row.reason, row.made_at, row.kind) == (WHY, NOW, ActKind.SUSPENDED)
    live = select(LoginSession.member_id).where(LoginSession.revoked_at.is_(None))
    assert list(db.session.scalars(live)) == [cast.cleo.id]
    assert acts() == [(ActKind.SUSPENDED, ben.id)]


def test_selling_pauses_who_vouched_and_another_reason_does_not(cast: Cast) -> None:
    ben, cleo, dan, mo = cast.ben, cast.cleo, cast.dan, cast.mo
    vouch(cleo, ben)
    vouch(dan, ben, withdrawn_at=NOW)
    vouch(ben, dan)
    suspend(mo, ben, ActKind.SUSPENDED)
    assert cleo.invitations_paused_at is None
    suspend(mo, ben)
    assert (cleo.invitations_paused_at, dan.invitations_paused_at, ben.invitations_paused_at) == (
        NOW,
        None,
        None,
    )
    assert acts(ActKind.PAUSED) == [(ActKind.PAUSED, cleo.id)]
    told = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "moderation.told")).all()
    assert [set(row.payload) for row in told] == [{"act"}] * 3  # ids alone


def test_a_voucher_who_has_left_is_left_alone(cast: Cast) -> None:
    vouch(cast.cleo, cast.ben)
    cast.cleo.state = MemberState.LEFT
    db.session.flush()
    suspend(cast.mo, cast.ben)
    assert cast.cleo.invitations_paused_at is None


def test_the_same_press_twice_is_one_act_and_another_reason_a_second(cast: Cast) -> None:
    ben, mo = cast.ben, cast.mo
    suspend(mo, ben)
    suspend(mo, ben)
    assert len(acts()) == 1
    suspend(mo, ben, reason="Sold again, by mail.")
    row = queries.suspension_of(ben.id)
    assert row is not None
    assert (len(acts()), row.reason) == (2, "Sold again, by mail.")


@pytest.mark.parametrize("reason", ["", "selling", " " * 40, "x" * (REASON_MAX + 1), "a reason\x00 with nul"])
def test_a_reason_says_something(cast: Cast, reason: str) -> None:
    ben, mo = cast.ben, cast.mo
    with pytest.raises(RuleBroken) as refused:
        suspend(mo, ben, reason=reason)
    assert (refused.value.field, ben.state) == ("reason", MemberState.ACTIVE)
    suspend(mo, ben, reason="x" * REASON_MAX)


def test_only_two_kinds_suspend(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        suspend(cast.mo, cast.ben, ActKind.LOOKED)
    assert refused.value.field == "kind"


def test_only_staff_suspends_and_not_themselves(cast: Cast) -> None:
    ben, cleo, mo = cast.ben, cast.cleo, cast.mo
    for actor, member in ((cleo, ben), (mo, mo)):
        with pytest.raises(Forbidden):
            suspend(actor, member)
    mo.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        suspend(mo, ben)
    mo.state = MemberState.ACTIVE
    suspend(mo, ben)


def test_an_applicant_is_no_member_to_suspend(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        suspend(cast.mo, cast.eve)


def test_an_admin_is_suspended_by_another_admin_alone_and_one_stays(cast: Cast) -> None:
    ana, ben, mo = cast.ana, cast.ben, cast.mo
    ben.role = Role.ADMIN
    db.session.flush()
    with pytest.raises(Forbidden):
        suspend(mo, ben)
    ana.role = Role.ADMIN
    db.session.flush()
    suspend(ana, ben)
    assert ben.state == MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        suspending.reinstate(mo, ben, WHY, NOW)
    suspending.reinstate(ana, ben, WHY, NOW)


def test_of_two_admins_who_suspend_each_other_one_stays(cast: Cast) -> None:
    """What a lock is for: the second one's right is read anew under it."""
    ana, ben = cast.ana, cast.ben
    ana.role = ben.role = Role.ADMIN
    db.session.flush()
    suspend(ana, ben)
    ben.state = MemberState.ACTIVE  # as the other request still remembers it
    with db.session.no_autoflush, pytest.raises(Forbidden):
        suspend(ben, ana)
    db.session.refresh(ana)
    assert ana.state == MemberState.ACTIVE


def test_lifting_a_suspension(cast: Cast) -> None:
    ben, mo = cast.ben, cast.mo
    with pytest.raises(RuleBroken):
        suspending.reinstate(mo, ben, WHY, NOW)
    suspend(mo, ben)
    with pytest.raises(Forbidden):
        suspending.reinstate(cast.cleo, ben, WHY, NOW)
    with pytest.raises(RuleBroken):
        suspending.reinstate(mo, ben, "ok", NOW)
    suspending.reinstate(mo, ben, "It was a misunderstanding.", NOW + timedelta(days=1))
    assert (ben.state, queries.suspension_of(ben.id)) == (MemberState.ACTIVE, None)


def test_lifting_a_pause(cast: Cast) -> None:
    ben, cleo, mo = cast.ben, cast.cleo, cast.mo
    with pytest.raises(RuleBroken):
        suspending.resume_invitations(mo, cleo, WHY, NOW)
    vouch(cleo, ben)
    vouch(mo, ben)
    suspend(mo, ben)
    suspending.reinstate(mo, ben, WHY, NOW)
    assert cleo.invitations_paused_at == NOW  # it is lifted by itself
    with pytest.raises(Forbidden):
        suspending.resume_invitations(mo, mo, WHY, NOW)
    suspending.resume_invitations(mo, cleo, "She did not know of it.", NOW)
    assert (cleo.invitations_paused_at, mo.invitations_paused_at) == (None, NOW)
