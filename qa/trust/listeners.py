"""What trust does about news: who is about to do what they have earned is granted it at once."""

from __future__ import annotations

from qa.core.db import db
from qa.core.events import listens
from qa.members.models import Member
from qa.members.privileges.events import PrivilegeSought
from qa.trust import rules


@listens(PrivilegeSought)
def grant_at_once(event: PrivilegeSought) -> None:
    """A member waits for no worker."""
    rules.grant_if_due(db.session.get_one(Member, event.member_id), event.privilege, event.at)
