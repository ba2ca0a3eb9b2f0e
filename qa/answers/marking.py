"""Marks: what peers say of an answer, written to a ledger of which no row is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, bindparam, func, not_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import coalesce

from qa.answers.events import MarkGiven, MarkTakenBack
from qa.answers.models import HOURS_MAX, NOTE_MAX, Answer, Mark, MarkKind
from qa.core import events
from qa.core.db import AnySelect, db
from qa.core.errors import RuleBroken
from qa.members import names
from qa.members.models import Member
from qa.members.standing import require_active
from qa.questions.models import Question
from qa.questions.rules import clean, require_posting

NEED_REASON = frozenset({MarkKind.OUTDATED, MarkKind.RISKY})
PRESSED = frozenset({MarkKind.HELPFUL, MarkKind.SAME, MarkKind.USED, *NEED_REASON})
"""Marks that a peer gives by a press; the others come of what is done elsewhere."""
COUNTED = {MarkKind.HELPFUL: "helpful_count", MarkKind.SAME: "same_count", MarkKind.USED: "used_count"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What goes with a mark: a why, a thank-you or a reason; and hours saved with *used it*."""

    note: str = ""
    hours_saved: int | None = None


def give(actor: Member, answer: Answer, kind: MarkKind, now: datetime, remark: Remark | None = None) -> None:
    """Mark an answer. Giving a mark that stands already changes nothing.

    Raises RuleBroken for one's own answer, for *used it* by anybody but the asker, for a missing reason
    and for hours outside 1 to HOURS_MAX.
    """
    remark = remark or Remark()
    require_posting(actor)
    _check(actor, answer, kind, remark)
    ordinal = _latest(actor.id, answer.id, kind)
    if ordinal % 2 == 1:
        return
    mark = Mark(
        answer_id=answer.id,
        giver_id=actor.id,
        kind=kind,
        ordinal=ordinal + 1,
        given_at=now,
        note=clean(remark.note, NOTE_MAX, "note"),
        hours_saved=remark.hours_saved,
        same_employer=_same_employer(actor, answer),
    )
    if _append(mark):
        recount(answer)
        events.record(MarkGiven(mark.id, answer.id, answer.question_id, actor.id, kind.value))


def renew(peer_id: int, answer: Answer, now: datetime) -> None:
    """Let the peer *peer_id*, who asked for it, be one for whom the author said that *answer* is still true.

    Nothing happens where that stands already, nor once the peer has taken back that the answer was enough.
    """
    ordinal = _latest(peer_id, answer.id, MarkKind.RENEWED)
    peer = db.session.get_one(Member, peer_id)
    if ordinal % 2 == 1 or _latest(peer_id, answer.id, MarkKind.PRIOR_ANSWER) % 2 == 0:
        return
    mark = Mark(
        answer_id=answer.id,
        giver_id=peer_id,
        kind=MarkKind.RENEWED,
        ordinal=ordinal + 1,
        given_at=now,
        same_employer=_same_employer(peer, answer),
    )
    if _append(mark):
        events.record(MarkGiven(mark.id, answer.id, answer.question_id, peer_id, mark.kind.value))


def take_back(actor: Member, answer: Answer, kind: MarkKind, now: datetime) -> None:
    """Take a mark back: a new row, so that what was said stays accountable."""
    require_active(actor)
    if kind == MarkKind.PRIOR_ANSWER:
        # What was asked of its author goes with it.
        take_back(actor, answer, MarkKind.RENEWED, now)
    ordinal = _latest(actor.id, answer.id, kind)
    if ordinal % 2 == 0:
        return
    if _append(Mark(answer_id=answer.id, giver_id=actor.id, kind=kind, ordinal=ordinal + 1, given_at=now)):
        recount(answer)
        events.record(MarkTakenBack(answer.id, answer.question_id, actor.id, kind.value))


def recount(answer: Answer) -> None:
    """Count an answer's standing marks anew from the ledger."""
    db.session.flush()
    db.session.execute(select(Answer.id).where(Answer.id == answer.id).with_for_update(key_share=True))
    rows = db.session.execute(_standing(), {"answer_id": answer.id})
    counts = {row.kind: row.number for row in rows}
    values = {column: counts.get(kind, 0) for kind, column in COUNTED.items()}
    # Written as a statement: the loaded row may be older than the lock, and then "unchanged" is wrong.
    db.session.execute(update(Answer).where(Answer.id == answer.id).values(values))
    db.session.refresh(answer)


@cache
def _standing() -> AnySelect:
    """Built once: imports and busy evenings give thousands of marks."""
    return (
        select(Mark.kind, func.count().label("number"))
        .where(Mark.answer_id == bindparam("answer_id"), stands())
        .group_by(Mark.kind)
    )


def stands() -> ColumnElement[bool]:
    """The condition that a row of the ledger stands: it gives, and no later row of its giver takes it back."""
    later = aliased(Mark)
    taken = (
        select(later.id)
        .where(
            later.answer_id == Mark.answer_id,
            later.giver_id == Mark.giver_id,
            later.kind == Mark.kind,
            later.ordinal > Mark.ordinal,
        )
        .correlate(Mark)
        .exists()
    )
    return and_(Mark.ordinal % 2 == 1, not_(taken))


def _check(actor: Member, answer: Answer, kind: MarkKind, remark: Remark) -> None:
    if answer.author_id == actor.id:
        raise RuleBroken(_("This answer is yours. Its marks come from your peers."))
    if kind == MarkKind.USED and _asker_id(answer) != actor.id:
        raise RuleBroken(_("Only the member who asked can say that it was used."))
    if kind == MarkKind.PRIOR_ANSWER and _asker_id(answer) == actor.id:
        raise RuleBroken(_("You asked this yourself. Say that you used the answer."))
    if kind in NEED_REASON and not remark.note.strip():
        raise RuleBroken(_("Say why, so that the author can mend it."), "note")
    if remark.hours_saved is not None and not 1 <= remark.hours_saved <= HOURS_MAX:
        raise RuleBroken(_("Hours saved: a whole number from 1 to %(most)d.", most=HOURS_MAX), "hours_saved")


def _asker_id(answer: Answer) -> int | None:
    return db.session.scalar(select(Question.author_id).where(Question.id == answer.question_id))


def _same_employer(actor: Member, answer: Answer) -> bool:
    author = db.session.get(Member, answer.author_id)
    return author is not None and names.same_employer(author.employer, actor.employer)


def _latest(giver_id: int, answer_id: int, kind: MarkKind) -> int:
    query = select(coalesce(func.max(Mark.ordinal), 0)).where(
        Mark.answer_id == answer_id, Mark.giver_id == giver_id, Mark.kind == kind
    )
    return int(db.session.scalar(query) or 0)


def _append(mark: Mark) -> bool:
    """Write a row; False when the same press of the button arrived twice and the other one was first."""
    try:
        with db.session.begin_nested():
            db.session.add(mark)
    except IntegrityError:
        return False
    return True
