"""Members with a password and with codes, and the mails that were written to them."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pyotp
from werkzeug.test import TestResponse

from qa.core import clock, mail, outbox, transaction
from qa.members import passwords
from qa.members.models import Member
from qa.signin import codes
from tests.support.browser import Browser

SECRET = "kestrels over the quay"
HASH = passwords.hash_password(SECRET)
ANA, BEN = "ana@peers.example", "ben@peers.example"


def with_codes(member: Member, now: datetime | None = None) -> tuple[str, list[str]]:
    """Switch *member*'s codes on; the secret, and the recovery codes. The present code is used up by it."""
    now = now or clock.now()
    with transaction.unit():
        codes.begin(member, now)
    secret = codes.waiting(member.id)
    assert secret is not None
    with transaction.unit():
        shown = codes.confirm(member, code_at(secret, now), now)
    return secret, shown


def code_at(secret: str, at: datetime, steps: int = 0) -> str:
    """The code of the app with *secret*, *steps* half minutes after *at*."""
    return pyotp.TOTP(secret).generate_otp(int(at.timestamp()) // 30 + steps)


def sign_in(client: Browser, email: str = ANA, password: str = SECRET, **more: str) -> TestResponse:
    return client.post("/login", data={"email": email, "password": password, **more})


def is_in(client: Browser) -> bool:
    return client.get("/settings").status_code == 200


def letters() -> list[EmailMessage]:
    """All mails written so far, oldest first."""
    outbox.drain()
    found = [
        message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default) for path in mail.filed()
    ]
    return found[::-1]  # type: ignore[return-value]


def text_of(letter: EmailMessage) -> str:
    """Its plain part."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage) -> str:
    """The path of the first link to this site in it."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text_of(letter))
    assert found is not None
    return found[1]
