"""Which threads a question to the index matches, and the best of them: words, phrases, filters, order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from qa.search.index import Snapshot
from qa.search.schema import TEXT_FIELDS, stamp
from qa.search.scoring import DEFAULT, Scorer, Scores, View, Weights, statistics, views
from qa.search.segments import Mask
from qa.search.states import in_state

RATINGS = {"newest": "posted", "marks": "marks"}
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
    asked for the member ids that may be meant (none: no hit); *answers* is the least and the greatest number of
    them. *mine* are the viewer's threads where only those are asked for; *only* and *without* name threads. Instants are aware; *after* is inclusive.
    """

    circles: frozenset[int]
    now: datetime
    within: frozenset[int] | None = None
    tags: tuple[str, ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
    states: tuple[str, ...] = ()
    answers: tuple[int, int] | None = None
    after: datetime | None = None
    before: datetime | None = None
    mine: frozenset[int] | None = None
    only: frozenset[int] | None = None
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Question ids, best first; *total* counts all matches; *partial* when a bound was reached."""

    ids: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    total: int = 0
    partial: bool = False


@dataclass(slots=True)
class Work:
    """A segment during one query: its *mask* of threads that are still in question, and their scores."""

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
    weights: Weights = DEFAULT,
    order: str = "best",
) -> Ranking:
    """The *limit* best threads for *terms* within *scope*; without terms the newest. *order*: one of grammar.SORTS.

    At least *least* of the required terms and prefixes must occur, by default all of them.
    """
    seen = views(snapshot, scope.circles)
    works = [Work(view, filtered(view, scope)) for view in seen]
    scorer = Scorer(seen, statistics(seen, tuple(weights.boosts)), weights)
    if terms:
        _score(works, scorer, terms, least)
    else:
        for work in works:
            work.scores = work.view.leaf.segment.numbers["posted"].astype(np.float32) * work.mask
    leave_out(works, terms.excluded)
    by = "newest" if order == "best" and not terms else order
    return _best(works, limit, by, partial=scorer.partial)


def _score(works: Sequence[Work], scorer: Scorer, terms: Terms, least: int | None) -> None:
    totals = scorer.scores(terms.scored)
    prefixed = [scorer.add_prefix(totals, prefix) for prefix in terms.prefixes]
    for work, total in zip(works, totals, strict=True):
        work.scores = total
        work.mask &= total > 0
    keep(works, terms, least, prefixed)


def keep(works: Sequence[Work], terms: Terms, least: int | None, prefixed: Sequence[Sequence[Mask]]) -> None:
    """Keep the threads with *least* of the required terms and prefixes (None: all), and with all phrases.

    *prefixed* has for each prefix where it occurs, by segment.
    """
    wanted = len(terms.required) + len(terms.prefixes)
    least = wanted if least is None else min(least, wanted)
    for number, work in enumerate(works):
        present = np.zeros(work.view.leaf.segment.size, np.uint8)
        for term in terms.required if least else ():
            present += _has(work.view, term)
        for masks in prefixed:
            present += masks[number]
        work.mask &= present >= least
        for phrase in terms.phrases:
            work.mask &= _occurs(work, phrase)


def leave_out(works: Sequence[Work], excluded: Sequence[Sequence[str]]) -> None:
    """Drop the threads in which one of the *excluded* words or phrases occurs."""
    for phrase in excluded:
        for work in works:
            work.mask &= ~_occurs(work, phrase)


def information(snapshot: Snapshot, terms: Iterable[str], circles: frozenset[int]) -> dict[str, float]:
    """What each of *terms* says, ln(N / (n + 1)) + 1 over the threads in *circles*: a rare one says more."""
    seen = views(snapshot, circles)
    count = statistics(seen, ()).count
    said = {}
    for term in terms:
        frequency = sum(int((view.mask & _has(view, term)).sum()) for view in seen)
        said[term] = math.log(count / (frequency + 1)) + 1 if count else 1.0
    return said


def _has(view: View, term: str, fields: Sequence[str] = TEXT_FIELDS) -> Mask:
    found = np.zeros(view.leaf.segment.size, np.bool_)
    for name in fields:
        found[view.leaf.segment.postings(name, term).ids] = True
    return found


def _occurs(work: Work, phrase: Sequence[str]) -> Mask:
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


def _all_in(work: Work, name: str, phrase: Sequence[str]) -> Mask:
    both = work.mask.copy()
    for term in set(phrase):
        both &= _has(work.view, term, (name,))
    return both


def filtered(view: View, scope: Scope) -> Mask:
    """The threads of a segment that the viewer may see and that pass the filters."""
    mask = view.mask.copy()
    for passed in filters(view, scope).values():
        mask &= passed
    return mask


def filters(view: View, scope: Scope) -> dict[str, Mask]:
    """What each filter that is set lets pass, by its name; what the viewer may see is not in it."""
    segment = view.leaf.segment
    numbers = segment.numbers
    found: dict[str, Mask] = {}
    if scope.within is not None:
        found["circle"] = np.isin(numbers["circle"], list(scope.within))
    if scope.tags:
        found["tag"] = _every(_holds(view, ("tag",), [tag]) for tag in scope.tags)
    if scope.people:
        found["by"] = _every(
            _holds(view, ("asker", "answerer"), [str(member) for member in meant]) for meant in scope.people
        )
    if scope.states or scope.mine is not None:
        found["is"] = _stands(numbers, scope)
    if scope.answers is not None:
        least, most = scope.answers
        found["answers"] = (numbers["answer_count"] >= least) & (numbers["answer_count"] <= most)
    if scope.after is not None or scope.before is not None:
        found["since"] = _between(numbers["posted"], scope.after, scope.before)
    if scope.only is not None:
        found["only"] = np.isin(numbers["id"], list(scope.only))
    if scope.without is not None:
        found["without"] = numbers["id"] != scope.without
    return found


def _stands(numbers: dict[str, NDArray[np.int64]], scope: Scope) -> Mask:
    masks = [in_state(numbers, state, stamp(scope.now)) for state in scope.states]
    if scope.mine is not None:
        masks.append(np.isin(numbers["id"], list(scope.mine)))
    return _every(masks)


def _every(masks: Iterable[Mask]) -> Mask:
    found: Mask = reduce(np.logical_and, masks)
    return found


def _between(posted: NDArray[np.int64], after: datetime | None, before: datetime | None) -> Mask:
    found: Mask = posted >= (stamp(after) if after is not None else 0)
    return found if before is None else found & (posted < stamp(before))


def _holds(view: View, fields: Sequence[str], keys: Sequence[str]) -> Mask:
    found = np.zeros(view.leaf.segment.size, np.bool_)
    for key in keys:
        found |= _has(view, key, fields)
    return found


def _best(works: Sequence[Work], limit: int, order: str, partial: bool) -> Ranking:
    ids, scores, ratings = [], [], []
    total = 0
    for work in works:
        total += int(work.mask.sum())
        numbers = work.view.leaf.segment.numbers
        found = np.flatnonzero(work.mask)
        rating = work.scores[found] if order == "best" else numbers[RATINGS[order]][found]
        if len(found) > limit:
            # Ties at the edge are decided below by score and date, so keep all that tie.
            edge = np.partition(rating, len(found) - limit)[len(found) - limit]
            kept = rating >= edge
            found, rating = found[kept], rating[kept]
        ids.append(numbers["id"][found])
        scores.append(work.scores[found])
        ratings.append(rating)
    if not ids:
        return Ranking(partial=partial)
    all_ids, all_scores = np.concatenate(ids), np.concatenate(scores)
    first = np.lexsort((-all_ids, -all_scores, -np.concatenate(ratings)))[:limit]
    return Ranking(tuple(all_ids[first].tolist()), tuple(all_scores[first].tolist()), total, partial)
