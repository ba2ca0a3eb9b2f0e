"""What members of a test want by mail, and the worker's hours."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import time_machine

from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.members.mailing.models import MailChoice, MailKind, Often, QuietHours
from qa.members.models import Member
from qa.notifications.replies.addresses import mailbox
from qa.notifications.replies.models import MailHold


def wants(member: Member, often: Often, *kinds: MailKind) -> None:
    """*member* wants mails of *kinds* (of all, where none is named) *often*."""
    for kind in kinds or MailKind:
        row = db.session.get(MailChoice, (member.id, kind)) or MailChoice(member_id=member.id, kind=kind)
        row.often = often
        db.session.add(row)
    db.session.flush()


def sleeps(member: Member) -> None:
    """*member* has the quiet hours of who chose nothing."""
    row = db.session.get(QuietHours, member.id)
    if row is not None:
        db.session.delete(row)
    db.session.flush()


def returned(member: Member) -> None:
    """Three mails to *member* came back, and none is sent any more."""
    hold = {
        "mailbox": mailbox(member.email_key or ""),
        "bounces": 3,
        "last_at": clock.now(),
        "off_at": clock.now(),
    }
    db.session.add(MailHold(member_id=member.id, **hold))
    db.session.flush()


def nothing_is_gathered() -> None:
    """Let what happened so far be told by no gathering mail, for tests of letters."""
    with transaction.unit():
        news = outbox.OutboxRow.kind.startswith("notifications.") | (outbox.OutboxRow.kind == "members.round")
        db.session.query(outbox.OutboxRow).filter(news).delete(synchronize_session=False)


def working(at: datetime) -> list[EmailMessage]:
    """What the worker mails at *at*, with all that is due by then; the index aside."""
    with transaction.unit():
        index = outbox.OutboxRow.kind.startswith("search.") | outbox.OutboxRow.kind.startswith("routing.wave")
        db.session.query(outbox.OutboxRow).filter(index).delete(synchronize_session=False)
    before = {path.name for path in mail.filed()}
    with time_machine.travel(at, tick=False):
        while outbox.drain():
            pass
    found = [path for path in mail.filed() if path.name not in before]
    return [message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default) for path in found]


def words(letter: EmailMessage) -> str:
    """Its text part."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
