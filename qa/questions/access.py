"""Who may see a question: the one place that says so. Every list and every load goes through it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, func, select

from qa.core.db import AnySelect, db
from qa.core.errors import NotFound
from qa.members.queries import circles_of
from qa.questions.models import Question

VIEWER: BindParameter[int] = bindparam("viewer_id", type_=Integer)
"""Stands for the viewer in statements that are built once; ``{"viewer_id": …}`` goes with their execution."""


def visible_to(member_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """The condition on Question that *member_id* may see it: in one of the member's circles, not withdrawn."""
    return visible_in(circles_of(member_id))


def visible_in(circles: Select[int] | Collection[int]) -> ColumnElement[bool]:
    """As ``visible_to``, for a member whose *circles* were read before."""
    # Not the bare column: its index would be preferred to that of a list's order, and every visible row be sorted.
    circle = func.coalesce(Question.circle_id, 0)
    return and_(circle.in_(circles), Question.withdrawn_at.is_(None))


def load(question_id: int, member_id: int, *, lock: bool = False) -> Question:
    """The question for a write by *member_id*; NotFound when it is not there or not for this member.

    A lock lets rows that refer to the locked one be written (``key_share``): a mark and its notice never
    wait for an answer being posted, which would wait for them.
    """
    query: AnySelect = select(Question).where(Question.id == question_id, visible_to(member_id))
    if lock:
        query = query.with_for_update(key_share=True)
    question: Question | None = db.session.scalars(query).one_or_none()
    if question is None:
        raise NotFound
    return question
