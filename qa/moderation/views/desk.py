"""What moderators have before them, and the log that every member reads."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.core.web import open_to
from qa.members.viewer import current_viewer
from qa.moderation import queries
from qa.moderation.views import bp
from qa.moderation.words import log_lines, look_line, standings
from qa.trust import queries as trust


@bp.get("/moderation")
@open_to("staff")
def desk() -> ResponseReturnValue:
    """Suspended members, vouchers whose invitations rest, the latest looks behind names."""
    viewer = current_viewer()
    return render_template(
        "moderation/desk.html",
        suspended=standings(queries.suspended(viewer.id), viewer),
        paused=standings(queries.paused(viewer.id), viewer),
        reviews=len(trust.open_reviews()),
        looks=[look_line(row, viewer) for row in queries.looks(viewer.id)],
    )


@bp.get("/moderation/log")
def log() -> ResponseReturnValue:
    """What moderators did, for every member."""
    viewer = current_viewer()
    page = queries.log(viewer.id, request.args.get("page"))
    return render_template(
        "moderation/log.html",
        lines=log_lines(page.rows, viewer),
        previous=_address(page.previous),
        next=_address(page.next),
    )


def _address(bookmark: str | None) -> str | None:
    return url_for("moderation.log", page=bookmark) if bookmark else None
