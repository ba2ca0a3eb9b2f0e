"""Threads like a question that is being written, or like one that stands already."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from qa.core import clock
from qa.questions import queries as questions
from qa.questions import timebox
from qa.questions.addresses import question_path
from qa.search import matching, passages, queries
from qa.search.analysis import function_terms, query_terms
from qa.search.asking import Searcher
from qa.search.errors import IndexDamaged
from qa.search.index import Snapshot
from qa.search.matching import Scope, Terms
from qa.search.passages import Finder, Part
from qa.search.semantic import fusing
from qa.search.upkeep import index

SIMILAR_TERMS = 40
SIMILAR_TITLE_MAX = 300
SIMILAR_BODY_MAX = 2_000
BODY_WEIGHT = 0.5
CANDIDATES = 12
"""Threads whose titles are compared: one that ranks below these is no prior answer."""
LIKE = 0.3
"""Titles that share less are not shown as like each other (benchmarks/similar_threshold.py)."""
NEARLY = 0.6
"""Titles that share this much ask nearly the same."""
REMEMBERED = 2_000
REMEMBERED_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Similar:
    """A thread that may answer a question being written; *note* says how its time-box stands.

    *nearly*: the titles ask nearly the same.
    """

    id: int
    href: str
    title: list[Part]
    note: str
    circle_id: int
    answers: int
    nearly: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """Ids of threads, best first, and what each term of the title looked for says."""

    ids: tuple[int, ...] = ()
    said: Mapping[str, float] | None = None
    near: frozenset[int] = frozenset()
    """Those that mean the same, whatever their words (with the semantic extra)."""

    def likeness(self, title: str) -> float:
        """How much the title looked for and *title* have in common of all that both say, 0 to 1.

        A term that only *title* has counts as the mean of the others: how rare it is costs another look.
        """
        mine = self.said or {}
        theirs = meaning(title)
        whole = sum(mine.values())
        if not whole:
            return 0.0
        common = sum(weight for term, weight in mine.items() if term in theirs)
        return common / (whole + len(theirs - mine.keys()) * whole / len(mine))


def similar(
    viewer: Searcher, title: str, body: str = "", exclude: int | None = None, limit: int = 5
) -> list[Similar]:
    """Threads that may already answer a question of this *title* and *body* (Markdown), best first."""
    now = clock.now()
    terms = similar_terms(title, body)
    said = meaning(title)
    if not said:
        return []
    circles = frozenset(row.id for row in queries.circles(viewer.id))
    try:
        scope = Scope(circles=circles, now=now, without=exclude)
        text = fusing.similar_text(title, body)
        found = candidates(index().snapshot(), terms, said, scope, text, viewer.id)
    except IndexDamaged:
        titled = queries.titled(viewer.id, sorted(said, key=len)[-3:], CANDIDATES)
        found = Candidates(tuple(titled), dict.fromkeys(said, 1.0))
    rows = questions.by_ids(viewer.id, [number for number in found.ids if number != exclude])
    finder = Finder(said)
    return [_similar(row, finder, found, now, viewer.zone) for row in like(found, rows, limit)]


def _similar(row: Any, finder: Finder, found: Candidates, now: datetime, zone: ZoneInfo) -> Similar:
    box = timebox.box(row, now, zone)
    return Similar(
        row.id,
        question_path(row.id, row.title),
        passages.mark(row.title, finder),
        f"{box.time_phrase} · {box.answer_phrase}",
        row.circle_id,
        row.answer_count,
        found.likeness(row.title) >= NEARLY,
    )


def candidates(
    snapshot: Snapshot, terms: Terms, said: frozenset[str], scope: Scope, text: str = "", who: int = 0
) -> Candidates:
    """The best threads for *terms* within *scope*, and what the terms *said* of the title say there.

    With *text* of the viewer *who* also those that mean the same, where the semantic extra is on.
    """
    ranking = matching.rank(snapshot, terms, scope, fusing.CANDIDATES if text else CANDIDATES, least=0)
    meaning = fusing.meaning(snapshot, scope, text, who)
    near: frozenset[int] = frozenset()
    if meaning is not None:
        ranking = fusing.joined(ranking, meaning, CANDIDATES, fusing.SUGGESTED)
        near = frozenset(meaning.near(fusing.SUGGESTED).tolist())
    ids = ranking.ids[:CANDIDATES]
    return Candidates(ids, matching.information(snapshot, sorted(said), scope.circles) if ids else None, near)


@lru_cache(maxsize=8192)
def meaning(title: str) -> frozenset[str]:
    """The terms of *title* that say what it is about."""
    return frozenset(similar_terms(title).required) - function_terms()


def similar_terms(title: str, body: str = "") -> Terms:
    """The title's words, and the body's commonest ones with a meaning, which only add to the score.

    Grammar words count in a title: their rarity is weight enough (measured in benchmarks/search_quality.py).
    """
    words = tuple(dict.fromkeys(query_terms(title[:SIMILAR_TITLE_MAX])))[:SIMILAR_TERMS]
    counted = Counter(query_terms(body[:SIMILAR_BODY_MAX]))
    added = [word for word, _ in counted.most_common() if word not in words and word not in function_terms()]
    weights = {word: BODY_WEIGHT * min(counted[word], 3) ** 0.5 for word in added[:SIMILAR_TERMS]}
    return Terms(required=words, optional=weights)


class Remembered:
    """What was found lately, for REMEMBERED_FOR and at most REMEMBERED of them."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[object, ...], tuple[datetime, Candidates]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...], now: datetime) -> Candidates | None:
        """What is remembered of *key*, None where it is too old or not there."""
        with self._lock:
            at, found = self._found.get(key, (now, None))
            return found if now - at < REMEMBERED_FOR else None

    def put(self, key: tuple[object, ...], found: Candidates, now: datetime) -> None:
        """Remember *found*; the longest known goes where there are too many."""
        with self._lock:
            self._found[key] = (now, found)
            self._found.move_to_end(key)
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._found.clear()


remembered = Remembered()


def beside(question_id: int, title: str, body: str, circles: frozenset[int], now: datetime) -> Candidates:
    """Answered threads like the one of *question_id* (*body* is its HTML) in *circles*; none without a sound index.

    *circles* are those that all its readers are in, so that what is remembered serves them all. Check what the
    viewer may see when the rows are loaded.
    """
    key = (question_id, title, hash(body), circles)
    found = remembered.get(key, now)
    if found is None:
        try:
            found = answered(question_id, title, body, circles, now)
        except IndexDamaged:
            return Candidates()
        remembered.put(key, found, now)
    return found


def answered(question_id: int, title: str, body: str, circles: frozenset[int], now: datetime) -> Candidates:
    """As ``beside``, looked for anew. Raises IndexDamaged without a sound index."""
    scope = Scope(circles=circles, now=now, states=("answered",), without=question_id)
    terms = similar_terms(title, passages.bare(body))
    return candidates(index().snapshot(), terms, meaning(title), scope)


def like(found: Candidates, rows: Mapping[int, Any], limit: int) -> Sequence[Any]:
    """Those of *rows*, by id, that are like what *found* was looked for with, best first."""
    ordered = (rows[number] for number in found.ids if number in rows)
    return [row for row in ordered if row.id in found.near or found.likeness(row.title) >= LIKE][:limit]
