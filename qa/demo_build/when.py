"""Instants for the sample community: deadlines as people set them, and hours at which they are awake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from qa.questions.deadlines import local_instant

HOME = ZoneInfo("Europe/Zurich")
"""Where the member lives as whom the sample is looked at: it says what "today" and "Friday" are."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON_MOST = timedelta(hours=46)
DUE_HOURS = (9, 12, 17, 17)
AWAKE = range(7, 22)
SATURDAY = 5
TRIES = 10


def day_of(instant: datetime, zone: ZoneInfo = HOME) -> date:
    """The day that *instant* is in *zone*."""
    return instant.astimezone(zone).date()


def midnight(day: date) -> datetime:
    """The beginning of *day* at HOME."""
    return local_instant(day, time(0), HOME)


def last_visit(now: datetime) -> datetime:
    """A quarter to five in the afternoon of the Friday before today, at HOME."""
    today = day_of(now)
    back = (today.weekday() - 4) % 7 or 7
    return local_instant(today - timedelta(days=back), time(16, 45), HOME)


def due_today(now: datetime, draw: Random) -> datetime:
    """A deadline today with hours left; late in the evening what is left of today."""
    hours = [local_instant(day_of(now), time(hour), HOME) for hour in (12, 14, 16, 17, 18, 20, 22)]
    likely = [due for due in hours if 2 * HOUR <= due - now <= 9 * HOUR]
    if likely:
        return draw.choice(likely)
    end = midnight(day_of(now) + DAY)
    quarters = [end - step * 15 * MINUTE for step in range(1, 9)]
    possible = [due for due in quarters if due >= now + 30 * MINUTE]
    if possible:
        return draw.choice(possible)
    return max(end - MINUTE, now + (end - now) / 2)


def due_soon(now: datetime, zone: ZoneInfo, draw: Random) -> datetime:
    """A deadline within two days that is not today's at HOME, at an hour that is usual in *zone*."""
    first = midnight(day_of(now) + DAY)
    return draw.choice([due for due in _usual(now, zone, 4) if first <= due <= now + SOON_MOST])


def due_ahead(now: datetime, zone: ZoneInfo, draw: Random) -> datetime:
    """A deadline on a weekday three to twelve days ahead."""
    days = [due for due in _usual(now, zone, 12) if due >= now + 3 * DAY]
    return draw.choice([due for due in days if day_of(due, zone).weekday() < SATURDAY])


def due_ago(now: datetime, ago: timedelta, zone: ZoneInfo, draw: Random) -> datetime:
    """A deadline on a weekday about *ago* (a day at least) before now, at a usual hour."""
    day = day_of(now - ago, zone)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return local_instant(day, time(draw.choice(DUE_HOURS)), zone)


def _usual(now: datetime, zone: ZoneInfo, days: int) -> list[datetime]:
    today = day_of(now, zone)
    return [
        local_instant(today + timedelta(days=ahead), time(hour), zone)
        for ahead in range(days + 1)
        for hour in DUE_HOURS
    ]


def awake(
    first: datetime, last: datetime, zone: ZoneInfo, draw: Random, *, weekday: bool = False
) -> datetime:
    """An instant from *first* to *last*, in waking hours (and on a weekday) of *zone* where there are such."""
    found = first
    for _try in range(TRIES):
        found = (first + (last - first) * draw.random()).replace(microsecond=0)
        local = found.astimezone(zone)
        if local.hour in AWAKE and not (weekday and local.weekday() >= SATURDAY):
            break
    return max(found, first)


def spread(
    first: datetime, lasts: Sequence[datetime], zones: Sequence[ZoneInfo], draw: Random
) -> list[datetime]:
    """One instant for each of *lasts*, not after it, after *first* and in order; more of them early on."""
    marks = sorted(draw.random() ** 1.4 for _last in lasts)
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(marks)), 1.0]
    found: list[datetime] = []
    allowed = list(lasts)
    for index in range(len(allowed) - 2, -1, -1):
        allowed[index] = min(allowed[index], allowed[index + 1])
    for index, (last, zone) in enumerate(zip(allowed, zones, strict=True)):
        span = last - first
        found.append(awake(first + span * edges[index], first + span * edges[index + 1], zone, draw))
    return found
