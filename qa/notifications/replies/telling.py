"""What is to be told of a mail that came in: rows of the outbox, written in the transaction that did it."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qa.core import outbox
from qa.core.db import db
from qa.notifications.replies.models import ReceivedMail, ReplyHelp

DONE = "replies.done"
HELP = "replies.help"
PAUSE = timedelta(days=1)
"""Between two helpful replies to one sender about one question: two machines that answer one another stop here."""
TEXT_MOST = 65_536
"""Characters of a person's own text that go back."""


class Did(enum.StrEnum):
    """What was done that its sender is told of."""

    ANSWERED = "answered"
    ADDED = "added"
    """A second reply of one who has answered became a comment below the answer."""
    PASSED = "passed"
    HANDED = "handed"


class Why(enum.StrEnum):
    """Why something was not done."""

    WRONG_SENDER = "wrong_sender"
    UNPROVEN = "unproven"
    EXPIRED = "expired"
    CLOSED = "closed"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    """There is more of it than is looked at."""
    REFUSED = "refused"
    ATTACHED = "attached"
    """The text is posted; what was attached is not."""


APART = frozenset({Why.WRONG_SENDER, Why.ATTACHED})
"""What is told once a day beside what else there is to tell."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a telling needs of the mail: the text that goes back, the names of what was attached, its Message-ID.

    *to* is an address that is not the member's, and surely the sender's; empty otherwise.
    """

    text: str = ""
    attachments: tuple[str, ...] = ()
    message_id: str = ""
    to: str = ""
    kept: bool = False
    """Whether the words wait as a draft."""


def confirm(did: Did, member_id: int, question_id: int, ids: Mapping[str, int], facts: Facts) -> None:
    """Tell the member what was done."""
    outbox.put(
        DONE, {"did": did.value, "member_id": member_id, "question_id": question_id, **ids, **_payload(facts)}
    )


def help_with(why: Why, words: str, row: ReceivedMail, facts: Facts, now: datetime) -> None:
    """Tell the sender of the mail in *row* why it was not done, at most once a day about a question."""
    if row.question_id is None:
        return
    # What others send must not use up the day's help of the member.
    sender = facts.to or f"member {row.member_id}" + (f" {why.value}" if why in APART else "")
    if not _claim(hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest(), row.question_id, now):
        return
    payload = {"why": why.value, "words": words, "member_id": row.member_id, "question_id": row.question_id}
    outbox.put(HELP, {**payload, "what": row.what.value, "part": row.part, **_payload(facts)})


def _payload(facts: Facts) -> dict[str, object]:
    return {
        "text": facts.text[:TEXT_MOST],
        "attachments": list(facts.attachments),
        "message_id": facts.message_id,
        "to": facts.to,
        "kept": facts.kept,
    }


def _claim(sender_key: str, question_id: int, now: datetime) -> bool:
    """Note that *sender_key* is told now; False where that was within the pause."""
    query = select(ReplyHelp).where(ReplyHelp.sender_key == sender_key, ReplyHelp.question_id == question_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        try:
            with db.session.begin_nested():
                db.session.add(ReplyHelp(sender_key=sender_key, question_id=question_id, told_at=now))
        except IntegrityError:
            return False  # another mail of theirs, done at the same instant, tells them
        return True
    if now - found.told_at < PAUSE:
        return False
    found.told_at = now
    return True
