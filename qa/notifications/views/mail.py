"""When we write to you: the page of choices, and the link in each mail that ends its like."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import csrf, open_to
from qa.members import queries as members
from qa.members.mailing import rules, sending, wishes
from qa.members.mailing.rules import Choices
from qa.members.viewer import current_member, current_viewer
from qa.notifications import unsubscribing
from qa.notifications.forms import circle_rows, kept, kind_rows, typed
from qa.notifications.unsubscribing import Ended
from qa.notifications.views import bp


@bp.get("/settings/notifications")
def mails() -> ResponseReturnValue:
    """What is mailed to the viewer, how often, and when not."""
    return _page(kept(wishes.of(current_viewer().id)))


@bp.post("/settings/notifications")
@limiter.limit(limits.EDIT)
def save_mails() -> ResponseReturnValue:
    """Keep all of it, or nothing where one thing is at fault."""
    given = typed(request.form)
    try:
        rules.choose(current_member(), given, clock.now())
    except RuleBroken as error:
        return _page(given, {error.field or "quiet-hours": error.message}), 422
    flash(_("Saved."), "good")
    return redirect(url_for("notifications.mails"), 303)


def _page(given: Choices, errors: dict[str, str] | None = None) -> str:
    circles = [row for row in members.circles(current_viewer().id) if row.since is not None]
    return render_template(
        "notifications/mails.html",
        kinds=kind_rows(given),
        circles=circle_rows(given, circles),
        quiet=given,
        zone=current_viewer().timezone.replace("_", " "),
        errors=errors or {},
    )


@bp.get("/unsubscribe/<token>")
@open_to("public")
@limiter.limit(limits.JOIN, key_func=limits.address)
def unsubscribe(token: str) -> ResponseReturnValue:
    """What the link would end, and a button; nothing is changed by opening it."""
    return _answer(unsubscribing.meant(token), token=token, done=False)


@bp.post("/unsubscribe/<token>")
@csrf.exempt  # type: ignore[untyped-decorator] # a mail program sends it, without page or cookie: the token is the right
@open_to("public")
@limiter.limit(limits.JOIN, key_func=limits.address)
def end_mails(token: str) -> ResponseReturnValue:
    """End the mails that the link is for (RFC 8058)."""
    found = unsubscribing.meant(token)
    if found is not None:
        unsubscribing.end(found, clock.now())
    return _answer(found, token=token, done=True)


def _answer(found: Ended | None, **words: Any) -> Response:
    if found is None:
        raise NotFound
    response = Response(render_template("notifications/unsubscribe.html", what=found.words, thread=found.target == sending.THREAD, **words))  # fmt: skip
    response.headers.update({"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"})
    return response
