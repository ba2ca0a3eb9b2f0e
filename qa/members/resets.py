"""Links to choose a password, each for one use: mailed for an hour to who forgot it, given for a week to who is new.

The request only writes an outbox row, whoever is asked for, so that neither its answer nor its time tells
whether there is such an account. The worker looks, and writes to the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from qa.config import settings
from qa.core import clock, letters, outbox, tokens
from qa.core.db import db
from qa.core.letters import Letter
from qa.members import accounts, names, passwords
from qa.members.models import Member, MemberState, PasswordReset

GOOD_FOR = timedelta(hours=1)
INVITED_FOR = timedelta(days=7)
KIND = "members.reset"


def request(email: str) -> None:
    """Ask for a link to be sent to *email*, if it is a member's."""
    outbox.put(KIND, {"email": email.strip()[: names.EMAIL_MAX]})


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Send each requested link. The token follows from the row, so a row done twice sends the same link."""
    letters.deliver(jobs, lambda job: _prepare(job, tokens.token_of("reset", job.seed)), writes=True)


def _prepare(job: outbox.Job, token: str) -> Letter | None:
    """The mail for *job*, its token's row written; None where there is nobody to write to."""
    key = names.email_key(job.payload["email"])
    query = select(Member).where(Member.email_key == key, Member.state != MemberState.LEFT)
    member = db.session.scalars(query).one_or_none()
    if member is None or member.email is None or not _is_stored(member, token, clock.now()):
        return None
    site = settings().site_name
    asked = _(
        "%(name)s, somebody asked for a new password for your account on %(site)s.",
        name=member.name,
        site=site,
    )
    return Letter(
        member.email,
        _("Choose a new password for %(site)s", site=site),
        _("Choose a new password"),
        (asked, _("The link is good for one hour and for one use.")),
        _address(token),
        _("Choose a new password"),
        small=_("Was it not you? Then do nothing: your password stays as it is, and nobody else has this link."),
        account=True,
    )  # fmt: skip


def _is_stored(member: Member, token: str, now: datetime) -> bool:
    """Whether the row of *token* is there and unused; a new one makes the member's older ones dead."""
    hashed = tokens.token_hash(token)
    found = db.session.scalars(select(PasswordReset).where(PasswordReset.token_hash == hashed)).one_or_none()
    if found is not None:
        if found.used_at is None:
            found.expires_at = now + GOOD_FOR  # the mail server was away: the hour counts from this try
        return found.used_at is None
    _store(member, hashed, now, now + GOOD_FOR)
    return True


def _store(member: Member, hashed: str, now: datetime, until: datetime) -> None:
    end_all(member.id, now)
    db.session.add(PasswordReset(member_id=member.id, token_hash=hashed, created_at=now, expires_at=until))


def _address(token: str) -> str:
    return letters.address(f"/reset/{token}")


def invite(member: Member, now: datetime) -> str:
    """The address at which *member* chooses a password within a week; nothing is mailed, older links are dead."""
    token, hashed = tokens.random_token()
    _store(member, hashed, now, now + INVITED_FOR)
    return _address(token)


def fresh(member: Member, now: datetime) -> str:
    """A token to choose a password within the hour, for one whose mailbox was just shown to be theirs."""
    token, hashed = tokens.random_token()
    _store(member, hashed, now, now + GOOD_FOR)
    return token


def end_all(member_id: int, now: datetime) -> None:
    """Make every unused link of the member's dead."""
    live = (PasswordReset.member_id == member_id, PasswordReset.used_at.is_(None))
    db.session.execute(update(PasswordReset).where(*live).values(used_at=now))


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may still be used, and the member whose it is."""

    hashed: str
    member_id: int


def look(token: str, now: datetime) -> Link | None:
    """The link of *token* if it may be used at *now*; looking uses nothing up."""
    hashed = tokens.token_hash(token)
    query = (
        select(PasswordReset.member_id)
        .join(Member, Member.id == PasswordReset.member_id)
        .where(*_usable(hashed, now), Member.state != MemberState.LEFT)
    )
    member_id = db.session.scalar(query)
    return None if member_id is None else Link(hashed, member_id)


def use(link: Link, password: str, now: datetime) -> Member | None:
    """Give the link's member *password* and use the link up; None when another request was first.

    Raises RuleBroken with the field "password"; the link then stays good.
    """
    member = db.session.get(Member, link.member_id)
    if member is None:
        return None
    hashed = passwords.hash_password(passwords.check(password, *accounts.words_of(member)))
    claimed = update(PasswordReset).where(*_usable(link.hashed, now)).values(used_at=now)
    if getattr(db.session.execute(claimed), "rowcount", 0) != 1:
        return None
    accounts.set_password(member, hashed, now)
    return member


def _usable(hashed: str, now: datetime) -> tuple[Any, ...]:
    return PasswordReset.token_hash == hashed, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now
