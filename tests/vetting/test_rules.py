"""Vouching and deciding: what admits, what does not, and who may say a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from qa.core import clock, outbox
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members import accounts
from qa.members.models import Audience, Circle, Member, Membership, MemberState
from qa.vetting import applications, counting, deciding, entering, inquiries, invitations, pledges, vouching
from qa.vetting.models import Application, Invitation, Nomination, Outcome, Pledge, Stance, StanceKind, Vouch
from tests.support.cast import LONG_AGO, Cast
from tests.support.joining import PASSWORD, applicant, said, vouched, waiting

HOW = "Ran the February shutdown."


def vouch(member: Member, application: Application, how: str = HOW) -> Vouch:
    return vouching.vouch(member, application, how, 2020, clock.now())


def kinds() -> list[str]:
    return list(db.session.scalars(select(outbox.OutboxRow.kind).order_by(outbox.OutboxRow.id)))


def in_everyone(member_id: int) -> bool:
    query = select(Membership).join(Circle).where(Circle.everyone, Membership.member_id == member_id)
    return db.session.scalars(query).one_or_none() is not None


# Two vouches admit


def test_two_vouches_admit_and_one_does_not(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    assert application.outcome is None
    assert cast.eve.state == MemberState.APPLICANT
    vouch(cast.ben, application)
    eve = cast.eve
    assert (application.outcome, application.decided_by_id) == (Outcome.ADMITTED, None)
    assert eve.state == MemberState.ACTIVE
    assert in_everyone(eve.id)
    assert eve.may_post(clock.now())
    pledge = db.session.scalars(select(Pledge).where(Pledge.member_id == eve.id)).one()
    assert pledge.holds_until == eve.pledged_until
    assert pledge.employer == "Aster Pharma"
    assert [kind for kind in kinds() if kind != pledges.KIND] == [deciding.NEWS] + 2 * [deciding.HOW_IT_WENT]


def test_a_word_after_the_decision_comes_too_late(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    vouch(cast.ben, application)
    for act in (
        lambda: vouch(cast.cleo, application),
        lambda: deciding.decline(cast.mo, application, "No", clock.now()),
        lambda: deciding.admit(cast.mo, application, clock.now()),
        lambda: inquiries.ask(cast.cleo, application, "Since when?", clock.now()),
    ):
        with pytest.raises(Conflict):
            act()


def test_the_same_employer_alone_does_not_admit(cast: Cast) -> None:
    cast.ana.employer, cast.ben.employer = "Aster Pharma AG", "aster pharma"
    application = waiting(cast.eve)
    assert vouch(cast.ana, application).same_employer
    assert vouch(cast.ben, application).same_employer
    assert application.outcome is None
    assert not vouch(cast.cleo, application).same_employer
    assert application.outcome == Outcome.ADMITTED


def test_another_employer_in_the_profile_hides_nothing(cast: Cast) -> None:
    application = waiting(cast.eve)
    cast.eve.employer = "Somewhere else"
    cast.ana.employer = "Aster Pharma"
    assert vouch(cast.ana, application).same_employer


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_the_word_of_who_is_gone_does_not_count(cast: Cast, state: MemberState) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    cast.ana.state = state
    vouch(cast.ben, application)
    assert application.outcome is None
    vouch(cast.cleo, application)
    assert application.outcome == Outcome.ADMITTED


def test_a_word_taken_back_does_not_count(cast: Cast) -> None:
    application = waiting(cast.eve)
    word = vouch(cast.ana, application)
    vouching.take_back(cast.ana, word.id, "I mixed them up", clock.now())
    vouch(cast.ben, application)
    assert application.outcome is None
    assert vouch(cast.ana, application).id == word.id
    assert application.outcome == Outcome.ADMITTED


def test_words_for_an_earlier_application_do_not_count(cast: Cast) -> None:
    first = waiting(cast.eve)
    vouch(cast.ana, first)
    deciding.decline(cast.mo, first, "Not yet", clock.now())
    again = waiting(cast.eve)
    vouch(cast.ben, again)
    assert again.outcome is None
    vouch(cast.ana, again)
    assert again.outcome == Outcome.ADMITTED


# Who may vouch


def test_only_active_members_with_a_pledge_vouch(cast: Cast) -> None:
    application = waiting(cast.eve)
    cast.dan.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        vouch(cast.dan, application)
    cast.dan.state, cast.dan.pledged_until = MemberState.ACTIVE, LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        vouch(cast.dan, application)
    pledges.give(cast.dan, "CIO", "Morava Energie", clock.now())
    assert vouch(cast.dan, application).how == HOW


def test_nobody_vouches_for_themselves(cast: Cast) -> None:
    application = waiting(cast.eve)
    cast.eve.state, cast.eve.pledged_until = MemberState.ACTIVE, cast.ana.pledged_until
    for act in (
        lambda: vouch(cast.eve, application),
        lambda: vouching.stand_aside(cast.eve, application, StanceKind.UNKNOWN, "", clock.now()),
        lambda: inquiries.ask(cast.eve, application, "Who am I?", clock.now()),
    ):
        with pytest.raises(RuleBroken, match="Nobody"):
            act()


def test_once_each(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    with pytest.raises(RuleBroken, match="already"):
        vouch(cast.ana, application)


def test_five_in_thirty_days(cast: Cast) -> None:
    now = clock.now()
    for number in range(5):
        vouching.vouch(cast.ana, applicant(email=f"n{number}@port.example", named=("", "")), HOW, 2020, now)
    assert counting.vouches_left(cast.ana.id, now) == 0
    last = applicant(email="n9@port.example", named=("", ""))
    with pytest.raises(RuleBroken, match="5 times within 30 days"):
        vouching.vouch(cast.ana, last, HOW, 2020, now)
    later = now + timedelta(days=30, seconds=1)
    cast.ana.pledged_until = later + timedelta(days=1)
    assert vouching.vouch(cast.ana, last, HOW, 2020, later)


@pytest.mark.parametrize(
    ("how", "year", "field"),
    [("", 2020, "how"), ("x" * 601, 2020, "how"), (HOW, None, "since_year"), (HOW, 2999, "since_year"), (HOW, 1949, "since_year")],
)  # fmt: skip
def test_what_a_word_needs(cast: Cast, how: str, year: int | None, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        vouching.vouch(cast.ana, waiting(cast.eve), how, year, clock.now())
    assert refused.value.field == field


def test_taking_back_is_the_vouchers_alone_and_needs_a_reason(cast: Cast) -> None:
    word = vouch(cast.ana, waiting(cast.eve))
    with pytest.raises(NotFound):
        vouching.take_back(cast.ben, word.id, "No", clock.now())
    with pytest.raises(RuleBroken):
        vouching.take_back(cast.ana, word.id, " ", clock.now())
    vouching.take_back(cast.ana, word.id, "I mixed them up", clock.now())
    assert word.withdrawn_at is not None
    with pytest.raises(NotFound):
        vouching.take_back(cast.ana, word.id, "Again", clock.now())


def test_taking_back_after_the_admission_throws_nobody_out(cast: Cast) -> None:
    application = waiting(cast.eve)
    word = vouch(cast.ana, application)
    vouch(cast.ben, application)
    vouching.take_back(cast.ana, word.id, "She sells", clock.now())
    assert cast.eve.state == MemberState.ACTIVE


def test_standing_aside(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouching.stand_aside(cast.ana, application, StanceKind.UNKNOWN, "", clock.now())
    vouching.stand_aside(cast.ana, application, StanceKind.AGAINST, "Sold to us in 2022", clock.now())
    stance = db.session.scalars(select(Stance)).one()
    assert (stance.kind, stance.words) == (StanceKind.AGAINST, "Sold to us in 2022")
    with pytest.raises(RuleBroken):
        vouching.stand_aside(cast.ben, application, StanceKind.AGAINST, "", clock.now())
    vouch(cast.ana, application)
    assert db.session.scalars(select(Stance)).all() == []
    with pytest.raises(RuleBroken, match="take that back"):
        vouching.stand_aside(cast.ana, application, StanceKind.UNKNOWN, "", clock.now())


# Moderators


def test_one_vouch_and_a_moderator_admit(cast: Cast) -> None:
    application = waiting(cast.eve)
    with pytest.raises(RuleBroken, match="One vouch"):
        deciding.admit(cast.mo, application, clock.now())
    vouch(cast.ana, application)
    deciding.admit(cast.mo, application, clock.now())
    assert application.outcome == Outcome.ADMITTED
    assert application.decided_by_id == cast.mo.id


def test_a_moderators_own_vouch_is_not_the_other_one(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.mo, application)
    with pytest.raises(RuleBroken):
        deciding.admit(cast.mo, application, clock.now())


def test_only_moderators_decide(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    with pytest.raises(Forbidden):
        deciding.admit(cast.ben, application, clock.now())
    with pytest.raises(Forbidden):
        deciding.decline(cast.ben, application, "No", clock.now())
    cast.mo.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken):
        deciding.admit(cast.mo, application, clock.now())


def test_declining_needs_a_reason_and_tells(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouch(cast.ana, application)
    with pytest.raises(RuleBroken):
        deciding.decline(cast.mo, application, "", clock.now())
    deciding.decline(cast.mo, application, "Wait a year", clock.now())
    assert (application.outcome, application.reason) == (Outcome.DECLINED, "Wait a year")
    assert cast.eve.state == MemberState.APPLICANT
    assert kinds() == [deciding.NEWS, deciding.HOW_IT_WENT]


def test_a_suspended_applicant_is_not_let_in(cast: Cast) -> None:
    application = waiting(cast.eve)
    cast.eve.state = MemberState.SUSPENDED
    vouch(cast.ana, application)
    with pytest.raises(RuleBroken, match="no applicant"):
        vouch(cast.ben, application)


def test_withdrawing_is_the_applicants(cast: Cast) -> None:
    application = waiting(cast.eve)
    with pytest.raises(RuleBroken):
        deciding.withdraw(cast.ana, application, clock.now())
    deciding.withdraw(cast.eve, application, clock.now())
    assert application.outcome == Outcome.WITHDRAWN
    assert entering.may_apply(cast.eve, clock.now())


# Asking back


def test_a_question_and_its_reply(cast: Cast) -> None:
    application = waiting(cast.eve)
    asked = inquiries.ask(cast.ana, application, "Since when?", clock.now())
    with pytest.raises(NotFound):
        inquiries.reply(cast.ben, asked.id, "Long", clock.now())
    with pytest.raises(RuleBroken):
        inquiries.reply(cast.eve, asked.id, "", clock.now())
    inquiries.reply(cast.eve, asked.id, "Since 2019", clock.now())
    assert asked.reply == "Since 2019"
    with pytest.raises(NotFound):
        inquiries.reply(cast.eve, asked.id, "Since 2018", clock.now())


def test_three_questions_at_once(cast: Cast) -> None:
    application = waiting(cast.eve)
    for number in range(inquiries.AT_ONCE):
        inquiries.ask(cast.ana, application, f"Question {number}?", clock.now())
    with pytest.raises(RuleBroken, match="wait for the reply"):
        inquiries.ask(cast.ben, application, "And?", clock.now())


# Applying


def test_a_confirmed_application_is_an_applicant(cast: Cast) -> None:
    application = applicant(why_shared=True)
    member = db.session.get_one(Member, application.member_id)
    assert member.state == MemberState.APPLICANT
    assert (member.employer, member.help_with, member.why_for) == (
        "Scheldehaven Terminals",
        "Starting again",
        Audience.MEMBERS,
    )
    assert not in_everyone(member.id)
    named = set(db.session.scalars(select(Nomination.member_id)))
    assert named == {cast.ben.id, cast.cleo.id}
    assert entering.confirm(application, PASSWORD, clock.now()) is None


def test_why_is_private_unless_shared(cast: Cast) -> None:
    member = db.session.get_one(Member, applicant().member_id)
    assert member.why_for == Audience.ME


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nils@gmail.com"}, "email"), ({"email": "nils"}, "email"), ({"name": ""}, "name"), ({"title": " "}, "title"),
        ({"employer": ""}, "employer"), ({"decides": ""}, "decides"), ({"decides": "x" * 2001}, "decides"),
        ({"evidence": "ftp://x"}, "evidence"), ({"evidence": "javascript:alert(1)"}, "evidence"), ({"evidence": "https://["}, "evidence"),
        ({"evidence": "https://x/a b"}, "evidence"), ({"timezone": "Nowhere"}, "timezone"),
        ({"responsible_for": 10**7}, "responsible_for"), ({"named": ("x" * 81, "")}, "first_named"), ({"why": "x" * 2001}, "why"),
    ],
)  # fmt: skip
def test_what_an_application_needs(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        applications.apply(said(**change), clock.now())
    assert refused.value.field == field


def test_nominations_are_exact_and_never_guessed(cast: Cast) -> None:
    cast.ana.name, cast.dan.name = "Ána Lindqvist", "Ben Okafor"
    application = applicant(named=("ANA LINDQVIST", "Ben Okafor"))
    named = select(Nomination.member_id).where(Nomination.application_id == application.id)
    assert list(db.session.scalars(named)) == [cast.ana.id]  # two have the other name
    cast.cleo.state = MemberState.SUSPENDED
    other = applicant(email="other@port.example", named=("@cleo", "Lindqvist"))
    assert list(db.session.scalars(named.where(Nomination.application_id == other.id))) == []


def test_an_address_with_an_account_is_not_confirmed_twice(cast: Cast) -> None:
    application = applications.apply(said(email="ana@peers.example"), clock.now())
    assert entering.confirm(application, PASSWORD, clock.now()) is None
    assert cast.ana.name == "Ana Lindqvist"


def test_a_refused_password_leaves_the_link_good(cast: Cast) -> None:
    application = applications.apply(said(), clock.now())
    with pytest.raises(RuleBroken) as refused:
        entering.confirm(application, "password", clock.now())
    assert refused.value.field == "password"
    assert entering.confirm(application, PASSWORD, clock.now()) is not None


def test_again_after_ninety_days(cast: Cast) -> None:
    now = clock.now()
    application = applicant()
    member = db.session.get_one(Member, application.member_id)
    assert not entering.may_apply(member, now)
    deciding.decline(cast.mo, application, "Wait", now)
    soon, later = now + timedelta(days=89), now + entering.AGAIN_AFTER
    again = applications.apply(said(title="CISO"), later)
    assert entering.confirm(again, "another kestrel quay", soon) is None
    assert entering.confirm(again, "another kestrel quay", later) is member
    assert member.title == "CISO"
    assert again.member_id == member.id


def test_what_is_not_confirmed_is_forgotten(cast: Cast) -> None:
    old = applications.apply(said(), clock.now() - timedelta(days=8)).id
    new = applications.apply(said(email="other@port.example"), clock.now()).id
    done = applicant(clock.now() - timedelta(days=9), email="third@port.example").id
    db.session.commit()
    entering.forget_unconfirmed()
    assert set(db.session.scalars(select(Application.id))) == {new, done} - {old}


# Inviting


def wanted(**change: object) -> invitations.Wanted:
    given = {
        "name": "Nils Verhoeven",
        "email": "nils@scheldehaven.example",
        "how": HOW,
        "since_year": 2020,
        **change,
    }
    return invitations.Wanted(**given)  # type: ignore[arg-type]


def test_an_invitation_is_the_first_vouch(cast: Cast) -> None:
    now = clock.now()
    invitation = invitations.invite(cast.ana, wanted(), now)
    application = invitations.join(invitation, said(email="other@port.example"), PASSWORD, now)
    assert application is not None
    assert application.email == "nils@scheldehaven.example"
    word = db.session.scalars(select(Vouch)).one()
    assert (word.voucher_id, word.how, word.since_year) == (cast.ana.id, HOW, 2020)
    assert invitations.join(invitation, said(), PASSWORD, now) is None
    vouch(cast.ben, application)
    assert application.outcome == Outcome.ADMITTED


@pytest.mark.parametrize("what", ["suspended", "paused", "lapsed"])
def test_the_word_of_an_inviter_who_may_not_speak_does_not_count(cast: Cast, what: str) -> None:
    now = clock.now()
    invitation = invitations.invite(cast.ana, wanted(), now)
    if what == "suspended":
        cast.ana.state = MemberState.SUSPENDED
    elif what == "paused":
        cast.ana.invitations_paused_at = now
    else:
        cast.ana.pledged_until = LONG_AGO
    db.session.flush()
    application = invitations.join(invitation, said(), PASSWORD, now)
    assert application is not None
    assert db.session.scalars(select(Vouch)).all() == []
    assert db.session.get(Nomination, (application.id, cast.ana.id)) is not None


def test_the_invitations_vouch_counts_in_the_month(cast: Cast) -> None:
    now = clock.now()
    invitation = invitations.invite(cast.ana, wanted(), now)
    for number in range(5):
        vouched(cast.ana, accounts.create_member(name="Hana", email=f"h{number}@port.example"), now)
    application = invitations.join(invitation, said(named=("ana", "")), PASSWORD, now)
    assert application is not None
    assert counting.standing(application.id) == []
    assert db.session.get(Nomination, (application.id, cast.ana.id)) is not None


def test_six_a_year(cast: Cast) -> None:
    now = clock.now()
    for number in range(6):
        assert counting.invitations_left(cast.ana.id, now) == 6 - number
        invitations.invite(cast.ana, wanted(email=f"n{number}@port.example"), now)
    with pytest.raises(RuleBroken, match="no invitation left"):
        invitations.invite(cast.ana, wanted(), now)
    assert invitations.invite(cast.ana, wanted(), now + timedelta(days=366))


def test_who_may_not_invite(cast: Cast) -> None:
    cast.ana.invitations_paused_at = clock.now()
    with pytest.raises(RuleBroken, match="paused"):
        invitations.invite(cast.ana, wanted(), clock.now())
    with pytest.raises(Forbidden):
        invitations.invite(cast.eve, wanted(), clock.now())
    cast.ben.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        invitations.invite(cast.ben, wanted(), clock.now())
    assert invitations.invite(cast.cleo, wanted(), clock.now())


def test_the_same_address_twice(cast: Cast) -> None:
    first = invitations.invite(cast.ana, wanted(), clock.now())
    with pytest.raises(RuleBroken, match="already"):
        invitations.invite(cast.ana, wanted(), clock.now())
    assert invitations.invite(cast.ben, wanted(), clock.now())
    invitations.revoke(cast.ana, first.id, clock.now())
    assert invitations.invite(cast.ana, wanted(), clock.now())


def test_a_private_mailbox_is_not_invited(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        invitations.invite(cast.ana, wanted(email="nils@gmx.de"), clock.now())
    assert refused.value.field == "email"


def test_revoking_is_the_inviters(cast: Cast) -> None:
    invitation = invitations.invite(cast.ana, wanted(), clock.now())
    with pytest.raises(NotFound):
        invitations.revoke(cast.ben, invitation.id, clock.now())
    invitations.revoke(cast.ana, invitation.id, clock.now())
    assert (
        invitations.join(db.session.get_one(Invitation, invitation.id), said(), PASSWORD, clock.now()) is None
    )
    with pytest.raises(NotFound):
        invitations.revoke(cast.ana, invitation.id, clock.now())


def test_an_invitation_to_a_member_makes_no_second_account(cast: Cast) -> None:
    invitation = invitations.invite(cast.ana, wanted(email="ben@peers.example"), clock.now())
    assert invitations.join(invitation, said(), PASSWORD, clock.now()) is None


# The pledge


def test_another_job_asks_for_the_pledge(cast: Cast) -> None:
    now, ana = clock.now(), cast.ana
    same = {"title": "CISO", "employer": "Nordsee Bank", "level": "board"}
    accounts.change_profile(ana, ana.name, "UTC", same, now)
    assert not ana.is_lapsed(now)
    accounts.change_profile(ana, ana.name, "UTC", {**same, "employer": "Levant Re"}, now)
    assert ana.is_lapsed(now)
    accounts.change_profile(ana, ana.name, "UTC", {**same, "title": "CIO"}, now + timedelta(days=1))
    assert ana.pledged_until == now
    pledges.give(ana, "CIO", "Levant Re", now)
    assert ana.may_post(now)


def test_a_pledge_has_two_reminders(cast: Cast) -> None:
    now = clock.now()
    pledges.give(cast.ana, "CISO", "Nordsee Bank", now)
    rows = db.session.scalars(select(outbox.OutboxRow).order_by(outbox.OutboxRow.due_at)).all()
    assert [(row.due_at - now).days for row in rows] == [351, 365]
    cast.eve.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        pledges.give(cast.eve, "x", "y", now)
