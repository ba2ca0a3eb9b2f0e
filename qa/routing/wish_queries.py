"""What a member chose of being asked, for the page of settings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from qa.core.db import AnyRow, read
from qa.members.models import Circle, Member, Membership
from qa.questions.models import Tag
from qa.routing.candidates import ASKS_A_WEEK
from qa.routing.models import MutedCircle, MutedTag, Wish
from qa.routing.queries import WISHED


def wish(member_id: int) -> AnyRow:
    """How a member wants to be asked, the defaults where nothing was chosen."""
    query = (
        select(
            func.coalesce(Wish.asks_a_week, ASKS_A_WEEK).label("asks_a_week"),
            Wish.away_until,
            WISHED.label("named"),
        )
        .select_from(Member)
        .outerjoin(Wish, Wish.member_id == Member.id)
        .where(Member.id == member_id)
    )
    return read(query).one()


def muted_tags(member_id: int) -> list[str]:
    """The names of the topics that the member muted, by name."""
    query = select(Tag.name).join(MutedTag, MutedTag.tag_id == Tag.id).where(MutedTag.member_id == member_id)
    return [row.name for row in read(query.order_by(Tag.name_key))]


def circles(member_id: int) -> Sequence[AnyRow]:
    """The circles that the member is in, *Everyone* last, each with whether it is muted."""
    quiet = select(MutedCircle.since).where(
        MutedCircle.member_id == member_id, MutedCircle.circle_id == Circle.id
    )
    query = (
        select(Circle.id, Circle.name, quiet.correlate(Circle).exists().label("muted"))
        .join(Membership, Membership.circle_id == Circle.id)
        .where(Membership.member_id == member_id, Membership.left_at.is_(None))
        .order_by(Circle.everyone, Circle.name, Circle.id)
    )
    return read(query).all()
