"""Coming into a circle: invitations and what is said to them, requests and what stewards decide."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.limits import limiter
from qa.members import entries, queries, stewards, waiting
from qa.members.byline import author_of, byline
from qa.members.dates import day
from qa.members.forms import InviteForm, ReasonForm, show_problem
from qa.members.models import Circle, CircleRole, Exposure
from qa.members.naming import named
from qa.members.viewer import current_member, current_viewer
from qa.members.views import bp
from qa.members.views.circles import is_full
from qa.members.views.naming import meant


@bp.get("/c/<slug>/invitations")
def invitations(slug: str) -> ResponseReturnValue:
    """The form to invite somebody, and the invitations that one gave and that wait."""
    return _invitations(_small(slug), InviteForm(request.args))


@bp.post("/c/<slug>/invitations")
@limiter.limit(limits.CIRCLE_MAIL)
def invite(slug: str) -> ResponseReturnValue:
    """Invite a member into a circle of one's own."""
    actor, form = current_member(), InviteForm()
    circle = stewards.load(slug, actor)
    found = _small(slug)
    if not form.validate():
        return _invitations(found, form), 422
    try:
        form.member.data = request.form.get("choose") or form.member.data
        member = named(form.member.data, actor.id)
        entries.invite(actor, circle, member, form.words.data or "", clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _invitations(found, form), 422
    flash(_("%(name)s is invited, and has a mail about it.", name=member.name), "good")
    return redirect(url_for("members.invitations", slug=slug), 303)


def _small(slug: str) -> Any:
    """The row of a circle that the viewer is in, other than *Everyone*."""
    found = queries.circle(slug, current_viewer().id)
    if found.everyone:
        raise NotFound
    return found


def _invitations(found: Any, form: InviteForm) -> str:
    viewer = current_viewer()
    return render_template(
        "members/invitations.html",
        circle=found,
        form=form,
        full=is_full(found),
        found=meant(form, viewer),
        given=[
            (row, byline(author_of(row), Exposure.NAMED, viewer.id), day(row.made_at, viewer.zone))
            for row in waiting.given_by(viewer.id, found.id)
        ],
    )


@bp.post("/entries/<id:entry_id>/answer")
@limiter.limit(limits.EDIT)
def answer_invitation(entry_id: int) -> ResponseReturnValue:
    """Say yes or no to an invitation."""
    actor, yes = current_member(), request.form.get("answer") == "yes"
    entry = entries.load_invitation(entry_id, actor)
    entries.answer(actor, entry, yes, clock.now())
    if not yes:
        flash(_("Your no is noted; you are not invited again for 30 days."), "good")
        return redirect(url_for("members.circles"), 303)
    circle = db.session.get_one(Circle, entry.circle_id)
    flash(_("You are in %(circle)s.", circle=circle.name), "good")
    return redirect(url_for("members.circle", slug=circle.slug), 303)


@bp.post("/entries/<id:entry_id>/withdrawal")
@limiter.limit(limits.EDIT)
def take_entry_back(entry_id: int) -> ResponseReturnValue:
    """Take back an invitation that one gave, or a request that one made."""
    actor = current_member()
    entries.take_back(actor, entries.load_asked(entry_id, actor), clock.now())
    flash(_("Taken back."), "good")
    return redirect(url_for("members.circles"), 303)


@bp.get("/c/<slug>/requests")
def requests(slug: str) -> ResponseReturnValue:
    """Who asks to be let in, for stewards."""
    return _requests(slug, ReasonForm(formdata=None), 0)


def _requests(slug: str, form: ReasonForm, about: int) -> str:
    viewer, found = current_viewer(), _small(slug)
    if found.role != CircleRole.STEWARD:
        raise Forbidden(_("Only a steward of this circle can do this."))
    return render_template(
        "members/requests.html",
        circle=found,
        form=form,
        about=about,
        full=is_full(found),
        asked=[
            (row, byline(author_of(row), Exposure.NAMED, viewer.id), day(row.made_at, viewer.zone))
            for row in waiting.requests_to(found.id)
        ],
    )


@bp.post("/entries/<id:entry_id>/decision")
@limiter.limit(limits.EDIT)
def decide(entry_id: int) -> ResponseReturnValue:
    """A steward lets somebody in or says no."""
    actor, form, yes = current_member(), ReasonForm(), request.form.get("answer") == "yes"
    entry = entries.load_request(entry_id, actor)
    circle = db.session.get_one(Circle, entry.circle_id)
    try:
        entries.decide(actor, entry, yes, form.reason.data or "", clock.now())
    except RuleBroken as error:
        db.session.rollback()
        show_problem(form, error)
        return _requests(circle.slug, form, entry_id), 422
    flash(_("Let in.") if yes else _("Your no is sent, with its reason."), "good")
    return redirect(url_for("members.requests", slug=circle.slug), 303)
