"""Who could answer a question: what routing knows of a member, and how likely an ask is to help.

No database and no clock here: callers bring what they know, and the instant. The score is expertise × availability;
it orders people for one question and is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from qa.members.mailing.hours import DAY, MIDNIGHT, QUIET, SATURDAY, awake, instant

ASKS_A_WEEK = 2
"""The ask budget of a member who chose none."""

HALF_SEEN = 2.0
"""Waking hours within which about half of those who will answer have looked at an ask."""

PRIOR_REACTED, PRIOR_ASKED = 2.0, 4.0
"""Whoever was never asked counts as one who answers every second time; four asks weigh as much as that guess."""

HORIZON = timedelta(days=14)
"""Hours beyond it tell people apart no more; it bounds what counting them costs."""


class Reason(StrEnum):
    """Why somebody is asked, comes late, or is not asked."""

    KNOWS = "knows"  # expertise on the question's tags or text
    NEWCOMER = "newcomer"  # without credit: a tenth of each wave is theirs
    ANSWERS = "answers"  # has answered more than every second ask
    RARELY = "rarely"  # has not
    ASKED_LATELY = "asked lately"  # within the budget, but asked this week
    NO_HOURS = "no hours"  # no waking hour between now and the date
    BUDGET = "budget"  # asked as often this week as they allow: out
    AWAY = "away"  # away through the date: out


@dataclass(frozen=True, slots=True)
class Candidate:
    """What routing knows of one member.

    `expertise` is 0 or more: credit on the question's tags with a half-life of 540 days, "ask me about" and own
    past answers. `newcomer`: without credit. `asked_lately`: asks of the last seven days, `asked_ever` all of
    them, `reacted_ever` those that were answered; `budget`: asks a week they allow. `zone` names a time zone;
    `away_until` is the last day away and `quiet` the quiet hours (from, until), both by its clock.
    """

    member_id: int
    expertise: float
    newcomer: bool
    zone: str
    asked_lately: int
    asked_ever: int
    reacted_ever: int
    budget: int = ASKS_A_WEEK
    away_until: date | None = None
    quiet: tuple[time, time] = QUIET
    weekends: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate for one question at one instant. `availability` is 0 to 1; `score` is the product of both."""

    candidate: Candidate
    score: float
    expertise: float
    availability: float
    reasons: tuple[Reason, ...]


def eligible(candidates: Iterable[Candidate], now: datetime, due: datetime | None) -> list[Scored]:
    """Those of *candidates* who may be asked, scored, in the order given: without those `kept_out` names."""
    return [score(one, now, due) for one in candidates if kept_out(one, now, due) is None]


def kept_out(candidate: Candidate, now: datetime, due: datetime | None) -> Reason | None:
    """Why *candidate* may not be asked: over the ask budget, or away through the date (without one, today)."""
    if candidate.asked_lately >= candidate.budget:
        return Reason.BUDGET
    away = candidate.away_until
    if away is not None and away >= (due or now).astimezone(ZoneInfo(candidate.zone)).date():
        return Reason.AWAY
    return None


def score(candidate: Candidate, now: datetime, due: datetime | None) -> Scored:
    """Expertise × availability of *candidate* for a question due at *due*, or without a date, at *now*."""
    hours = hours_awake(candidate, now, due)
    answers = (candidate.reacted_ever + PRIOR_REACTED) / (candidate.asked_ever + PRIOR_ASKED)
    availability = rested(candidate) * looks(hours) * min(answers, 1.0)
    expertise = max(candidate.expertise, 0.0)
    return Scored(
        candidate, expertise * availability, expertise, availability, _reasons(candidate, hours, answers)
    )


def rested(candidate: Candidate) -> float:
    """1 for one not asked in seven days, less with each ask, 0 for one asked more often than their budget."""
    return max(0.0, 1 - candidate.asked_lately / (candidate.budget + 1))


def looks(hours: float | None) -> float:
    """The chance that somebody looks at an ask within *hours* of being awake; None: there is no date."""
    return 1.0 if hours is None else hours / (hours + HALF_SEEN)


def hours_awake(candidate: Candidate, now: datetime, due: datetime | None) -> float | None:
    """Hours outside *candidate*'s quiet hours, weekends and days away between *now* and *due*; None without *due*."""
    if due is None:
        return None
    since = now
    if candidate.away_until is not None:
        since = max(since, instant(candidate.away_until + DAY, MIDNIGHT, candidate.zone))
    return waking_hours(candidate.zone, candidate.quiet, candidate.weekends, since, due)


@lru_cache(maxsize=4096)
def waking_hours(
    zone: str, quiet: tuple[time, time], weekends: bool, since: datetime, until: datetime
) -> float:
    """Hours between two instants, of the first 14 days, outside *quiet* and, unless *weekends*, on a weekday.

    Cached, because few zones and habits make up a whole circle.
    """
    until = min(until, since + HORIZON)
    total, day = timedelta(), since.astimezone(ZoneInfo(zone)).date()
    last = until.astimezone(ZoneInfo(zone)).date()
    while day <= last:
        if weekends or day.weekday() < SATURDAY:
            for start, end in awake(day, quiet, zone):
                total += max(min(end, until) - max(start, since), timedelta())
        day += DAY
    return total / timedelta(hours=1)


def _reasons(candidate: Candidate, hours: float | None, answers: float) -> tuple[Reason, ...]:
    prior = PRIOR_REACTED / PRIOR_ASKED
    found = (
        (Reason.KNOWS, candidate.expertise > 0),
        (Reason.NEWCOMER, candidate.newcomer),
        (Reason.ANSWERS, answers > prior),
        (Reason.RARELY, answers < prior),
        (Reason.ASKED_LATELY, candidate.asked_lately > 0),
        (Reason.NO_HOURS, hours == 0),
    )
    return tuple(reason for reason, holds in found if holds)
