"""Every list of questions that is read. Columns, not entities: pages are read far more than written."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import aliased

from qa.core import text
from qa.core.db import AnyRow, AnySelect, UtcDateTime, db, read
from qa.core.errors import NotFound
from qa.core.paging import Page, first_page, page_of
from qa.members.byline import author_columns
from qa.members.models import Circle, Member, Membership
from qa.members.queries import circles_of
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import CLOCKED, Draft, DraftKind, Question, QuestionRevision, QuestionTag, Tag

PER_PAGE = 20

NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime)

LIST_COLUMNS = (
    Question.id,
    Question.title,
    Question.purpose,
    Question.exposure,
    *CLOCKED,
    Question.due_at,
    Question.circle_id,
    Question.source_author,
)


class Shown(enum.StrEnum):
    """Which questions a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    SHORT = "short"
    ALL = "all"


def is_open(now: datetime | BindParameter[datetime], of: type[Question] = Question) -> ColumnElement[bool]:
    """The condition on Question, or an alias of it, that it is open at *now*, by the same rule as ``deadlines.state``."""
    return and_(
        of.due_at > now,
        of.closed_at.is_(None),
        or_(of.needed_by.is_(None), of.filled_at.is_(None)),
    )


def awaits_outcome(
    now: datetime | BindParameter[datetime], archived: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """The condition that a question is closed at *now* and its asker still to say what was decided.

    *archived* is ``deadlines.ARCHIVED`` before *now*: those that ended until then rest, and imported ones ask nobody.
    """
    return and_(
        not_(is_open(now)),
        Question.outcome_at.is_(None),
        func.coalesce(Question.needed_by, Question.closed_at) > archived,
        func.coalesce(Question.source_key, "") == "",
    )


def listing(viewer_id: int | BindParameter[int]) -> AnySelect:
    """The select of question rows with their authors that *viewer_id* may see; lists narrow it."""
    return (
        select(*LIST_COLUMNS, *author_columns())
        .join(Member, Member.id == Question.author_id)
        .where(visible_to(viewer_id))
    )


def page(
    viewer_id: int,
    now: datetime,
    *,
    shown: Shown = Shown.OPEN,
    circle_id: int | None = None,
    tag_id: int | None = None,
    bookmark: str | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """One page: open ones with the one due first on top, others the newest first.

    A bookmark that is none raises BadRequest.
    """
    circle_given, tag_given = circle_id is not None, tag_id is not None
    query, order = _list(shown, circle_given, tag_given)
    values = {"viewer_id": viewer_id, "now": now, "circle_id": circle_id, "tag_id": tag_id}
    if not bookmark:
        return first_page(query, values, order, per_page)
    return page_of(query.params(values), bookmark, per_page)


@cache
def _list(shown: Shown, by_circle: bool, by_tag: bool) -> tuple[AnySelect, tuple[str, str]]:
    """The statement of a list, with :viewer_id, :now and what it is narrowed by; and the columns of its order."""
    query = narrowed(listing(VIEWER), NOW, shown)
    if by_circle:
        query = query.where(Question.circle_id == bindparam("circle_id", type_=Integer))
    if by_tag:
        tagged = select(QuestionTag.question_id).where(
            QuestionTag.tag_id == bindparam("tag_id", type_=Integer)
        )
        query = query.where(Question.id.in_(tagged))
    if shown == Shown.OPEN:
        return query.order_by(Question.due_at, Question.id), ("due_at", "id")
    return query.order_by(Question.posted_at.desc(), Question.id.desc()), ("posted_at", "id")


def narrowed(query: AnySelect, now: datetime | BindParameter[datetime], shown: Shown) -> AnySelect:
    """*query* with the condition of *shown* at *now*."""
    if shown == Shown.OPEN:
        return query.where(is_open(now))
    if shown == Shown.CLOSED:
        return query.where(not_(is_open(now)))
    if shown == Shown.SHORT:
        return query.where(not_(is_open(now)), Question.in_time_count < Question.answers_wanted)
    return query


def in_circle(viewer_id: int, circle_id: int, now: datetime, limit: int = 10) -> Sequence[AnyRow]:
    """The open questions of a circle, the one due first on top."""
    query, _order = _list(Shown.OPEN, by_circle=True, by_tag=False)
    return read(query.limit(limit), {"viewer_id": viewer_id, "now": now, "circle_id": circle_id}).all()


def mine(viewer_id: int, limit: int = 5) -> Sequence[AnyRow]:
    """The viewer's own latest questions."""
    query = select(*LIST_COLUMNS).where(Question.author_id == viewer_id, visible_to(viewer_id))
    return read(query.order_by(Question.posted_at.desc(), Question.id.desc()).limit(limit)).all()


def by_ids(viewer_id: int, ids: Sequence[int]) -> dict[int, AnyRow]:
    """The rows of *ids* that the viewer may see: search checks its hits with this."""
    if not ids:
        return {}
    rows = read(listing(viewer_id).where(Question.id.in_(ids)))
    return {row.id: row for row in rows}


SHOW_COLUMNS = (
    *LIST_COLUMNS,
    Question.body_html,
    Question.author_id.label("asker_id"),
    Question.edited_at,
    Question.source_key,
    Question.source_url,
    Question.source_licence,
    Circle.name.label("circle_name"),
    Circle.slug.label("circle_slug"),
)

SHOW = (
    select(*SHOW_COLUMNS, *author_columns())
    .join(Member, Member.id == Question.author_id)
    .join(Circle, Circle.id == Question.circle_id)
    .where(Question.id == bindparam("question_id"), visible_to(VIEWER))
)
"""Built once: making a statement costs more than running it."""


def show(viewer_id: int, question_id: int) -> AnyRow:
    """A question's page in one row, with author and circle; NotFound when the viewer may not see it."""
    row = read(SHOW, {"question_id": question_id, "viewer_id": viewer_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


TAGS_OF = (
    select(QuestionTag.question_id, Tag.name)
    .join(Tag, Tag.id == QuestionTag.tag_id)
    .where(QuestionTag.question_id.in_(bindparam("ids", expanding=True)))
    .order_by(QuestionTag.question_id, QuestionTag.position)
)


def tags_of(ids: Iterable[int]) -> defaultdict[int, list[str]]:
    """The topics of each question in *ids*, in their order, in one query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    wanted = list(ids)
    if not wanted:
        return found
    for question_id, name in read(TAGS_OF, {"ids": wanted}):
        found[question_id].append(name)
    return found


def topics_of(question_id: int) -> list[str]:
    """The topics of one question, in their order."""
    return tags_of([question_id])[question_id]


def tag(viewer_id: int, name: str) -> AnyRow:
    """A topic by name; NotFound unless the viewer may see a question on it."""
    query = _tags_with_counts(viewer_id).where(Tag.name_key == _key(name))
    row = read(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def tags(viewer_id: int, bookmark: str | None = None, per_page: int = 60) -> Page:
    """The topics of the questions the viewer may see, by name, each with how many."""
    return page_of(_tags_with_counts(viewer_id).order_by(Tag.name_key), bookmark, per_page)


def suggest_tags(viewer_id: int, typed: str, limit: int = 8) -> list[str]:
    """Topics in the viewer's circles that begin with *typed*, the commonest first."""
    key = _key(typed)
    if not key:
        return []
    query = _tags_with_counts(viewer_id).where(Tag.name_key.startswith(key, autoescape=True))
    rows = read(query.order_by(func.count().desc(), Tag.name_key).limit(limit))
    return [row.name for row in rows]


def _key(name: str) -> str:
    try:
        return text.name_key(text.clean_line(name, 80))
    except text.TextRefused:
        return ""


def _tags_with_counts(viewer_id: int) -> AnySelect:
    return (
        select(Tag.id, Tag.name, Tag.name_key, func.count().label("questions"))
        .join(QuestionTag, QuestionTag.tag_id == Tag.id)
        .join(Question, Question.id == QuestionTag.question_id)
        .where(visible_to(viewer_id))
        .group_by(Tag.id, Tag.name, Tag.name_key)
    )


def revisions(question_id: int) -> Sequence[QuestionRevision]:
    """A question's revisions, the oldest first. Load the question through ``show`` before."""
    query = select(QuestionRevision).where(QuestionRevision.question_id == question_id)
    return db.session.scalars(query.order_by(QuestionRevision.number)).all()


def drafts(member_id: int) -> Sequence[AnyRow]:
    """The member's drafts, the latest first; an answer's with its question's title, one that ended with the prior's."""
    prior = aliased(Question)
    columns = (Draft.id, Draft.kind, Draft.fields, Draft.saved_at, Draft.question_id, Draft.ended_at)
    seen = prior.circle_id.in_(circles_of(member_id))
    query = (
        select(*columns, Question.title, prior.id.label("prior_id"), prior.title.label("prior_title"))
        .select_from(Draft)
        .outerjoin(prior, and_(prior.id == Draft.prior_id, prior.withdrawn_at.is_(None), seen))
        .outerjoin(Question, and_(Question.id == Draft.question_id, visible_to(member_id)))
        .where(Draft.member_id == member_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
    return read(query).all()


ANSWER_DRAFT = select(Draft.fields).where(
    Draft.member_id == bindparam("member_id"),
    Draft.question_id == bindparam("question_id"),
    Draft.kind == DraftKind.ANSWER,
)


def answer_draft(member_id: int, question_id: int) -> dict[str, Any]:
    """The fields of the member's draft of an answer to a question; empty where there is none."""
    return db.session.scalar(ANSWER_DRAFT, {"member_id": member_id, "question_id": question_id}) or {}


_others = aliased(Membership)
_members = (
    select(func.count())
    .where(_others.circle_id == Circle.id, _others.left_at.is_(None))
    .correlate(Circle)
    .scalar_subquery()
    .label("members")
)
CIRCLES_TO_ASK = (
    select(Circle.id, Circle.name, Circle.slug, Circle.everyone, _members)
    .join(Membership, Membership.circle_id == Circle.id)
    .where(Membership.member_id == VIEWER, Membership.left_at.is_(None))
    .order_by(_members, Circle.id)
)


def circles_to_ask(member_id: int) -> Sequence[AnyRow]:
    """The circles in which the member may ask, the smallest first, each with its number of members."""
    return read(CIRCLES_TO_ASK, {"viewer_id": member_id}).all()
