"""The spans of time that a statement can be for, in whole days of the member's own time zone."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from flask_babel import gettext as _

from qa.core.errors import RuleBroken
from qa.questions.deadlines import parse_day


class Span(enum.StrEnum):
    """How a period is chosen."""

    YEAR = "year"
    TWELVE = "twelve"
    JOINED = "joined"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of *start* to the end of *end*."""

    start: date
    end: date

    def holds(self, at: datetime, zone: tzinfo) -> bool:
        """Whether *at* is within it, by the calendar of *zone*."""
        return self.start <= at.astimezone(zone).date() <= self.end


def chosen(span: Span, first: str, last: str, joined: date, today: date) -> Period:
    """The period that a member chose who *joined* on a day; *first* and *last* are typed days, for OWN.

    None begins before the member joined. Raises RuleBroken for own days that are none, the wrong way round, or ahead.
    """
    if span == Span.OWN:
        return own(parse_day(first, "from"), parse_day(last, "to"), joined, today)
    starts = {
        Span.YEAR: today.replace(month=1, day=1),
        Span.TWELVE: _year_before(today) + timedelta(days=1),
        Span.JOINED: joined,
    }
    return Period(min(max(starts[span], joined), today), today)


def own(start: date, end: date, joined: date, today: date) -> Period:
    """The period from *start* to *end*, both included. Raises RuleBroken as ``chosen`` does."""
    if end > today:
        raise RuleBroken(_("That day is still to come. A statement ends today at the latest."), "to")
    if end < joined:
        raise RuleBroken(_("You had not joined by then."), "to")
    if start > end:
        raise RuleBroken(_("The first day is after the last."), "from")
    return Period(max(start, joined), end)


def _year_before(today: date) -> date:
    try:
        return today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        return date(today.year - 1, 2, 28)
