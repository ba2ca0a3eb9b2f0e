"""Mails that no person wrote: auto-replies, lists, loops (RFC 3834), and what a server returns (RFC 3464)."""

from __future__ import annotations

import enum
import re
from email.message import Message
from email.utils import parseaddr

from qa.config import settings
from qa.notifications.replies.parsing import addresses_in, header

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"})
_AWAY = re.compile(
    r"(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|automatische antwort|abwesenheit|"
    r"abwesend|réponse automatique|absence (?:du|de)|absent|respuesta automática|fuera de (?:la )?oficina|ausente|"
    r"risposta automatica|fuori (?:sede|ufficio)|assente|automatisch antwoord|afwezig|niet aanwezig)",
    re.IGNORECASE,
)
_FOREVER = re.compile(r"5\.(\d{1,3})\.(\d{1,3})")
_FOR_NOW = {(2, 2), (2, 3), (3, 4)}
"""A mailbox that is full, and a mail that is too long for it: the address is good."""


class Returned(enum.StrEnum):
    """What a server says that returns a mail."""

    HARD = "hard"
    SOFT = "soft"


def is_automatic(head: Message, envelope: str) -> bool:
    """Whether no person wrote this, as far as its head and its envelope's sender tell."""
    said = header(head, "Auto-Submitted").partition(";")[0].strip().casefold()
    suppressed = header(head, "X-Auto-Response-Suppress").casefold() not in ("", "none")
    listed = any(name.casefold().startswith("list-") for name in head)
    replies = any(head.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Loop"))
    return (
        said not in ("", "no")
        or header(head, "Precedence").casefold() in _BULK
        or suppressed
        or listed
        or replies
        or envelope.strip("<> ") == ""
        or _is_machine(head)
        or bool(_AWAY.match(header(head, "Subject")))
    )


def _is_machine(head: Message) -> bool:
    """Whether a server's own name, or this site's, stands in From."""
    found = [address.casefold() for address in addresses_in(str(head.get("From", "")))]
    own = parseaddr(settings().mail_from)[1].casefold()
    return any(address == own or address.partition("@")[0] in _MACHINES for address in found)


def returned(message: Message) -> tuple[Returned, str] | None:
    """What a server says of a mail that it could not deliver, and to which address it went; None for anything else."""
    if message.get_content_type() != "multipart/report":
        return None
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message) and part.get_content_type() == "message/delivery-status":
            return _status(part)
    return None


def _status(part: Message) -> tuple[Returned, str]:
    blocks = part.get_payload()
    found, whom = Returned.SOFT, ""
    for block in (blocks if isinstance(blocks, list) else [])[:20]:
        if not isinstance(block, Message) or "Status" not in block:
            continue
        whom = header(block, "Original-Recipient") or header(block, "Final-Recipient")
        code = _FOREVER.match(header(block, "Status"))
        failed = header(block, "Action").casefold() == "failed"
        if failed and code and (int(code[1]), int(code[2])) not in _FOR_NOW:
            found = Returned.HARD
            break
    return found, whom.rpartition(";")[2].strip().strip("<>")
