"""Saving a search, and taking it out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, delete, func, select

from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members.models import Member
from qa.members.standing import require_active
from qa.search.grammar import Query
from qa.search.models import SAVED_MAX, SavedHit, SavedSearch


def save(
    actor: Member, query: Query, filters: Mapping[str, str], known: Sequence[int], now: datetime
) -> SavedSearch:
    """Save *query*, which *filters* (names of ``asking.KEPT``) are a part of; saving the same again changes nothing.

    *known* are the threads that fit already, of which nothing will be told. Raises RuleBroken without anything to
    look for, and beyond SAVED_MAX.
    """
    require_active(actor)
    kept = {name: value for name, value in sorted(filters.items()) if value}
    if not query:
        raise RuleBroken(_("There is nothing in this search yet. Search for something, then save it."))
    key = hashlib.sha256(json.dumps([query.text.casefold(), kept]).encode()).hexdigest()
    # The member's row is held, so that two presses at once are counted one after the other.
    db.session.execute(select(Member.id).where(Member.id == actor.id).with_for_update(key_share=True))
    found = db.session.scalars(_of(actor.id).where(SavedSearch.key == key)).one_or_none()
    if found is not None:
        return found
    many = select(func.count()).where(SavedSearch.member_id == actor.id)
    if (db.session.scalar(many) or 0) >= SAVED_MAX:
        raise RuleBroken(
            _("You have %(most)d saved searches, and more are not kept. Remove one first.", most=SAVED_MAX)
        )
    made = SavedSearch(
        member_id=actor.id, words=query.text, filters=kept, key=key, known=list(known), made_at=now
    )
    db.session.add(made)
    db.session.flush()
    return made


def remove(actor: Member, saved_id: int) -> None:
    """Remove a saved search of *actor*'s, and with it the mails about it. Raises NotFound for any other."""
    found = db.session.scalars(_of(actor.id).where(SavedSearch.id == saved_id)).one_or_none()
    if found is None:
        raise NotFound
    db.session.execute(delete(SavedHit).where(SavedHit.saved_id == found.id))
    db.session.delete(found)


def _of(member_id: int) -> Select[SavedSearch]:
    return select(SavedSearch).where(SavedSearch.member_id == member_id)
