"""From what a member typed and chose to what the index is asked: terms, and where to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from qa.search import grammar, queries
from qa.search.grammar import Query
from qa.search.matching import Scope, Terms
from qa.search.queries import Found
from qa.search.schema import tag_key

FILTERS = ("circle", "is", "since", "tag", "by")
"""What can be chosen beside the box."""
KEPT = ("circle", "is", "tag", "by")
"""What is saved of a search beside its words: news is new at any time."""
GRAMMAR_WEIGHT = 0.5
SINCE = {"month": 31, "quarter": 92, "year": 366}
"""Days of the choices of how long ago a question was asked."""


class Searcher(Protocol):
    """Who searches; ``members.viewer.Viewer`` is one."""

    @property
    def id(self) -> int: ...
    @property
    def zone(self) -> ZoneInfo: ...


def parse(viewer: Searcher, text: str, filters: Mapping[str, str], now: datetime) -> Query:
    """What *text* and *filters* say: names of the grammar with their values, and *since*, one of SINCE."""
    query = grammar.parse(text)
    for name, value in filters.items():
        grammar.narrow(query, name, value)
    days = SINCE.get(filters.get("since", ""))
    if days:
        grammar.narrow(query, "after", _day_before(viewer, now, days).isoformat())
    return query


def since(viewer: Searcher, now: datetime) -> dict[str, datetime]:
    """The instants from which the choices of SINCE count."""
    return {name: _midnight(_day_before(viewer, now, days), viewer.zone) for name, days in SINCE.items()}


def _day_before(viewer: Searcher, now: datetime, days: int) -> date:
    return now.astimezone(viewer.zone).date() - timedelta(days=days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def terms_of(query: Query) -> Terms:
    """The terms that *query* asks for; words without a meaning of their own only add to the score."""
    return Terms(
        required=query.required,
        optional={word: GRAMMAR_WEIGHT for word in query.words if word not in query.required},
        prefixes=tuple(query.prefixes),
        phrases=tuple(query.phrases),
        excluded=tuple(query.excluded),
    )


def scope_of(viewer: Searcher, query: Query, circles: Sequence[Found], now: datetime) -> Scope:
    """Where *query* looks for a viewer who is in *circles*; a circle that is not among them gets a notice."""
    slugs = {row.slug: row.id for row in circles}
    within = frozenset(slugs[slug] for slug in query.circles if slug in slugs)
    for slug in query.circles:
        if slug not in slugs:
            query.notice("circle", slug)
    mine = "mine" in query.states
    people, own = queries.meant(viewer.id, query.people, mine) if query.people or mine else ((), frozenset())
    return Scope(
        circles=frozenset(slugs.values()),
        now=now,
        within=within if query.circles else None,
        tags=tuple(tag_key(tag) for tag in query.tags),
        people=people,
        states=tuple(state for state in query.states if state != "mine"),
        answers=query.answers,
        after=None if query.after is None else _midnight(query.after, viewer.zone),
        before=None if query.before is None else _midnight(query.before, viewer.zone),
        mine=own if mine else None,
    )
