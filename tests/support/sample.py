"""A part of the sample community: all its people, and some of their threads."""

from __future__ import annotations

from collections.abc import Container

from qa.demo_build.plan import Plan, Verb
from qa.demo_build.threads import drafted

RARE: tuple[Verb, ...] = ("withdraw", "close", "edit question", "edit answer", "comment", "move", "record")


def part(plan: Plan, threads: Container[int], rare: int = 3) -> Plan:
    """*plan* with *threads* alone, the one that the visitor has a draft on, and *rare* for each rare act."""
    kept = {n for n, thread in enumerate(plan.threads) if n in threads or thread.question is drafted()}
    for verb in RARE:
        kept.update([step.thread for step in plan.steps if step.verb == verb][:rare])
    return Plan(plan.threads, [step for step in plan.steps if step.thread in kept])
