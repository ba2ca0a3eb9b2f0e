"""Rules of the pledge: given at joining, once a year, and after each change of job."""

from __future__ import annotations

from datetime import datetime, timedelta

from qa.config import settings
from qa.core import outbox
from qa.core.db import db
from qa.core.errors import Forbidden
from qa.members import accounts
from qa.members.models import Member, MemberState
from qa.vetting.models import Pledge

KIND = "vetting.pledge"
AHEAD = timedelta(days=14)
"""A reminder comes so long before the pledge lapses: two weeks hold a holiday."""


def give(member: Member, title: str, employer: str, now: datetime) -> None:
    """Give the pledge (again) and confirm the job. Raises Forbidden, or RuleBroken naming the field."""
    if member.state != MemberState.ACTIVE:
        raise Forbidden
    accounts.change_profile(member, member.name, member.timezone, {"title": title, "employer": employer}, now)
    hold(member, now)


def hold(member: Member, now: datetime) -> None:
    """Write down that the pledge holds for a year, and have the member reminded of its end."""
    until = now + timedelta(days=settings().pledge_days)
    member.pledged_until = until
    db.session.add(
        Pledge(
            member_id=member.id, title=member.title, employer=member.employer, given_at=now, holds_until=until
        )
    )
    db.session.flush()
    for due in (until - AHEAD, until):
        if due > now:
            outbox.put(KIND, {"member_id": member.id, "until": until.isoformat()}, due)


def ask_again(member: Member, now: datetime) -> None:
    """Let the pledge be due from now on, where it is not already."""
    if not member.is_lapsed(now):
        member.pledged_until = now
