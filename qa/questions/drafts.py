"""Drafts: what a member types is kept on the server until it is posted or thrown away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from qa.core import clock, events
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.core.text import MAX_BYTES
from qa.members.models import Member
from qa.questions import access
from qa.questions.events import AnswerStarted
from qa.questions.models import Draft, DraftKind

FIELD_MAX = 70_000
"""Characters of one field: more than a body may have, so that a text that is too long is kept too."""
DRAFTS_MAX = 50
FRESH = timedelta(days=1)
"""A draft touched this lately is what its writer has in hand."""
ENDED_KEPT = timedelta(days=90)
"""How long a question that was not needed can be taken up again."""
FIELDS: dict[DraftKind, frozenset[str]] = {
    DraftKind.QUESTION: frozenset(
        "title body needed_by date time purpose answers_wanted circle_id exposure tags of".split()
    ),
    DraftKind.ANSWER: frozenset("body basis quote exposure has_interest interest".split()),
}
ANSWER_PATH = re.compile(r"/q/([1-9][0-9]{0,17})/answers")


def save(
    actor: Member,
    kind: DraftKind,
    fields: Mapping[str, str],
    now: datetime,
    *,
    draft_id: int | None = None,
    question_id: int | None = None,
) -> Draft:
    """Keep *fields* of a form; an answer has one draft a question, questions have as many as DRAFTS_MAX.

    Raises NotFound for somebody else's draft or a question that the actor may not see.
    """
    _lock(actor)
    draft = _existing(actor, kind, draft_id, question_id)
    if draft is None:
        draft = _new(actor, kind, question_id, now)
    draft.fields = _kept(kind, fields)
    draft.saved_at = now
    # Who writes on has taken the question up again.
    draft.ended_at = draft.prior_id = None
    db.session.flush()
    return draft


def add(actor: Member, question_id: int, text: str, now: datetime) -> bool:
    """Put *text* below what the form of the actor's answer holds; False where it does not fit, and nothing changes.

    Raises NotFound and RuleBroken as :func:`save`.
    """
    _lock(actor)
    there = _existing(actor, DraftKind.ANSWER, None, question_id)
    fields = dict(there.fields) if there is not None else {}
    before = fields.get("body", "").strip()
    body = f"{before}\n\n{text}" if before and text not in before else before or text
    if len(body.encode("utf-8", "replace")) > MAX_BYTES:
        return False
    save(actor, DraftKind.ANSWER, {**fields, "body": body}, now, question_id=question_id)
    return True


def _lock(actor: Member) -> None:
    """Let a member's windows save, spend and count drafts one after the other."""
    db.session.execute(select(Member.id).where(Member.id == actor.id).with_for_update(key_share=True))


def _existing(actor: Member, kind: DraftKind, draft_id: int | None, question_id: int | None) -> Draft | None:
    query = select(Draft).where(Draft.member_id == actor.id, Draft.kind == kind)
    # What was read before the lock may be older than what another window has saved since.
    query = query.execution_options(populate_existing=True)
    if kind == DraftKind.ANSWER:
        return db.session.scalars(query.where(Draft.question_id == question_id)).one_or_none()
    if draft_id is None:
        return None
    # A draft thrown away in another window is begun anew rather than refused: the text matters more.
    return db.session.scalars(query.where(Draft.id == draft_id)).one_or_none()


def _new(actor: Member, kind: DraftKind, question_id: int | None, now: datetime) -> Draft:
    if kind == DraftKind.ANSWER:
        if question_id is None:
            raise NotFound
        access.load(question_id, actor.id)
    count = select(func.count()).where(Draft.member_id == actor.id, Draft.ended_at.is_(None))
    if (db.session.scalar(count) or 0) >= DRAFTS_MAX:
        raise RuleBroken(_("You have %(most)d drafts. Throw one away first.", most=DRAFTS_MAX))
    draft = Draft(member_id=actor.id, kind=kind, question_id=question_id, fields={}, saved_at=now)
    db.session.add(draft)
    if question_id is not None:
        events.record(AnswerStarted(question_id, actor.id))
    return draft


def _kept(kind: DraftKind, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: storable(value)[:FIELD_MAX]
        for name, value in fields.items()
        if name in FIELDS[kind] and isinstance(value, str)
    }


def storable(value: str) -> str:
    """*value* without what no database stores as text: NUL and lone surrogates."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def load(actor: Member, draft_id: int) -> Draft:
    """A draft of the actor's own; NotFound for any other."""
    query = select(Draft).where(Draft.id == draft_id, Draft.member_id == actor.id)
    draft = db.session.scalars(query).one_or_none()
    if draft is None:
        raise NotFound
    return draft


def latest(actor: Member, now: datetime) -> Draft | None:
    """The question that the actor was writing last, within FRESH; None where there is none."""
    query = select(Draft).where(
        Draft.member_id == actor.id,
        Draft.kind == DraftKind.QUESTION,
        Draft.ended_at.is_(None),
        Draft.saved_at > now - FRESH,
    )
    return db.session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(1)).first()


def end(actor: Member, draft: Draft, prior_id: int, now: datetime) -> None:
    """Put a question away that the answers to *prior_id* made unnecessary; it can be taken up again for ENDED_KEPT."""
    _lock(actor)
    old = delete(Draft).where(
        Draft.member_id == actor.id, Draft.id != draft.id, Draft.ended_at < now - ENDED_KEPT
    )
    db.session.execute(old.execution_options(synchronize_session=False))
    draft.ended_at, draft.prior_id = now, prior_id
    db.session.flush()


def discard(actor: Member, draft_id: int) -> None:
    """Throw a draft away."""
    _lock(actor)
    db.session.delete(load(actor, draft_id))


def spend(actor: Member, *, draft_id: int | None = None, question_id: int | None = None) -> None:
    """Remove the draft of what has just been posted, if there is one."""
    query = select(Draft).where(Draft.member_id == actor.id)
    if question_id is not None:
        query = query.where(Draft.question_id == question_id)
    elif draft_id is not None:
        query = query.where(Draft.id == draft_id, Draft.kind == DraftKind.QUESTION)
    else:
        return
    _lock(actor)
    for draft in db.session.scalars(query):
        db.session.delete(draft)


def spend_within(actor: Member, question_id: int, text: str) -> None:
    """Remove the draft of the answer that *text* has become; one that holds other words stays."""
    _lock(actor)
    there = _existing(actor, DraftKind.ANSWER, None, question_id)
    if there is not None and there.fields.get("body", "").strip() in text:
        db.session.delete(there)


def keep(member: Member, path: str, fields: Mapping[str, str]) -> str:
    """Keep what was posted to *path* after the session had ended; returns the address where it waits."""
    now = clock.now()
    found = ANSWER_PATH.match(path)
    try:
        if found is not None:
            question_id = int(found[1])
            save(member, DraftKind.ANSWER, fields, now, question_id=question_id)
            return f"/q/{question_id}/#answer"
        draft = save(member, DraftKind.QUESTION, fields, now)
    except NotFound:
        return "/drafts"
    return f"/ask?draft={draft.id}"
