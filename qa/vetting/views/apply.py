"""Applying, and confirming the address. Nothing here tells whether an address is known."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.forms import ChooseForm, show_problem
from qa.members.models import Member
from qa.signin.views.entering import welcome
from qa.vetting import applications, entering, queries
from qa.vetting.forms import ApplyForm
from qa.vetting.views import bp


def _page(form: ApplyForm, status: int = 200, sent: bool = False) -> ResponseReturnValue:
    page = render_template("vetting/apply.html", form=form, sent=sent, usual_days=queries.usual_days())
    return page, status


@bp.get("/apply")
@open_to("public")
def apply() -> ResponseReturnValue:
    """The application form."""
    return _page(ApplyForm(formdata=None))


@bp.post("/apply")
@open_to("public")
@limiter.limit(limits.APPLY_ADDRESS, key_func=limits.address)
@limiter.limit(limits.APPLY, key_func=limits.account())
def send_application() -> ResponseReturnValue:
    """Take the application down; the answer is the same whoever has the address."""
    form = ApplyForm()
    if not form.validate():
        return _page(form, 422)
    try:
        applications.apply(form.said(form.email.data), clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    return _page(form, sent=True)


def dead_link() -> ResponseReturnValue:
    """For a link that was used, is too old, was altered, or is none."""
    return render_template("vetting/dead_link.html"), 410


@bp.get("/apply/confirm/<token>")
@open_to("public")
def confirmation(token: str) -> ResponseReturnValue:
    """The page to confirm the address. Opening it uses nothing up: mail scanners open links."""
    application = entering.look(token, clock.now())
    if application is None:
        return dead_link()
    return render_template("vetting/confirm.html", form=ChooseForm(formdata=None), email=application.email)


@bp.post("/apply/confirm/<token>")
@open_to("public")
@limiter.limit(limits.JOIN, key_func=limits.address)
def confirm(token: str) -> ResponseReturnValue:
    """Make the applicant's account and sign this browser in."""
    form, now = ChooseForm(), clock.now()
    application = entering.look(token, now)
    if application is None:
        return dead_link()
    email = application.email
    if not form.validate():
        return render_template("vetting/confirm.html", form=form, email=email), 422
    try:
        member = entering.confirm(application, form.password.data, now)
    except RuleBroken as error:
        show_problem(form, error)
        return render_template("vetting/confirm.html", form=form, email=email), 422
    return dead_link() if member is None else enter(member, now)


def enter(member: Member, now: datetime) -> ResponseReturnValue:
    """Sign an applicant in whose account was made just now; one who had it before signs in as they are used to."""
    flash(_("Your address is confirmed. Members who know your work are asked now."), "good")
    if member.joined_at != now:
        return redirect(url_for("members.login"), 303)
    welcome(member, remember=False)
    return redirect(url_for("members.standing"), 303)
