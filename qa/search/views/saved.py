"""Saved searches: save the present one, list them, remove one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members.dates import day
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.search import saved_queries, saving, service
from qa.search.asking import KEPT
from qa.search.grammar import LENGTH_MAX, TYPED_MAX
from qa.search.models import SAVED_MAX
from qa.search.views import bp


@bp.get("/search/saved")
def saved() -> ResponseReturnValue:
    """The viewer's saved searches."""
    return _page(current_viewer(), clock.now())


def _page(viewer: Viewer, now: datetime, problem: str = "") -> ResponseReturnValue:
    rows = [
        {
            "id": row.id,
            "words": _said(row.words, row.filters),
            "href": url_for("search.index", q=row.words, **row.filters),
            "newest": url_for("search.index", q=row.words, **row.filters, sort="newest"),
            "when": day(row.made_at, viewer.zone),
            "came": row.came,
        }
        for row in saved_queries.saved(viewer.id)
    ]
    page = render_template("search/saved.html", rows=rows, problem=problem, most=SAVED_MAX)
    return (page, 422) if problem else page


def _said(words: str, filters: dict[str, Any]) -> str:
    """A saved search in words: what was typed, and the filters as they are typed."""
    typed = [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in filters.items()]
    return " ".join([words, *typed]).strip()


@bp.post("/search/saved")
@limiter.limit(limits.EDIT)
def save() -> ResponseReturnValue:
    """Save the search in the form."""
    viewer, now = current_viewer(), clock.now()
    filters = {name: request.form.get(name, "")[:LENGTH_MAX].strip() for name in KEPT}
    query, known = service.fitting(viewer, request.form.get("q", "")[:TYPED_MAX], filters, now)
    try:
        saving.save(current_member(), query, filters, known, now)
    except RuleBroken as error:
        return _page(viewer, now, str(error))
    flash(_("Saved. You hear of what comes to fit, as you chose under “When we write to you”."), "good")
    return redirect(url_for("search.saved"), 303)


@bp.post("/search/saved/<id:saved_id>/removal")
@limiter.limit(limits.EDIT)
def remove(saved_id: int) -> ResponseReturnValue:
    """Remove one."""
    saving.remove(current_member(), saved_id)
    flash(_("Removed. Nothing more is mailed about it."), "good")
    return redirect(url_for("search.saved"), 303)
