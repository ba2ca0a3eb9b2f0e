"""What the first page reads. Its statements are built once: to build them costs more than to run them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from qa.answers.models import Answer
from qa.core.db import AnyRow, AnySelect, UtcDateTime, read
from qa.members.byline import author_columns
from qa.members.models import Circle, Member, Membership
from qa.members.viewer import Viewer
from qa.questions import deadlines
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import FAR, Question, QuestionTag, Tag
from qa.questions.queries import LIST_COLUMNS, awaits_outcome
from qa.routing.models import Ask

ASKED_FOR = 6
"""Questions shown: an evening's worth, not a feed."""
SPARE = 12
"""Questions without a match that are read, so that those of small circles can go before those of Everyone."""
AWAITED_SHOWN = 5
"""Questions whose outcome is asked for: in four weeks nobody has many more."""
TOPICS_MAX = 60
"""Topics by which questions are matched: those that the member answers most on."""
UNDATED = 200
"""The latest questions without a date that are looked at: nobody waits for the older ones."""

SEPARATOR = "\x1f"
"""Between the names of a question's topics; no topic has it."""

NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime)
ARCHIVED: BindParameter[datetime] = bindparam("archived", type_=UtcDateTime)
MONDAY: BindParameter[datetime] = bindparam("monday", type_=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic on which the member answered: how many answers, and how often peers marked them helpful."""

    id: int
    name: str
    answered: int
    helpful: int


def topics(viewer_id: int) -> dict[str, Topic]:
    """The topics on which the viewer has answered, by name, the commonest first."""
    rows = read(TOPICS, {"viewer_id": viewer_id})
    return {row.name: Topic(row.id, row.name, row.answered, row.helpful) for row in rows}


def _topics() -> AnySelect:
    answered = func.count().label("answered")
    return (
        select(Tag.id, Tag.name, answered, func.sum(Answer.helpful_count).label("helpful"))
        .join(QuestionTag, QuestionTag.tag_id == Tag.id)
        .join(Question, Question.id == QuestionTag.question_id)
        .join(Answer, Answer.question_id == Question.id)
        .where(Answer.author_id == VIEWER, Answer.withdrawn_at.is_(None), visible_to(VIEWER))
        .group_by(Tag.id, Tag.name)
        .order_by(answered.desc(), Tag.name)
        .limit(TOPICS_MAX)
    )


def candidates(viewer_id: int, known: Sequence[Topic], now: datetime) -> Sequence[AnyRow]:
    """Open questions that the viewer could answer, unsorted: those on *known* topics that are due first, and others.

    *asked*: the viewer was asked. Not the viewer's own, none that the viewer has answered (taken back or not) or
    said not now to, and no imported ones, whose authors do not read here.
    """
    ids = [topic.id for topic in known]
    values = {"viewer_id": viewer_id, "now": now, "topics": ids}
    return read(CANDIDATES, values).all()


def _candidates() -> AnySelect:
    """The parts are of what the viewer may see; nothing else comes in by their ids."""
    tagged = select(QuestionTag.tag_id).where(
        QuestionTag.question_id == Question.id, QuestionTag.tag_id.in_(bindparam("topics", expanding=True))
    )
    matched = tagged.correlate(Question).exists()
    parts = union_all(_dated(matched, ASKED_FOR), _dated(~matched, SPARE), _undated(SPARE), _asked(ASKED_FOR))
    topics = select(func.aggregate_strings(Tag.name, SEPARATOR)).join(
        QuestionTag, QuestionTag.tag_id == Tag.id
    )
    named = topics.where(QuestionTag.question_id == Question.id).correlate(Question).scalar_subquery()
    columns = (*LIST_COLUMNS, named.label("topics"), Circle.name.label("circle_name"), Circle.everyone)
    return (
        select(*columns, *author_columns(), Ask.id.is_not(None).label("asked"))
        .join(Member, Member.id == Question.author_id)
        .join(Circle, Circle.id == Question.circle_id)
        .outerjoin(Ask, and_(Ask.question_id == Question.id, Ask.member_id == VIEWER))
        .where(Question.id.in_(parts))
    )


def _asked(limit: int) -> AnySelect:
    """The ids of those first due that the viewer was asked, and neither answered nor passed on."""
    query = (
        select(Question.id)
        .join(Ask, and_(Ask.question_id == Question.id, Ask.member_id == VIEWER))
        .where(
            Question.due_at > NOW, or_(Question.due_at == FAR, Question.filled_at.is_(None)), *_answerable()
        )
        .order_by(Question.due_at, Question.id)
    )
    return select(query.limit(limit).subquery().c.id)


def _dated(condition: ColumnElement[bool], limit: int) -> AnySelect:
    """The ids of the first that are due: read along the index of dates, which ends in those without one."""
    ahead = and_(Question.due_at > NOW, Question.due_at < FAR, Question.filled_at.is_(None))
    query = select(Question.id).where(ahead, condition, *_answerable())
    query = query.order_by(Question.due_at, Question.id)
    return select(query.limit(limit).subquery().c.id)


def _undated(limit: int) -> AnySelect:
    """The ids of the latest without a date; an import may have brought thousands, so only so many are looked at."""
    latest = select(Question.id).where(Question.due_at == FAR).order_by(Question.id.desc()).limit(UNDATED)
    query = select(Question.id).where(Question.id.in_(latest.subquery().select()), *_answerable())
    return select(query.order_by(Question.id.desc()).limit(limit).subquery().c.id)


def _answerable() -> tuple[ColumnElement[bool], ...]:
    mine = select(Answer.id).where(Answer.question_id == Question.id, Answer.author_id == VIEWER)
    declined = select(Ask.id).where(
        Ask.question_id == Question.id,
        Ask.member_id == VIEWER,
        or_(Ask.passed_at.is_not(None), Ask.handed_at.is_not(None)),
    )
    return (
        visible_to(VIEWER),
        Question.author_id != VIEWER,
        Question.closed_at.is_(None),
        # Not as IS NULL: SQLite takes a unique index for a selective one, and nearly every row is empty there.
        func.coalesce(Question.source_key, "") == "",
        ~mine.correlate(Question).exists(),
        ~declined.correlate(Question).exists(),
    )


def circles(viewer: Viewer, now: datetime) -> Sequence[AnyRow]:
    """The viewer's circles: how many questions are open in each, how many closed in time since Monday."""
    values = {"viewer_id": viewer.id, "now": now, "monday": monday(viewer, now)}
    return read(CIRCLES, values).all()


def monday(viewer: Viewer, now: datetime) -> datetime:
    """The first instant of the viewer's week."""
    local = now.astimezone(viewer.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=local.weekday())


def _circles() -> AnySelect:
    seen = union_all(_dated_counts(), _undated_counts()).subquery()
    return (
        select(
            Circle.id,
            Circle.name,
            Circle.everyone,
            func.coalesce(func.sum(seen.c.open), 0).label("open"),
            func.coalesce(func.sum(seen.c.in_time), 0).label("in_time"),
        )
        .join(Membership, Membership.circle_id == Circle.id)
        .outerjoin(seen, seen.c.circle_id == Circle.id)
        .where(Membership.member_id == VIEWER, Membership.left_at.is_(None))
        .group_by(Circle.id, Circle.name, Circle.everyone)
        .order_by(Circle.name, Circle.id)
    )


def _dated_counts() -> AnySelect:
    """What was filled this week was needed after Monday, and so is what is open: one stretch of the index has both."""
    unfilled = and_(Question.due_at > NOW, Question.closed_at.is_(None), Question.filled_at.is_(None))
    return _counted(
        func.count(case((unfilled, 1))), func.count(case((Question.filled_at >= MONDAY, 1)))
    ).where(Question.due_at > MONDAY, Question.due_at < FAR)


def _undated_counts() -> AnySelect:
    return _counted(func.count(), literal(0)).where(Question.due_at == FAR, Question.closed_at.is_(None))


def _counted(unfilled: ColumnElement[int], in_time: ColumnElement[int]) -> AnySelect:
    """Joined by circle, because the access rule does not lead to an index by itself."""
    return (
        select(Membership.circle_id, unfilled.label("open"), in_time.label("in_time"))
        .join(Question, Question.circle_id == Membership.circle_id)
        .where(Membership.member_id == VIEWER, Membership.left_at.is_(None), visible_to(VIEWER))
        .group_by(Membership.circle_id)
    )


def own(viewer_id: int, now: datetime, limit: int) -> Sequence[AnyRow]:
    """The viewer's own latest questions, and those that wait for their outcome (``awaits``), the latest first."""
    values = {"viewer_id": viewer_id, "now": now, "archived": now - deadlines.ARCHIVED, "most": limit}
    return read(OWN, values).all()


def _own() -> AnySelect:
    mine = (Question.author_id == VIEWER, visible_to(VIEWER))
    latest = select(Question.id).where(*mine).order_by(Question.posted_at.desc(), Question.id.desc())
    awaits = awaits_outcome(NOW, ARCHIVED)
    awaited = select(Question.id).where(*mine, awaits).order_by(Question.due_at, Question.id)
    parts = [
        select(latest.limit(bindparam("most", type_=Integer)).subquery().c.id),
        select(awaited.limit(AWAITED_SHOWN).subquery().c.id),
    ]
    query = select(*LIST_COLUMNS, awaits.label("awaits"))
    query = query.where(Question.id.in_(union_all(*parts)))
    return query.order_by(Question.posted_at.desc(), Question.id.desc())


TOPICS, CANDIDATES, CIRCLES, OWN = _topics(), _candidates(), _circles(), _own()
