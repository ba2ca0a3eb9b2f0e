"""What a mail says, all that can be told without the database: it may take seconds, so nothing is locked meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import Message

from qa.core.errors import RuleBroken
from qa.notifications.replies import addresses, automatic, parsing, quoting, senders
from qa.notifications.replies.automatic import Returned
from qa.notifications.replies.telling import Why


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that was read. *text* is the sender's own words; *unread* tells why there are none.

    *proven*: whether it may be taken as from *sender*; *confirmed*: whether the mail server says so itself.
    """

    sender: str
    proven: bool
    confirmed: bool
    automatic: bool
    message_id: str
    returned: tuple[Returned, str] | None = None
    text: str = ""
    attachments: tuple[str, ...] = ()
    unread: Why | None = None


def incoming(raw: bytes, envelope: str, name: str, own: str) -> Incoming:
    """What *raw* says, of a member called *name* with the address *own*. Of anybody else's mail the text is not looked at."""
    try:
        message = parsing.parsed(raw)
    except parsing.Unreadable:
        return replace(_head(parsing.head_of(raw), envelope), unread=Why.UNREADABLE)
    found = replace(_head(message, envelope), returned=automatic.returned(message))
    if found.returned is not None or found.automatic or found.sender != own:
        return found
    return _body(found, message, name)


def _head(head: Message, envelope: str) -> Incoming:
    sender = senders.sender(head)
    return Incoming(
        sender=sender,
        proven=senders.is_proven(head, sender),
        confirmed=senders.is_confirmed(head, sender),
        automatic=automatic.is_automatic(head, envelope),
        message_id=parsing.header(head, "Message-ID"),
    )


def _body(found: Incoming, message: Message, name: str) -> Incoming:
    try:
        content = parsing.content(message)
    except (parsing.Unreadable, RuleBroken):
        return replace(found, unread=Why.UNREADABLE)
    try:
        text = quoting.own_words(content.text, name, addresses.secrets())
    except quoting.TooMuch:
        return replace(found, attachments=content.attachments, unread=Why.TOO_LONG)
    return replace(found, text=text, attachments=content.attachments)
