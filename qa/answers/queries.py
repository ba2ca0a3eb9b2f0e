"""Every list of answers, comments and marks that is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import BindParameter, Integer, and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased

from qa.answers.ending import is_open
from qa.answers.marking import stands
from qa.answers.models import (
    Answer,
    AnswerRevision,
    Comment,
    Ending,
    HeldUp,
    Mark,
    MarkKind,
    PrivateNote,
)
from qa.core.db import AnyRow, db, read
from qa.core.errors import NotFound
from qa.members.byline import author_columns
from qa.members.models import Circle, Exposure, Member
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import Question

ANSWER_COLUMNS = (
    Answer.id,
    Answer.question_id,
    Answer.body_html,
    Answer.basis,
    Answer.quote,
    Answer.exposure,
    Answer.interest,
    Answer.posted_at,
    Answer.edited_at,
    Answer.helpful_count,
    Answer.same_count,
    Answer.used_count,
    Answer.confirmed_at,
    Answer.doubted_at,
    Answer.source_key,
    Answer.source_url,
    Answer.source_licence,
    Answer.source_author,
)


HISTORY = 200
"""Answers between two members that are looked through; nobody reads further back."""

QUESTION: BindParameter[int] = bindparam("question_id", type_=Integer)
WAITS = exists().where(Ending.answer_id == Answer.id, is_open()).label("waits")
"""Whether a peer waits for the author's word that the answer is still true."""
THREAD = (
    select(*ANSWER_COLUMNS, WAITS, *author_columns())
    .join(Member, Member.id == Answer.author_id)
    .where(Answer.question_id == QUESTION, Answer.withdrawn_at.is_(None))
    .order_by(
        (Answer.used_count > 0).desc(),
        (Answer.helpful_count + Answer.same_count).desc(),
        Answer.posted_at,
        Answer.id,
    )
)


def thread(question_id: int) -> Sequence[AnyRow]:
    """The live answers of a question with their authors: used first, then most helpful, then oldest.

    Load the question through ``questions.queries.show`` before: it is the access check.
    """
    return read(THREAD, {"question_id": question_id}).all()


COMMENTS = (
    select(
        Comment.id,
        Comment.answer_id,
        Comment.body_html,
        Comment.exposure,
        Comment.posted_at,
        Comment.source_author,
        *author_columns(),
    )
    .join(Member, Member.id == Comment.author_id)
    .outerjoin(Answer, Answer.id == Comment.answer_id)
    .where(
        Comment.question_id == QUESTION,
        Comment.withdrawn_at.is_(None),
        or_(Comment.answer_id.is_(None), Answer.withdrawn_at.is_(None)),
    )
    .order_by(Comment.posted_at, Comment.id)
)


def comments(question_id: int) -> dict[int | None, list[AnyRow]]:
    """The live comments of a thread by the answer they are on (None: on the question), the oldest first."""
    found: dict[int | None, list[AnyRow]] = defaultdict(list)
    for row in read(COMMENTS, {"question_id": question_id}):
        found[row.answer_id].append(row)
    return found


_warned = Mark.kind.in_([MarkKind.OUTDATED, MarkKind.RISKY, MarkKind.USED])
_kept = and_(PrivateNote.mark_id.is_not(None), Mark.giver_id != VIEWER, Answer.author_id != VIEWER)
"""That the words are for two others alone."""
THREAD_MARKS = (
    select(
        Mark.answer_id,
        Mark.giver_id,
        Mark.kind,
        case((_kept, ""), else_=Mark.note).label("note"),
        case((_kept, None), else_=Mark.hours_saved).label("hours_saved"),
        Mark.given_at,
        PrivateNote.mark_id.is_not(None).label("private"),
        HeldUp.held,
    )
    .join(Answer, Answer.id == Mark.answer_id)
    .outerjoin(PrivateNote, PrivateNote.mark_id == Mark.id)
    .outerjoin(HeldUp, HeldUp.mark_id == Mark.id)
    .where(
        Answer.question_id == QUESTION,
        Answer.withdrawn_at.is_(None),
        stands(),
        or_(Mark.note != "", Mark.giver_id == VIEWER, _warned),
    )
    .order_by(Mark.given_at, Mark.id)
)


def thread_marks(question_id: int, viewer_id: int) -> dict[int, list[AnyRow]]:
    """The standing marks of a thread by answer: all that carry words, and the viewer's own, in one query.

    The words of thanks for the author alone are empty for all but the two.

    Givers stay unnamed on the page, except the asker's thank-you, which is the asker's own byline.
    """
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in read(THREAD_MARKS, {"question_id": question_id, "viewer_id": viewer_id}):
        found[row.answer_id].append(row)
    return found


def place(answer_id: int, viewer_id: int) -> AnyRow:
    """Where an answer stands: its question's id, title and circle; NotFound when the viewer may not see it."""
    query = (
        select(
            Answer.id,
            Answer.question_id,
            Question.title,
            Answer.source_key,
            Question.circle_id,
            Circle.name.label("circle_name"),
            WAITS,
        )
        .join(Question, Question.id == Answer.question_id)
        .join(Circle, Circle.id == Question.circle_id)
        .where(Answer.id == answer_id, Answer.withdrawn_at.is_(None), visible_to(viewer_id))
    )
    row = read(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def revisions(answer_id: int) -> Sequence[AnswerRevision]:
    """An answer's revisions, the oldest first. Check ``place`` before."""
    query = select(AnswerRevision).where(AnswerRevision.answer_id == answer_id)
    return db.session.scalars(query.order_by(AnswerRevision.number)).all()


def words_of(answer_id: int | None, comment_id: int | None) -> str:
    """The HTML of a comment, or else of an answer; empty where it was taken back. For who may see its thread."""
    if comment_id is not None:
        live = Comment.withdrawn_at.is_(None)
        return db.session.scalar(select(Comment.body_html).where(Comment.id == comment_id, live)) or ""
    live = Answer.withdrawn_at.is_(None)
    return db.session.scalar(select(Answer.body_html).where(Answer.id == answer_id, live)) or ""


def answerers(question_id: int) -> Sequence[int]:
    """The members whose live answers a question has: not its asker, and nobody for imported answers."""
    query = (
        select(Answer.author_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.question_id == question_id, Answer.withdrawn_at.is_(None), Answer.source_key.is_(None))
        .where(Answer.author_id != Question.author_id)
        .order_by(Answer.author_id)
        .distinct()
    )
    return db.session.scalars(query).all()


def answered_by(viewer_id: int, member_id: int, limit: int = 10) -> Sequence[AnyRow]:
    """The latest named answers of *member_id* in threads that the viewer may see."""
    query = (
        select(Answer.id, Answer.posted_at, Answer.question_id, Question.title)
        .join(Question, and_(Question.id == Answer.question_id, visible_to(viewer_id)))
        .where(Answer.author_id == member_id, Answer.withdrawn_at.is_(None), Answer.exposure == "named")
        .order_by(Answer.posted_at.desc(), Answer.id.desc())
        .limit(limit)
    )
    return read(query).all()


BETWEEN = (
    Answer.id,
    Answer.author_id,
    Answer.posted_at,
    Answer.question_id,
    Question.title,
    Mark.id.is_not(None).label("used"),
    Mark.hours_saved,
    Mark.note,
)


def between(viewer_id: int, member_id: int) -> Sequence[AnyRow]:
    """The answers of either to the other's questions, the latest first, in threads that the viewer may see.

    Only where both gave their name: a withheld one is part of no history. ``author_id`` is who answered; ``used``
    says whether the asker used it, with ``hours_saved`` and ``note``.
    """
    either = or_(
        and_(Answer.author_id == viewer_id, Question.author_id == member_id),
        and_(Answer.author_id == member_id, Question.author_id == viewer_id),
    )
    used = and_(
        Mark.answer_id == Answer.id,
        Mark.kind == MarkKind.USED,
        Mark.giver_id == Question.author_id,
        stands(),
    )
    query = (
        select(*BETWEEN)
        .select_from(Answer)
        .join(Question, and_(Question.id == Answer.question_id, visible_to(viewer_id)))
        .outerjoin(Mark, used)
        .where(
            either,
            Answer.withdrawn_at.is_(None),
            Answer.exposure == Exposure.NAMED,
            Question.exposure == Exposure.NAMED,
        )
    )
    return read(query.order_by(Answer.posted_at.desc(), Answer.id.desc()).limit(HISTORY)).all()


def both_answered(viewer_id: int, member_id: int) -> Sequence[AnyRow]:
    """The questions that both answered by name, in threads that the viewer may see, the latest answer first."""
    own = aliased(Answer)
    query = (
        select(Answer.id, Answer.posted_at, Answer.question_id, Question.title)
        .join(Question, and_(Question.id == Answer.question_id, visible_to(viewer_id)))
        .join(own, own.question_id == Answer.question_id)
        .where(
            Answer.author_id == member_id,
            own.author_id == viewer_id,
            *(
                condition
                for table in (Answer, own)
                for condition in (table.withdrawn_at.is_(None), table.exposure == Exposure.NAMED)
            ),
        )
    )
    return read(query.order_by(Answer.posted_at.desc(), Answer.id.desc()).limit(HISTORY)).all()


def prior(question_id: int, member_id: int) -> Sequence[int]:
    """The ids of the live answers of a question by others than *member_id*. Load the question before."""
    query = select(Answer.id).where(
        Answer.question_id == question_id, Answer.author_id != member_id, Answer.withdrawn_at.is_(None)
    )
    return db.session.scalars(query.order_by(Answer.id)).all()
