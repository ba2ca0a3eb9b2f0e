"""The community that `benchmarks.routing` lets be asked: who knows what, when they look, and how asking tires.

What the model assumes, and why. Nothing here is known to the routing but what a member's page and past asks show.

* Time zones: 60 % Europe, 30 % the Americas, 10 % Asia and Australia. People look at asks and at the site from 7:00 to
  20:00 by their own clock, on weekdays; one in seven on weekends too. These are also the quiet hours they set.
* Twelve topics of one trade. Everybody knows two to four of them well (0.6 to 1) and a little of the others (0 to 0.3):
  peers, not the public. A question has one topic, the popular ones more often, and is easier or harder for all (0.6 to
  1.2).
* Time-boxes of 4 hours to 10 days, most of one to five days ("tomorrow, Friday, next week"), with both ends on a weekday
  of the asker's, posted between 8 and 16.
* Asked on a topic known well, somebody who gets two asks a week answers about four in ten, given time: will (0.55 to 1,
  of one who is rested) times what they know, times ease, times 0.7 for being asked that often. Reviewers of journals,
  whose review takes five hours, complete 42 % of the invitations (2.4 for a review, Publons 2018), those in ecology 56 %
  in 2003 and 37 % in 2015 (Fox et al. 2017). An answer here takes minutes.
* Whoever will answer does so within two waking hours in half of the cases, within 13, a day, in nine of ten (log-normal).
  Of replies to mail half come within 47 minutes and nine of ten within a day (Kooti et al. 2015).
* Each ask takes a tenth of the will that is left, and half of what is taken is back in a week. That reviewers invited
  more often agree less is known (Fox et al. 2017), the two numbers are not: they are a guess.
* People visit by themselves, a few often and most rarely (log-normal; the mean is once in three months), read the five
  newest open questions and answer with 0.3 of the chance they would with if asked. These numbers are set so that with
  nobody told, in a community of 300, about 61 % of the questions get no reply: so it was with 238,000 threads of 250
  professional societies in 2013 (Higher Logic, by Associations Now 2014). So the comparison is with what is ordinary.
* A mail to everybody is answered as willingly as an ask to oneself, and nobody leaves or turns mail off because of too
  many. Both favour telling everybody: people were found to answer less when many others are written to (Barron and
  Yechiam 2002, Blair et al. 2005), though not in every study (Fatkin and Lansdown 2017).
* Credit: an answer earns marks by chance, on average one and a half times what its author knows. Six in ten who know a
  topic well say so ("ask me about"), and one in twenty of the others. Nine weeks are too short for credit to age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

START = datetime(2026, 2, 2, tzinfo=UTC)  # a Monday; both summer times begin within the weeks that follow
STEP = 0.25
"""Hours: the grain of presence. All times are hours since START."""

WEEK = 168.0
ZONES = (
    ("Europe/Berlin", 0.3),
    ("Europe/London", 0.2),
    ("Europe/Helsinki", 0.1),
    ("America/New_York", 0.2),
    ("America/Los_Angeles", 0.1),
    ("Asia/Singapore", 0.05),
    ("Australia/Sydney", 0.05),
)
WEEKENDS = 1 / 7
TOPICS = 12
WILLING = (0.55, 1.0)
LOOKS_MEDIAN, LOOKS_SPREAD = 2.0, 1.46
TIRES, RECOVERS = 0.1, WEEK
VISITS_A_WEEK, VISITS_SPREAD = 0.037, 1.2
READS, UNASKED = 5, 0.3
MARKS = 1.5
SAYS_SO, SAYS_TOO = 0.6, 0.05
BOXES = ((4, 0.05), (8, 0.1), (24, 0.2), (72, 0.25), (120, 0.25), (240, 0.15))
"""Hours of a time-box and how many questions have one like it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the simulation. `luck` and `delay` hold a member's own draw for this question."""

    number: int
    posted: float
    due: float
    topic: int
    asker: int
    ease: float
    luck: Floats
    delay: Floats


class Community:
    """*size* members over *weeks*, the same for the same *seed* whatever strategy is tried on them."""

    def __init__(self, size: int, weeks: float, seed: int) -> None:
        self.size, self.weeks, self.seed = size, weeks, seed
        rng = np.random.default_rng((seed, size))
        self.zone = rng.choice(len(ZONES), size, p=[share for _, share in ZONES])
        self.weekends = rng.random(size) < WEEKENDS
        self.knows = _knowledge(rng, size)
        well = self.knows >= 0.6
        self.says = rng.random((size, TOPICS)) < np.where(well, SAYS_SO, SAYS_TOO)
        self.willing = rng.uniform(*WILLING, size)
        self.visits = self._visits(rng)

    def awake(self, member: int) -> Floats:
        """Waking hours of *member* up to each STEP since START."""
        return waking(int(self.zone[member]), bool(self.weekends[member]), self.weeks)

    def later(self, member: int, at: float, hours: float) -> float:
        """When *member* has been awake *hours* after *at*; infinite if not within the weeks simulated."""
        awake = self.awake(member)
        step, part = divmod(at / STEP, 1)
        if step + 1 >= len(awake):
            return np.inf
        target = awake[int(step)] + part * (awake[int(step) + 1] - awake[int(step)]) + hours
        return float(np.searchsorted(awake, target) * STEP) if target < awake[-1] else np.inf

    def questions(self, a_week: float) -> list[Asked]:
        """A flow of *a_week* questions, each posted on a weekday between 8 and 16 by its asker's clock."""
        rng = np.random.default_rng((self.seed, self.size, 1))
        popular = 1 / np.sqrt(np.arange(1, TOPICS + 1))
        found = []
        for _ in range(round(a_week * self.weeks)):
            asker, topic = int(rng.integers(self.size)), int(rng.choice(TOPICS, p=popular / popular.sum()))
            posted, due = self._box(rng, asker)
            found.append((posted, due, topic, asker, rng.uniform(0.6, 1.2)))
        return [self._asked(number, *one) for number, one in enumerate(sorted(found))]

    def _asked(self, number: int, posted: float, due: float, topic: int, asker: int, ease: float) -> Asked:
        rng = np.random.default_rng((self.seed, self.size, 2, number))
        luck = rng.random(self.size)
        delay = rng.lognormal(np.log(LOOKS_MEDIAN), LOOKS_SPREAD, self.size)
        return Asked(number, posted, due, topic, asker, ease, luck, delay)

    def _box(self, rng: np.random.Generator, asker: int) -> tuple[float, float]:
        """A time-box whose ends are both on a weekday of the asker's."""
        zone = ZoneInfo(ZONES[self.zone[asker]][0])
        hours = rng.choice([hours for hours, _ in BOXES], p=[share for _, share in BOXES])
        while True:
            day = START + timedelta(days=int(rng.integers(int(self.weeks * 7))))
            local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=rng.uniform(8, 16))
            due = (local.astimezone(UTC) + timedelta(hours=float(hours))).astimezone(zone)
            posted = (local - START) / timedelta(hours=1)
            if local.weekday() < 5 and due.weekday() < 5 and posted >= 0:
                return posted, posted + float(hours)

    def _visits(self, rng: np.random.Generator) -> list[tuple[float, int]]:
        """When each member looks at the site unasked, in order."""
        rate = rng.lognormal(np.log(VISITS_A_WEEK), VISITS_SPREAD, self.size)
        found = []
        for member in range(self.size):
            awake = self.awake(member)
            for hours in rng.uniform(0, awake[-1], rng.poisson(rate[member] * self.weeks)):
                found.append((float(np.searchsorted(awake, hours) * STEP), member))
        return sorted(found)


def _knowledge(rng: np.random.Generator, size: int) -> Floats:
    knows = rng.uniform(0, 0.3, (size, TOPICS))
    for member in range(size):
        for topic in rng.choice(TOPICS, rng.integers(2, 5), replace=False):
            knows[member, topic] = rng.uniform(0.6, 1)
    return knows


@lru_cache(maxsize=256)
def waking(zone: int, weekends: bool, weeks: float) -> Floats:
    """Hours that somebody in *zone* has been awake up to each STEP of *weeks*."""
    clock = ZoneInfo(ZONES[zone][0])
    steps = (START + timedelta(hours=STEP * i) for i in range(round(weeks * WEEK / STEP)))
    return np.cumsum([0.0, *(STEP * _present(step.astimezone(clock), weekends) for step in steps)])


def _present(local: datetime, weekends: bool) -> bool:
    return 7 <= local.hour < 20 and (weekends or local.weekday() < 5)
