"""A change of mail address: asked for under settings, said yes to from both mailboxes."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.dates import moment
from qa.members.forms import show_problem
from qa.members.viewer import current_member, current_viewer
from qa.signin import addresses, queries, sudo
from qa.signin.forms import AddressForm
from qa.signin.views import bp


def _page(form: AddressForm, status: int) -> ResponseReturnValue:
    viewer, now = current_viewer(), clock.now()
    waiting = queries.waiting_address(viewer.id, now)
    until = moment(waiting.until, viewer.zone) if waiting else ""
    page = render_template(
        "signin/address.html", form=form, present=current_member().email, waiting=waiting, until=until
    )
    return make_response(page, status)


@bp.get("/settings/address")
@open_to("account")
def address() -> ResponseReturnValue:
    """One's mail address, and a change of it that waits."""
    return _page(AddressForm(formdata=None), 200)


@bp.post("/settings/address")
@open_to("account")
@limiter.limit(limits.RESET)
def ask_for_address() -> ResponseReturnValue:
    """Ask both mailboxes; the answer is the same whether the new address is somebody's or not."""
    sudo.require()
    form = AddressForm()
    if not form.validate():
        return _page(form, 422)
    try:
        addresses.ask(current_member(), form.email.data, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, 422)
    flash(_("Two mails are on their way: one to your present address, one to the new."), "good")
    return redirect(url_for("signin.address"), 303)


@bp.post("/settings/address/end")
@open_to("account")
@limiter.limit(limits.EDIT)
def call_off_address() -> ResponseReturnValue:
    """Call a change off that waits."""
    if addresses.call_off(current_viewer().id, clock.now()):
        flash(_("Called off. Your address stays as it is."), "good")
    return redirect(url_for("signin.address"), 303)


def _dead() -> ResponseReturnValue:
    return make_response(render_template("signin/address_dead.html"), 410)


@bp.get("/address/<token>")
@open_to("public")
def answer_address(token: str) -> ResponseReturnValue:
    """The page behind a link in one of the two mails. Opening it says nothing yet: mail scanners open links."""
    link = addresses.look(token, clock.now())
    if link is None:
        return _dead()
    return render_template("signin/address_answer.html", link=link, token=token)


def _session_of(member_id: int) -> int | None:
    """The session of this browser, if the member is the one who is signed in."""
    is_theirs = current_user.is_authenticated and current_user.id == member_id
    return current_user.session_id if is_theirs else None


@bp.post("/address/<token>")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def confirm_address(token: str) -> ResponseReturnValue:
    """Note the yes of one mailbox; with the second one it takes effect."""
    now = clock.now()
    link = addresses.look(token, now)
    if link is None:
        return _dead()
    said = addresses.say_yes(link, now, spare=_session_of(link.member_id))
    if said == "dead":
        return _dead()
    return render_template("signin/address_said.html", done=said == "done", link=link)


@bp.post("/address/<token>/refusal")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def refuse_address(token: str) -> ResponseReturnValue:
    """ "This was not me": the change is off, every session ends, and a new password is chosen."""
    now = clock.now()
    link = addresses.look(token, now)
    if link is None:
        return _dead()
    try:
        fresh = addresses.refuse(link, now)
    except NotFound:
        return _dead()
    flash(_("The change is called off, and you are signed out everywhere. Choose a new password."), "good")
    return redirect(url_for("members.reset", token=fresh), 303)
