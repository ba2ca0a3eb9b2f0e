"""Thanks: the asker says which answers were used, in a word or plainly, and some weeks later whether they held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from qa.answers import marking
from qa.answers.events import AnswerHeld, ThanksKept
from qa.answers.marking import stands
from qa.answers.models import NOTE_MAX, Answer, HeldUp, Mark, MarkKind, PrivateNote
from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member
from qa.members.standing import require_active
from qa.questions.rules import clean


@dataclass(frozen=True, slots=True)
class Thanks:
    """What goes with *used it*: a word, hours saved, and whether both are for the author alone."""

    note: str = ""
    hours_saved: int | None = None
    private: bool = False


def thank(actor: Member, answer: Answer, thanks: Thanks, now: datetime) -> None:
    """Say that *answer* was used. Said again with other words, those stand from now on; the ledger keeps both.

    Raises RuleBroken as ``marking.give``.
    """
    note = clean(thanks.note, NOTE_MAX, "note")
    before = standing(answer.id)
    if before is not None and before.giver_id == actor.id:
        if (before.note, before.hours_saved) != (note, thanks.hours_saved):
            marking.take_back(actor, answer, MarkKind.USED, now)
            _give(actor, answer, thanks, now, _held(before))
    else:
        _give(actor, answer, thanks, now, None)
    _keep(answer, thanks.private, now)


def _give(actor: Member, answer: Answer, thanks: Thanks, now: datetime, held: HeldUp | None) -> None:
    marking.give(actor, answer, MarkKind.USED, now, marking.Remark(thanks.note, thanks.hours_saved))
    given = standing(answer.id)
    if held is not None and given is not None:  # other words do not unsay whether it held
        db.session.add(HeldUp(mark_id=given.id, held=held.held, said_at=held.said_at))


def _keep(answer: Answer, private: bool, now: datetime) -> None:
    """Let the standing thanks be for the author alone, or for all who may see the thread."""
    mark = standing(answer.id)
    if mark is None:
        return
    row = db.session.get(PrivateNote, mark.id)
    if private == (row is not None):
        return
    if row is not None:
        db.session.delete(row)
    else:
        db.session.add(PrivateNote(mark_id=mark.id, since=now))
    db.session.flush()
    events.record(ThanksKept(answer.id, answer.question_id))


def say_held(actor: Member, answer: Answer, held: bool, now: datetime) -> None:
    """Say whether an answer that the actor used held; the actor may think otherwise later.

    Raises RuleBroken where the actor did not say that it was used.
    """
    require_active(actor)
    mark = standing(answer.id)
    if mark is None or mark.giver_id != actor.id:
        raise RuleBroken(_("Say first that you used this answer."))
    row = _held(mark)
    if row is not None and row.held == held:
        return
    first = row is None
    row = row or HeldUp(mark_id=mark.id)
    row.held, row.said_at = held, now
    db.session.add(row)
    db.session.flush()
    events.record(AnswerHeld(answer.id, answer.question_id, actor.id, now, first))


def standing(answer_id: int) -> Mark | None:
    """The row by which the asker says that an answer was used; None where nobody does, or it was imported."""
    query = select(Mark).where(Mark.answer_id == answer_id, Mark.kind == MarkKind.USED, stands())
    return db.session.scalars(query.where(Mark.giver_id.is_not(None))).one_or_none()


def _held(mark: Mark) -> HeldUp | None:
    return db.session.get(HeldUp, mark.id)
