"""Two questions that ask the same: who may say so, and who may take it back. Nothing of it is ever deleted."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members import circles
from qa.members.models import STAFF, CircleRole, Member
from qa.members.standing import require_active
from qa.questions.models import Question, SameQuestion

LINKS_MAX = 10
"""Questions that one can be the same as; more is a topic, not a question."""


def may_link(actor: Member, question: Question) -> bool:
    """Whether *actor*, who sees *question*, may say what it is the same as: who asked it, a steward, a moderator."""
    own = question.author_id == actor.id and question.source_key is None
    staff = actor.role in STAFF
    return own or staff or circles.part(question.circle_id, actor.id) == CircleRole.STEWARD


def require_linker(actor: Member, question: Question) -> None:
    """Raises Forbidden unless *actor* may link *question*."""
    require_active(actor)
    if not may_link(actor, question):
        raise Forbidden(_("Only who asked, a steward of the circle or a moderator can do this."))


def link(actor: Member, question: Question, other: Question, now: datetime) -> None:
    """Say that *question* asks the same as *other*; both loaded for *actor*. A link that stands stays as it is.

    Raises RuleBroken for a question and itself, and past LINKS_MAX.
    """
    require_linker(actor, question)
    if question.id == other.id:
        raise RuleBroken(_("This is the question itself. Name another one."), "other")
    if _standing(question.id, other.id) is not None:
        return
    if len(_linked(question.id)) >= LINKS_MAX:
        raise RuleBroken(_("It is linked to %(most)d questions already.", most=LINKS_MAX), "other")
    first, second = sorted((question.id, other.id))
    row = SameQuestion(question_id=first, other_id=second, linked_by_id=actor.id, linked_at=now)
    # Somebody else may link the two at the same instant; then it stands.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(row)


def unlink(actor: Member, question: Question, other: Question, now: datetime) -> None:
    """End a link, where one stands. Who may link either of the two may."""
    require_active(actor)
    if not may_link(actor, other):
        require_linker(actor, question)
    row = _standing(question.id, other.id)
    if row is not None:
        row.ended_at, row.ended_by_id = now, actor.id


def _standing(one: int, other: int) -> SameQuestion | None:
    first, second = sorted((one, other))
    query = select(SameQuestion).where(
        SameQuestion.question_id == first, SameQuestion.other_id == second, SameQuestion.ended_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def _linked(question_id: int) -> list[int]:
    query = select(SameQuestion.id).where(
        or_(SameQuestion.question_id == question_id, SameQuestion.other_id == question_id),
        SameQuestion.ended_at.is_(None),
    )
    return list(db.session.scalars(query))
