"""A change of address waits for both mailboxes (RELIABILITY E3, E6, F3, G1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from qa.core import clock, outbox, tokens, transaction
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members import resets
from qa.members.models import LoginSession, Member, MemberState
from qa.signin import addresses, queries
from qa.signin.models import AddressChange
from tests.signin.people import ANA, letters, link_in, text_of
from tests.support.cast import Cast

NEW = "ana@elsewhere.example"
MANY = 20


def ask(member: Member, email: str = NEW) -> dict[str, str]:
    """Ask for *email*; the token that each address was sent."""
    with transaction.unit():
        addresses.ask(member, email, clock.now())
    return {
        str(one["To"]): link_in(one).rpartition("/")[2] for one in letters() if "/address/" in text_of(one)
    }


def yes(token: str, spare: int | None = None) -> str:
    link = addresses.look(token, clock.now())
    assert link is not None
    with transaction.unit():
        return addresses.say_yes(link, clock.now(), spare=spare)


@pytest.mark.parametrize("order", [(ANA, NEW), (NEW, ANA)])
def test_it_takes_effect_with_the_second_yes(cast: Cast, order: tuple[str, str]) -> None:
    sent = ask(cast.ana)
    assert yes(sent[order[0]]) == "waiting"
    assert cast.ana.email == ANA
    assert yes(sent[order[1]]) == "done"
    assert (cast.ana.email, cast.ana.email_key) == (NEW, NEW)
    for token in sent.values():
        assert addresses.look(token, clock.now()) is None
    told = [str(one["To"]) for one in letters() if one["Subject"] == "Your mail address was changed"]
    assert sorted(told) == sorted([ANA, NEW])


def test_one_mailbox_cannot_say_both(cast: Cast) -> None:
    sent = ask(cast.ana)
    link = addresses.look(sent[NEW], clock.now())
    assert link is not None
    assert yes(sent[NEW]) == "waiting"
    with transaction.unit():
        assert addresses.say_yes(link, clock.now()) == "dead"
    again = addresses.look(sent[NEW], clock.now())
    assert again is not None
    assert again.said
    with pytest.raises(NotFound):
        addresses.refuse(again, clock.now())
    assert cast.ana.email == ANA


def test_every_session_and_link_ends_but_the_one_that_said_it(
    cast: Cast, as_: Callable[[Member], object]
) -> None:
    as_(cast.ana)
    as_(cast.ana)
    spare, other = db.session.scalars(
        select(LoginSession.id).where(LoginSession.member_id == cast.ana.id)
    ).all()
    with transaction.unit():
        reset = resets.fresh(cast.ana, clock.now())
    sent = ask(cast.ana)
    yes(sent[ANA], spare)
    assert resets.look(reset, clock.now()) is not None
    yes(sent[NEW], spare)
    assert db.session.get_one(LoginSession, other).revoked_at is not None
    assert db.session.get_one(LoginSession, spare).revoked_at is None
    assert resets.look(reset, clock.now()) is None


def test_refusing_calls_it_off_and_ends_every_session(cast: Cast, as_: Callable[[Member], object]) -> None:
    as_(cast.ana)
    sent = ask(cast.ana)
    link = addresses.look(sent[ANA], clock.now())
    assert link is not None
    with transaction.unit():
        fresh = addresses.refuse(link, clock.now())
    assert db.session.scalars(select(LoginSession.revoked_at)).one() is not None
    found = resets.look(fresh, clock.now())
    assert found is not None
    assert found.member_id == cast.ana.id
    assert addresses.look(sent[NEW], clock.now()) is None
    assert cast.ana.email == ANA
    with pytest.raises(NotFound):
        addresses.refuse(link, clock.now())


def test_a_taken_address_tells_its_owner_alone(cast: Cast) -> None:
    sent = ask(cast.ana, "BEN@peers.example")
    assert set(sent) == {ANA}
    told = [one for one in letters() if one["To"] == "BEN@peers.example"]
    assert [one["Subject"] for one in told] == ["Somebody gave your address as theirs"]
    assert "Ana" not in text_of(told[0])
    assert yes(sent[ANA]) == "waiting"
    assert queries.waiting_address(cast.ana.id, clock.now()) is not None


def test_an_address_taken_meanwhile_is_not_taken_twice(cast: Cast) -> None:
    sent = ask(cast.ana)
    yes(sent[ANA])
    with transaction.unit():
        cast.ben.email = cast.ben.email_key = NEW
    with pytest.raises(RuleBroken, match="another account"):
        yes(sent[NEW])
    assert cast.ana.email == ANA
    assert cast.ben.email == NEW


@pytest.mark.parametrize(
    ("email", "words"), [("no address", "not a mail"), ("Ana@Peers.example ", "already"), ("", "not a mail")]
)
def test_what_is_no_new_address_is_refused(cast: Cast, email: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as caught:
        addresses.ask(cast.ana, email, clock.now())
    assert caught.value.field == "email"


def test_a_newer_change_ends_the_older(cast: Cast) -> None:
    first = ask(cast.ana)
    second = ask(cast.ana, "ana@third.example")
    assert addresses.look(first[NEW], clock.now()) is None
    assert addresses.look(second["ana@third.example"], clock.now()) is not None
    with transaction.unit():
        assert addresses.call_off(cast.ana.id, clock.now())
        assert not addresses.call_off(cast.ana.id, clock.now())
    assert addresses.look(second["ana@third.example"], clock.now()) is None
    assert queries.waiting_address(cast.ana.id, clock.now()) is None


def test_a_change_ends_after_a_day_and_with_the_account(cast: Cast) -> None:
    sent = ask(cast.ana)
    now = clock.now()
    assert addresses.look(sent[NEW], now + timedelta(hours=23)) is not None
    assert addresses.look(sent[NEW], now + timedelta(hours=24, seconds=1)) is None
    with transaction.unit():
        cast.ana.state = MemberState.LEFT
    assert addresses.look(sent[NEW], now) is None


def test_only_hashes_are_kept_and_a_row_done_twice_sends_one_link(cast: Cast) -> None:
    with transaction.unit():
        addresses.ask(cast.ana, NEW, clock.now())
    job = outbox.Job(900, addresses.KIND, {"change": 1, "side": "new"}, 0, clock.now())
    links = []
    for _ in range(2):
        with transaction.unit():
            letter = addresses._prepare(job, tokens.token_of("address", job.seed))
        assert letter is not None
        links.append(letter.link)
    assert links[0] == links[1]
    row = db.session.scalars(select(AddressChange)).one()
    assert row.new_hash == tokens.token_hash(tokens.token_of("address", job.seed))
    assert tokens.token_of("address", job.seed) not in str(vars(row))


def test_nobody_is_asked_about_what_was_called_off(cast: Cast) -> None:
    with transaction.unit():
        addresses.ask(cast.ana, NEW, clock.now())
        addresses.call_off(cast.ana.id, clock.now())
    assert letters() == []


def test_who_has_no_address_is_asked_at_the_new_one_only(cast: Cast) -> None:
    with transaction.unit():
        cast.ana.email = cast.ana.email_key = None
    sent = ask(cast.ana)
    assert set(sent) == {NEW}
    assert yes(sent[NEW]) == "done"
    assert cast.ana.email == NEW


def test_of_twenty_at_once_one_yes_counts(app: Flask, cast: Cast) -> None:
    sent = ask(cast.ana)
    yes(sent[ANA])
    link = addresses.look(sent[NEW], clock.now())
    assert link is not None
    db.session.rollback()
    barrier = Barrier(MANY)

    def run(_number: int) -> str:
        with app.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    return addresses.say_yes(link, clock.now())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        assert Counter(pool.map(run, range(MANY))) == {"done": 1, "dead": MANY - 1}
    told = [one for one in letters() if one["Subject"] == "Your mail address was changed"]
    assert len(told) == 2


def test_both_mailboxes_at_once_take_effect_once(app: Flask, cast: Cast) -> None:
    sent = ask(cast.ana)
    links = [addresses.look(sent[to], clock.now()) for to in (ANA, NEW)]
    db.session.rollback()
    barrier = Barrier(2)

    def run(link: addresses.Link) -> str:
        with app.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    return addresses.say_yes(link, clock.now())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, [one for one in links if one is not None])) == ["done", "waiting"]
    assert cast.ana.email == NEW
