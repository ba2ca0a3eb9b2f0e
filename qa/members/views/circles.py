"""Circles: one's own and those that may be known of, a circle from within and from outside, and leaving it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.members import entries, queries, stewards, waiting
from qa.members.byline import author_of, byline
from qa.members.dates import day
from qa.members.forms import RequestForm, show_problem
from qa.members.models import CircleRole, EntryKind, Exposure
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.members.views import bp
from qa.members.views.people import in_list
from qa.questions import queries as question_queries
from qa.questions.listing import listed

SHARE_WARNED = 3
"""From one in this many on, a circle is said to be too much of one house."""


@bp.get("/circles")
def circles() -> ResponseReturnValue:
    """One's own circles, the others that may be known of, and what waits for one's answer."""
    viewer = current_viewer()
    rows = queries.circles(viewer.id)
    waits = waiting.entries_of(viewer.id)
    gathered = waiting.gatherings(viewer.id)
    return render_template(
        "members/circles.html",
        mine=[(row, day(row.since, viewer.zone)) for row in rows if row.since is not None],
        others=[row for row in rows if row.since is None],
        invitations=[_said(row, viewer) for row in waits if row.kind == EntryKind.INVITATION],
        requests=[_said(row, viewer) for row in waits if row.kind == EntryKind.REQUEST],
        asked=[_said(row, viewer) for row in gathered if row.founder_id != viewer.id],
        begun=[row for row in gathered if row.founder_id == viewer.id],
    )


def _said(row: Any, viewer: Viewer) -> tuple[Any, Any, str]:
    """A row, who made it, and since when it waits."""
    at = row.made_at if hasattr(row, "made_at") else row.begun_at
    return row, byline(author_of(row), Exposure.NAMED, viewer.id), day(at, viewer.zone)


@bp.get("/c/<slug>")
def circle(slug: str) -> ResponseReturnValue:
    """A circle from within: what it is for, its open questions, who is in it; from outside, how to come in."""
    viewer, now = current_viewer(), clock.now()
    found = queries.known_circle(slug, viewer.id)
    if found.since is None:
        return outside(found, RequestForm(formdata=None), viewer, now)
    people = queries.circle_members(found.id, viewer.id)
    steward = found.role == CircleRole.STEWARD
    return render_template(
        "members/circle.html",
        circle=found,
        steward=steward,
        since=day(found.since, viewer.zone),
        stewards=_bylines([row for row in people if row.part == CircleRole.STEWARD], viewer),
        people=in_list(people, viewer),
        more=found.size > len(people),
        share=_share(found.id, viewer),
        requests=waiting.requests_waiting(found.id) if steward else 0,
        full=is_full(found),
        rows=listed(question_queries.in_circle(viewer.id, found.id, now), viewer, now),
    )


def _bylines(rows: list[Any], viewer: Viewer) -> list[Any]:
    return [byline(author_of(row), Exposure.NAMED, viewer.id) for row in rows]


def is_full(found: Any) -> bool:
    """Whether a circle's row says that nobody fits any more."""
    return found.cap is not None and found.size >= found.cap


def _share(circle_id: int, viewer: Viewer) -> tuple[int, int, bool] | None:
    """How many of a circle are from the viewer's employer, of how many, and whether that is too many; None for
    the viewer alone."""
    same, number = queries.colleagues(circle_id, viewer.employer)
    return (same, number, SHARE_WARNED * same >= number) if same > 1 else None


def outside(found: Any, form: RequestForm, viewer: Viewer, now: datetime) -> str:
    """The page of a listed circle for one who is not in it."""
    invited = waiting.invitation(viewer.id, found.id)
    own = waiting.own_request(viewer.id, found.id, now)
    return render_template(
        "members/outside.html",
        circle=found,
        form=form,
        invited=_said(invited, viewer) if invited is not None else None,
        own=own,
        asked_on=day(own.made_at, viewer.zone) if own is not None else "",
        again=day(own.ended_at + entries.REST, viewer.zone) if own is not None and own.ended_at else "",
        full=is_full(found),
    )


@bp.get("/c/<slug>/leaving")
def leaving(slug: str) -> ResponseReturnValue:
    """Asks whether one really means to leave."""
    found = queries.circle(slug, current_viewer().id)
    if found.everyone:
        raise NotFound
    return render_template("members/leaving.html", circle=found, problem="")


@bp.post("/c/<slug>/leaving")
@limiter.limit(limits.EDIT)
def leave(slug: str) -> ResponseReturnValue:
    """Leave a circle."""
    actor, now = current_member(), clock.now()
    circle = stewards.load(slug, actor)
    try:
        stewards.depart(actor, circle, now)
    except RuleBroken as error:
        found = queries.circle(slug, actor.id)
        return render_template("members/leaving.html", circle=found, problem=error.message), 422
    flash(_("You left %(circle)s. What is asked there is closed to you now.", circle=circle.name), "good")
    return redirect(url_for("members.circles"), 303)


@bp.post("/c/<slug>/requests")
@limiter.limit(limits.CIRCLE_MAIL)
def ask_in(slug: str) -> ResponseReturnValue:
    """Ask the stewards of a listed circle to be let in."""
    actor, now, form = current_member(), clock.now(), RequestForm()
    circle = entries.load_listed(slug, actor)
    try:
        entries.ask(actor, circle, request.form.get("words", ""), now)
    except RuleBroken as error:
        show_problem(form, error)
        found = queries.known_circle(slug, actor.id)
        return outside(found, form, current_viewer(), now), 422
    flash(_("Asked. The stewards of %(circle)s have a mail about it.", circle=circle.name), "good")
    return redirect(url_for("members.circle", slug=slug), 303)
