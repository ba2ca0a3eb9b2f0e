"""What happens in the sample community and when: a pure function of the content, the seed and now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Literal

from qa.demo_build import when
from qa.demo_build.threads import VISITOR, Thread, lay, limit, partakers, peers, zone_of
from qa.demo_build.when import DAY, HOUR, MINUTE
from qa.demo_content import outcomes
from qa.demo_content.form import DemoAnswer

EDITED_QUESTIONS, EDITED_ANSWERS = 8, 16
WITHDRAWN = (
    "We had this last spring. I have to look up the figures and will write again.",
    "Ours was decided two weeks ago. More when the minutes are approved.",
    "I can only speak for one site. Let me ask the other two first.",
    "This was about another contract. I read the question too fast.",
)

Verb = Literal[
    "ask", "answer", "comment", "mark", "edit question", "edit answer", "withdraw", "close", "move", "record"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that one member does: to thread number *thread*, and to its *answer* where that is a number.

    *text* is a body, a remark or a reason; *kind* and *hours* are a mark's.
    """

    at: datetime
    verb: Verb
    by: str
    thread: int
    answer: int | None = None
    text: str = ""
    kind: str = ""
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that happens, in order."""

    threads: list[Thread]
    steps: list[Step]


def make(seed: int, now: datetime) -> Plan:
    """The plan of *seed* as seen at *now*: the same for the same two."""
    draw = Random(f"quorum {seed}")  # noqa: S311 - no secret, and the same again
    now = now.replace(microsecond=0)
    threads = list(lay(now, draw))
    steps = [
        step for number, thread in enumerate(threads) for step in _Course(number, thread, now, draw).steps()
    ]
    steps += _withdrawals(threads, now, draw)
    return Plan(threads, sorted(_edited(steps, threads, now, draw), key=lambda step: step.at))


class _Course:
    """What happens in one thread."""

    def __init__(self, number: int, thread: Thread, now: datetime, draw: Random) -> None:
        self.number, self.thread, self.now, self.draw = number, thread, now, draw
        self.question, self.posted_at = thread.question, thread.posted_at
        self.peers = peers(thread.circle)

    def steps(self) -> Iterator[Step]:
        """Its steps, not in order."""
        question, thread = self.question, self.thread
        yield Step(self.posted_at, "ask", question.by, self.number, text=question.body)
        yield from self._talk(question.comments, self.posted_at, None)
        for number, (answer, at) in enumerate(zip(question.answers, self._instants(), strict=True)):
            yield Step(at, "answer", answer.by, self.number, number, answer.text)
            yield from self._talk(answer.comments, at, number)
            yield from self._marks(answer, at, number)
        if thread.closed_at is not None:
            yield Step(thread.closed_at, "close", question.by, self.number)
        if thread.moved is not None:
            yield Step(thread.moved[0], "move", question.by, self.number, text=outcomes.MOVED[question.title])
        yield from self._outcome()

    def _outcome(self) -> Iterator[Step]:
        """What was decided, some days after the end, where the asker has been here since."""
        by, text = self.question.by, outcomes.OUTCOMES.get(self.question.title)
        first, last = self.thread.end + HOUR, min(limit(by, self.now), self.thread.end + 8 * DAY)
        if text and first < last:
            at = when.awake(first, last, zone_of(by), self.draw)
            yield Step(at, "record", by, self.number, text=text)

    def _instants(self) -> list[datetime]:
        """When each answer comes."""
        answers, thread = self.question.answers, self.thread
        lasts = [min(self._latest(answer), thread.end - 2 * MINUTE) for answer in answers[: thread.late]]
        zones = [zone_of(answer.by) for answer in answers]
        if thread.apart is not None:
            cut, between = thread.apart
            before = [min(last, between - 3 * HOUR) for last in lasts[:cut]]
            found = when.spread(self.posted_at + 10 * MINUTE, before, zones[:cut], self.draw)
            return found + when.spread(between, lasts[cut:], zones[cut:], self.draw)
        found = when.spread(self.posted_at + 10 * MINUTE, lasts, zones[: thread.late], self.draw)
        after = min(thread.end + 15 * DAY, self.now)
        tardy = [min(self._latest(answer), after) for answer in answers[thread.late :]]
        return found + when.spread(thread.end, tardy, zones[thread.late :], self.draw)

    def _latest(self, answer: DemoAnswer) -> datetime:
        """Before this the answer has to be there, so that the others can still react to it."""
        reacting = [answer.by, *(by for by, _text in answer.comments)]
        if answer.thanks or answer.hours:
            reacting.append(self.question.by)
        return min(limit(handle, self.now) for handle in reacting) - 12 * MINUTE * len(reacting)

    def _talk(
        self, comments: tuple[tuple[str, str], ...], start: datetime, answer: int | None
    ) -> Iterator[Step]:
        lasts = [
            min(limit(by, self.now), start + (1 + place) * 2 * DAY)
            for place, (by, _text) in enumerate(comments)
        ]
        zones = [zone_of(by) for by, _text in comments]
        instants = when.spread(start + 5 * MINUTE, lasts, zones, self.draw)
        for (by, text), at in zip(comments, instants, strict=True):
            yield Step(at, "comment", by, self.number, answer, text)

    def _marks(self, answer: DemoAnswer, at: datetime, number: int) -> Iterator[Step]:
        able = [h for h in self.peers if h != answer.by and limit(h, self.now) > at + 6 * MINUTE]
        for by in self.draw.sample(able, min(answer.helpful // 3, len(able))):
            yield self._mark(by, at, number, "helpful")
        others = [handle for handle in able if handle != self.question.by]
        notes = [("same", note) for note in answer.same]
        notes += [(kind, getattr(answer, kind)) for kind in ("outdated", "risky") if getattr(answer, kind)]
        for by, (kind, note) in zip(self.draw.sample(others, len(notes)), notes, strict=True):
            yield self._mark(by, at, number, kind, note)
        if answer.thanks or answer.hours:
            thanks = self._mark(self.question.by, at + 6 * MINUTE, number, "used", answer.thanks)
            yield replace(thanks, hours=answer.hours)

    def _mark(self, by: str, at: datetime, answer: int, kind: str, note: str = "") -> Step:
        last = limit(by, self.now)
        last = at + (min(last, at + 25 * DAY) - at) * self.draw.random() ** 1.5
        given = when.awake(at + 4 * MINUTE, max(last, at + 5 * MINUTE), zone_of(by), self.draw)
        return Step(given, "mark", by, self.number, answer, note, kind)


def _withdrawals(threads: list[Thread], now: datetime, draw: Random) -> Iterator[Step]:
    """Answers taken back soon after they were given, to questions that are open with room for more."""
    roomy = [
        number
        for number, thread in enumerate(threads)
        if thread.question.state == "open" and len(thread.question.answers) + 1 < thread.question.wanted
    ]
    for number, text in zip(draw.sample(roomy, len(WITHDRAWN)), WITHDRAWN, strict=True):
        thread = threads[number]
        able = sorted(set(peers(thread.circle)) - partakers(thread.question) - {VISITOR})
        by, last = draw.choice(able), now - HOUR
        at = when.awake(thread.posted_at + 15 * MINUTE, last, zone_of(by), draw)
        answer = len(thread.question.answers)
        yield Step(at, "answer", by, number, answer, text)
        yield Step(at + draw.randint(4, 50) * MINUTE, "withdraw", by, number, answer)


def _edited(steps: list[Step], threads: list[Thread], now: datetime, draw: Random) -> Iterator[Step]:
    """*steps*, some texts first posted without their end and completed later."""
    asked = [s for s in steps if s.verb == "ask" and opening(s.text, "\n\n")]
    answered = [s for s in steps if s.verb == "answer" and opening(s.text, " ") and s.text not in WITHDRAWN]
    some = draw.sample(asked, EDITED_QUESTIONS) + draw.sample(answered, EDITED_ANSWERS)
    chosen = {(step.thread, step.answer) for step in some}
    for step in steps:
        if step.verb not in ("ask", "answer") or (step.thread, step.answer) not in chosen:
            yield step
            continue
        latest = min(limit(step.by, now), step.at + 3 * HOUR)
        if latest < step.at + 6 * MINUTE:
            yield step
            continue
        at = when.awake(step.at + 5 * MINUTE, latest, zone_of(step.by), draw)
        yield replace(step, text=opening(step.text, "\n\n" if step.verb == "ask" else " "))
        yield replace(step, at=at, verb="edit question" if step.verb == "ask" else "edit answer")


def opening(text: str, gap: str) -> str:
    """*text* without its last paragraph (*gap* an empty line) or sentence; "" where it has no such end."""
    before, _gap, end = text.strip().rpartition("\n\n")
    if gap == " ":
        sentences = re.fullmatch(r"(.{80,}[.?]) ([A-Z][^.?*`|“”\[\]]{20,}[.])", text.strip(), re.DOTALL)
        return sentences[1] if sentences else ""
    plain = end[:1].isalpha() and "|" not in end and "```" not in text
    return before if plain and len(before) > 200 else ""
