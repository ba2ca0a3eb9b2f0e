"""What is read of saved searches: a member's own, and those whom a thread may concern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, exists, func, select

from qa.core.db import AnyRow, db
from qa.members.models import Circle, Member, Membership, MemberState
from qa.questions.access import visible_to
from qa.questions.models import Question
from qa.search.models import SavedHit, SavedSearch

LISTED = 20
"""Threads that one mail names; the others are counted."""


class ToTell(NamedTuple):
    """A thread that a mail names."""

    question_id: int
    title: str
    circle: str


def saved(member_id: int) -> Sequence[AnyRow]:
    """The member's saved searches, the latest first, with how many threads came to fit in sight of the member."""
    came = (
        select(func.count())
        .select_from(SavedHit)
        .join(Question, Question.id == SavedHit.question_id)
        .where(SavedHit.saved_id == SavedSearch.id, visible_to(member_id))
        .correlate(SavedSearch)
        .scalar_subquery()
    )
    query = select(
        SavedSearch.id, SavedSearch.words, SavedSearch.filters, SavedSearch.made_at, came.label("came")
    )
    own = query.where(SavedSearch.member_id == member_id)
    return db.session.execute(own.order_by(SavedSearch.made_at.desc(), SavedSearch.id.desc())).all()


def concerned(question_id: int) -> Sequence[AnyRow]:
    """The saved searches that may be told of the thread: of active members of its circle, not the asker's own.

    Without those that were told of it before. Each with its member's id and time zone.
    """
    told = exists().where(SavedHit.saved_id == SavedSearch.id, SavedHit.question_id == Question.id)
    inside = and_(Membership.member_id == SavedSearch.member_id, Membership.circle_id == Question.circle_id)
    query = (
        select(
            SavedSearch.id,
            SavedSearch.member_id,
            SavedSearch.words,
            SavedSearch.filters,
            SavedSearch.known,
            Member.timezone,
            Question.author_id,
        )
        .select_from(SavedSearch)
        .join(Question, Question.id == question_id)
        .join(Membership, inside)
        .join(Member, Member.id == SavedSearch.member_id)
        .where(
            Membership.left_at.is_(None),
            Member.state == MemberState.ACTIVE,
            SavedSearch.member_id != Question.author_id,
            Question.withdrawn_at.is_(None),
            ~told,
        )
    )
    return db.session.execute(query.order_by(SavedSearch.id)).all()


def to_tell(member_id: int) -> tuple[list[ToTell], int]:
    """The threads that the member is to be told of now, the latest first, and how many there are in all.

    Only what the member may see at this moment, of searches that are still saved.
    """
    found = (
        select(Question.id, Question.title, Circle.name, func.max(SavedHit.found_at).label("at"))
        .join(SavedHit, SavedHit.question_id == Question.id)
        .join(SavedSearch, SavedSearch.id == SavedHit.saved_id)
        .join(Circle, Circle.id == Question.circle_id)
        .where(SavedSearch.member_id == member_id, SavedHit.mailed_at.is_(None), visible_to(member_id))
        .where(Question.author_id != member_id)
        .group_by(Question.id, Question.title, Circle.name)
        .order_by(func.max(SavedHit.found_at).desc(), Question.id.desc())
    )
    rows = db.session.execute(found).all()
    return [ToTell(row.id, row.title, row.name) for row in rows[:LISTED]], len(rows)
