"""What a page shows of the answers and the thanks that stand behind a record: read anew, by their ids, each time.

What was added up is remembered; titles, names and words never are, and what the viewer may see is asked for again here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from qa.answers.marking import stands
from qa.answers.models import Answer, HeldUp, Mark, MarkKind, PrivateNote
from qa.core.db import AnyRow, read
from qa.members.byline import author_columns
from qa.members.models import Exposure, Member, MemberState
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import CLOCKED, Question
from qa.recognition.hiding import is_hidden

ANSWERS_SHOWN = 20
BESIDE: tuple[Any, ...] = (
    Question.id.label("question_id"),
    Question.title,
    Question.exposure.label("question_exposure"),
    *author_columns(),
)
"""What a line says of the question, and of who asked it."""
_giver = aliased(Member)
_used = and_(
    Mark.answer_id == Answer.id,
    Mark.kind == MarkKind.USED,
    Mark.giver_id == Question.author_id,
    stands(),
)


IDS = bindparam("ids", type_=Integer, expanding=True)
_theirs = or_(Answer.author_id == VIEWER, and_(Answer.exposure == Exposure.NAMED, ~is_hidden()))
_visible = (visible_to(VIEWER), Answer.withdrawn_at.is_(None), _theirs)
# Built once: to build them costs more than to run them.
PROOFS = (
    select(Answer.id, Answer.posted_at, Question.needed_by, HeldUp.held, *BESIDE)
    .join(Question, Question.id == Answer.question_id)
    .join(Member, Member.id == Question.author_id)
    .outerjoin(Mark, _used)
    .outerjoin(HeldUp, HeldUp.mark_id == Mark.id)
    .where(Answer.id.in_(IDS), *_visible)
)
NOTES = (
    select(Mark.id, Mark.note, Mark.hours_saved, Mark.answer_id, *BESIDE)
    .join(Answer, Answer.id == Mark.answer_id)
    .join(Question, Question.id == Answer.question_id)
    .join(Member, Member.id == Mark.giver_id)
    .outerjoin(PrivateNote, PrivateNote.mark_id == Mark.id)
    .where(Mark.id.in_(IDS), stands(), *_visible)
    .where(or_(PrivateNote.mark_id.is_(None), Answer.author_id == VIEWER))
)


def proofs(ids: Sequence[int], viewer_id: int) -> dict[int, AnyRow]:
    """The answers *ids* by id, with what the asker later said of each, as far as the viewer may see them."""
    values = {"ids": list(ids), "viewer_id": viewer_id}
    return {row.id: row for row in read(PROOFS, values)} if ids else {}


def notes(ids: Sequence[int], viewer_id: int) -> dict[int, AnyRow]:
    """The thanks *ids* by the ids of their marks: those for the author alone to nobody else."""
    values = {"ids": list(ids), "viewer_id": viewer_id}
    return {row.id: row for row in read(NOTES, values)} if ids else {}


_spoke = aliased(Mark)
_said = select(_spoke.id).where(_spoke.answer_id == Answer.id, _spoke.giver_id == Question.author_id)
ANSWERS = (
    select(
        Answer.id, Answer.exposure, Answer.interest, is_hidden().label("hidden"), HeldUp.held, *CLOCKED, *BESIDE,
        and_(Mark.id.is_not(None), _giver.state == MemberState.ACTIVE).label("used"),
        func.coalesce(Mark.same_employer, False).label("same_employer"),
        _said.correlate(Answer, Question).exists().label("said"),
    )
    .join(Question, Question.id == Answer.question_id)
    .join(Member, Member.id == Question.author_id)
    .outerjoin(Mark, _used)
    .outerjoin(_giver, _giver.id == Mark.giver_id)
    .outerjoin(HeldUp, HeldUp.mark_id == Mark.id)
    .where(Answer.author_id == VIEWER, Answer.withdrawn_at.is_(None), visible_to(VIEWER))
    .order_by(Answer.posted_at.desc(), Answer.id.desc())
    .limit(bindparam("limit", type_=Integer))
)  # fmt: skip


def answers(member_id: int, limit: int = ANSWERS_SHOWN) -> Sequence[AnyRow]:
    """The member's own latest answers in threads that the member may see, for the member alone.

    ``used``: the asker, who is active, says so; ``same_employer``: as a colleague; ``said``: the asker gave any mark.
    """
    return read(ANSWERS, {"viewer_id": member_id, "limit": limit}).all()
