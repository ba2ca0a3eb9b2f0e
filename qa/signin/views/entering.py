"""The last steps of every sign-in, whatever proved who it is: the code where one is asked for, and the session."""

from __future__ import annotations

from flask import after_this_request, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from qa.core import browsers, clock
from qa.core.db import db
from qa.core.limits import account_name
from qa.members import devices, sessions
from qa.members.kept import Kept
from qa.members.models import LoginSession, Member
from qa.members.views import going_on
from qa.signin import codes, halfway, notices
from qa.signin.forms import CodeForm


def let_in(
    member: Member, *, remember: bool, target: str | None, text: Kept | None = None
) -> ResponseReturnValue:
    """Sign in *member*, who has passed the first step: at once, or after the code where codes are on."""
    if not codes.is_on(member.id):
        welcome(member, remember=remember)
        return going_on.go_on(member, target, text)
    halfway.begin(member, remember=remember, target=going_on.page_of(target))
    if text is None:
        return redirect(url_for("signin.code"), 303)
    # Text may be longer than a cookie or an address, so the page that carries it is the answer itself.
    return code_page(CodeForm(formdata=None, kept=text.packed() or "", kept_path=text.path), 200)


def code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    """The page that asks for the code."""
    return make_response(render_template("signin/code.html", form=form), status)


def welcome(member: Member, *, remember: bool) -> None:
    """Begin the session; tell the member where the browser is new to the account, but not of their first."""
    label = devices.label(request.user_agent.string)
    name = f"member:{member.id}"
    is_known = browsers.id_for(name) is not None
    had_one = db.session.scalar(select(LoginSession.id).where(LoginSession.member_id == member.id).limit(1))
    sessions.start(member, remember=remember, device=label)
    if had_one is not None and not is_known:
        notices.tell(member.id, "sign_in", clock.now(), device=label)
    also = [account_name(member.email)] if member.email else []
    after_this_request(lambda response: browsers.note(response, name, *also))
