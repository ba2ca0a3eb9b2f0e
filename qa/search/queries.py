"""What search reads from the database: always within what the viewer may see, whatever the index says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from qa.answers.models import Answer
from qa.core.db import AnySelect, db, read
from qa.core.lines import name_key
from qa.core.text import TextRefused
from qa.members.byline import author_columns
from qa.members.models import Circle, Exposure, Member, Membership
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import CLOCKED, Question, QuestionTag, SameQuestion, Tag

Found = Row[*tuple[Any, ...]]
NAMESAKES_MAX = 20
TOPICS_MAX = 16
ANSWERS_MAX = 60
"""Answers of a page of hits that are looked through for a passage."""

SAME = (
    select(func.aggregate_strings(cast(SameQuestion.other_id, String), ","))
    .where(SameQuestion.question_id == Question.id, SameQuestion.ended_at.is_(None))
    .correlate(Question)
    .scalar_subquery()
)
"""The questions linked as the same, see ``folding``; whoever may not see one of them is shown nothing of it."""

HIT_COLUMNS = (
    Question.id,
    Question.title,
    Question.body_html,
    Question.purpose,
    Question.exposure,
    *CLOCKED,
    Question.circle_id,
    Question.source_author,
    Circle.name.label("circle_name"),
    Circle.slug.label("circle_slug"),
    SAME.label("same"),
)


CIRCLES = (
    select(Circle.id, Circle.slug, Circle.name, Circle.everyone)
    .join(Membership, Membership.circle_id == Circle.id)
    .where(Membership.member_id == VIEWER, Membership.left_at.is_(None))
    .order_by(Circle.everyone, Circle.name)
)


def circles(viewer_id: int) -> Sequence[Found]:
    """The circles the viewer is in now (id, slug, name, everyone), by name, *Everyone* last."""
    return read(CIRCLES, {"viewer_id": viewer_id}).all()


def meant(
    viewer_id: int, names: Sequence[str], mine: bool
) -> tuple[tuple[tuple[int, ...], ...], frozenset[int]]:
    """The ids of the members whom each of *names* (handle or name) may mean, and, if *mine*, of the viewer's threads.

    Both in one statement. Whether anybody has a name shows in no answer; the viewer's threads are those asked or
    answered, under whatever name.
    """
    keys = [_key(name) for name in names]
    asked = [key for key in keys if key]
    parts: list[AnySelect] = []
    if asked:
        named = or_(Member.handle_key.in_(asked), func.lower(Member.name).in_(asked))
        parts.append(select(Member.id, Member.handle_key, func.lower(Member.name)).where(named))
    if mine:
        parts.append(select(Question.id, null(), null()).where(visible_to(viewer_id), _written_by(viewer_id)))
    if not parts:
        return tuple(() for _name in names), frozenset()
    rows = db.session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
    people = (sorted(row[0] for row in rows if key and key in row[1:])[:NAMESAKES_MAX] for key in keys)
    return tuple(tuple(ids) for ids in people), frozenset(row[0] for row in rows if row[1] is None)


def _key(name: str) -> str:
    try:
        return name_key(name)
    except TextRefused:
        return ""


def _written_by(member_id: int) -> ColumnElement[bool]:
    answered = exists().where(
        Answer.question_id == Question.id, Answer.author_id == member_id, Answer.withdrawn_at.is_(None)
    )
    return or_(Question.author_id == member_id, answered)


def hits(viewer_id: int, ids: Sequence[int], people: Sequence[Sequence[int]] = ()) -> list[Found]:
    """The questions of *ids* that the viewer may see, in that order, each with circle and author.

    For each group in *people* one of its members must have written in the thread under the own name: a name
    withdrawn a moment ago is not found any more, though the index may still hold it.
    """
    if not ids:
        return []
    query = _hits().where(*(_named(group) for group in people)) if people else _hits()
    rows = {row.id: row for row in read(query, {"viewer_id": viewer_id, "ids": ids})}
    return [rows[question_id] for question_id in ids if question_id in rows]


def _named(group: Sequence[int]) -> ColumnElement[bool]:
    answered = exists().where(
        Answer.question_id == Question.id,
        Answer.author_id.in_(group),
        Answer.exposure == Exposure.NAMED,
        Answer.withdrawn_at.is_(None),
    )
    return or_(and_(Question.author_id.in_(group), Question.exposure == Exposure.NAMED), answered)


@cache
def _hits() -> Select[*tuple[Any, ...]]:
    return (
        select(*HIT_COLUMNS, *author_columns())
        .join(Circle, Circle.id == Question.circle_id)
        .join(Member, Member.id == Question.author_id)
        .where(Question.id.in_(bindparam("ids", expanding=True)), visible_to(VIEWER))
    )


@cache
def _answers() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Answer.id,
            Answer.question_id,
            Answer.body_html,
            Answer.basis,
            Answer.exposure,
            Answer.posted_at,
            Answer.helpful_count,
            Answer.used_count,
            Answer.source_author,
            *author_columns(),
        )
        .join(Member, Member.id == Answer.author_id)
        .where(Answer.question_id.in_(bindparam("ids", expanding=True)), Answer.withdrawn_at.is_(None))
        .order_by(Answer.used_count.desc(), Answer.helpful_count.desc(), Answer.id)
        .limit(ANSWERS_MAX)
    )


def answers(ids: Sequence[int]) -> dict[int, list[Found]]:
    """The live answers of each question in *ids*, the most useful first, with their authors.

    Only for ids that came out of ``hits``, which is the access check.
    """
    found: dict[int, list[Found]] = defaultdict(list)
    if not ids:
        return found
    for row in read(_answers(), {"ids": ids}):
        found[row.question_id].append(row)
    return found


def titled(viewer_id: int, terms: Sequence[str], limit: int) -> Sequence[int]:
    """Ids of questions with all of *terms* in their titles, the newest first: what is left without an index."""
    query = select(Question.id).where(visible_to(viewer_id))
    # A stem is nearly always the beginning of its word; "policy" has the stem "polici".
    for word in (term.removesuffix("i") or term for term in terms):
        query = query.where(Question.title.icontains(word, autoescape=True))
    return db.session.scalars(
        query.order_by(Question.posted_at.desc(), Question.id.desc()).limit(limit)
    ).all()


@cache
def _topics() -> AnySelect:
    many = func.count().label("many")
    return (
        select(Tag.name, many)
        .join(QuestionTag, QuestionTag.tag_id == Tag.id)
        .join(Question, Question.id == QuestionTag.question_id)
        .where(Question.id.in_(bindparam("ids", expanding=True)), visible_to(VIEWER))
        .group_by(Tag.id, Tag.name)
        .order_by(many.desc(), Tag.name)
        .limit(TOPICS_MAX)
    )


def topics(viewer_id: int, ids: Sequence[int]) -> list[str]:
    """The names of the commonest topics of those of the threads *ids* that the viewer may see."""
    if not ids:
        return []
    return [row.name for row in read(_topics(), {"viewer_id": viewer_id, "ids": ids})]


def texts(viewer_id: int, ids: Sequence[int]) -> list[str]:
    """The titles, texts and answers of those of the threads *ids* that the viewer may see, as HTML."""
    if not ids:
        return []
    question = select(Question.title, Question.body_html).where(Question.id.in_(ids), visible_to(viewer_id))
    answer = (
        select(literal(""), Answer.body_html)
        .join(Question, Question.id == Answer.question_id)
        .where(Question.id.in_(ids), visible_to(viewer_id), Answer.withdrawn_at.is_(None))
    )
    tag = (
        select(Tag.name, literal(""))
        .join(QuestionTag, QuestionTag.tag_id == Tag.id)
        .join(Question, Question.id == QuestionTag.question_id)
        .where(Question.id.in_(ids), visible_to(viewer_id))
    )
    rows = db.session.execute(union_all(question, answer, tag))
    return [f"{title} {body}" for title, body in rows]
