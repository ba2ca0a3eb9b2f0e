"""What stewards may do, and how one leaves a circle; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles, stewards
from qa.members.models import CircleRole, MemberState
from tests.support.cast import LONG_AGO, Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_circle_is_loaded_by_those_in_it(cast: Cast) -> None:
    assert stewards.load("inner", cast.ana).id == cast.inner.id
    for slug, who in (
        ("inner", cast.dan),
        ("nowhere", cast.ana),
        ("everyone", cast.ana),
        ("inner", cast.eve),
    ):
        with pytest.raises(NotFound):
            stewards.load(slug, who)


def test_a_steward_appoints_and_withdraws_but_never_the_last(cast: Cast) -> None:
    inner = cast.inner
    with pytest.raises(RuleBroken, match="at least"):
        stewards.withdraw(cast.mo, inner, cast.mo, NOW)
    circles._membership(inner, cast.mo).role = CircleRole.STEWARD  # type: ignore[union-attr]
    stewards.appoint(cast.mo, inner, cast.ben, NOW)
    assert circles.part(inner.id, cast.ben.id) == CircleRole.STEWARD
    stewards.withdraw(cast.ben, inner, cast.mo, NOW)
    assert circles.part(inner.id, cast.mo.id) == CircleRole.MEMBER
    stewards.withdraw(cast.ben, inner, cast.mo, NOW)  # once more changes nothing
    with pytest.raises(Forbidden):  # the moderator is a member like others now
        stewards.appoint(cast.mo, inner, cast.mo, NOW)


def test_a_suspended_steward_does_not_count(cast: Cast) -> None:
    stewards.appoint(cast.mo, cast.inner, cast.ben, NOW)
    cast.ben.state = MemberState.SUSPENDED
    with pytest.raises(RuleBroken, match="last steward"):
        stewards.depart(cast.mo, cast.inner, NOW)
    with pytest.raises(RuleBroken, match="active"):
        stewards.appoint(cast.mo, cast.inner, cast.ben, NOW)
    cast.ben.state = MemberState.ACTIVE
    stewards.depart(cast.mo, cast.inner, NOW)
    assert circles.part(cast.inner.id, cast.mo.id) is None


def test_a_steward_removes_with_a_reason(cast: Cast) -> None:
    for who in (cast.ana, cast.dan):
        with pytest.raises(Forbidden):
            stewards.remove(who, cast.inner, cast.ben, "Sold to us", NOW)
    with pytest.raises(RuleBroken) as error:
        stewards.remove(cast.mo, cast.inner, cast.ben, " ", NOW)
    assert error.value.field == "reason"
    with pytest.raises(RuleBroken, match="yourself"):
        stewards.remove(cast.mo, cast.inner, cast.mo, "x", NOW)
    with pytest.raises(NotFound):
        stewards.remove(cast.mo, cast.inner, cast.dan, "x", NOW)
    cast.mo.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        stewards.remove(cast.mo, cast.inner, cast.ben, "Sold to us", NOW)
    cast.mo.pledged_until = datetime(2099, 1, 1, tzinfo=UTC)
    stewards.remove(cast.mo, cast.inner, cast.ben, "Sold to us", NOW)
    assert circles.part(cast.inner.id, cast.ben.id) is None


def test_a_steward_changes_purpose_size_and_who_knows(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        stewards.change(cast.ana, cast.inner, "Other", 60, True, NOW)
    for purpose, cap, field in (
        ("", 60, "purpose"),
        ("x" * 301, 60, "purpose"),
        ("x", 3, "cap"),
        ("x", 61, "cap"),
    ):
        with pytest.raises(RuleBroken) as error:
            stewards.change(cast.mo, cast.inner, purpose, cap, True, NOW)
        assert error.value.field == field
    stewards.change(cast.mo, cast.inner, "Other", 4, False, NOW)
    assert (cast.inner.purpose, cast.inner.cap, cast.inner.listed) == ("Other", 4, False)
    cast.inner.cap = 200  # as whoever runs the site made it: it may stay
    stewards.change(cast.mo, cast.inner, "Other again", 200, False, NOW)
    assert cast.inner.cap == 200


def test_one_leaves_and_the_last_steward_hands_over_first(cast: Cast) -> None:
    stewards.depart(cast.ana, cast.inner, NOW)
    assert circles.part(cast.inner.id, cast.ana.id) is None
    with pytest.raises(RuleBroken, match="last steward"):
        stewards.depart(cast.mo, cast.inner, NOW)
    stewards.depart(cast.ben, cast.inner, NOW)
    stewards.depart(cast.cleo, cast.inner, NOW)
    stewards.depart(cast.mo, cast.inner, NOW)  # alone: nobody is left behind
    assert circles.size(cast.inner.id) == 0


def test_a_suspended_member_leaves_nothing_by_themselves(cast: Cast) -> None:
    cast.ana.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        stewards.depart(cast.ana, cast.inner, NOW)
