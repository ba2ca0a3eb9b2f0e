"""More members than the cast has, for lists that must stay quick."""

from __future__ import annotations

from qa.core.db import db
from qa.members.models import Circle, Member
from tests.support.cast import FAR_OFF, LONG_AGO, join


def crowd(circle: Circle, number: int) -> list[Member]:
    """*number* new active members of *circle*, each of an employer of their own."""
    found = []
    for n in range(number):
        member = Member(
            handle=f"peer{n}",
            handle_key=f"peer{n}",
            name=f"Peer {n}",
            email=f"peer{n}@peers.example",
            email_key=f"peer{n}@peers.example",
            title="CISO",
            employer=f"Employer {n}",
            joined_at=LONG_AGO,
            pledged_until=FAR_OFF,
        )
        db.session.add(member)
        db.session.flush()
        join(member, circle)
        found.append(member)
    db.session.flush()
    return found
