"""The second step of signing in: a code of the app's, or one from paper."""

from __future__ import annotations

import structlog
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members import kept
from qa.members.forms import LoginForm, show_problem
from qa.members.views import door, going_on
from qa.signin import codes, halfway, recovery
from qa.signin.forms import CodeForm
from qa.signin.views import bp, entering

log = structlog.get_logger(__name__)


def _halfway() -> str:
    half = halfway.read()
    return limits.address() if half is None else f"account:{half.member_id}"


@bp.get("/login/code")
@open_to("public")
def code() -> ResponseReturnValue:
    """The page that asks for the code."""
    if halfway.read() is None:
        return redirect(url_for("members.login"))
    return entering.code_page(CodeForm(formdata=None), 200)


@bp.post("/login/code")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
@limiter.limit(limits.SECOND_STEP, key_func=_halfway)
def take_code() -> ResponseReturnValue:
    """Finish signing in with a right code."""
    form, now = CodeForm(), clock.now()
    half = halfway.read()
    member = None if half is None else halfway.member_of(half)
    if half is None or member is None:
        return _too_late(form)
    if not form.validate():
        return entering.code_page(form, 422)
    try:
        right = codes.take(member.id, form.code.data, now) or recovery.take(member.id, form.code.data, now)
        if not right:
            log.warning("code_refused", member=member.id, address=limits.address())
            raise RuleBroken(_("This code is not right, or was used already. Wait for the next."), "code")
    except RuleBroken as error:
        show_problem(form, error)
        return entering.code_page(form, 422)
    entering.welcome(member, remember=half.remember)
    text = kept.unpacked(form.kept_path.data or "", form.kept.data or "")
    return going_on.go_on(member, half.target, text)


def _too_late(form: CodeForm) -> ResponseReturnValue:
    """Back to the first step; what was typed goes along."""
    message = _("That took longer than five minutes. Sign in again.")
    if not form.kept.data:
        flash(message, "warn")
        return redirect(url_for("members.login"), 303)
    again = LoginForm(formdata=None, kept=form.kept.data, kept_path=form.kept_path.data)
    return door.login_page(again, 422, message)
