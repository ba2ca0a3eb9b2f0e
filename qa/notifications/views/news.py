"""The page of notices."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from qa.core import clock, limits
from qa.core.limits import limiter
from qa.members.viewer import current_member, current_viewer
from qa.notifications import queries, rules, words
from qa.notifications.replies.queries import mail_off
from qa.notifications.views import bp

DIGITS = 18


@bp.get("/notifications")
def index() -> ResponseReturnValue:
    """What happened to the viewer's questions and answers, the latest first; what is alike stands together."""
    viewer, now = current_viewer(), clock.now()
    page = queries.page(viewer.id, request.args.get("page"))
    return render_template(
        "notifications/index.html",
        lines=words.lines(queries.gathered(page.rows), viewer, now),
        mail_off=mail_off(viewer.id),
        newest=queries.newest(viewer.id),
        previous=_address(page.previous),
        next=_address(page.next),
    )


def _address(bookmark: str | None) -> str | None:
    return url_for("notifications.index", page=bookmark) if bookmark else None


@bp.post("/notifications/seen")
@limiter.limit(limits.EDIT)
def see() -> ResponseReturnValue:
    """Note that the viewer has seen what the page showed."""
    upto = request.form.get("upto", "")
    if not (upto.isascii() and upto.isdigit() and len(upto) <= DIGITS):
        raise BadRequest
    rules.see(current_member(), int(upto), clock.now())
    flash(_("Noted. What comes now is marked as new."), "good")
    return redirect(url_for("notifications.index"), 303)
