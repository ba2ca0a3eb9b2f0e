"""What stands in a member's calendar and feed, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import rules as answering
from qa.core.db import db
from qa.members import circles
from qa.members.models import Member
from qa.notifications import feed_queries
from qa.questions import drafts
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question
from tests.support.asking import put
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("app")


def dates(member: Member, now: datetime = NOW) -> set[int]:
    return {row.id for row in feed_queries.calendar(member.id, now)}


def off(member: Member, now: datetime = NOW) -> set[int]:
    return {row.id for row in feed_queries.taken_back(member.id, now)}


def newest(member: Member) -> list[int]:
    return [row.id for row in feed_queries.latest(member.id)]


def begin(member: Member, question: Question) -> None:
    drafts.save(member, DraftKind.ANSWER, {"body": "Half"}, NOW, question_id=question.id)


def test_a_calendar_has_what_one_asked_answered_or_began_to_answer(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - DAY)
    answer(cast.ben, question, now=NOW)
    begin(cast.cleo, question)
    assert dates(cast.ana) == dates(cast.ben) == dates(cast.cleo) == {question.id}
    assert dates(cast.mo) == dates(cast.dan) == set()


def test_a_calendar_has_what_one_is_asked_until_one_says_not_now(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - DAY)
    passing, handing = put(cast.cleo, question, NOW), put(cast.mo, question, NOW)
    assert dates(cast.cleo) == dates(cast.mo) == {question.id}
    passing.passed_at = NOW
    handing.handed_to_id, handing.handed_at = cast.ben.id, NOW
    db.session.flush()
    assert dates(cast.cleo) == dates(cast.mo) == dates(cast.ben) == set()


def test_a_question_without_a_date_is_in_none(cast: Cast) -> None:
    answer(cast.ben, ask(cast.ana, cast.inner, now=NOW - DAY, days=None), now=NOW)
    assert dates(cast.ana) == dates(cast.ben) == set()


def test_an_answer_taken_back_takes_the_date_along(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW - DAY), now=NOW)
    answering.withdraw(cast.ben, given, NOW)
    db.session.flush()
    assert dates(cast.ben) == set()


def test_who_leaves_the_circle_keeps_no_date_and_no_entry(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - DAY)
    answer(cast.ben, question, now=NOW)
    begin(cast.cleo, question)
    gone = ask(cast.ana, cast.inner, now=NOW - DAY)
    begin(cast.cleo, gone)
    asking.withdraw(cast.ana, gone, NOW)
    assert (dates(cast.cleo), off(cast.cleo), newest(cast.cleo)) == ({question.id}, {gone.id}, [question.id])
    for member in (cast.ben, cast.cleo, cast.ana):
        circles.leave(cast.inner, member, NOW)
        assert (dates(member), off(member), newest(member)) == (set(), set(), [])


def test_what_is_closed_early_stays_a_fortnight_and_what_is_filled_stays(cast: Cast) -> None:
    closed = ask(cast.ana, cast.inner, now=NOW - DAY, days=30)
    filled = ask(cast.ana, cast.inner, now=NOW - DAY, days=30, wanted=1)
    asking.close(cast.ana, closed, NOW)
    answer(cast.ben, filled, now=NOW)
    assert dates(cast.ana, NOW + 14 * DAY - timedelta(seconds=1)) == {closed.id, filled.id}
    assert dates(cast.ana, NOW + 14 * DAY) == {filled.id}


def test_what_is_taken_back_is_off_for_a_fortnight_without_its_words(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - DAY, days=30)
    begin(cast.ben, question)
    asking.withdraw(cast.ana, question, NOW)
    db.session.flush()
    assert dates(cast.ana) == dates(cast.ben) == set()
    assert off(cast.ana) == off(cast.ben) == {question.id}
    assert off(cast.cleo) == off(cast.dan) == set()
    assert off(cast.ana, NOW + 14 * DAY) == set()
    [row] = feed_queries.taken_back(cast.ana.id, NOW)
    assert set(row._fields) == {"id", "needed_by", "withdrawn_at", "sequence"}


def test_what_was_due_long_ago_leaves_the_calendar(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - 8 * DAY, days=7)
    assert dates(cast.ana) == dates(cast.ana, NOW + 88 * DAY) == {question.id}
    assert dates(cast.ana, NOW + 90 * DAY) == set()


def test_a_feed_has_the_newest_that_one_may_see(cast: Cast) -> None:
    inner = [ask(cast.ana, cast.inner, now=NOW - n * timedelta(hours=1)).id for n in range(1, 34)]
    shared = ask(cast.dan, cast.everyone, now=NOW)
    assert newest(cast.cleo) == [shared.id, *inner[:29]]
    assert newest(cast.dan) == [shared.id]
    asking.withdraw(cast.dan, shared, NOW)
    db.session.flush()
    assert newest(cast.cleo) == inner[:30]


def test_an_entry_knows_when_the_last_answer_came(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW - DAY)
    assert feed_queries.latest(cast.cleo.id)[0].answered_at is None
    answer(cast.ben, question, now=NOW)
    later = answer(cast.mo, question, now=NOW + DAY)
    assert feed_queries.latest(cast.cleo.id)[0].answered_at == NOW + DAY
    answering.withdraw(cast.mo, later, NOW + DAY)
    db.session.flush()
    assert feed_queries.latest(cast.cleo.id)[0].answered_at == NOW


def test_one_query_each_however_many_questions(cast: Cast, queries: Queries) -> None:
    who, counts = cast.ana.id, []
    peers = crowd(cast.inner, 3)
    for number in (1, 12):
        for _ in range(number):
            question = ask(cast.ana, cast.inner, now=NOW)
            for peer in peers:
                answer(peer, question, now=NOW)
        db.session.flush()
        with queries:
            assert len(feed_queries.calendar(who, NOW)) >= number
            feed_queries.taken_back(who, NOW)
            assert len(feed_queries.latest(who)) >= number
        counts.append(len(queries))
    assert counts == [3, 3]
