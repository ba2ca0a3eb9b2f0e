"""What the pages of signing in read of a member's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from qa.core.db import db
from qa.members.models import Member
from qa.signin.models import AddressChange, ExternalIdentity, Passkey


def passkeys_of(member_id: int) -> list[Any]:
    """The member's passkeys, oldest first: id, name, made_at, used_at."""
    query = select(Passkey.id, Passkey.name, Passkey.made_at, Passkey.used_at)
    return list(db.session.execute(query.where(Passkey.member_id == member_id).order_by(Passkey.id)))


def has_passkey(member_id: int) -> bool:
    """Whether the member has any."""
    return db.session.scalar(select(Passkey.id).where(Passkey.member_id == member_id).limit(1)) is not None


def identities_of(member_id: int) -> list[Any]:
    """The member's connected identities, oldest first: id, issuer, subject, made_at, used_at."""
    one = ExternalIdentity
    query = select(one.id, one.issuer, one.subject, one.made_at, one.used_at)
    return list(db.session.execute(query.where(one.member_id == member_id).order_by(one.id)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of address that waits, and for whose word."""

    email: str
    until: datetime
    old_said: bool
    new_said: bool


def waiting_address(member_id: int, now: datetime) -> Waiting | None:
    """The member's change of address that is open at *now*."""
    one = AddressChange
    query = select(one.email, one.expires_at, one.old_said_at, one.new_said_at).where(
        one.member_id == member_id, one.ended_at.is_(None), one.expires_at > now
    )
    row = db.session.execute(query.order_by(one.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Waiting(row.email, row.expires_at, row.old_said_at is not None, row.new_said_at is not None)


def has_password(member_id: int) -> bool:
    """Whether the member can prove by a password who they are."""
    query = select(Member.id).where(Member.id == member_id, Member.password_hash.is_not(None))
    return db.session.scalar(query) is not None
