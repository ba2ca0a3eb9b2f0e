"""Rules of applying: what is asked, that the address is confirmed, and who is named as knowing the work.

The request only writes the application and an outbox row, whoever has the address, so that neither its answer nor
its time tells whether there is such an account. The worker looks, and writes to the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from qa.core import outbox
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.text import clean_line
from qa.members import accounts, names
from qa.members.models import NAME_MAX
from qa.vetting.models import Application

KIND = "vetting.confirm"
CONFIRM_FOR = timedelta(days=7)
"""A week: somebody who applies on a Friday and then travels still has the link."""
EVIDENCE_MAX = 300
PEOPLE_MAX = 1_000_000

PRIVATE_MAILBOXES = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com "
    "aol.com gmx.com gmx.net gmx.de web.de proton.me protonmail.com mail.com mail.ru yandex.com yandex.ru zoho.com "
    "fastmail.com hey.com tutanota.com tuta.com posteo.de mailbox.org orange.fr free.fr laposte.net libero.it "
    "t-online.de freenet.de bluewin.ch hotmail.co.uk yahoo.co.uk btinternet.com qq.com 163.com".split()
)
"""Providers whose addresses say nothing of an employer."""

LINES = ("title", "employer", "industry", "profession", "level")
NEEDED = ("title", "employer", "profession", "level")
TEXTS = ("why", "good_at", "help_with")


@dataclass(frozen=True, slots=True)
class Said:
    """What an applicant says. *words*: the lines LINES and the texts TEXTS; *named*: two members who know the work."""

    name: str
    email: str
    words: Mapping[str, str]
    decides: str
    timezone: str = ""
    responsible_for: int | None = None
    why_shared: bool = False
    evidence: str = ""
    named: tuple[str, str] = ("", "")


def apply(said: Said, now: datetime) -> Application:
    """Take an application down and have its address asked. Raises RuleBroken naming the field at fault."""
    email = own_address(said.email)
    application = Application(
        email=email,
        email_key=names.email_key(email),
        made_at=now,
        expires_at=now + CONFIRM_FOR,
        **checked(said),
    )
    db.session.add(application)
    db.session.flush()
    outbox.put(KIND, {"application_id": application.id})
    return application


def own_address(raw: str) -> str:
    """The work address of who applies. Raises RuleBroken with the field "email"."""
    private = _(
        "This is a private mailbox. We confirm your employer with a link sent to your work address; nobody sees it after that."
    )
    return work_address(raw, private)


def work_address(raw: str, private: str) -> str:
    """A mail address that is an employer's; raises RuleBroken with the field "email", *private* being its words."""
    email = names.email_address(raw)
    if names.email_key(email).rpartition("@")[2] in PRIVATE_MAILBOXES:
        raise RuleBroken(private, field="email")
    return email


def checked(said: Said) -> dict[str, Any]:
    """The columns of an application for what was *said*. Raises RuleBroken naming the field."""
    words = accounts.checked_words(said.words)
    for field in NEEDED:
        if not words.get(field):
            raise RuleBroken(_("Please fill this in."), field=field)
    if said.responsible_for is not None and said.responsible_for > PEOPLE_MAX:
        raise RuleBroken(_("Write a number of people."), field="responsible_for")
    return {
        **words,
        "name": names.person_name(said.name),
        "timezone": accounts.check_timezone(said.timezone),
        "responsible_for": said.responsible_for,
        "decides": _decides(said.decides),
        "why_shared": said.why_shared,
        "evidence": _link(said.evidence),
        "first_named": _line(said.named[0], "first_named"),
        "second_named": _line(said.named[1], "second_named"),
    }


def _decides(text: str) -> str:
    try:
        found = accounts.checked_text(text)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="decides") from error
    if not found:
        raise RuleBroken(_("Write two or three sentences."), field="decides")
    return found


def _link(text: str) -> str:
    link = text.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and link.isprintable()
    except ValueError:
        fits = False
    if not fits or " " in link or len(link) > EVIDENCE_MAX:
        raise RuleBroken(_("Write a whole web address that begins with https://."), field="evidence")
    return link


def _line(text: str, field: str) -> str:
    try:
        return clean_line(text, NAME_MAX)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=field) from error
