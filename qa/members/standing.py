"""Who may write: active members, and what others read only with a pledge that holds."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Member, MemberState


def reachable(member_id: int) -> Member | None:
    """The member, while active and with a mail address; None for anybody else, to whom nothing is written."""
    member = db.session.get(Member, member_id)
    if member is None or member.state != MemberState.ACTIVE or member.email is None:
        return None
    return member


def require_active(actor: Member) -> None:
    """Only active members change anything here; raises Forbidden otherwise."""
    if actor.state != MemberState.ACTIVE:
        raise Forbidden(_("Only active members can write here."))


def require_posting(actor: Member, now: datetime) -> None:
    """Who acts upon others is active and keeps the pledge; raises Forbidden, or RuleBroken where it is due."""
    require_active(actor)
    if not actor.may_post(now):
        raise RuleBroken(
            _("Confirm your pledge first: it is due. It takes a minute, and your text is kept here.")
        )
