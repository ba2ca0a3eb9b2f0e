"""Threads as the index takes them, out of the database.

What is hidden never comes in: no name at all as text, only the ids of those who wrote under their name;
no withdrawn question or answer; no comment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from qa.answers.models import Answer
from qa.core import text
from qa.core.db import db
from qa.members.models import Exposure
from qa.questions.models import Question, QuestionOutcome, QuestionTag, Tag
from qa.search.analysis import BREAK
from qa.search.schema import Document

BATCH = 200
"""Threads read at a time: a few megabytes of text at most as a rule."""

_COLUMNS = (
    Question.id,
    Question.author_id,
    Question.circle_id,
    Question.title,
    Question.body_html,
    Question.purpose,
    Question.exposure,
    Question.posted_at,
    Question.needed_by,
    Question.closed_at,
    Question.filled_at,
    Question.answer_count,
    Question.in_time_count,
    Question.answers_wanted,
    Question.touched_at,
    QuestionOutcome.body_html.label("outcome_html"),
)
_MARKS = Answer.used_count + Answer.same_count + Answer.helpful_count


def every() -> Iterator[Document]:
    """Every live thread, by id, read in batches; each batch in a transaction of its own."""
    last = 0
    while True:
        query = select(Question.id).where(Question.id > last, Question.withdrawn_at.is_(None))
        ids = db.session.scalars(query.order_by(Question.id).limit(BATCH)).all()
        if not ids:
            return
        yield from _read(ids)
        last = ids[-1]
        db.session.rollback()


def of(ids: Iterable[int]) -> list[Document]:
    """The live threads among *ids*; what is missing in the result is withdrawn or gone."""
    wanted = sorted(set(ids))
    found: list[Document] = []
    for start in range(0, len(wanted), BATCH):
        found += _read(wanted[start : start + BATCH])
    return found


def _read(ids: Sequence[int]) -> list[Document]:
    query = select(*_COLUMNS).outerjoin(QuestionOutcome, QuestionOutcome.question_id == Question.id)
    query = query.where(Question.id.in_(ids), Question.withdrawn_at.is_(None))
    rows = db.session.execute(query.order_by(Question.id)).all()
    answers, tags = _answers(ids), _tags(ids)
    return [_document(row, answers[row.id], tags[row.id]) for row in rows]


def marks() -> dict[int, int]:
    """How many marks say that an answer helped, for each live thread that has any: a mark changes no version."""
    count = func.sum(_MARKS)
    query = select(Answer.question_id, count).where(Answer.withdrawn_at.is_(None))
    rows = db.session.execute(query.group_by(Answer.question_id).having(count > 0))
    return {question_id: int(number) for question_id, number in rows}


def _answers(ids: Sequence[int]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    query = (
        select(
            Answer.question_id,
            Answer.author_id,
            Answer.exposure,
            Answer.body_html,
            Answer.used_count,
            _MARKS.label("marks"),
        )
        .where(Answer.question_id.in_(ids), Answer.withdrawn_at.is_(None))
        .order_by(Answer.question_id, Answer.id)
    )
    for row in db.session.execute(query):
        found[row.question_id].append(row)
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(QuestionTag.question_id, Tag.name)
        .join(Tag, Tag.id == QuestionTag.tag_id)
        .where(QuestionTag.question_id.in_(ids))
        .order_by(QuestionTag.question_id, QuestionTag.position)
    )
    for question_id, name in db.session.execute(query):
        found[question_id].append(name)
    return found


def _document(
    row: Row[*tuple[Any, ...]], answers: Sequence[Row[*tuple[Any, ...]]], tags: Sequence[str]
) -> Document:
    parts = (text.plain(row.body_html), row.purpose, text.plain(row.outcome_html or ""))
    return Document(
        id=row.id,
        circle=row.circle_id,
        version=row.touched_at,
        posted=row.posted_at,
        title=row.title,
        question=BREAK.join(part for part in parts if part),
        answers=BREAK.join(text.plain(answer.body_html) for answer in answers),
        tags=tuple(tags),
        asker=row.author_id if row.exposure == Exposure.NAMED else None,
        answerers=tuple({a.author_id: 0 for a in answers if a.exposure == Exposure.NAMED}),
        needed=row.needed_by,
        closed=row.closed_at,
        filled=row.filled_at,
        answer_count=row.answer_count,
        in_time=row.in_time_count,
        wanted=row.answers_wanted,
        used=sum(answer.used_count for answer in answers),
        marks=sum(answer.marks for answer in answers),
    )
