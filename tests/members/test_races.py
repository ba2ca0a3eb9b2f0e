"""Many at the same instant, in threads of their own (RELIABILITY K4, G1), on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members import accounts, circles, entries, founding, resets, stewards
from qa.members.models import Circle, CircleEntry, Member, PasswordReset
from tests.support.cast import Cast
from tests.support.crowd import crowd

MANY = 20


def all_at_once(app: Flask, act: Callable[[int], str]) -> Counter[str]:
    """What *act* says in each of MANY threads, each with a transaction of its own, begun together."""
    db.session.rollback()
    barrier = Barrier(MANY)

    def run(number: int) -> str:
        with app.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    return act(number)
            except RuleBroken as error:
                return f"refused {error.field}"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(run, range(MANY)))


@pytest.mark.usefixtures("cast")
def test_one_address_is_given_once(app: Flask) -> None:
    def sign_up(number: int) -> str:
        address = ("hana@peers.example", "HANA@peers.example")[number % 2]
        accounts.create_member(name=f"Hana {chr(97 + number)}", email=address)
        return "made"

    assert all_at_once(app, sign_up) == {"made": 1, "refused email": MANY - 1}


@pytest.mark.usefixtures("cast")
def test_one_handle_is_given_once_however_it_is_spelt(app: Flask) -> None:
    spellings = ("élodie", "Élodie", "e\N{COMBINING ACUTE ACCENT}lodie", "ÉLODIE")

    def sign_up(number: int) -> str:
        accounts.create_member(
            name="Hana", email=f"hana{number}@peers.example", handle=spellings[number % len(spellings)]
        )
        return "made"

    assert all_at_once(app, sign_up) == {"made": 1, "refused handle": MANY - 1}


@pytest.mark.usefixtures("cast")
def test_people_of_one_name_all_get_an_account(app: Flask) -> None:
    def sign_up(number: int) -> str:
        return accounts.create_member(name="Hana", email=f"hana{number}@peers.example").handle

    handles = all_at_once(app, sign_up)
    assert len(handles) == MANY
    assert "hana" in handles


def test_everyone_is_made_once(app: Flask) -> None:
    with transaction.unit():
        db.session.query(circles.Membership).delete()
        db.session.query(Circle).delete()

    def find(_number: int) -> str:
        return str(circles.everyone(clock.now()).id)

    assert len(all_at_once(app, find)) == 1
    assert db.session.scalar(select(func.count()).select_from(Circle)) == 1


def test_the_last_seat_is_taken_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        inner = cast.inner
        inner.cap = circles.size(inner.id) + 1
        people = [accounts.create_member(name="Hana", email=f"hana{n}@peers.example").id for n in range(MANY)]
    circle_id = cast.inner.id

    def join(number: int) -> str:
        circle, member = db.session.get(Circle, circle_id), db.session.get(Member, people[number])
        assert circle is not None
        assert member is not None
        circles.join(circle, member, clock.now())
        return "in"

    assert all_at_once(app, join) == {"in": 1, "refused None": MANY - 1}


def test_a_link_works_once(app: Flask, cast: Cast) -> None:
    now = clock.now()
    with transaction.unit():
        db.session.add(
            PasswordReset(
                member_id=cast.ana.id,
                token_hash=tokens.token_hash("t"),
                created_at=now,
                expires_at=now + resets.GOOD_FOR,
            )
        )

    def use(number: int) -> str:
        link = resets.look("t", now)
        if link is None or resets.use(link, f"kestrel number {number} of many", now) is None:
            return "dead"
        return "changed"

    assert all_at_once(app, use) == {"changed": 1, "dead": MANY - 1}


@pytest.mark.usefixtures("cast")
def test_a_circle_is_founded_once_by_however_many_say_yes_at_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        people = crowd(cast.everyone, MANY)
        plan = founding.Plan("Exit planners", "Leaving a provider.", "", "", 60, False)
        gathering_id = founding.gather(cast.ana, plan, people, clock.now()).id
        ids = [one.id for one in people]

    def say_yes(number: int) -> str:
        member = db.session.get_one(Member, ids[number])
        gathering = founding.load(gathering_id, member)
        return "founded" if founding.answer(member, gathering, True, clock.now()) else "noted"

    said = all_at_once(app, say_yes)
    assert said == {"founded": 1, "noted": 2, "refused None": MANY - 3}
    circle = db.session.query(Circle).filter_by(name="Exit planners").one()
    assert circles.size(circle.id) == 4
    invited = db.session.query(CircleEntry).filter_by(circle_id=circle.id, ended_at=None).count()
    assert invited == MANY - 3


@pytest.mark.usefixtures("cast")
def test_two_stewards_who_go_at_once_leave_one(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        stewards.appoint(cast.mo, cast.inner, cast.ben, clock.now())
        ids = [cast.mo.id, cast.ben.id]

    def go(number: int) -> str:
        member = db.session.get_one(Member, ids[number % 2])
        try:
            circle = stewards.load("inner", member)
        except NotFound:
            return "gone"
        stewards.depart(member, circle, clock.now())
        return "left"

    said = all_at_once(app, go)
    assert said["left"] == 1
    assert stewards.stewards(cast.inner.id) == 1


@pytest.mark.usefixtures("cast")
def test_one_request_waits_however_often_it_is_sent(app: Flask, cast: Cast) -> None:
    dan_id = cast.dan.id

    def send(_number: int) -> str:
        dan = db.session.get_one(Member, dan_id)
        entries.ask(dan, entries.load_listed("inner", dan), "", clock.now())
        return "asked"

    assert all_at_once(app, send) == {"asked": 1, "refused None": MANY - 1}
