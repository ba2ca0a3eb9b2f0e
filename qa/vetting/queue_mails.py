"""The mail about who waits: to those whom an applicant names and to moderators, never more than one in a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, true

from qa.config import settings
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.mailing import rounds, sending, wishes
from qa.members.mailing.hours import is_quiet, next_waking
from qa.members.mailing.models import MailKind, MailRound, Often, RoundName
from qa.members.mailing.rounds import Written
from qa.members.models import STAFF, Member, MemberState, Role
from qa.vetting import letters as words
from qa.vetting.models import Application, Nomination, Stance, Vouch

LISTED = 20


def announce(application: Application, now: datetime) -> None:
    """Have those whom *application* names and the moderators told that somebody waits."""
    named = select(Nomination.member_id).where(Nomination.application_id == application.id)
    staff = Member.role.in_(STAFF) & Member.email_key.is_not(None)
    told = select(Member.id).where(Member.state == MemberState.ACTIVE, staff | Member.id.in_(named))
    # In one order, so that two announcements do not wait for each other.
    for member_id in db.session.scalars(told.order_by(Member.id)).all():
        _plan(member_id, now)


def _plan(member_id: int, now: datetime) -> None:
    """Let the next mail go out as soon as it may, and as the member wants it."""
    found = wishes.of(member_id).turn(MailKind.JOINING, None, now)
    if found is not None:
        rounds.plan(member_id, RoundName.QUEUE, 0, found.at, now)


def _compose(member_id: int, _name: RoundName, _about: int, now: datetime) -> Written | datetime | None:
    member, theirs = db.session.get_one(Member, member_id), wishes.of(member_id)
    letter = _letter(member, now)
    if letter is None or theirs.often(MailKind.JOINING) == Often.NEVER:
        return None
    if is_quiet(theirs.hours, now):
        return next_waking(theirs.hours, now)
    return Written(sending.explained(letter, member_id, MailKind.JOINING), _noted)


def _noted(_at: datetime) -> None:
    """Nothing is noted of what it told: who waits still is named again."""


def _again(member_id: int, name: RoundName, about: int, now: datetime) -> None:
    """Who came into the queue while the mail was written is told of the next time."""
    row = db.session.get_one(MailRound, (member_id, name, about))
    waiting = _waiting(db.session.get_one(Member, member_id))
    if row.sent_at is not None and any(at > row.sent_at for _who, at in waiting):
        _plan(member_id, now)


def _pause() -> timedelta:
    return timedelta(hours=settings().queue_mail_hours)


rounds.made_by(RoundName.QUEUE, _compose, _again, _pause)


def _waiting(member: Member) -> list[tuple[str, datetime]]:
    """Who waits for *member*, the longest first: a name, and since when."""
    mine = select(Nomination.application_id).where(Nomination.member_id == member.id)
    asked = true() if member.role != Role.MEMBER else Application.id.in_(mine)
    done = (
        select(Vouch.application_id).where(
            Vouch.voucher_id == member.id,
            Vouch.withdrawn_at.is_(None),
            Vouch.application_id.is_not(None),
        ),
        select(Stance.application_id).where(Stance.member_id == member.id),
    )
    query = (
        select(Application.name, Application.confirmed_at)
        .where(Application.outcome.is_(None), Application.confirmed_at.is_not(None), asked)
        .where(*(Application.id.not_in(answered) for answered in done))
        .order_by(Application.confirmed_at, Application.id)
        .limit(LISTED)
    )
    return [(row.name, row.confirmed_at) for row in db.session.execute(query)]


def _letter(member: Member, now: datetime) -> Letter | None:
    if member.state != MemberState.ACTIVE or member.email is None:
        return None
    waiting = _waiting(member)
    return words.queue(member, waiting, now) if waiting else None
