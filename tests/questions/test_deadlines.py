"""A question's clock, and the days an asker can choose."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions.deadlines import (
    Choice,
    Clocked,
    DeadlineError,
    State,
    closed_on,
    is_closed,
    is_late,
    language,
    local_instant,
    quick_choices,
    resolve,
    state,
)

OSLO = ZoneInfo("Europe/Oslo")
TUESDAY = datetime(2026, 11, 24, 11, 41, tzinfo=UTC)  # 12:41 in Oslo
DUE = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Asked:
    """Ana's question, as far as its clock goes."""

    posted_at: datetime = TUESDAY - timedelta(days=4)
    needed_by: datetime | None = DUE
    answers_wanted: int = 8
    answer_count: int = 3
    in_time_count: int = 3
    filled_at: datetime | None = None
    closed_at: datetime | None = None
    outcome_at: datetime | None = None


def state_of(q: Clocked, now: datetime, zone: tzinfo = OSLO) -> str:
    return str(state(q, now, zone))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(hours=48, seconds=1), "open"),
        (timedelta(hours=48), "soon"),
        (timedelta(hours=17, seconds=1), "soon"),
        (timedelta(hours=17), "today"),
        (SECOND, "today"),
        (timedelta(0), "short"),
        (-SECOND, "short"),
    ],
)
def test_state_follows_the_clock(before: timedelta, expected: str) -> None:
    assert state_of(Asked(), DUE - before) == expected


def test_today_is_the_readers_today() -> None:
    evening = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
    q = Asked(needed_by=evening + timedelta(hours=4))
    assert state_of(q, evening, ZoneInfo("America/New_York")) == "today"
    assert state_of(q, evening, ZoneInfo("UTC")) == "soon"
    assert state_of(q, evening, ZoneInfo("Asia/Tokyo")) == "today"


def test_the_answers_wanted_close_it_in_time() -> None:
    filled = Asked(answer_count=8, in_time_count=8, filled_at=TUESDAY)
    assert state_of(filled, TUESDAY) == "met"
    assert state_of(filled, TUESDAY - SECOND) == "open"
    assert state_of(filled, DUE + timedelta(days=9)) == "met"
    assert state_of(replace(filled, in_time_count=7, answer_count=7, filled_at=None), TUESDAY) == "open"


def test_late_answers_do_not_make_it_in_time() -> None:
    assert state_of(Asked(answer_count=9, in_time_count=7), DUE) == "short"
    assert state_of(Asked(answer_count=9, in_time_count=8), DUE) == "met"


def test_the_asker_closes_early() -> None:
    assert state_of(Asked(closed_at=TUESDAY), TUESDAY) == "short"
    assert state_of(Asked(closed_at=TUESDAY), TUESDAY - SECOND) == "open"
    assert state_of(Asked(closed_at=TUESDAY, in_time_count=8), TUESDAY) == "met"


def test_without_a_deadline_only_the_asker_closes_it() -> None:
    undated = Asked(needed_by=None, filled_at=TUESDAY)
    assert state_of(undated, TUESDAY) == State.NONE
    assert not is_closed(undated, TUESDAY)
    assert is_closed(replace(undated, closed_at=TUESDAY), TUESDAY)


def test_the_earliest_closing_counts() -> None:
    q = Asked(closed_at=TUESDAY + SECOND, filled_at=TUESDAY)
    assert closed_on(q, DUE) == TUESDAY
    assert closed_on(q, TUESDAY - SECOND) is None
    assert closed_on(Asked(), DUE) == DUE


def test_an_answer_at_the_deadline_is_late() -> None:
    assert is_late(DUE, DUE)
    assert not is_late(DUE - SECOND, DUE)
    assert not is_late(DUE, None)


@given(st.integers(-5_000_000, 5_000_000), st.none() | st.integers(-999_999, 999_999), st.integers(0, 12))
def test_closed_and_state_agree(offset: int, closed: int | None, count: int) -> None:
    q = Asked(in_time_count=count, closed_at=None if closed is None else DUE + timedelta(seconds=closed))
    now = DUE + timedelta(seconds=offset)
    assert (state(q, now, OSLO) in (State.MET, State.SHORT)) == is_closed(q, now)


def choices(now: datetime, zone: tzinfo = OSLO) -> dict[str, Choice]:
    return {choice.key: choice for choice in quick_choices(now, zone)}


def test_the_choices_of_a_tuesday() -> None:
    shown = [(c.label, c.hint, c.value) for c in quick_choices(TUESDAY, OSLO)]
    assert shown == [
        ("Tomorrow", "Wed 25, 17:00", "2026-11-25T17:00"),
        ("Friday", "27 Nov, 17:00", "2026-11-27T17:00"),
        ("Next week", "Tue 1 Dec, 17:00", "2026-12-01T17:00"),
        ("No deadline", "no brief either", "none"),
    ]
    assert choices(TUESDAY)["friday"].when == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert choices(TUESDAY)["none"].when is None


@pytest.mark.parametrize(
    ("day", "tomorrow", "friday", "week", "label"),
    [
        (23, "11-24", "11-27", "11-30", "Friday"),
        (25, "11-26", "11-27", "12-02", "Friday"),
        (26, "11-27", "12-04", "12-03", "Friday next week"),
        (27, "11-28", "12-04", "12-02", "Friday next week"),
        (28, "11-29", "12-04", "12-07", "Friday"),
        (29, "11-30", "12-04", "12-07", "Friday"),
    ],
)
def test_the_choices_of_the_other_days(day: int, tomorrow: str, friday: str, week: str, label: str) -> None:
    shown = choices(datetime(2026, 11, day, 12, 0, tzinfo=UTC))
    assert shown["friday"].label == label
    assert [shown[key].value[5:10] for key in ("tomorrow", "friday", "week")] == [tomorrow, friday, week]


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(sorted(available_timezones())),
)
def test_choices_are_ahead_distinct_and_come_back_unchanged(now: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    offered = quick_choices(now, zone)
    days = [c.when for c in offered if c.when]
    assert len(set(days)) == 3
    assert all(now < when <= now + timedelta(days=12) for when in days)
    assert [resolve(c.value, "", "", now, zone) for c in offered] == [c.when for c in offered]
    assert [resolve(c.key, "", "17:00", now, zone) for c in offered] == [c.when for c in offered]


def test_seventeen_stays_seventeen_over_a_change_of_the_clocks() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)  # clocks go back that night
    assert resolve("tomorrow", "", "", before, OSLO) == datetime(2026, 10, 25, 16, 0, tzinfo=UTC)
    assert resolve("", "2026-10-24", "17:00", before, OSLO) == datetime(2026, 10, 24, 15, 0, tzinfo=UTC)


def test_a_skipped_time_moves_forward_and_a_double_one_is_the_first() -> None:
    assert local_instant(date(2026, 3, 29), time(2, 30), OSLO).astimezone(OSLO).time() == time(3, 30)
    assert local_instant(date(2026, 10, 25), time(2, 30), OSLO) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_picked_day_goes_before_the_preset_choice() -> None:
    assert resolve("2026-11-27T17:00", "2026-12-03", "", TUESDAY, OSLO) == datetime(
        2026, 12, 3, 16, tzinfo=UTC
    )
    assert resolve("none", "2026-12-03", "09:30:00", TUESDAY, OSLO) == datetime(
        2026, 12, 3, 8, 30, tzinfo=UTC
    )
    assert resolve("none", "", "17:00", TUESDAY, OSLO) is None


def test_a_choice_means_what_the_page_showed() -> None:
    shown = choices(TUESDAY)["tomorrow"]
    after_midnight = TUESDAY + timedelta(hours=12)
    assert resolve(shown.value, "", "", after_midnight, OSLO) == shown.when
    assert resolve(shown.key, "", "", after_midnight, OSLO) != shown.when


@pytest.mark.parametrize(
    ("choice", "day", "at", "field", "words"),
    [
        ("", "2026-11-20", "", "date", "20 November has passed. Today is 24 November."),
        ("", "2025-11-20", "", "date", "20 November 2025 has passed. Today is 24 November."),
        ("2026-11-23T17:00", "", "", "needed_by", "23 November has passed. Today is 24 November."),
        ("2026-11-24T12:41", "", "", "needed_by", "12:41 today has passed. It is 12:41 now."),
        ("", "2026-11-24", "09:00", "time", "09:00 today has passed. It is 12:41 now."),
        ("", "2027-11-24", "", "date", "Choose a day before 24 November 2027."),
        ("", "9999-12-31", "", "date", "Choose a day before 24 November 2027."),
        ("", "2026-02-30", "", "date", "That is not a day in the calendar. Write it like 2026-11-27."),
        ("", "20261127", "", "date", "That is not a day in the calendar. Write it like 2026-11-27."),
        ("", "２０２６-11-27", "", "date", "That is not a day in the calendar. Write it like 2026-11-27."),
        ("", "2026-11-27", "25:00", "time", "That is not a time of day. Write it like 17:00."),
        ("", "2026-11-27", "5 pm", "time", "That is not a time of day. Write it like 17:00."),
        ("", "", "", "needed_by", "Say by when you need answers, or choose no deadline."),
        ("someday", "", "", "needed_by", "Say by when you need answers, or choose no deadline."),
        ("2026-11-27T17:00\n", "", "", "needed_by", "Say by when you need answers, or choose no deadline."),
    ],
)
def test_what_cannot_be_meant_is_said_plainly(choice: str, day: str, at: str, field: str, words: str) -> None:
    with pytest.raises(DeadlineError) as told:
        resolve(choice, day, at, TUESDAY, OSLO)
    assert (told.value.message, told.value.field, str(told.value)) == (words, field, words)


def test_the_last_day_of_the_year_ahead_is_still_open() -> None:
    assert resolve("", "2027-11-23", "17:00", TUESDAY, OSLO) == datetime(2027, 11, 23, 16, 0, tzinfo=UTC)


def test_a_year_from_a_leap_day() -> None:
    leap = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    assert resolve("", "2029-02-28", "", leap, UTC) == datetime(2029, 2, 28, 17, 0, tzinfo=UTC)
    with pytest.raises(DeadlineError, match="Choose a day before 1 March 2029"):
        resolve("", "2029-03-01", "", leap, UTC)


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=8))
def test_any_text_gives_an_instant_ahead_or_a_plain_refusal(choice: str, day: str, at: str) -> None:
    try:
        when = resolve(choice, day, at, TUESDAY, OSLO)
    except DeadlineError:
        return
    assert when is None or when > TUESDAY


def test_language_outside_a_request_is_english() -> None:
    assert language() == "en"
