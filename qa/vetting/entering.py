"""Rules of coming in as an applicant: the address confirmed, those who are named asked, and applying again."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from qa.core import clock, tokens, transaction
from qa.core.db import db, read
from qa.core.errors import RuleBroken
from qa.core.jobs import every
from qa.core.text import name_key
from qa.members import accounts, passwords
from qa.members.models import Audience, Member, MemberState
from qa.vetting import queue_mails, rules
from qa.vetting.applications import LINES, TEXTS
from qa.vetting.models import Application, Nomination, Outcome

AGAIN_AFTER = timedelta(days=90)
"""After a decline: long enough for a job or a peer who knows the work to have come, short enough not to be for ever."""
HOUR = 3600.0


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
