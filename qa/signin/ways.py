"""The ways by which a member can sign in, and that one of them stays."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member
from qa.signin.models import ExternalIdentity, Passkey


def require_another(member: Member) -> None:
    """Raise RuleBroken where the member has no password and but one passkey or connected identity left."""
    if member.password_hash is not None:
        return
    # Two requests at the same instant would each count the other's: the second waits here for the first.
    db.session.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    passkeys = select(func.count()).where(Passkey.member_id == member.id).scalar_subquery()
    identities = select(func.count()).where(ExternalIdentity.member_id == member.id).scalar_subquery()
    if (db.session.scalar(select(passkeys + identities)) or 0) < 2:
        raise RuleBroken(
            _(
                "This is your only way to sign in. Add another, or set a password by “Forgotten your password”."
            )
        )
