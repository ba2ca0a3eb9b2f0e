"""How many words stand for an applicant, whether they are enough, and how many a member has left to give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from qa.config import settings
from qa.core.db import AnyRow, db, read
from qa.members.models import Member, MemberState
from qa.vetting.models import Invitation, Vouch

MONTH = timedelta(days=30)
YEAR = timedelta(days=365)


def counts() -> ColumnElement[bool]:
    """The condition on Vouch joined with its voucher (Member) that the word counts towards an admission."""
    return Vouch.withdrawn_at.is_(None) & (Member.state == MemberState.ACTIVE)


def standing(application_id: int) -> Sequence[AnyRow]:
    """The words that count for an application: rows of id, voucher_id and same_employer, the first first."""
    query = (
        select(Vouch.id, Vouch.voucher_id, Vouch.same_employer)
        .join(Member, Member.id == Vouch.voucher_id)
        .where(Vouch.application_id == application_id, counts())
        .order_by(Vouch.given_at, Vouch.id)
    )
    return read(query).all()


def are_enough(words: Sequence[AnyRow]) -> bool:
    """Whether *words* admit without a moderator: enough of them, and enough from another employer."""
    found = settings()
    outside = sum(not word.same_employer for word in words)
    return len(words) >= found.vouches_needed and outside >= found.vouches_outside


def vouches_left(member_id: int, now: datetime) -> int:
    """How often *member_id* may still vouch in these 30 days; one taken back counts as well."""
    lately = (Vouch.voucher_id == member_id, Vouch.given_at > now - MONTH)
    given = db.session.scalar(select(func.count()).select_from(Vouch).where(*lately)) or 0
    return max(0, settings().vouches_a_month - given)


def invitations_left(member_id: int, now: datetime) -> int:
    """How many people *member_id* may still invite within a year; one taken back counts as well: its mail went out."""
    lately = (Invitation.inviter_id == member_id, Invitation.made_at > now - YEAR)
    made = db.session.scalar(select(func.count()).select_from(Invitation).where(*lately)) or 0
    return max(0, settings().invitations_a_year - made)
