"""Codes of an authenticator app, and the recovery codes that go with them."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.forms import show_problem
from qa.members.viewer import current_member, current_viewer
from qa.signin import codes as rules
from qa.signin import recovery, sudo
from qa.signin.forms import FirstCodeForm
from qa.signin.views import bp


@bp.get("/settings/codes")
@open_to("account")
def codes() -> ResponseReturnValue:
    """Whether codes are on, and how many recovery codes are left."""
    me = current_viewer().id
    return render_template("signin/codes.html", on=rules.is_on(me), left=recovery.left(me))


@bp.post("/settings/codes")
@open_to("account")
@limiter.limit(limits.EDIT)
def begin_codes() -> ResponseReturnValue:
    """Make a secret for a new app."""
    sudo.require()
    rules.begin(current_member(), clock.now())
    return redirect(url_for("signin.new_codes"), 303)


def _setup_page(form: FirstCodeForm, status: int) -> ResponseReturnValue:
    member = current_member()
    secret = rules.waiting(member.id)
    if secret is None:
        return redirect(url_for("signin.codes"), 303)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    drawing = rules.drawing(rules.address(member, secret))
    page = render_template("signin/codes_new.html", form=form, secret=grouped, drawing=drawing)
    return make_response(page, status)


@bp.get("/settings/codes/new")
@open_to("account")
def new_codes() -> ResponseReturnValue:
    """The secret for the app, as a picture and as text."""
    sudo.require()
    return _setup_page(FirstCodeForm(formdata=None), 200)


@bp.post("/settings/codes/new")
@open_to("account")
@limiter.limit(limits.LOGIN)
def confirm_codes() -> ResponseReturnValue:
    """Switch codes on by a first right one, and show the recovery codes this once."""
    sudo.require()
    form = FirstCodeForm()
    if not form.validate():
        return _setup_page(form, 422)
    try:
        shown = rules.confirm(current_member(), form.code.data, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _setup_page(form, 422)
    return render_template("signin/recovery.html", codes=shown, new=True)


@bp.post("/settings/codes/recovery")
@open_to("account")
@limiter.limit(limits.EDIT)
def renew_recovery() -> ResponseReturnValue:
    """New recovery codes for the old ones."""
    sudo.require()
    me = current_viewer().id
    if not rules.is_on(me):
        raise NotFound
    return render_template("signin/recovery.html", codes=recovery.renew(me, clock.now()), new=False)


@bp.post("/settings/codes/off")
@open_to("account")
@limiter.limit(limits.EDIT)
def end_codes() -> ResponseReturnValue:
    """Switch codes off."""
    sudo.require()
    rules.switch_off(current_viewer().id, clock.now())
    flash(_("Codes are off. Your password alone opens your account."), "good")
    return redirect(url_for("signin.codes"), 303)
