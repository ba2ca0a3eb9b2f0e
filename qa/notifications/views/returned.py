"""The page of mail that came back: whether mails are sent to the viewer, and the button that sends them again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import limits
from qa.core.limits import limiter
from qa.members.dates import day
from qa.members.viewer import current_member, current_viewer
from qa.notifications.replies import holding, queries
from qa.notifications.views import bp


@bp.get("/settings/returned")
def returned() -> ResponseReturnValue:
    """Whether mail reaches the viewer."""
    viewer = current_viewer()
    since = queries.mail_off(viewer.id)
    return render_template("notifications/returned.html", since=day(since, viewer.zone) if since else "")


@bp.post("/settings/returned")
@limiter.limit(limits.EDIT)
def send_again() -> ResponseReturnValue:
    """Send mails to the viewer again."""
    holding.switch_on(current_member())
    flash(_("Mails are sent to you again."), "good")
    return redirect(url_for("notifications.returned"), 303)
