"""The mails and notices about a date: each once, at its time, and by how things stand when the worker comes to it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from flask import Flask

from qa.core import letters, mail, outbox, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.mailing.models import MailKind, Often
from qa.members.models import Exposure, Member, MemberState
from qa.notifications import queries as notices
from qa.notifications import words
from qa.questions import after, mails, reminders, rules
from qa.questions.models import Question
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.mailing import nothing_is_gathered, wants
from tests.support.things import answer, ask, saved_answer, saved_question
from tests.support.viewing import viewer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = NOW + 10 * DAY
"""The date of each question here."""
WHY = "The committee meets a week later"
TO_ANA = "ana@peers.example"

pytestmark = pytest.mark.usefixtures("app")


def question(cast: Cast, **known: object) -> int:
    return saved_question(cast.ana, cast.inner, now=NOW, days=10, **known)


def drain(at: datetime) -> list[tuple[str, str]]:
    """What the worker mails at *at*, without asking anybody: to whom, and subject and words."""
    nobody_is_asked()
    nothing_is_gathered()
    before = {path.name for path in mail.filed()}
    with time_machine.travel(at, tick=False):
        while outbox.drain():
            pass
    found = []
    for path in mail.filed():
        if path.name not in before:
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            assert body is not None
            found.append((str(letter["To"]), f"{letter['Subject']}\n{body.get_content()}"))
    return sorted(found)


def at_once(member: Member) -> None:
    """*member* wants a letter about each outcome."""
    with transaction.unit():
        wants(member, Often.AT_ONCE, MailKind.FOLLOWED)


def subjects(at: datetime) -> list[tuple[str, str]]:
    return [(to, text.splitlines()[0]) for to, text in drain(at)]


def do(number: int, act: Callable[[Question], object], at: datetime) -> None:
    """*act* on the question *number* at *at*, committed."""
    with time_machine.travel(at, tick=False), transaction.unit():
        act(db.session.get_one(Question, number))


def told(member: Member, at: datetime) -> list[str]:
    news = notices.since(viewer(member, NOW - DAY), at)
    return [f"{line.lead} {line.rest}" for line in words.lines(news, viewer(member), at)]


def test_the_whole_course_without_an_act_of_the_askers(cast: Cast) -> None:
    question(cast)
    assert drain(NOW + 8 * DAY - timedelta(seconds=1)) == []
    ((to, text),) = drain(NOW + 8 * DAY)
    assert (to, "Answers are missing" in text, "0 of the 3 answers" in text) == (TO_ANA, True, True)
    assert "move the date" in text and "late" not in text
    assert drain(DUE - timedelta(seconds=1)) == []
    ((to, text),) = drain(DUE)
    assert (to, text.startswith("The date has come")) == (TO_ANA, True)
    assert drain(DUE + 14 * DAY - timedelta(seconds=1)) == []
    ((to, text),) = drain(DUE + 14 * DAY)
    assert (to, text.startswith("What was decided?"), "31 December 2026" in text) == (TO_ANA, True, True)
    assert drain(DUE + 99 * DAY) == []
    found = told(cast.ana, DUE + 99 * DAY)
    assert [line.split("“")[0].strip() for line in found] == [
        "What was decided?",
        "The date has come:",
        "Answers are missing:",
    ]


def test_a_worker_that_slept_sends_the_latest_alone_and_says_that_it_is_late(cast: Cast) -> None:
    question(cast)
    ((_to, text),) = drain(DUE + 3 * DAY)
    assert text.startswith("The date has come")
    assert "This mail is late: it was due on 3 December 2026, 10:00." in text
    question(cast, title="And what did your supervisor say to it?")
    assert subjects(DUE + 20 * DAY) == [(TO_ANA, "What was decided?")] * 2
    question(cast, title="And what did the external auditor say to it?")
    assert drain(DUE + 28 * DAY) == []  # archived: nobody is asked any more


def test_a_moved_date_calls_off_what_was_put_off_for_the_old_one(cast: Cast) -> None:
    number = question(cast)
    do(number, lambda q: after.move(cast.ana, q, DUE + 10 * DAY, WHY, DUE - 4 * DAY), DUE - 4 * DAY)
    assert drain(DUE) == drain(DUE + 7 * DAY) == []
    assert subjects(DUE + 8 * DAY) == [(TO_ANA, "Answers are missing")]  # four fifths of what was left
    assert subjects(DUE + 10 * DAY) == [(TO_ANA, "The date has come")]
    assert drain(DUE + 14 * DAY) == []  # the old date's
    assert subjects(DUE + 24 * DAY) == [(TO_ANA, "What was decided?")]


def test_a_question_that_opens_again_mails_nobody_twice(cast: Cast) -> None:
    number = question(cast)
    saved_answer(cast.ben, db.session.get_one(Question, number), now=NOW)
    assert len(drain(NOW + 8 * DAY)) == len(drain(DUE)) == 1
    now = DUE + DAY
    do(number, lambda q: after.move(cast.ana, q, DUE + 11 * DAY, WHY, now), now)
    assert drain(now) == []  # neither those who answered, nor the circle, nor the asker
    assert told(cast.ben, now) == told(cast.cleo, now) == []
    assert subjects(DUE + 9 * DAY) == [(TO_ANA, "Answers are missing")]
    assert subjects(DUE + 11 * DAY) == [(TO_ANA, "The date has come")]
    assert drain(DUE + 11 * DAY) == []


def test_no_mail_at_the_date_to_who_closed_it_or_has_all_answers_or_said_it(cast: Cast) -> None:
    closed, filled, said, _left_alone = (
        question(cast, wanted=1, title=f"How many of your vendors, part {n}?") for n in range(4)
    )
    do(closed, lambda q: rules.close(cast.ana, q, NOW + DAY), NOW + DAY)
    do(filled, lambda q: answer(cast.ben, q, now=NOW + DAY), NOW + DAY)
    do(said, lambda q: rules.close(cast.ana, q, NOW + DAY), NOW + DAY)
    do(said, lambda q: after.record(cast.ana, q, "Six.", NOW + DAY), NOW + DAY)
    assert len(drain(NOW + 8 * DAY)) == 1  # the twin, left alone
    assert len(drain(DUE)) == 1
    assert len(drain(DUE + 14 * DAY)) == 3  # all but the one whose outcome is said


def test_a_mail_server_that_fails_makes_no_second_notice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    question(cast)
    sound = letters.send

    def refuse(*_args: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(letters, "send", refuse)
    assert drain(NOW + 8 * DAY) == []
    monkeypatch.setattr(letters, "send", sound)
    assert len(drain(NOW + 8 * DAY + timedelta(minutes=1))) == 1
    assert len(told(cast.ana, NOW + 9 * DAY)) == 1


def test_the_outcome_goes_to_those_who_answered_once_each(cast: Cast) -> None:
    number = question(cast)
    for one in (cast.ben, cast.cleo, cast.mo):
        at_once(one)
        saved_answer(one, db.session.get_one(Question, number), now=NOW + DAY)
    with transaction.unit():
        circles.leave(cast.inner, cast.cleo, NOW + 2 * DAY)
    do(number, lambda q: after.record(cast.ana, q, "We went with **six**.", DUE), DUE)
    do(number, lambda q: after.record(cast.ana, q, "We went with seven.", DUE + DAY / 48), DUE + DAY / 48)
    sent = drain(DUE + DAY / 24)
    assert [to for to, _text in sent] == ["ben@peers.example", "mo@peers.example"]
    assert "Ana Lindqvist recorded what was decided on" in sent[0][1]
    assert "“We went with seven.”" in sent[0][1]  # as it stands when the mail goes out
    assert told(cast.ben, DUE + DAY)[:1] == [
        "Ana Lindqvist recorded the outcome of “How many critical vendors do you re-audit on site each year?”"
    ]
    assert told(cast.cleo, DUE + DAY) == []
    assert drain(DUE + 99 * DAY) == []


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_a_withheld_name_stands_in_no_mail_and_no_notice(cast: Cast, exposure: Exposure) -> None:
    number = question(cast, exposure=exposure)
    at_once(cast.ben)
    saved_answer(cast.ben, db.session.get_one(Question, number), now=NOW)
    do(number, lambda q: after.record(cast.ana, q, "We went with six.", DUE), DUE)
    ((to, text),) = drain(DUE)
    said = text + told(cast.ben, DUE + DAY)[0]
    assert to == "ben@peers.example"
    assert said.count("A member of this circle") == 2
    assert not [word for word in ("Ana", "Lindqvist", "Nordsee", "/m/ana") if word in said]


@pytest.mark.parametrize("what", ["suspended", "out", "withdrawn"])
def test_an_asker_who_lost_the_question_hears_nothing(cast: Cast, app: Flask, what: str) -> None:
    number = question(cast)
    with transaction.unit():
        if what == "suspended":
            cast.ana.state = MemberState.SUSPENDED
        elif what == "out":
            circles.leave(cast.inner, cast.ana, NOW)
        else:
            rules.withdraw(cast.ana, db.session.get_one(Question, number), NOW)
    assert drain(NOW + 8 * DAY) == drain(DUE) == drain(DUE + 14 * DAY) == []


def test_a_row_done_before_its_time_waits_for_it(cast: Cast) -> None:
    """The clock of a machine may be set back."""
    question(cast)
    rows = db.session.query(outbox.OutboxRow).filter_by(kind=reminders.KIND).all()
    jobs = [outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at) for row in rows]
    with transaction.unit():
        db.session.query(outbox.OutboxRow).delete()
    with time_machine.travel(NOW, tick=False):
        mails.write(jobs)
    assert mail.filed() == []
    assert [subjects(at) for at in (NOW + 8 * DAY, DUE, DUE + 14 * DAY)] == [
        [(TO_ANA, "Answers are missing")],
        [(TO_ANA, "The date has come")],
        [(TO_ANA, "What was decided?")],
    ]


def test_when_the_clocks_change_the_date_is_still_the_askers(cast: Cast) -> None:
    posted = datetime(2026, 10, 23, 15, tzinfo=UTC)  # 17:00 in Berlin, summer time
    due = datetime(2026, 10, 26, 16, tzinfo=UTC)  # 17:00 there, three days and an hour later
    with transaction.unit():
        rules.post(cast.ana, rules.Words("How many of your vendors do you visit?", "Six here."), posted,
                   circle_id=cast.inner.id, needed_by=due)  # fmt: skip
    assert drain(due - timedelta(seconds=1))[0][1].count("26 October 2026, 17:00") == 1  # the nudge
    assert subjects(due) == [(TO_ANA, "The date has come")]


def test_without_a_worker_nothing_is_told_and_nothing_is_lost(cast: Cast) -> None:
    """Rows of a database that is brought here from before have no reminders at all."""
    ask(cast.ana, cast.inner, now=NOW, days=10)
    db.session.query(outbox.OutboxRow).delete()
    db.session.commit()
    assert drain(DUE) == drain(DUE + 14 * DAY) == []
