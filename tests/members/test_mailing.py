"""When a mail goes: never in quiet hours, never before it is wanted, never not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.members.mailing.hours import MORNING, Hours, Turn, is_quiet, next_round, next_waking, turn
from qa.members.mailing.models import Often

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
clocks = st.times().map(lambda at: at.replace(microsecond=0))
hours = st.builds(Hours, st.sampled_from(ZONES), st.none() | st.tuples(clocks, clocks), st.booleans())
gathered = st.sampled_from([Often.HOURLY, Often.DAILY, Often.WEEKLY])
EVENTUALLY = timedelta(days=12)
BERLIN = Hours("Europe/Berlin")
WEEKEND_TOO = replace(BERLIN, weekends=False)


def local(at: datetime, hours: Hours) -> datetime:
    return at.astimezone(ZoneInfo(hours.zone))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@given(st.sampled_from(list(Often)), hours, moments)
def test_a_mail_goes_outside_quiet_hours_not_before_it_is_wanted_and_soon_enough(
    often: Often, theirs: Hours, now: datetime
) -> None:
    found = turn(often, theirs, now)
    if often == Often.NEVER:
        assert found is None
        return
    assert found is not None
    assert found.often == often
    assert now <= found.at <= now + EVENTUALLY
    assert not is_quiet(theirs, found.at)


@given(st.sampled_from([one for one in Often if one != Often.NEVER]), hours, moments, st.timedeltas(timedelta(), timedelta(days=20)))  # fmt: skip
def test_what_is_of_use_until_an_instant_is_not_held_past_it(
    often: Often, theirs: Hours, now: datetime, left: timedelta
) -> None:
    found = turn(often, theirs, now, now + left)
    assert found is not None
    assert now <= found.at <= now + left
    assert found.at == now or not is_quiet(theirs, found.at)


@given(gathered, hours, moments)
def test_gathering_mails_come_one_after_the_other(often: Often, theirs: Hours, now: datetime) -> None:
    first = next_round(often, theirs, now)
    second = next_round(often, theirs, first)
    assert now < first < second
    least = {
        Often.HOURLY: timedelta(minutes=30),
        Often.DAILY: timedelta(hours=22),
        Often.WEEKLY: timedelta(days=4),
    }
    assert theirs.quiet is not None or second - first >= least[often]


@given(hours, moments)
def test_the_end_of_quiet_hours_is_not_quiet_and_all_before_it_is(theirs: Hours, now: datetime) -> None:
    ends = next_waking(theirs, now)
    assert next_waking(theirs, ends) == ends
    assert ends == now or is_quiet(theirs, ends - timedelta(seconds=1))


@given(st.sampled_from(ZONES), moments)
def test_the_daily_mail_comes_at_eight_by_the_members_clock(zone: str, now: datetime) -> None:
    theirs = Hours(zone, None, weekends=False)
    at = next_round(Often.DAILY, theirs, now)
    assert local(at, theirs).time() == MORNING
    assert at - now <= timedelta(hours=25)
    monday = local(next_round(Often.WEEKLY, theirs, now), theirs)
    assert (monday.weekday(), monday.time()) == (0, MORNING)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 11, 26, 12), utc(2026, 11, 26, 12)),  # Thursday at one in the afternoon
        (utc(2026, 11, 26, 19), utc(2026, 11, 27, 6)),  # at eight in the evening, until seven
        (utc(2026, 11, 27, 5, 59), utc(2026, 11, 27, 6)),
        (utc(2026, 11, 27, 19), utc(2026, 11, 30, 6)),  # Friday evening, until Monday
        (utc(2026, 11, 28, 12), utc(2026, 11, 30, 6)),
        (utc(2026, 3, 28, 22), utc(2026, 3, 30, 5)),  # over the night in which clocks go forward
        (utc(2026, 10, 24, 22), utc(2026, 10, 26, 6)),  # and back
    ],
)
def test_by_default_evenings_and_weekends_are_quiet(now: datetime, expected: datetime) -> None:
    assert turn(Often.AT_ONCE, BERLIN, now) == Turn(expected, Often.AT_ONCE)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 3, 28, 12), utc(2026, 3, 29, 6)),  # eight in summer time
        (utc(2026, 10, 24, 12), utc(2026, 10, 25, 7)),
    ],
)
def test_the_morning_after_a_change_of_clocks_is_at_eight(now: datetime, expected: datetime) -> None:
    assert next_round(Often.DAILY, WEEKEND_TOO, now) == expected


def test_a_daily_mail_of_the_weekend_comes_on_monday_at_eight() -> None:
    friday = utc(2026, 11, 27, 12)
    assert next_round(Often.DAILY, BERLIN, friday) == utc(2026, 11, 30, 7)
    late = replace(BERLIN, quiet=(time(20), time(9)))  # whose every eight o'clock is quiet
    assert next_round(Often.DAILY, late, utc(2026, 11, 25, 12)) == utc(2026, 11, 26, 8)


def test_an_ask_does_not_wait_for_a_gathering_mail_that_comes_too_late() -> None:
    thursday = utc(2026, 11, 26, 12)
    due = utc(2026, 11, 27, 5)
    assert turn(Often.WEEKLY, BERLIN, thursday, due) == Turn(thursday, Often.AT_ONCE)
    assert turn(Often.WEEKLY, BERLIN, thursday, due + timedelta(days=30)) == Turn(
        utc(2026, 11, 30, 7), Often.WEEKLY
    )
    night = utc(2026, 11, 26, 22)
    assert turn(Often.AT_ONCE, BERLIN, night, due) == Turn(night, Often.AT_ONCE)  # quiet until after it
    assert turn(Often.AT_ONCE, BERLIN, night, due + timedelta(hours=2)) == Turn(
        utc(2026, 11, 27, 6), Often.AT_ONCE
    )
