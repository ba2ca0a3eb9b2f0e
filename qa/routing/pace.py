"""When the next wave of asks goes out, and to how many: the pace follows the time-box.

All that counts is the share of the box that has passed, so a box of an hour has the waves of a box of ten days, in
an hour. Nothing here reads a clock or a row; the caller keeps to budgets (`candidates.eligible`), so that a wave may
come out smaller than its size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

CURVE = ((0.0, 0.0), (0.6, 0.75), (1.0, 1.0))
"""Expected share of the answers wanted, by share of the box."""

LAST_QUARTER = 0.75
"""From this share of the box on, the whole circle may be asked, not only those who are likely to know."""

GAP = 0.2
"""Share of the box between two waves: time to answer, so that nobody is asked for what is on its way."""

FIRST = 0.5
"""The first wave aims at this share of the answers wanted."""

ANSWERED, CERTAIN = 1 / 4, 40
"""One ask in four is answered: taken for granted as firmly as if forty asks had shown it."""

GENTLE = timedelta(days=14)
"""A question without a date is paced as one of two weeks, and its last quarter asks nobody."""


@dataclass(frozen=True, slots=True)
class Box:
    """A question as far as its pace goes. `members`: of the circle, less the asker. `due_at` is None without a date."""

    posted_at: datetime
    due_at: datetime | None
    wanted: int
    members: int

    @property
    def length(self) -> timedelta:
        """The time from posting to the date, or the nominal one where there is none."""
        return GENTLE if self.due_at is None else self.due_at - self.posted_at

    @property
    def ends_at(self) -> datetime:
        """The instant from which on nobody is asked."""
        return self.posted_at + (self.length if self.due_at else LAST_QUARTER * self.length)

    def share(self, at: datetime) -> float:
        """Share of the box that has passed at *at*, 0 to 1."""
        return min(max((at - self.posted_at) / self.length, 0.0), 1.0)

    def at(self, share: float) -> datetime:
        """The instant at which *share* of the box has passed."""
        return self.posted_at + share * self.length


@dataclass(frozen=True, slots=True)
class SoFar:
    """What has happened: `waves` sent, the last at `last_at`; `asked` members in all; `answers` in time, from anybody.

    A wave that found nobody to ask counts as sent; else it would be due again at once.
    """

    waves: int = 0
    asked: int = 0
    answers: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    """The wave `number`, counted from 1, to at most `size` members, due `at`: to be sent once that has come.

    `everybody`: the whole circle may be asked (`choosing.choose` takes it), else those likely to know.
    """

    number: int
    size: int
    at: datetime
    everybody: bool = False


def next_wave(box: Box, so_far: SoFar, now: datetime) -> Wave | None:
    """The next wave as things stand, or None where no more is due: enough answers, nobody left, or time over.

    A wave with `at` <= *now* is to be sent now. One with a later `at` is when to look again: an answer until then
    puts it off. After an outage one wave goes out, as large as the time calls for, not all those missed.
    """
    left = box.members - so_far.asked
    if so_far.answers >= box.wanted or left <= 0 or now >= box.ends_at:
        return None
    at = _due(box, so_far)
    if at >= box.ends_at:
        return None
    share = box.share(max(at, now))
    return Wave(so_far.waves + 1, min(_size(box, so_far, share), left), at, share >= LAST_QUARTER)


def expected(share: float) -> float:
    """Share of the answers wanted that should be in when *share* of the box has passed."""
    return _along(share, CURVE)


def reached(answers: float) -> float:
    """Share of the box at which the curve passes *answers*, a share of those wanted: the inverse of `expected`."""
    return _along(answers, tuple((y, x) for x, y in CURVE))


def _along(value: float, points: tuple[tuple[float, float], ...]) -> float:
    value = min(max(value, points[0][0]), points[-1][0])
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (value - x0) / (x1 - x0) * (y1 - y0)
    return points[-1][1]


def _due(box: Box, so_far: SoFar) -> datetime:
    """The first at once; the next when answers fall behind the curve, a gap after the one before at the earliest."""
    if so_far.last_at is None:
        return box.posted_at
    behind = box.at(reached(so_far.answers / box.wanted))
    return max(behind, so_far.last_at + GAP * box.length)


def _size(box: Box, so_far: SoFar, share: float) -> int:
    """As many as bring the answers to where the curve will be one gap after *share*, with those still to come.

    The less time is left, the less is counted on from those who were asked and have not answered.
    """
    aim = max(FIRST if so_far.waves == 0 else 0.0, expected(share + GAP))
    rate = (so_far.answers + CERTAIN * ANSWERED) / (so_far.asked + CERTAIN)
    to_come = (1 - share) * max(rate * so_far.asked - so_far.answers, 0.0)
    missing = (aim * box.wanted - so_far.answers - to_come) / rate
    return max(math.ceil(round(missing, 6)), 1)  # rounded: one microsecond must not make one ask more
