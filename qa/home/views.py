"""The first page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from qa.core import clock
from qa.core.web import open_to
from qa.home import helping, queries
from qa.members.viewer import Viewer, current_viewer
from qa.notifications import queries as notices
from qa.notifications import words as notice_words
from qa.notifications.replies.queries import mail_off
from qa.questions import deadlines, timebox
from qa.questions.addresses import question_path
from qa.questions.timebox import TimeBox

bp = Blueprint("home", __name__)
OWN_SHOWN = 4
NEWS_SHOWN = 5


@bp.get("/")
@open_to("public")
def index() -> ResponseReturnValue:
    """Where the viewer can help; what this is, for whoever is not signed in."""
    if not current_user.is_authenticated:
        return render_template("home/landing.html")
    viewer, now = current_viewer(), clock.now()
    if not viewer.may_read:
        return redirect(url_for("members.standing"))
    return render_template("home/index.html", **_help(viewer, now), **_side(viewer, now))


def _help(viewer: Viewer, now: datetime) -> dict[str, Any]:
    known = queries.topics(viewer.id)
    rows = queries.candidates(viewer.id, list(known.values()), now)
    chances = helping.chances(helping.choose(rows, known), known, viewer, now)
    circles = queries.circles(viewer, now)
    return {
        "chances": chances,
        "lead": helping.lead(chances),
        "dateline": helping.dateline(circles),
        "open_questions": sum(row.open for row in circles),
    }


def _side(viewer: Viewer, now: datetime) -> dict[str, Any]:
    rows = queries.own(viewer.id, now, OWN_SHOWN)
    own = [_item(row, question_path(row.id, row.title), viewer, now) for row in rows if not row.awaits]
    awaits = [_item(row, f"/q/{row.id}/outcome", viewer, now) for row in rows if row.awaits]
    news = notice_words.lines(notices.since(viewer, now, NEWS_SHOWN), viewer, now)
    today = now.astimezone(viewer.zone).date()
    date = deadlines.day_text(today, "EEEE d MMMM y", deadlines.language())
    side = {"own": own, "awaits": awaits, "news": news}
    return {**side, "since": _since(viewer, now), "today": date, "mail_off": mail_off(viewer.id)}


def _item(row: Any, href: str, viewer: Viewer, now: datetime) -> tuple[dict[str, str], TimeBox]:
    return {"href": href, "title": row.title}, timebox.box(row, now, viewer.zone)


def _since(viewer: Viewer, now: datetime) -> str:
    """ "Since Friday", from which the news are counted."""
    if viewer.last_visit_at is None:
        return _("The past 7 days")
    zone, lang = viewer.zone, deadlines.language()
    last, today = viewer.last_visit_at.astimezone(zone), now.astimezone(zone).date()
    away = (today - last.date()).days
    if away <= 0:
        return _("Since %(time)s", time=f"{last:%H:%M}")
    if away == 1:
        return _("Since yesterday")
    if away < 7:
        return _("Since %(time)s", time=deadlines.day_text(last.date(), "EEEE", lang))
    return _("Since %(time)s", time=deadlines.day_name(last.date(), today, lang))
