"""/-/mails: in development, the mails that were filed instead of sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, render_template

from qa.core import mail
from qa.core.web import open_to

SHOWN = 50

bp = Blueprint("mailbox", __name__)


class Filed(NamedTuple):
    """A mail as the page shows it."""

    to: str
    subject: str
    date: str
    text: str


def read(path: Path) -> Filed:
    """The mail in the file *path*."""
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    plain = found.get_body(("plain",))
    text = plain.get_content() if plain is not None else ""
    return Filed(found["To"], found["Subject"], found["Date"], text)


@bp.get("/-/mails")
@open_to("public")
def index() -> str:
    """The latest mails; registered in development only, because they carry links that let people in."""
    return render_template("mail/index.html", mails=[read(path) for path in mail.filed()[:SHOWN]])
