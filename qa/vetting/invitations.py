"""Rules of inviting: an inviter's word for somebody outside, for one use, that becomes the first vouch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from qa.config import settings
from qa.core import outbox, tokens
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members import names
from qa.members.models import Member
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege
from qa.vetting import applications, counting, deciding, entering, rules, vouching
from qa.vetting.models import Application, Invitation, Nomination

KIND = "vetting.invitation"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a member invites, and what they know of the person's work, since when."""

    name: str
    email: str
    how: str
    since_year: int | None


def invite(inviter: Member, wanted: Wanted, now: datetime) -> Invitation:
    """Invite somebody. Whether the address is a member's already is not told: then no mail goes out.

    Raises Forbidden, or RuleBroken naming the field: for a pledge that is due, a pause, none left this year, and
    what was written.
    """
    rules.require_word(inviter, now)
    if inviter.invitations_paused_at is not None:
        raise RuleBroken(_("Your invitations are paused by the moderators. Answer their mail first."))
    rules.lock_member(inviter.id)
    privileges.require(inviter, Privilege.VOUCHING, now)
    if counting.invitations_left(inviter.id, now) < 1:
        raise RuleBroken(_("You have no invitation left this year."))
    invitation = _checked(inviter, wanted, now)
    if _is_live(inviter.id, invitation.email_key, now):
        raise RuleBroken(_("You have invited this address already; that invitation is still good."), "email")
    db.session.add(invitation)
    db.session.flush()
    outbox.put(KIND, {"invitation_id": invitation.id})
    return invitation


def _checked(inviter: Member, wanted: Wanted, now: datetime) -> Invitation:
    email = applications.work_address(
        wanted.email, _("This is a private mailbox. Write your colleague’s work address: it confirms the employer too.")
    )  # fmt: skip
    return Invitation(
        inviter_id=inviter.id,
        name=names.person_name(wanted.name),
        email=email,
        email_key=names.email_key(email),
        how=rules.said(wanted.how, "how", _("Write what you know of their work.")),
        since_year=rules.since(wanted.since_year, now),
        made_at=now,
        expires_at=now + timedelta(days=settings().invitation_days),
    )


def _is_live(inviter_id: int, email_key: str, now: datetime) -> bool:
    mine = (Invitation.inviter_id == inviter_id, Invitation.email_key == email_key)
    return db.session.scalar(select(Invitation.id).where(*mine, *usable(now)).limit(1)) is not None


def usable(now: datetime) -> tuple[Any, ...]:
    """The conditions on Invitation that it may be used at *now*."""
    return Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now


def revoke(inviter: Member, invitation_id: int, now: datetime) -> None:
    """Take an invitation back; its link is dead. Raises NotFound for another's or one that is not live."""
    mine = (Invitation.id == invitation_id, Invitation.inviter_id == inviter.id, *usable(now))
    taken = db.session.execute(update(Invitation).where(*mine).values(revoked_at=now))
    if getattr(taken, "rowcount", 0) != 1:
        raise NotFound


def look(token: str, now: datetime) -> Invitation | None:
    """The invitation of *token* if it may be used at *now*; looking uses nothing up."""
    query = select(Invitation).where(Invitation.token_hash == tokens.token_hash(token), *usable(now))
    return db.session.scalars(query).one_or_none()


def join(invitation: Invitation, said: applications.Said, password: str, now: datetime) -> Application | None:
    """Use *invitation* up: an applicant with the inviter's word; None where another request was first.

    The mailed link proves the address, so it is the invited one whatever was *said*. Raises RuleBroken naming the
    field; the invitation then stays good once the transaction is rolled back.
    """
    claimed = update(Invitation).where(Invitation.id == invitation.id, *usable(now)).values(used_at=now)
    if getattr(db.session.execute(claimed), "rowcount", 0) != 1:
        return None
    words = applications.checked(replace(said, email=invitation.email))
    application = Application(
        invitation_id=invitation.id,
        email=invitation.email,
        email_key=invitation.email_key,
        made_at=now,
        expires_at=invitation.expires_at,
        **words,
    )
    member = entering.open_account(application, password, now)
    if member is None:
        return None
    db.session.add(application)
    entering.enter(application, member, now)
    _speak(invitation, application, now)
    return application


def _speak(invitation: Invitation, application: Application, now: datetime) -> None:
    """Let the inviter's word count as it does now; one who may not speak for a while is asked like one named."""
    inviter = db.session.get_one(Member, invitation.inviter_id)
    if vouching.may_speak(inviter, now) and inviter.invitations_paused_at is None:
        vouching.give(inviter, application, invitation.how, invitation.since_year, now)
        deciding.settle(application, now)
        return
    named = (application.id, inviter.id)
    if db.session.get(Nomination, named) is None:
        db.session.add(Nomination(application_id=application.id, member_id=inviter.id))
