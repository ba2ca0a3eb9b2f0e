"""Questions that were open before anybody was asked here, and so have no look planned. The worker's part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from qa.core import clock, jobs, transaction
from qa.core.db import db
from qa.members.models import Member, MemberState
from qa.questions.models import Question
from qa.questions.queries import is_open
from qa.routing import waves
from qa.routing.models import Route


@jobs.every(600.0)
def plan_missing() -> None:
    """Have each open question without a route looked at: each once, as the first look makes it one for good."""
    if not _without_route(clock.now()):
        return
    with transaction.unit():
        waves.alone()  # another worker may be at the same
        for question_id in _without_route(clock.now()):
            waves.plan(question_id, clock.now())


def _without_route(now: datetime) -> Sequence[int]:
    query = (
        select(Question.id)
        .join(Member, Member.id == Question.author_id)
        .outerjoin(Route, Route.question_id == Question.id)
        .where(Route.question_id.is_(None), Member.state == MemberState.ACTIVE, is_open(now))
        .where(Question.withdrawn_at.is_(None), Question.source_key.is_(None))
    )
    return db.session.scalars(query.order_by(Question.id)).all()
