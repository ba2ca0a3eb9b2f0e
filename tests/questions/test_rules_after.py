"""At the date and after it: a date moves twice at most, an outcome is said once, and a question without one rests."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from qa.answers import rules as answering
from qa.core import outbox
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import MemberState
from qa.notifications.models import Notice, NoticeKind
from qa.questions import after, beside, deadlines, queries, reminders, rules, timebox
from qa.questions.deadlines import State
from qa.questions.models import FAR, Question, QuestionMove, QuestionOutcome
from tests.support.cast import LONG_AGO, Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONE = ZoneInfo("Europe/Berlin")
WHY = "The committee meets a week later"


def state(question: Question, now: datetime) -> State:
    return deadlines.state(question, now, ZONE)


def kinds(member_id: int) -> list[str]:
    return [
        one.kind.value for one in db.session.query(Notice).filter_by(member_id=member_id).order_by(Notice.id)
    ]


# Moving


def test_a_moved_date_stands_and_says_who_when_from_and_why(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    after.move(cast.ana, question, NOW + 9 * DAY, f"  {WHY}  ", NOW + DAY)
    assert question.needed_by == question.due_at == NOW + 9 * DAY
    row = db.session.query(QuestionMove).one()
    assert (row.number, row.moved_by_id, row.moved_at) == (1, cast.ana.id, NOW + DAY)
    assert (row.due_before, row.due_after, row.reason) == (NOW + 7 * DAY, NOW + 9 * DAY, WHY)
    (shown,) = beside.moves(beside.shown(cast.cleo.id, question.id))
    assert shown == beside.Move(NOW + DAY, NOW + 7 * DAY, WHY)


def test_it_moves_twice_and_not_a_third_time(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    for n in (1, 2):
        after.move(cast.ana, question, NOW + (7 + n) * DAY, WHY, NOW + n * DAY)
    with pytest.raises(RuleBroken, match="twice at most"):
        after.move(cast.ana, question, NOW + 20 * DAY, WHY, NOW + 3 * DAY)
    assert question.needed_by == NOW + 9 * DAY
    assert [one.due_before for one in beside.moves(beside.shown(cast.ana.id, question.id))] == [
        NOW + 7 * DAY,
        NOW + 8 * DAY,
    ]


def test_the_tables_hold_no_third_move_either(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    known = {"question_id": question.id, "moved_by_id": cast.ana.id, "moved_at": NOW, "reason": WHY}
    db.session.add(QuestionMove(number=3, due_before=NOW, due_after=NOW + DAY, **known))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_after_the_date_it_opens_again_and_what_was_late_is_in_time(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=2)
    answer(cast.ben, question, now=NOW + DAY)
    late = answer(cast.cleo, question, now=NOW + 3 * DAY)
    now = NOW + 4 * DAY
    assert (state(question, now), question.in_time_count) == (State.SHORT, 1)
    assert deadlines.is_late(late.posted_at, question.needed_by)
    after.move(cast.ana, question, NOW + 9 * DAY, WHY, now)
    assert state(question, now) == State.OPEN
    assert not deadlines.is_late(late.posted_at, question.needed_by)
    assert (question.answer_count, question.in_time_count, question.filled_at) == (2, 2, None)
    counted = (question.in_time_count, question.filled_at)
    answering.recount(question, now)  # the same by counting again
    assert (question.in_time_count, question.filled_at) == counted
    answer(cast.mo, question, now=NOW + 5 * DAY)
    assert state(question, NOW + 6 * DAY) == State.MET


def test_an_open_list_has_it_again(cast: Cast) -> None:
    question, now = ask(cast.ana, cast.inner, now=NOW, days=2), NOW + 4 * DAY

    def listed() -> list[int]:
        return [row.id for row in queries.page(cast.ben.id, now).rows]

    assert listed() == []
    after.move(cast.ana, question, NOW + 9 * DAY, WHY, now)
    db.session.flush()
    assert listed() == [question.id]


@pytest.mark.parametrize("minutes", [0, -1])
def test_only_a_later_instant_will_do(cast: Cast, minutes: int) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    due = NOW + 7 * DAY
    with pytest.raises(RuleBroken, match="after the date") as refused:
        after.move(cast.ana, question, due + minutes * MINUTE, WHY, NOW + DAY)
    assert refused.value.field == "needed_by"
    with pytest.raises(RuleBroken):  # later than the date, and past
        after.move(cast.ana, question, due + DAY, WHY, due + 2 * DAY)
    after.move(cast.ana, question, due + MINUTE, WHY, NOW + DAY)
    assert question.needed_by == due + MINUTE


def test_it_needs_a_reason(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken, match="Say why") as refused:
        after.move(cast.ana, question, NOW + 9 * DAY, " \t ", NOW)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("who", ["ben", "cleo", "mo"])
def test_nobody_else_moves_it(cast: Cast, who: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(Forbidden):
        after.move(getattr(cast, who), question, NOW + 9 * DAY, WHY, NOW)


def test_a_suspended_asker_moves_and_records_nothing(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1)
    cast.ana.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        after.move(cast.ana, question, NOW + 9 * DAY, WHY, NOW)
    with pytest.raises(Forbidden):
        after.record(cast.ana, question, "We went with six.", NOW + 2 * DAY)
    cast.ana.state, cast.ana.pledged_until = MemberState.ACTIVE, LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        after.record(cast.ana, question, "We went with six.", NOW + 2 * DAY)


def test_no_date_a_closing_enough_answers_and_an_outcome_hold_the_date(cast: Cast) -> None:
    to, now = NOW + 20 * DAY, NOW + 8 * DAY
    undated = ask(cast.ana, cast.inner, now=NOW, days=None)
    closed = ask(cast.ana, cast.inner, now=NOW, title="Whom did you tell of the first finding?")
    rules.close(cast.ana, closed, NOW + DAY)
    enough = ask(cast.ana, cast.inner, now=NOW, wanted=2, title="Which of the two would you take?")
    answer(cast.ben, enough, now=NOW + DAY)
    answer(cast.cleo, enough, now=NOW + 7 * DAY)
    told = ask(cast.ana, cast.inner, now=NOW, title="What did your committee say to it?")
    after.record(cast.ana, told, "Six.", now)
    for question, why in ((undated, "no date"), (closed, "closed"), (enough, "late ones"), (told, "outcome")):
        with pytest.raises(RuleBroken, match=why):
            after.move(cast.ana, question, to, WHY, now)
    assert enough.in_time_count == 1  # it stays closed short


# The outcome


def test_an_outcome_waits_until_the_question_is_closed(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken, match="still open"):
        after.record(cast.ana, question, "We went with six.", NOW + 7 * DAY - MINUTE)
    assert question.outcome_at is None
    outcome = after.record(cast.ana, question, "We went with **six**.", NOW + 7 * DAY)
    assert (question.outcome_at, outcome.recorded_by_id) == (NOW + 7 * DAY, cast.ana.id)
    assert "<strong>six</strong>" in beside.shown(cast.cleo.id, question.id).outcome_html


def test_its_words_change_for_an_hour_and_then_stand(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    rules.close(cast.ana, question, NOW)
    after.record(cast.ana, question, "We went with six.", NOW)
    after.record(cast.ana, question, "We went with seven.", NOW + 59 * MINUTE)
    with pytest.raises(RuleBroken, match="hour is over"):
        after.record(cast.ana, question, "We went with eight.", NOW + 60 * MINUTE)
    outcome = db.session.query(QuestionOutcome).one()
    assert (outcome.body, outcome.recorded_at, outcome.edited_at) == (
        "We went with seven.",
        NOW,
        NOW + 59 * MINUTE,
    )


@pytest.mark.parametrize(
    ("body", "why"), [("", "first"), (" \n ", "first"), ("x" * 2001, "1 character too long")]
)
def test_an_outcome_has_words_and_not_too_many(cast: Cast, body: str, why: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1)
    with pytest.raises(RuleBroken, match=why) as refused:
        after.record(cast.ana, question, body, NOW + 2 * DAY)
    assert refused.value.field == "body"
    assert after.record(cast.ana, question, "x" * 2000, NOW + 2 * DAY).body == "x" * 2000


@pytest.mark.parametrize("who", ["ben", "mo"])
def test_nobody_else_says_what_was_decided(cast: Cast, who: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1)
    with pytest.raises(Forbidden):
        after.record(getattr(cast, who), question, "We went with six.", NOW + 2 * DAY)


def test_those_who_answered_get_one_notice_and_one_row_each_and_nobody_else(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1)
    given = answer(cast.ben, question, now=NOW)
    answering.withdraw(cast.ben, given, NOW)
    answer(cast.ben, question, now=NOW)  # given again: still one
    gone = answer(cast.cleo, question, now=NOW)
    answering.withdraw(cast.cleo, gone, NOW)
    for minutes in (0, 10):
        after.record(cast.ana, question, "We went with six.", NOW + 2 * DAY + minutes * MINUTE)
    rows = db.session.query(outbox.OutboxRow).filter_by(kind="answers.outcome").all()
    assert [row.payload["member_id"] for row in rows] == [cast.ben.id]
    assert kinds(cast.ben.id) == ["answered", "outcome"]  # Cleo’s answer, until it was taken back
    assert kinds(cast.cleo.id) == kinds(cast.mo.id) == []
    assert "outcome" not in kinds(cast.ana.id)


# What rests


def test_four_weeks_after_its_date_a_question_rests_by_the_clock_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=2)
    due = NOW + 2 * DAY
    for now, rests in ((due + 28 * DAY - MINUTE, False), (due + 28 * DAY, True)):
        assert deadlines.is_archived(question, now) is rests
        assert timebox.box(question, now, ZONE).time_phrase == (
            "Closed short, archived" if rests else "Closed short"
        )
    assert answer(cast.ben, question, now=due + 30 * DAY).id  # still answerable
    after.record(cast.ana, question, "We went with six, at last.", due + 40 * DAY)
    assert not deadlines.is_archived(question, due + 50 * DAY)


def test_without_a_date_it_rests_by_its_askers_closing(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=None)
    assert not deadlines.is_archived(question, FAR)
    rules.close(cast.ana, question, NOW + DAY)
    assert not deadlines.is_archived(question, NOW + 28 * DAY)
    assert deadlines.is_archived(question, NOW + 29 * DAY)


def test_sql_and_python_agree_on_what_waits_for_its_outcome(cast: Cast) -> None:
    asked = [ask(cast.ana, cast.inner, now=NOW, days=days, wanted=1) for days in (None, 1, 20, 2)]
    rules.close(cast.ana, asked[0], NOW + DAY)
    answer(cast.ben, asked[2], now=NOW + 3 * DAY)  # filled before its date
    after.record(cast.ana, asked[3], "Six.", NOW + 3 * DAY)
    imported = ask(cast.ana, cast.inner, now=NOW, days=1)
    imported.source_key = "elsewhere:1"
    db.session.flush()
    for hours in (72, 24 * 29 - 1, 24 * 29, 24 * 48 - 1, 24 * 48):  # all has happened by then
        now = NOW + timedelta(hours=hours)
        condition = queries.awaits_outcome(now, now - deadlines.ARCHIVED)
        found = set(db.session.scalars(db.select(Question.id).where(condition)))
        waits = {
            q.id
            for q in asked
            if deadlines.is_closed(q, now) and q.outcome_at is None and not deadlines.is_archived(q, now)
        }
        assert found == waits, hours


# What is put off


def planned(question: Question) -> list[tuple[str, datetime]]:
    rows = db.session.query(outbox.OutboxRow).filter_by(kind=reminders.KIND).order_by(outbox.OutboxRow.id)
    return [(row.payload["what"], row.due_at) for row in rows if row.payload["question_id"] == question.id]


def test_rows_are_written_with_what_causes_them(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=10)
    first = [("nudge", NOW + 8 * DAY), ("due", NOW + 10 * DAY), ("follow_up", NOW + 24 * DAY)]
    assert planned(question) == first
    after.move(cast.ana, question, NOW + 15 * DAY, WHY, NOW + 5 * DAY)  # the box that is left has ten days
    again = [("nudge", NOW + 13 * DAY), ("due", NOW + 15 * DAY), ("follow_up", NOW + 29 * DAY)]
    assert planned(question) == [*first, *again]
    undated = ask(cast.ana, cast.inner, now=NOW, days=None)
    assert planned(undated) == []
    rules.close(cast.ana, undated, NOW + DAY)
    assert planned(undated) == [("follow_up", NOW + 15 * DAY)]


def test_a_rolled_back_move_leaves_no_row(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=10)
    db.session.commit()
    after.move(cast.ana, question, NOW + 15 * DAY, WHY, NOW + 5 * DAY)
    db.session.rollback()
    assert len(planned(question)) == 3
    assert question.needed_by == NOW + 10 * DAY


def test_what_is_told_is_told_at_its_time_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=10)
    due = NOW + 10 * DAY
    told = {
        what: [
            hours
            for hours in range(0, 24 * 45, 6)
            if reminders.stands(question, what, due, NOW + hours * DAY / 24)
        ]
        for what in reminders.What
    }
    assert (told[reminders.What.NUDGE][0], told[reminders.What.NUDGE][-1]) == (0, 234)
    assert (told[reminders.What.DUE][0], told[reminders.What.DUE][-1]) == (240, 24 * 24 - 6)
    assert (told[reminders.What.FOLLOW_UP][0], told[reminders.What.FOLLOW_UP][-1]) == (24 * 24, 24 * 38 - 6)
    assert NoticeKind(reminders.What.NUDGE.value) and NoticeKind(reminders.What.FOLLOW_UP.value)
