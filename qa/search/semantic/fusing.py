"""Two rankings made one: what has the words, and what means the same.

The best of both are united, and of each the sum of both scores, each standardised over the united (Lee 1997,
"Analyses of multiple evidence combination"), decides. Weights and bounds are measured in
benchmarks/semantic_quality.py. Only threads that the viewer may see and that pass the filters are in any of it,
the means and deviations included.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from itertools import compress

import numpy as np
from flask import current_app
from numpy.typing import NDArray

from qa.search.grammar import Query
from qa.search.index import Snapshot
from qa.search.matching import Ranking, Scope, filtered
from qa.search.scoring import views
from qa.search.semantic import available
from qa.search.semantic.vectors import Ids, Vectors
from qa.search.semantic.weights import Floats

CANDIDATES = 100
"""Of each ranking; more made nothing better."""
WEIGHT = 0.8
"""Of the meaning; the words have the rest."""
PIECES_READ = 64
"""Pieces of a question that are read: its title and the beginning of its body."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Threads without the words come in from a nearness of *near* on (a cosine), at most *added* of them, the
    nearest; threads with the words go out below *far*."""

    near: float
    far: float = -1.0
    added: int = CANDIDATES


SUGGESTED = Bounds(near=0.5, far=0.4)
"""For what is shown unasked: a wrong suggestion costs trust."""
SEARCHED = Bounds(near=0.4, added=10)
"""For what somebody looks for: few words are never as near as a whole question."""
REMEMBERED = 256
REMEMBER_SECONDS = 120.0

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """Threads and how near each is, a cosine; both of one length."""

    ids: Ids
    nearness: Floats

    def near(self, bounds: Bounds) -> Ids:
        """Those so near that they come in without the words."""
        return self.ids[self.nearness >= bounds.near]


class _Remembered:
    """The vectors of what was lately searched, each for whom searched it: nobody's time tells what others ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[bytes, tuple[float, Floats]] = OrderedDict()

    def of(self, text: str, who: int) -> Floats:
        key, now = hashlib.blake2b(f"{who}\n{text}".encode(), digest_size=16).digest(), time.monotonic()
        with self._lock:
            held = self._held.get(key)
        if held is not None and now - held[0] < REMEMBER_SECONDS:
            return held[1]
        found: Floats = available.model().encode([text], PIECES_READ)[0]
        with self._lock:
            self._held[key] = (now, found)
            self._held.move_to_end(key)
            while len(self._held) > REMEMBERED:
                self._held.popitem(last=False)
        return found


_remembered = _Remembered()


def vectors() -> Vectors:
    """The vectors of the running application's database."""
    found: Vectors = current_app.extensions["search_vectors"]
    return found


def plain(query: Query) -> str:
    """What was typed, when it is plain words: no phrase, no star, nothing left out, no field. Else nothing."""
    strict = query.phrases or query.prefixes or query.excluded or query.filtered
    return "" if strict or not query.words else query.text


def meaning(snapshot: Snapshot, scope: Scope, text: str, who: int) -> Meaning | None:
    """How near in meaning each thread within *scope* is to *text*, for the viewer with the id *who*.

    None where that cannot be said: without the extra, without *text*, and while vectors are still being read.
    """
    found = heard(scope, text, who)
    return None if found is None else within(snapshot, scope, found)


def heard(scope: Scope, text: str, who: int) -> Meaning | None:
    """As ``meaning``, of all threads in the circles of *scope*, whatever its filters."""
    if not text.strip() or not available.ready() or not vectors().hold(scope.circles):
        return None
    found = vectors().near(_remembered.of(text, who), scope.circles)
    return None if found is None or not len(found[0]) else Meaning(*found)


def joined(ranking: Ranking, found: Meaning, limit: int, bounds: Bounds) -> Ranking:
    """*ranking* (by words) and *found*, at most *limit* ids, best first."""
    kept = _without(ranking, found.ids[found.nearness < bounds.far])
    return united(kept, found.ids, found.nearness, limit, bounds)


def within(snapshot: Snapshot, scope: Scope, found: Meaning) -> Meaning:
    """Those of *found* that the index would give within *scope*."""
    ids = found.ids
    allowed = [
        view.leaf.segment.numbers["id"][filtered(view, scope)] for view in views(snapshot, scope.circles)
    ]
    passing = np.concatenate(allowed) if allowed else np.empty(0, np.int64)
    table = np.zeros(max(int(ids.max(initial=0)), int(passing.max(initial=0))) + 1, np.bool_)
    table[passing] = True
    kept = table[ids]
    return Meaning(ids[kept], found.nearness[kept])


def _without(ranking: Ranking, ids: Ids) -> Ranking:
    gone = set(ids.tolist())
    kept = [number not in gone for number in ranking.ids]
    if all(kept):
        return ranking
    return Ranking(
        tuple(compress(ranking.ids, kept)),
        tuple(compress(ranking.scores, kept)),
        ranking.total - kept.count(False),
        ranking.partial,
    )


def united(ranking: Ranking, ids: Ids, nearness: Floats, limit: int, bounds: Bounds) -> Ranking:
    """*ranking* and the nearest of *ids* as one ranking; *nearness* goes with *ids*."""
    worded = np.asarray(ranking.ids[:CANDIDATES], np.int64)
    nearest = _nearest(ids, nearness, bounds.near)
    added = nearest[~np.isin(nearest, np.asarray(ranking.ids, np.int64))][: bounds.added]
    both = np.concatenate([worded, added])
    if not len(both):
        return ranking
    scores = (1 - WEIGHT) * _standard(_worded(ranking, both))
    scores += WEIGHT * _standard(_meant(ids, nearness, both))
    order = np.lexsort((-both, -scores))
    rest = np.asarray(ranking.ids[CANDIDATES:], np.int64)
    found = np.concatenate([both[order], rest])[:limit]
    kept = np.concatenate([scores[order], np.full(len(rest), scores.min())])[:limit]
    total = ranking.total + len(added)
    return Ranking(tuple(found.tolist()), tuple(kept.tolist()), total, ranking.partial)


def _nearest(ids: Ids, nearness: Floats, near: float) -> Ids:
    if len(ids) > CANDIDATES:
        best = np.argpartition(-nearness, CANDIDATES)[:CANDIDATES]
        ids, nearness = ids[best], nearness[best]
    order = np.argsort(-nearness, kind="stable")
    return ids[order[nearness[order] >= near]]


def _worded(ranking: Ranking, both: Ids) -> Scores:
    """The score by words of each of *both*; what is not among the candidates has none."""
    known = dict(zip(ranking.ids, ranking.scores, strict=True))
    return np.asarray([known.get(number, 0.0) for number in both.tolist()], np.float64)


def _meant(ids: Ids, nearness: Floats, both: Ids) -> Scores:
    """The nearness of each of *both*; a thread without a vector yet counts as the others do on average."""
    places = np.full(int(max(ids.max(initial=0), both.max(initial=0))) + 1, -1, np.int64)
    places[ids] = np.arange(len(ids))
    place = places[both]
    known = place >= 0
    values = np.zeros(len(both))
    values[known] = nearness[place[known]]
    return np.where(known, values, values[known].mean() if known.any() else 0.0)


def _standard(values: Scores) -> Scores:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))


def similar_text(title: str, body: str) -> str:
    """What of a question being written is compared: the title, and how the body begins."""
    return f"{title}\n{body[:2_000]}".strip() if title.strip() else ""
