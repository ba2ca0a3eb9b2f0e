"""Coming into a circle by invitation or request: who may, when, and what ends what; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.outbox import OutboxRow
from qa.members import circles, entries, waiting
from qa.members.models import CircleEntry, CircleRole, Member, Membership, MemberState
from tests.support.cast import LONG_AGO, Cast, join

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + entries.REST + timedelta(hours=1)


def invite(cast: Cast, member: Member | None = None, by: Member | None = None) -> CircleEntry:
    return entries.invite(by or cast.ben, cast.inner, member or cast.dan, "Come in", NOW)


def request(cast: Cast, now: datetime = NOW) -> CircleEntry:
    return entries.ask(cast.dan, cast.inner, "I run it too", now)


def is_in(cast: Cast, member: Member) -> bool:
    return circles.part(cast.inner.id, member.id) is not None


def told() -> list[str]:
    rows = db.session.scalars(
        select(OutboxRow).where(OutboxRow.kind == "members.circle").order_by(OutboxRow.id)
    )
    return [f"{row.payload['what']} {db.session.get_one(Member, row.payload['to']).handle}" for row in rows]


def test_a_member_invites_and_the_invited_says_yes(cast: Cast) -> None:
    entry = invite(cast)
    assert not is_in(cast, cast.dan)
    assert told() == ["invited dan"]
    assert [row.author_handle for row in waiting.entries_of(cast.dan.id)] == ["ben"]
    assert [row.author_handle for row in waiting.given_by(cast.ben.id, cast.inner.id)] == ["dan"]
    entries.answer(cast.dan, entries.load_invitation(entry.id, cast.dan), True, NOW)
    assert is_in(cast, cast.dan)
    assert (entry.accepted, entry.ended_at, entry.ended_by_id) == (True, NOW, cast.dan.id)
    with pytest.raises(NotFound):
        entries.load_invitation(entry.id, cast.dan)


def test_a_no_is_a_no_for_thirty_days(cast: Cast) -> None:
    entry = invite(cast)
    entries.answer(cast.dan, entry, False, NOW)
    assert not is_in(cast, cast.dan)
    with pytest.raises(RuleBroken, match="30 days"):
        invite(cast, by=cast.ana)
    assert entries.invite(cast.ana, cast.inner, cast.dan, "", LATER).id
    request(cast)  # the other way round is another matter


def test_who_may_invite_whom(cast: Cast) -> None:
    with pytest.raises(NotFound):
        invite(cast, cast.cleo, by=cast.dan)  # not in the circle
    for member, words in ((cast.cleo, "already"), (cast.eve, "no member"), (cast.ben, "no member")):
        with pytest.raises(RuleBroken, match=words) as error:
            invite(cast, member)
        assert error.value.field == "member"
    cast.ben.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        invite(cast)
    cast.cleo.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        invite(cast, by=cast.cleo)
    assert invite(cast, by=cast.ana).id
    with pytest.raises(RuleBroken, match="invited already"):
        invite(cast, by=cast.mo)


def test_whom_one_shares_no_circle_with_is_like_nobody(cast: Cast) -> None:
    """All active members are in Everyone, but no rule relies on it."""
    his = update(Membership).where(Membership.member_id == cast.dan.id)
    db.session.execute(his.values(left_at=NOW))
    with pytest.raises(RuleBroken, match="no member of this name") as error:
        invite(cast, cast.dan)
    assert error.value.field == "member"
    db.session.execute(his.values(left_at=None))
    assert invite(cast, cast.dan).id


def test_a_request_is_shown_to_who_made_it_alone(cast: Cast) -> None:
    entry = entries.ask(cast.dan, cast.inner, "I run it too", NOW)
    found = waiting.own_request(cast.dan.id, cast.inner.id, NOW)
    assert found is not None and found.id == entry.id
    assert waiting.own_request(cast.eve.id, cast.inner.id, NOW) is None


def test_an_invitation_is_for_one_alone(cast: Cast) -> None:
    entry = invite(cast, cast.dan)
    for other in (cast.ana, cast.ben, cast.mo):
        with pytest.raises(NotFound):
            entries.load_invitation(entry.id, other)
    assert entries.load_invitation(entry.id, cast.dan).id == entry.id


def test_an_invitation_is_void_once_its_giver_is_out(cast: Cast) -> None:
    entry = invite(cast)
    circles.leave(cast.inner, cast.ben, NOW)
    with pytest.raises(NotFound):
        entries.load_invitation(entry.id, cast.dan)
    circles.join(cast.inner, cast.ben, NOW)
    with pytest.raises(NotFound):  # and stays so when the giver comes back
        entries.load_invitation(entry.id, cast.dan)
    assert entries.load_invitation(invite(cast).id, cast.dan)


def test_an_invitation_is_void_while_its_giver_is_suspended(cast: Cast) -> None:
    entry = invite(cast)
    cast.ben.state = MemberState.SUSPENDED
    assert not waiting.entries_of(cast.dan.id)
    with pytest.raises(NotFound):
        entries.load_invitation(entry.id, cast.dan)
    entries.end_all(cast.ben.id, NOW)
    cast.ben.state = MemberState.ACTIVE
    with pytest.raises(NotFound):
        entries.load_invitation(entry.id, cast.dan)
    assert entries.load_invitation(invite(cast).id, cast.dan)


def test_who_leaves_the_community_has_nothing_waiting(cast: Cast) -> None:
    asked, given = request(cast), invite(cast, by=cast.ben)
    cast.dan.state = MemberState.LEFT
    circles.leave(cast.everyone, cast.dan, NOW)
    db.session.refresh(asked)
    db.session.refresh(given)
    assert asked.ended_at is not None
    assert given.ended_at is not None
    assert asked.accepted is None


def test_all_is_checked_again_when_the_invited_says_yes(cast: Cast) -> None:
    entry = invite(cast)
    cast.dan.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        entries.answer(cast.dan, entry, True, NOW)
    cast.dan.pledged_until = LATER
    cast.inner.cap = 4
    with pytest.raises(RuleBroken, match="full"), db.session.begin_nested():
        entries.answer(cast.dan, entry, True, NOW)
    cast.inner.cap = 5
    cast.dan.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        entries.answer(cast.dan, entry, True, NOW)
    cast.dan.state = MemberState.ACTIVE
    entries.answer(cast.dan, entry, True, NOW)
    assert is_in(cast, cast.dan)


def test_the_last_seat_is_given_once(cast: Cast) -> None:
    join(cast.eve, cast.everyone)
    cast.eve.state, cast.inner.cap = MemberState.ACTIVE, 5
    first, second = invite(cast), invite(cast, cast.eve)
    entries.answer(cast.dan, first, True, NOW)
    with pytest.raises(RuleBroken, match="full"):
        entries.answer(cast.eve, second, True, NOW)
    with pytest.raises(RuleBroken, match="full"):
        invite(cast, by=cast.ana) if not is_in(cast, cast.dan) else circles.require_room(cast.inner)


def test_a_steward_lets_somebody_in(cast: Cast) -> None:
    entry = request(cast)
    assert told() == ["requested mo"]
    assert [row.author_handle for row in waiting.requests_to(cast.inner.id)] == ["dan"]
    assert waiting.requests_waiting(cast.inner.id) == 1
    entries.decide(cast.mo, entries.load_request(entry.id, cast.mo), True, "Welcome", NOW)
    assert is_in(cast, cast.dan)
    assert told() == ["requested mo", "decided dan"]
    assert waiting.requests_waiting(cast.inner.id) == 0


def test_a_no_has_a_reason_and_holds_for_thirty_days(cast: Cast) -> None:
    entry = request(cast)
    with pytest.raises(RuleBroken) as error:
        entries.decide(cast.mo, entry, False, "  ", NOW)
    assert error.value.field == "reason"
    entries.decide(cast.mo, entry, False, "Other trade", NOW)
    assert not is_in(cast, cast.dan)
    refused = waiting.own_request(cast.dan.id, cast.inner.id, NOW)
    assert refused is not None
    assert (refused.accepted, refused.reason) == (False, "Other trade")
    with pytest.raises(RuleBroken, match="30 days"):
        request(cast, NOW + entries.REST - timedelta(hours=1))
    assert waiting.own_request(cast.dan.id, cast.inner.id, LATER) is None
    assert request(cast, LATER).id


def test_only_stewards_decide(cast: Cast) -> None:
    entry = request(cast)
    cast.ana.role = cast.mo.role  # a moderator is no steward
    for who in (cast.ana, cast.ben, cast.dan):
        with pytest.raises(NotFound):
            entries.load_request(entry.id, who)
        with pytest.raises(Forbidden):
            entries.decide(who, entry, True, "", NOW)
    cast.dan.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        entries.decide(cast.mo, entry, True, "", NOW)
    cast.dan.pledged_until = LATER
    entries.decide(cast.mo, entry, True, "", NOW)
    assert is_in(cast, cast.dan)


def test_who_may_ask_to_be_let_in(cast: Cast) -> None:
    cast.inner.listed = False
    with pytest.raises(NotFound):
        request(cast)
    with pytest.raises(NotFound):
        entries.load_listed("inner", cast.dan)
    cast.inner.listed = True
    with pytest.raises(NotFound):
        entries.ask(cast.dan, cast.everyone, "", NOW)
    with pytest.raises(RuleBroken, match="already"):
        entries.ask(cast.ben, cast.inner, "", NOW)
    cast.inner.cap = 4
    with pytest.raises(RuleBroken, match="full"):
        request(cast)
    cast.inner.cap = 5
    cast.mo.state = MemberState.SUSPENDED
    with pytest.raises(RuleBroken, match="no steward"):
        request(cast)
    cast.mo.state = MemberState.ACTIVE
    with pytest.raises(RuleBroken) as error:
        entries.ask(cast.dan, cast.inner, "x" * 501, NOW)
    assert error.value.field == "words"
    assert entries.load_listed("inner", cast.dan).id == cast.inner.id
    assert request(cast).id
    with pytest.raises(RuleBroken, match="already"):
        request(cast)


def test_who_asked_takes_it_back_and_nobody_else(cast: Cast) -> None:
    asked, given = request(cast), invite(cast)
    for entry, who in ((asked, cast.ben), (given, cast.dan), (given, cast.ana)):
        with pytest.raises(NotFound):
            entries.load_asked(entry.id, who)
    entries.take_back(cast.dan, entries.load_asked(asked.id, cast.dan), NOW)
    entries.take_back(cast.ben, entries.load_asked(given.id, cast.ben), NOW)
    assert not waiting.entries_of(cast.dan.id)
    assert request(cast).id  # what was taken back was no no
    assert invite(cast).id


def test_who_comes_in_by_one_way_needs_no_other(cast: Cast) -> None:
    asked, given = request(cast), invite(cast)
    entries.answer(cast.dan, given, True, NOW)
    db.session.refresh(asked)
    assert asked.accepted is True
    assert circles.part(cast.inner.id, cast.dan.id) == CircleRole.MEMBER
