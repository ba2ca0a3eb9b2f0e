"""Who may be asked, and how likely an ask is to help."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.routing.candidates import Candidate, Reason, eligible, hours_awake, kept_out, score, waking_hours

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 9:00 in Berlin, 3:00 in New York
DAY = timedelta(days=1)
NIGHT = (time(20), time(7))
BEN = Candidate(2, 3.0, False, "Europe/Berlin", 0, 4, 2)

zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
hours = st.times().map(lambda at: at.replace(microsecond=0))
candidates = st.builds(
    Candidate,
    member_id=st.integers(1, 50),
    expertise=st.floats(0, 50),
    newcomer=st.booleans(),
    zone=zones,
    asked_lately=st.integers(0, 4),
    asked_ever=st.integers(4, 40),
    reacted_ever=st.integers(0, 4),
    budget=st.integers(0, 4),
    away_until=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    quiet=st.tuples(hours, hours),
    weekends=st.booleans(),
)


@given(st.lists(candidates), moments, st.none() | st.timedeltas(timedelta(), timedelta(days=20)))
def test_nobody_is_eligible_over_budget_or_away_and_everybody_else_is(
    given: list[Candidate], now: datetime, length: timedelta | None
) -> None:
    due = None if length is None else now + length
    found = [one.candidate for one in eligible(given, now, due)]
    assert [one for one in found if one.asked_lately >= one.budget] == []
    assert [one for one in found if one.away_until and one.away_until > (due or now).date() + DAY] == []
    assert found == [one for one in given if kept_out(one, now, due) is None]


@given(candidates, moments, st.timedeltas(timedelta(), timedelta(days=20)))
def test_a_score_is_expertise_times_availability(one: Candidate, now: datetime, length: timedelta) -> None:
    found = score(one, now, now + length)
    assert 0 <= found.availability <= 1
    assert found.score == one.expertise * found.availability


def test_the_budget_ends_at_the_last_ask() -> None:
    assert kept_out(replace(BEN, asked_lately=1), TUESDAY, TUESDAY + DAY) is None
    assert kept_out(replace(BEN, asked_lately=2), TUESDAY, TUESDAY + DAY) is Reason.BUDGET


def test_whoever_is_back_before_the_date_is_asked() -> None:
    """By the member's own calendar: at 23:30 UTC on Wednesday it is Thursday in Berlin."""
    due = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    away = replace(BEN, away_until=date(2026, 11, 25))
    assert kept_out(away, TUESDAY, due) is None
    assert kept_out(replace(away, zone="America/New_York"), TUESDAY, due) is Reason.AWAY
    assert kept_out(away, TUESDAY, None) is Reason.AWAY
    assert kept_out(away, TUESDAY + 2 * DAY, None) is None


def test_days_away_are_no_waking_hours() -> None:
    away = replace(BEN, away_until=date(2026, 11, 25))
    assert hours_awake(BEN, TUESDAY, TUESDAY + 2 * DAY) == 26
    assert hours_awake(away, TUESDAY, TUESDAY + 2 * DAY) == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"asked_lately": 1}, "less"),
        ({"reacted_ever": 4}, "more"),
        ({"reacted_ever": 0}, "less"),
        ({"zone": "America/New_York"}, "less"),
        ({"expertise": 4.0}, "more"),
    ],
)
def test_what_raises_a_score_and_what_lowers_it(change: dict[str, Any], expected: str) -> None:
    due = TUESDAY + timedelta(hours=8)
    changed = score(replace(BEN, **change), TUESDAY, due).score
    assert ("more" if changed > score(BEN, TUESDAY, due).score else "less") == expected


def test_whoever_sleeps_until_the_date_is_told_apart() -> None:
    due = TUESDAY + timedelta(hours=3)
    asleep = score(replace(BEN, zone="America/New_York"), TUESDAY, due)
    assert asleep.score == 0
    assert Reason.NO_HOURS in asleep.reasons
    assert Reason.NO_HOURS not in score(BEN, TUESDAY, due).reasons
    assert Reason.NO_HOURS not in score(replace(BEN, zone="America/New_York"), TUESDAY, None).reasons


def test_reasons_say_why() -> None:
    assert score(BEN, TUESDAY, None).reasons == (Reason.KNOWS,)
    cleo = replace(BEN, expertise=0.0, newcomer=True, asked_lately=1, reacted_ever=4)
    assert score(cleo, TUESDAY, None).reasons == (Reason.NEWCOMER, Reason.ANSWERS, Reason.ASKED_LATELY)
    assert Reason.RARELY in score(replace(BEN, reacted_ever=0), TUESDAY, None).reasons


# Waking hours


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 1), 24)]
)
def test_a_day_has_the_hours_that_it_has(day: date, hours: int) -> None:
    """Both Sundays on which Berlin changes its clock at night, and one on which New York does."""
    since, until = (
        datetime.combine(one, time(), ZoneInfo("Europe/Berlin")).astimezone(UTC) for one in (day, day + DAY)
    )
    assert waking_hours("Europe/Berlin", (time(0), time(0)), True, since, until) == hours  # no quiet hours
    assert waking_hours("Europe/Berlin", NIGHT, True, since, until) == 13
    assert waking_hours("Europe/Berlin", (time(7), time(20)), True, since, until) == hours - 13


def test_quiet_hours_end_by_the_own_clock_on_the_day_of_the_change() -> None:
    """7:00 in Berlin is 6:00 UTC on Saturday and 5:00 on Sunday."""
    midnight = datetime(2026, 3, 28, tzinfo=UTC)
    saturday = waking_hours("Europe/Berlin", NIGHT, True, midnight, midnight + timedelta(hours=7))
    sunday = waking_hours("Europe/Berlin", NIGHT, True, midnight + DAY, midnight + DAY + timedelta(hours=7))
    assert (saturday, sunday) == (1, 2)


def test_quiet_hours_within_a_day_and_weekends() -> None:
    midnight = datetime(2026, 11, 27, tzinfo=UTC)  # a Friday
    assert waking_hours("UTC", (time(1), time(9)), False, midnight, midnight + DAY) == 16
    assert waking_hours("UTC", NIGHT, False, midnight, midnight + 3 * DAY) == 13
    assert waking_hours("UTC", NIGHT, True, midnight, midnight + 3 * DAY) == 39


@given(zones, st.tuples(hours, hours), st.booleans(), moments, st.integers(0, 5000), st.integers(0, 5000))
def test_waking_hours_add_up_and_are_never_more_than_passed(
    zone: str, quiet: tuple[time, time], weekends: bool, since: datetime, first: int, second: int
) -> None:
    middle, until = since + timedelta(minutes=first), since + timedelta(minutes=first + second)
    whole = waking_hours(zone, quiet, weekends, since, until)
    parts = waking_hours(zone, quiet, weekends, since, middle) + waking_hours(
        zone, quiet, weekends, middle, until
    )
    assert whole == pytest.approx(parts)
    assert 0 <= whole <= (first + second) / 60 + 1e-9
