"""What a member may do with notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from qa.core.db import db
from qa.members.models import Member
from qa.notifications.models import Notice


def see(actor: Member, upto: int, now: datetime) -> None:
    """Note that *actor* has seen all own notices up to the id *upto*; those that came later stay new."""
    own = (Notice.member_id == actor.id, Notice.id <= upto, Notice.seen_at.is_(None))
    db.session.execute(update(Notice).where(*own).values(seen_at=now))
