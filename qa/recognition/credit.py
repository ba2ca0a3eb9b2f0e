"""Credit: what marks by others add up to, per member and topic (DESIGN section 6).

    credit(a, t) = Σ_j min(2, sqrt(g(j→a, t))) · M / (M + min(g(j→a), g(a→j))) · s(j, a)
    g            = Σ weight · 2^(-age / 540 days) for routing, Σ weight for recognition
    M            = 2
    s            = 0 for the same employer at the time of the mark, 0.5 between voucher and vouched, else 1

The root and the cap make it count peers, not clicks; the middle factor takes away what two members give each
other. g(j→a, t) counts marks on topic t, g(j→a) all marks. All is computed from the marks, nothing stored.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import fsum, sqrt
from types import MappingProxyType

HALF_LIFE = timedelta(days=540)
RECIPROCITY = 2.0  # M: what two members may give each other before it counts for half
PEER_CAP = 2.0
VOUCHED_SHARE = 0.5
THANKS = 1.0
TOPIC_PEERS = 2  # one peer's praise would name that peer


class Kind(StrEnum):
    """What a member can do for another; *outdated* and *risky* carry no credit."""

    USED = "used"
    SAME = "same"
    HELPFUL = "helpful"
    INTRODUCTION = "introduction"
    PRIOR_ANSWER = "prior_answer"
    RENEWED = "renewed"
    OUTDATED = "outdated"
    RISKY = "risky"


WEIGHTS: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.USED: 3.0,
        Kind.SAME: 1.0,
        Kind.HELPFUL: 1.0,
        Kind.INTRODUCTION: 2.0,
        Kind.PRIOR_ANSWER: 1.0,
        Kind.RENEWED: 0.5,
        Kind.OUTDATED: 0.0,
        Kind.RISKY: 0.0,
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of the ledger.

    giver: None where it is not known (imported). topics: the question's tags; empty counts overall only.
    same_employer, vouch_between: as they were at `given_at`. thanked: a *used it* with a thank-you.
    interest: the answer discloses an interest. subject: what was marked. ordinal: counts the giver's rows of
    one kind on one subject: odd gives, even takes back, as in the table; without a subject rows stand alone.
    """

    giver: Hashable | None
    receiver: Hashable
    kind: Kind
    given_at: datetime
    topics: frozenset[str] = frozenset()
    same_employer: bool = False
    vouch_between: bool = False
    thanked: bool = False
    interest: bool = False
    subject: Hashable | None = None
    ordinal: int = 1


def weight(mark: Mark) -> float:
    """What a mark weighs: nothing from nobody, oneself or a colleague, nor where there is an interest."""
    if mark.giver is None or mark.giver == mark.receiver:
        return 0.0
    if mark.same_employer or mark.interest or mark.ordinal % 2 == 0:
        return 0.0
    return WEIGHTS[mark.kind] + (THANKS if mark.thanked and mark.kind is Kind.USED else 0.0)


def standing(marks: Iterable[Mark], at: datetime) -> list[Mark]:
    """The marks that carry weight at `at`; one given later, or withdrawn by then, is as if never given."""
    last: dict[tuple[Hashable, ...], Mark] = {}
    alone: list[Mark] = []
    for mark in marks:
        if mark.given_at > at:
            continue
        if mark.subject is None:
            alone.append(mark)
            continue
        key = (mark.giver, mark.receiver, mark.kind, mark.subject)
        if key not in last or last[key].ordinal < mark.ordinal:
            last[key] = mark
    return [mark for mark in (*alone, *last.values()) if weight(mark)]


def decay(age: timedelta, half_life: timedelta | None) -> float:
    """2^(-age / half-life); 1 without a half-life."""
    return 1.0 if half_life is None else float(2.0 ** -(age / half_life))


def share(on_topic: float, given: float, returned: float, vouched: bool) -> float:
    """One peer's part: min(2, sqrt(g(j→a, t))) · M / (M + min(g(j→a), g(a→j))) · s."""
    mutual = RECIPROCITY / (RECIPROCITY + min(given, returned))
    return min(PEER_CAP, sqrt(on_topic)) * mutual * (VOUCHED_SHARE if vouched else 1.0)


def totals(
    marks: Iterable[Mark], at: datetime, half_life: timedelta | None = None
) -> dict[tuple[Hashable, str | None], float]:
    """Credit of every member who has some, by (member, topic); topic None is all topics together.

    half_life: HALF_LIFE for routing, None for recognition. The order of the marks does not
    matter, to the last bit. A pair counts as voucher and vouched once any of their marks says so.
    """
    given, vouched = _given(standing(marks, at), at, half_life)
    parts: defaultdict[tuple[Hashable, str | None], list[float]] = defaultdict(list)
    for (giver, receiver, topic), on_topic in given.items():
        forth, back = given[giver, receiver, None], given.get((receiver, giver, None), 0.0)
        bound = frozenset((giver, receiver)) in vouched
        parts[receiver, topic].append(share(on_topic, forth, back, bound))
    return {key: fsum(values) for key, values in parts.items()}


def credit(
    receiver: Hashable,
    topic: str | None,
    marks: Iterable[Mark],
    at: datetime,
    half_life: timedelta | None = None,
) -> float:
    """credit(a, t) of the module's formula; the arguments are those of `totals`."""
    own = [mark for mark in marks if receiver in (mark.giver, mark.receiver)]
    return totals(own, at, half_life).get((receiver, topic), 0.0)


def peers(
    receiver: Hashable, marks: Iterable[Mark], at: datetime, topic: str | None = None
) -> frozenset[Hashable]:
    """The distinct members whose marks on `topic` (None: any) the receiver has: "helped 14 peers"."""
    return frozenset(
        mark.giver
        for mark in standing(marks, at)
        if mark.receiver == receiver and (topic is None or topic in mark.topics)
    )


def trusted_on(receiver: Hashable, marks: Iterable[Mark], at: datetime) -> dict[str, int]:
    """Topics shown for a member and the number of peers on each, from two peers up, most peers first."""
    givers: defaultdict[str, set[Hashable | None]] = defaultdict(set)
    for mark in standing(marks, at):
        if mark.receiver == receiver:
            for topic in mark.topics:
                givers[topic].add(mark.giver)
    shown = [(topic, len(those)) for topic, those in givers.items() if len(those) >= TOPIC_PEERS]
    return dict(sorted(shown, key=lambda item: (-item[1], item[0])))


def _given(
    marks: Iterable[Mark], at: datetime, half_life: timedelta | None
) -> tuple[dict[tuple[Hashable, Hashable, str | None], float], set[frozenset[Hashable]]]:
    """g by (giver, receiver, topic), and the pairs of whom one vouched for the other."""
    weights: defaultdict[tuple[Hashable, Hashable, str | None], list[float]] = defaultdict(list)
    vouched: set[frozenset[Hashable]] = set()
    for mark in marks:
        worth = weight(mark) * decay(at - mark.given_at, half_life)
        for topic in (None, *mark.topics):
            weights[mark.giver, mark.receiver, topic].append(worth)
        if mark.vouch_between:
            vouched.add(frozenset((mark.giver, mark.receiver)))
    return {key: fsum(values) for key, values in weights.items()}, vouched
