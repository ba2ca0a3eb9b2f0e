"""Lists of questions: all, by state, by circle, by topic; and the topics themselves."""

from __future__ import annotations

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from qa.core import clock, limits
from qa.core.limits import limiter
from qa.members.viewer import current_viewer
from qa.questions import queries
from qa.questions.listing import listed
from qa.questions.queries import Shown
from qa.questions.views import bp


@bp.get("/questions")
def index() -> ResponseReturnValue:
    """All questions in the viewer's circles, narrowed by state, circle and topic."""
    viewer, now = current_viewer(), clock.now()
    shown = _shown()
    circles = queries.circles_to_ask(viewer.id)
    circle = next((one for one in circles if one.slug == request.args.get("circle")), None)
    page = queries.page(
        viewer.id,
        now,
        shown=shown,
        circle_id=circle.id if circle else None,
        bookmark=request.args.get("page"),
        per_page=_per_page(),
    )
    return render_template(
        "questions/index.html",
        rows=listed(page.rows, viewer, now),
        previous=_address(page.previous),
        next=_address(page.next),
        shown=shown,
        circles=circles,
        circle=circle,
    )


def _shown() -> Shown:
    try:
        return Shown(request.args.get("state", Shown.OPEN))
    except ValueError as error:
        raise BadRequest from error


def _per_page() -> int:
    return 50 if request.args.get("many") == "1" else queries.PER_PAGE


def _address(bookmark: str | None) -> str | None:
    if bookmark is None or request.endpoint is None:
        return None
    args = {**request.args.to_dict(), **(request.view_args or {}), "page": bookmark}
    return url_for(request.endpoint, **args)


@bp.get("/t/<name>")
def tag(name: str) -> ResponseReturnValue:
    """The questions on one topic, the newest first."""
    viewer, now = current_viewer(), clock.now()
    found = queries.tag(viewer.id, name)
    page = queries.page(viewer.id, now, shown=Shown.ALL, tag_id=found.id, bookmark=request.args.get("page"))
    return render_template(
        "questions/tag.html",
        tag=found,
        rows=listed(page.rows, viewer, now),
        previous=_address(page.previous),
        next=_address(page.next),
    )


@bp.get("/tags")
def tags() -> ResponseReturnValue:
    """The topics of the viewer's circles, by name."""
    page = queries.tags(current_viewer().id, request.args.get("page"))
    return render_template(
        "questions/tags.html", tags=page.rows, previous=_address(page.previous), next=_address(page.next)
    )


@bp.get("/tags/suggest")
@limiter.limit(limits.SUGGEST)
def suggest() -> ResponseReturnValue:
    """Topics that begin with what is typed, for the form."""
    return jsonify(queries.suggest_tags(current_viewer().id, request.args.get("q", "")))
