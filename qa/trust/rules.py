"""Granting what is earned, and asking moderators to look. Nothing here takes anything away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import update

from qa.core.db import AnyRow, db, insert
from qa.members.models import Member
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeReview
from qa.members.privileges.rules import grant
from qa.trust import queries, weighing
from qa.trust.weighing import Deed

Key = tuple[int, Privilege]


def grant_if_due(member: Member, privilege: Privilege, now: datetime) -> None:
    """Write that *member* may, where they have earned it and a row says neither that nor the contrary."""
    _grant(member.id, queries.due(member, [privilege], now), now)


def look(members: Sequence[AnyRow], now: datetime) -> None:
    """One look at some members (id, joined_at): what is earned is granted, and reviews are opened and ended.

    Twice is as once, also at the same instant.
    """
    ids = [one.id for one in members]
    done, first = queries.deeds(ids, now), queries.last_of_first()
    held, taken = queries.granted(ids), queries.taken(ids)
    for member in members:
        wanted = [one for one in Privilege if not {(member.id, one)} & (held | taken.keys())]
        _grant(member.id, queries.earned(member, wanted, first, partial(_of, done, member.id), now), now)
    _review(done, [key for key in sorted(held) if key not in taken], now)


def _of(done: Mapping[int, Sequence[Deed]], member_id: int) -> Sequence[Deed]:
    return done.get(member_id, ())


def _grant(member_id: int, earned: Mapping[Privilege, bool], now: datetime) -> None:
    for why, first in ((GrantWhy.FIRST, True), (GrantWhy.RECORD, False)):
        grant(member_id, [one for one, as_first in earned.items() if as_first is first], why, now)


def _review(done: Mapping[int, Sequence[Deed]], held: Sequence[Key], now: datetime) -> None:
    bars = queries.bars()
    ids = {member_id for member_id, _privilege in held}
    since, waiting = queries.looked_at(ids), queries.open_reviews(ids)
    listed = {(row.member_id, row.privilege): row.id for row in waiting}
    for key in held:
        deeds, decided = done.get(key[0], []), since.get(key)
        if key not in listed and weighing.asks_for_a_look(deeds, bars, decided):
            _open(key, now)
    ended = [
        number
        for key, number in listed.items()
        if key not in held or weighing.needs_no_look(done.get(key[0], []), bars, since.get(key))
    ]
    still = (PrivilegeReview.id.in_(ended), PrivilegeReview.ended_at.is_(None))
    db.session.execute(update(PrivilegeReview).where(*still).values(ended_at=now))


def _open(key: Key, now: datetime) -> None:
    row = {"member_id": key[0], "privilege": key[1], "opened_at": now}
    db.session.execute(insert(PrivilegeReview).values(row).on_conflict_do_nothing())
