"""Short ways to what is said of a member's deeds."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from qa.answers import marking
from qa.answers.models import Answer, MarkKind
from qa.core import clock
from qa.core.db import db
from qa.members.models import Circle, Exposure, Member
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeReview
from tests.support.things import answer, ask

WORDS = marking.Remark("It does not hold under DORA")


def answered(
    by: Member,
    asker: Member,
    circle: Circle,
    *marks: tuple[Member, MarkKind],
    ago: int = 10,
    exposure: Exposure = Exposure.NAMED,
) -> Answer:
    """An answer of *by*'s, *ago* days ago, with *marks*."""
    at = clock.now() - timedelta(days=ago)
    given = answer(by, ask(asker, circle, now=at), now=at, exposure=exposure)
    for giver, kind in marks:
        marking.give(giver, given, kind, at, WORDS if kind in marking.NEED_REASON else None)
    return given


def allow(member: Member, privilege: Privilege, why: GrantWhy = GrantWhy.RECORD) -> None:
    """Let *member* have it."""
    privileges.grant(member.id, [privilege], why, clock.now())


def listed() -> list[tuple[int, str]]:
    """Whom moderators are asked to look at, and for what."""
    query = select(PrivilegeReview).where(PrivilegeReview.ended_at.is_(None)).order_by(PrivilegeReview.id)
    return [(row.member_id, row.privilege.value) for row in db.session.scalars(query)]


def joined(member: Member, at: datetime) -> Member:
    """Let *member* have come at *at*."""
    member.joined_at = at
    db.session.flush()
    return member
