"""What waits around circles in the sample community: a gathering and an invitation for the visitor, a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from qa.demo_build.threads import VISITOR
from qa.demo_build.when import DAY, HOUR
from qa.members import accounts, entries, founding, profiles
from qa.members.models import Audience, Circle, Member

PLAN = founding.Plan(
    name="Leaving a cloud provider",
    purpose="For those who plan the exit from a provider that must not fail, and have to show the plan to a regulator.",
    profession="information security",
    level="head of function",
    cap=24,
    listed=False,
)
FOUNDER, ASKED = "ingrid-solheim", (VISITOR, "stefan-marek", "yasmin-haddad", "ruth-adeyemi")
INVITER, INVITED_INTO = "olav-nygaard", "operations"
WORDS = "You plan for suppliers that cannot be replaced. Here are the people who had to."
REQUESTER, REQUESTED = "sofia-lindholm", "security"
REQUEST = (
    "I lead people at a telecoms firm, and half of what I decide about staff records is a security question."
)
WISHES: Mapping[str, tuple[str, str, Audience]] = {
    VISITOR: (
        "Talking to a board that hears “resilience” and thinks of insurance.",
        "Nobody in my own house can tell me that I am wrong about this.",
        Audience.CIRCLES,
    ),
    FOUNDER: (
        "Somebody who has moved a core system out of a cloud, not into one.",
        "I became the only one at my level within four hundred kilometres.",
        Audience.MEMBERS,
    ),
    "ruth-adeyemi": (
        "Third-party questionnaires that fit on one page.",
        "To hear what others do before the auditor tells me.",
        Audience.ME,
    ),
}
"""By handle: what they would like help with, why they are here, and who reads the why."""


def arrange(members: Mapping[str, Member], circles: Mapping[str, Circle], now: datetime) -> None:
    """Write it, by the rules."""
    for handle, (help_with, why, audience) in WISHES.items():
        member = members[handle]
        accounts.change_profile(
            member, member.name, member.timezone, {"help_with": help_with, "why": why}, now
        )
        profiles.share(member, {"why": audience.value})
    founding.gather(members[FOUNDER], PLAN, [members[handle] for handle in ASKED], now - 2 * DAY)
    entries.invite(members[INVITER], circles[INVITED_INTO], members[VISITOR], WORDS, now - DAY)
    entries.ask(members[REQUESTER], circles[REQUESTED], REQUEST, now - 5 * HOUR)
