"""News whose moment changes between their plan and their mail, and workers that fail in between: nothing is left out, nothing told twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from qa.answers import commenting
from qa.core import held, outbox, transaction
from qa.core.db import db
from qa.members.mailing import rounds
from qa.members.mailing.models import CircleMail, MailKind, Often
from qa.notifications import planning
from qa.questions import rules as asking
from qa.questions.models import Question
from tests.support.asking import nobody_is_asked, put
from tests.support.cast import Cast
from tests.support.mailing import wants, working
from tests.support.things import TITLE, saved_answer, saved_question

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday, one o'clock in Berlin."""
MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
ANSWERED = f"Ben Okafor answered “{TITLE}”"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _still(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def asked(cast: Cast, **known: object) -> Question:
    saved_question(cast.ana, cast.inner, now=NOW, **{"days": None, **known})
    return db.session.query(Question).order_by(Question.id.desc()).first()  # type: ignore[return-value]


def said(at: datetime) -> list[tuple[str, str]]:
    """What the worker mails at *at*: the handles of the receivers, and the subjects."""
    return sorted((one["To"].partition("@")[0], one["Subject"].strip()) for one in working(at))


# What is urgent by the time of its mail, or is not any more


def test_an_answer_that_became_urgent_overnight_is_in_the_daily_mail(cast: Cast) -> None:
    saved_answer(cast.ben, asked(cast, days=2.5), now=NOW)
    assert said(NOW) == []
    assert said(MORNING) == [("ana", ANSWERED)]
    assert [one for one in said(MORNING + HOUR) if one[1] == ANSWERED] == []


def test_an_ask_that_became_urgent_overnight_is_in_the_daily_mail_to_which_it_was_left(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ben, Often.DAILY, MailKind.ASKED)
    question = asked(cast, days=2.5)
    with transaction.unit():
        put(cast.ben, question, NOW)
    assert said(NOW) == []
    assert said(MORNING) == [("ben", f"You are asked: “{TITLE}”")]


def test_an_ask_that_came_by_a_letter_is_in_no_daily_mail(cast: Cast) -> None:
    """The twin."""
    with transaction.unit():
        wants(cast.ben, Often.DAILY, MailKind.ASKED)
    question = asked(cast, days=1.5)
    with transaction.unit():
        put(cast.ben, question, NOW)
    assert [to for to, _subject in said(NOW)] == ["ben"]
    assert [one for one in said(MORNING) if one[0] == "ben"] == []


@pytest.mark.parametrize("often", [Often.DAILY, Often.WEEKLY])
def test_an_answer_that_is_of_use_today_only_comes_at_once_though_its_circle_gathers(
    cast: Cast, often: Often
) -> None:
    with transaction.unit():
        db.session.add(CircleMail(member_id=cast.ana.id, circle_id=cast.inner.id, often=often))
    saved_answer(cast.ben, asked(cast, days=0.25), now=NOW)
    assert said(NOW) == [("ana", ANSWERED)]
    assert [one for one in said(MORNING) if one[1] == ANSWERED] == []


def test_an_answer_whose_date_came_before_its_mail_is_in_the_daily_one(cast: Cast) -> None:
    question = asked(cast, days=5 / 1440)
    saved_answer(cast.ben, question, now=NOW)
    assert said(NOW) == [("ana", ANSWERED)]
    saved_answer(cast.cleo, question, now=NOW + MINUTE)  # its mail waits ten minutes after the first
    told = [one for minutes in range(1, 30) for one in said(NOW + minutes * MINUTE)]
    assert told == [("ana", "Answers are missing"), ("ana", "The date has come")]
    assert ("ana", f"Cleo Marchetti answered “{TITLE}”") in said(MORNING)


# Workers that fail


def test_a_mail_that_is_out_while_the_database_takes_no_write_is_not_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_answer(cast.ben, asked(cast), now=NOW)
    said(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(rounds, "_close", busy)
        assert said(MORNING) == [("ana", ANSWERED)]
    assert said(MORNING + HOUR) == said(MORNING + DAY) == []
    assert rounds._out() == {}


def busy(*_args: object) -> None:
    raise OperationalError("UPDATE", {}, Exception("database is locked"))


class Killed(BaseException):
    """The worker's end."""


def kill(*_args: object) -> None:
    raise Killed


def test_a_worker_killed_at_the_mail_loses_no_new_question(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.unit():
        wants(cast.cleo, Often.DAILY, MailKind.POSTED)
    asked(cast)
    nobody_is_asked()
    said(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(rounds, "_close", kill)
        with pytest.raises(Killed):
            said(MORNING)
    db.session.rollback()
    outbox.release()
    rounds._out().clear()
    new = f"{TITLE} (Ana Lindqvist, Inner circle)"
    assert said(MORNING + HOUR) == []
    assert said(MORNING + DAY) == [("cleo", new)]
    assert said(MORNING + 2 * DAY) == []


def test_a_question_that_is_committed_while_the_mail_is_written_is_in_the_next(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.cleo, Often.DAILY, MailKind.POSTED)
    asked(cast)
    nobody_is_asked()
    said(NOW)
    late = MORNING - timedelta(seconds=3)
    assert [to for to, _subject in said(MORNING)] == ["cleo"]
    saved_question(cast.ana, cast.inner, title="Who signs the exit plan?", now=late, days=None)
    assert said(MORNING + MINUTE) == []
    assert said(MORNING + DAY) == [("cleo", "Who signs the exit plan? (Ana Lindqvist, Inner circle)")]


def test_however_many_hear_of_it_an_event_is_looked_at_once(cast: Cast) -> None:
    question = asked(cast)
    for who in (cast.ben, cast.cleo, cast.mo):
        saved_answer(who, question, now=NOW)
    with transaction.unit():
        db.session.query(outbox.OutboxRow).filter_by(kind=planning.NEWS).delete()
        asking.close(cast.ana, db.session.get_one(Question, question.id), NOW)
    assert db.session.query(outbox.OutboxRow).filter_by(kind=planning.NEWS).count() == 1
    with transaction.unit():
        db.session.query(outbox.OutboxRow).filter_by(kind=planning.NEWS).delete()
        commenting.add(cast.ana, db.session.get_one(Question, question.id), "Thank you.", NOW)
    assert (
        db.session.query(outbox.OutboxRow).filter_by(kind=planning.NEWS).count() == 0
    )  # nobody else is told


def test_a_debt_that_is_written_late_frees_no_row_that_was_taken_again() -> None:
    mine = held.Held()
    mine.take({5})
    mine.owe({5: {"taken_at": None}})
    seen: list[held.Owed] = []

    def write(owed: held.Owed) -> None:
        seen.append(owed)
        mine.owe({5: None})  # meanwhile it is taken again, and done

    assert mine.settle(write)
    assert 5 in mine.ids
    assert mine.settle(seen.append)
    assert seen == [{5: {"taken_at": None}}, {5: None}]
    assert mine.ids == frozenset() and not mine.settle(seen.append)
