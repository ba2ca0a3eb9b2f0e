"""Counts beside the hits: how many there are in each circle, state and span of time, and on which topics.

Each is counted over what the viewer may see, with all filters but its own, so that it says what a choice brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np

from qa.search.index import Snapshot
from qa.search.matching import Scope, Terms, Work, filters, keep, leave_out
from qa.search.schema import stamp
from qa.search.scoring import DEFAULT, Scorer, statistics, views
from qa.search.segments import Mask
from qa.search.states import states as states_at

STATES = ("open", "due", "answered", "used", "met", "short")
SAMPLE = 50
"""Newest hits whose topics are looked at; the commonest of them are then counted over all hits."""


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

    def topics(self, keys: Iterable[str]) -> dict[str, int]:
        """In how many threads each of *keys* (see ``schema.tag_key``) is a topic."""
        return {key: sum(_tagged(work, mask, key) for work, mask in self._topics) for key in keys}


def count(
    snapshot: Snapshot,
    terms: Terms,
    scope: Scope,
    *,
    least: int | None = None,
    since: Mapping[str, datetime] | None = None,
) -> Facets:
    """Count what matches *terms* (*least* as in ``matching.rank``); *since* has instants by name."""
    works = _matching(snapshot, terms, scope, least)
    passed = [filters(work.view, scope) for work in works]
    states, ago = dict.fromkeys(STATES, 0), dict.fromkeys(since or {}, 0)
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
        for name, start in (since or {}).items():
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
