"""What is known of mails that came in, in numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from qa.core.db import read
from qa.members.models import Member
from qa.notifications.replies.addresses import mailbox
from qa.notifications.replies.models import MailHold, ReceivedMail


def outcomes(since: datetime) -> dict[str, int]:
    """How many mails since *since* had which outcome; those that are not done count as "waiting"."""
    query = select(ReceivedMail.outcome, func.count().label("number")).where(
        ReceivedMail.received_at >= since
    )
    rows = read(query.group_by(ReceivedMail.outcome)).all()
    return {row.outcome.value if row.outcome else "waiting": row.number for row in rows}


def mail_off(member_id: int) -> datetime | None:
    """Since when no mail is sent to the member, because it came back; None where it is sent."""
    query = select(MailHold.off_at, MailHold.mailbox, Member.email_key).join(
        Member, Member.id == MailHold.member_id
    )
    row = read(query.where(MailHold.member_id == member_id, MailHold.off_at.is_not(None))).one_or_none()
    if row is None or row.email_key is None or row.mailbox != mailbox(row.email_key):
        return None
    since: datetime = row.off_at
    return since
