"""The time-box: its phrases and its drawing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined

from qa.questions.timebox import LargeBox, Seat, box, day_long, large, strokes, when, when_long
from tests.questions.test_deadlines import DUE, OSLO, Asked

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # Tuesday, 13:00 in Oslo
ROOT = Path(__file__).parents[2]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def words() -> Iterator[Flask]:
    """A small app in English: words need one, the clock does not."""
    made = Flask("words", template_folder=str(ROOT / "templates"))
    made.jinja_env.undefined = StrictUndefined
    Babel(made)
    with made.test_request_context():
        yield made


def due_in(left: timedelta, **known: object) -> Asked:
    return replace(Asked(posted_at=NOW - 4 * DAY, needed_by=NOW + left), **known)  # type: ignore[arg-type]


def spaced(words: str) -> str:
    """*words* with plain spaces, as a person reads them."""
    return words.replace("\u00a0", " ")


def phrase(q: Asked, now: datetime = NOW, zone: ZoneInfo = OSLO) -> str:
    shown = box(q, now, zone)
    return spaced(f"{shown.time_phrase} · {shown.answer_phrase}")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (365 * DAY, "52 weeks left"),
        (21 * DAY, "3 weeks left"),
        (14 * DAY, "2 weeks left"),
        (14 * DAY - MINUTE, "13 days left"),
        (3 * DAY, "3 days left"),
        (3 * DAY - MINUTE, "2 days 23 h left"),
        (2 * DAY + 4 * HOUR, "2 days 4 h left"),
        (2 * DAY, "2 days left"),
        (DAY + 20 * HOUR, "1 day 20 h left"),
        (DAY + 59 * MINUTE, "1 day left"),
        (DAY - MINUTE, "23 h left"),
        (4 * HOUR + 10 * MINUTE, "Due today, 4 h left"),
        (59 * MINUTE, "Due today, 59 min left"),
        (timedelta(seconds=1), "Due today, 1 min left"),
    ],
)
def test_the_time_left_is_rounded_down(left: timedelta, said: str) -> None:
    assert spaced(box(due_in(left), NOW, OSLO).time_phrase) == said


def test_a_number_stays_with_its_unit_at_the_end_of_a_line() -> None:
    for left, said in ((15 * HOUR, "15_h left"), (20 * MINUTE, "Due today, 20_min left"), (DAY + HOUR, "1_day 1_h left"),
                       (5 * DAY, "5_days left"), (21 * DAY, "3_weeks left")):  # fmt: skip
        assert box(due_in(left), NOW, OSLO).time_phrase == said.replace("_", "\u00a0")


def test_minutes_left_before_midnight_and_after() -> None:
    late = datetime(2026, 11, 24, 22, 50, tzinfo=UTC)
    assert spaced(box(Asked(needed_by=late + 20 * MINUTE), late, OSLO).time_phrase) == "20 min left"


def test_a_day_of_twenty_five_hours_is_said_in_hours() -> None:
    long_day = datetime(2026, 10, 24, 22, 5, tzinfo=UTC)
    said = box(Asked(needed_by=long_day + 24 * HOUR), long_day, OSLO).time_phrase
    assert spaced(said) == "Due today, 24 h left"


@pytest.mark.parametrize(
    ("q", "said"),
    [
        (
            due_in(52 * HOUR, answers_wanted=20, in_time_count=11, answer_count=11),
            "2 days 4 h left · 11 of 20 answers",
        ),
        (
            due_in(23 * HOUR, answers_wanted=12, in_time_count=7, answer_count=7),
            "23 h left · 7 of 12 answers",
        ),
        (due_in(4 * HOUR, in_time_count=6, answer_count=6), "Due today, 4 h left · 6 of 8 answers"),
        (
            due_in(DAY, answers_wanted=12, in_time_count=14, answer_count=14, filled_at=NOW - HOUR),
            "Closed in time · 14 of 12 answers",
        ),
        (due_in(-DAY, answers_wanted=20, in_time_count=7, answer_count=9), "Closed short · 7 of 20 answers"),
        (replace(Asked(), needed_by=None, answer_count=4, in_time_count=4), "No deadline · 4 answers"),
        (replace(Asked(), needed_by=None, answer_count=1, in_time_count=1), "No deadline · 1 answer"),
        (due_in(DAY - HOUR, answers_wanted=1, in_time_count=0, answer_count=0), "23 h left · 0 of 1 answer"),
    ],
)
def test_the_phrases_of_the_design(q: Asked, said: str) -> None:
    assert phrase(q) == said


def test_late_answers_are_counted_apart() -> None:
    shown = box(due_in(-DAY, in_time_count=7, answer_count=9), NOW, OSLO)
    assert (shown.got, shown.wanted, shown.late) == (7, 8, 2)
    undated = box(Asked(needed_by=None, answer_count=9, in_time_count=0), NOW, OSLO)
    assert (undated.got, undated.wanted, undated.late) == (9, None, 0)


@pytest.mark.parametrize(
    ("q", "gone"),
    [
        (due_in(4 * DAY), 50.0),
        (due_in(-DAY), 100.0),
        (due_in(4 * DAY, closed_at=NOW - 2 * DAY), 25.0),
        (due_in(DAY, posted_at=NOW + HOUR), 0.0),
        (due_in(-DAY, posted_at=NOW), 100.0),
        (replace(Asked(), needed_by=None), 0.0),
    ],
)
def test_the_time_gone_stops_where_it_closed(q: Asked, gone: float) -> None:
    assert box(q, NOW, OSLO).gone == gone


def test_strokes_as_in_the_reference_page() -> None:
    assert strokes(2, 10) == (
        "M3 11V25M12.5 11V25",
        "M22 16V25M31.5 16V25M41 16V25M59 16V25M68.5 16V25M78 16V25M87.5 16V25M97 16V25",
    )
    assert strokes(4, None) == ("M3 11V25M7.6 11V25M12.2 11V25M16.8 11V25", "")
    assert strokes(44, 60) == ("M2 18H72.4", "")


@given(st.integers(0, 90), st.none() | st.integers(1, 30))
def test_there_is_a_stroke_for_each_answer_and_all_are_inside(got: int, wanted: int | None) -> None:
    inside, still = strokes(got, wanted)
    if max(got, wanted or 0) > 30:
        assert (inside.count("M"), still) == (1, "")
        return
    assert inside.count("M") == got
    assert still.count("M") == max(0, (wanted or 0) - got)
    assert all(3 <= float(x) <= 97 for x in re.findall(r"M([0-9.]+)", inside + still))


ASKED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WEEK = Asked(
    posted_at=ASKED,
    needed_by=DUE,
    answers_wanted=20,
    answer_count=11,
    in_time_count=11,
)


def large_of(q: Asked, now: datetime = NOW, seats: int = 0, came_today: int = 0) -> LargeBox:
    taken = [Seat("BA", f"#a{n}", f"Answer {n}, Ben") for n in range(1, seats + 1)]
    return large(q, box(q, now, OSLO), now, OSLO, taken, came_today=came_today)


def test_the_question_page_of_the_design() -> None:
    shown = large_of(WEEK, seats=11, came_today=3)
    assert shown.until == "until Thursday 26 November, 17:00"
    assert shown.answer_note == "9 more wanted; 3 came today"
    assert (shown.first, shown.now_label, shown.last) == ("Fri 20", "now, Tue 24", "Thu 17:00")
    assert shown.now_at == shown.box.gone == 65.6
    assert shown.ticks == (9.3, 25.2, 41.1, 57.0, 72.8, 88.7)
    assert [name.text for name in shown.names] == ["Sat", "Sun", "Mon 23", "Wed 25"]
    assert (len(shown.seats), shown.empty) == (11, 9)
    assert large_of(WEEK).empty == 9


def test_due_today() -> None:
    shown = large_of(WEEK, DUE - 4 * HOUR)
    assert (shown.until, shown.last, shown.now_label) == ("until 17:00", "17:00", "")
    assert large_of(WEEK, ASKED + HOUR).now_label == ""
    soon = large_of(WEEK, datetime(2026, 11, 25, 15, 0, tzinfo=UTC))
    assert (soon.until, soon.now_label) == ("until Thursday 26 November, 17:00", "now, Wed 25")


def test_closed_in_time() -> None:
    filled = replace(WEEK, in_time_count=20, answer_count=22, filled_at=DUE - 14 * HOUR)
    shown = large_of(filled, NOW + 30 * DAY)
    assert (shown.until, shown.answer_note) == ("14\u00a0h before the deadline", "2 came late")
    assert (shown.last, shown.now_label, shown.now_at) == ("Thu 26, 17:00", "", shown.box.gone)
    at_the_end = replace(filled, filled_at=None, answer_count=20)
    shown = large_of(at_the_end, NOW + 30 * DAY)
    assert (shown.until, shown.answer_note, shown.now_at) == ("Thursday 26 November, 17:00", "", None)


def test_closed_short() -> None:
    shown = large_of(WEEK, NOW + 60 * DAY)
    assert shown.until == "Thursday 26 November 2026, 17:00"
    assert shown.answer_note == "9 did not come; the brief says so"
    assert (
        large_of(replace(WEEK, answer_count=13), NOW + 9 * DAY).answer_note == "9 did not come; 2 came late"
    )


def test_without_a_deadline() -> None:
    undated = replace(WEEK, needed_by=None)
    shown = large_of(undated, seats=4)
    assert (shown.until, shown.answer_note) == (
        "asked 20 November",
        "nobody is waiting; answer when you like",
    )
    assert (shown.first, shown.last, shown.ticks, shown.names, shown.now_at) == ("", "", (), (), None)
    assert (len(shown.seats), shown.empty) == (4, 0)
    closed = large_of(replace(undated, closed_at=NOW))
    assert (closed.until, closed.answer_note) == ("closed 24 November", "")


def test_more_answers_than_wanted_before_the_deadline_want_nothing_more() -> None:
    assert large_of(replace(WEEK, in_time_count=21, answer_count=21)).answer_note == ""
    assert (
        large_of(replace(WEEK, in_time_count=21, answer_count=21), came_today=1).answer_note == "1 came today"
    )


def test_more_than_thirty_answers_have_no_seats() -> None:
    shown = large_of(replace(WEEK, answer_count=31, in_time_count=31), seats=31)
    assert (shown.seats, shown.empty) == ((), 0)
    assert len(large_of(WEEK, seats=30).seats) == 30


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(hours=4), "today 17:00"),
        (timedelta(hours=-4), "today 09:00"),
        (timedelta(hours=23), "tomorrow 12:00"),
        (timedelta(hours=-20), "yesterday 17:00"),
        (timedelta(days=2, hours=4), "Thursday 17:00"),
        (timedelta(days=6, hours=4), "Monday 17:00"),
        (timedelta(days=-6, hours=4), "Wednesday 17:00"),
        (timedelta(days=7), "1 December"),
        (timedelta(days=-7), "17 November"),
        (timedelta(days=60), "23 January 2027"),
    ],
)
def test_when_is_short(away: timedelta, said: str) -> None:
    assert when(NOW + away, NOW, OSLO) == said


def test_when_in_full() -> None:
    assert day_long(ASKED, NOW, OSLO) == "Friday 20 November"
    assert when_long(NOW + 60 * DAY, NOW, OSLO) == "Saturday 23 January 2027, 13:00"


def drawn(words: Flask, call: str, **given_: object) -> str:
    macros = "{% from 'components/timebox.html' import timebox, timebox_large %}"
    return words.jinja_env.from_string(f"{macros}{{{{ {call} }}}}").render(**given_)


def test_the_list_form_is_drawn_hidden_and_said_aloud(words: Flask) -> None:
    page = drawn(words, "timebox(box)", box=box(WEEK, NOW, OSLO))
    assert '<div class="tb" data-state="open">' in page
    assert '<path class="tb-gone" d="M0 0H65.6"/>' in page
    assert '<use href="#i-open"/></svg><b>2\u00a0days 4\u00a0h left</b> <span>11 of 20 answers</span>' in page
    assert 'aria-hidden="true"' in page.split("<svg", 1)[1].split(">", 1)[0]
    assert 'data-size="line"' in drawn(words, "timebox(box, 'line')", box=box(WEEK, NOW, OSLO))


def test_the_large_form_has_a_seat_for_each_answer_wanted(words: Flask) -> None:
    page = drawn(words, "timebox_large(large, '#answer')", large=large_of(WEEK, seats=11, came_today=3))
    assert page.count("<li><a href=") == 11
    assert page.count("<li><span></span></li>") == 9
    assert '<a class="btn" data-kind="primary" href="#answer">Answer</a>' in page
    assert '<text class="tb-now tb-day" x="65.6%" y="20" text-anchor="middle">now, Tue 24</text>' in page
    assert "until Thursday 26 November, 17:00" in page


def test_the_large_form_without_a_deadline_has_no_axis(words: Flask) -> None:
    page = drawn(words, "timebox_large(large)", large=large_of(replace(WEEK, needed_by=None)))
    assert "tb-axis" not in page
    assert "seats" not in page
    assert 'class="btn"' not in page
    assert "style=" not in page


def test_a_label_is_escaped_and_a_seat_may_lead_nowhere(words: Flask) -> None:
    seat = Seat("<b>", "", "Answer 1, <i>")
    shown = large(WEEK, box(WEEK, NOW, OSLO), NOW, OSLO, [seat])
    page = drawn(words, "timebox_large(large)", large=shown)
    assert '<li><a><span class="u-hide">Answer 1, &lt;i&gt;</span>&lt;b&gt;</a></li>' in page
