"""BM25F over Whoosh's postings with NumPy, within what a viewer may see.

The formula is Whoosh's own: the sum over fields f and terms t of
``boost_f · idf(f, t)^r · w(k1 + 1) / (w + k1(1 − b_f + b_f · length / average length))`` with
``idf = ln(N / (n + 1)) + 1`` and r = 1 there; a larger r does the work of a stop list (measured in
benchmarks/search_quality.py). N, n and the average lengths count only threads in the viewer's circles:
what others write in theirs changes neither the viewer's hits nor their order.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.search.analysis import stem
from qa.search.index import Snapshot
from qa.search.postings import Ids, Postings
from qa.search.segments import Leaf, Mask

Scores = NDArray[np.float32]

PREFIX_MAX = 64
"""Terms a prefix may stand for, in each field: the first that occur in the viewer's circles."""
PREFIX_LOOKS = 16
"""Times that so many terms are looked at for them: what others wrote pushes out nothing, and costs no end of time."""
SECONDS_MAX = 0.25
"""After this long no further term is decoded for the score."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The tunable part of the formula."""

    boosts: Mapping[str, float] = field(
        default_factory=lambda: {"title": 1.05, "question": 1.0, "answers": 0.8, "tags": 0.8}
    )
    b: Mapping[str, float] = field(
        default_factory=lambda: {"title": 0.45, "question": 0.8, "answers": 0.75, "tags": 0.5}
    )
    k1: float = 2.4
    rarity: float = 1.5


DEFAULT = Weights()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A segment as one viewer sees it: *mask* of threads that are live and in the viewer's circles."""

    leaf: Leaf
    mask: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Counts over what the viewer may see."""

    count: int
    averages: Mapping[str, float]


def views(snapshot: Snapshot, circles: frozenset[int]) -> list[View]:
    """The segments with what members of *circles* may see."""
    top = max(circles, default=0)
    allowed = np.zeros(top + 2, np.bool_)
    allowed[[circle for circle in circles if circle > 0]] = True
    found = []
    for leaf in snapshot.leaves:
        mask: Mask = allowed[np.minimum(leaf.segment.numbers["circle"], top + 1)]
        found.append(View(leaf, mask if leaf.live is None else mask & leaf.live))
    return found


def statistics(seen: Sequence[View], fields: Sequence[str]) -> Statistics:
    """Counts over *seen*, the viewer's segments."""
    count = sum(int(view.mask.sum()) for view in seen)
    averages = {}
    for name in fields:
        total = sum(float(view.leaf.segment.lengths[name].sum(where=view.mask, dtype=float)) for view in seen)
        averages[name] = total / count if count and total else 1.0
    return Statistics(count, averages)


def whole(snapshot: Snapshot, fields: Sequence[str]) -> Statistics:
    """Counts over all documents, deleted ones included, exactly as Whoosh takes them."""
    count = sum(leaf.segment.size for leaf in snapshot.leaves)
    totals = {name: sum(leaf.segment.field_totals[name] for leaf in snapshot.leaves) for name in fields}
    return Statistics(count, {name: total / (count or 1) or 1.0 for name, total in totals.items()})


class Scorer:
    """One query over one snapshot."""

    def __init__(
        self, seen: Sequence[View], counts: Statistics, weights: Weights = DEFAULT, restricted: bool = True
    ) -> None:
        """*restricted* counts a term's threads within the masks; False takes Whoosh's own count."""
        self.seen = seen
        self.counts = counts
        self.weights = weights
        self.restricted = restricted
        self.partial = False
        self._deadline = time.monotonic() + SECONDS_MAX

    def scores(self, terms: Mapping[str, float]) -> list[Scores]:
        """The score of each document of each segment for *terms* with their weights, masks not applied."""
        totals = [np.zeros(view.leaf.segment.size, np.float32) for view in self.seen]
        read: dict[str, list[list[Postings]]] = {}
        kept = self.affordable(terms)
        self._read_ahead(kept)
        for term in kept:
            if time.monotonic() > self._deadline and not self._held(term):
                self.partial = True
                continue
            read[term] = [
                [view.leaf.segment.postings(name, term) for view in self.seen] for name in self.weights.boosts
            ]
        # Added in an order that is the same whatever others wrote: sums of rounded numbers depend on theirs.
        for term in sorted(read):
            for name, found in zip(self.weights.boosts, read[term], strict=True):
                self._add(totals, name, found, terms[term])
        return totals

    def _held(self, term: str) -> bool:
        names = self.weights.boosts
        return all(view.leaf.segment.held(name, term) for view in self.seen for name in names)

    def add_prefix(self, totals: list[Scores], prefix: str) -> list[Mask]:
        """Score all terms beginning with *prefix* as one; returns where any of them occurs."""
        found = [np.zeros(view.leaf.segment.size, np.bool_) for view in self.seen]
        begun = {name: self._beginning(name, prefix) for name in self.weights.boosts}
        self._read_ahead({term for terms in begun.values() for term in terms})
        for name, terms in begun.items():
            united = [_united(view, name, terms) for view in self.seen]
            self._add(totals, name, united)
            for mask, postings in zip(found, united, strict=True):
                mask[postings.ids] = True
        return found

    def _beginning(self, name: str, prefix: str) -> set[str]:
        """The terms of a field that *prefix* stands for."""
        found: list[str] = []
        after = ""
        for _ in range(PREFIX_LOOKS):
            terms = self._following(name, prefix, after)
            self._read_ahead(terms, (name,))
            found += [term for term in terms if self._occurs(name, term)]
            if len(terms) < PREFIX_MAX or len(found) >= PREFIX_MAX:
                break
            if time.monotonic() > self._deadline:
                self.partial = True
                break
            after = terms[-1]
        return _stems_near(prefix) | set(found[:PREFIX_MAX])

    def _following(self, name: str, prefix: str, after: str) -> list[str]:
        """The next terms of a field that begin with *prefix*, in the order of all segments together."""
        parts = [view.leaf.segment for view in self.seen]
        terms = {term for part in parts for term in part.prefixed(name, prefix, PREFIX_MAX, after)}
        return sorted(terms)[:PREFIX_MAX]

    def _occurs(self, name: str, term: str) -> bool:
        """Whether the viewer may see a thread with *term* in the field *name*."""
        return any(bool(view.mask[view.leaf.segment.postings(name, term).ids].any()) for view in self.seen)

    def _read_ahead(self, terms: Collection[str], fields: Sequence[str] = ()) -> None:
        parts = [view.leaf.segment for view in self.seen]
        if parts and terms:
            parts[0].read_ahead(parts, fields or tuple(self.weights.boosts), terms)

    def _add(
        self, totals: list[Scores], name: str, found: Sequence[Postings], importance: float = 1.0
    ) -> None:
        occurrences = sum(
            self._count(view, postings.ids) for view, postings in zip(self.seen, found, strict=True)
        )
        if not occurrences:
            return
        idf = max(math.log(self.counts.count / (occurrences + 1)) + 1, 0.0)
        k1, b = self.weights.k1, self.weights.b[name]
        scale = importance * self.weights.boosts[name] * idf**self.weights.rarity * (k1 + 1)
        slope = k1 * b / self.counts.averages[name]
        for total, view, postings in zip(totals, self.seen, found, strict=True):
            weight = postings.weights
            length = view.leaf.segment.lengths[name][postings.ids]
            total[postings.ids] += scale * weight / (weight + (k1 * (1 - b) + slope * length))

    def _count(self, view: View, ids: Ids) -> int:
        return int(view.mask[ids].sum()) if self.restricted else len(ids)

    def affordable(self, terms: Iterable[str]) -> list[str]:
        """*terms*, rarest first, without the commonest ones whose postings would cost more than may be."""
        parts = [view.leaf.segment for view in self.seen]
        if parts:
            parts[0].count_ahead(tuple(self.weights.boosts), tuple(terms))
        limit = min((part.decode_max for part in parts), default=0)
        costs = {term: self._costs(term) for term in terms}
        spent = 0
        kept: list[str] = []
        for term in sorted(costs, key=lambda term: (costs[term][0], term)):
            spent += costs[term][1]
            if spent > limit and kept:
                self.partial = True
                break
            kept.append(term)
        return kept

    def _costs(self, term: str) -> tuple[int, int]:
        """How common *term* is, and how many of its postings are not decoded yet."""
        frequency = cost = 0
        for view in self.seen:
            segment = view.leaf.segment
            for name in self.weights.boosts:
                here = segment.frequency(name, term)
                frequency += here
                cost += 0 if segment.held(name, term) else here
        return frequency, cost


def _united(view: View, name: str, terms: Iterable[str]) -> Postings:
    segment = view.leaf.segment
    sums = np.zeros(segment.size, np.float32)
    for term in terms:
        postings = segment.postings(name, term)
        sums[postings.ids] += postings.weights
    ids = np.flatnonzero(sums).astype(np.int32)
    return Postings(ids, sums[ids])


def _stems_near(prefix: str) -> set[str]:
    """Terms that a beginning may have been stemmed to: "security*" means the term secur too."""
    shorter = {prefix[:-1], prefix[:-2]}
    return {stem(prefix), *(term for term in shorter if len(term) >= 4)}
