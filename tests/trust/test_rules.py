"""Granting by itself, asking moderators to look, and that nothing goes without one; on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from qa.answers import marking, retagging
from qa.answers.models import MarkKind
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Exposure, Member, MemberState, Role
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeGrant, PrivilegeLoss, PrivilegeReview
from qa.moderation import entrusting
from qa.questions import after
from qa.trust import queries, reviews, rounds, rules
from qa.vetting import vouching
from qa.vetting.models import Vouch
from tests.support.cast import Cast
from tests.support.joining import waiting
from tests.support.things import answer, ask
from tests.support.trusting import allow, answered, joined, listed

WHY = "Vouched for two whom he never met."
USED, HELPFUL, RISKY, OUTDATED = MarkKind.USED, MarkKind.HELPFUL, MarkKind.RISKY, MarkKind.OUTDATED


@pytest.fixture
def grown(app: Flask) -> Iterator[None]:
    """A community that is past its first members: what one may is earned."""
    before = app.config["QUORUM"]
    app.config["QUORUM"] = replace(before, trust_first_members=0)
    yield
    app.config["QUORUM"] = before


def look() -> None:
    rules.look(queries.entrusted(0, 200), clock.now())
    db.session.flush()


def held(member: Member) -> dict[Privilege, GrantWhy]:
    db.session.flush()
    return queries.whys(member.id)


def good_record(cast: Cast, count: int = 3) -> None:
    """Ben's answers, which Ana used and Cleo found helpful."""
    for _n in range(count):
        answered(cast.ben, cast.ana, cast.inner, (cast.ana, USED), (cast.cleo, HELPFUL))


def bad_record(cast: Cast, count: int = 3) -> None:
    """Ben's answers, for all to see, which Ana says are risky."""
    for _n in range(count):
        answered(cast.ben, cast.ana, cast.everyone, (cast.ana, RISKY))


def test_first_members_may_vouch_and_found_at_once_and_change_topics_later(cast: Cast) -> None:
    joined(cast.ben, clock.now())
    look()
    assert held(cast.ben) == {
        Privilege.VOUCHING: GrantWhy.FIRST, Privilege.STEWARDING: GrantWhy.FIRST,
    }  # fmt: skip
    assert held(cast.mo) == {}  # who moderates is not asked
    assert held(cast.eve) == {}


def test_after_the_first_members_it_is_earned(cast: Cast, grown: None) -> None:
    look()
    assert held(cast.ben) == {}
    good_record(cast)
    look()
    assert held(cast.ben) == dict.fromkeys(Privilege, GrantWhy.RECORD)
    assert held(cast.ana) == held(cast.cleo) == {}


def test_the_first_members_are_those_who_came_first(app: Flask, cast: Cast) -> None:
    before = app.config["QUORUM"]
    app.config["QUORUM"] = replace(before, trust_first_members=3)
    try:
        joined(cast.ana, cast.ben.joined_at + timedelta(days=1))
        look()
        assert [bool(held(one)) for one in (cast.ben, cast.cleo, cast.dan, cast.ana)] == [True] * 3 + [False]
    finally:
        app.config["QUORUM"] = before


def test_each_has_its_age(cast: Cast, grown: None) -> None:
    good_record(cast)
    now = clock.now()
    for days, expected in ((29, set()), (31, {"topics"}), (61, {"topics", "vouching"}), (91, set(Privilege))):
        with db.session.begin_nested() as point:
            joined(cast.ben, now - timedelta(days=days))
            look()
            assert set(held(cast.ben)) == expected
            point.rollback()


def test_what_counts_for_nothing(cast: Cast, grown: None) -> None:
    """Marks of the same employer, of the suspended, taken back, on an answer with an interest, on one withdrawn."""
    for _n in range(3):
        given_ = answered(cast.ben, cast.ana, cast.inner, (cast.ana, USED), (cast.cleo, HELPFUL))
        marking.take_back(cast.ana, given_, USED, clock.now())
    cast.cleo.state = MemberState.SUSPENDED
    db.session.flush()
    assert queries.deeds([cast.ben.id], clock.now()) == {}
    cast.cleo.state = MemberState.ACTIVE
    db.session.flush()
    assert len(queries.deeds([cast.ben.id], clock.now())[cast.ben.id]) == 3
    db.session.execute(text("UPDATE mark SET same_employer = true"))
    assert queries.deeds([cast.ben.id], clock.now()) == {}
    db.session.execute(text("UPDATE mark SET same_employer = false"))
    db.session.execute(text("UPDATE answer SET interest = 'We sell it'"))
    assert queries.deeds([cast.ben.id], clock.now()) == {}
    db.session.execute(text("UPDATE answer SET interest = '', withdrawn_at = posted_at"))
    assert queries.deeds([cast.ben.id], clock.now()) == {}


def test_a_voucher_is_no_peer_of_whom_they_let_in(cast: Cast, grown: None) -> None:
    good_record(cast)
    words = {"how": "Ran our audit", "since_year": 2019, "given_at": clock.now()}
    db.session.add(Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, **words))
    look()
    assert held(cast.ben) == {}  # Ana alone is left
    db.session.execute(delete(Vouch))
    look()
    assert set(held(cast.ben)) == set(Privilege)


def test_questions_vouches_and_topics_are_deeds_too(cast: Cast) -> None:
    now = clock.now()
    past = now - timedelta(days=60)
    told = ask(cast.ben, cast.everyone, now=past, days=1)
    silent = ask(cast.ben, cast.everyone, now=past, days=1, title="Which of your vendors do you visit?")
    lonely = ask(cast.ben, cast.everyone, now=past, days=1, title="Does anybody visit any vendor?")
    lately = ask(cast.ben, cast.everyone, now=now - timedelta(days=5), days=1)
    for one in (told, silent, lately):
        answer(cast.ana, one, now=past)
    after.record(cast.ben, told, "We went with six.", now)
    words = {"voucher_id": cast.ben.id, "how": "Ran our audit", "since_year": 2019, "given_at": past}
    db.session.add_all([Vouch(member_id=cast.dan.id, **words), Vouch(member_id=cast.cleo.id, **words)])
    cast.cleo.state = MemberState.SUSPENDED
    allow(cast.ben, Privilege.TOPICS)
    of_ana = [ask(cast.ana, cast.everyone, title=f"Which vendors do you audit, {n} times?") for n in range(3)]
    for n, question in enumerate(of_ana):
        retagging.change(cast.ben, question, ["dora"], now - timedelta(days=8) if n == 0 else now, base=1)
    retagging.change_back(cast.ana, of_ana[1], 2, now)
    found = queries.deeds([cast.ben.id], now)[cast.ben.id]
    assert {(one.kind.value, one.thing_id, one.good) for one in found} == {
        ("question", told.id, True), ("question", silent.id, False),
        ("vouch", cast.dan.id, True), ("vouch", cast.cleo.id, False),
        ("topics", of_ana[0].id, True), ("topics", of_ana[1].id, False),
    }  # fmt: skip
    assert lonely.id not in {one.thing_id for one in found if one.kind == "question"}
    assert all(one.open for one in found)


def test_falling_asks_moderators_to_look_and_takes_nothing(cast: Cast, grown: None) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    look()
    assert listed() == [(cast.ben.id, "vouching")]
    assert privileges.may(cast.ben, Privilege.VOUCHING, clock.now())
    (found,) = reviews.to_look_at(cast.mo.id, clock.now())
    assert (found.person.author_id, len(found.deeds)) == (cast.ben.id, 3)


def test_a_member_is_listed_once_for_all_that_asks_for_it(cast: Cast) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    look()
    assert listed() == [(cast.ben.id, "vouching"), (cast.ben.id, "stewarding")]
    (found,) = reviews.to_look_at(cast.mo.id, clock.now())
    assert found.privileges == [Privilege.VOUCHING, Privilege.STEWARDING]


def test_who_recovers_is_listed_no_more(cast: Cast, grown: None) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    for _n in range(6):
        answered(cast.ben, cast.ana, cast.everyone, (cast.ana, USED), ago=5)
    look()
    assert listed() == [(cast.ben.id, "vouching")]  # six of nine: between the bars
    assert len(reviews.to_look_at(cast.mo.id, clock.now())) == 1
    for _n in range(3):
        answered(cast.ben, cast.ana, cast.everyone, (cast.ana, USED), ago=4)
    assert reviews.to_look_at(cast.mo.id, clock.now()) == []  # also before the worker comes
    look()
    assert listed() == []
    assert db.session.scalars(select(PrivilegeReview.ended_by_id)).all() == [None]


@pytest.mark.parametrize("hidden", ["circle", "name"])
def test_nothing_hidden_asks_for_a_look(cast: Cast, grown: None, hidden: str) -> None:
    """Who is listed must not tell a moderator of an answer without a name, or in a circle."""
    allow(cast.ben, Privilege.VOUCHING)
    where = cast.inner if hidden == "circle" else cast.everyone
    exposure = Exposure.NAMED if hidden == "circle" else Exposure.ROLE
    for _n in range(4):
        answered(cast.ben, cast.ana, where, (cast.ana, RISKY), exposure=exposure)
    look()
    assert listed() == []
    assert [one.good for one in queries.deeds([cast.ben.id], clock.now())[cast.ben.id]] == [False] * 4
    bad_record(cast)
    look()
    (found,) = reviews.to_look_at(cast.mo.id, clock.now())
    assert len(found.deeds) == 3


def test_a_name_that_is_withheld_later_is_listed_no_more(cast: Cast, grown: None) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    db.session.execute(text("UPDATE answer SET exposure = 'anonymous'"))
    assert reviews.to_look_at(cast.mo.id, clock.now()) == []


def test_a_moderator_who_keeps_it_is_not_asked_again_about_the_same(cast: Cast, grown: None) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    entrusting.keep(cast.mo, cast.ben, Privilege.VOUCHING, clock.now())
    with pytest.raises(RuleBroken):
        entrusting.keep(cast.mo, cast.ben, Privilege.VOUCHING, clock.now())
    look()
    assert listed() == []
    for _n in range(3):
        answered(cast.ben, cast.ana, cast.everyone, (cast.ana, OUTDATED), ago=-1)
    look()
    assert listed() == [(cast.ben.id, "vouching")]


def test_what_is_taken_is_granted_by_nothing_and_given_back_by_a_moderator(cast: Cast) -> None:
    entrusting.take(cast.mo, cast.ben, Privilege.VOUCHING, WHY, clock.now())
    good_record(cast)
    look()
    assert not privileges.may(cast.ben, Privilege.VOUCHING, clock.now())
    assert privileges.may(cast.ben, Privilege.STEWARDING, clock.now())
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, "He knew them after all.", clock.now())
    assert privileges.may(cast.ben, Privilege.VOUCHING, clock.now())
    assert held(cast.ben)[Privilege.VOUCHING] == GrantWhy.GIVEN


def test_taking_ends_the_look_and_the_worker_opens_none(cast: Cast, grown: None) -> None:
    allow(cast.ben, Privilege.VOUCHING)
    bad_record(cast)
    look()
    entrusting.take(cast.mo, cast.ben, Privilege.VOUCHING, WHY, clock.now())
    look()
    assert (listed(), reviews.to_look_at(cast.mo.id, clock.now())) == ([], [])
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, "He knew them after all.", clock.now())
    look()
    assert listed() == []  # a moderator has looked


def test_a_loss_cannot_be_written_without_a_human(cast: Cast) -> None:
    loss = PrivilegeLoss(
        member_id=cast.ben.id, privilege=Privilege.VOUCHING, taken_at=clock.now(), reason=WHY
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(loss)
    loss.taken_by_id = cast.mo.id
    with db.session.begin_nested():
        db.session.add(loss)


def test_who_has_earned_it_waits_for_no_worker(cast: Cast, grown: None) -> None:
    application = waiting(cast.eve)
    with pytest.raises(RuleBroken, match="cannot vouch or invite yet"):
        vouching.vouch(cast.ben, application, "Ran our audit", 2019, clock.now())
    good_record(cast)
    vouching.vouch(cast.ben, application, "Ran our audit", 2019, clock.now())
    assert held(cast.ben) == {Privilege.VOUCHING: GrantWhy.RECORD}


def test_who_moderates_is_never_asked(cast: Cast, grown: None) -> None:
    bad_record(cast)
    cast.ben.role = Role.MODERATOR
    allow(cast.ben, Privilege.VOUCHING)
    look()
    assert listed() == []
    assert privileges.may(cast.ben, Privilege.TOPICS, clock.now())


@given(st.lists(st.sampled_from(["good", "bad", "look", "sought", "suspend", "back"]), max_size=8))
def test_whatever_happens_nothing_is_lost_without_a_human(app: Flask, cast: Cast, acts: list[str]) -> None:
    with db.session.begin_nested() as point:
        allow(cast.ben, Privilege.VOUCHING)
        do = {
            "good": lambda: good_record(cast, 1), "bad": lambda: bad_record(cast, 2), "look": look,
            "sought": lambda: privileges.may(cast.ben, Privilege.TOPICS, clock.now()),
            "suspend": lambda: setattr(cast.ben, "state", MemberState.SUSPENDED),
            "back": lambda: setattr(cast.ben, "state", MemberState.ACTIVE),
        }  # fmt: skip
        before: dict[Privilege, GrantWhy] = {}
        for act in acts:
            if cast.ben.state == MemberState.ACTIVE or act in ("look", "sought", "back"):
                do[act]()
            assert before.items() <= held(cast.ben).items()
            before = held(cast.ben)
        assert db.session.query(PrivilegeLoss).count() == 0
        point.rollback()
    db.session.rollback()


def test_the_worker_makes_a_round_over_all(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    while outbox.drain(200):
        pass
    rounds.begin()
    rounds.begin()  # one is on its way
    assert db.session.query(outbox.OutboxRow).filter_by(kind=rounds.KIND).count() == 1
    while outbox.drain(200):
        pass
    with transaction.unit():
        grants = db.session.query(PrivilegeGrant).filter_by(privilege=Privilege.VOUCHING)
        assert {row.member_id for row in grants} == {
            one.id for one in (cast.ana, cast.ben, cast.cleo, cast.dan)
        }
    rounds.begin()
    while outbox.drain(200):
        pass
    assert db.session.query(PrivilegeGrant).count() == 8
