"""The asker thanks: by a press, in a word, in private, with other words later; and says whether it held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from qa.answers import marking, queries, thank_queries, thanking
from qa.answers.models import NOTE_MAX, Answer, HeldUp, Mark, MarkKind, PrivateNote
from qa.answers.thanking import Thanks
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members import circles
from qa.members.models import MemberState
from qa.notifications.models import Notice, NoticeKind
from qa.questions.models import Question
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def given(app: Flask, cast: Cast) -> Answer:
    return answer(cast.ben, ask(cast.ana, cast.inner, now=NOW, days=1), now=NOW)


def ledger(answer: Answer) -> list[tuple[int, str]]:
    rows = db.session.query(Mark).filter_by(answer_id=answer.id, kind=MarkKind.USED).order_by(Mark.ordinal)
    return [(row.ordinal, row.note) for row in rows]


def read_by(answer: Answer, viewer_id: int) -> list[tuple[str, int | None]]:
    marks = queries.thread_marks(answer.question_id, viewer_id)[answer.id]
    return [(mark.note, mark.hours_saved) for mark in marks if mark.kind == MarkKind.USED]


def test_by_one_press(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks(), NOW)
    thanking.thank(cast.ana, given, Thanks(), NOW)
    assert (given.used_count, ledger(given)) == (1, [(1, "")])


def test_other_words_are_new_rows_and_the_old_ones_stay_in_the_ledger(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks(), NOW)
    thanking.thank(cast.ana, given, Thanks("I struck it", 4), NOW + MINUTE)
    assert ledger(given) == [(1, ""), (2, ""), (3, "I struck it")]
    assert given.used_count == 1
    mark = thanking.standing(given.id)
    assert mark is not None and (mark.note, mark.hours_saved) == ("I struck it", 4)


def test_only_the_asker_thanks(cast: Cast, given: Answer) -> None:
    for other in (cast.cleo, cast.ben, cast.mo):
        with pytest.raises(RuleBroken):
            thanking.thank(other, given, Thanks("Thank you"), NOW)
    thanking.thank(cast.ana, given, Thanks("Thank you"), NOW)
    assert given.used_count == 1


@pytest.mark.parametrize("thanks", [Thanks("x" * (NOTE_MAX + 1)), Thanks("", 0), Thanks("", 401)])
def test_what_cannot_be_said(cast: Cast, given: Answer, thanks: Thanks) -> None:
    with pytest.raises(RuleBroken):
        thanking.thank(cast.ana, given, thanks, NOW)
    thanking.thank(cast.ana, given, Thanks("x" * NOTE_MAX, 400), NOW)


def test_private_words_are_for_the_two_alone(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks("Your clause saved me", 4, private=True), NOW)
    for reader in (cast.ana, cast.ben):
        assert read_by(given, reader.id) == [("Your clause saved me", 4)]
    for reader in (cast.cleo, cast.mo):
        assert read_by(given, reader.id) == [("", None)]
    thanking.thank(cast.ana, given, Thanks("Your clause saved me", 4), NOW)
    assert read_by(given, cast.cleo.id) == [("Your clause saved me", 4)]
    assert ledger(given) == [(1, "Your clause saved me")]  # who reads it is no other mark


def test_other_words_are_as_private_as_they_are_said(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks("First", private=True), NOW)
    thanking.thank(cast.ana, given, Thanks("Second", private=True), NOW)
    assert read_by(given, cast.cleo.id) == [("", None)]
    thanking.thank(cast.ana, given, Thanks("Third"), NOW)
    assert read_by(given, cast.cleo.id) == [("Third", None)]
    assert db.session.query(PrivateNote).count() == 2  # of rows that stand no more


def test_whether_it_held(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks(), NOW)
    thanking.say_held(cast.ana, given, True, NOW + DAY)
    thanking.say_held(cast.ana, given, True, NOW + 2 * DAY)
    row = db.session.query(HeldUp).one()
    assert (row.held, row.said_at) == (True, NOW + DAY)
    thanking.say_held(cast.ana, given, False, NOW + 3 * DAY)
    assert (row.held, row.said_at) == (False, NOW + 3 * DAY)
    notices = db.session.query(Notice).filter_by(kind=NoticeKind.HELD).all()
    assert [(one.member_id, one.actor_id) for one in notices] == [(cast.ben.id, cast.ana.id)]


def test_held_is_said_of_what_was_used_and_by_who_used_it(cast: Cast, given: Answer) -> None:
    with pytest.raises(RuleBroken, match="Say first"):
        thanking.say_held(cast.ana, given, True, NOW)
    thanking.thank(cast.ana, given, Thanks(), NOW)
    with pytest.raises(RuleBroken, match="Say first"):
        thanking.say_held(cast.cleo, given, True, NOW)
    thanking.say_held(cast.ana, given, True, NOW)
    cast.ana.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        thanking.say_held(cast.ana, given, False, NOW)


def test_other_words_do_not_unsay_that_it_held(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks(), NOW)
    thanking.say_held(cast.ana, given, True, NOW + DAY)
    thanking.thank(cast.ana, given, Thanks("It did its work"), NOW + 2 * DAY)
    (row,) = thank_queries.to_thank(given.question_id, cast.ana.id)
    assert (row.held, row.note) == (True, "It did its work")
    marking.take_back(cast.ana, given, MarkKind.USED, NOW + 3 * DAY)
    thanking.thank(cast.ana, given, Thanks(), NOW + 4 * DAY)
    (row,) = thank_queries.to_thank(given.question_id, cast.ana.id)
    assert row.held is None


def test_the_page_of_thanks_has_the_live_answers_of_others(cast: Cast, given: Answer) -> None:
    second = answer(cast.cleo, cast_question(given), now=NOW + MINUTE)
    gone = answer(cast.mo, cast_question(given), now=NOW + MINUTE)
    gone.withdrawn_at = NOW
    thanking.thank(cast.ana, second, Thanks("Four lines", 2, private=True), NOW)
    rows = thank_queries.to_thank(given.question_id, cast.ana.id)
    assert [(row.id, row.mark_id is not None, bool(row.private)) for row in rows] == [
        (given.id, False, False),
        (second.id, True, True),
    ]


def cast_question(given: Answer) -> Question:
    return db.session.get_one(Question, given.question_id)


def test_who_waits_for_a_word(cast: Cast, given: Answer) -> None:
    assert thank_queries.awaiting(cast.ana.id, NOW + MINUTE) == []  # it is open
    late = NOW + 2 * DAY
    assert [(row.id, row.many) for row in thank_queries.awaiting(cast.ana.id, late)] == [
        (given.question_id, 1)
    ]
    assert thank_queries.awaiting(cast.ben.id, late) == []
    assert thank_queries.awaiting(cast.ana.id, late + thank_queries.WAITS) == []
    marking.give(cast.ana, given, MarkKind.HELPFUL, NOW)
    assert thank_queries.awaiting(cast.ana.id, late) == []


def test_who_left_the_circle_is_asked_for_no_word(cast: Cast, given: Answer) -> None:
    late = NOW + 2 * DAY
    assert len(thank_queries.awaiting(cast.ana.id, late)) == 1
    circles.leave(cast.inner, cast.ana, NOW)
    assert thank_queries.awaiting(cast.ana.id, late) == []
