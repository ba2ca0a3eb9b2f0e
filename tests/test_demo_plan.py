"""What the sample community's plan promises at every hour at which it may be made. No database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qa.demo_build import plan as planning
from qa.demo_build import when
from qa.demo_build.threads import VISITOR, limit, partakers
from qa.questions import deadlines
from tests.support.breadth import some

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
STATES = {"open": 32, "soon": 16, "today": 12, "met": 36, "short": 16, "none": 8}
INSTANTS = {
    "a Monday noon": datetime(2026, 7, 6, 12, tzinfo=ZURICH),
    "a Friday late": datetime(2026, 7, 3, 23, 30, tzinfo=ZURICH),
    "a Saturday just after midnight": datetime(2026, 7, 4, 0, 3, tzinfo=ZURICH),
    "a Sunday": datetime(2026, 7, 5, 9, tzinfo=ZURICH),
    "an hour before the clocks go forward": datetime(2026, 3, 29, 1, tzinfo=ZURICH),
    "the evening of that day": datetime(2026, 3, 29, 20, tzinfo=ZURICH),
    "the hour that comes twice, first": datetime(2026, 10, 25, 2, 30, tzinfo=ZURICH),
    "the hour that comes twice, again": datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZURICH),
    "New Year's Eve": datetime(2026, 12, 31, 23, 59, 20, tzinfo=ZURICH),
    "the new year's first second": datetime(2027, 1, 1, 0, 0, 1, tzinfo=ZURICH),
    "a leap day": datetime(2028, 2, 29, 17, tzinfo=ZURICH),
}


class Clocked:
    """A planned question as the time-box reads it."""

    def __init__(self, plan: planning.Plan, number: int) -> None:
        thread = plan.threads[number]
        given = {s.answer: s.at for s in plan.steps if s.thread == number and s.verb == "answer"}
        for step in plan.steps:
            if step.thread == number and step.verb == "withdraw":
                del given[step.answer]
        self.posted_at, self.needed_by, self.closed_at = thread.posted_at, thread.needed_by, thread.closed_at
        self.outcome_at = None
        self.answers_wanted, self.answer_count = thread.question.wanted, len(given)
        timely = sorted(at for at in given.values() if thread.needed_by is None or at < thread.needed_by)
        self.in_time_count = len(timely)
        self.filled_at = timely[self.answers_wanted - 1] if len(timely) >= self.answers_wanted else None


@pytest.mark.parametrize("seed", some([1, 2, 77], 3))
@pytest.mark.parametrize("at", INSTANTS.values(), ids=INSTANTS.keys())
def test_every_question_stands_in_its_state_whenever_the_sample_is_made(at: datetime, seed: int) -> None:
    now = at.astimezone(UTC)
    plan = planning.make(seed, now)
    found = Counter[str]()
    for number, thread in enumerate(plan.threads):
        clocked = Clocked(plan, number)
        assert deadlines.state(clocked, now, ZURICH) == thread.question.state, thread.question.title
        found[thread.question.state] += 1
    assert found == STATES


@pytest.mark.parametrize("at", INSTANTS.values(), ids=INSTANTS.keys())
def test_what_is_planned_happens_in_order_and_never_in_the_future(at: datetime) -> None:
    now = at.astimezone(UTC)
    plan = planning.make(1, now)
    assert plan.steps == sorted(plan.steps, key=lambda step: step.at)
    seen: set[tuple[int, int | None]] = set()
    for step in plan.steps:
        place = (step.thread, step.answer)
        assert step.at <= now
        assert step.at <= limit(step.by, now)
        assert place in seen or step.verb in ("ask", "answer")
        seen.add(place)


@pytest.mark.parametrize("at", INSTANTS.values(), ids=INSTANTS.keys())
def test_the_visitor_was_here_on_a_friday_and_finds_news(at: datetime) -> None:
    now = at.astimezone(UTC)
    plan, visit = planning.make(1, now), when.last_visit(now)
    assert visit.astimezone(ZURICH).strftime("%A") == "Friday"
    assert timedelta(hours=7) < now - visit <= timedelta(days=7, hours=8)
    hers = {number for number, thread in enumerate(plan.threads) if thread.question.by == VISITOR}
    assert any(step.at > visit for step in plan.steps if step.thread in hers)
    assert len([step for step in plan.steps if step.at > visit and step.verb == "answer"]) >= 10


def test_the_plan_is_the_same_again_and_another_with_another_seed() -> None:
    assert planning.make(5, NOW) == planning.make(5, NOW)
    assert planning.make(5, NOW).steps != planning.make(6, NOW).steps


def test_due_today_leaves_hours_and_late_in_the_evening_what_is_left() -> None:
    noon = datetime(2026, 7, 6, 10, tzinfo=UTC)
    for hour in (0, 5, 10, 17, 20, 21, 22, 23):
        now = noon.replace(hour=hour, minute=59)
        plan = planning.make(1, now)
        dues = [t.needed_by for t in plan.threads if t.question.state == "today" and t.needed_by]
        assert len(dues) == 12
        for due in dues:
            assert due.astimezone(ZURICH).date() == now.astimezone(ZURICH).date()
            assert due - now >= (timedelta(hours=2) if hour < 18 else timedelta(0))
            assert due > now


def test_an_edited_text_ends_as_it_is_written_and_began_shorter() -> None:
    steps = planning.make(1, NOW).steps
    edits = [step for step in steps if step.verb.startswith("edit")]
    assert len(edits) > 15
    for edit in edits:
        first = next(s for s in steps if (s.thread, s.answer) == (edit.thread, edit.answer))
        assert edit.text.startswith(first.text)
        assert len(first.text) < len(edit.text)


def test_partakers_are_all_who_write() -> None:
    plan = planning.make(1, NOW)
    thread = next(thread for thread in plan.threads if thread.question.comments)
    writing = {
        s.by
        for s in plan.steps
        if plan.threads[s.thread] is thread and s.verb in ("ask", "answer", "comment")
    }
    assert partakers(thread.question) <= writing
