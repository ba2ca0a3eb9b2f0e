"""What stewards do: keep a circle's words, appoint others, remove a member."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.limits import limiter
from qa.members import circles, queries, stewards
from qa.members.byline import byline
from qa.members.forms import CircleForm, ReasonForm, show_problem
from qa.members.models import CircleRole, Exposure, Member
from qa.members.viewer import current_member, current_viewer
from qa.members.views import bp


def _kept(slug: str) -> Any:
    """The row of a circle that the viewer keeps; NotFound outside it, Forbidden for its other members."""
    found = queries.circle(slug, current_viewer().id)
    if found.everyone:
        raise NotFound
    if found.role != CircleRole.STEWARD:
        raise Forbidden(_("Only a steward of this circle can do this."))
    return found


def _member_of(circle_id: int, handle: str) -> Member:
    found = queries.by_handles(current_viewer().id, [handle])
    if not found or circles.part(circle_id, found[0].id) is None:
        raise NotFound
    return found[0]


@bp.get("/c/<slug>/settings")
def circle_settings(slug: str) -> ResponseReturnValue:
    """What a steward may change of a circle."""
    found = _kept(slug)
    data = {"purpose": found.purpose, "cap": found.cap, "listed": "yes" if found.listed else "no"}
    return render_template(
        "members/circle_settings.html", circle=found, form=CircleForm(data=data, formdata=None)
    )


@bp.post("/c/<slug>/settings")
@limiter.limit(limits.EDIT)
def save_circle(slug: str) -> ResponseReturnValue:
    """Change it."""
    actor, form = current_member(), CircleForm()
    circle = stewards.load(slug, actor)
    found = _kept(slug)
    if not form.validate():
        return render_template("members/circle_settings.html", circle=found, form=form), 422
    try:
        listed = form.listed.data == "yes"
        stewards.change(actor, circle, form.purpose.data, form.cap.data, listed, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return render_template("members/circle_settings.html", circle=found, form=form), 422
    flash(_("Saved."), "good")
    return redirect(url_for("members.circle", slug=slug), 303)


@bp.get("/c/<slug>/members/<handle>")
def circle_member(slug: str, handle: str) -> ResponseReturnValue:
    """What a steward may do about one member of the circle."""
    return _about(slug, handle, ReasonForm(formdata=None))


def _about(slug: str, handle: str, form: ReasonForm) -> str:
    found = _kept(slug)
    member = _member_of(found.id, handle)
    return render_template(
        "members/circle_member.html",
        circle=found,
        person=byline(member, Exposure.NAMED, current_viewer().id),
        handle=member.handle,
        steward=circles.part(found.id, member.id) == CircleRole.STEWARD,
        form=form,
    )


@bp.post("/c/<slug>/members/<handle>/steward")
@limiter.limit(limits.EDIT)
def appoint(slug: str, handle: str) -> ResponseReturnValue:
    """Appoint a steward, or withdraw one."""
    actor = current_member()
    circle = stewards.load(slug, actor)
    stewards.require_steward(actor, circle, clock.now())
    member = _member_of(circle.id, handle)
    act = stewards.appoint if request.form.get("steward") == "yes" else stewards.withdraw
    act(actor, circle, member, clock.now())
    flash(_("Saved."), "good")
    return redirect(url_for("members.circle", slug=slug), 303)


@bp.post("/c/<slug>/members/<handle>/removal")
@limiter.limit(limits.EDIT)
def remove(slug: str, handle: str) -> ResponseReturnValue:
    """Remove a member, with a reason that they read."""
    actor, form = current_member(), ReasonForm()
    circle = stewards.load(slug, actor)
    stewards.require_steward(actor, circle, clock.now())
    member = _member_of(circle.id, handle)
    try:
        stewards.remove(actor, circle, member, form.reason.data or "", clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _about(slug, handle, form), 422
    flash(_("%(name)s is out of the circle, and has a mail with your reason.", name=member.name), "good")
    return redirect(url_for("members.circle", slug=slug), 303)
