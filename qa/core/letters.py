"""Letters: what a mail to one person says. All have one look; what goes out is composed when it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from qa.config import settings
from qa.core import mail, outbox


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one person, in the order in which it is read; only what it has stands in it.

    *quote* is what a person said, and *quoting* a line that tells whose words they are. *link* is a whole
    address, and *action* what its button says; without a link there is no button. *small* stands last.
    """

    to: str
    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    link: str = ""
    action: str = ""
    quoting: str = ""
    quote: str = ""
    items: tuple[str, ...] = ()
    small: str = ""


def send(letter: Letter, job: outbox.Job) -> None:
    """Hand *letter* to the mail server on behalf of *job*."""
    text = render_template("mail/letter.txt", letter=letter)
    html = render_template("mail/letter.html", letter=letter)
    mail.send(letter.to, letter.subject, text, html, job=job)


def address(path: str) -> str:
    """The whole address of the page at *path*."""
    return settings().base_url.rstrip("/") + path
