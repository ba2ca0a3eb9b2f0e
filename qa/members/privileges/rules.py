"""Who may do what is entrusted to members: by rows, and by what they have earned until this moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select

from qa.core import events
from qa.core.db import db, insert, read
from qa.core.errors import RuleBroken
from qa.members.models import STAFF, Member, MemberState
from qa.members.privileges.events import PrivilegeSought
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeGrant, PrivilegeLoss


def is_staff(actor: Member) -> bool:
    """Whether *actor* moderates and is therefore never asked."""
    return actor.state == MemberState.ACTIVE and actor.role in STAFF


def is_taken(member_id: int | ColumnElement[int], privilege: Privilege) -> ColumnElement[bool]:
    """The condition that a moderator took *privilege* from the member and none gave it back."""
    mine = (PrivilegeLoss.member_id == member_id, PrivilegeLoss.privilege == privilege)
    return exists().where(*mine, PrivilegeLoss.returned_at.is_(None))


def is_held(member_id: int | ColumnElement[int], privilege: Privilege) -> ColumnElement[bool]:
    """The condition that the member's rows say that they may."""
    granted = exists().where(PrivilegeGrant.member_id == member_id, PrivilegeGrant.privilege == privilege)
    return granted & ~is_taken(member_id, privilege)


def rows_say(member_id: int, privilege: Privilege) -> bool | None:
    """Whether the member's rows say that they may; None where they say nothing, and what they have earned decides."""
    held, taken = is_held(member_id, privilege), is_taken(member_id, privilege)
    row = read(select(held.label("held"), taken.label("taken"))).one()
    return None if not (row.held or row.taken) else bool(row.held)


def may(actor: Member, privilege: Privilege, now: datetime) -> bool:
    """Whether *actor* may; what they have earned and no row says yet is written now. For what writes."""
    if is_staff(actor):
        return True
    said = rows_say(actor.id, privilege)
    if said is None:
        events.record(PrivilegeSought(actor.id, privilege, now))
        said = rows_say(actor.id, privilege)
    return bool(said)


def require(actor: Member, privilege: Privilege, now: datetime) -> None:
    """Raise RuleBroken where *actor* may not."""
    if may(actor, privilege, now):
        return
    raise RuleBroken(
        {
            Privilege.VOUCHING: _("You cannot vouch or invite yet. Settings, “What you may do”, says why."),
            Privilege.STEWARDING: _("You cannot found a circle yet. Settings, “What you may do”, says why."),
            Privilege.TOPICS: _(
                "You cannot change others’ topics yet. Settings, “What you may do”, says why."
            ),
        }[privilege]
    )


def require_not_taken(member: Member, privilege: Privilege, message: str) -> None:
    """Raise RuleBroken with *message* where a moderator took *privilege* from *member*, as the log tells everybody."""
    if not is_staff(member) and db.session.scalar(select(is_taken(member.id, privilege))):
        raise RuleBroken(message)


def grant(
    member_id: int, privileges: Collection[Privilege], why: GrantWhy, now: datetime, by_id: int | None = None
) -> None:
    """Write that the member may; what is granted already stays as it is, also where another is first."""
    if not privileges:
        return
    row = {"member_id": member_id, "why": why, "granted_at": now, "granted_by_id": by_id}
    values = [{"privilege": one, **row} for one in sorted(privileges)]
    db.session.execute(insert(PrivilegeGrant).values(values).on_conflict_do_nothing())
