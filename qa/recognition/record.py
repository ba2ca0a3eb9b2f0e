"""A member's record: what the marks received add up to, for a page and for whoever else has to say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from qa.recognition import credit
from qa.recognition.queries import Received

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer and the peers whom it helped; *used*: the mark of the asker who used it, if it was used."""

    first: Received
    peers: int
    used: Received | None


@dataclass(frozen=True, slots=True)
class Record:
    """Recognition in figures. All peers are distinct people; a topic is there from two peers up.

    *spared*: the peers who had no need to ask, because a prior answer was enough.
    """

    helped: int
    in_time: int
    spared: int
    topics: dict[str, int]
    hours_saved: int
    thanks: tuple[Received, ...]
    evidence: tuple[Evidence, ...]


def counting(received: Iterable[Received], now: datetime) -> list[Received]:
    """Those of *received* that carry credit at *now*."""
    return [one for one in received if one.mark.given_at <= now and credit.weight(one.mark)]


def of(received: Iterable[Received], member_id: int, now: datetime) -> Record:
    """The record of *member_id* made of the counting marks among *received* (the latest first)."""
    counted = counting(received, now)
    marks = [one.mark for one in counted]
    prompt = [one.mark for one in counted if one.in_time]
    prior = [mark for mark in marks if mark.kind is credit.Kind.PRIOR_ANSWER]
    shown = [one for one in counted if one.visible]
    return Record(
        len(credit.peers(member_id, marks, now)),
        len(credit.peers(member_id, prompt, now)),
        len(credit.peers(member_id, prior, now)),
        credit.trusted_on(member_id, marks, now),
        sum(one.hours_saved for one in counted),
        tuple(one for one in shown if one.mark.kind is credit.Kind.USED and one.note),
        _evidence(shown),
    )


def _evidence(shown: Sequence[Received]) -> tuple[Evidence, ...]:
    """The answers behind the marks, the newest answer first: nothing is sorted by how often it was marked."""
    answers: dict[int, list[Received]] = {}
    for one in shown:
        answers.setdefault(one.answer_id, []).append(one)
    found = [
        Evidence(
            marks[0],
            len({one.mark.giver for one in marks}),
            next((one for one in marks if one.mark.kind is credit.Kind.USED), None),
        )
        for marks in answers.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.first.posted_at, one.first.answer_id), reverse=True))


@dataclass(frozen=True, slots=True)
class Month:
    """The peers helped in a month: *other* are those by answers after the date only."""

    first: date
    good: int
    other: int


def months(received: Iterable[Received], now: datetime, zone: tzinfo) -> list[Month]:
    """The past twelve months, this one last; a peer counts once a month, by the day of the mark."""
    today = now.astimezone(zone).date()
    firsts = [_back(today, away) for away in range(MONTHS - 1, -1, -1)]
    good: dict[date, set[object]] = {first: set() for first in firsts}
    every: dict[date, set[object]] = {first: set() for first in firsts}
    for one in counting(received, now):
        first = one.mark.given_at.astimezone(zone).date().replace(day=1)
        if first in every:
            every[first].add(one.mark.giver)
            if not one.late:
                good[first].add(one.mark.giver)
    return [Month(first, len(good[first]), len(every[first] - good[first])) for first in firsts]


def _back(day: date, away: int) -> date:
    months = day.year * 12 + day.month - 1 - away
    return date(months // 12, months % 12 + 1, 1)
