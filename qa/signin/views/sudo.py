"""The page on which people prove again who they are."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members import sessions
from qa.members.forms import show_problem
from qa.members.viewer import current_member, current_viewer
from qa.members.views import going_on
from qa.signin import codes, passkeys, queries
from qa.signin import sudo as rules
from qa.signin.forms import SudoForm
from qa.signin.views import asking, bp


def _page(form: SudoForm, status: int) -> ResponseReturnValue:
    viewer = current_viewer()
    page = render_template(
        "signin/sudo.html",
        form=form,
        has_password=queries.has_password(viewer.id),
        has_codes=codes.is_on(viewer.id),
        has_passkey=queries.has_passkey(viewer.id),
    )
    return make_response(page, status)


@bp.get("/sudo")
@open_to("account")
def sudo() -> ResponseReturnValue:
    """Ask who it is, unless that was proved a moment ago."""
    target = going_on.page_of(request.args.get("next"))
    if rules.is_fresh(current_viewer(), clock.now()):
        return redirect(target)
    return _page(SudoForm(formdata=None, next=target), 200)


@bp.post("/sudo")
@open_to("account")
@limiter.limit(limits.SECOND_STEP)
def confirm() -> ResponseReturnValue:
    """Take a password or a code."""
    form, now, stored = SudoForm(), clock.now(), current_member().password_hash
    db.session.rollback()  # SQLite's write lock is not to be held while the hash is computed
    try:
        rules.prove(current_member(), stored, form.password.data or "", form.code.data or "", now)
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    sessions.confirm(current_viewer(), now)
    return redirect(going_on.page_of(form.next.data), 303)


@bp.post("/sudo/passkey/options")
@open_to("account")
@limiter.limit(limits.LOGIN)
def confirm_options() -> ResponseReturnValue:
    """What a passkey is asked, as JSON."""
    return asking.ask("sudo", passkeys.options_to_show, current_viewer().id)


@bp.post("/sudo/passkey")
@open_to("account")
@limiter.limit(limits.LOGIN)
def confirm_passkey() -> ResponseReturnValue:
    """Take a passkey of the person's own."""
    form, now, viewer = SudoForm(), clock.now(), current_viewer()
    member = passkeys.show(form.credential.data or "", asking.asked("sudo", viewer.id), now)
    if member is None or member.id != viewer.id:
        form.form_errors.append(_("This passkey did not open. Try once more, or use your password."))
        return _page(form, 422)
    sessions.confirm(viewer, now)
    return redirect(going_on.page_of(form.next.data), 303)
