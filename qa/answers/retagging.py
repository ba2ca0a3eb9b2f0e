"""Putting right the topics of somebody else's question; the asker hears of it, and may change them back for good.

Here and not among the rules of questions, for how its maker shows follows from what they answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from qa.answers.models import Answer
from qa.core import events
from qa.core.db import db, read
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members.byline import Byline, author_columns, author_of, byline
from qa.members.models import Exposure, Member
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege
from qa.questions import rules, tagging
from qa.questions.events import QuestionEdited, TopicsChanged
from qa.questions.models import Question, QuestionRetag
from qa.questions.queries import topics_of


def require_corrector(actor: Member, question: Question, *, may: bool) -> None:
    """Raise Forbidden for who may not put others' topics right, RuleBroken where the asker wants them as they are.

    *may*: whether *actor* has the privilege.
    """
    if question.author_id == actor.id:
        raise Forbidden(_("This question is yours: edit it."))
    if not may:
        raise Forbidden(_("You cannot change others’ topics yet. Settings, “What you may do”, says why."))
    undone = select(QuestionRetag.id).where(
        QuestionRetag.question_id == question.id, QuestionRetag.undone_at.is_not(None)
    )
    if db.session.scalar(undone.limit(1)) is not None:
        raise RuleBroken(_("The member who asked changed the topics back, and so they stay."))


def change(
    actor: Member, question: Question, names: Sequence[str], now: datetime, *, base: int
) -> QuestionRetag | None:
    """Make *names* the topics of a question that is not *actor*'s; None where they are that already.

    Load *question* locked. *base* is the number of the revision that *actor* started from: Conflict where another came
    between. Raises Forbidden, or RuleBroken, with the field "tags" for what was written.
    """
    require_corrector(actor, question, may=privileges.may(actor, Privilege.TOPICS, now))
    rules.require_posting(actor)
    tags, before = tagging.clean(names), topics_of(question.id)
    if tags == before:
        return None
    _require_latest(question, base)
    if not tags:
        raise RuleBroken(_("Leave one topic at least."), "tags")
    _keep_as_imported(question, before, now)
    number = _write(question, tags, now, "")
    made = QuestionRetag(
        question_id=question.id, number=number, changed_by_id=actor.id, changed_at=now,
        before=", ".join(before), after=", ".join(tags),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    events.record(TopicsChanged(question.id, actor.id, now))
    return made


def change_back(actor: Member, question: Question, number: int, now: datetime) -> None:
    """The asker puts the topics back to what they were before the change *number*; nobody else changes them again.

    Raises Forbidden for others, NotFound where there was no such change. Twice is as once.
    """
    rules.require_author(actor, question)
    query = select(QuestionRetag).where(QuestionRetag.question_id == question.id)
    made = db.session.scalars(query.where(QuestionRetag.number == number)).one_or_none()
    if made is None:
        raise NotFound
    if made.undone_at is not None:
        return
    rules.require_posting(actor)
    made.undone_at = now
    _write(question, tagging.split(made.before), now, _("Topics changed back"))


def _write(question: Question, tags: Sequence[str], now: datetime, reason: str) -> int:
    """Write the topics, and the revision that has them; its number."""
    number = rules.latest_revision(question.id) + 1
    tagging.put(question, tags)
    question.edited_at = question.touched_at = now
    rules.keep_revision(question, tags, number, now, reason)
    db.session.flush()
    events.record(QuestionEdited(question.id))
    return number


def _keep_as_imported(question: Question, tags: Sequence[str], now: datetime) -> None:
    """Of an imported question no revision is kept: its own words are the first."""
    if rules.latest_revision(question.id) == 0:
        rules.keep_revision(question, tags, 1, question.posted_at, reason="")
        db.session.flush()


def _require_latest(question: Question, base: int) -> None:
    if rules.latest_revision(question.id) != base:
        raise Conflict(_("This question was changed meanwhile. See what its topics are now."))


def own_answer() -> ColumnElement[bool]:
    """The condition on Answer that it is the one of who changed the topics, to outer-join it."""
    return and_(
        Answer.question_id == QuestionRetag.question_id, Answer.author_id == QuestionRetag.changed_by_id
    )


def exposure() -> ColumnElement[Exposure]:
    """How who changed the topics shows: as in their answer below it, and by name where they gave none."""
    return func.coalesce(Answer.exposure, Exposure.NAMED, type_=Answer.exposure.type)


@dataclass(frozen=True, slots=True)
class Retag:
    """A change of topics as a viewer sees it. *stands*: whether the asker can change it back."""

    before: str
    after: str
    by: Byline
    stands: bool


def made(question_id: int, viewer_id: int) -> dict[int, Retag]:
    """The changes of a question's topics by the number of their revision. Load the question through ``show`` before."""
    query = (
        select(
            QuestionRetag.number, QuestionRetag.before, QuestionRetag.after, QuestionRetag.undone_at,
            exposure().label("exposure"), *author_columns(),
        )
        .join(Member, Member.id == QuestionRetag.changed_by_id)
        .where(QuestionRetag.question_id == question_id)
        .outerjoin(Answer, own_answer())
        .order_by(QuestionRetag.number)
    )  # fmt: skip
    return {
        row.number: Retag(
            row.before, row.after, byline(author_of(row), row.exposure, viewer_id), row.undone_at is None
        )
        for row in read(query)
    }
