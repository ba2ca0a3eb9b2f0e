"""Every list of joining that is read: who vouched for whom, who waits, how long it takes. Columns, not entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from qa.core.db import AnyRow, read
from qa.members.byline import author_columns
from qa.members.models import Member, MemberState
from qa.members.queries import seen_by
from qa.vetting.models import Vouch

VOUCHED_SHOWN = 60
"""Rows of a member's list of those whom they vouched for, or were vouched for by: years of vouching."""

VOUCH_COLUMNS: tuple[Any, ...] = (Vouch.id, Vouch.how, Vouch.since_year, Vouch.given_at)


def vouched_for_by(member_id: int, viewer_id: int) -> Sequence[AnyRow]:
    """Who vouched for *member_id*, the first first, as far as the viewer may know of them.

    Rows have the columns of ``byline.author_columns`` (of the voucher), and how, since_year, given_at. A word that
    was taken back is not among them, nor one by a member who has left.
    """
    query = (
        select(*VOUCH_COLUMNS, *author_columns())
        .join(Member, Member.id == Vouch.voucher_id)
        .where(
            Vouch.member_id == member_id,
            Vouch.withdrawn_at.is_(None),
            Member.state.in_((MemberState.ACTIVE, MemberState.SUSPENDED)),
            seen_by(viewer_id),
        )
        .order_by(Vouch.given_at, Vouch.id)
        .limit(VOUCHED_SHOWN)
    )
    return read(query).all()
