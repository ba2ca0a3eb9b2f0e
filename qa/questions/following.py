"""Following a thread without answering, and hearing no more of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from qa.core.db import db
from qa.members.models import Member
from qa.members.standing import require_active
from qa.questions.models import Follow, Question


def follow(actor: Member, question: Question, now: datetime) -> None:
    """The actor hears of new answers, of the closing and of the outcome. Twice is as once."""
    _set(actor, question.id, now, hears=True)


def unfollow(actor: Member, question: Question, now: datetime) -> None:
    """The actor hears nothing more of the thread, whoever asked or answered it; dates of an own question aside."""
    _set(actor, question.id, now, hears=False)


def _set(actor: Member, question_id: int, now: datetime, *, hears: bool) -> None:
    require_active(actor)
    row = db.session.get(Follow, (actor.id, question_id)) or Follow(
        member_id=actor.id, question_id=question_id
    )
    if row.hears != hears:
        row.hears, row.since = hears, now
    db.session.add(row)
    db.session.flush()


def followers(question_id: int, *, hears: bool = True) -> Sequence[int]:
    """The ids of those who follow a question, or, without *hears*, of those who want to hear nothing of it."""
    query = select(Follow.member_id).where(Follow.question_id == question_id, Follow.hears.is_(hears))
    return db.session.scalars(query.order_by(Follow.member_id)).all()


def is_silenced(question_id: Any, member_id: Any) -> ColumnElement[bool]:
    """The condition that the member wants to hear nothing of the question."""
    return exists().where(
        Follow.question_id == question_id, Follow.member_id == member_id, Follow.hears.is_(False)
    )
