"""A browser that returns with the cookie "keep me signed in" alone gets a new key for the old one.

Who shows the old key afterwards has a copy: of the browser's cookie, or the browser of a thief's. The
session then ends for both, and the member is told. For a minute the old key still passes, because a
browser that opens with several tabs sends it several times at once; such a request gets no key to keep.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, Response, g, request, session
from flask_login import current_user, user_loaded_from_cookie
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from qa.core import clock, events, tokens, transaction
from qa.core.db import db, write_intent
from qa.core.transaction import SAFE
from qa.members.events import OldKeyShown
from qa.members.models import LoginSession

GRACE = timedelta(seconds=60)
DUE = "renew"
"""In the cookie session: the key is to be renewed at the next request that only reads."""

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Renew keys in *app*; after Flask-Login, whose remember cookie is written last."""
    user_loaded_from_cookie.connect(_returned, app)
    app.after_request(_renew)
    app.teardown_request(_end_copied)


def _returned(_app: Flask, **_user: Any) -> None:
    session[DUE] = True


def _renew(response: Response) -> Response:
    if g.pop("passing", False):
        for name in ("_user_id", "_fresh", DUE):
            session.pop(name, None)
    # A request that writes holds the database's one write lock until it has answered.
    elif DUE in session and request.method in SAFE and current_user.is_authenticated:
        token, hashed = tokens.random_token()
        if _is_replaced(current_user.session_id, tokens.token_hash(session["_user_id"]), hashed):
            session["_user_id"], session["_remember"] = token, "set"
        del session[DUE]
    return response


def _is_replaced(session_id: int, old: str, new: str) -> bool:
    """Whether the session's key was *old* and is now *new*; on a connection of its own, at once."""
    values = {"token_hash": new, "previous_hash": old, "rotated_at": clock.now()}
    change = update(LoginSession).where(LoginSession.id == session_id, LoginSession.token_hash == old)
    intent = write_intent.set(True)
    try:
        with db.engine.begin() as connection:
            return connection.execute(change.values(**values)).rowcount == 1
    except OperationalError as error:
        log.info("renewal_skipped", error=str(error.orig)[:200])  # a busy database must not fail a page
        return False
    finally:
        write_intent.reset(intent)


def _end_copied(_error: BaseException | None) -> None:
    """End the session whose old key was shown, after the request, and tell of it."""
    found: tuple[int, int] | None = g.pop("old_key", None)
    if found is None:
        return
    member_id, session_id = found
    live = (LoginSession.id == session_id, LoginSession.revoked_at.is_(None))
    try:
        with transaction.unit():
            ended = db.session.execute(update(LoginSession).where(*live).values(revoked_at=clock.now()))
            if getattr(ended, "rowcount", 0) == 1:
                log.warning("old_key_shown", member=member_id, session=session_id)
                events.record(OldKeyShown(member_id, session_id))
    except OperationalError as error:
        log.warning(
            "old_key_not_ended", error=str(error.orig)[:200]
        )  # it opens nothing; the next try ends it
