"""Signed-in browsers: the session table behind Flask-Login, "your devices", and revocation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, g, has_request_context, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from qa.config import settings
from qa.core import clock, tokens
from qa.core.db import db, read, write_intent
from qa.members import renewal
from qa.members.models import LoginSession, Member, MemberState
from qa.members.viewer import Viewer

TOUCH_AFTER = timedelta(minutes=5)
"""How stale "last seen" may grow: a page view writes at most this often."""
VISIT_GAP = timedelta(hours=1)
"""A pause longer than this begins a new visit, from which "since your last visit" counts."""

log = structlog.get_logger(__name__)
manager = LoginManager()

_VIEWERS = (
    select(
        Member.id,
        LoginSession.id.label("session_id"),
        Member.handle,
        Member.name,
        Member.title,
        Member.employer,
        Member.industry,
        Member.profession,
        Member.level,
        Member.state,
        Member.role,
        Member.timezone,
        Member.theme,
        Member.visited_at,
        Member.last_visit_at,
        LoginSession.seen_at,
        Member.pledged_until,
        LoginSession.confirmed_at,
        LoginSession.expires_at,
    )
    .join(LoginSession, LoginSession.member_id == Member.id)
    .where(LoginSession.revoked_at.is_(None), Member.state != MemberState.LEFT)
)
VIEWER_QUERY = _VIEWERS.where(LoginSession.token_hash == bindparam("token_hash"))
OLD_KEY_QUERY = _VIEWERS.where(LoginSession.previous_hash == bindparam("token_hash")).add_columns(
    LoginSession.rotated_at
)


def init_app(app: Flask) -> None:
    """Let Flask-Login find the viewer through the session table."""
    found = app.config["QUORUM"]
    app.config.update(
        REMEMBER_COOKIE_NAME="__Host-quorum-stay" if found.secure else "quorum-stay",
        REMEMBER_COOKIE_DURATION=timedelta(days=found.remember_days),
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SECURE=found.secure,
        REMEMBER_COOKIE_SAMESITE="Lax",
    )
    # Flask-Login's own protection signs people out whose browser updates itself.
    manager.session_protection = None
    # Nor does its context processor know that the database may be away; ``viewer`` below does.
    manager.init_app(app, add_context_processor=False)
    renewal.init_app(app)
    app.teardown_request(_touch)
    app.context_processor(_for_templates)


def _for_templates() -> dict[str, Viewer | None]:
    """``viewer`` for every template: the signed-in person or None, as in a mail that the worker draws."""
    # The page that says that the database is away is drawn too, and does not wait for it a second time.
    if not has_request_context() or g.get("database_away"):
        return {"viewer": None}
    try:
        return {"viewer": current_user._get_current_object() if current_user.is_authenticated else None}
    except SQLAlchemyError:
        return {"viewer": None}


@manager.user_loader  # type: ignore[untyped-decorator]
def load_viewer(token: str) -> Viewer | None:
    """The viewer whose browser carries *token*, or None when it is unknown, revoked or too old."""
    hashed, now = tokens.token_hash(token), clock.now()
    row = read(VIEWER_QUERY, {"token_hash": hashed}).first() or _by_old_key(hashed, now)
    # A clock that was set back lengthens nothing: what was seen later than now has been later.
    if row is None or row.expires_at <= max(now, row.seen_at):
        return None
    values = row._asdict()
    del values["expires_at"]
    values.pop("rotated_at", None)
    viewer = Viewer(session_token=token, **values)
    if now - viewer.seen_at >= TOUCH_AFTER:
        g.touch = viewer
    return viewer


def _by_old_key(hashed: str, now: datetime) -> Any:
    """The session whose key was *hashed* until a moment ago; one that is shown later ends its session."""
    row = read(OLD_KEY_QUERY, {"token_hash": hashed}).first()
    if row is None or abs(now - row.rotated_at) <= renewal.GRACE:
        g.passing = row is not None
        return row
    g.old_key = (row.id, row.session_id)
    return None


def start(member: Member, *, remember: bool, device: str) -> None:
    """Sign *member* in here: a new row, a new token, nothing kept of an earlier session (no fixation)."""
    if current_user.is_authenticated:
        revoke(current_user.id, session_id=current_user.session_id)
    session.clear()
    token, hashed = tokens.random_token()
    now = clock.now()
    days = settings().remember_days if remember else settings().session_days
    row = LoginSession(
        member_id=member.id,
        token_hash=hashed,
        device=device,
        remembered=remember,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=days),
        confirmed_at=now,
    )
    db.session.add(row)
    note_visit(member)
    db.session.flush()
    viewer = load_viewer(token)
    assert viewer is not None
    login_user(viewer, remember=remember)


def note_visit(member: Member) -> None:
    """Begin a new visit of *member* when the last request is long enough ago."""
    now = clock.now()
    if member.visited_at is None or now - member.visited_at >= VISIT_GAP:
        member.last_visit_at, member.visited_at = member.visited_at, now


def confirm(viewer: Viewer, now: datetime) -> None:
    """Note that the person proved again who they are. The browser gets a new key: a copy of the old one is dead."""
    row = db.session.get_one(LoginSession, viewer.session_id)
    token, row.token_hash = tokens.random_token()
    row.confirmed_at, row.previous_hash = now, None
    session["_user_id"] = token
    if row.remembered:
        session["_remember"] = "set"


def end(viewer: Viewer) -> None:
    """Sign this browser out: its row is revoked, so a copied cookie is dead too."""
    revoke(viewer.id, session_id=viewer.session_id)
    session.clear()
    logout_user()


def revoke(member_id: int, *, session_id: int | None = None, spare: int | None = None) -> int:
    """End one session of a member, or all but *spare*; returns how many were live."""
    query = update(LoginSession).where(LoginSession.member_id == member_id, LoginSession.revoked_at.is_(None))
    if session_id is not None:
        query = query.where(LoginSession.id == session_id)
    if spare is not None:
        query = query.where(LoginSession.id != spare)
    ended = db.session.execute(query.values(revoked_at=clock.now()))
    return int(getattr(ended, "rowcount", 0))


def devices(member_id: int) -> list[Any]:
    """The member's live sessions, latest seen first."""
    query = (
        select(LoginSession.id, LoginSession.device, LoginSession.created_at, LoginSession.seen_at)
        .where(
            LoginSession.member_id == member_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > clock.now(),
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return list(db.session.execute(query))


def _touch(_error: BaseException | None) -> None:
    """Write "last seen", after the request's own transaction and on a connection of its own."""
    viewer: Viewer | None = g.pop("touch", None)
    if viewer is None:
        return
    db.session.rollback()
    intent = write_intent.set(True)
    now = clock.now()
    try:
        with db.engine.begin() as connection:
            connection.execute(
                update(LoginSession).where(LoginSession.id == viewer.session_id).values(seen_at=now)
            )
            visit: dict[str, Any] = {"visited_at": now}
            if now - viewer.seen_at >= VISIT_GAP:
                visit["last_visit_at"] = viewer.visited_at
                connection.execute(update(Member).where(Member.id == viewer.id).values(**visit))
    except OperationalError as error:
        log.info("touch_skipped", error=str(error.orig)[:200])  # a busy database must not fail a page
    finally:
        write_intent.reset(intent)
