"""Search for a member: hits with their passages, and what to do without an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial

from qa.search import asking, finding, folding, grammar, matching, notices, passages, queries
from qa.search.asking import Searcher
from qa.search.errors import IndexDamaged
from qa.search.facets import Facets
from qa.search.finding import HITS_MAX
from qa.search.grammar import Query
from qa.search.index import Snapshot
from qa.search.matching import Scope
from qa.search.notices import Notice
from qa.search.passages import Finder, Part
from qa.search.queries import Found
from qa.search.schema import tag_key
from qa.search.semantic import fusing
from qa.search.upkeep import index

PER_PAGE = 10
TOPICS_SHOWN = 8
REPLY_LENGTH = 160
"""Characters of an answer's passage: shorter than the question's, so that a page of hits stays one to be read."""
KNOWN_MAX = 1_000
"""Threads that a saved search remembers as known: of an older one that is answered again it may tell once."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thread found. *row* has the columns of ``queries.HIT_COLUMNS`` and the asker's ``author_…``.

    *passage* is from the question, *reply* from *answer*, the answer with most of the words or else the most useful
    one (with its ``author_…``); None without any. Show no author but through ``members.byline``.
    """

    row: Found
    title: list[Part]
    passage: list[Part]
    answer: Found | None = None
    reply: Sequence[Part] = ()
    also: tuple[Hit, ...] = ()
    """Hits that ask the same, less good ones: ``folding`` puts them here."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. *total* counts what can be paged to; *more* says that there are further ones.

    *query* is what was asked, *found_for* the words that were searched instead where one of them was misspelt.
    *next* and *previous* are cursors of the pages around this one. *topics* are names with their numbers.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    circles: Sequence[Found] = ()
    notices: list[str] = field(default_factory=list)
    rebuilding: bool = False
    found_for: Query | None = None
    facets: Facets | None = None
    topics: list[tuple[str, int]] = field(default_factory=list)
    next: str = ""
    previous: str = ""


def search(
    viewer: Searcher,
    text: str,
    filters: Mapping[str, str],
    now: datetime,
    at: str = "",
    as_typed: bool = False,
) -> Results:
    """What *viewer* may see of what *text* and *filters* (see ``asking.parse``) ask for, the page at cursor *at*.

    Never raises for anything typed. Without a sound index it finds words in titles and says so. A misspelt word is
    put right unless the search is to be *as_typed*.
    """
    query = asking.parse(viewer, text, filters, now)
    circles = queries.circles(viewer.id)
    if not query:
        if text.strip() and not query.notices:
            query.notice("nothing")
        return Results(query, circles=circles, notices=[notices.say(notice) for notice in query.notices])
    try:
        snapshot = index().snapshot()
        scope = asking.scope_of(viewer, query, circles, now)
        answer = finding.find(snapshot, query, scope, None if as_typed else partial(_texts, viewer.id))
        answer, facets = _with_meaning(viewer, snapshot, answer, scope, asking.since(viewer, now))
        topics = _topics(viewer, facets)
    except IndexDamaged:
        return _without_index(viewer, query, circles, at)
    return replace(_results(viewer, query, circles, answer, scope.people, at), facets=facets, topics=topics)


def _results(
    viewer: Searcher,
    query: Query,
    circles: Sequence[Found],
    answer: finding.Answer,
    people: Sequence[Sequence[int]],
    at: str,
) -> Results:
    window = finding.window(answer.ranking.ids, at, PER_PAGE)
    found = _load(viewer, window.ids, _finder(answer.query), people)
    return Results(
        query,
        _folded(found),
        # What the index still held but the viewer may no longer see is not even counted.
        min(answer.ranking.total, HITS_MAX) - (len(window.ids) - len(found)),
        answer.ranking.total > HITS_MAX,
        circles,
        [notices.say(notice) for notice in answer.query.notices],
        found_for=None if answer.query is query else answer.query,
        next=window.next,
        previous=window.previous,
    )


def _with_meaning(
    viewer: Searcher,
    snapshot: Snapshot,
    answer: finding.Answer,
    scope: Scope,
    since: Mapping[str, datetime],
) -> tuple[finding.Answer, Facets]:
    """*answer* and the numbers beside it, both with what means the same in other words.

    That is where the semantic extra is on and plain words were typed.
    """
    # The query holds what was chosen beside the box too, which is no part of what the words mean.
    meant = fusing.plain(grammar.parse(answer.query.text)) if answer.query.sort == "best" else ""
    heard = fusing.heard(scope, meant, viewer.id)
    if heard is None:
        return answer, finding.count(snapshot, answer, scope, since)
    bounds = fusing.SEARCHED
    facets = finding.count(snapshot, answer, scope, since, heard.near(bounds), bounds.added)
    ranking = fusing.joined(answer.ranking, fusing.within(snapshot, scope, heard), HITS_MAX, bounds)
    if ranking.total and not answer.ranking.total:
        answer.query.notice("meaning")
    return replace(answer, ranking=ranking), facets


def _texts(viewer_id: int, ids: Sequence[int]) -> list[str]:
    return [passages.bare(text) for text in queries.texts(viewer_id, ids)]


def _topics(viewer: Searcher, facets: Facets) -> list[tuple[str, int]]:
    """The commonest topics among the hits, by names that the viewer may see."""
    names = queries.topics(viewer.id, facets.newest)
    counts = facets.topics([tag_key(name) for name in names])
    counted = [(name, counts[tag_key(name)]) for name in names if counts[tag_key(name)]]
    return sorted(counted, key=lambda one: (-one[1], one[0]))[:TOPICS_SHOWN]


def fitting(
    viewer: Searcher, text: str, filters: Mapping[str, str], now: datetime
) -> tuple[Query, list[int]]:
    """The search that *text* and *filters* say, and the threads that fit it now, the newest of them where they are many."""
    query = asking.parse(viewer, text, {**filters, "sort": "newest"}, now)
    if not query:
        return query, []
    scope = asking.scope_of(viewer, query, queries.circles(viewer.id), now)
    try:
        found = matching.rank(index().snapshot(), asking.terms_of(query), scope, KNOWN_MAX, order="newest")
    except IndexDamaged:
        return query, []
    return query, list(found.ids)


def _folded(hits: Sequence[Hit]) -> list[Hit]:
    return [replace(hit, also=also) for hit, also in folding.fold(hits)]


def _without_index(viewer: Searcher, query: Query, circles: Sequence[Found], at: str) -> Results:
    words = [*query.positive, *query.prefixes]
    ids = queries.titled(viewer.id, words, HITS_MAX) if words else []
    window = finding.window(tuple(ids), at, PER_PAGE)
    found = _load(viewer, window.ids, _finder(query))
    said = [notices.say(notice) for notice in (Notice("rebuilding"), *query.notices)]
    return Results(
        query,
        _folded(found),
        len(ids),
        False,
        circles,
        said,
        True,
        next=window.next,
        previous=window.previous,
    )


def _finder(query: Query) -> Finder:
    """What to mark: the words looked for, grammar words only when there are no others."""
    in_phrases = (term for phrase in query.phrases for term in phrase)
    return _finder_of((*query.required, *in_phrases), tuple(query.prefixes))


@lru_cache(256)
def _finder_of(terms: tuple[str, ...], prefixes: tuple[str, ...]) -> Finder:
    return Finder(terms, prefixes)


def _load(
    viewer: Searcher, ids: Sequence[int], finder: Finder, people: Sequence[Sequence[int]] = ()
) -> list[Hit]:
    rows = queries.hits(viewer.id, ids, people)
    answers = queries.answers([row.id for row in rows if row.answer_count])
    return [_hit(row, answers.get(row.id, ()), finder) for row in rows]


def _hit(row: Found, answers: Sequence[Found], finder: Finder) -> Hit:
    """A thread with the best of its question, and of the answer that has most of the words (the first such)."""
    title, passage = _title(row.title, finder), _passage(row.body_html, finder)
    if not answers:
        return Hit(row, title, passage)
    best = max(answers, key=lambda answer: _count(answer.body_html, finder))
    return Hit(row, title, passage, best, _passage(best.body_html, finder, REPLY_LENGTH))


# The same words of the same text give the same passage to whoever may see it: what peers look for repeats.
@lru_cache(4096)
def _count(body_html: str, finder: Finder) -> int:
    return passages.count(passages.bare(body_html), finder)


@lru_cache(2048)
def _title(title: str, finder: Finder) -> list[Part]:
    return passages.mark(title, finder)


@lru_cache(2048)
def _passage(body_html: str, finder: Finder, length: int = passages.LENGTH) -> list[Part]:
    return passages.best(passages.bare(body_html), finder, length)
