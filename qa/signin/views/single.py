"""Signing in at an OpenID Connect provider, and connecting an identity there.

The site's policy lets a form lead to this site only, redirects included, so the way to the provider is a
page with a link; and nothing changes on GET, so the way back is a page with a form.
"""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from qa.config import settings
from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members import kept
from qa.members.dates import day, moment
from qa.members.forms import LoginForm
from qa.members.kept import Kept
from qa.members.viewer import current_member, current_viewer
from qa.members.views import going_on
from qa.signin import queries, single_sign_on, sudo
from qa.signin.single_sign_on import Identity
from qa.signin.views import bp, entering

WISH = "single_sign_on"
STATES = "_state_oidc_"


def _leave(wish: list[object], text: Kept | None = None) -> ResponseReturnValue:
    """The page that leads to the provider; *wish* is what to do on the way back.

    *text* was typed before the session ended and cannot come along: it is shown, to be copied.
    """
    if not single_sign_on.is_offered():
        raise NotFound
    db.session.rollback()  # no lock is to be held while the provider is asked
    for name in [name for name in session if name.startswith(STATES)]:
        del session[name]  # one sign-in at a time, so that the cookie stays small
    session[WISH] = wish
    way, name = single_sign_on.way(), settings().oidc_name
    return render_template("signin/single_go.html", way=way, provider=name, text=text)


@bp.post("/login/sso")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def leave_to_sign_in() -> ResponseReturnValue:
    """Go to the provider to sign in."""
    form = LoginForm()
    text = kept.unpacked(form.kept_path.data or "", form.kept.data or "")
    return _leave(["in", bool(form.remember.data), going_on.page_of(form.next.data)], text)


@bp.post("/settings/single-sign-on")
@open_to("account")
@limiter.limit(limits.EDIT)
def leave_to_connect() -> ResponseReturnValue:
    """Go to the provider to connect an identity there."""
    sudo.require()
    return _leave(["connect", current_viewer().id])


@bp.get("/login/sso/back")
@open_to("public")
def back() -> ResponseReturnValue:
    """Back from the provider: a form with what it says, which sends itself where scripts run."""
    if not single_sign_on.is_offered():
        raise NotFound
    if WISH not in session or not request.args.get("code"):
        return _came_to_nothing(400)
    return render_template(
        "signin/single_back.html", code=request.args["code"], state=request.args.get("state", "")
    )


def _came_to_nothing(status: int, message: str = "") -> ResponseReturnValue:
    page = render_template("signin/single_failed.html", provider=settings().oidc_name, message=message)
    return make_response(page, status)


@bp.post("/login/sso/back")
@open_to("public")
@limiter.limit(limits.LOGIN, key_func=limits.address)
def take_identity() -> ResponseReturnValue:
    """Sign in, or connect, as who the provider says it is."""
    if not single_sign_on.is_offered():
        raise NotFound
    wish = session.pop(WISH, None)
    if wish is None:
        return _came_to_nothing(400)
    try:
        found = single_sign_on.identity()
        return _sign_in(found, wish) if wish[0] == "in" else _connect(found, wish)
    except RuleBroken as error:
        return _came_to_nothing(422, error.message)


def _sign_in(found: Identity, wish: list[object]) -> ResponseReturnValue:
    member = single_sign_on.member_of(found, clock.now())
    if member is None:
        words = _("No account here is connected with it. Sign in another way, and connect it under Settings.")
        raise RuleBroken(words)
    return entering.let_in(member, remember=bool(wish[1]), target=str(wish[2]))


def _connect(found: Identity, wish: list[object]) -> ResponseReturnValue:
    if not current_user.is_authenticated or current_user.id != wish[1]:
        raise RuleBroken(_("You were signed out meanwhile. Sign in and begin again."))
    single_sign_on.link(current_member(), found, clock.now())
    flash(_("Connected. From now on you can sign in with %(name)s.", name=settings().oidc_name), "good")
    return redirect(url_for("signin.single"), 303)


@bp.get("/settings/single-sign-on")
@open_to("account")
def single() -> ResponseReturnValue:
    """The identities that are connected."""
    viewer, found = current_viewer(), settings()
    if not found.oidc_issuer:
        raise NotFound
    shown = [
        {
            "id": row.id,
            "name": found.oidc_name
            if row.issuer.rstrip("/") == found.oidc_issuer.rstrip("/")
            else row.issuer,
            "subject": row.subject,
            "since": day(row.made_at, viewer.zone),
            "used": moment(row.used_at, viewer.zone) if row.used_at else _("not yet"),
        }
        for row in queries.identities_of(viewer.id)
    ]
    return render_template("signin/single.html", identities=shown, provider=found.oidc_name)


@bp.post("/settings/single-sign-on/<id:identity_id>/removal")
@open_to("account")
@limiter.limit(limits.EDIT)
def disconnect(identity_id: int) -> ResponseReturnValue:
    """Disconnect an identity."""
    sudo.require()
    single_sign_on.unlink(current_member(), identity_id, clock.now())
    flash(_("Disconnected."), "good")
    return redirect(url_for("signin.single"), 303)
