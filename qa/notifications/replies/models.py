"""Mails that came in, until they are done; what was told of them; and members whose mail comes back."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.core.db import Base, UtcDateTime, str_enum
from qa.notifications.replies.addresses import What


class Outcome(enum.StrEnum):
    """What became of a mail. There is no mail's text beside it."""

    ANSWERED = "answered"
    COMMENTED = "commented"
    PASSED = "passed"
    HANDED = "handed"
    AUTOMATIC = "automatic"
    """An auto-reply, a list's mail or a loop: ignored."""
    BOUNCED = "bounced"
    """A server could not deliver a mail, and never will."""
    DELAYED = "delayed"
    """A server could not deliver a mail for now, or says nothing of use."""
    WRONG_SENDER = "wrong_sender"
    UNPROVEN = "unproven"
    """The sender is as it should be, and the receiving server does not confirm it."""
    EXPIRED = "expired"
    CLOSED = "closed"
    """The thread is not there any more, or not for this member."""
    EMPTY = "empty"
    REFUSED = "refused"
    """A rule of the forum forbids what was asked for."""
    UNREADABLE = "unreadable"


class ReceivedMail(Base):
    """A mail that came in. *raw* is there until it is done, and gone with the transaction that does it."""

    __tablename__ = "received_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """A hash of address and Message-ID: the same mail twice is one."""
    what: Mapped[What] = mapped_column(str_enum(What))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    part: Mapped[int] = mapped_column(BigInteger)
    """The answer that it is about, or 0; of what comes back, the number of the mailbox."""
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    """When its address ends."""
    sender: Mapped[str] = mapped_column(String(320))
    """The envelope's sender; empty for what a server returns."""
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(str_enum(Outcome))

    __table_args__ = (Index(None, "member_id", "received_at"), Index(None, "received_at"))


class ReplyHelp(Base):
    """When a sender was last told why a mail about a question was not posted. Of the sender only a hash is kept."""

    __tablename__ = "reply_help"
    id: Mapped[int] = mapped_column(primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("sender_key", "question_id"), Index(None, "told_at"))


class MailHold(Base):
    """That mails to a member came back: how many, and since when no more are sent; None while they are."""

    __tablename__ = "mail_hold"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    mailbox: Mapped[int] = mapped_column(BigInteger)
    """The number of the address from which they came back; of another one nothing is known."""
    bounces: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
