"""Taking a mail in: kept with the row of its work in one transaction, before the server hears that it is."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from qa.core import clock, jobs, outbox, transaction
from qa.core.db import db
from qa.members.models import Member, MemberState
from qa.notifications.replies import addresses, parsing
from qa.notifications.replies.addresses import Token, What
from qa.notifications.replies.models import ReceivedMail, ReplyHelp
from qa.questions.models import Question

KIND = "replies.received"
SIZE_MOST = 10_485_760
"""Bytes of a mail, attachments included: 10 MB."""
AN_HOUR = 60
"""Mails of one member an hour; what is above waits at the mail server."""
KEPT = timedelta(days=30)
"""How long is known that a mail came, without its text, so that it is not done again."""
UNDONE = timedelta(days=7)
"""After so long the text of a mail that nothing could be done with is deleted too; its work is given up by then."""
SENDER_MOST = 320


class Refused(Exception):
    """A mail that is not taken: *status* of SMTP, and *later* where it may be sent again."""

    def __init__(self, status: str, later: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.later = later


UNKNOWN = "550 5.1.1 No such address here"
TOO_LARGE = "552 5.3.4 A mail has 10 MB at most"
TOO_MANY = "451 4.7.1 Too many mails within an hour; try again later"
UNREADABLE = "554 5.6.0 This mail cannot be read"


def receive(raw: bytes, sender: str, recipient: str) -> None:
    """Take in the mail *raw* that was sent to *recipient*; the same mail again changes nothing.

    *sender* is the envelope's, empty for what a server returns. Raises Refused.
    """
    token = addresses.read(recipient)
    if token is None:
        raise Refused(UNKNOWN)
    if len(raw) > SIZE_MOST:
        raise Refused(TOO_LARGE)
    try:
        head = parsing.head_of(raw)
    except parsing.Unreadable as error:
        raise Refused(UNREADABLE) from error
    key = _key(token, recipient, str(head.get("Message-ID", "")).strip(), raw)
    try:
        with transaction.unit():
            _keep(raw, sender, token, key, clock.now())
    except IntegrityError:
        # The same mail was taken in meanwhile, or long ago.
        if db.session.scalar(select(ReceivedMail.id).where(ReceivedMail.key == key)) is None:
            raise
    finally:
        db.session.rollback()


def _key(token: Token, recipient: str, message_id: str, raw: bytes) -> str:
    named = message_id.encode("utf-8", "surrogateescape") or hashlib.sha256(raw).digest()
    whole = f"{token.what} {recipient.strip('<> ').lower()} ".encode("utf-8", "surrogateescape") + named
    return hashlib.sha256(whole).hexdigest()


def _keep(raw: bytes, sender: str, token: Token, key: str, now: datetime) -> None:
    member = db.session.get(Member, token.member_id)
    about = token.question_id or None
    known = about is None or bool(db.session.get(Question, about))
    if member is None or not known or (member.state != MemberState.ACTIVE and token.what != What.BOUNCE):
        raise Refused(UNKNOWN)
    if db.session.scalar(select(ReceivedMail.id).where(ReceivedMail.key == key)) is not None:
        return
    if _lately(member.id, now) >= AN_HOUR:
        raise Refused(TOO_MANY, later=True)
    row = ReceivedMail(
        key=key,
        what=token.what,
        member_id=member.id,
        question_id=about,
        part=token.part,
        until=token.until,
        sender=_storable(sender),
        raw=raw,
        received_at=now,
    )
    db.session.add(row)
    db.session.flush()
    outbox.put(KIND, {"received_id": row.id})


def _lately(member_id: int, now: datetime) -> int:
    """How many mails of the member came within an hour."""
    since = ReceivedMail.received_at > now - timedelta(hours=1)
    return db.session.scalar(select(func.count()).where(ReceivedMail.member_id == member_id, since)) or 0


def _storable(sender: str) -> str:
    return parsing.clean(sender)[:SENDER_MOST]


@jobs.every(3600)
def forget() -> None:
    """Delete what is known of mails that came long ago, and the text of those that could not be done."""
    now = clock.now()
    with transaction.unit():
        done = ReceivedMail.id.not_in(_to_be_done())
        db.session.execute(delete(ReceivedMail).where(ReceivedMail.received_at < now - KEPT, done))
        db.session.execute(delete(ReplyHelp).where(ReplyHelp.told_at < now - KEPT))
        undone = select(ReceivedMail).where(
            ReceivedMail.raw.is_not(None), ReceivedMail.received_at < now - UNDONE, done
        )
        for row in db.session.scalars(undone):
            row.raw = None


def _to_be_done() -> set[int]:
    """The mails that a worker has still to do, however long none was there."""
    row = outbox.OutboxRow
    waiting = select(row.payload).where(row.kind == KIND, row.dead_at.is_(None))
    return {int(payload["received_id"]) for payload in db.session.scalars(waiting)}
