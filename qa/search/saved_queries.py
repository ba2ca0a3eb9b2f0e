"""What is read of saved searches: a member's own, and those whom a thread may concern."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, select

from qa.core.db import AnyRow, db
from qa.members.models import Member, Membership, MemberState
from qa.questions.access import visible_to
from qa.questions.models import Question
from qa.search.models import SavedHit, SavedSearch


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
