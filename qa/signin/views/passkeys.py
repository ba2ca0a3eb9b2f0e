"""Passkeys: signing in with one, adding, removing."""

from __future__ import annotations

from functools import partial

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members import devices, kept
from qa.members.dates import day, moment
from qa.members.forms import LoginForm, show_problem
from qa.members.viewer import current_member, current_viewer
from qa.members.views import door, going_on
from qa.signin import passkeys as rules
from qa.signin import queries, sudo
from qa.signin.forms import PasskeyForm
from qa.signin.views import asking, bp, entering


@bp.post("/login/passkey/options")
@open_to("public")
@limiter.limit(limits.CHALLENGE, key_func=limits.address)
def sign_in_options() -> ResponseReturnValue:
    """What a passkey is asked at the door, as JSON; the same for everybody."""
    return asking.ask("in", rules.options_to_show)


@bp.post("/login/passkey")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey. It is both steps: something one has, opened by something one knows or is."""
    form = LoginForm()
    member = rules.show(request.form.get("credential", ""), asking.asked("in"), clock.now())
    if member is None:
        form.form_errors.append(
            _("This passkey did not open an account here. Try once more, or use your password.")
        )
        return door.login_page(form, 422)
    entering.welcome(member, remember=form.remember.data)
    text = kept.unpacked(form.kept_path.data or "", form.kept.data or "")
    return going_on.go_on(member, form.next.data, text)


def _page(form: PasskeyForm, status: int) -> ResponseReturnValue:
    viewer = current_viewer()
    shown = [
        {
            "id": row.id,
            "name": row.name,
            "since": day(row.made_at, viewer.zone),
            "used": moment(row.used_at, viewer.zone) if row.used_at else _("not yet"),
        }
        for row in queries.passkeys_of(viewer.id)
    ]
    return make_response(render_template("signin/passkeys.html", form=form, passkeys=shown), status)


@bp.get("/settings/passkeys")
@open_to("account")
def passkeys() -> ResponseReturnValue:
    """One's passkeys."""
    return _page(PasskeyForm(formdata=None, name=devices.label(request.user_agent.string)), 200)


@bp.post("/settings/passkeys/options")
@open_to("account")
@limiter.limit(limits.EDIT)
def add_options() -> ResponseReturnValue:
    """What a browser is asked for a new passkey, as JSON."""
    sudo.require()
    return asking.ask("add", partial(rules.options_to_add, current_member()), current_viewer().id)


@bp.post("/settings/passkeys")
@open_to("account")
@limiter.limit(limits.EDIT)
def add_passkey() -> ResponseReturnValue:
    """Keep a new passkey."""
    sudo.require()
    form, asked = PasskeyForm(), asking.asked("add", current_viewer().id)
    try:
        rules.add(current_member(), form.credential.data or "", asked, form.name.data or "", clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    flash(_("The passkey is added."), "good")
    return redirect(url_for("signin.passkeys"), 303)


@bp.post("/settings/passkeys/<id:passkey_id>/removal")
@open_to("account")
@limiter.limit(limits.EDIT)
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Remove a passkey."""
    sudo.require()
    rules.remove(current_member(), passkey_id, clock.now())
    flash(_("The passkey is removed."), "good")
    return redirect(url_for("signin.passkeys"), 303)
