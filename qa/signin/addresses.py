"""A change of mail address: it takes effect when the old and the new mailbox have both said yes.

Whether the new address is another member's, only its mailbox learns: the request looks the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core import clock, letters, outbox, tokens
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.core.letters import Letter
from qa.members import names, resets, sessions
from qa.members.models import Member, MemberState
from qa.signin import notices
from qa.signin.models import AddressChange

GOOD_FOR = timedelta(hours=24)
KIND = "signin.address"


def ask(member: Member, email: str, now: datetime) -> AddressChange:
    """Begin to change the address of *member* to *email*; a change that was open is called off.

    Raises RuleBroken with the field "email".
    """
    wanted, key = names.email_address(email), names.email_key(email)
    if key == member.email_key:
        raise RuleBroken(_("This is your address already."), field="email")
    call_off(member.id, now)
    change = AddressChange(
        member_id=member.id, email=wanted, email_key=key, made_at=now, expires_at=now + GOOD_FOR
    )
    if member.email is None:
        change.old_said_at = now  # no mailbox to ask
    db.session.add(change)
    db.session.flush()
    for side in ("old", "new"):
        outbox.put(KIND, {"change": change.id, "side": side})
    return change


def call_off(member_id: int, now: datetime) -> bool:
    """End the open change of the member's; whether there was one."""
    live = (AddressChange.member_id == member_id, AddressChange.ended_at.is_(None))
    ended = db.session.execute(update(AddressChange).where(*live).values(ended_at=now))
    return getattr(ended, "rowcount", 0) > 0


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Ask one mailbox. The token follows from the row, so a row done twice sends the same link."""
    letters.deliver(jobs, lambda job: _prepare(job, tokens.token_of("address", job.seed)), writes=True)


def _prepare(job: outbox.Job, token: str) -> Letter | None:
    """The mail to one mailbox, its token's hash written; None where nobody is to be asked any more."""
    change = db.session.get(AddressChange, job.payload["change"])
    member = None if change is None else db.session.get(Member, change.member_id)
    if change is None or member is None or not _is_open(change, clock.now()):
        return None
    if member.state == MemberState.LEFT:
        return None
    if job.payload["side"] == "old":
        change.old_hash = tokens.token_hash(token)
        return _to_old(member, change.email, token)
    owner = db.session.execute(
        select(Member.name, Member.state).where(Member.email_key == change.email_key)
    ).one_or_none()
    if owner is not None:
        return None if owner.state == MemberState.LEFT else _to_owner(owner.name, change.email)
    change.new_hash = tokens.token_hash(token)
    return _to_new(member, change.email, token)


def _to_old(member: Member, email: str, token: str) -> Letter | None:
    """To the address of now."""
    if member.email is None:
        return None
    site = settings().site_name
    return Letter(
        member.email,
        _("A new mail address for your account"),
        _("A new mail address"),
        (
            _("Dear %(name)s,", name=member.name),
            _("your account on %(site)s is to have the address %(email)s instead of this one. It takes effect when both mailboxes have said yes, within a day.", site=site, email=email),
        ),
        letters.address(f"/address/{token}"),
        _("Look, then say yes or no"),
        small=_("Was it not you? Say so on that page: the change is called off, and every device is signed out."),
        account=True,
    )  # fmt: skip


def _to_new(member: Member, email: str, token: str) -> Letter:
    """To the address that is to be."""
    site = settings().site_name
    return Letter(
        email,
        _("A new mail address for your account"),
        _("A new mail address"),
        (
            _("Dear %(name)s,", name=member.name),
            _("an account on %(site)s is to have this address, %(email)s. It takes effect when both mailboxes have said yes, within a day.", site=site, email=email),
        ),
        letters.address(f"/address/{token}"),
        _("Look, then say yes"),
        small=_("Was it not you? Then do nothing: without your yes the address is not taken."),
        account=True,
    )  # fmt: skip


def _to_owner(name: str, email: str) -> Letter:
    """To an address that is another member's: there is nothing to be opened."""
    site = settings().site_name
    return Letter(
        email,
        _("Somebody gave your address as theirs"),
        _("Somebody gave your address as theirs"),
        (
            _("Dear %(name)s,", name=name),
            _("somebody with another account on %(site)s asked to have your address, %(email)s. It stays yours, and they were not told that it is.", site=site, email=email),
        ),
        small=_("Was it you, with a second account? Sign in with this address instead. Otherwise there is nothing to do."),
        account=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one of the two mailboxes to a change that is open; *said*: it was said yes to there already."""

    change_id: int
    member_id: int
    side: str
    email: str
    said: bool


def look(token: str, now: datetime) -> Link | None:
    """The link of *token* if its change is open at *now*; looking uses nothing up."""
    hashed = tokens.token_hash(token)
    query = (
        select(AddressChange)
        .join(Member, Member.id == AddressChange.member_id)
        .where(or_(AddressChange.old_hash == hashed, AddressChange.new_hash == hashed))
        .where(Member.state != MemberState.LEFT)
    )
    change = db.session.scalars(query).one_or_none()
    if change is None or not _is_open(change, now):
        return None
    side = "old" if change.old_hash == hashed else "new"
    said = change.old_said_at if side == "old" else change.new_said_at
    return Link(change.id, change.member_id, side, change.email, said is not None)


def say_yes(link: Link, now: datetime, *, spare: int | None = None) -> str:
    """Note the yes of one mailbox: "waiting" for the other, or "done". "dead" where another request was first.

    When it takes effect every session of the member ends but *spare*, and every link to choose a password.
    Raises RuleBroken where the address has become another member's meanwhile.
    """
    said = AddressChange.old_said_at if link.side == "old" else AddressChange.new_said_at
    first = (AddressChange.id == link.change_id, said.is_(None), *_live(now))
    noted = db.session.execute(update(AddressChange).where(*first).values({said: now}))
    if getattr(noted, "rowcount", 0) != 1:
        return "dead"
    both = (AddressChange.old_said_at.is_not(None), AddressChange.new_said_at.is_not(None))
    done = update(AddressChange).where(AddressChange.id == link.change_id, *both, *_live(now))
    if getattr(db.session.execute(done.values(ended_at=now)), "rowcount", 0) != 1:
        return "waiting"
    _take_effect(link, now, spare)
    return "done"


def _take_effect(link: Link, now: datetime, spare: int | None) -> None:
    member = db.session.get_one(Member, link.member_id)
    old, new = member.email, link.email
    try:
        with db.session.begin_nested():
            member.email, member.email_key = new, names.email_key(new)
    except IntegrityError as error:
        raise RuleBroken(_("This address belongs to another account by now.")) from error
    sessions.revoke(member.id, spare=spare)
    resets.end_all(member.id, now)
    for to in filter(None, (old, new)):
        notices.tell(member.id, "address_changed", now, device=new, to=to)


def refuse(link: Link, now: datetime) -> str:
    """Call the change off from the old mailbox: every session of the member ends; a token to choose a new password.

    Raises NotFound where it was not the old mailbox, or another request was first.
    """
    live = update(AddressChange).where(AddressChange.id == link.change_id, *_live(now))
    if link.side != "old" or getattr(db.session.execute(live.values(ended_at=now)), "rowcount", 0) != 1:
        raise NotFound
    sessions.revoke(link.member_id)
    return resets.fresh(db.session.get_one(Member, link.member_id), now)


def _is_open(change: AddressChange, now: datetime) -> bool:
    return change.ended_at is None and change.expires_at > now


def _live(now: datetime) -> tuple[Any, ...]:
    return AddressChange.ended_at.is_(None), AddressChange.expires_at > now
