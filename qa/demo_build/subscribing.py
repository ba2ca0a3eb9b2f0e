"""The visitor reads dates in a calendar program. Its address was shown once, so nobody knows it."""

from __future__ import annotations

from datetime import datetime
from random import Random

from qa.core.db import db
from qa.demo_build.when import DAY, last_visit
from qa.members.models import Member
from qa.notifications.models import FeedAddress, FeedKind


def write(visitor: Member, seed: int, now: datetime) -> None:
    """Turn *visitor*'s calendar on, some days before *now*."""
    # The hash itself is drawn: there is no token that fits it.
    hashed = Random(f"quorum calendar {seed}").randbytes(32).hex()  # noqa: S311 - opens nothing
    made_at = last_visit(now) - 9 * DAY
    db.session.add(
        FeedAddress(member_id=visitor.id, kind=FeedKind.CALENDAR, token_hash=hashed, made_at=made_at)
    )
