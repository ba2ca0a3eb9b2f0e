"""Letters: what a mail to one person says. All have one look; what goes out is composed when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import render_template

from qa.config import settings
from qa.core import mail, outbox, transaction
from qa.core.db import db

BAR = 20
"""Characters of a gauge's bar where there is only text."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How far something is: *words* say it, *share* (0 to 1) draws it; None where there is nothing to draw."""

    label: str
    share: float | None
    words: str

    @property
    def bar(self) -> str:
        """The bar in characters; empty where there is none."""
        if self.share is None:
            return ""
        full = round(BAR * self.share)
        return f"[{'#' * full}{'.' * (BAR - full)}]"

    @property
    def percent(self) -> int:
        """The share in whole percent, 1 to 99: a table cell of no width is drawn wrongly by some mail programs."""
        return min(max(round(100 * (self.share or 0)), 1), 99)


@dataclass(frozen=True, slots=True)
class Section:
    """A list in a letter: each line is words, and a whole address."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter belongs to, by ids: *root* is what it is about, *group* those who may read that.

    *reply* names what a reply by mail does; empty where it does nothing. *part* is the piece of *root* that it is
    about; 0 for the whole. *asked*: its reader is asked for an answer, and may decline.
    """

    root: int
    group: int
    reply: str = ""
    part: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one person, in the order in which it is read; only what it has stands in it.

    *opening* stands above the heading. *quote* is what a person said, and *quoting* a line that tells whose words
    they are. *gauges* say how far something is, *after* are paragraphs below them. *link* is a whole address, and
    *action* what its button says; without a link there is no button. *more* are further links, each with what it
    leads to. *small* stands below them. *sections* are lists of links under a heading each, above the button. *why*
    says last why it came, and *unsubscribe* is the address that ends its like. *thread* is what it belongs to. A letter
    of the *account* goes out also where others are held back. *headers* are extra ones.
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
    opening: str = ""
    gauges: tuple[Gauge, ...] = ()
    after: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    why: str = ""
    unsubscribe: str = ""
    thread: Thread | None = None
    account: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def ending(self) -> dict[str, str]:
        """What mail programs read: how to end its like by one press (RFC 2369, RFC 8058)."""
        if not self.unsubscribe:
            return {}
        return {
            "List-Unsubscribe": f"<{self.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


@dataclass(frozen=True, slots=True)
class Stamp:
    """What goes with a letter beside its words: headers, the address for what comes back, and what its end says of replies."""

    headers: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""
    foot: str = ""


Stamper = Callable[[Letter], Stamp | None]
_stampers: list[Stamper] = []


def stamps(stamper: Stamper) -> Stamper:
    """Let *stamper* say what goes with each letter; None holds the letter back for good. There is one."""
    _stampers[:] = [stamper]
    return stamper


def deliver(
    jobs: Sequence[outbox.Job], compose: Callable[[outbox.Job], Letter | None], *, writes: bool = False
) -> None:
    """Send for each of *jobs* the letter that *compose* makes of it now; None where there is nobody to write to any more.

    What *compose* changes is kept, before the letter goes out, where it *writes*; otherwise it only reads.
    """
    for job in jobs:
        if writes:
            with transaction.unit():
                letter = compose(job)
        else:
            letter = compose(job)
            db.session.rollback()
        if letter is not None:
            send(letter, job)


def send(letter: Letter, job: outbox.Job) -> None:
    """Hand *letter* to the mail server on behalf of *job*, unless its receiver's mail is held back."""
    stamp = _stampers[0](letter) if _stampers else Stamp()
    db.session.rollback()  # nothing is held while the server is waited for
    if stamp is None:
        return
    shown = {"letter": letter, "foot": stamp.foot, "settings_href": address("/settings/notifications")}
    text = render_template("mail/letter.txt", **shown)
    html = render_template("mail/letter.html", **shown)
    headers = {**stamp.headers, **letter.ending, **dict(letter.headers)}
    mail.send(letter.to, letter.subject, text, html, headers, sender=stamp.sender, job=job)


def address(path: str) -> str:
    """The whole address of the page at *path*."""
    return settings().base_url.rstrip("/") + path
