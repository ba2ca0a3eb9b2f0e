"""What proves who somebody is, besides the password; and a change of address that waits for both mailboxes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime
from qa.members.models import LINE_MAX


class CodeApp(Base):
    """An authenticator app of a member's (TOTP). The secret is encrypted with a key made of the site's."""

    __tablename__ = "code_app"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a first right code showed that the app has it; only from then on is a code asked for."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute of the last code that was taken: none is taken twice."""


class RecoveryCode(Base):
    """A code for one use, for the day on which the app or the key is lost. Only a hash is kept."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("member_id", "code_hash"),)


class Passkey(Base):
    """A passkey of a member's: the public half, and when it was used."""

    __tablename__ = "passkey"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[list[Any]] = mapped_column(JSON, default=list)
    name: Mapped[str] = mapped_column(String(LINE_MAX), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExternalIdentity(Base):
    """An identity at an OpenID provider by which a member may sign in."""

    __tablename__ = "external_identity"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("issuer", "subject"),)


class AddressChange(Base):
    """A new mail address that takes effect when the old and the new mailbox have said yes. Hashes of tokens only."""

    __tablename__ = "address_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    old_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    new_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    old_said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it took effect or was called off."""
