"""Quiet hours, and when a mail may go. Pure: no database and no clock; all instants are aware."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa.members.mailing.models import Often

QUIET = (time(20), time(7))
"""From and to by the member's own clock, for who chose nothing."""
MORNING = time(8)
"""When the daily mail comes, and on Mondays the weekly one."""
MIDNIGHT = time(0)
DAY = timedelta(days=1)
SATURDAY = 5
DAYS_AHEAD = 9
"""So many days on there is a Monday, and an hour that is not quiet."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When one member wants no mail: *quiet* (from, to) by the clock of *zone*; None and two equal times are never.

    *weekends*: whether all of Saturday and Sunday is quiet.
    """

    zone: str
    quiet: tuple[time, time] | None = QUIET
    weekends: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """That a mail goes at *at*: by itself where *often* is AT_ONCE, else within the one that gathers."""

    at: datetime
    often: Often


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant in UTC at which the clock of *zone* shows *at* on *day*."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def awake(day: date, quiet: tuple[time, time], zone: str) -> list[tuple[datetime, datetime]]:
    """What of one *day* is not *quiet* by the clock of *zone*, as instants: a day of 23 or 25 hours is one."""
    sleep, wake = (instant(day, at, zone) for at in quiet)
    start, end = instant(day, MIDNIGHT, zone), instant(day + DAY, MIDNIGHT, zone)
    if quiet[0] == quiet[1]:
        return [(start, end)]
    if quiet[0] > quiet[1]:
        return [(wake, sleep)]
    return [(start, sleep), (wake, end)]


def next_waking(hours: Hours, at: datetime) -> datetime:
    """*at* where it is not quiet, else the end of the quiet hours in which it lies."""
    day = at.astimezone(ZoneInfo(hours.zone)).date()
    for ahead in range(-1, DAYS_AHEAD):
        one = day + ahead * DAY
        if hours.weekends and one.weekday() >= SATURDAY:
            continue
        for start, end in awake(one, hours.quiet or (MIDNIGHT, MIDNIGHT), hours.zone):
            if max(start, at) < end:
                return max(start, at)
    return at


def is_quiet(hours: Hours, at: datetime) -> bool:
    """Whether no switchable mail goes at *at*."""
    return next_waking(hours, at) > at


def next_round(often: Often, hours: Hours, after: datetime) -> datetime:
    """When the gathering mail that comes *often* is due next, later than *after*: the first of its hours that is not quiet.

    Where all of them are, at the end of the quiet hours that the first lies in.
    """
    first = None
    for at in _rounds(often, hours.zone, after):
        if not is_quiet(hours, at):
            return at
        first = first or at
    return next_waking(hours, first or after)


def _rounds(often: Often, zone: str, after: datetime) -> Iterator[datetime]:
    """Those to try: one full hour, the mornings of a week and more, or the Monday to come."""
    local = after.astimezone(ZoneInfo(zone))
    if often == Often.HOURLY:
        gone = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        yield after - gone + timedelta(hours=1)
        return
    for ahead in range(DAYS_AHEAD):
        day = local.date() + ahead * DAY
        at = instant(day, MORNING, zone)
        if at > after and (often == Often.DAILY or day.weekday() == 0):
            yield at
            if often == Often.WEEKLY:
                return


def turn(often: Often, hours: Hours, now: datetime, latest: datetime | None = None) -> Turn | None:
    """When a mail that is wanted *often* goes, and whether by itself; None for never.

    Not before *now* and not in quiet hours. But what is of use until *latest* only is not held past it: it does not
    wait for the gathering mail that comes later, and where the quiet hours end later it goes now.
    """
    if often == Often.NEVER:
        return None
    if often != Often.AT_ONCE:
        at = next_round(often, hours, now)
        if latest is None or at <= latest:
            return Turn(at, often)
    at = next_waking(hours, now)
    return Turn(at if latest is None or at <= latest else now, Often.AT_ONCE)
