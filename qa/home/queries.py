"""What the first page reads. Its statements are built once: to build them costs more than to run them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from qa.answers.models import Answer
from qa.core.db import UtcDateTime, db
from qa.members.models import Circle, Membership
from qa.members.viewer import Viewer
from qa.questions.access import visible_to
from qa.questions.models import Question, QuestionTag, Tag
from qa.questions.queries import is_open, listing

ASKED_FOR = 6
"""Questions shown: an evening's worth, not a feed."""
SPARE = 12
"""Questions without a match that are read, so that those of small circles can go before those of Everyone."""
TOPICS_MAX = 20
"""Topics by which questions are matched: those that the member answers most on."""
UNDATED = timedelta(days=60)
"""How long a question without a date is put before members: after that nobody waits for it."""

# Bound when the statement runs. The access rule takes a number; a parameter stands in for it.
ME = cast("int", bindparam("me", type_=Integer))
NOW = cast("datetime", bindparam("now", type_=UtcDateTime))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic on which the member answered: how many answers, and how often peers marked them helpful."""

    id: int
    name: str
    answered: int
    helpful: int


def topics(viewer_id: int) -> dict[str, Topic]:
    """The topics on which the viewer has answered, by name, the commonest first."""
    rows = db.session.execute(_topics(), {"me": viewer_id})
    return {row.name: Topic(row.id, row.name, row.answered, row.helpful) for row in rows}


@cache
def _topics() -> Select[Any]:
    answered = func.count().label("answered")
    columns: tuple[Any, ...] = (Tag.id, Tag.name, answered, func.sum(Answer.helpful_count).label("helpful"))
    return (
        select(*columns)
        .join(QuestionTag, QuestionTag.tag_id == Tag.id)
        .join(Question, Question.id == QuestionTag.question_id)
        .join(Answer, Answer.question_id == Question.id)
        .where(Answer.author_id == ME, Answer.withdrawn_at.is_(None), visible_to(ME))
        .group_by(Tag.id, Tag.name)
        .order_by(answered.desc(), Tag.name)
        .limit(TOPICS_MAX)
    )


def candidates(viewer_id: int, known: Sequence[Topic], now: datetime) -> Sequence[Row[Any]]:
    """Open questions that the viewer could answer, unsorted: those on *known* topics that are due first, and others.

    Not the viewer's own, none that the viewer has answered (taken back or not), and no imported ones, whose
    authors do not read here.
    """
    topics = [topic.id for topic in known]
    values = {"me": viewer_id, "now": now, "recent": now - UNDATED, "topics": topics}
    return db.session.execute(_candidates(), values).all()


@cache
def _candidates() -> Select[Any]:
    tagged = select(QuestionTag.tag_id).where(
        QuestionTag.question_id == Question.id, QuestionTag.tag_id.in_(bindparam("topics", expanding=True))
    )
    matched = tagged.correlate(Question).exists()
    parts = union_all(
        _first(matched, dated=True, limit=ASKED_FOR),
        _first(matched, dated=False, limit=ASKED_FOR),
        _first(~matched, dated=True, limit=SPARE),
        _first(~matched, dated=False, limit=SPARE),
    )
    return (
        listing(ME)
        .add_columns(Circle.name.label("circle_name"), Circle.everyone)
        .join(Circle, Circle.id == Question.circle_id)
        .where(Question.id.in_(parts))
    )


def _first(condition: ColumnElement[bool], *, dated: bool, limit: int) -> Select[Any]:
    """The first *limit* ids that meet *condition*: read along an index, so that a full year costs no more than a week."""
    mine = select(Answer.id).where(Answer.question_id == Question.id, Answer.author_id == ME)
    query = (
        select(Question.id)
        .where(visible_to(ME), condition, Question.author_id != ME, Question.source_key.is_(None))
        .where(~mine.correlate(Question).exists(), Question.closed_at.is_(None))
    )
    if dated:
        query = query.where(Question.needed_by > NOW, Question.filled_at.is_(None)).order_by(
            Question.needed_by, Question.id
        )
    else:
        recent = Question.posted_at > bindparam("recent", type_=UtcDateTime)
        query = query.where(Question.needed_by.is_(None), recent)
        query = query.order_by(Question.posted_at.desc(), Question.id.desc())
    return select(query.limit(limit).subquery().c.id)


def circles(viewer: Viewer, now: datetime) -> Sequence[Row[Any]]:
    """The viewer's circles: how many questions are open in each, how many closed in time since Monday."""
    return db.session.execute(_circles(), {"me": viewer.id, "now": now, "monday": monday(viewer, now)}).all()


def monday(viewer: Viewer, now: datetime) -> datetime:
    """The first instant of the viewer's week."""
    local = now.astimezone(viewer.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=local.weekday())


@cache
def _circles() -> Select[Any]:
    since = bindparam("monday", type_=UtcDateTime)
    # What was filled this week was needed after Monday, and so is what is open: the index on the date has both.
    near = or_(Question.needed_by > since, Question.needed_by.is_(None))
    filled = and_(Question.needed_by.is_not(None), Question.filled_at >= since)
    columns: tuple[Any, ...] = (
        Circle.id,
        Circle.name,
        Circle.everyone,
        func.count(case((is_open(NOW), Question.id))).label("open"),
        func.count(case((filled, Question.id))).label("in_time"),
    )
    return (
        select(*columns)
        .join(Membership, Membership.circle_id == Circle.id)
        .outerjoin(Question, and_(Question.circle_id == Circle.id, near, visible_to(ME)))
        .where(Membership.member_id == ME, Membership.left_at.is_(None))
        .group_by(Circle.id, Circle.name, Circle.everyone)
        .order_by(Circle.name, Circle.id)
    )
