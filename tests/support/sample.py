"""A part of the sample community: all its people, and some of their threads."""

from __future__ import annotations

from collections.abc import Container

from qa.demo_build.plan import Plan, Verb
from qa.demo_build.threads import VISITOR, drafted
from qa.demo_content import outcomes

AFTER = {**outcomes.OUTCOMES, **outcomes.MOVED, **outcomes.AWAITED}
RARE: tuple[Verb, ...] = ("withdraw", "close", "edit question", "edit answer", "comment", "move", "record")


def part(plan: Plan, threads: Container[int], rare: int = 3) -> Plan:
    """*plan* with *threads* alone, the visitor's and the one that the visitor has a draft on, those of which more is
    told after their dates, and *rare* for each rare act."""
    kept = {n for n, thread in enumerate(plan.threads) if n in threads or thread.question is drafted()}
    asked = [thread.question for thread in plan.threads]
    kept.update(n for n, one in enumerate(asked) if one.title in AFTER or one.by == VISITOR)
    for verb in RARE:
        kept.update([step.thread for step in plan.steps if step.verb == verb][:rare])
    return Plan(plan.threads, [step for step in plan.steps if step.thread in kept])
