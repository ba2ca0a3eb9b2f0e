"""What is read of thanks: for the asker's page, and for the mails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, func, not_, select
from sqlalchemy.orm import aliased

from qa.answers.marking import stands
from qa.answers.models import Answer, HeldUp, Mark, MarkKind, PrivateNote
from qa.core.db import AnyRow, UtcDateTime, db, read
from qa.members.byline import author_columns
from qa.members.models import Member, MemberState
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import Question
from qa.questions.queries import is_open

_receiver = aliased(Member)
WAITS = timedelta(days=90)
"""After a question's date: whoever waited longer for a word waits no more."""
LATEST = 200
"""Of a member's questions, so many are looked through."""
NOW, SINCE = bindparam("now", type_=UtcDateTime), bindparam("since", type_=UtcDateTime)
SHOWN = 60
"""Answers on the page, as many as a thread shows."""


def to_thank(question_id: int, asker_id: int) -> Sequence[AnyRow]:
    """The live answers of a question by others, the oldest first, with the asker's standing thanks and whether they held.

    Load the question before: it is the access check.
    """
    used = and_(Mark.answer_id == Answer.id, Mark.kind == MarkKind.USED, Mark.giver_id == asker_id, stands())
    query = (
        select(
            Answer.id, Answer.body_html, Answer.exposure, Answer.posted_at, Mark.id.label("mark_id"), Mark.note,
            Mark.hours_saved, PrivateNote.mark_id.is_not(None).label("private"), HeldUp.held, *author_columns(),
        )
        .join(Member, Member.id == Answer.author_id)
        .outerjoin(Mark, used)
        .outerjoin(PrivateNote, PrivateNote.mark_id == Mark.id)
        .outerjoin(HeldUp, HeldUp.mark_id == Mark.id)
        .where(Answer.question_id == question_id, Answer.withdrawn_at.is_(None), Answer.author_id != asker_id)
        .where(Answer.source_key.is_(None))
        .order_by(Answer.posted_at, Answer.id)
        .limit(SHOWN)
    )  # fmt: skip
    return read(query).all()


THANKED = (
    Mark.answer_id,
    Mark.note,
    Mark.hours_saved,
    Mark.ordinal,
    PrivateNote.mark_id.is_not(None).label("private"),
    Question.exposure,
    _receiver.id.label("receiver_id"),
    _receiver.email.label("to"),
)


def thanked(mark_id: int) -> AnyRow | None:
    """The thanks of an asker, and how the author of the answer (``receiver_id``, ``to``) is written to.

    None where they were taken back, the answer was, or one of the two is not active. Check ``place`` for the receiver
    before anything is told.
    """
    active = (Member.state == MemberState.ACTIVE, _receiver.state == MemberState.ACTIVE)
    query = (
        select(*THANKED, *author_columns())
        .select_from(Mark)
        .join(Member, Member.id == Mark.giver_id)
        .join(Answer, Answer.id == Mark.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(_receiver, _receiver.id == Answer.author_id)
        .outerjoin(PrivateNote, PrivateNote.mark_id == Mark.id)
        .where(
            Mark.id == mark_id, Mark.kind == MarkKind.USED, stands(), Answer.withdrawn_at.is_(None), *active
        )
    )
    return read(query).one_or_none()


_given = aliased(Mark)
_spoke = exists().where(_given.answer_id == Answer.id, _given.giver_id == VIEWER)
_ended = func.coalesce(Question.needed_by, Question.closed_at)
# With a LIMIT, so that it comes first: there are few of them, and all the answers otherwise.
_latest = (
    select(Question.id)
    .where(Question.author_id == VIEWER)
    .order_by(Question.posted_at.desc(), Question.id.desc())
    .limit(LATEST)
    .subquery()
)
AWAITING = (
    select(Question.id, Question.title, func.count().label("many"))
    .select_from(_latest)
    .join(Question, Question.id == _latest.c.id)
    .join(Answer, Answer.question_id == Question.id)
    .where(visible_to(VIEWER), not_(is_open(NOW)), _ended > SINCE)
    .where(Answer.withdrawn_at.is_(None), Answer.author_id != VIEWER, Answer.source_key.is_(None), ~_spoke)
    .group_by(Question.id, Question.title)
    .order_by(func.max(_ended).desc(), Question.id.desc())
)


def awaiting(asker_id: int, now: datetime) -> Sequence[AnyRow]:
    """The member's own questions that closed within WAITS, with how many answers (``many``) the member has given no mark."""
    return read(AWAITING, {"viewer_id": asker_id, "now": now, "since": now - WAITS}).all()


def used_before(answer_id: int, giver_id: int) -> Sequence[AnyRow]:
    """All rows by which the asker said that the answer was used, or took that back, in their order."""
    one = (Mark.answer_id == answer_id, Mark.giver_id == giver_id, Mark.kind == MarkKind.USED)
    query = select(Mark.note, Mark.given_at, Mark.ordinal).where(*one)
    return read(query.order_by(Mark.ordinal)).all()


def asker_of(question_id: int) -> int | None:
    """Who asked; None for no question at all. For mails, which check what the asker may see."""
    return db.session.scalar(select(Question.author_id).where(Question.id == question_id))


def not_told_of(question_id: int) -> int:
    """How many answers the asker used without saying yet whether they held."""
    told = exists().where(HeldUp.mark_id == Mark.id)
    query = (
        select(func.count())
        .select_from(Mark)
        .join(Answer, Answer.id == Mark.answer_id)
        .where(Answer.question_id == question_id, Answer.withdrawn_at.is_(None), Mark.kind == MarkKind.USED)
        .where(stands(), Mark.giver_id.is_not(None), ~told)
    )
    return db.session.scalar(query) or 0
