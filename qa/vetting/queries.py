"""Who vouched for whom, as members may read it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from qa.core.db import AnyRow, read
from qa.members.byline import author_columns
from qa.members.models import Member
from qa.members.queries import seen_by
from qa.vetting.models import Vouch


def vouched_for_by(member_id: int, viewer_id: int) -> Sequence[AnyRow]:
    """The vouches that stand for a member, the first given first, by those whom the viewer may see."""
    query = (
        select(Vouch.how, Vouch.since_year, Vouch.given_at, *author_columns())
        .join(Member, Member.id == Vouch.voucher_id)
        .where(Vouch.member_id == member_id, Vouch.withdrawn_at.is_(None), seen_by(viewer_id))
    )
    return read(query.order_by(Vouch.given_at, Vouch.id)).all()
