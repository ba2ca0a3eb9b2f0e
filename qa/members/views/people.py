"""The directory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.core.errors import NotFound
from qa.members import queries
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure, MemberState
from qa.members.viewer import Viewer, current_viewer
from qa.members.views import bp


@bp.get("/members")
def directory() -> ResponseReturnValue:
    """The people of one's circles, by name."""
    viewer = current_viewer()
    mine = [circle for circle in queries.circles(viewer.id) if circle.since is not None]
    slug, words = request.args.get("circle", ""), request.args.get("q", "")[:200]
    circle = next((one for one in mine if one.slug == slug), None)
    if slug and circle is None:
        raise NotFound
    page = queries.directory(
        viewer.id, circle_id=circle.id if circle else None, words=words, bookmark=request.args.get("page")
    )
    return render_template(
        "members/directory.html",
        people=in_list(page.rows, viewer),
        circles=mine,
        chosen=slug,
        words=words,
        previous=_address(page.previous),
        next=_address(page.next),
    )


def _address(bookmark: str | None) -> str | None:
    if bookmark is None:
        return None
    chosen: dict[str, Any] = {name: request.args.get(name) or None for name in ("q", "circle")}
    return url_for("members.directory", page=bookmark, **chosen)


def in_list(rows: Sequence[Any], viewer: Viewer) -> list[tuple[Byline, str, bool]]:
    """Each person, what to ask them about, and whether they are suspended."""
    return [
        (
            byline(author_of(row), Exposure.NAMED, viewer.id),
            " ".join(row.ask_me_about.split())[:160],
            row.state == MemberState.SUSPENDED,
        )
        for row in rows
    ]
