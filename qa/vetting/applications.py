"""Rules of applying: what is asked, that the address is confirmed, and who is named as knowing the work.

The request only writes the application and an outbox row, whoever has the address, so that neither its answer nor
its time tells whether there is such an account. The worker looks, and writes to the address.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import delete, select

from qa.core import clock, outbox, tokens, transaction
from qa.core.db import db, read
from qa.core.errors import RuleBroken
from qa.core.jobs import every
from qa.core.text import clean_line, name_key
from qa.members import accounts, names, passwords
from qa.members.models import NAME_MAX, Audience, Member, MemberState
from qa.vetting import queue_mails, rules
from qa.vetting.models import Application, Nomination, Outcome

KIND = "vetting.confirm"
CONFIRM_FOR = timedelta(days=7)
"""A week: somebody who applies on a Friday and then travels still has the link."""
AGAIN_AFTER = timedelta(days=90)
"""After a decline: long enough for a job or a peer who knows the work to have come, short enough not to be for ever."""
EVIDENCE_MAX = 300
PEOPLE_MAX = 1_000_000
HOUR = 3600.0

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


# Confirming


def look(token: str, now: datetime) -> Application | None:
    """The application that *token* confirms at *now*; looking uses nothing up."""
    query = select(Application).where(
        Application.token_hash == tokens.token_hash(token),
        Application.confirmed_at.is_(None),
        Application.expires_at > now,
    )
    return db.session.scalars(query).one_or_none()


def confirm(application: Application, password: str, now: datetime) -> Member | None:
    """Make the applicant's account; None where the link was used meanwhile, or the address has an account by now.

    Raises RuleBroken with the field "password"; the link then stays good.
    """
    # All of this address, in one order: two links to it that are used at once must not wait for each other.
    same = select(Application.id, Application.confirmed_at).where(
        Application.email_key == application.email_key
    )
    found = {
        row.id: row.confirmed_at
        for row in db.session.execute(same.order_by(Application.id).with_for_update())
    }
    if found.get(application.id, now) is not None:
        return None
    member = open_account(application, password, now)
    if member is None:
        return None
    enter(application, member, now)
    db.session.execute(
        delete(Application).where(
            Application.email_key == application.email_key, Application.confirmed_at.is_(None)
        )
    )
    return member


def open_account(application: Application, password: str, now: datetime) -> Member | None:
    """The applicant's account with *password*: a new one, or that of somebody who may apply again; else None.

    Raises RuleBroken with the field "password".
    """
    member = account(application.email_key)
    if member is None:
        member = _new_account(application, password, now)
    elif not _is_renewed(member, application, password, now):
        return None
    if member is not None:
        member.why_for = Audience.MEMBERS if application.why_shared else Audience.ME
    return member


def _new_account(application: Application, password: str, now: datetime) -> Member | None:
    try:
        return accounts.create_member(
            name=application.name,
            email=application.email,
            password=password,
            state=MemberState.APPLICANT,
            timezone=application.timezone,
            words=_words(application),
            now=now,
        )
    except RuleBroken as error:
        if error.field == "email":  # another link to the same address was first
            return None
        raise


def _is_renewed(member: Member, application: Application, password: str, now: datetime) -> bool:
    rules.lock_member(member.id)
    if not may_apply(member, now):
        return False
    hashed = passwords.hash_password(passwords.check(password, *accounts.words_of(member)))
    accounts.set_password(member, hashed, now)
    accounts.change_profile(member, application.name, application.timezone, _words(application), now)
    return True


def _words(application: Application) -> dict[str, str]:
    return {field: getattr(application, field) for field in (*LINES, *TEXTS)}


def enter(application: Application, member: Member, now: datetime) -> None:
    """Let *application* wait for vouches: those whom it names and the moderators hear of it."""
    application.member_id, application.confirmed_at = member.id, now
    db.session.flush()
    for member_id in sorted(_named(application) - {member.id}):
        db.session.add(Nomination(application_id=application.id, member_id=member_id))
    db.session.flush()
    queue_mails.announce(application, now)


def _named(application: Application) -> set[int]:
    """The active members whose handle or name is exactly what was written; none where it fits more than one."""
    wanted = {key for text in (application.first_named, application.second_named) if (key := folded(text))}
    if not wanted:
        return set()
    found: dict[str, set[int]] = {}
    # Accents are folded here, because no database here knows them: a member a row, once an application.
    query = select(Member.id, Member.name, Member.handle).where(
        Member.state == MemberState.ACTIVE, Member.source_url.is_(None)
    )
    for row in read(query):
        for key in {folded(row.name), folded(row.handle)} & wanted:
            found.setdefault(key, set()).add(row.id)
    return {next(iter(ids)) for ids in found.values() if len(ids) == 1}


def folded(text: str) -> str:
    """A name without accents and case, as people write it who do not know how it is written."""
    plain = unicodedata.normalize("NFKD", name_key(text.strip().removeprefix("@")))
    return "".join(character for character in plain if not unicodedata.combining(character))


# Again


def account(email_key: str) -> Member | None:
    """The member who has this address."""
    return db.session.scalars(select(Member).where(Member.email_key == email_key)).one_or_none()


def latest(member_id: int) -> Application | None:
    """The last application of *member_id*."""
    query = select(Application).where(Application.member_id == member_id).order_by(Application.id.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def may_apply(member: Member, now: datetime) -> bool:
    """Whether somebody who has an account may apply: an applicant for whom none waits, some time after a decline."""
    if member.state != MemberState.APPLICANT:
        return False
    last = latest(member.id)
    return last is None or (last.decided_at is not None and now >= again_from(last))


def again_from(ended: Application) -> datetime:
    """From when on the applicant of an application that has *ended* may apply again."""
    assert ended.decided_at is not None  # the table demands it of what has ended
    return ended.decided_at + (AGAIN_AFTER if ended.outcome == Outcome.DECLINED else timedelta())


@every(HOUR)
def forget_unconfirmed() -> None:
    """Delete the applications whose address nobody confirmed in time."""
    with transaction.unit():
        unconfirmed = (Application.confirmed_at.is_(None), Application.expires_at <= clock.now())
        db.session.execute(delete(Application).where(*unconfirmed))
