"""The mail about who waits: one in a day at most, whatever fails, and nothing for who lost the right."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from qa.core import clock, letters, mail, outbox, transaction
from qa.core.db import db
from qa.core.mailbox import read
from qa.members import accounts
from qa.members.mailing import rounds
from qa.members.mailing.models import MailRound
from qa.members.models import MemberState
from qa.vetting import deciding, inquiries, queue_mails, vouching
from qa.vetting.models import Application, Nomination
from tests.support.cast import Cast
from tests.support.joining import waiting

NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is noon of one day."""
    with time_machine.travel(NOON, tick=False):
        yield


def apply(cast: Cast, name: str, *named: str) -> int:
    """Somebody waits from now on, who names those handles."""
    with transaction.unit():
        member = accounts.create_member(
            name=name, email=f"{name.lower()}@port.example", state=MemberState.APPLICANT
        )
        application = waiting(member)
        for handle in named:
            db.session.add(Nomination(application_id=application.id, member_id=getattr(cast, handle).id))
        db.session.flush()
        queue_mails.announce(application, clock.now())
    return application.id


def drain(hours: float = 0) -> list[tuple[str, str]]:
    """What goes out by so many hours after noon: to, and the text, of each mail that is new."""
    before = {path.name for path in mail.filed()}
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        while outbox.drain(50):
            pass
    found = [read(path) for path in reversed(mail.filed()) if path.name not in before]
    return sorted((one.to, one.text) for one in found)


def test_those_named_and_moderators_hear_of_it_once_a_day(app: Flask, cast: Cast) -> None:
    apply(cast, "Nils", "ana")
    first = drain()
    assert [to for to, _text in first] == ["ana@peers.example", "mo@peers.example"]
    assert "- Nils, since today" in first[0][1]
    apply(cast, "Ida", "ana")
    assert drain(23.9) == []
    second = drain(24)
    assert [to for to, _text in second] == ["ana@peers.example", "mo@peers.example"]
    assert "- Nils, waiting for one day" in second[0][1]
    assert "- Ida" in second[0][1]
    assert drain(99) == []


def test_who_is_not_named_hears_nothing_of_others(app: Flask, cast: Cast) -> None:
    apply(cast, "Nils", "ana")
    apply(cast, "Ida", "ben")
    mails = dict(drain())
    assert "Ida" not in mails["ana@peers.example"]
    assert "Nils" not in mails["ben@peers.example"]
    assert "Ida" in mails["mo@peers.example"]
    assert "Nils" in mails["mo@peers.example"]


def test_who_has_answered_or_lost_the_right_gets_nothing(app: Flask, cast: Cast) -> None:
    number = apply(cast, "Nils", "ana", "ben", "cleo")
    with transaction.unit():
        application = db.session.get_one(Application, number)
        vouching.vouch(cast.ana, application, "Ran our audit", 2019, clock.now())
        cast.ben.state = MemberState.SUSPENDED
        cast.mo.role = cast.ana.role
    assert [to for to, _text in drain()] == ["cleo@peers.example"]


def test_a_decided_application_is_not_told_of(app: Flask, cast: Cast) -> None:
    number = apply(cast, "Nils", "ana")
    with transaction.unit():
        deciding.decline(cast.mo, db.session.get_one(Application, number), "No", clock.now())
    assert [to for to, _text in drain()] == ["nils@port.example"]
    apply(cast, "Ida", "ana")
    assert "ana@peers.example" in dict(drain())  # the mail that was not sent holds back no other


def test_a_mail_server_that_is_away_delays_the_one_mail(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(cast, "Nils", "ana")
    send = letters.send
    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refuse)
        assert drain() == []
    assert letters.send is send
    assert [to for to, _text in drain(1)] == ["ana@peers.example", "mo@peers.example"]
    assert drain(99) == []


def refuse(*_args: object) -> None:
    raise smtplib.SMTPServerDisconnected


class Killed(BaseException):
    """The worker is gone."""


def kill(*_args: object) -> None:
    raise Killed


@pytest.mark.parametrize("sent", [False, True])
def test_a_worker_killed_at_the_mail_sends_no_second_one_that_day(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    apply(cast, "Nils", "ana")
    with transaction.unit():
        cast.mo.role = cast.ana.role
    with monkeypatch.context() as patch:
        # Killed before the mail is handed over, or after it and before that is noted.
        patch.setattr(rounds, "_close" if sent else "_put", kill)
        if not sent:
            patch.setattr(letters, "send", kill)
        with pytest.raises(Killed):
            drain()
    db.session.rollback()
    if not sent:
        with transaction.unit():
            # An exception undoes the claim; a kill does not.
            row = db.session.scalars(select(MailRound).where(MailRound.member_id == cast.ana.id)).one()
            row.sent_at = NOON
    outbox.release()
    rounds._out().clear()  # its memory went with it
    assert drain(1) == []
    assert [to for to, _text in drain(24)] == ["ana@peers.example"]


def test_who_came_while_the_mail_was_written_is_told_of_the_next_day(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(cast, "Nils", "ana")
    with transaction.unit():
        cast.mo.role = cast.ana.role
    send = letters.send

    def slowly(letter: letters.Letter, job: outbox.Job) -> None:
        send(letter, job)
        with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
            apply(cast, "Ida", "ana")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", slowly)
        ((_to, text),) = drain()
    assert "Ida" not in text
    assert drain(12) == []
    ((_to, text),) = drain(25)
    assert "Ida" in text


def test_news_that_are_none_any_more(app: Flask, cast: Cast) -> None:
    """A voucher who took the word back or is suspended, an applicant who is gone, a question that was answered."""
    now = clock.now()
    with transaction.unit():
        application = waiting(cast.eve)
        one = vouching.vouch(cast.ana, application, "Ran our audit", 2019, now)
        asked = inquiries.ask(cast.ben, application, "Since when?", now)
        inquiries.reply(cast.eve, asked.id, "Since 2019", now)
        vouching.vouch(cast.ben, application, "Ran our audit", 2019, now)
        vouching.take_back(cast.ana, one.id, "I mixed them up", now)
        cast.ben.state = cast.eve.state = MemberState.SUSPENDED
    assert drain() == []


def test_mails_have_both_texts_and_escape_names(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        application = waiting(cast.eve)
        inquiries.ask(cast.ana, application, "O'Brien & <b>sons</b>?", clock.now())
    drain()
    raw = mail.filed()[0].read_text()
    assert "text/html" in raw
    ((_to, text),) = [(one.to, one.text) for one in map(read, mail.filed())]
    assert "O'Brien & <b>sons</b>?" in text
    assert "<b>sons" not in raw.partition("text/html")[2]
