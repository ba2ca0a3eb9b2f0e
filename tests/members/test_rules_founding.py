"""Founding a circle: whom one may ask, when it is founded, and who knows of it before; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.outbox import OutboxRow
from qa.members import circles, entries, founding, waiting
from qa.members.models import Circle, CircleEntry, CircleRole, Gathering, Member, MemberState
from tests.support.cast import LONG_AGO, Cast
from tests.support.crowd import crowd

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLAN = founding.Plan("Exit planners", "Leaving a provider.", "information security", "head", 20, listed=False)


def gather(cast: Cast, *others: Member, plan: founding.Plan = PLAN, by: Member | None = None) -> Gathering:
    return founding.gather(by or cast.ana, plan, others or (cast.ben, cast.cleo, cast.dan, cast.mo), NOW)


def told() -> list[tuple[str, int]]:
    rows = db.session.scalars(
        select(OutboxRow).where(OutboxRow.kind == "members.circle").order_by(OutboxRow.id)
    )
    return [(row.payload["what"], row.payload["to"]) for row in rows]


def test_the_third_yes_founds_the_circle(cast: Cast) -> None:
    gathering = gather(cast)
    assert [what for what, _to in told()] == ["gathering"] * 4
    assert founding.answer(cast.ben, gathering, True, NOW) is None
    assert founding.answer(cast.cleo, gathering, True, NOW) is None
    circle = founding.answer(cast.dan, gathering, True, NOW)
    assert circle is not None
    assert (circle.name, circle.cap, circle.listed, circle.profession) == (
        PLAN.name,
        20,
        False,
        PLAN.profession,
    )
    assert circle.founder_id == cast.ana.id
    assert (gathering.circle_id, gathering.ended_at) == (circle.id, NOW)
    assert circles.part(circle.id, cast.ana.id) == CircleRole.STEWARD
    assert {circles.part(circle.id, one.id) for one in (cast.ben, cast.cleo, cast.dan)} == {CircleRole.MEMBER}
    assert circles.part(circle.id, cast.mo.id) is None
    assert circles.size(circle.id) == 4
    founded = {to for what, to in told() if what == "founded"}
    assert founded == {cast.ana.id, cast.ben.id, cast.cleo.id, cast.dan.id}


def test_who_has_not_answered_is_invited_once_it_is_founded(cast: Cast) -> None:
    gathering = gather(cast)
    for one in (cast.ben, cast.cleo, cast.dan):
        circle = founding.answer(one, gathering, True, NOW)
    assert circle is not None
    invited = waiting.invitation(cast.mo.id, circle.id)
    assert invited is not None
    assert "invited" not in [what for what, _to in told()]
    entries.answer(cast.mo, entries.load_invitation(invited.id, cast.mo), True, NOW)
    assert circles.part(circle.id, cast.mo.id) == CircleRole.MEMBER


def test_who_said_no_is_not_invited_and_a_no_may_become_a_yes(cast: Cast) -> None:
    gathering = gather(cast)
    founding.answer(cast.ben, gathering, False, NOW)
    founding.answer(cast.mo, gathering, False, NOW)
    founding.answer(cast.ben, gathering, True, NOW)
    founding.answer(cast.cleo, gathering, True, NOW)
    circle = founding.answer(cast.dan, gathering, True, NOW)
    assert circle is not None
    assert circles.part(circle.id, cast.ben.id) == CircleRole.MEMBER
    assert waiting.invitation(cast.mo.id, circle.id) is None


def test_a_yes_taken_back_does_not_count(cast: Cast) -> None:
    gathering = gather(cast)
    for one in (cast.ben, cast.cleo):
        founding.answer(one, gathering, True, NOW)
    assert founding.answer(cast.ben, gathering, False, NOW) is None
    assert founding.answer(cast.dan, gathering, True, NOW) is None
    assert founding.answer(cast.ben, gathering, True, NOW) is not None


def test_a_yes_of_one_who_was_suspended_meanwhile_does_not_count(cast: Cast) -> None:
    gathering = gather(cast)
    for one in (cast.ben, cast.cleo):
        founding.answer(one, gathering, True, NOW)
    cast.ben.state = MemberState.SUSPENDED
    assert founding.answer(cast.dan, gathering, True, NOW) is None
    assert founding.answer(cast.mo, gathering, True, NOW) is not None


def test_nothing_is_founded_for_a_founder_who_may_not_post(cast: Cast) -> None:
    gathering = gather(cast)
    cast.ana.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="cannot found"):
        founding.answer(cast.ben, gathering, True, NOW)
    assert founding.answer(cast.ben, gathering, False, NOW) is None  # a no is always taken
    cast.ana.pledged_until = NOW + timedelta(days=1)
    assert founding.answer(cast.ben, gathering, True, NOW) is None
    assert waiting.gatherings(cast.ben.id)[0].answer is True


def test_a_yes_needs_the_pledge(cast: Cast) -> None:
    gathering = gather(cast)
    cast.ben.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        founding.answer(cast.ben, gathering, True, NOW)
    cast.cleo.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        founding.answer(cast.cleo, gathering, True, NOW)
    assert founding.answer(cast.dan, gathering, True, NOW) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"), ({"name": "1 2"}, "name"), ({"name": "x" * 81}, "name"), ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 301}, "purpose"), ({"level": "x" * 121}, "level"), ({"cap": 3}, "cap"), ({"cap": 61}, "cap"),
        ({"cap": 4}, "asked"),
    ],
)  # fmt: skip
def test_a_plan_at_fault_names_its_field(cast: Cast, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as error:
        gather(cast, plan=replace(PLAN, **wrong))  # type: ignore[arg-type]
    assert error.value.field == field
    assert not told()


@pytest.mark.parametrize(("cap", "others"), [(4, 3), (60, 4)])
def test_the_bounds_of_a_circle_are_within_it(cast: Cast, cap: int, others: int) -> None:
    asked = (cast.ben, cast.cleo, cast.dan, cast.mo)[:others]
    assert gather(cast, *asked, plan=replace(PLAN, cap=cap)).cap == cap


def test_whom_one_may_ask(cast: Cast) -> None:
    def refused(*others: Member) -> str:
        with pytest.raises(RuleBroken) as error:
            gather(cast, *others)
        assert error.value.field == "asked"
        return error.value.message

    assert "3 members at least" in refused(cast.ben, cast.cleo)
    assert "3 members at least" in refused(cast.ben, cast.cleo, cast.ben)
    applicant = refused(cast.ben, cast.cleo, cast.eve)
    assert refused(cast.ben, cast.cleo, cast.ana) == applicant
    cast.dan.state = MemberState.SUSPENDED
    assert refused(cast.ben, cast.cleo, cast.dan) == applicant
    cast.dan.state, cast.dan.source_url = MemberState.ACTIVE, "https://source.example/users/1"
    assert refused(cast.ben, cast.cleo, cast.dan) == applicant
    cast.dan.source_url = None
    assert gather(cast, cast.ben, cast.cleo, cast.dan).id


def test_one_more_is_asked_in_the_place_of_a_no(cast: Cast) -> None:
    gathering = gather(cast, cast.ben, cast.cleo, cast.mo)
    founding.answer(cast.ben, gathering, True, NOW)
    founding.answer(cast.cleo, gathering, True, NOW)
    founding.answer(cast.mo, gathering, False, NOW)
    before = len(told())
    founding.ask_another(cast.ana, gathering, cast.dan, NOW)
    assert [what for what, _to in told()[before:]] == ["gathering"]
    assert [row.id for row in waiting.gatherings(cast.dan.id)] == [gathering.id]
    assert founding.answer(cast.dan, gathering, True, NOW) is not None
    with pytest.raises(RuleBroken, match="over already"):
        founding.ask_another(cast.ana, gathering, cast.ben, NOW)


def test_whom_the_founder_may_not_ask_as_well(cast: Cast) -> None:
    gathering = gather(cast, cast.ben, cast.cleo, cast.mo, plan=replace(PLAN, cap=4))
    for member, said in (
        (cast.ben, "asked already"),
        (cast.eve, "no member"),
        (cast.ana, "no member"),
        (cast.dan, "room for 4"),
    ):
        with pytest.raises(RuleBroken, match=said) as refused:
            founding.ask_another(cast.ana, gathering, member, NOW)
        assert refused.value.field == "member"
    founding.answer(cast.mo, gathering, False, NOW)
    founding.ask_another(cast.ana, gathering, cast.dan, NOW)  # a no makes room
    with pytest.raises(Forbidden):
        founding.ask_another(cast.ben, gathering, cast.mo, NOW)


def test_who_may_gather(cast: Cast) -> None:
    cast.dan.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        gather(cast, cast.ben, cast.cleo, cast.mo, by=cast.dan)
    with pytest.raises(Forbidden):
        gather(cast, cast.ben, cast.cleo, cast.mo, by=cast.eve)
    cast.dan.pledged_until = NOW + timedelta(days=1)
    assert gather(cast, cast.ben, cast.cleo, cast.mo, by=cast.dan).id


def test_only_the_founder_and_those_asked_know_of_it(cast: Cast) -> None:
    gathering = gather(cast, cast.ben, cast.cleo, cast.dan)
    for one in (cast.ana, cast.ben, cast.dan):
        assert founding.load(gathering.id, one).id == gathering.id
        assert waiting.gathering(gathering.id, one.id).name == PLAN.name
        assert [row.id for row in waiting.gatherings(one.id)] == [gathering.id]
    for one in (cast.mo, cast.eve):  # a moderator knows no more
        with pytest.raises(NotFound):
            founding.load(gathering.id, one)
        with pytest.raises(NotFound):
            waiting.gathering(gathering.id, one.id)
        assert not waiting.gatherings(one.id)
    assert [(row.author_handle, row.accepted) for row in waiting.seats(gathering.id)] == [
        ("ben", None), ("cleo", None), ("dan", None),
    ]  # fmt: skip


def test_the_founder_gives_it_up_and_nobody_else(cast: Cast) -> None:
    gathering = gather(cast)
    with pytest.raises(Forbidden):
        founding.give_up(cast.ben, gathering, NOW)
    with pytest.raises(Forbidden):
        founding.answer(cast.ana, gathering, True, NOW)
    founding.give_up(cast.ana, gathering, NOW)
    assert not waiting.gatherings(cast.ben.id)
    with pytest.raises(RuleBroken):
        founding.answer(cast.ben, gathering, True, NOW)
    with pytest.raises(RuleBroken):
        founding.give_up(cast.ana, gathering, NOW)
    assert db.session.query(Circle).filter_by(name=PLAN.name).first() is None


def test_a_name_that_a_hidden_circle_has_is_not_refused(cast: Cast) -> None:
    for number in range(2):
        gathering = gather(cast, *crowd(cast.everyone, 3)) if not number else gather(cast)
        for seat in waiting.seats(gathering.id)[:3]:
            circle = founding.answer(db.session.get_one(Member, seat.author_id), gathering, True, NOW)
        assert circle is not None
        assert circle.slug.startswith("exit-planners-")
        assert len(circle.slug) == len("exit-planners-abcd")
    assert db.session.query(Circle).filter_by(name=PLAN.name).count() == 2


def test_a_name_without_a_latin_letter_has_an_address_all_the_same(cast: Cast) -> None:
    gathering = gather(cast, plan=replace(PLAN, name="安全"))
    for one in (cast.ben, cast.cleo, cast.dan):
        circle = founding.answer(one, gathering, True, NOW)
    assert circle is not None
    assert circle.slug.isascii()
    assert db.session.query(CircleEntry).count() == 1
