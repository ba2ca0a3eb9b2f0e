"""What joining does about news of members: another job asks for the pledge."""

from __future__ import annotations

from qa.core.db import db
from qa.core.events import listens
from qa.members.events import JobChanged
from qa.members.models import Member
from qa.vetting import pledges


@listens(JobChanged)
def ask_for_the_pledge(event: JobChanged) -> None:
    """A member with another job confirms it before posting again."""
    pledges.ask_again(db.session.get_one(Member, event.member_id), event.at)
