"""A member's calendar as RFC 5545 has it: an event for each date by which a question needs its answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from qa.config import settings
from qa.core import letters
from qa.core.db import AnyRow
from qa.notifications import feed_words
from qa.questions.addresses import question_path
from qa.questions.deadlines import closed_on

ASKED_AGAIN = timedelta(hours=1)
"""How often a program should read the calendar, where it listens to that."""
DAY = timedelta(days=1)


def written(live: Sequence[AnyRow], gone: Sequence[AnyRow], now: datetime, zone: ZoneInfo) -> bytes:
    """The calendar of *live* questions and of those *gone* (``feed_queries``), in the reader's *zone*.

    It has no METHOD, so DTSTAMP is the instant of the last change, and the same questions give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Quorum//Needed by//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", feed_words.one_line(settings().site_name))
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASKED_AGAIN))
    years = [row.needed_by.year for row in (*live, *gone)] or [now.year]
    calendar.add_component(_rules_of(zone, min(years), max(years)))
    for row in live:
        calendar.add_component(_event(row, now, zone))
    for row in gone:
        calendar.add_component(_cancelled(row, zone))
    return bytes(calendar.to_ical())


def changed(live: Iterable[AnyRow], gone: Iterable[AnyRow], since: datetime, now: datetime) -> datetime:
    """When the calendar's questions changed last; *since* where it has none."""
    instants: list[datetime] = [_changed(row, now) for row in live] + [row.withdrawn_at for row in gone]
    return max([since, *instants])


def _changed(row: AnyRow, now: datetime) -> datetime:
    """The last change, which for the words is also that the date has come."""
    touched_at: datetime = row.touched_at
    return max(touched_at, closed_on(row, now) or touched_at)


def _event(row: AnyRow, now: datetime, zone: ZoneInfo) -> Event:
    closed_early = row.closed_at is not None and row.closed_at < row.needed_by
    event = _dated(row, _changed(row, now), zone, cancelled=closed_early)
    event.add("summary", feed_words.one_line(row.title))
    event.add("description", feed_words.time_box(row, now, zone))
    event.add("url", letters.address(question_path(row.id, row.title)))
    return event


def _cancelled(row: AnyRow, zone: ZoneInfo) -> Event:
    """What is left of a question that was taken back: that its date is off."""
    event = _dated(row, row.withdrawn_at, zone, cancelled=True)
    event.add("summary", _("A question that was taken back"))
    return event


def _dated(row: AnyRow, changed_at: datetime, zone: ZoneInfo, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"question-{row.id}@{urlsplit(settings().base_url).hostname}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", row.sequence)
    event.add("dtstart", _start(row.needed_by, zone))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a date to be met keeps nobody busy
    return event


def _start(at: datetime, zone: ZoneInfo) -> datetime:
    """*at* in *zone*; in UTC where that hour comes twice and this is the second, which RFC 5545 cannot say otherwise."""
    local = at.astimezone(zone)
    return at if local.fold or _is_utc(zone) else local


def _is_utc(zone: ZoneInfo) -> bool:
    return zone.key == "UTC"


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)
def _rules_of(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """When *zone* changes its clocks from the year before *first* to the end of the one after *last*.

    The library's own way to make one puts a change forward an hour too late, at the wall clock's end of the gap.
    """
    start, end = _new_year(first - 1), _new_year(last + 2)
    rules = Timezone()
    rules.add("tzid", zone.key)
    rules.add_component(_part(start, start, zone))
    for at in _changes(zone, start, end):
        rules.add_component(_part(at, at - timedelta(seconds=1), zone))
    return rules


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants from *start* to *end* at which the offset or the name of *zone* changes."""
    while start < end:
        if _reading(start + DAY, zone) != _reading(start, zone):
            yield start + timedelta(seconds=_first_other(start, zone))
        start += DAY


def _first_other(start: datetime, zone: ZoneInfo) -> int:
    """The first second after *start* at which *zone* reads otherwise than at *start*; there is one within a day."""

    def is_other(second: int) -> bool:
        return _reading(start + timedelta(seconds=second), zone) != _reading(start, zone)

    return bisect_left(range(int(DAY.total_seconds()) + 1), True, key=is_other)


def _reading(at: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _part(at: datetime, before: datetime, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    """What holds from *at* on. Its start is told by the clock as it stood at *before*."""
    local, earlier = at.astimezone(zone), before.astimezone(zone)
    part: TimezoneStandard | TimezoneDaylight = TimezoneDaylight() if local.dst() else TimezoneStandard()
    offset = earlier.utcoffset() or timedelta()
    part.add("dtstart", (at + offset).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    return part
