"""What many do at the same instant happens once, on either engine."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from qa.core import clock, outbox, tokens, transaction
from qa.core.db import db
from qa.core.errors import PersonError
from qa.members import accounts
from qa.members.mailing import rounds
from qa.members.mailing.models import MailRound, RoundName
from qa.members.models import Member, Membership, MemberState
from qa.vetting import applications, deciding, entering, invitations, queue_mails, vouching
from qa.vetting.models import Application, Invitation, Outcome, Vouch
from tests.support.cast import FAR_OFF, Cast
from tests.support.joining import PASSWORD, said, saved, waiting

MANY = 20
HOW = "Ran the February shutdown."


def all_at_once(app: Flask, act: Callable[[int], str], many: int = MANY) -> Counter[str]:
    """What *act* says when *many* do it together, each in a transaction of their own."""
    barrier = threading.Barrier(many)

    def run(number: int) -> str:
        with app.app_context():
            barrier.wait(30)
            try:
                with transaction.unit():
                    return act(number)
            except PersonError as error:
                return f"refused {error.status}"
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(many) as pool:
        return Counter(pool.map(run, range(many)))


def members(many: int) -> list[int]:
    with transaction.unit():
        return [
            accounts.create_member(name="Hana", email=f"hana{n}@peers.example", pledged_until=FAR_OFF).id
            for n in range(many)
        ]


def test_an_invitation_is_used_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        wanted = invitations.Wanted("Nils Verhoeven", "nils@scheldehaven.example", HOW, 2020)
        invitations.invite(cast.ana, wanted, clock.now()).token_hash = tokens.token_hash("t")

    def join(_number: int) -> str:
        found = invitations.look("t", clock.now())
        if found is None:
            return "dead"
        return "in" if invitations.join(found, said(), PASSWORD, clock.now()) else "dead"

    assert all_at_once(app, join) == {"in": 1, "dead": MANY - 1}
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1
    assert db.session.scalar(select(func.count()).select_from(Vouch)) == 1


def test_an_address_is_confirmed_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        for token in ("a", "b"):
            applications.apply(said(), clock.now()).token_hash = tokens.token_hash(token)

    def confirm(number: int) -> str:
        found = entering.look("ab"[number % 2], clock.now())
        if found is None:
            return "dead"
        return "in" if entering.confirm(found, PASSWORD, clock.now()) else "dead"

    assert all_at_once(app, confirm, 10) == {"in": 1, "dead": 9}
    key = Member.email_key == "nils@scheldehaven.example"
    assert db.session.scalar(select(func.count()).select_from(Member).where(key)) == 1


def test_many_vouch_and_one_admission_comes_of_it(app: Flask, cast: Cast) -> None:
    number, people = saved(cast.eve), members(10)
    eve = cast.eve.id

    def vouch(which: int) -> str:
        application = db.session.get_one(Application, number)
        vouching.vouch(db.session.get_one(Member, people[which]), application, HOW, 2020, clock.now())
        return "said"

    assert all_at_once(app, vouch, 10) == {"said": 2, "refused 409": 8}
    assert db.session.get_one(Application, number).outcome == Outcome.ADMITTED
    live = select(func.count()).select_from(Membership).where(Membership.member_id == eve)
    assert db.session.scalar(live) == 1
    kinds = Counter(db.session.scalars(select(outbox.OutboxRow.kind)))
    assert kinds[deciding.NEWS] == 1


def test_five_vouches_a_month_are_five(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        numbers = [
            waiting(accounts.create_member(name="Hana", email=f"h{n}@port.example", state=MemberState.APPLICANT)).id
            for n in range(10)
        ]  # fmt: skip
    ana = cast.ana.id

    def vouch(which: int) -> str:
        application = db.session.get_one(Application, numbers[which])
        vouching.vouch(db.session.get_one(Member, ana), application, HOW, 2020, clock.now())
        return "said"

    assert all_at_once(app, vouch, 10) == {"said": 5, "refused 422": 5}


def test_six_invitations_a_year_are_six(app: Flask, cast: Cast) -> None:
    ana = cast.ana.id

    def invite(number: int) -> str:
        wanted = invitations.Wanted("Nils Verhoeven", f"n{number}@port.example", HOW, 2020)
        invitations.invite(db.session.get_one(Member, ana), wanted, clock.now())
        return "sent"

    assert all_at_once(app, invite, 10) == {"sent": 6, "refused 422": 4}
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 6


@pytest.mark.parametrize("before", [False, True])
def test_many_applicants_make_one_mail(app: Flask, cast: Cast, before: bool) -> None:
    now = clock.now()
    with transaction.unit():
        numbers = [
            waiting(accounts.create_member(name="Hana", email=f"h{n}@port.example", state=MemberState.APPLICANT)).id
            for n in range(10)
        ]  # fmt: skip
        if before:
            db.session.add(MailRound(member_id=cast.mo.id, name=RoundName.QUEUE, sent_at=now))

    def announce(which: int) -> str:
        queue_mails.announce(db.session.get_one(Application, numbers[which]), now)
        return "told"

    assert all_at_once(app, announce, 10) == {"told": 10}
    (row,) = db.session.scalars(select(outbox.OutboxRow).where(outbox.OutboxRow.kind == rounds.KIND))
    assert row.due_at == (now + timedelta(hours=24) if before else now)
