"""What a member's calendar and feed are written from. All of it is what the member may see at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, bindparam, func, or_, select

from qa.answers.models import Answer
from qa.core import tokens
from qa.core.db import AnyRow, read
from qa.members.byline import author_columns
from qa.members.models import Circle, Member, MemberState
from qa.members.queries import circles_of
from qa.notifications.models import FeedAddress, FeedKind
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import CLOCKED, Draft, DraftKind, Question
from qa.questions.queries import LIST_COLUMNS
from qa.routing.models import Ask

NEWEST = 30
"""Questions in a feed."""
ENTRIES_MOST = 500
"""Questions in a calendar, those due last kept: more than anybody asks and answers within its span."""
LOOKED_BACK = timedelta(days=90)
"""What was due longer ago leaves the calendar."""
LOOKED_AHEAD = timedelta(days=400)
"""Longer than a question may wait, which is a year."""
CANCELLED_KEPT = timedelta(days=14)
"""So long a calendar is told that a date is off: until then even a laptop that was on holiday has asked."""


def reader(token: str, kind: FeedKind) -> AnyRow | None:
    """Whose the address with *token* is: ``id``, ``timezone``, ``address_id`` and ``made_at``.

    None where it is unknown, of the other kind or revoked, or its member is not active.
    """
    query = (
        select(Member.id, Member.timezone, FeedAddress.id.label("address_id"), FeedAddress.made_at)
        .join(FeedAddress, FeedAddress.member_id == Member.id)
        .where(
            FeedAddress.token_hash == tokens.token_hash(token),
            FeedAddress.kind == kind,
            FeedAddress.revoked_at.is_(None),
            Member.state == MemberState.ACTIVE,
        )
    )
    return read(query).one_or_none()


def made(member_id: int) -> dict[FeedKind, datetime]:
    """Since when the member's live addresses are there, by kind."""
    query = select(FeedAddress.kind, FeedAddress.made_at).where(
        FeedAddress.member_id == member_id, FeedAddress.revoked_at.is_(None)
    )
    return {row.kind: row.made_at for row in read(query)}


CALENDAR_COLUMNS = (Question.id, Question.title, *CLOCKED, Question.touched_at, Question.sequence)


def calendar(member_id: int, now: datetime) -> Sequence[AnyRow]:
    """The questions with a date that concern the member; those that their asker closed, for CANCELLED_KEPT."""
    open_or_lately = or_(Question.closed_at.is_(None), Question.closed_at > now - CANCELLED_KEPT)
    query = select(*CALENDAR_COLUMNS).where(
        visible_to(member_id), _concerns(member_id), _in_span(now), open_or_lately
    )
    return read(query.order_by(Question.needed_by.desc(), Question.id.desc()).limit(ENTRIES_MOST)).all()


def taken_back(member_id: int, now: datetime) -> Sequence[AnyRow]:
    """Those that were taken back within CANCELLED_KEPT: their dates, and nothing of what they asked."""
    columns = (Question.id, Question.needed_by, Question.withdrawn_at, Question.sequence)
    query = select(*columns).where(
        Question.circle_id.in_(circles_of(member_id)),
        _concerns(member_id),
        _in_span(now),
        Question.withdrawn_at > now - CANCELLED_KEPT,
    )
    return read(query.order_by(Question.needed_by.desc(), Question.id.desc()).limit(ENTRIES_MOST)).all()


def _concerns(member_id: int) -> ColumnElement[bool]:
    """That a question stands in the member's calendar: asked by the member or of them, answered, or with an answer begun.

    Each reason is a condition of its own, so that one more is one line more.
    """
    answered = select(Answer.question_id).where(Answer.author_id == member_id, Answer.withdrawn_at.is_(None))
    begun = select(Draft.question_id).where(Draft.member_id == member_id, Draft.kind == DraftKind.ANSWER)
    asked = select(Ask.question_id).where(
        Ask.member_id == member_id, Ask.passed_at.is_(None), Ask.handed_at.is_(None)
    )
    reasons = (
        Question.author_id == member_id,
        Question.id.in_(answered),
        Question.id.in_(begun),
        Question.id.in_(asked),
    )
    return or_(*reasons)


def _in_span(now: datetime) -> ColumnElement[bool]:
    return Question.needed_by.between(now - LOOKED_BACK, now + LOOKED_AHEAD)


_latest = (
    select(func.max(Answer.posted_at))
    .where(Answer.question_id == Question.id, Answer.withdrawn_at.is_(None))
    .correlate(Question)
    .scalar_subquery()
    .label("answered_at")
)
LATEST = (
    select(
        *LIST_COLUMNS,
        Question.body_html,
        Question.edited_at,
        Circle.name.label("circle_name"),
        _latest,
        *author_columns(),
    )
    .join(Member, Member.id == Question.author_id)
    .join(Circle, Circle.id == Question.circle_id)
    .where(visible_to(VIEWER))
    .order_by(Question.posted_at.desc(), Question.id.desc())
    .limit(bindparam("most", NEWEST, type_=Integer))
)


def latest(member_id: int) -> Sequence[AnyRow]:
    """The newest questions that the member may see, with author, circle and when the last answer came (``answered_at``)."""
    return read(LATEST, {"viewer_id": member_id}).all()
