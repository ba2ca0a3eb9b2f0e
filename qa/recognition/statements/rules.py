"""Issuing a statement and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from qa.config import settings
from qa.core.db import AnySelect, db
from qa.core.errors import Conflict, NotFound, RuleBroken
from qa.members import headcount
from qa.members.models import Member
from qa.members.standing import require_active
from qa.members.viewer import zone
from qa.questions.audience import FEW_PEERS
from qa.recognition.statements import codes, content, keys, queries, signing
from qa.recognition.statements.content import Said, Seal
from qa.recognition.statements.drafting import (
    LETTERS_MOST,
    NOTES_MOST,
    TOPICS_MOST,
    Choice,
    Draft,
    Known,
    draft,
)
from qa.recognition.statements.models import Statement

LIVE_MOST = 20
"""Statements of a member that hold at one time."""


def drafted(member: Member, choice: Choice, now: datetime) -> Draft:
    """What a statement for *choice* would say."""
    fitting = headcount.fitting(queries.everyone_id())
    marks, naming = queries.received(member.id), queries.naming(member.id)
    known = Known(marks, naming, lambda person: fitting(person) >= FEW_PEERS)
    return draft(member, known, choice, zone(member.timezone), now)


def issue(actor: Member, choice: Choice, digest: str, now: datetime) -> Statement:
    """Sign a statement of *actor*'s for *choice*, which the member has looked over: *digest* is that draft's.

    Raises Forbidden for who is not active, Conflict where it would say something else by now, and RuleBroken where
    there is nothing to say, too much for one page, or too many statements hold already.
    """
    require_active(actor)
    # The member's row is held, so that twenty at once are counted one after another.
    db.session.execute(select(Member.id).where(Member.id == actor.id).with_for_update(key_share=True))
    made = drafted(actor, choice, now)
    _check(actor, made, digest)
    signer = keys.signer(keys.folder_of(settings().instance))
    code = codes.new()
    today = now.astimezone(zone(actor.timezone)).date()
    words = content.canonical(content.sealed(made.said, _seal(code, signer.id, today)))
    statement = Statement(
        member_id=actor.id,
        code=code,
        content=words.decode(),
        signature=signing.sign(signer, words),
        issued_at=now,
    )
    db.session.add(statement)
    db.session.flush()
    return statement


def revoke(actor: Member, statement_id: int, now: datetime) -> None:
    """Take *actor*'s own statement back, whatever the member's state; raises NotFound where it is no such one.

    Its words are deleted: who took it back wants them read by nobody.
    """
    query: AnySelect = select(Statement).where(Statement.id == statement_id, Statement.member_id == actor.id)
    _revoke(query.where(Statement.revoked_at.is_(None)), now)


def revoke_code(code: str, now: datetime) -> None:
    """Take the statement with *code* back for a member who cannot; raises NotFound where none with it holds."""
    _revoke(select(Statement).where(Statement.code == code, Statement.revoked_at.is_(None)), now)


def _revoke(query: AnySelect, now: datetime) -> None:
    found: Statement | None = db.session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    found.content, found.signature, found.revoked_at = "", "", now
    db.session.flush()


def _check(actor: Member, made: Draft, digest: str) -> None:
    if not made.said.helped:
        raise RuleBroken(_("There is nothing to state for this period."))
    if problem := too_long(made.said):
        raise RuleBroken(problem)
    if made.digest != digest:
        raise Conflict(_("What stands behind it has changed since you looked. Look it over once more."))
    live = select(func.count()).where(Statement.member_id == actor.id, Statement.revoked_at.is_(None))
    if (db.session.scalar(live) or 0) >= LIVE_MOST:
        raise RuleBroken(_("%(most)d statements hold already. Take one back first.", most=LIVE_MOST))


def too_long(said: Said) -> str:
    """Why *said* is more than one page; empty where it is not."""
    if len(said.topics) > TOPICS_MOST:
        return _("Choose %(most)d topics at most: it is one page.", most=TOPICS_MOST)
    if len(said.notes) > NOTES_MOST:
        return _("Choose %(most)d notes at most: it is one page.", most=NOTES_MOST)
    if sum(len(note.words) for note in said.notes) > LETTERS_MOST:
        return _(
            "Choose fewer notes, or shorter ones: there is room for %(most)d characters.", most=LETTERS_MOST
        )
    return ""


def _seal(code: str, key: str, today: date) -> Seal:
    found, shown = settings(), codes.shown(code)
    address = f"{found.base_url.rstrip('/')}/verify/{shown}"
    return Seal(shown, key, today, found.site_name, address)
