"""Mails that gather: at eight by the reader's clock, once, of what is new to the reader then; and at once, one for a thread."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from qa.answers import commenting, marking
from qa.answers.models import MarkKind
from qa.core import letters, outbox, transaction
from qa.core.db import db
from qa.members import circles, entries, resets, stewards
from qa.members.mailing import rounds, rules, sending
from qa.members.mailing.models import CircleMail, MailChoice, MailKind, MailRound, Often
from qa.members.mailing.rules import Choices
from qa.members.mailing.wishes import DEFAULTS
from qa.members.models import CircleRole, Exposure, Member
from qa.notifications.models import Notice, NoticeKind
from qa.questions import after, drafts, following
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question
from tests.core.test_mail import Sink, mail_server, sink  # noqa: F401 - a fixture
from tests.support.asking import put
from tests.support.cast import Cast
from tests.support.mailing import sleeps, wants, words, working
from tests.support.things import TITLE, saved_answer, saved_question

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday, one o'clock in Berlin."""
MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _still(cast: Cast) -> Iterator[None]:
    import time_machine

    with time_machine.travel(NOW, tick=False):
        yield


def asked(cast: Cast, **known: object) -> Question:
    saved_question(cast.ana, cast.inner, now=NOW, **{"days": None, **known})
    return db.session.query(Question).order_by(Question.id.desc()).first()  # type: ignore[return-value]


def said(at: datetime) -> list[tuple[str, str]]:
    """What the worker mails at *at*: the handles of the receivers, and the subjects."""
    return sorted((one["To"].partition("@")[0], one["Subject"].strip()) for one in working(at))


def one(at: datetime, to: str) -> EmailMessage:
    (letter,) = (letter for letter in working(at) if letter["To"] == f"{to}@peers.example")
    return letter


# The daily mail


def test_by_default_answers_come_next_morning_in_one_mail(cast: Cast) -> None:
    first = asked(cast)
    second = asked(cast, title="Who signs the exit plan?")
    for who in (cast.ben, cast.cleo):
        saved_answer(who, first, now=NOW)
    saved_answer(cast.ben, second, now=NOW)
    assert said(NOW + HOUR) == said(MORNING - SECOND) == []
    letter = one(MORNING, "ana")
    text = words(letter)
    assert "What happened since the last daily mail" in text and "Your questions and answers" in text
    assert "Ben Okafor answered “Who signs the exit plan?”" in text and f"2 new answers to “{TITLE}”" in text
    assert letter["Subject"].endswith(", and one more")
    assert f"/q/{first.id}/" in text and f"/q/{second.id}/" in text
    assert "You get this because some of your news come in one daily mail." in text
    assert said(MORNING + DAY) == said(MORNING + 30 * DAY) == []


def test_nobody_hears_of_an_own_act_and_answerers_hear_of_each_other(cast: Cast) -> None:
    question = asked(cast)
    saved_answer(cast.ben, question, now=NOW)
    saved_answer(cast.cleo, question, now=NOW + MINUTE)
    with transaction.unit():
        commenting.add(cast.ana, question, "Per year?", NOW + MINUTE)
    assert [to for to, _subject in said(MORNING)] == ["ana", "ben"]  # Ben hears of Cleo, nobody of Ana


def test_what_was_seen_or_taken_back_is_not_mailed_and_an_empty_mail_is_not_sent(
    cast: Cast, as_: object
) -> None:
    question = asked(cast)
    saved_answer(cast.ben, question, now=NOW)
    assert said(NOW) == []
    as_(cast.ana).get(f"/q/{question.id}", follow_redirects=True)  # type: ignore[operator]
    assert db.session.query(Notice).filter_by(member_id=cast.ana.id).one().seen_at is not None
    assert said(MORNING) == []
    assert all(row.due_at is None for row in db.session.query(MailRound).filter_by(member_id=cast.ana.id))


def test_each_by_their_own_clock(cast: Cast) -> None:
    with transaction.unit():
        cast.ana.timezone = "America/New_York"
    saved_answer(cast.ben, asked(cast), now=NOW)
    assert said(NOW + HOUR - SECOND) == []
    assert [to for to, _subject in said(NOW + HOUR)] == ["ana"]  # eight in New York on the same day


def test_a_right_that_was_lost_since_takes_the_line_away(cast: Cast) -> None:
    first = asked(cast)
    with transaction.unit():
        circles.join(cast.inner, cast.dan, NOW)
    saved_question(cast.dan, cast.everyone, title="Who signs the exit plan?", now=NOW)
    second = db.session.query(Question).order_by(Question.id.desc()).first()
    for question in (first, second):
        assert question is not None
        with transaction.unit():
            following.follow(cast.dan, question, NOW)
        saved_answer(cast.ben, question, now=NOW)
    with transaction.unit():
        circles.leave(cast.inner, cast.dan, NOW)
    text = words(one(MORNING, "dan"))
    assert "Who signs the exit plan?" in text and TITLE not in text


def test_a_name_withheld_stands_in_no_mail(cast: Cast) -> None:
    for exposure in (Exposure.ROLE, Exposure.ANONYMOUS):
        saved_answer(cast.ben, asked(cast), now=NOW, exposure=exposure)
    text = words(one(MORNING, "ana"))
    assert text.count("A member of this circle answered") == 2
    assert "Okafor" not in text and "Carrow" not in text


def test_hourly_and_weekly(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ana, Often.HOURLY, MailKind.ANSWERS)
        wants(cast.ben, Often.WEEKLY, MailKind.THANKS)
    question = asked(cast)
    given = saved_answer(cast.ben, question, now=NOW + MINUTE)
    with transaction.unit():
        marking.give(cast.cleo, db.session.get_one(marking.Answer, given), MarkKind.HELPFUL, NOW)
    assert said(NOW + 59 * MINUTE) == []
    assert [to for to, _subject in said(NOW + HOUR)] == ["ana"]
    assert said(MONDAY - SECOND) == []
    text = words(one(MONDAY, "ben"))
    assert "A peer marked your answer" in text and "Thanks and marks" in text


def test_new_questions_come_weekly_unless_one_asked_answered_or_closed_them(cast: Cast) -> None:
    asked(cast)
    other = asked(cast, title="Who signs the exit plan?", days=20)
    saved_answer(cast.cleo, other, now=NOW)
    gone = asked(cast, title="Who owns the drill?")
    with transaction.unit():
        asking.close(cast.ana, gone, NOW)
    assert said(MONDAY - SECOND) == [("ana", said_of(cast.cleo, "Who signs the exit plan?"))]
    found = {one["To"].partition("@")[0]: words(one) for one in working(MONDAY)}
    assert set(found) == {"ben", "cleo", "mo"}
    assert TITLE in found["cleo"] and "exit plan" not in found["cleo"]
    assert TITLE in found["ben"] and "exit plan" in found["ben"] and "drill" not in found["ben"]
    assert f"{TITLE} (Ana Lindqvist, Inner circle)" in found["ben"]
    assert said(MONDAY + 7 * DAY) == []  # told once


def said_of(member: Member, title: str) -> str:
    return f"{member.name} answered “{title}”"


# At once


def test_answers_to_an_urgent_question_come_at_once_and_several_in_one_mail(cast: Cast) -> None:
    question = asked(cast, days=1)
    saved_answer(cast.ben, question, now=NOW)
    letter = one(NOW, "ana")
    assert letter["Subject"].strip() == said_of(cast.ben, TITLE)
    assert "Nine of 38, and the committee was happier." in words(letter)
    for who in (cast.cleo, cast.mo):
        saved_answer(who, question, now=NOW + MINUTE)
    assert said(NOW + 9 * MINUTE) == []
    assert said(NOW + 10 * MINUTE) == [("ana", f"2 new answers to “{TITLE}”")]
    assert [to for to, _subject in said(MORNING)] == ["ben", "cleo"]  # those who answered, of each other


def test_new_questions_at_once_and_the_link_that_ends_them(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.cleo, Often.AT_ONCE, MailKind.POSTED)
        wants(cast.ben, Often.HOURLY, MailKind.POSTED)
    asked(cast, exposure=Exposure.ANONYMOUS)
    letter = one(NOW, "cleo")
    assert letter["Subject"].strip() == f"{TITLE} (A member of this circle, Inner circle)"
    token = letter["List-Unsubscribe"].strip(" <>").rpartition("/")[2]
    assert sending.target_of(token) == (cast.cleo.id, "posted", 1)
    assert [to for to, _subject in said(NOW + HOUR)] == ["ben"]
    assert said(NOW + DAY) == []


def test_the_mails_of_letters_that_wait_for_a_word(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ben, Often.DAILY, MailKind.JOINING)
        wants(cast.cleo, Often.NEVER, MailKind.JOINING)
        for who in (cast.ben, cast.cleo):
            circle = circles.add(f"quiet-{who.handle}", f"For {who.handle}", "", NOW, cap=20)
            circles.join(circle, cast.ana, NOW, CircleRole.STEWARD)
            entries.invite(cast.ana, circle, who, "Come in", NOW)
    assert said(NOW) == said(MORNING - SECOND) == []
    assert said(MORNING) == [("ben", "Ana Lindqvist invites you into “For ben”")]
    assert said(MORNING + 30 * DAY) == []


def test_letters_about_the_account_always_come(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.cleo, Often.NEVER)
        sleeps(cast.cleo)
        stewards.remove(cast.mo, cast.inner, cast.cleo, "He sells", NOW)
        resets.request("cleo@peers.example")
    letters = working(NOW + 8 * HOUR)  # nine in the evening
    assert len(letters) == 2
    assert not [one for one in letters if one["List-Unsubscribe"]]


def test_one_event_is_one_mail_however_many_reasons(cast: Cast) -> None:
    question = asked(cast)
    given = saved_answer(cast.ben, question, now=NOW)
    with transaction.unit():
        wants(cast.ben, Often.AT_ONCE)
        following.follow(cast.ben, question, NOW)
        commenting.add(cast.ana, question, "Per year?", NOW, db.session.get_one(marking.Answer, given))
    assert said(NOW) == [("ben", f"Ana Lindqvist commented on your answer to “{TITLE}”")]
    assert said(NOW + DAY) == [("ana", said_of(cast.ben, TITLE))]


def test_quiet_hours_hold_a_mail_unless_the_date_comes_before_their_end(cast: Cast) -> None:
    evening = NOW + 8 * HOUR  # nine in Berlin
    with transaction.unit():
        sleeps(cast.ana)
    late, soon = asked(cast, days=1.5), asked(cast, days=0.6, title="Who signs the exit plan?")
    saved_answer(cast.ben, late, now=evening)
    assert said(evening) == []
    saved_answer(cast.ben, soon, now=evening)
    assert said(evening + MINUTE) == [("ana", said_of(cast.ben, "Who signs the exit plan?"))]
    assert said(MORNING - HOUR - SECOND) == [("ana", "The date has come")]  # of the other, at its instant
    assert said(MORNING - HOUR) == [("ana", said_of(cast.ben, TITLE))]


def test_an_ask_waits_for_the_morning_once_and_a_date_does_not(cast: Cast) -> None:
    with transaction.unit():
        sleeps(cast.ben)
        sleeps(cast.ana)
    evening = NOW + 8 * HOUR
    question = asked(cast, days=8 / 24 + 7)
    due = question.needed_by
    with transaction.unit():
        put(cast.ben, question, evening)
    jobs = [
        outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at)
        for row in db.session.query(outbox.OutboxRow).filter_by(kind="routing.ask")
    ]
    assert said(evening) == []
    import time_machine

    with time_machine.travel(evening, tick=False):
        outbox._handlers["routing.ask"](jobs)  # done again by a worker that came late: still one row
    assert db.session.query(outbox.OutboxRow).filter_by(kind="routing.ask").count() == 1
    assert [to for to, _subject in said(MORNING - HOUR)] == ["ben"]
    assert due is not None
    assert ("ana", "The date has come") in said(due)  # nine in the evening: the instant that she chose


def test_an_ask_whose_date_comes_first_is_not_held(cast: Cast) -> None:
    with transaction.unit():
        sleeps(cast.ben)
    question = asked(cast, days=0.75)  # seven in the morning
    with transaction.unit():
        put(cast.ben, question, NOW + 8 * HOUR)
    assert [to for to, _subject in said(NOW + 8 * HOUR)] == ["ben"]


# As the member wants it


def test_an_ask_in_the_daily_mail_and_its_reminder(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ben, Often.DAILY, MailKind.ASKED, MailKind.ASKED_SOON)
    question = asked(cast, days=10)
    with transaction.unit():
        made = put(cast.ben, question, NOW)
    assert said(NOW) == []
    assert said(MORNING) == [("ben", f"You are asked: “{TITLE}”")]
    with transaction.unit():
        outbox.put("routing.reminder", {"ask_id": made.id})
    assert said(MORNING + HOUR) == []
    assert said(MORNING + DAY) == [("ben", f"You are asked: “{TITLE}”")]
    with transaction.unit():
        outbox.put("routing.reminder", {"ask_id": made.id})
        drafts.save(cast.ben, DraftKind.ANSWER, {"body": "Nine"}, NOW, question_id=question.id)
    assert said(MORNING + 2 * DAY) == []


def test_nothing_is_mailed_that_is_wanted_here_only(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ana, Often.NEVER)
    question = asked(cast, days=1)
    saved_answer(cast.ben, question, now=NOW)
    assert said(NOW) == said(NOW + DAY) == []
    assert db.session.query(Notice).filter_by(member_id=cast.ana.id, kind=NoticeKind.ANSWERED).count() == 1


def test_a_circle_has_its_own_choice(cast: Cast) -> None:
    with transaction.unit():
        db.session.add(CircleMail(member_id=cast.ana.id, circle_id=cast.inner.id, often=Often.AT_ONCE))
    saved_answer(cast.ben, asked(cast), now=NOW)
    saved_question(cast.ana, cast.everyone, title="Who signs the exit plan?", now=NOW)
    other = db.session.query(Question).order_by(Question.id.desc()).first()
    assert other is not None
    saved_answer(cast.ben, other, now=NOW)
    assert said(NOW) == [("ana", said_of(cast.ben, TITLE))]
    assert said(MORNING) == [("ana", said_of(cast.ben, "Who signs the exit plan?"))]


def test_another_choice_takes_what_is_untold_along_and_tells_nothing_twice(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ben, Often.AT_ONCE, MailKind.FOLLOWED)
    question = asked(cast)
    saved_answer(cast.ben, question, now=NOW)
    with transaction.unit():
        asking.close(cast.ana, question, NOW)
        after.record(cast.ana, question, "We went with six.", NOW)
    assert sorted(subject for to, subject in said(NOW) if to == "ben") == [
        f"Closed: “{TITLE}”", "What came of a question you answered",
    ]  # fmt: skip
    with transaction.unit():
        rules.choose(cast.ben, Choices(DEFAULTS, quiet=False, weekends=False), NOW)
        rules.choose(cast.ana, Choices({**DEFAULTS, MailKind.ANSWERS: Often.WEEKLY}, quiet=False), NOW)
    assert said(MORNING) == []
    assert [to for to, _subject in said(MONDAY) if to == "ana"] == ["ana"]


def test_who_hears_no_more_of_a_thread_gets_its_dates_and_nothing_else(cast: Cast) -> None:
    question = asked(cast, days=3)
    with transaction.unit():
        following.unfollow(cast.ana, question, NOW)
    saved_answer(cast.ben, question, now=NOW)
    assert db.session.query(Notice).filter_by(member_id=cast.ana.id).count() == 0
    with transaction.unit():
        following.follow(cast.ana, question, NOW)
    saved_answer(cast.cleo, question, now=NOW)
    with transaction.unit():
        following.unfollow(cast.ana, question, NOW)  # since: what waits is not mailed either
    assert [subject for to, subject in said(NOW + 3 * DAY) if to == "ana"] == ["The date has come"]


def test_a_follower_hears_of_answers_the_closing_and_the_outcome(cast: Cast) -> None:
    question = asked(cast)
    with transaction.unit():
        following.follow(cast.cleo, question, NOW)
        wants(cast.cleo, Often.AT_ONCE, MailKind.FOLLOWED)
    saved_answer(cast.ben, question, now=NOW)
    assert ("cleo", said_of(cast.ben, TITLE)) in said(NOW)
    with transaction.unit():
        asking.close(cast.ana, question, NOW + HOUR)
    assert said(NOW + HOUR) == [("cleo", f"Closed: “{TITLE}”")]
    with transaction.unit():
        after.record(cast.ana, question, "We went with six.", NOW + 2 * HOUR)
    assert said(NOW + 2 * HOUR) == [("cleo", "What came of a question you follow")]
    assert "cleo" not in [to for to, _subject in said(MORNING)]


# A worker that dies, a server that is away


def test_a_mail_server_that_is_away_delays_the_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_answer(cast.ben, asked(cast), now=NOW)
    said(NOW)

    def refuse(*_args: object) -> None:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refuse)
        assert said(MORNING) == []
    assert [to for to, _subject in said(MORNING + HOUR)] == ["ana"]
    assert said(MORNING + DAY) == []


class Killed(BaseException):
    """The worker is gone."""


def kill(*_args: object) -> None:
    raise Killed


def test_a_worker_killed_at_the_mail_sends_no_second_one_that_day_and_loses_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_answer(cast.ben, asked(cast), now=NOW)
    said(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(rounds, "_close", kill)
        with pytest.raises(Killed):
            said(MORNING)
    db.session.rollback()
    outbox.release()
    rounds._out().clear()  # its memory went with it
    assert said(MORNING + HOUR) == []
    assert [to for to, _subject in said(MORNING + DAY)] == ["ana"]
    assert said(MORNING + 2 * DAY) == []


def test_a_mail_that_was_given_up_silences_nobody(cast: Cast) -> None:
    with transaction.unit():
        db.session.add(MailRound(member_id=cast.ana.id, name="daily", due_at=NOW - rounds.GIVEN_UP - HOUR))
    saved_answer(cast.ben, asked(cast), now=NOW)
    said(NOW)
    assert [to for to, _subject in said(MORNING)] == ["ana"]


def test_news_while_the_mail_is_written_come_in_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    question = asked(cast)
    saved_answer(cast.ben, question, now=NOW)
    said(NOW)
    send = letters.send

    def slowly(letter: letters.Letter, job: outbox.Job) -> None:
        send(letter, job)
        saved_answer(cast.cleo, question, now=MORNING)

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", slowly)
        assert [subject for to, subject in said(MORNING) if to == "ana"] == [said_of(cast.ben, TITLE)]
    assert ("ana", said_of(cast.cleo, TITLE)) in said(MORNING + DAY)


def test_over_a_real_server_with_both_parts_and_the_heads_that_end_it(
    app: Flask,
    cast: Cast,
    sink: Sink,  # noqa: F811
) -> None:
    saved_answer(cast.ben, asked(cast), now=NOW)
    with mail_server(app, sink.port):
        working(NOW)
        assert sink.mails == []
        working(MORNING)
    (letter,) = sink.mails
    assert letter["To"] == "ana@peers.example"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip(" <>")
    assert "/unsubscribe/" in address
    html = letter.get_body(("html",))
    assert html is not None and address in html.get_content() and "<ul" in html.get_content()
    assert address in words(letter)
    assert db.session.query(MailChoice).count() == 0
