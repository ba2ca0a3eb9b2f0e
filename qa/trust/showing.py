"""Deeds with what a viewer may read of them: titles of threads, and names of those vouched for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from qa.answers.models import Answer
from qa.core.db import AnyRow, read
from qa.members.byline import author_columns, author_of, byline
from qa.members.models import Exposure, Member
from qa.members.queries import seen_by
from qa.questions.access import visible_to
from qa.questions.addresses import answer_path, question_path
from qa.questions.models import Question
from qa.trust.weighing import Deed, DeedKind


@dataclass(frozen=True, slots=True)
class Shown:
    """A deed and what it is about: a title or a name, and its address; both empty where the viewer may not know."""

    deed: Deed
    title: str
    href: str


def shown(deeds: Sequence[Deed], viewer_id: int) -> dict[Deed, Shown]:
    """What *viewer_id* may read of *deeds*, in three queries at most."""
    found: dict[tuple[DeedKind, int], tuple[str, str]] = {}
    for of in (_answers, _questions, _members):
        found.update(of(deeds, viewer_id))
    nothing = ("", "")
    return {one: Shown(one, *found.get((one.kind, one.thing_id), nothing)) for one in deeds}


Found = dict[tuple[DeedKind, int], tuple[str, str]]


def _ids(deeds: Iterable[Deed], *kinds: DeedKind) -> list[int]:
    return sorted({one.thing_id for one in deeds if one.kind in kinds})


def _answers(deeds: Sequence[Deed], viewer_id: int) -> Found:
    if not (ids := _ids(deeds, DeedKind.ANSWER)):
        return {}
    query = (
        select(Answer.id, Answer.question_id, Question.title)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.id.in_(ids), visible_to(viewer_id))
    )
    return {
        (DeedKind.ANSWER, row.id): (row.title, answer_path(row.question_id, row.title, row.id))
        for row in read(query)
    }


def _questions(deeds: Sequence[Deed], viewer_id: int) -> Found:
    kinds = (DeedKind.QUESTION, DeedKind.TOPICS)
    if not (ids := _ids(deeds, *kinds)):
        return {}
    rows = read(select(Question.id, Question.title).where(Question.id.in_(ids), visible_to(viewer_id)))
    return {(kind, row.id): (row.title, question_path(row.id, row.title)) for row in rows for kind in kinds}


def _members(deeds: Sequence[Deed], viewer_id: int) -> Found:
    if not (ids := _ids(deeds, DeedKind.VOUCH)):
        return {}
    people = people_of(ids, viewer_id)
    found: Found = {}
    for number, row in people.items():
        who = byline(author_of(row), Exposure.NAMED, viewer_id)
        found[(DeedKind.VOUCH, number)] = (who.name, who.href or "")
    return found


def people_of(ids: Iterable[int], viewer_id: int) -> dict[int, AnyRow]:
    """The members *ids* whom the viewer may know of, by id."""
    query = select(*author_columns(), Member.role).where(Member.id.in_(ids), seen_by(viewer_id))
    return {row.author_id: row for row in read(query)}
