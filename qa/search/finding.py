"""A search in the index: the words as typed, put right, or some of them; and a page of what is found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qa.search import asking, facets, grammar, matching, spelling
from qa.search.analysis import fold, folds_evenly, tokens
from qa.search.facets import Facets, Ids
from qa.search.grammar import Query
from qa.search.index import Snapshot
from qa.search.matching import Ranking, Scope
from qa.search.spelling import Written

HITS_MAX = 200
"""Hits that can be paged through; whoever has more needs other words, not more pages."""
_CURSOR = re.compile(r"([ab])([0-9]{1,18})\.([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for *query*; *least* of its words had to occur (None: all)."""

    query: Query
    ranking: Ranking
    least: int | None = None


def find(snapshot: Snapshot, query: Query, scope: Scope, written: Written | None) -> Answer:
    """All the words; else, where *written* is given, the words put right; else some of the words."""
    ranking = _rank(snapshot, query, scope)
    if ranking.total:
        return Answer(query, ranking)
    right = _put_right(snapshot, query, scope, written) if written is not None else None
    if right is not None:
        found = _some(snapshot, right, scope)
        if found.ranking.total:
            return found
    return _some(snapshot, query, scope)


def _rank(snapshot: Snapshot, query: Query, scope: Scope, least: int | None = None) -> Ranking:
    terms = asking.terms_of(query)
    ranking = matching.rank(snapshot, terms, scope, HITS_MAX, least=least, order=query.sort)
    if ranking.partial:
        query.notice("partial")
    return ranking


def _some(snapshot: Snapshot, query: Query, scope: Scope) -> Answer:
    ranking = _rank(snapshot, query, scope)
    if ranking.total or len(query.required) + len(query.prefixes) < 2:
        return Answer(query, ranking)
    ranking = _rank(snapshot, query, scope, least=1)
    if ranking.total:
        query.notice("some")
    return Answer(query, ranking, 1)


def _put_right(snapshot: Snapshot, query: Query, scope: Scope, written: Written) -> Query | None:
    """*query* with the nearest word for each that occurs nowhere; None when there is none such."""
    terms = (*query.required, *(term for phrase in query.phrases for term in phrase))
    words = [query.typed[term] for term in terms if term in query.typed]
    nearest = spelling.nearest(snapshot, words, scope.circles, written)
    text = _with_words(query.text, nearest)
    if not nearest or text == query.text:
        return None
    right = grammar.parse(text)
    for name in ("tags", "circles", "people", "states", "answers", "sort", "after", "before"):
        setattr(right, name, getattr(query, name))
    for notice in query.notices:
        right.notice(notice.name, notice.about, notice.number)
    return right


def _with_words(text: str, nearest: Mapping[str, str]) -> str:
    """*text* with each of the words *nearest* exchanged."""
    folded = fold(text)
    if not folds_evenly(text):
        text = folded
    for token in reversed(list(tokens(folded))):
        if (better := nearest.get(folded[token.start : token.end])) is not None:
            text = text[: token.start] + better + text[token.end :]
    return text


def fits(snapshot: Snapshot, query: Query, scope: Scope, question_id: int) -> bool:
    """Whether the thread *question_id* has all that *query* asks for. Only the segment that holds it is looked at."""
    leaves = tuple(leaf for leaf in snapshot.leaves if leaf.holding(question_id).any())
    only = replace(scope, only=frozenset({question_id}))
    return matching.rank(replace(snapshot, leaves=leaves), asking.terms_of(query), only, 1).total > 0


def count(
    snapshot: Snapshot,
    answer: Answer,
    scope: Scope,
    since: Mapping[str, datetime],
    meant: Ids | None = None,
    most: int = 0,
) -> Facets:
    """The numbers beside the hits of *answer*; *meant* and *most* as in ``facets.count``."""
    terms = asking.terms_of(answer.query)
    return facets.count(snapshot, terms, scope, least=answer.least, since=since, meant=meant, most=most)


@dataclass(frozen=True, slots=True)
class Window:
    """A page of ids, and the cursors of its neighbours (empty at an end)."""

    ids: Sequence[int] = ()
    next: str = ""
    previous: str = ""


def window(ids: Sequence[int], at: str, size: int) -> Window:
    """The page of *ids* at the cursor *at*, the first one where that is none.

    A cursor names the thread after or before which the page is, so that threads that come meanwhile move nothing;
    where that one is gone, its place is taken.
    """
    match = _CURSOR.fullmatch(at)
    way, anchor, place = match.groups() if match else ("a", "0", "0")
    here = ids.index(int(anchor)) if int(anchor) in ids else None
    if way == "a":
        start = here + 1 if here is not None else max(int(place) - 1, 0)
        end = start + size
    else:
        end = max(here if here is not None else int(place), 0)
        start = max(end - size, 0)
    kept = ids[start:end]
    end = start + len(kept)
    following = f"a{kept[-1]}.{end}" if kept and end < len(ids) else ""
    before = f"b{kept[0]}.{start}" if kept and start > 0 else ""
    return Window(kept, following, before)
