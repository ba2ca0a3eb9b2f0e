"""The mail about saved searches: once a day at most, with all that is new, and nothing that was lost meanwhile."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from flask import Flask

from qa.core import letters, mail, outbox, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.search import saved_hits, saved_mails, saved_queries, saving, service, upkeep
from qa.search.models import SavedHit, SavedMail
from tests.search.people import NOW, Person
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.things import saved_question


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        upkeep.rebuild()
        yield


def save(who: Member, words: str) -> None:
    query, known = service.fitting(Person(who.id), words, {}, NOW)
    with transaction.unit():
        saving.save(who, query, {}, known, NOW)


def drain(hours: float = 0) -> list[tuple[str, str]]:
    """What the worker mails *hours* after NOW: the receivers and the texts of the mails that were not there before."""
    nobody_is_asked()
    before = {path.name for path in mail.filed()}
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        while outbox.drain():
            pass
    found = []
    for path in mail.filed():
        if path.name not in before:
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            assert body is not None
            found.append((str(letter["To"]), str(letter["Subject"]) + "\n" + str(body.get_content())))
    return found


def test_a_mail_lists_what_is_new_once_a_day(app: Flask, cast: Cast) -> None:
    save(cast.cleo, "vendor")
    save(cast.cleo, "critical")
    saved_question(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    ((to, text),) = drain()
    assert to == "cleo@peers.example"
    assert "One thread fits what you search for" in text
    assert "How many critical vendors do you re-audit on site each year? (Inner circle)" in text
    assert "/search/saved" in text
    assert "Lindqvist" not in text
    for number in range(2):
        saved_question(cast.ana, cast.inner, title=f"Which vendor is number {number}?", body="None.")
    assert drain(1) == drain(23) == []
    ((to, text),) = drain(24)
    assert (to, "2 threads fit" in text) == ("cleo@peers.example", True)
    assert "number 0?" in text and "number 1?" in text
    assert "critical" not in text  # told already
    assert drain(99) == []


def test_a_search_removed_or_a_question_hidden_meanwhile_is_not_mailed(app: Flask, cast: Cast) -> None:
    save(cast.cleo, "vendor")
    question_id = saved_question(cast.ana, cast.inner)
    while outbox.drain(slow=False):
        pass
    job = outbox.Job(
        id=0,
        kind=saved_hits.KIND,
        payload={"question_id": question_id, "actor_id": None},
        attempts=1,
        created_at=NOW,
    )
    saved_hits.look_through([job])
    assert db.session.query(SavedHit).count() == 1
    with transaction.unit():
        saving.remove(cast.cleo, saved_queries.saved(cast.cleo.id)[0].id)
    assert drain() == []
    assert db.session.query(SavedMail).one().due_at is None  # nothing is held back by it


def test_more_than_a_mail_names_come_the_day_after(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_queries, "LISTED", 2)
    save(cast.cleo, "vendor")
    for number in range(3):
        saved_question(cast.ana, cast.inner, title=f"Which vendor is number {number}?")
    while outbox.drain(slow=False):
        pass
    ((_to, first),) = drain()
    assert "One more is named" in first
    assert drain(23) == []
    ((_to, second),) = drain(24)
    named = [sum(f"number {number}?" in text for text in (first, second)) for number in range(3)]
    assert named == [1, 1, 1]


def refuse(*_args: object) -> None:
    raise smtplib.SMTPServerDisconnected


def test_a_mail_server_that_is_away_delays_the_mail(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(cast.cleo, "vendor")
    saved_question(cast.ana, cast.inner)
    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refuse)
        assert drain() == []
    assert [to for to, _text in drain(1)] == ["cleo@peers.example"]
    assert drain(99) == []


def test_a_mail_that_was_given_up_silences_nobody(app: Flask, cast: Cast) -> None:
    save(cast.cleo, "vendor")
    with transaction.unit():
        gone = NOW - saved_mails.GIVEN_UP - timedelta(hours=1)
        db.session.add(SavedMail(member_id=cast.cleo.id, due_at=gone))
    saved_question(cast.ana, cast.inner)
    assert [to for to, _text in drain()] == ["cleo@peers.example"]


class Killed(BaseException):
    """The worker is gone."""


def kill(*_args: object) -> None:
    raise Killed


@pytest.mark.parametrize("sent", [False, True])
def test_a_worker_killed_at_the_mail_sends_no_second_one_that_day(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    save(cast.cleo, "vendor")
    saved_question(cast.ana, cast.inner)
    with monkeypatch.context() as patch:
        patch.setattr(saved_mails, "_close", kill)
        if not sent:
            patch.setattr(letters, "send", kill)
        with pytest.raises(Killed):
            drain()
    db.session.rollback()
    if not sent:
        with transaction.unit():  # an exception undoes the claim; a kill does not
            db.session.query(SavedMail).one().sent_at = NOW
    outbox.release()
    assert drain(1) == []
    assert [to for to, _text in drain(24)] == ["cleo@peers.example"]
    assert db.session.query(SavedHit).filter(SavedHit.mailed_at.is_(None)).count() == 0
