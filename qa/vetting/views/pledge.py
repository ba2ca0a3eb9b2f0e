"""The pledge: read it, confirm the job, give it for a year."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members.dates import day
from qa.members.forms import show_problem
from qa.members.viewer import current_member, current_viewer
from qa.vetting import pledges
from qa.vetting.forms import PledgeForm
from qa.vetting.views import bp


def _page(form: PledgeForm, status: int = 200) -> ResponseReturnValue:
    viewer = current_viewer()
    until = "" if viewer.pledged_until is None or viewer.is_lapsed else day(viewer.pledged_until, viewer.zone)
    return render_template("vetting/pledge.html", form=form, until=until), status


@bp.get("/pledge")
def pledge() -> ResponseReturnValue:
    """The four points and the job."""
    return _page(PledgeForm(formdata=None, obj=current_member()))


@bp.post("/pledge")
@limiter.limit(limits.EDIT)
def give_pledge() -> ResponseReturnValue:
    """Give the pledge for another year."""
    form = PledgeForm()
    if not form.validate():
        return _page(form, 422)
    try:
        pledges.give(current_member(), form.title.data, form.employer.data, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    flash(_("Thank you. Your pledge holds for another year."), "good")
    return redirect(url_for("home.index"), 303)
