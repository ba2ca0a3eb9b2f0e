"""A prior answer ends what somebody was about to ask, and its author is asked whether it is still true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from qa.answers import marking
from qa.answers.events import AnswerConfirmed
from qa.answers.models import Answer, Ending, MarkKind
from qa.core import events, outbox
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Exposure, Member
from qa.members.standing import require_active
from qa.questions import drafts
from qa.questions.models import Draft, DraftKind

OLD = timedelta(days=30)
"""An answer given, edited or confirmed later than this long ago needs no asking whether it is still true."""
KIND = "answers.ending"
"""The outbox's kind of the mail to the author of the prior answer."""


def end(actor: Member, answer: Answer, draft: Draft, now: datetime) -> None:
    """Say that *answer* made the question in *draft* unnecessary; the draft is put away.

    Raises RuleBroken for one's own answer, for an answer to one's own question, and where the draft is not of a
    question.
    """
    if draft.kind != DraftKind.QUESTION:
        raise RuleBroken(_("This ends a question that you are writing, not an answer."))
    marking.give(actor, answer, MarkKind.PRIOR_ANSWER, now)
    _note(actor, answer, _exposure(draft), now)
    drafts.end(actor, draft, answer.question_id, now)


def _note(actor: Member, answer: Answer, exposure: Exposure, now: datetime) -> None:
    query = select(Ending).where(Ending.answer_id == answer.id, Ending.member_id == actor.id)
    found = db.session.scalars(query).one_or_none()
    if found is not None:
        # Said before: the author has heard of it, and hears under the name that stands now.
        found.exposure = exposure
        return
    found = Ending(answer_id=answer.id, member_id=actor.id, exposure=exposure, ended_at=now)
    found.asked_at = now if _is_old(answer, now) else None
    db.session.add(found)
    db.session.flush()
    outbox.put(KIND, {"ending": found.id})


def _exposure(draft: Draft) -> Exposure:
    """How the question would have been asked; without the name where the draft does not say."""
    said = draft.fields.get("exposure")
    return Exposure(said) if said in set(Exposure) else Exposure.ANONYMOUS


def _is_old(answer: Answer, now: datetime) -> bool:
    last = max(one for one in (answer.posted_at, answer.edited_at, answer.confirmed_at) if one)
    # An imported one cannot be edited by who wrote it.
    return answer.source_key is None and last <= now - OLD


def is_open() -> ColumnElement[bool]:
    """The condition on Ending that its author was asked and has not replied."""
    return Ending.asked_at.is_not(None) & Ending.replied_at.is_(None)


def confirm(author: Member, answer: Answer, still_true: bool, now: datetime) -> None:
    """Say whether an own answer is still true, to all who asked; raises RuleBroken where nobody has."""
    require_active(author)
    if answer.author_id != author.id or answer.source_key is not None:
        raise Forbidden(_("Only the member who answered can do this."))
    asked = _of(answer, is_open())
    if not asked:
        raise RuleBroken(_("Nobody waits for your word on this answer."))
    for one in asked:
        one.replied_at, one.still_true = now, still_true
    if still_true:
        _renew(answer, asked, now)
    else:
        answer.doubted_at = now


def renew_by_edit(answer: Answer, now: datetime) -> None:
    """An answer of which its author said that it holds no longer holds again once it is edited."""
    if answer.doubted_at is None:
        return
    doubted = _of(answer, Ending.still_true.is_(False))
    for one in doubted:
        one.still_true = True
    _renew(answer, doubted, now)


def _of(answer: Answer, condition: ColumnElement[bool]) -> Sequence[Ending]:
    query = select(Ending).where(Ending.answer_id == answer.id, condition).order_by(Ending.id)
    return db.session.scalars(query.with_for_update()).all()


def _renew(answer: Answer, asked: Sequence[Ending], now: datetime) -> None:
    answer.confirmed_at, answer.doubted_at = now, None
    for one in asked:
        marking.renew(one.member_id, answer, now)
    peers = tuple(one.member_id for one in asked)
    events.record(AnswerConfirmed(answer.id, answer.question_id, answer.author_id, peers))
