"""Search for a member: hits with their passages, similar questions, and what to do without an index."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from qa.core import clock
from qa.questions import timebox
from qa.questions.addresses import question_path
from qa.search import grammar, matching, notices, passages, queries
from qa.search.analysis import function_terms, query_terms
from qa.search.errors import IndexDamaged
from qa.search.grammar import Query
from qa.search.index import Snapshot
from qa.search.matching import Ranking, Scope, Terms
from qa.search.notices import Notice
from qa.search.passages import Finder, Part
from qa.search.queries import Found
from qa.search.schema import tag_key
from qa.search.semantic import fusing
from qa.search.upkeep import index

PER_PAGE = 10
HITS_MAX = 200
"""Hits that can be paged through; whoever has more needs other words, not more pages."""
SIMILAR_TERMS = 40
SIMILAR_TITLE_MAX = 300
SIMILAR_BODY_MAX = 2_000
GRAMMAR_WEIGHT = 0.5
BODY_WEIGHT = 0.5
SIMILAR_SHARE = 0.3
"""A thread with less of what a title says is no prior answer to it, however high it ranks."""
BODY_MAX = 20_000
"""Characters of a body's HTML that are looked through for a passage."""

_TAG = re.compile(r"<[^>]*>")


class Searcher(Protocol):
    """Who searches; ``members.viewer.Viewer`` is one."""

    @property
    def id(self) -> int: ...
    @property
    def zone(self) -> ZoneInfo: ...


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


@dataclass(frozen=True, slots=True)
class Similar:
    """A thread that may answer a question being written; *note* says how its time-box stands."""

    id: int
    href: str
    title: list[Part]
    note: str


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
    meant = fusing.plain(query)
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
        ranking = _ranked(viewer, query, scope, meant)
    except IndexDamaged:
        return _without_index(viewer, query, circles, page)
    wanted = ranking.ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    found = _load(viewer, wanted, _finder(query), scope.people)
    # What the index still held but the viewer may no longer see is not even counted.
    total = min(ranking.total, HITS_MAX) - (len(wanted) - len(found))
    said = [notices.say(notice) for notice in query.notices]
    return Results(query, found, total, ranking.total > HITS_MAX, page, circles, said)


def similar(
    viewer: Searcher, title: str, body: str = "", exclude: int | None = None, limit: int = 5
) -> list[Similar]:
    """Threads that may already answer a question of this *title* and *body* (Markdown), best first."""
    now = clock.now()
    terms = similar_terms(title, body)
    meaning = set(terms.required) - function_terms()
    if not meaning:
        return []
    circles = frozenset(row.id for row in queries.circles(viewer.id))
    scope = Scope(circles=circles, now=now, without=exclude)
    ids: Sequence[int]
    try:
        ids = _like(viewer, terms, scope, fusing.similar_text(title, body))[:limit]
    except IndexDamaged:
        ids = _titled(viewer, sorted(meaning, key=len)[-3:], limit)
    rows = queries.hits(viewer.id, [number for number in ids if number != exclude])
    return [_similar(row, Finder(meaning), now, viewer.zone) for row in rows]


def _like(viewer: Searcher, terms: Terms, scope: Scope, meant: str) -> Sequence[int]:
    snapshot = index().snapshot()
    ranking = matching.rank(snapshot, terms, scope, fusing.CANDIDATES, least=0, share=SIMILAR_SHARE)
    return fusing.fuse(ranking, snapshot, scope, meant, viewer.id, fusing.CANDIDATES, fusing.SUGGESTED).ids


def _similar(row: Found, finder: Finder, now: datetime, zone: ZoneInfo) -> Similar:
    box = timebox.box(row, now, zone)
    note = f"{box.time_phrase} · {box.answer_phrase}"
    return Similar(row.id, question_path(row.id, row.title), passages.mark(row.title, finder), note)


def similar_terms(title: str, body: str = "") -> Terms:
    """The title's words, and the body's commonest ones with a meaning, which only add to the score.

    Grammar words count in a title: their rarity is weight enough (measured in benchmarks/search_quality.py).
    """
    words = tuple(dict.fromkeys(query_terms(title[:SIMILAR_TITLE_MAX])))[:SIMILAR_TERMS]
    counted = Counter(query_terms(body[:SIMILAR_BODY_MAX]))
    added = [word for word, _ in counted.most_common() if word not in words and word not in function_terms()]
    weights = {word: BODY_WEIGHT * min(counted[word], 3) ** 0.5 for word in added[:SIMILAR_TERMS]}
    return Terms(required=words, optional=weights)


def _ranked(viewer: Searcher, query: Query, scope: Scope, meant: str) -> Ranking:
    """By words, and by what they mean where the semantic extra is on and they are plain words."""
    snapshot = index().snapshot()
    worded = _rank(snapshot, query, scope)
    found = fusing.fuse(worded, snapshot, scope, meant, viewer.id, HITS_MAX, fusing.SEARCHED)
    if found.total and not worded.total:
        query.notices.append(Notice("meaning"))
    return found


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
    ids = _titled(viewer, words, HITS_MAX) if words else []
    wanted = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    found = _load(viewer, wanted, _finder(query))
    said = [notices.say(notice) for notice in (Notice("rebuilding"), *query.notices)]
    return Results(query, found, len(ids), False, page, circles, said, rebuilding=True)


def _titled(viewer: Searcher, terms: Sequence[str], limit: int) -> Sequence[int]:
    # A stem is nearly always the beginning of its word; "policy" has the stem "polici".
    return queries.titled(viewer.id, [term.removesuffix("i") or term for term in terms], limit)


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
