"""Signing in and out, the forgotten password, and what happens to a page whose session has ended."""

from __future__ import annotations

import structlog
from flask import Flask, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.pages import error_page
from qa.core.transaction import SAFE
from qa.core.web import open_to
from qa.members import accounts, kept, resets, sessions
from qa.members.forms import ChooseForm, ForgottenForm, LoginForm, show_problem
from qa.members.kept import Kept
from qa.members.viewer import current_viewer
from qa.members.views import bp, going_on
from qa.signin.views import entering

NEXT_MAX = 1_500
"""Characters of the address to go on to; a longer one is a form's content and not worth a header."""
SIGNING_IN = frozenset({"members.sign_in", "signin.sign_in", "signin.leave_to_sign_in", "signin.take_code"})
"""Steps of signing in: a page that is too old begins anew, with the text that it carries."""
DOOR = frozenset(
    {"members.ask_for_link", "members.choose", "signin.take_identity", "signin.sign_in_options"}
    | {"signin.confirm_address", "signin.refuse_address"}
    | {"vetting.send_application", "vetting.confirm", "vetting.join"}
)
"""Others where nobody need be signed in."""

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Let *app* answer those who are not signed in, and pages that are too old, without losing their text."""
    sessions.manager.unauthorized_handler(unauthorized)
    app.register_error_handler(CSRFError, page_too_old)


def unauthorized() -> ResponseReturnValue:
    """Ask to sign in. What was just posted is carried along."""
    if request.accept_mimetypes.best == "application/json":
        return error_page(401, _("You are signed out."))
    if request.method in SAFE:
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            return error_page(401, _("You are signed out."))
        target = request.full_path.rstrip("?")
        return redirect(url_for("members.login", next=target if len(target) <= NEXT_MAX else None))
    return _sign_in_to_go_on()


def _sign_in_to_go_on() -> Response:
    text = kept.of_request(request)
    form = LoginForm(formdata=None, next=kept.page_of(request))
    if text is not None and (packed := text.packed()) is not None:
        form.kept.data, form.kept_path.data = packed, text.path
        text = None
    return login_page(form, 401, too_long=text)


def login_page(form: LoginForm, status: int, message: str = "", too_long: Kept | None = None) -> Response:
    """The sign-in page. *too_long* is text that the form cannot carry: it is shown, to be copied."""
    carried = kept.unpacked(form.kept_path.data or "", form.kept.data or "")
    page = render_template(
        "members/login.html",
        form=form,
        message=message,
        carried=carried,
        too_long=too_long,
        expired=status == 401,
    )
    return make_response(page, status)


def page_too_old(error: CSRFError) -> ResponseReturnValue:
    """A form whose token is not this session's: the session ended, or another one began meanwhile."""
    if request.headers.get("Sec-Fetch-Site", "none") == "cross-site":
        return error_page(403)
    message = _("This page had been open for too long. Please send it again.")
    if request.endpoint in SIGNING_IN:
        return login_page(LoginForm(), 400, message)
    if request.endpoint not in DOOR and not current_user.is_authenticated:
        return unauthorized()
    text = kept.of_request(request)
    if text is None or request.accept_mimetypes.best == "application/json":
        return error_page(400, message)
    return make_response(render_template("members/kept.html", kept=text, message=""), 400)


@bp.get("/login")
@open_to("public")
def login() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    target = going_on.page_of(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    return login_page(LoginForm(formdata=None, next=target), 200)


@bp.post("/login")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
@limiter.limit(limits.LOGIN, key_func=limits.account())
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to where the person came from or to the text they had typed."""
    form = LoginForm()
    if not form.validate():
        return login_page(form, 422)
    member = accounts.authenticate(form.email.data, form.password.data)
    if member is None:
        log.warning("sign_in_refused", address=limits.address())
        form.form_errors.append(_("This address and this password do not belong together. Check both."))
        return login_page(form, 422)
    text = kept.unpacked(form.kept_path.data or "", form.kept.data or "")
    return entering.let_in(member, remember=form.remember.data, target=form.next.data, text=text)


@bp.get("/logout")
@open_to("public")
def logout() -> ResponseReturnValue:
    """A link cannot sign anybody out: this asks."""
    if not current_user.is_authenticated:
        return redirect(url_for("members.login"))
    return render_template("members/logout.html")


@bp.post("/logout")
@open_to("public")
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if current_user.is_authenticated:
        sessions.end(current_viewer())
    flash(_("You are signed out."), "good")
    return redirect(url_for("members.login"), 303)


@bp.get("/forgotten")
@open_to("public")
def forgotten() -> ResponseReturnValue:
    """The page for a forgotten password."""
    return render_template("members/forgotten.html", form=ForgottenForm(formdata=None), sent=False)


@bp.post("/forgotten")
@open_to("public")
@limiter.limit(limits.RESET_ADDRESS, key_func=limits.address)
@limiter.limit(limits.RESET, key_func=limits.account(by_browser=False))
def ask_for_link() -> ResponseReturnValue:
    """Have a link sent; the answer is the same whoever is asked for."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("members/forgotten.html", form=form, sent=False), 422
    resets.request(form.email.data)
    return render_template("members/forgotten.html", form=form, sent=True)


@bp.get("/reset/<token>")
@open_to("public")
def reset(token: str) -> ResponseReturnValue:
    """The page to choose a new password. Opening it uses nothing up: mail scanners open links."""
    if resets.look(token, clock.now()) is None:
        return render_template("members/reset_dead.html"), 410
    return render_template("members/reset.html", form=ChooseForm(formdata=None))


@bp.post("/reset/<token>")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def choose(token: str) -> ResponseReturnValue:
    """Give the member the new password and sign this browser in; all others are signed out."""
    form, now = ChooseForm(), clock.now()
    link = resets.look(token, now)
    if link is None:
        return render_template("members/reset_dead.html"), 410
    if not form.validate():
        return render_template("members/reset.html", form=form), 422
    try:
        member = resets.use(link, form.password.data, now)
    except RuleBroken as error:
        show_problem(form, error)
        return render_template("members/reset.html", form=form), 422
    if member is None:
        return render_template("members/reset_dead.html"), 410
    answer = entering.let_in(member, remember=False, target=None)
    flash(_("Your new password is set. Everywhere else you are signed out."), "good")
    return answer
