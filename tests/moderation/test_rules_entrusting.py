"""Taking privileges away, giving them back, and saying that they stay; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.core.outbox import OutboxRow
from qa.members import founding, stewards
from qa.members.models import CircleRole, Member, Membership, MemberState, Role
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege, PrivilegeGrant, PrivilegeLoss
from qa.moderation import entrusting, queries
from qa.moderation.acts import TOLD
from qa.moderation.models import RETURNED, TAKEN, ActKind, ModerationAct
from qa.vetting import invitations, vouching
from tests.support.cast import Cast
from tests.support.joining import waiting

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHY = "Vouched for two whom he never met."
BACK = "He knew them after all."
PLAN = founding.Plan("Exit planners", "Leaving a provider", "", "", 20, False)


def acts() -> list[ActKind]:
    return list(db.session.scalars(select(ModerationAct.kind).order_by(ModerationAct.id)))


def take(cast: Cast, member: Member, privilege: Privilege = Privilege.VOUCHING) -> None:
    entrusting.take(cast.mo, member, privilege, WHY, NOW)


@pytest.mark.parametrize("privilege", list(Privilege))
def test_it_is_taken_with_a_reason_told_and_logged_and_given_back(cast: Cast, privilege: Privilege) -> None:
    db.session.query(OutboxRow).delete()
    entrusting.take(cast.mo, cast.ben, privilege, WHY, NOW)
    assert not privileges.may(cast.ben, privilege, NOW)
    loss = db.session.query(PrivilegeLoss).one()
    assert (loss.taken_by_id, loss.reason, loss.taken_at) == (cast.mo.id, WHY, NOW)
    entrusting.give_back(cast.mo, cast.ben, privilege, BACK, NOW)
    assert privileges.may(cast.ben, privilege, NOW)
    assert acts() == [TAKEN[privilege], RETURNED[privilege]]
    assert db.session.query(OutboxRow).filter_by(kind=TOLD).count() == 2
    (row, _taken) = queries.log(cast.dan.id).rows
    assert (row.author_name, row.reason) == ("Ben Okafor", "")


def test_others_privileges_stay(cast: Cast) -> None:
    take(cast, cast.ben)
    assert privileges.may(cast.ben, Privilege.STEWARDING, NOW)
    assert privileges.may(cast.cleo, Privilege.VOUCHING, NOW)


def test_the_same_press_twice_is_one_act_and_another_reason_is_refused(cast: Cast) -> None:
    take(cast, cast.ben)
    take(cast, cast.ben)
    with pytest.raises(RuleBroken):
        entrusting.take(cast.mo, cast.ben, Privilege.VOUCHING, "Another reason than before.", NOW)
    assert (acts(), db.session.query(PrivilegeLoss).count()) == ([ActKind.VOUCHING_TAKEN], 1)
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, BACK, NOW)
    with pytest.raises(RuleBroken):
        entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, BACK, NOW)
    take(cast, cast.ben)
    assert db.session.query(PrivilegeLoss).count() == 2
    assert db.session.query(PrivilegeGrant).filter_by(privilege=Privilege.VOUCHING).count() == 1


@pytest.mark.parametrize("act", ["take", "give_back", "keep"])
def test_only_moderators_decide_and_not_about_themselves(cast: Cast, act: str) -> None:
    words = [] if act == "keep" else [WHY]
    decide = getattr(entrusting, act)
    for actor, member in ((cast.ben, cast.cleo), (cast.cleo, cast.cleo), (cast.mo, cast.mo)):
        with pytest.raises(Forbidden):
            decide(actor, member, Privilege.VOUCHING, *words, NOW)
    cast.dan.role = Role.ADMIN
    with pytest.raises(Forbidden):
        decide(cast.mo, cast.dan, Privilege.VOUCHING, *words, NOW)
    assert acts() == []


def test_a_reason_must_say_something(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        entrusting.take(cast.mo, cast.ben, Privilege.VOUCHING, "no", NOW)
    assert refused.value.field == "reason"
    take(cast, cast.ben)
    with pytest.raises(RuleBroken) as refused:
        entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, "no", NOW)
    assert refused.value.field == "reason"


def test_who_is_suspended_or_moderates_loses_nothing_here(cast: Cast) -> None:
    cast.ben.state = MemberState.SUSPENDED
    cast.cleo.role = Role.MODERATOR
    for member in (cast.ben, cast.cleo):
        with pytest.raises(RuleBroken):
            take(cast, member)
    take(cast, cast.dan)


def test_without_it_nobody_vouches_invites_or_speaks_by_an_invitation(cast: Cast) -> None:
    application = waiting(cast.eve)
    wanted = invitations.Wanted("Ida Holm", "ida@port.example", "Built our plant", 2018)
    take(cast, cast.ben)
    with pytest.raises(RuleBroken):
        vouching.vouch(cast.ben, application, "Ran our audit", 2019, NOW)
    with pytest.raises(RuleBroken):
        invitations.invite(cast.ben, wanted, NOW)
    assert not vouching.may_speak(cast.ben, NOW)
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, BACK, NOW)
    assert vouching.may_speak(cast.ben, NOW)
    vouching.vouch(cast.ben, application, "Ran our audit", 2019, NOW)
    invitations.invite(cast.ben, wanted, NOW)


def test_without_it_nobody_founds_a_circle_or_is_made_its_steward(cast: Cast) -> None:
    others = [cast.ana, cast.cleo, cast.mo]
    begun = founding.gather(cast.ben, PLAN, others, NOW)
    take(cast, cast.ben, Privilege.STEWARDING)
    with pytest.raises(RuleBroken):
        founding.gather(cast.ben, PLAN, others, NOW)
    with pytest.raises(RuleBroken, match="for the time being"):
        founding.answer(cast.ana, begun, True, NOW)
    with pytest.raises(RuleBroken, match="keeps no circle"):
        stewards.appoint(cast.mo, cast.inner, cast.ben, NOW)
    entrusting.give_back(cast.mo, cast.ben, Privilege.STEWARDING, BACK, NOW)
    founding.answer(cast.ana, begun, True, NOW)
    stewards.appoint(cast.mo, cast.inner, cast.ben, NOW)
    role = select(Membership.role).where(
        Membership.member_id == cast.ben.id, Membership.circle_id == cast.inner.id
    )
    assert db.session.scalar(role) == CircleRole.STEWARD


def test_a_circle_that_is_kept_stays_kept(cast: Cast) -> None:
    stewards.appoint(cast.mo, cast.inner, cast.ben, NOW)
    take(cast, cast.ben, Privilege.STEWARDING)
    stewards.require_steward(cast.ben, cast.inner, NOW)
