"""The people of every test: Ana asks, Ben answers, Cleo is in the circle, Dan is outside it, Eve applies, Mo moderates."""

from __future__ import annotations

from datetime import UTC, datetime

from qa.core.db import db
from qa.members.mailing.models import QuietHours
from qa.members.models import Circle, CircleRole, Member, Membership, MemberState, Role

LONG_AGO = datetime(2024, 1, 15, 9, tzinfo=UTC)
FAR_OFF = datetime(2099, 1, 1, tzinfo=UTC)
PEOPLE: dict[str, dict[str, str]] = {
    "ana": {"name": "Ana Lindqvist", "title": "CISO", "employer": "Nordsee Bank", "industry": "banking"},
    "ben": {
        "name": "Ben Okafor",
        "title": "Director of IT Risk",
        "employer": "Carrow Mutual",
        "industry": "insurance",
    },
    "cleo": {
        "name": "Cleo Marchetti",
        "title": "Head of Security",
        "employer": "Levant Re",
        "industry": "insurance",
    },
    "dan": {"name": "Dan Petrov", "title": "CIO", "employer": "Morava Energie", "industry": "energy"},
    "eve": {"name": "Eve Tanaka", "title": "Security Lead", "employer": "Aster Pharma", "industry": "pharma"},
    "mo": {"name": "Mo Haddad", "title": "IT Director", "employer": "Rijndelta", "industry": "public water"},
}
STATES = {"eve": MemberState.APPLICANT}
ROLES = {"mo": Role.MODERATOR}
IN_CIRCLE = ("ana", "ben", "cleo", "mo")


def fill() -> None:
    """Write the people and two circles: *Everyone*, and "inner" with Ana, Ben, Cleo and Mo.

    They have no quiet hours, so that no test asks what time it is.
    """
    everyone = db.session.query(Circle).filter_by(everyone=True).one_or_none() or Circle(
        slug="everyone", name="Everyone", everyone=True, created_at=LONG_AGO
    )
    inner = Circle(slug="inner", name="Inner circle", purpose="Security heads", cap=60, created_at=LONG_AGO)
    db.session.add_all([everyone, inner])
    db.session.flush()
    for handle, words in PEOPLE.items():
        member = Member(
            handle=handle,
            handle_key=handle,
            email=f"{handle}@peers.example",
            email_key=f"{handle}@peers.example",
            state=STATES.get(handle, MemberState.ACTIVE),
            role=ROLES.get(handle, Role.MEMBER),
            profession="information security",
            level="head of function",
            timezone="Europe/Berlin",
            joined_at=LONG_AGO,
            pledged_until=FAR_OFF,
            **words,
        )
        db.session.add(member)
        db.session.flush()
        db.session.add(QuietHours(member_id=member.id, weekends=False))
        if member.state == MemberState.ACTIVE:
            join(member, everyone)
        if handle in IN_CIRCLE:
            join(member, inner, CircleRole.STEWARD if handle == "mo" else CircleRole.MEMBER)


def join(member: Member, circle: Circle, role: CircleRole = CircleRole.MEMBER) -> None:
    """Put *member* into *circle*."""
    db.session.add(Membership(circle_id=circle.id, member_id=member.id, role=role, joined_at=LONG_AGO))


class Cast:
    """The people and circles by name, each read anew in the running session."""

    def __getattr__(self, name: str) -> Member:
        if name not in PEOPLE:
            raise AttributeError(name)
        return db.session.query(Member).filter_by(handle=name).one()

    @property
    def inner(self) -> Circle:
        """The circle of Ana, Ben, Cleo and Mo."""
        return db.session.query(Circle).filter_by(slug="inner").one()

    @property
    def everyone(self) -> Circle:
        """The community itself."""
        return db.session.query(Circle).filter_by(slug="everyone").one()
