"""What a member's last deeds weigh: enough good ones grant, too few of them ask a moderator to look. Pure.

Between the two bars nothing happens. How much somebody does never counts: of the last deeds only the share is taken.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

PEERS = 2
"""So many peers must have said something good: the word of one fan, or of nobody, grants nothing."""


class DeedKind(enum.StrEnum):
    """What was done."""

    ANSWER = "answer"
    """Good: a peer marked it; not: a peer's *outdated* or *risky* stands."""
    QUESTION = "question"
    """Good: those who answered were told the outcome; not: it was archived without one."""
    VOUCH = "vouch"
    """Good: the member is here, active, for a while; not: suspended."""
    TOPICS = "topics"
    """Good: the asker left the change of topics; not: changed it back."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a member did, and what came of it.

    *thing_id*: the answer, the question, the vouched member, or the question whose topics were changed. *peers*: who
    said good of it and counts. *open*: every member may know that it was this member, and see it.
    """

    kind: DeedKind
    thing_id: int
    at: datetime
    good: bool
    peers: frozenset[int] = frozenset()
    open: bool = True


class Weight(enum.StrEnum):
    """What the last deeds say."""

    UNKNOWN = "unknown"
    """Too little is known."""
    ENOUGH = "enough"
    BETWEEN = "between"
    LITTLE = "little"


@dataclass(frozen=True, slots=True)
class Bars:
    """*events*: the last so many deeds count. *least*: fewer say nothing. Per cent of good ones among them from which
    a privilege is granted, and below which a moderator is asked to look.
    """

    events: int
    least: int
    granted: int
    review: int


def lately(deeds: Iterable[Deed], most: int) -> list[Deed]:
    """The last *most* of *deeds*, the latest first, and all of the same instant as the earliest of them.

    So that no order among deeds of one instant decides which count.
    """
    found = sorted(deeds, key=lambda deed: (deed.at, deed.kind, deed.thing_id), reverse=True)
    if len(found) <= most:
        return found
    first = found[most - 1].at
    return [deed for deed in found if deed.at >= first]


def weigh(deeds: Iterable[Deed], bars: Bars) -> Weight:
    """What the last of *deeds* say."""
    last = lately(deeds, bars.events)
    if len(last) < bars.least:
        return Weight.UNKNOWN
    share, of = 100 * sum(deed.good for deed in last), len(last)
    if share < bars.review * of:
        return Weight.LITTLE
    if share < bars.granted * of:
        return Weight.BETWEEN
    return Weight.ENOUGH if len(_peers(last)) >= PEERS else Weight.UNKNOWN


def _peers(deeds: Sequence[Deed]) -> set[int]:
    return {peer for deed in deeds if deed.good for peer in deed.peers}


def earns(deeds: Sequence[Deed], bars: Bars) -> Weight:
    """As ``weigh``, for granting: what moderators would be asked to look at at once is not granted."""
    found = weigh(deeds, bars)
    return Weight.LITTLE if asks_for_a_look(deeds, bars, None) else found


def asks_for_a_look(deeds: Iterable[Deed], bars: Bars, since: datetime | None) -> bool:
    """Whether moderators are asked to look, by what all members may see, done after *since*.

    Nothing else counts here: that somebody is listed must not tell of a withheld name or of a circle.
    """
    return weigh(told(deeds, since), bars) == Weight.LITTLE


def needs_no_look(deeds: Iterable[Deed], bars: Bars, since: datetime | None) -> bool:
    """Whether a look that was asked for is not needed any more: the same deeds are good enough, or too few, now."""
    found = lately(told(deeds, since), bars.events)
    good = sum(deed.good for deed in found)
    return len(found) < bars.least or 100 * good >= bars.granted * len(found)


def told(deeds: Iterable[Deed], since: datetime | None) -> list[Deed]:
    """Those of *deeds* that every member may see, done after *since*."""
    return [deed for deed in deeds if deed.open and (since is None or deed.at > since)]
