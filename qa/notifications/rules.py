"""What a member may do with notices."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from qa.core.db import db, write_intent
from qa.members.models import Member
from qa.notifications.models import Notice

log = structlog.get_logger(__name__)


def see_thread(member_id: int, question_id: int, now: datetime) -> None:
    """Note that the member has opened the question of which notices tell: on a connection of its own.

    A busy database must not fail a page. Call it where there is something to note (``queries.UNSEEN``).
    """
    own = (Notice.member_id == member_id, Notice.question_id == question_id, Notice.seen_at.is_(None))
    db.session.rollback()
    intent = write_intent.set(True)
    try:
        with db.engine.begin() as connection:
            connection.execute(update(Notice).where(*own).values(seen_at=now))
    except OperationalError as error:
        log.info("seen_skipped", error=str(error.orig)[:200])
    finally:
        write_intent.reset(intent)


def see(actor: Member, upto: int, now: datetime) -> None:
    """Note that *actor* has seen all own notices up to the id *upto*; those that came later stay new."""
    own = (Notice.member_id == actor.id, Notice.id <= upto, Notice.seen_at.is_(None))
    db.session.execute(update(Notice).where(*own).values(seen_at=now))
