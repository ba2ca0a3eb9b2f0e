"""The search page: one box, filters that add up and say what each would bring, passages with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from qa.answers.models import Basis
from qa.core import clock, limits
from qa.core.limits import limiter
from qa.core.text import marked
from qa.core.words import gettext as _
from qa.members.byline import Byline, author_of, byline
from qa.members.viewer import Viewer, current_viewer
from qa.questions import timebox
from qa.questions.addresses import answer_path, question_path
from qa.questions.timebox import TimeBox
from qa.search import grammar, service
from qa.search.asking import FILTERS
from qa.search.grammar import LENGTH_MAX, TYPED_MAX
from qa.search.service import Hit, Results
from qa.search.views import bp

CURSOR_MAX = 30


@dataclass(frozen=True, slots=True)
class Reply:
    """The best answer of a hit, with its marks."""

    href: str
    passage: Markup
    byline: Byline
    basis: Basis | None
    used: bool
    helpful: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit ready to be drawn."""

    href: str
    title: Markup
    passage: Markup
    circle: str
    byline: Byline
    reply: Reply | None
    box: TimeBox
    also: Sequence[tuple[str, str]]
    """Addresses and titles of questions that ask the same."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set, and the address of the same search without it, which would find *count* threads."""

    words: str
    href: str
    count: int = 0


class Asked:
    """What the address asks for, cut before anything is done with it: the page repeats it many times."""

    def __init__(self) -> None:
        self.fields = {"q": request.args.get("q", "")[:TYPED_MAX]}
        self.fields |= {name: request.args.get(name, "")[:LENGTH_MAX] for name in (*FILTERS, "sort", "as")}
        self._path = url_for("search.index")

    def href(self, **changes: str | None) -> str:
        """The address with *changes*; None takes an argument off. The page is not kept."""
        kept = {name: value for name, value in {**self.fields, **changes}.items() if value}
        return f"{self._path}?{urlencode(kept)}" if kept else self._path


@bp.get("/search")
@limiter.limit(limits.SEARCH)
def index() -> ResponseReturnValue:
    """What is found for the words and filters in the address."""
    viewer, now = current_viewer(), clock.now()
    asked = Asked()
    given = {name: asked.fields[name].strip() for name in FILTERS}
    filters = {**given, "sort": asked.fields["sort"]}
    at = request.args.get("at", "")[:CURSOR_MAX]
    results = service.search(viewer, asked.fields["q"], filters, now, at, asked.fields["as"] == "typed")
    return render_template(
        "search/index.html",
        results=results,
        hits=[_shown(hit, viewer, now) for hit in results.hits],
        given=given,
        typed=results.query.text,
        words=grammar.words(results.query.text),
        right=_right(results),
        as_typed=asked.href(**{"as": "typed"}),
        chosen=_chosen(results, given, asked),
        without=_without(results, asked) if not results.hits else (),
        orders=_orders(results, asked),
        previous=_page_at(results.previous, asked),
        next=_page_at(results.next, asked),
    )


def _shown(hit: Hit, viewer: Viewer, now: datetime) -> Shown:
    row = hit.row
    return Shown(
        question_path(row.id, row.title),
        marked(hit.title),
        marked(hit.passage),
        row.circle_name,
        byline(author_of(row), row.exposure, viewer.id),
        _reply(hit, viewer),
        timebox.box(row, now, viewer.zone),
        [(question_path(one.row.id, one.row.title), one.row.title) for one in hit.also],
    )


def _reply(hit: Hit, viewer: Viewer) -> Reply | None:
    answer = hit.answer
    if answer is None:
        return None
    return Reply(
        answer_path(hit.row.id, hit.row.title, answer.id),
        marked(hit.reply),
        byline(author_of(answer), answer.exposure, viewer.id),
        answer.basis,
        answer.used_count > 0,
        answer.helpful_count,
    )


def _right(results: Results) -> list[tuple[str, bool]]:
    """The words that were searched instead of those typed, and which of them are new."""
    if results.found_for is None:
        return []
    typed = results.query.text.casefold().split()
    return [(word, word.casefold() not in typed) for word in results.found_for.text.split()]


def _chosen(results: Results, given: dict[str, str], asked: Asked) -> list[Chosen]:
    names = {row.slug: row.name for row in results.circles}
    words = {
        **given,
        "circle": names.get(given["circle"], given["circle"]),
        "is": state_words().get(given["is"], given["is"]),
        "since": since_words().get(given["since"], ""),
    }
    return [Chosen(words[name], asked.href(**{name: None})) for name in given if words[name]]


def _without(results: Results, asked: Asked) -> list[Chosen]:
    """What would be found with one of the filters taken off, typed or chosen; only what would bring a hit."""
    if results.facets is None:
        return []
    found = []
    for name, words in _filter_words().items():
        if count := results.facets.without.get(name, 0):
            fields = ("after", "before") if name == "since" else (name,)
            changes = {name: None, "q": grammar.without(results.query.text, fields)}
            found.append(Chosen(words, asked.href(**changes), count))
    return found


def _filter_words() -> dict[str, str]:
    return {
        "circle": _("In any of your circles"),
        "is": _("In any state"),
        "since": _("At any time"),
        "tag": _("On any topic"),
        "by": _("By anybody"),
        "answers": _("With any number of answers"),
    }


def _orders(results: Results, asked: Asked) -> list[tuple[str, str, bool]]:
    """The orders to choose from: words, address, whether it is the present one."""
    words = {"best": _("Best match"), "newest": _("Newest"), "marks": _("Most marks")}
    if not (results.query.positive or results.query.prefixes):
        del words["best"]  # without words nothing matches better than another
    now = results.query.sort if results.query.sort in words else "newest"
    return [
        (said, asked.href(sort=None if name == "best" else name), name == now) for name, said in words.items()
    ]


def _page_at(cursor: str, asked: Asked) -> str | None:
    return asked.href(at=cursor) if cursor else None


@bp.app_template_global("search_states")
def state_words() -> dict[str, str]:
    """What the choices of a question's state are called."""
    return {
        "open": _("Still open"),
        "due": _("Due within two days"),
        "answered": _("Answered"),
        "used": _("Used by the asker"),
        "met": _("Closed in time"),
        "short": _("Closed short"),
    }


@bp.app_template_global("search_since")
def since_words() -> dict[str, str]:
    """What the choices of time are called."""
    return {"month": _("Past month"), "quarter": _("Past 3 months"), "year": _("Past year")}
