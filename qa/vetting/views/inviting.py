"""A member's invitations."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.dates import day
from qa.members.forms import show_problem
from qa.members.privileges.models import Privilege
from qa.members.viewer import current_member, current_viewer
from qa.trust import queries as trust
from qa.vetting import counting, invitations, queries
from qa.vetting.forms import InviteForm
from qa.vetting.views import bp


def _page(form: InviteForm, status: int = 200) -> ResponseReturnValue:
    viewer, now = current_viewer(), clock.now()
    page = render_template(
        "vetting/invitations.html",
        form=form,
        left=counting.invitations_left(viewer.id, now),
        may=trust.may(viewer, Privilege.VOUCHING, now),
        paused=current_member().invitations_paused_at is not None,
        sent=[
            (row, _state(row), day(row.made_at, viewer.zone), day(row.expires_at, viewer.zone))
            for row in queries.invitations(viewer.id)
        ],
    )
    return page, status


def _state(row: Any) -> str:
    """What became of an invitation, as far as its inviter is told."""
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at <= clock.now() else "waiting"


@bp.get("/invitations")
def invitation_list() -> ResponseReturnValue:
    """One's own invitations, and the form for another."""
    return _page(InviteForm(formdata=None))


@bp.post("/invitations")
@limiter.limit(limits.INVITE)
def invite() -> ResponseReturnValue:
    """Invite somebody; the answer is the same where the address is a member's already."""
    form = InviteForm()
    if not form.validate():
        return _page(form, 422)
    year = whole_number((form.since_year.data or "").strip())
    wanted = invitations.Wanted(form.name.data, form.email.data, form.how.data, year)
    try:
        name = invitations.invite(current_member(), wanted, clock.now()).name
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    flash(_("The invitation for %(name)s is on its way.", name=name), "good")
    return redirect(url_for("vetting.invitation_list"), 303)


@bp.post("/invitations/<id:invitation_id>/revocation")
@limiter.limit(limits.EDIT)
def revoke(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitations.revoke(current_member(), invitation_id, clock.now())
    flash(_("The invitation is taken back; its link does not work any more."), "good")
    return redirect(url_for("vetting.invitation_list"), 303)
