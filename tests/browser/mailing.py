"""Mails that came to the tests' mail server, and the links in them."""

from __future__ import annotations

import re
from email.message import EmailMessage

from tests.core.test_mail import Sink
from tests.support.live import eventually


def text_of(mail: EmailMessage) -> str:
    """The text part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def mail_to(post: Sink, address: str, subject: str) -> EmailMessage:
    """The mail that came to *address* about *subject*."""

    def found() -> list[EmailMessage]:
        return [one for one in post.mails if one["To"] == address and subject in one["Subject"]]

    assert eventually(found), [(one["To"], one["Subject"]) for one in post.mails]
    return found()[0]


def link_in(mail: EmailMessage, path: str) -> str:
    match = re.search(rf"https?://\S+({path}\S*)", text_of(mail))
    assert match
    return match[1]
