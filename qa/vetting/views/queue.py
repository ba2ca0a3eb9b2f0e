"""The queue of applicants, one application, and what members and moderators do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to, whole_number
from qa.members.byline import author_of, byline
from qa.members.dates import day
from qa.members.forms import show_problem
from qa.members.models import Exposure, Member, MemberState
from qa.members.privileges.models import Privilege
from qa.members.viewer import current_member, current_viewer
from qa.trust import queries as trust
from qa.vetting import counting, deciding, inquiries, queries, vouching
from qa.vetting.forms import AgainstForm, AskForm, ReasonForm, VouchForm
from qa.vetting.models import Application, StanceKind
from qa.vetting.views import bp
from qa.vetting.views.cards import cards

FORMS: dict[str, type[FlaskForm]] = {
    "vouch": VouchForm, "against": AgainstForm, "ask": AskForm, "decline": ReasonForm,
}  # fmt: skip


@bp.get("/vetting")
def index() -> ResponseReturnValue:
    """Who waits: those who name the viewer with their forms, the others by name."""
    viewer, now = current_viewer(), clock.now()
    rows = queries.queue(viewer.id)
    shown = cards(rows, viewer)
    asked = [card for card in shown if card.named and not card.own_word and not card.stance]
    return render_template(
        "vetting/index.html",
        asked=asked,
        others=[card for card in shown if card not in asked],
        forms=_forms(),
        given=_given(),
        may=trust.may(viewer, Privilege.VOUCHING, now),
        left=counting.vouches_left(viewer.id, now),
        invitations=counting.invitations_left(viewer.id, now),
    )


def _forms(tried: str = "", form: FlaskForm | None = None) -> dict[str, FlaskForm]:
    """A form of each kind, empty but for the one that was *tried*."""
    return {name: form if name == tried and form else kind(formdata=None) for name, kind in FORMS.items()}


def _given() -> list[dict[str, Any]]:
    """Those for whom the viewer's word stands."""
    viewer = current_viewer()
    return [
        {
            "id": row.id,
            "person": byline(author_of(row), Exposure.NAMED, viewer.id),
            "how": row.how,
            "when": day(row.given_at, viewer.zone),
            "waits": row.state == MemberState.APPLICANT,
        }
        for row in queries.vouched_by(viewer.id)
    ]


def _show(application_id: int, status: int = 200, **tried: Any) -> ResponseReturnValue:
    viewer = current_viewer()
    (card,) = cards([queries.waiting(application_id, viewer.id)], viewer)
    page = render_template(
        "vetting/show.html",
        card=card,
        forms=_forms(**tried),
        may=trust.may(viewer, Privilege.VOUCHING, clock.now()),
        left=counting.vouches_left(viewer.id, clock.now()),
    )
    return page, status


@bp.get("/vetting/<id:application_id>")
def show(application_id: int) -> ResponseReturnValue:
    """One application."""
    return _show(application_id)


Act = Callable[[Member, Application, datetime], Any]


def _do(application_id: int, act: Act, said: str, tried: str = "", form: Any = None) -> ResponseReturnValue:
    """Do *act* to an application that waits and say what was done; what is refused is said on its page."""
    queries.waiting(application_id, current_viewer().id)
    application = db.session.get_one(Application, application_id)
    try:
        act(current_member(), application, clock.now())
    except RuleBroken as error:
        db.session.rollback()
        form = form if form is not None else FORMS["vouch"](formdata=None)
        show_problem(form, error)
        return _show(application_id, 422, tried=tried or "vouch", form=form)
    flash(said, "good")
    return redirect(url_for("vetting.index"), 303)


@bp.post("/vetting/<id:application_id>/vouches")
@limiter.limit(limits.VOUCH)
def vouch(application_id: int) -> ResponseReturnValue:
    """Vouch for an applicant."""
    form = VouchForm()
    how, year = form.how.data or "", whole_number((form.since_year.data or "").strip())

    def act(member: Member, application: Application, now: datetime) -> None:
        vouching.vouch(member, application, how, year, now)

    return _do(application_id, act, _("Your word is given. You are told how it goes on."), "vouch", form)


@bp.post("/vetting/<id:application_id>/stances")
@limiter.limit(limits.VOUCH)
def stand_aside(application_id: int) -> ResponseReturnValue:
    """Say that one does not know the work, or advise against, privately."""
    form, kind = AgainstForm(), request.form.get("kind", "")
    if kind not in set(StanceKind):
        abort(400)

    def act(member: Member, application: Application, now: datetime) -> None:
        vouching.stand_aside(member, application, StanceKind(kind), form.words.data or "", now)

    said = _("You are not asked about this person again.")
    if kind == StanceKind.AGAINST:
        said = _("The moderators read your advice; nobody else does.")
    return _do(application_id, act, said, "against", form)


@bp.post("/vetting/<id:application_id>/inquiries")
@limiter.limit(limits.COMMENT)
def ask(application_id: int) -> ResponseReturnValue:
    """Ask the applicant something."""
    form = AskForm()

    def act(member: Member, application: Application, now: datetime) -> None:
        inquiries.ask(member, application, form.question.data or "", now)

    return _do(application_id, act, _("Your question is on its way."), "ask", form)


@bp.post("/vetting/<id:application_id>/admission")
@open_to("staff")
@limiter.limit(limits.VOUCH)
def admit(application_id: int) -> ResponseReturnValue:
    """Admit with one vouch fewer than needed."""
    return _do(application_id, deciding.admit, _("The applicant is a member now and is told so."))


@bp.post("/vetting/<id:application_id>/decline")
@open_to("staff")
@limiter.limit(limits.VOUCH)
def decline(application_id: int) -> ResponseReturnValue:
    """Decline with a reason."""
    form = ReasonForm()

    def act(member: Member, application: Application, now: datetime) -> None:
        deciding.decline(member, application, form.reason.data or "", now)

    return _do(application_id, act, _("Declined. The applicant is told the reason."), "decline", form)


@bp.post("/vouches/<id:vouch_id>/withdrawal")
@limiter.limit(limits.VOUCH)
def take_back(vouch_id: int) -> ResponseReturnValue:
    """Take one's word back."""
    vouching.take_back(current_member(), vouch_id, ReasonForm().reason.data or "", clock.now())
    flash(_("Your word is taken back. Moderators can read why."), "good")
    return redirect(url_for("vetting.index"), 303)
