"""What an asker does at a question's date and after it: move the date, and say what was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member
from qa.questions import deadlines, reminders
from qa.questions.events import OutcomeEdited, OutcomeRecorded, QuestionMoved
from qa.questions.models import MOVES_MAX, OUTCOME_MAX, PURPOSE_MAX, Question, QuestionMove, QuestionOutcome
from qa.questions.rules import clean, render, require_author, require_posting

EDITABLE = timedelta(hours=1)
"""An outcome is mended as long as few have read it; then it stands, because peers rely on it."""


class Movable(Protocol):
    """What says whether a date can be moved: a Question, or a row of ``beside.shown``."""

    @property
    def needed_by(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def outcome_at(self) -> datetime | None: ...
    @property
    def answer_count(self) -> int: ...
    @property
    def answers_wanted(self) -> int: ...


def unmovable(question: Movable, moved: int) -> str:
    """Why the date cannot be moved that was moved *moved* times, in words for the asker; empty where it can."""
    if question.needed_by is None:
        return _("This question has no date to move.")
    if question.outcome_at is not None:
        return _("The outcome is recorded, so the date stays. Ask again if something is open.")
    if question.closed_at is not None:
        return _("You closed this question, so its date stays. Ask again if something is open.")
    if question.answer_count >= question.answers_wanted:
        return _("As many answers as you wanted are in, late ones counted, so the date stays.")
    if moved >= MOVES_MAX:
        return _("A date is moved twice at most. Ask again with what is still open.")
    return ""


def move(actor: Member, question: Question, to: datetime, reason: str, now: datetime) -> QuestionMove:
    """Move the date of *question* to the later instant *to*; a question whose date has passed opens again.

    What was late by the old date is in time by the new one. Raises RuleBroken where it cannot be moved, where *to* is
    no later instant ("needed_by"), and where no *reason* is given ("reason").
    """
    require_author(actor, question)
    require_posting(actor)
    moved = moves(question.id)
    if refused := unmovable(question, moved):
        raise RuleBroken(refused)
    before = question.needed_by
    assert before is not None  # unmovable says so
    if to <= max(before, now):
        raise RuleBroken(_("Choose an instant after the date as it stands."), "needed_by")
    reason = clean(reason, PURPOSE_MAX, "reason")
    if not reason:
        raise RuleBroken(_("Say why: those who answer see it."), "reason")
    row = QuestionMove(question_id=question.id, number=moved + 1, moved_by_id=actor.id, moved_at=now,
                       due_before=before, due_after=to, reason=reason)  # fmt: skip
    db.session.add(row)
    _reopen(question, to, now)
    events.record(QuestionMoved(question.id))
    return row


def _reopen(question: Question, to: datetime, now: datetime) -> None:
    # All answers that are in came before now, and so before the new date; fewer than wanted, or it would not move.
    question.needed_by = to
    question.in_time_count, question.filled_at = question.answer_count, None
    question.touched_at = now
    db.session.flush()
    reminders.plan(question, now)


def moves(question_id: int) -> int:
    """How often the date of a question was moved."""
    query = select(func.count()).where(QuestionMove.question_id == question_id)
    return db.session.scalar(query) or 0


def record(actor: Member, question: Question, body: str, now: datetime) -> QuestionOutcome:
    """Say what was decided, once the question is closed; within EDITABLE the words can be changed.

    *body* is Markdown of at most OUTCOME_MAX characters; RuleBroken names "body" where it cannot be shown.
    """
    require_author(actor, question)
    require_posting(actor)
    outcome = outcome_of(question.id)
    require_recordable(question, outcome, now)
    html, version = _rendered(body)
    if outcome is None:
        outcome = QuestionOutcome(question_id=question.id, recorded_by_id=actor.id, recorded_at=now)
        question.outcome_at = now
    else:
        outcome.edited_at = now
    outcome.body, outcome.body_html, outcome.html_version = body, html, version
    question.touched_at = now
    db.session.add(outcome)
    db.session.flush()
    known = outcome.edited_at is not None
    events.record(OutcomeEdited(question.id) if known else OutcomeRecorded(question.id, actor.id))
    return outcome


def require_recordable(question: Question, outcome: QuestionOutcome | None, now: datetime) -> None:
    """Only a closed question has an outcome, whose hour is not over; raises RuleBroken otherwise."""
    if outcome is not None and now >= outcome.recorded_at + EDITABLE:
        raise RuleBroken(_("An outcome can be changed for an hour, and that hour is over."))
    if outcome is None and not deadlines.is_closed(question, now):
        raise RuleBroken(_("This question is still open. Close it first, or wait for its date."))


def outcome_of(question_id: int) -> QuestionOutcome | None:
    """The outcome of a question; None while there is none."""
    return db.session.get(QuestionOutcome, question_id)


def _rendered(body: str) -> tuple[str, int]:
    if over := max(0, len(body.strip()) - OUTCOME_MAX):
        words = ngettext("This is %(num)s character too long.", "This is %(num)s characters too long.", over)
        raise RuleBroken(_("%(words)s Two thousand are enough for an outcome.", words=words), "body")
    rendered = render(body, "body")
    if not rendered.html.strip():
        raise RuleBroken(_("Write what you decided first."), "body")
    return rendered.html, rendered.version
