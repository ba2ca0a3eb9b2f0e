"""Search for a member: hits with their passages, and what to do without an index."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from qa.search import folding, grammar, matching, notices, passages, queries
from qa.search.errors import IndexDamaged
from qa.search.grammar import Query
from qa.search.index import Snapshot
from qa.search.matching import Ranking, Scope, Terms
from qa.search.notices import Notice
from qa.search.passages import Finder, Part
from qa.search.queries import Found
from qa.search.schema import tag_key
from qa.search.searcher import Searcher
from qa.search.upkeep import index

PER_PAGE = 10
HITS_MAX = 200
"""Hits that can be paged through; whoever has more needs other words, not more pages."""
GRAMMAR_WEIGHT = 0.5
BODY_MAX = 20_000
"""Characters of a body's HTML that are looked through for a passage."""

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thread found. *row* has the columns of ``queries.HIT_COLUMNS`` and the asker's ``author_…``.

    *answer* is the row of the answer from which *passage* is taken (with its ``author_…``), None when it is
    from the question. Show no author but through ``members.byline``.
    """

    row: Found
    title: list[Part]
    passage: list[Part]
    answer: Found | None = None
    also: tuple[Hit, ...] = ()
    """Hits that ask the same, less good ones: ``folding`` puts them here."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. *total* counts what can be paged to; *more* says that there are further ones."""

    query: Query
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    page: int = 1
    circles: Sequence[Found] = ()
    notices: list[str] = field(default_factory=list)
    rebuilding: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PER_PAGE)


def search(viewer: Searcher, text: str, filters: Mapping[str, str], now: datetime, page: int = 1) -> Results:
    """What *viewer* may see of what *text* and *filters* (field name to value, as in the grammar) ask for.

    Never raises for anything typed. Without a sound index it finds words in titles and says so.
    """
    query = grammar.parse(text)
    for name, value in filters.items():
        grammar.narrow(query, name, value)
    circles = queries.circles(viewer.id)
    page = min(max(page, 1), HITS_MAX // PER_PAGE)
    if not query:
        if text.strip() and not query.notices:
            query.notices.append(Notice("nothing"))
        return Results(query, circles=circles, notices=[notices.say(notice) for notice in query.notices])
    try:
        scope = _scope(viewer, query, circles, now)
        ranking = _rank(index().snapshot(), query, scope)
    except IndexDamaged:
        return _without_index(viewer, query, circles, page)
    wanted = ranking.ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    found = _load(viewer, wanted, _finder(query), scope.people)
    # What the index still held but the viewer may no longer see is not even counted.
    total = min(ranking.total, HITS_MAX) - (len(wanted) - len(found))
    said = [notices.say(notice) for notice in query.notices]
    return Results(query, _folded(found), total, ranking.total > HITS_MAX, page, circles, said)


def _folded(hits: Sequence[Hit]) -> list[Hit]:
    linked = folding.pairs([hit.row.id for hit in hits])
    return [replace(hit, also=also) for hit, also in folding.fold(hits, linked)]


def _rank(snapshot: Snapshot, query: Query, scope: Scope) -> Ranking:
    terms = Terms(
        required=query.required,
        optional={word: GRAMMAR_WEIGHT for word in query.words if word not in query.required},
        prefixes=tuple(query.prefixes),
        phrases=tuple(query.phrases),
        excluded=tuple(query.excluded),
    )
    ranking = matching.rank(snapshot, terms, scope, HITS_MAX)
    if not ranking.total and len(terms.required) + len(terms.prefixes) > 1:
        ranking = matching.rank(snapshot, terms, scope, HITS_MAX, least=1)
        if ranking.total:
            query.notices.append(Notice("some"))
    if ranking.partial:
        query.notices.append(Notice("partial"))
    return ranking


def _scope(viewer: Searcher, query: Query, circles: Sequence[Found], now: datetime) -> Scope:
    slugs = {row.slug: row.id for row in circles}
    within = frozenset(slugs[slug] for slug in query.circles if slug in slugs)
    query.notices += [Notice("circle", slug) for slug in query.circles if slug not in slugs]
    return Scope(
        circles=frozenset(slugs.values()),
        now=now,
        within=within if query.circles else None,
        tags=tuple(tag_key(tag) for tag in query.tags),
        people=tuple(queries.people(asked) for asked in query.people),
        states=tuple(query.states),
        after=_midnight(query.after, viewer.zone),
        before=_midnight(query.before, viewer.zone),
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone)


def _without_index(viewer: Searcher, query: Query, circles: Sequence[Found], page: int) -> Results:
    words = [*query.positive, *query.prefixes]
    ids = queries.titled(viewer.id, words, HITS_MAX) if words else []
    wanted = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    found = _load(viewer, wanted, _finder(query))
    said = [notices.say(notice) for notice in (Notice("rebuilding"), *query.notices)]
    return Results(query, _folded(found), len(ids), False, page, circles, said, rebuilding=True)


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
    """The question's own passage, unless an answer has more of the words."""
    best, source = row.body_html, None
    most = _count(best, finder)
    for answer in answers:
        if most >= finder.size:
            break
        here = _count(answer.body_html, finder)
        if here > most:
            best, most, source = answer.body_html, here, answer
    return Hit(row, passages.mark(row.title, finder), _passage(best, finder), source)


# The same words of the same text give the same passage to whoever may see it: what peers look for repeats.
@lru_cache(4096)
def _count(body_html: str, finder: Finder) -> int:
    return passages.count(_bare(body_html), finder)


@lru_cache(1024)
def _passage(body_html: str, finder: Finder) -> list[Part]:
    return passages.best(_bare(body_html), finder)


def _bare(body_html: str) -> str:
    """The words of stored HTML, quickly: for a passage it need not be exact, and it is escaped again."""
    return html.unescape(_TAG.sub(" ", body_html[:BODY_MAX]))
