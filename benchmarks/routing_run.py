"""One run of `benchmarks.routing`: a community, its questions, and one way to tell members of them."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from benchmarks.routing_community import (
    MARKS,
    READS,
    RECOVERS,
    START,
    TIRES,
    UNASKED,
    WEEK,
    ZONES,
    Asked,
    Community,
)
from qa.routing.candidates import ASKS_A_WEEK, Candidate, eligible
from qa.routing.choosing import choose
from qa.routing.pace import Box, SoFar, next_wave

SAID = 1.0
"""What "ask me about" counts, beside credit: as much as one peer's helpful mark."""


class Strategy(StrEnum):
    """How members learn of a question."""

    NOBODY = "tell nobody"
    EVERYBODY = "tell everybody"
    WAVES = "waves"


@dataclass(slots=True)
class Thread:
    """A question and what came of it. `seen` are those who have met it on the site, `sent` those who were asked."""

    asked: Asked
    box: Box
    answers: list[float] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    sent: list[int] = field(default_factory=list)
    waves: list[float] = field(default_factory=list)

    def open(self, at: float) -> bool:
        """Whether an answer at *at* is in time and still wanted."""
        return at < self.asked.due and len(self.answers) < self.box.wanted

    def so_far(self) -> SoFar:
        """What the pace needs to know."""
        last = moment(self.waves[-1]) if self.waves else None
        return SoFar(len(self.waves), len(self.sent), len(self.answers), last)


def moment(at: float) -> datetime:
    """The instant *at* hours after the beginning."""
    return START + timedelta(hours=at)


class Run:
    """Everything that happens in *community* when told of its *questions* in one way, in order of time."""

    def __init__(self, community: Community, questions: list[Asked], wanted: int, strategy: Strategy) -> None:
        self.community, self.strategy = community, strategy
        self.threads = [
            Thread(
                one,
                Box(moment(one.posted), moment(one.due), wanted, community.size - 1),
                answered={one.asker},
                seen={one.asker},
            )
            for one in questions
        ]
        self.posted = 0
        self.tired, self.tired_at = np.zeros(community.size), np.zeros(community.size)
        self.credit = np.zeros_like(community.knows)
        self.asks: list[list[float]] = [[] for _ in range(community.size)]
        self.reacted = [0] * community.size
        self.luck = np.random.default_rng((community.seed, community.size, 3))
        self.zones = [ZONES[number][0] for number in community.zone]
        self.weekends = community.weekends.tolist()
        self.events: list[tuple[float, int, int, int]] = []

    def play(self) -> None:
        """Let it all happen."""
        posts = [(thread.asked.posted, 0, number, 0) for number, thread in enumerate(self.threads)]
        visits = [(at, 1, -1, member) for at, member in self.community.visits]
        self.events = sorted(posts + visits)
        acts = (self._post, self._visit, self._look, self._wave)
        while self.events:
            at, kind, number, member = heapq.heappop(self.events)
            acts[kind](at, number, member)

    def tiredness(self, at: float) -> np.ndarray:
        """The share of each member's will that asks have taken, at *at*."""
        return self.tired * 0.5 ** (np.maximum(at - self.tired_at, 0) / RECOVERS)

    # What happens

    def _post(self, at: float, number: int, _: int) -> None:
        self.posted = number + 1
        if self.strategy is Strategy.EVERYBODY:
            for member in range(self.community.size):
                if member != self.threads[number].asked.asker:
                    self._ask(at, number, member)
        elif self.strategy is Strategy.WAVES:
            self._wave(at, number, 0)

    def _visit(self, at: float, _: int, member: int) -> None:
        """Somebody looks by themselves, and reads the newest open questions that they have not considered."""
        read = 0
        for thread in reversed(self.threads[: self.posted]):
            if read < READS and at < thread.asked.due and member not in thread.seen:
                read += 1
                if thread.open(at):
                    thread.seen.add(member)
                    self._consider(at, thread, member, UNASKED)

    def _look(self, at: float, number: int, member: int) -> None:
        """One who was asked looks at the ask, also if they have passed the question by on the site."""
        thread = self.threads[number]
        if thread.open(at) and self._consider(at, thread, member, 1.0):
            self.reacted[member] += 1

    def _consider(self, at: float, thread: Thread, member: int, will: float) -> bool:
        asked, topic = thread.asked, thread.asked.topic
        tired = self.tired[member] * 0.5 ** ((at - self.tired_at[member]) / RECOVERS)
        chance = self.community.knows[member, topic] * asked.ease * self.community.willing[member]
        if member in thread.answered or asked.luck[member] >= chance * will * (1 - tired):
            return False
        thread.answers.append(at)
        thread.answered.add(member)
        self.credit[member, topic] += self.luck.poisson(MARKS * self.community.knows[member, topic])
        return True

    def _ask(self, at: float, number: int, member: int) -> None:
        """Somebody gets an ask: it tires at once, and is looked at when they have been awake long enough."""
        thread = self.threads[number]
        now = self.tired[member] * 0.5 ** ((at - self.tired_at[member]) / RECOVERS)
        self.tired[member], self.tired_at[member] = now + TIRES * (1 - now), at
        self.asks[member].append(at)
        thread.sent.append(member)
        looks = self.community.later(member, at, float(thread.asked.delay[member]))
        if looks < thread.asked.due:
            heapq.heappush(self.events, (looks, 2, number, member))

    def _wave(self, at: float, number: int, _: int) -> None:
        """Send the wave that is due, if one is, and look again when the next may be."""
        thread, now = self.threads[number], moment(at)
        wave = next_wave(thread.box, thread.so_far(), now)
        if wave is not None and wave.at <= now:
            scored = eligible(self._candidates(at, thread), now, thread.box.due_at)
            seed = (thread.asked.number, wave.number)
            for one in choose(scored, wave.size, seed, len(thread.sent), everybody=wave.everybody):
                self._ask(at, number, one.member_id)
            thread.waves.append(at)
            wave = next_wave(thread.box, thread.so_far(), now)
        if wave is not None:
            again = (wave.at - START) / timedelta(hours=1)
            heapq.heappush(self.events, (max(at, again) + 1e-6, 3, number, 0))

    def _candidates(self, at: float, thread: Thread) -> list[Candidate]:
        """Everybody who has neither answered nor been asked, as the routing knows them."""
        out, topic = thread.answered.union(thread.sent), thread.asked.topic
        known = (self.credit[:, topic] + SAID * self.community.says[:, topic]).tolist()
        fresh = (self.credit.sum(axis=1) == 0).tolist()
        return [
            Candidate(
                member_id=member,
                expertise=known[member],
                newcomer=fresh[member],
                zone=self.zones[member],
                asked_lately=len(self.asks[member]) - bisect_right(self.asks[member], at - WEEK),
                asked_ever=len(self.asks[member]),
                reacted_ever=self.reacted[member],
                budget=ASKS_A_WEEK,
                weekends=self.weekends[member],
            )
            for member in range(self.community.size)
            if member not in out
        ]
