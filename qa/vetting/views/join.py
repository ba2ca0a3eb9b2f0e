"""Following an invitation: who invites, and the application form."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.byline import Byline, byline
from qa.members.forms import show_problem
from qa.members.models import Exposure, Member, MemberState
from qa.vetting import invitations
from qa.vetting.forms import JoinForm
from qa.vetting.models import Invitation
from qa.vetting.views import bp
from qa.vetting.views.apply import dead_link, enter


def _page(form: JoinForm, invitation: Invitation, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "vetting/join.html",
        form=form,
        email=invitation.email,
        how=invitation.how,
        inviter=_inviter(invitation),
    )
    return page, status


def _inviter(invitation: Invitation) -> Byline | None:
    """Who invites, as the mail said; None once they are no active member."""
    inviter = db.session.get_one(Member, invitation.inviter_id)
    return byline(inviter, Exposure.NAMED, None) if inviter.state == MemberState.ACTIVE else None


@bp.get("/join/<token>")
@open_to("public")
def invited(token: str) -> ResponseReturnValue:
    """Who invites, and the form. Opening it uses nothing up: mail scanners open links."""
    invitation = invitations.look(token, clock.now())
    if invitation is None:
        return dead_link()
    return _page(JoinForm(formdata=None, name=invitation.name), invitation)


@bp.post("/join/<token>")
@open_to("public")
@limiter.limit(limits.JOIN, key_func=limits.address)
def join(token: str) -> ResponseReturnValue:
    """Use the invitation up: an applicant with the inviter's word."""
    form, now = JoinForm(), clock.now()
    invitation = invitations.look(token, now)
    if invitation is None:
        return dead_link()
    if not form.validate():
        return _page(form, invitation, 422)
    try:
        application = invitations.join(invitation, form.said(invitation.email), form.password.data, now)
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, invitation, 422)
    if application is None:
        return dead_link()
    return enter(db.session.get_one(Member, application.member_id), now)
