"""The search page: one box, filters that add up, passages with the words marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.limits import limiter
from qa.members.byline import Byline, author_of, byline
from qa.members.viewer import Viewer, current_viewer
from qa.questions import timebox
from qa.questions.addresses import answer_path, question_path
from qa.questions.timebox import TimeBox
from qa.search import service
from qa.search.grammar import LENGTH_MAX, TYPED_MAX
from qa.search.passages import Part
from qa.search.service import Hit, Results

bp = Blueprint("search", __name__)

FILTERS = ("circle", "is", "since", "tag", "by")
SINCE = {"month": 31, "quarter": 92, "year": 366}
"""Days of the choices of how long ago a question was asked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit ready to be drawn; *answered* when passage and byline are an answer's."""

    href: str
    title: list[Part]
    passage: list[Part]
    circle: str
    byline: Byline
    answered: bool
    box: TimeBox
    also: tuple[tuple[str, str], ...]
    """Addresses and titles of questions that ask the same."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set, and the address of the same search without it."""

    words: str
    href: str


@bp.get("/search")
@limiter.limit(limits.SEARCH)
def index() -> ResponseReturnValue:
    """What is found for the words and filters in the address."""
    viewer, now = current_viewer(), clock.now()
    asked = _asked()
    given = {name: asked.get(name, "").strip() for name in FILTERS}
    results = service.search(viewer, asked.get("q", ""), _filters(given, viewer, now), now, _page_number())
    return render_template(
        "search/index.html",
        results=results,
        hits=[_shown(hit, viewer, now) for hit in results.hits],
        given=given,
        typed=results.query.text,
        chosen=_chosen(results, given),
        previous=_page_at(results.page - 1) if results.page > 1 else None,
        next=_page_at(results.page + 1) if results.page < results.pages else None,
    )


def _page_number() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _filters(given: dict[str, str], viewer: Viewer, now: datetime) -> dict[str, str]:
    """The filters in the grammar's own words."""
    days = SINCE.get(given["since"])
    filters = {name: value for name, value in given.items() if name != "since"}
    if days:
        filters["after"] = (now.astimezone(viewer.zone).date() - timedelta(days=days)).isoformat()
    return filters


def _shown(hit: Hit, viewer: Viewer, now: datetime) -> Shown:
    row, answer = hit.row, hit.answer
    href = question_path(row.id, row.title) if answer is None else answer_path(row.id, row.title, answer.id)
    source = row if answer is None else answer
    return Shown(
        href,
        hit.title,
        hit.passage,
        row.circle_name,
        byline(author_of(source), source.exposure, viewer.id),
        answer is not None,
        timebox.box(row, now, viewer.zone),
        tuple((question_path(one.row.id, one.row.title), one.row.title) for one in hit.also),
    )


def _chosen(results: Results, given: dict[str, str]) -> list[Chosen]:
    names = {row.slug: row.name for row in results.circles}
    words = {
        **given,
        "circle": names.get(given["circle"], given["circle"]),
        "is": state_words().get(given["is"], given["is"]),
        "since": since_words().get(given["since"], ""),
    }
    return [
        Chosen(words[name], url_for("search.index", **_with(**{name: None}))) for name in given if words[name]
    ]


def _page_at(number: int) -> str:
    return url_for("search.index", **_with(page=str(number)))


def _with(**changes: str | None) -> dict[str, Any]:
    """The present address's arguments with *changes*; None takes one off. The page is not kept."""
    return {name: value for name, value in {**_asked(), **changes}.items() if value}


def _asked() -> dict[str, str]:
    """The address's arguments, cut before anything is done with them: the page repeats each many times."""
    kept = {"q": request.args.get("q", "")[:TYPED_MAX]}
    return kept | {name: request.args.get(name, "")[:LENGTH_MAX] for name in FILTERS}


@bp.app_template_global("search_states")
def state_words() -> dict[str, str]:
    """What the choices of a question's state are called."""
    return {
        "open": _("Still open"),
        "due": _("Due within two days"),
        "answered": _("Answered"),
        "met": _("Closed in time"),
        "short": _("Closed short"),
    }


@bp.app_template_global("search_since")
def since_words() -> dict[str, str]:
    """What the choices of time are called."""
    return {"month": _("Past month"), "quarter": _("Past 3 months"), "year": _("Past year")}
