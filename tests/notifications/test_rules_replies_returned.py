"""Mails that no person wrote, and mails that come back (RELIABILITY G6; RFC 3834, RFC 3464)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from qa.answers.models import Answer, Comment
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.core.errors import NotFound
from qa.core.letters import Letter
from qa.members import resets
from qa.notifications.replies import addresses, holding, queries, stamping
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import MailHold, Outcome
from qa.notifications.replies.telling import DONE, HELP
from qa.questions.models import Question
from qa.routing import waves
from tests.support.asking import nobody_is_asked, put
from tests.support.cast import Cast
from tests.support.replying import address, arrives, jobs, letter, reading, sent
from tests.support.things import saved_question


@pytest.fixture
def question(app: Flask, cast: Cast) -> Iterator[Question]:
    with reading(app):
        question_id = saved_question(cast.ana, cast.inner)
        nobody_is_asked()
        yield db.session.get_one(Question, question_id)


AUTOMATIC: list[dict[str, str]] = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; owner-email=x@y.example"},
    {"Precedence": "bulk"}, {"Precedence": "auto_reply"}, {"Precedence": "list"},
    {"X_Auto_Response_Suppress": "All"}, {"X_Autoreply": "yes"}, {"X_Autorespond": "Re: News"},
    {"List_Id": "<news.example>"}, {"List_Unsubscribe": "<https://news.example/u>"}, {"X_Loop": "ben@peers.example"},
    {"subject": "Out of office: Re: News"}, {"subject": "Automatic reply: News"}, {"subject": "Automatische Antwort: News"},
    {"subject": "Abwesenheitsnotiz: News"}, {"subject": "Réponse automatique : News"}, {"subject": "Respuesta automática: News"},
    {"subject": "Risposta automatica: News"}, {"subject": "Automatisch antwoord: News"}, {"subject": "Fuera de la oficina"},
]  # fmt: skip


@pytest.mark.parametrize("heads", AUTOMATIC, ids=str)
def test_an_automatic_reply_does_and_says_nothing(
    cast: Cast, question: Question, heads: dict[str, str]
) -> None:
    raw = letter(cast.ben, "I am away until Monday.", **heads)
    assert arrives(raw, address(cast.ben, question), "ben@peers.example") == Outcome.AUTOMATIC
    assert db.session.query(Answer).count() == 0
    assert jobs(DONE) == jobs(HELP) == []


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "no"},
        {"subject": "Re: Out of office policy, who has one?"},
        {"X_Auto_Response_Suppress": "None"},
    ],
)
def test_a_person_with_such_a_header_is_heard(cast: Cast, question: Question, heads: dict[str, str]) -> None:
    assert arrives(letter(cast.ben, "Nine", **heads), address(cast.ben, question)) == Outcome.ANSWERED


def test_a_mail_without_an_envelope_sender_is_no_persons(cast: Cast, question: Question) -> None:
    assert arrives(letter(cast.ben, "Nine"), address(cast.ben, question), "") == Outcome.AUTOMATIC


def test_our_own_mails_do_not_answer_themselves(cast: Cast, question: Question) -> None:
    arrives(letter(cast.ben, "Nine"), address(cast.ben, question))
    (told,) = sent(DONE)
    assert arrives(told.as_bytes(), told["Reply-To"].addresses[0].addr_spec) == Outcome.AUTOMATIC
    assert db.session.query(Comment).count() == 0


# What comes back


def report(
    to: str = "ben@peers.example", action: str = "failed", status: str = "5.1.1", number: int = 1
) -> bytes:
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: x\r\nMessage-ID: <dsn{number}@mx.example>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n--r\r\n'
        "Content-Type: text/plain\r\n\r\nI am sorry.\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "\r\n--r\r\nContent-Type: message/rfc822\r\n\r\nSubject: News\r\n\r\nAna needs you\r\n--r--\r\n"
    ).encode()


def bounce_to(cast: Cast) -> str:
    return addresses.bounces(cast.ben.id, cast.ben.email_key or "", clock.now())


def test_three_hard_ones_end_the_mails_and_a_press_begins_them_again(cast: Cast, question: Question) -> None:
    for number in (1, 2):
        assert arrives(report(number=number), bounce_to(cast), "") == Outcome.BOUNCED
        assert queries.mail_off(cast.ben.id) is None
    assert arrives(report(number=3), bounce_to(cast), "") == Outcome.BOUNCED
    assert queries.mail_off(cast.ben.id) is not None
    with transaction.unit():
        put(cast.ben, db.session.get_one(Question, question.id), clock.now())
    assert sent(waves.ASKED) == []
    with transaction.unit():
        resets.request("ben@peers.example")
    assert len(sent(resets.KIND)) == 1  # what the member asks for themselves still goes out
    with transaction.unit():
        holding.switch_on(cast.ben)
    assert queries.mail_off(cast.ben.id) is None
    with transaction.unit():
        outbox.put(waves.REMINDED, {"ask_id": 1})
    assert len(sent(waves.REMINDED)) == 1
    with pytest.raises(NotFound):
        holding.switch_on(cast.ben)
    assert arrives(report(number=4), bounce_to(cast), "") == Outcome.BOUNCED
    assert queries.mail_off(cast.ben.id) is None  # counted anew


def test_nobody_elses_mail_is_ended(cast: Cast, question: Question) -> None:
    for number in range(3):
        arrives(report(number=number), bounce_to(cast), "")
    assert queries.mail_off(cast.ben.id) is not None
    assert queries.mail_off(cast.cleo.id) is None


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("delayed", "4.4.1"),
        ("failed", "4.2.2"),
        ("failed", "5.2.2"),
        ("delivered", "2.0.0"),
        ("failed", "x"),
        ("failed", "5.3.4"),
    ],
)
def test_a_soft_one_does_not_count(cast: Cast, question: Question, action: str, status: str) -> None:
    for number in range(4):
        raw = report(action=action, status=status, number=number)
        assert arrives(raw, bounce_to(cast), "") == Outcome.DELAYED
    assert db.session.query(MailHold).count() == 0


def test_the_same_one_again_counts_once(cast: Cast, question: Question) -> None:
    for _time in range(3):
        arrives(report(), bounce_to(cast), "")
    assert db.session.query(MailHold).one().bounces == 1


@pytest.mark.parametrize("what", [What.ANSWER, What.COMMENT])
def test_one_at_an_address_for_replies_is_made_up_and_counts_nothing(
    cast: Cast, question: Question, what: What
) -> None:
    assert arrives(report(), address(cast.ben, question, what), "") == Outcome.AUTOMATIC
    assert db.session.query(Answer).count() == db.session.query(MailHold).count() == 0


@pytest.mark.parametrize("sender", ["eve@evil.example", "mailer-daemon@mx.example"])
def test_one_that_somebody_sent_counts_nothing(cast: Cast, question: Question, sender: str) -> None:
    assert arrives(report(), bounce_to(cast), sender) == Outcome.AUTOMATIC
    assert db.session.query(MailHold).count() == 0
    assert arrives(report(number=2), bounce_to(cast), "<>") == Outcome.BOUNCED


def test_one_at_an_address_that_has_ended_counts_nothing(cast: Cast, question: Question) -> None:
    to = bounce_to(cast)
    with time_machine.travel(clock.now() + addresses.LIFE + timedelta(days=2), tick=False):
        assert arrives(report(), to, "") == Outcome.AUTOMATIC
    assert db.session.query(MailHold).count() == 0


def test_what_came_back_from_an_earlier_or_another_address_does_not_count(
    cast: Cast, question: Question
) -> None:
    to = bounce_to(cast)
    assert arrives(report(to="other@peers.example"), to, "") == Outcome.DELAYED
    with transaction.unit():
        cast.ben.email = cast.ben.email_key = "ben@new.example"
    assert arrives(report(to="ben@new.example", number=2), to, "") == Outcome.DELAYED
    assert db.session.query(MailHold).count() == 0


def test_a_new_address_gets_mails_whatever_the_old_one_did(cast: Cast, question: Question) -> None:
    for number in range(3):
        arrives(report(number=number), bounce_to(cast), "")
    with transaction.unit():
        cast.ben.email = cast.ben.email_key = "ben@new.example"
    assert queries.mail_off(cast.ben.id) is None
    assert stamping.stamp(Letter("ben@new.example", "News", "News", ())) is not None


def test_misfortunes_far_apart_are_not_added_up(cast: Cast, question: Question) -> None:
    for number in range(4):
        with time_machine.travel(clock.now() + number * (holding.APART + timedelta(days=1)), tick=False):
            arrives(report(number=number), bounce_to(cast), "")
    assert queries.mail_off(cast.ben.id) is None


def test_a_persons_mail_to_the_address_for_returns_is_nothing(cast: Cast, question: Question) -> None:
    assert arrives(letter(cast.ben, "Nine"), bounce_to(cast)) == Outcome.AUTOMATIC
    assert addresses.read(bounce_to(cast)).what == What.BOUNCE  # type: ignore[union-attr]


def test_outcomes_are_counted(cast: Cast, question: Question) -> None:
    arrives(report(), bounce_to(cast), "")
    arrives(letter(cast.ben, "Nine"), address(cast.ben, question))
    since = clock.now() - timedelta(days=1)
    assert queries.outcomes(since) == {"bounced": 1, "answered": 1}
