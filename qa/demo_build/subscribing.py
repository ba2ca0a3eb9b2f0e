"""The visitor reads dates in a calendar program, and has saved searches. The calendar's address was shown once, so
nobody knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy import select, update

from qa.core import events
from qa.core.db import db
from qa.demo_build.when import DAY, MINUTE, last_visit
from qa.members.models import Member
from qa.notifications.models import FeedAddress, FeedKind, Notice, NoticeKind
from qa.questions.access import visible_to
from qa.questions.models import Question, QuestionTag, Tag
from qa.search import grammar, saving
from qa.search.events import SavedSearchFound
from qa.search.models import SavedHit

SAVED = {"vendor audits": 30 * DAY, "crisis management": 2 * DAY}
"""The topics that she looks for, and how long before her last visit she saved it."""


def write(visitor: Member, seed: int, now: datetime) -> None:
    """Turn *visitor*'s calendar on, some days before *now*."""
    # The hash itself is drawn: there is no token that fits it.
    hashed = Random(f"quorum calendar {seed}").randbytes(32).hex()  # noqa: S311 - opens nothing
    made_at = last_visit(now) - 9 * DAY
    db.session.add(
        FeedAddress(member_id=visitor.id, kind=FeedKind.CALENDAR, token_hash=hashed, made_at=made_at)
    )


def save_searches(visitor: Member, now: datetime) -> None:
    """Save *visitor*'s searches, with what has come to fit them since."""
    visited = last_visit(now)
    for name, ago in SAVED.items():
        threads, made_at = _on(name, visitor), visited - ago
        known = [one.id for one in threads if one.posted_at <= made_at]
        saved = saving.save(visitor, grammar.parse(f'tag:"{name}"'), {}, known, made_at)
        for one in threads:
            if one.id not in known and one.author_id != visitor.id:
                at = one.posted_at + MINUTE
                db.session.add(SavedHit(saved_id=saved.id, question_id=one.id, found_at=at))
                events.record(SavedSearchFound(visitor.id, one.id, one.author_id, at))
    db.session.flush()
    seen = (Notice.member_id == visitor.id, Notice.kind == NoticeKind.FOUND, Notice.made_at <= visited)
    db.session.execute(update(Notice).where(*seen).values(seen_at=visited))


def _on(name: str, visitor: Member) -> Sequence[Question]:
    """What *visitor* may see on the topic *name*, the first first."""
    tagged = select(QuestionTag.question_id).join(Tag, Tag.id == QuestionTag.tag_id).where(Tag.name == name)
    query = select(Question).where(Question.id.in_(tagged), visible_to(visitor.id))
    return db.session.scalars(query.order_by(Question.posted_at, Question.id)).all()
