"""What a person changes of themselves: words, looks, password, devices. Open to every account."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members import accounts, devices, profiles, sessions
from qa.members.dates import day, moment
from qa.members.forms import PasswordForm, ProfileForm, show_problem
from qa.members.models import MemberState
from qa.members.viewer import current_member, current_viewer
from qa.members.views import bp
from qa.moderation.queries import suspension_of
from qa.vetting.views.standing import applicant_page


@bp.get("/settings")
@open_to("account")
def settings() -> ResponseReturnValue:
    """The words of one's profile, the time zone and the looks."""
    return render_template("members/settings.html", form=ProfileForm(current_member()))


@bp.post("/settings")
@open_to("account")
@limiter.limit(limits.EDIT)
def save_settings() -> ResponseReturnValue:
    """Save them all, or none where one is at fault."""
    member = current_member()
    form = ProfileForm(member)
    if not form.validate():
        return render_template("members/settings.html", form=form), 422
    try:
        accounts.change_profile(member, form.name.data, form.timezone.data or "", form.words, clock.now())
        profiles.share(member, form.audiences)
        accounts.change_looks(member, form.theme.data or "", form.recognition_hidden.data)
    except RuleBroken as error:
        show_problem(form, error)
        return render_template("members/settings.html", form=form), 422
    flash(_("Saved."), "good")
    # Another job asks for the pledge at once.
    asked = member.state == MemberState.ACTIVE and member.is_lapsed(clock.now())
    return redirect(url_for("vetting.pledge" if asked else "members.settings"), 303)


@bp.get("/settings/password")
@open_to("account")
def password() -> ResponseReturnValue:
    """The page to change the password."""
    return render_template("members/password.html", form=PasswordForm(formdata=None))


@bp.post("/settings/password")
@open_to("account")
@limiter.limit(limits.LOGIN)
def change_password() -> ResponseReturnValue:
    """Change the password of one who knows the old one; other devices are signed out."""
    form, viewer = PasswordForm(), current_viewer()
    if not form.validate():
        return render_template("members/password.html", form=form), 422
    try:
        accounts.change_password(
            current_member(), form.old.data, form.password.data, clock.now(), spare=viewer.session_id
        )
    except RuleBroken as error:
        show_problem(form, error)
        return render_template("members/password.html", form=form), 422
    flash(_("Your password is changed. Everywhere else you are signed out."), "good")
    return redirect(url_for("members.device_list"), 303)


@bp.get("/settings/devices")
@open_to("account")
def device_list() -> ResponseReturnValue:
    """Where one is signed in."""
    viewer = current_viewer()
    shown: list[dict[str, Any]] = [
        {
            "id": row.id,
            "name": row.device or devices.label(""),
            "here": row.id == viewer.session_id,
            "since": day(row.created_at, viewer.zone),
            "seen": moment(row.seen_at, viewer.zone),
        }
        for row in sessions.devices(viewer.id)
    ]
    return render_template("members/devices.html", devices=shown, others=len(shown) > 1)


@bp.post("/settings/devices/<id:session_id>/end")
@open_to("account")
@limiter.limit(limits.EDIT)
def end_device(session_id: int) -> ResponseReturnValue:
    """Sign one device out."""
    viewer = current_viewer()
    if session_id == viewer.session_id:
        return redirect(url_for("members.logout"), 303)
    if not sessions.revoke(viewer.id, session_id=session_id):
        raise NotFound
    flash(_("That device is signed out."), "good")
    return redirect(url_for("members.device_list"), 303)


@bp.post("/settings/devices/end")
@open_to("account")
@limiter.limit(limits.EDIT)
def end_other_devices() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    viewer = current_viewer()
    sessions.revoke(viewer.id, spare=viewer.session_id)
    flash(_("You are signed out everywhere else."), "good")
    return redirect(url_for("members.device_list"), 303)


@bp.get("/standing")
@open_to("account")
def standing() -> ResponseReturnValue:
    """Where an applicant or a suspended member stands, in plain words."""
    viewer = current_viewer()
    if viewer.may_read:
        return redirect(url_for("home.index"))
    if viewer.state == MemberState.APPLICANT:
        return applicant_page(viewer)
    return render_template(
        "members/standing.html",
        name=viewer.name,
        state=viewer.state.value,
        suspension=suspension_of(viewer.id),
    )
