"""Secret addresses of a member's calendar and feed: made, shown once, made anew, turned off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from qa.core import tokens
from qa.core.db import db
from qa.core.errors import NotFound
from qa.members.models import Member
from qa.members.standing import require_active
from qa.notifications.models import FeedAddress, FeedKind


def make(actor: Member, kind: FeedKind, now: datetime) -> str:
    """A new address of *kind* for *actor*, in place of the one before; returns its token, which nobody can read again."""
    require_active(actor)
    # The member's row is held, so that of two presses at once the later one's address is the one that counts.
    db.session.execute(select(Member.id).where(Member.id == actor.id).with_for_update(key_share=True))
    _revoke(actor, kind, now)
    token, hashed = tokens.random_token()
    db.session.add(FeedAddress(member_id=actor.id, kind=kind, token_hash=hashed, made_at=now))
    db.session.flush()
    return token


def turn_off(actor: Member, kind: FeedKind, now: datetime) -> None:
    """Revoke *actor*'s address of *kind*; raises NotFound where there is none."""
    if not _revoke(actor, kind, now):
        raise NotFound


def _revoke(actor: Member, kind: FeedKind, now: datetime) -> bool:
    live = (
        FeedAddress.member_id == actor.id,
        FeedAddress.kind == kind,
        FeedAddress.revoked_at.is_(None),
    )
    ended = db.session.execute(update(FeedAddress).where(*live).values(revoked_at=now))
    return bool(getattr(ended, "rowcount", 0))
