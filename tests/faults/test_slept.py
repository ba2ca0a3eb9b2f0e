"""A machine that slept through the date, and nights on which the clocks change: all that is due is done once, late and said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from qa.core import clock, jobs, mail, outbox, transaction
from qa.core.db import db
from qa.members.viewer import zone
from qa.notifications.models import Notice
from qa.questions import after, deadlines, reminders
from qa.questions.models import Question
from qa.routing.models import Ask, Route
from tests.support.cast import Cast
from tests.support.things import saved_answer, saved_question

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = MONDAY + 10 * DAY
WHY = "The committee meets a week later"


def letters() -> list[tuple[str, str]]:
    """What was mailed so far: to whom, and subject and words."""
    found = []
    for path in mail.filed():
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        found.append((str(letter["To"]), f"{letter['Subject']}\n{' '.join(body.get_content().split())}"))
    return sorted(found)


def work(at: datetime) -> list[tuple[str, str]]:
    """What a worker that wakes at *at* mails until nothing is due."""
    before = Counter(letters())
    with time_machine.travel(at, tick=False):
        jobs.Schedule().run()
        while outbox.drain():
            pass
    return sorted((Counter(letters()) - before).elements())


def subjects(sent: list[tuple[str, str]]) -> list[str]:
    return sorted({f"{to.split('@')[0]}: {text.strip().splitlines()[0].split(':')[0]}" for to, text in sent})


@pytest.fixture
def question(cast: Cast) -> Iterator[int]:
    with time_machine.travel(MONDAY, tick=False):
        number = saved_question(cast.ana, cast.inner, days=10)
    yield number
    db.session.rollback()


@pytest.mark.parametrize(
    ("wakes", "asked", "told"),
    [
        (DUE - 1.5 * DAY, True, "Answers are missing"),
        (DUE + 2 * DAY, False, "The date has come"),
        (DUE + 16 * DAY, False, "What was decided?"),
    ],
)
def test_who_slept_does_what_is_due_once_and_says_that_it_is_late(
    app: Flask, cast: Cast, question: int, wakes: datetime, asked: bool, told: str
) -> None:
    sent = work(wakes)
    own = [text for to, text in sent if to.startswith("ana")]
    assert len(own) == 1 and own[0].startswith(told)
    assert "This mail is late: it was due on" in own[0]
    others = [(to, text) for to, text in sent if not to.startswith("ana")]
    assert bool(others) == asked == bool(db.session.query(Ask).count())
    assert len(others) == len(
        {to for to, _text in others}
    )  # one mail each, although the reminding hour is over too
    assert work(wakes) == work(wakes + timedelta(minutes=1)) == []
    counted = Counter((one.member_id, one.kind) for one in db.session.query(Notice))
    assert all(many == 1 for many in counted.values())


def test_a_worker_that_is_in_time_says_nothing_of_being_late(app: Flask, cast: Cast, question: int) -> None:
    """The control."""
    for at in (MONDAY, MONDAY + 8 * DAY, DUE, DUE + 14 * DAY):
        assert "This mail is late" not in str(work(at))
    assert len([to for to, _text in letters() if to.startswith("ana")]) == 3


def test_who_is_asked_late_reads_how_much_time_is_left(app: Flask, cast: Cast, question: int) -> None:
    sent = [text for to, text in work(DUE - DAY) if to.startswith("ben")]
    assert len(sent) == 1
    assert "tomorrow 10:00" in sent[0] and "1 day left" in sent[0].replace("\xa0", " ")


# Opening again


def test_what_opens_again_mails_nobody_twice_for_what_was(app: Flask, cast: Cast, question: int) -> None:
    """Asked, reminded, nudged, told of the date, asked for the outcome and told of it: each once for its box."""
    first = work(MONDAY)
    assert len([1 for _to, text in first if "needs your experience by" in text.splitlines()[0]]) == 3
    saved_answer(cast.mo, db.session.get_one(Question, question), now=MONDAY + DAY)
    reminded = work(MONDAY + 8 * DAY)
    assert subjects(reminded) == ["ana: Answers are missing", "ben: Still open", "cleo: Still open"]
    assert subjects(work(DUE)) == ["ana: The date has come"]
    again = DUE + DAY
    with time_machine.travel(again, tick=False), transaction.unit():
        after.move(cast.ana, db.session.get_one(Question, question), again + 10 * DAY, WHY, again)
    assert work(again) == []  # neither the asker nor anybody who was asked, reminded or has answered
    new = [work(again + hours * timedelta(hours=6)) for hours in range(1, 40)]
    assert [subjects(sent) for sent in new if sent] == [["ana: Answers are missing"]]
    assert subjects(work(again + 10 * DAY)) == ["ana: The date has come"]
    # The old date's question about the outcome is not asked; who answered hears once that it is closed now.
    assert subjects(work(DUE + 14 * DAY)) == ["mo: Closed"]
    assert subjects(work(again + 24 * DAY)) == ["ana: What was decided?"]
    end = again + 25 * DAY
    with time_machine.travel(end, tick=False), transaction.unit():
        after.record(cast.ana, db.session.get_one(Question, question), "We went with six.", end)
    told = [work(end + days * DAY) for days in range(40)]
    assert [to for sent in told for to, _text in sent] == ["mo@peers.example"]  # in the daily mail
    sent = Counter((to, text.splitlines()[0].split(" by ")[0]) for to, text in letters())
    assert {many for key, many in sent.items() if key[0] != "ana@peers.example"} == {1}
    assert db.session.get_one(Route, question).due_at is None


# Nights on which the clocks change

NIGHTS = {
    "Europe/Berlin": (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 5, tzinfo=UTC), datetime(2026, 10, 4, tzinfo=UTC)),
    "America/Santiago": (datetime(2026, 4, 5, tzinfo=UTC), datetime(2026, 9, 6, tzinfo=UTC)),
}
around = st.sampled_from([(name, night) for name, nights in NIGHTS.items() for night in nights]).flatmap(
    lambda one: st.tuples(
        st.just(one[0]),
        st.integers(-4 * 1440, 2 * 1440).map(lambda minutes: one[1] + timedelta(minutes=minutes)),
    )
)


@given(around)
def test_quick_choices_are_five_in_the_afternoon_on_either_side(drawn: tuple[str, datetime]) -> None:
    where, now = ZoneInfo(drawn[0]), drawn[1]
    days = []
    for choice in deadlines.quick_choices(now, where):
        if choice.when is None:
            continue
        local = choice.when.astimezone(where)
        assert (local.hour, local.minute) == (17, 0)
        assert f"{local:%H:%M}" in choice.hint and choice.when > now
        assert deadlines.resolve(choice.value, "", "", now, where) == choice.when
        assert deadlines.resolve(choice.key, "", "", now, where) == choice.when
        days.append(local.date())
    assert len(set(days)) == len(days) == 3
    assert days[0] == now.astimezone(where).date() + timedelta(days=1)


@given(around, st.integers(60, 20_000))
def test_the_last_fifth_is_of_the_time_that_passes_whatever_the_clocks_say(
    drawn: tuple[str, datetime], minutes: int
) -> None:
    start = drawn[1].astimezone(ZoneInfo(drawn[0]))
    due = (drawn[1] + timedelta(minutes=minutes)).astimezone(ZoneInfo(drawn[0]))
    at = reminders.nudge_at(start.astimezone(UTC), due.astimezone(UTC))
    assert (at - drawn[1]) / timedelta(minutes=minutes) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("posted", "hours"),
    [(datetime(2026, 3, 27, 16, tzinfo=UTC), 71), (datetime(2026, 10, 23, 15, tzinfo=UTC), 73)],
    ids=["an hour less", "an hour more"],
)
def test_reminders_over_such_a_night_come_once_and_name_the_hour_of_the_wall(
    app: Flask, cast: Cast, posted: datetime, hours: int
) -> None:
    due = posted + timedelta(hours=hours)
    with time_machine.travel(posted, tick=False):
        saved_question(cast.ana, cast.inner, days=hours / 24)
    local = zone(cast.ana.timezone)
    assert (posted.astimezone(local).hour, due.astimezone(local).hour) == (17, 17)
    sent: list[tuple[str, str]] = []
    for half in range(hours * 2 + 2):
        sent += work(posted + half * timedelta(minutes=30))
    by = Counter(text.splitlines()[0].split(" by ")[0].split(":")[0] for _to, text in sent)
    assert by == {
        "Ana Lindqvist needs your experience": 3,
        "Still open": 3,
        "Answers are missing": 1,
        "The date has come": 1,
    }
    nudge = next(text for _to, text in sent if text.startswith("Answers are missing"))
    assert f"{due.astimezone(local).day} {due:%B} 2026, 17:00" in nudge


def test_an_hour_that_comes_twice_is_one_instant_and_one_that_never_comes_moves_on() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    take: Callable[..., datetime | None] = deadlines.resolve
    now = datetime(2026, 10, 20, tzinfo=UTC)
    assert take("", "2026-10-25", "02:30", now, berlin) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    now = datetime(2026, 3, 20, tzinfo=UTC)
    assert take("", "2026-03-29", "02:30", now, berlin) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
