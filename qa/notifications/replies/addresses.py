"""Addresses at which one member replies about one thread. The token in them is its own proof: nothing is looked up for it.

A token is 15 bytes of what it is for and 16 of an HMAC over them, in base32, because mail servers fold case.
"""

from __future__ import annotations

import base64
import enum
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qa.config import settings
from qa.core import tokens

LIFE = timedelta(days=90)
"""How long a reply finds its way: longer than any time-box that is still open, shorter than a mailbox is kept."""
TOKEN = 50
PLAIN = struct.Struct(">BIIIH")
MAC = 16
PURPOSE = "reply"


class What(enum.StrEnum):
    """What a mail to the address is."""

    ANSWER = "answer"
    COMMENT = "comment"
    BOUNCE = "bounce"
    """What a mail server returns: it could not deliver a mail to the member."""


_CODES = {What.ANSWER: 1, What.COMMENT: 2, What.BOUNCE: 3}
_KINDS = {code: what for what, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Token:
    """Whose mail is awaited, and about which question and answer (0: none). *until* is the end of its last day."""

    what: What
    member_id: int
    question_id: int
    part: int
    until: datetime


def are_read() -> bool:
    """Whether this site reads replies at all."""
    return bool(settings().reply_address)


def make(what: What, member_id: int, question_id: int, part: int, now: datetime) -> str:
    """The address; empty where the site reads no replies."""
    if not are_read():
        return ""
    day = int((now + LIFE).timestamp() // 86_400)
    plain = PLAIN.pack(_CODES[what], member_id, question_id, part, day)
    token = base64.b32encode(plain + _mac(plain)).decode().rstrip("=").lower()
    before, domain = _halves()
    return f"{before}{token}@{domain}"


def bounces(member_id: int, email_key: str, now: datetime) -> str:
    """The address to which a server returns what it cannot deliver to *member_id* at *email_key*."""
    return make(What.BOUNCE, member_id, 0, mailbox(email_key), now)


def mailbox(email_key: str) -> int:
    """A number for a mail address, so that what comes back from an earlier one is told apart."""
    return int.from_bytes(tokens.digest("mailbox", email_key)[:4], "big")


def read(address: str) -> Token | None:
    """What *address* is for; None for one that this site has not made, whatever is wrong with it."""
    if not are_read():
        return None
    before, domain = _halves()
    local, _at, host = address.strip().strip("<>").rpartition("@")
    local = local.lower()
    if host.lower() != domain or len(local) != len(before) + TOKEN or not local.startswith(before):
        return None
    return _token(local[len(before) :])


def secrets() -> re.Pattern[str]:
    """What only a mail of this site to its reader shows: where they reply, and the link that ends mails, however rewritten."""
    before, domain = _halves()
    ends = re.escape(settings().base_url.partition("://")[2].rstrip("/") + "/unsubscribe/")
    ends = ends.replace(":", "(:|%3a)").replace("/", "(/|%2f)")
    return re.compile(rf"{re.escape(before)}[a-z2-7]{{{TOKEN}}}@{re.escape(domain)}|{ends}", re.IGNORECASE)


def _token(typed: str) -> Token | None:
    try:
        raw = base64.b32decode(typed.upper() + "=" * (-TOKEN % 8))
    except ValueError:
        return None
    plain, mac = raw[: PLAIN.size], raw[PLAIN.size :]
    if not hmac.compare_digest(mac, _mac(plain)):
        return None
    code, member_id, question_id, part, day = PLAIN.unpack(plain)
    until = datetime.fromtimestamp((day + 1) * 86_400, UTC)
    return Token(_KINDS[code], member_id, question_id, part, until)


def _mac(plain: bytes) -> bytes:
    return tokens.digest(PURPOSE, plain.hex())[:MAC]


def _halves() -> tuple[str, str]:
    """What stands before the token, and the domain, both in lower case."""
    local, _at, domain = settings().reply_address.lower().rpartition("@")
    return (f"{local}+" if local else ""), domain
