"""Which threads a question to the index matches, and the best of them: words, phrases, filters, order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from qa.search.index import Snapshot
from qa.search.schema import TEXT_FIELDS, stamp
from qa.search.scoring import DEFAULT, Scorer, Scores, View, Weights, statistics, views
from qa.search.segments import Mask

NEARLY_DUE = timedelta(hours=48)
PHRASE_MAX = 4_000
"""Threads of a segment whose word order is checked for a phrase, the last written first."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for, as index terms: *required* ones, and *prefixes* that stand for all that begin so.

    *phrases* must occur in any case, *excluded* must not. *optional* terms only count towards the
    score, with their weights.
    """

    required: tuple[str, ...] = ()
    optional: Mapping[str, float] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()

    @property
    def scored(self) -> dict[str, float]:
        """Every term that counts towards the score, with its weight."""
        weights = dict(self.optional)
        weights |= dict.fromkeys((term for phrase in self.phrases for term in phrase), 1.0)
        return weights | dict.fromkeys(self.required, 1.0)

    def __bool__(self) -> bool:
        return bool(self.scored or self.prefixes)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look. *circles* are all that the viewer is in, whatever the filters say.

    *within* narrows to some of them; *tags* are exact keys and must all occur; *people* has for each person
    asked for the member ids that may be meant (none: no hit). Instants are aware; *after* is inclusive.
    """

    circles: frozenset[int]
    now: datetime
    within: frozenset[int] | None = None
    tags: tuple[str, ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
    states: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Question ids, best first; *total* counts all matches; *partial* when a bound was reached."""

    ids: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    total: int = 0
    partial: bool = False


@dataclass(slots=True)
class _Work:
    """A segment during one query."""

    view: View
    mask: Mask
    scores: Scores = field(default_factory=lambda: np.zeros(0, np.float32))


def rank(
    snapshot: Snapshot,
    terms: Terms,
    scope: Scope,
    limit: int,
    *,
    least: int | None = None,
    share: float = 0.0,
    weights: Weights = DEFAULT,
) -> Ranking:
    """The *limit* best threads for *terms* within *scope*; without terms the newest.

    At least *least* of the required terms and prefixes must occur, by default all of them; and of what the
    required terms say (a rare one says more) at least *share*, 0 to 1.
    """
    seen = views(snapshot, scope.circles)
    works = [_Work(view, filtered(view, scope)) for view in seen]
    scorer = Scorer(seen, statistics(seen, tuple(weights.boosts)), weights)
    if terms:
        _score(works, scorer, terms, least)
        if share:
            _demand(works, scorer.counts.count, terms.required, share)
    else:
        for work in works:
            work.scores = work.view.leaf.segment.numbers["posted"].astype(np.float32) * work.mask
    for excluded in terms.excluded:
        for work in works:
            work.mask &= ~_occurs(work, excluded)
    return _best(works, limit, by_date=not terms, partial=scorer.partial)


def _score(works: Sequence[_Work], scorer: Scorer, terms: Terms, least: int | None) -> None:
    totals = scorer.scores(terms.scored)
    prefixed = [scorer.add_prefix(totals, prefix) for prefix in terms.prefixes]
    wanted = len(terms.required) + len(terms.prefixes)
    least = wanted if least is None else min(least, wanted)
    for number, work in enumerate(works):
        work.scores = totals[number]
        present = np.zeros(work.view.leaf.segment.size, np.uint8)
        for term in terms.required if least else ():
            present += _has(work.view, term)
        for masks in prefixed:
            present += masks[number]
        work.mask &= (present >= least) & (work.scores > 0)
        for phrase in terms.phrases:
            work.mask &= _occurs(work, phrase)


def _demand(works: Sequence[_Work], count: int, required: Sequence[str], share: float) -> None:
    """Keep the threads whose terms carry *share* of the information in all the *required* ones."""
    said: list[Scores] = [np.zeros(work.view.leaf.segment.size, np.float32) for work in works]
    total = 0.0
    for term in required:
        present = [_has(work.view, term) for work in works]
        frequency = sum(int((work.view.mask & here).sum()) for work, here in zip(works, present, strict=True))
        weight = math.log(count / (frequency + 1)) + 1 if count else 0.0
        total += weight
        said = [carried + weight * here for carried, here in zip(said, present, strict=True)]
    for work, carried in zip(works, said, strict=True):
        work.mask &= carried >= share * total


def _has(view: View, term: str, fields: Sequence[str] = TEXT_FIELDS) -> Mask:
    found = np.zeros(view.leaf.segment.size, np.bool_)
    for name in fields:
        found[view.leaf.segment.postings(name, term).ids] = True
    return found


def _occurs(work: _Work, phrase: Sequence[str]) -> Mask:
    """Where the terms of *phrase* stand one after another in one field."""
    if len(phrase) == 1:
        return _has(work.view, phrase[0])
    segment = work.view.leaf.segment
    found = np.zeros(segment.size, np.bool_)
    for name in TEXT_FIELDS:
        ids = np.flatnonzero(_all_in(work, name, phrase)).astype(np.int32)[-PHRASE_MAX:]
        if not len(ids):
            continue
        found[segment.phrased(name, phrase, ids)] = True
    return found


def _all_in(work: _Work, name: str, phrase: Sequence[str]) -> Mask:
    both = work.mask.copy()
    for term in set(phrase):
        both &= _has(work.view, term, (name,))
    return both


def filtered(view: View, scope: Scope) -> Mask:
    """The threads of a segment that the viewer may see and that pass the filters."""
    segment = view.leaf.segment
    mask = view.mask.copy()
    numbers = segment.numbers
    if scope.within is not None:
        mask &= np.isin(numbers["circle"], list(scope.within))
    for tag in scope.tags:
        mask &= _holds(view, ("tag",), [tag])
    for meant in scope.people:
        mask &= _holds(view, ("asker", "answerer"), [str(member) for member in meant])
    for state in scope.states:
        mask &= in_state(numbers, state, stamp(scope.now))
    if scope.after is not None:
        mask &= numbers["posted"] >= stamp(scope.after)
    if scope.before is not None:
        mask &= numbers["posted"] < stamp(scope.before)
    if scope.without is not None:
        mask &= numbers["id"] != scope.without
    return mask


def _holds(view: View, fields: Sequence[str], keys: Sequence[str]) -> Mask:
    found = np.zeros(view.leaf.segment.size, np.bool_)
    for key in keys:
        found |= _has(view, key, fields)
    return found


def in_state(numbers: dict[str, NDArray[np.int64]], state: str, now: int) -> Mask:
    """Where a question is in *state* at *now* (microseconds), by the rule of questions.deadlines.

    States: answered, open, due (nearly due or due today), closed, met (closed in time), short.
    """
    needed, closed, filled = numbers["needed"], numbers["closed"], numbers["filled"]
    timed = needed > 0
    full = timed & (filled > 0) & (filled <= now)
    over = ((closed > 0) & (closed <= now)) | (timed & (needed <= now)) | full
    enough = full | (numbers["in_time"] >= np.maximum(numbers["wanted"], 1))
    masks = {
        "answered": numbers["answer_count"] > 0,
        "open": ~over,
        "due": ~over & timed & (needed - now <= int(NEARLY_DUE.total_seconds()) * 1_000_000),
        "closed": over,
        "met": over & timed & enough,
        "short": over & timed & ~enough,
    }
    return masks[state]


def _best(works: Sequence[_Work], limit: int, by_date: bool, partial: bool) -> Ranking:
    ids, scores, order = [], [], []
    total = 0
    for work in works:
        total += int(work.mask.sum())
        numbers = work.view.leaf.segment.numbers
        found = np.flatnonzero(work.mask)
        rating = numbers["posted"][found] if by_date else work.scores[found]
        if len(found) > limit:
            # Ties at the edge go to the newer thread, so keep all that tie and let the sort below decide.
            edge = np.partition(rating, len(found) - limit)[len(found) - limit]
            kept = rating >= edge
            found, rating = found[kept], rating[kept]
        ids.append(numbers["id"][found])
        scores.append(work.scores[found])
        order.append(rating)
    if not ids:
        return Ranking(partial=partial)
    all_ids, all_scores = np.concatenate(ids), np.concatenate(scores)
    first = np.lexsort((-all_ids, -np.concatenate(order)))[:limit]
    return Ranking(tuple(all_ids[first].tolist()), tuple(all_scores[first].tolist()), total, partial)
