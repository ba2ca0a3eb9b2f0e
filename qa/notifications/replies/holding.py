"""Members whose mail comes back: after three hard ones no more is sent, until the member says otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from qa.core.db import db
from qa.core.errors import NotFound
from qa.members.models import Member
from qa.notifications.replies.addresses import mailbox
from qa.notifications.replies.models import MailHold
from qa.notifications.replies.queries import mail_off

BOUNCES = 3
APART = timedelta(days=60)
"""Bounces further apart than this are two misfortunes, not an address that is gone."""


def note(member: Member, number: int, now: datetime) -> bool:
    """That a mail to the mailbox *number* of *member* came back for good. Returns whether it is counted.

    What comes back from an address that the member had before says nothing of the present one.
    """
    if member.email_key is None or mailbox(member.email_key) != number:
        return False
    hold = _locked(member.id)
    if hold is None:
        hold = MailHold(member_id=member.id, mailbox=number, bounces=0, last_at=now)
        db.session.add(hold)
    if hold.mailbox != number or now - hold.last_at > APART:
        hold.mailbox, hold.bounces, hold.off_at = number, 0, None
    hold.bounces, hold.last_at = hold.bounces + 1, now
    if hold.bounces >= BOUNCES and hold.off_at is None:
        hold.off_at = now
    db.session.flush()
    return True


def switch_on(actor: Member) -> None:
    """Send mails to *actor* again, and count anew; raises NotFound where they are sent."""
    hold = _locked(actor.id)
    if hold is None or mail_off(actor.id) is None:
        raise NotFound
    hold.off_at, hold.bounces = None, 0


def _locked(member_id: int) -> MailHold | None:
    query = select(MailHold).where(MailHold.member_id == member_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
