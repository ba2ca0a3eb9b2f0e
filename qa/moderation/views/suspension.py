"""Suspending a member, letting them in again, and letting a voucher invite again: one page for all three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.byline import byline
from qa.members.dates import day
from qa.members.models import Exposure, Member, MemberState
from qa.members.viewer import current_member, current_viewer
from qa.moderation import acts, queries, suspending
from qa.moderation.forms import ReasonForm, SuspensionForm
from qa.moderation.models import ActKind
from qa.moderation.views import bp
from qa.questions.forms import show_problem
from qa.signin import sudo

SUSPEND, REINSTATE, RESUME = "suspend", "reinstate", "resume"


@bp.get("/m/<handle>/suspension")
@open_to("staff")
def suspension(handle: str) -> ResponseReturnValue:
    """How a member stands, and what a moderator may do about it, once they proved again who they are."""
    sudo.require()
    member = queries.load(handle, current_viewer().id)
    acts.require_power_over(current_member(), member)
    return _page(handle, "", None)


@bp.post("/m/<handle>/suspension")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def suspend(handle: str) -> ResponseReturnValue:
    """Suspend a member."""
    sudo.require(while_writing=True)
    form = SuspensionForm(part=SUSPEND)
    member = queries.load(handle, current_viewer().id, lock=True)
    acts.require_power_over(current_member(), member)
    if form.validate():
        kind, reason = ActKind(form.kind.data), form.reason.data or ""
        try:
            suspending.suspend(current_member(), member, kind, reason, clock.now())
        except RuleBroken as error:
            show_problem(form, error)
        else:
            return _done(
                _("Suspended. The member is told, and so is who vouched for them where it is selling.")
            )
    return _page(handle, SUSPEND, form), 422


@bp.post("/m/<handle>/reinstatement")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def reinstate(handle: str) -> ResponseReturnValue:
    """Let a suspended member in again."""
    return _lift(handle, REINSTATE, suspending.reinstate, _("Let in again. The member is told."))


@bp.post("/m/<handle>/invitations")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def resume(handle: str) -> ResponseReturnValue:
    """Let a voucher invite again."""
    return _lift(
        handle, RESUME, suspending.resume_invitations, _("Invitations work again. The member is told.")
    )


def _lift(
    handle: str, act: str, rule: Callable[[Member, Member, str, datetime], None], message: str
) -> ResponseReturnValue:
    sudo.require(while_writing=True)
    form, member = ReasonForm(part=act), queries.load(handle, current_viewer().id, lock=True)
    acts.require_power_over(current_member(), member)
    if form.validate():
        try:
            rule(current_member(), member, form.reason.data or "", clock.now())
        except RuleBroken as error:
            show_problem(form, error)
        else:
            return _done(message)
    return _page(handle, act, form), 422


def _done(message: str) -> ResponseReturnValue:
    flash(message, "good")
    return redirect(url_for("moderation.desk"), 303)


def _page(handle: str, act: str, refused: ReasonForm | None) -> str:
    """The page with the forms that fit the member's standing, *refused* in the place of the one of *act*."""
    viewer = current_viewer()
    member = queries.load(handle, viewer.id)
    blank = {SUSPEND: SuspensionForm, REINSTATE: ReasonForm, RESUME: ReasonForm}
    why = queries.suspension_of(member.id)
    paused = member.invitations_paused_at
    return render_template(
        "moderation/suspension.html",
        person=byline(member, Exposure.NAMED, viewer.id),
        handle=member.handle,
        suspended=member.state == MemberState.SUSPENDED,
        why=why,
        since=day(why.made_at, viewer.zone) if why else "",
        paused=day(paused, viewer.zone) if paused else "",
        forms={
            name: refused if name == act else form(formdata=None, part=name) for name, form in blank.items()
        },
        act=act,
    )
