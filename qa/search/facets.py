"""Counts beside the hits: how many there are in each circle, state and span of time, and on which topics.

Each is counted over what the viewer may see, with all filters but its own, so that it says what a choice brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qa.search.index import Snapshot
from qa.search.matching import Scope, Terms, Work, filters, keep, leave_out
from qa.search.schema import stamp
from qa.search.scoring import DEFAULT, Scorer, statistics, views
from qa.search.segments import Mask
from qa.search.states import states as states_at

STATES = ("open", "due", "answered", "used", "met", "short")
SAMPLE = 50
"""Newest hits whose topics are looked at; the commonest of them are then counted over all hits."""


Ids = NDArray[np.int64]
K = TypeVar("K")


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """Numbers of threads: *circles* by id, *states* and *since* by name; *newest* are ids to take topics from.

    *without* says by a filter's name (see ``matching.filters``) how many there are with that one taken off.
    """

    circles: Mapping[int, int]
    states: Mapping[str, int]
    since: Mapping[str, int]
    without: Mapping[str, int]
    newest: tuple[int, ...]
    _topics: Sequence[tuple[Work, Mask]]
    _also: Facets | None = None
    _most: int = 0

    def topics(self, keys: Iterable[str]) -> dict[str, int]:
        """In how many threads each of *keys* (see ``schema.tag_key``) is a topic."""
        keys = tuple(keys)
        found = {key: sum(_tagged(work, mask, key) for work, mask in self._topics) for key in keys}
        return found if self._also is None else _sums(found, self._also.topics(keys), self._most)

    def and_of(self, also: Facets, most: int) -> Facets:
        """These numbers with those of *also*, other threads, of which no choice brings more than *most*."""
        return replace(
            self,
            circles=_sums(self.circles, also.circles, most),
            states=_sums(self.states, also.states, most),
            since=_sums(self.since, also.since, most),
            without=_sums(self.without, also.without, most),
            newest=self.newest + also.newest[:most],
            _also=also,
            _most=most,
        )


def count(
    snapshot: Snapshot,
    terms: Terms,
    scope: Scope,
    *,
    least: int | None = None,
    since: Mapping[str, datetime] | None = None,
    meant: Ids | None = None,
    most: int = 0,
) -> Facets:
    """Count what matches *terms* (*least* as in ``matching.rank``); *since* has instants by name.

    *meant* are ids of threads that come in without the words, at most *most* of them for any choice.
    """
    works = _matching(snapshot, terms, scope, least)
    found = _count(works, scope, since or {})
    if meant is None:
        return found
    beside = [Work(work.view, work.view.mask & ~work.mask & _among(work, meant)) for work in works]
    return found.and_of(_count(beside, scope, since or {}), most)


def _among(work: Work, ids: Ids) -> Mask:
    return np.isin(work.view.leaf.segment.numbers["id"], ids)


def _sums(mine: Mapping[K, int], also: Mapping[K, int], most: int) -> dict[K, int]:
    return {key: number + min(also.get(key, 0), most) for key, number in mine.items()}


def _count(works: Sequence[Work], scope: Scope, since: Mapping[str, datetime]) -> Facets:
    passed = [filters(work.view, scope) for work in works]
    states, ago = dict.fromkeys(STATES, 0), dict.fromkeys(since, 0)
    circles = dict.fromkeys(scope.circles, 0)
    topics: list[tuple[Work, Mask]] = []
    for work, by_name in zip(works, passed, strict=True):
        numbers = work.view.leaf.segment.numbers
        here = numbers["circle"][_but(work, by_name, "circle")]
        tally = np.bincount(here, minlength=max(circles, default=0) + 1)
        for circle in circles:
            circles[circle] += int(tally[circle])
        mask, stand = _but(work, by_name, "is"), states_at(numbers, stamp(scope.now))
        for state in states:
            states[state] += int(np.count_nonzero(mask & stand[state]))
        mask = _but(work, by_name, "since")
        for name, start in since.items():
            ago[name] += int(np.count_nonzero(mask & (numbers["posted"] >= stamp(start))))
        topics.append((work, _but(work, by_name, "tag")))
    return Facets(circles, states, ago, _without(works, passed), _newest(topics), topics)


def _matching(snapshot: Snapshot, terms: Terms, scope: Scope, least: int | None) -> list[Work]:
    """Where the words occur, whatever the filters say."""
    seen = views(snapshot, scope.circles)
    works = [Work(view, view.mask.copy()) for view in seen]
    prefixed = []
    if terms.prefixes:
        scorer = Scorer(seen, statistics(seen, tuple(DEFAULT.boosts)))
        unused = [np.zeros(view.leaf.segment.size, np.float32) for view in seen]
        prefixed = [scorer.add_prefix(unused, prefix) for prefix in terms.prefixes]
    keep(works, terms, least, prefixed)
    leave_out(works, terms.excluded)
    return works


def _but(work: Work, passed: Mapping[str, Mask], name: str) -> Mask:
    """What passes all filters but the one called *name*."""
    return reduce(np.logical_and, (mask for given, mask in passed.items() if given != name), work.mask)


def _without(works: Sequence[Work], passed: Sequence[Mapping[str, Mask]]) -> dict[str, int]:
    names = passed[0] if passed else ()
    both = list(zip(works, passed, strict=True))
    return {
        name: sum(int(np.count_nonzero(_but(work, by_name, name))) for work, by_name in both)
        for name in names
    }


def _newest(topics: Sequence[tuple[Work, Mask]]) -> tuple[int, ...]:
    """The newest threads by their ids, which grow with time but for imported ones."""
    parts = [work.view.leaf.segment.numbers["id"][mask] for work, mask in topics]
    ids = np.concatenate(parts) if parts else np.empty(0, np.int64)
    return tuple(np.sort(ids)[::-1][:SAMPLE].tolist())


def _tagged(work: Work, mask: Mask, key: str) -> int:
    return int(mask[work.view.leaf.segment.postings("tag", key).ids].sum())
