"""What every act of joining asks for: who may speak, what a word is, and that one act waits for another."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, RuleBroken
from qa.core.text import clean_line
from qa.members.models import STAFF, Member, MemberState
from qa.vetting.models import WORD_MAX, Application

EARLIEST = 1950
"""Nobody who works today has known a colleague for longer."""


def require_word(actor: Member, now: datetime) -> None:
    """Whose word counts is active and keeps the pledge; raises Forbidden, or RuleBroken where it is due."""
    if actor.state != MemberState.ACTIVE:
        raise Forbidden(_("Only active members can do this."))
    if not actor.may_post(now):
        raise RuleBroken(_("Confirm your pledge first: it is due. It takes a minute."))


def require_staff(actor: Member, now: datetime) -> None:
    """Only moderators and admins decide; raises Forbidden, or RuleBroken where their pledge is due."""
    if actor.role not in STAFF:
        raise Forbidden(_("Only moderators can do this."))
    require_word(actor, now)


def said(text: str, field: str, missing: str) -> str:
    """A word on one line, at most WORD_MAX characters. Raises RuleBroken with *field*; *missing* where it is empty."""
    try:
        found = clean_line(text, WORD_MAX)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=field) from error
    if not found:
        raise RuleBroken(missing, field=field)
    return found


def since(year: int | None, now: datetime) -> int:
    """A year since which one knows somebody. Raises RuleBroken with the field "since_year"."""
    if year is None or not EARLIEST <= year <= now.year:
        raise RuleBroken(_("Write a year, such as %(year)d.", year=now.year - 3), field="since_year")
    return year


def lock_member(member_id: int) -> None:
    """Let others who count what this member did wait until this transaction ends."""
    # Not as FOR UPDATE, which every row that names the member would wait for.
    db.session.execute(select(Member.id).where(Member.id == member_id).with_for_update(key_share=True))


def waiting(application: Application) -> None:
    """Lock *application* and read it anew; raises Conflict where it does not wait (any more)."""
    db.session.flush()
    db.session.refresh(application, with_for_update={"key_share": True})
    if application.confirmed_at is None or application.outcome is not None:
        raise Conflict(_("This application was decided meanwhile."))
