"""Short ways to somebody who wants to join."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.vetting import applications, entering
from qa.vetting.models import Application, Pledge, Vouch

FORM = {
    "name": "Nils Verhoeven", "title": "Head of Information Security", "employer": "Scheldehaven Terminals",
    "responsible_for": "28", "email": "nils@scheldehaven.example", "profession": "information security",
    "level": "head of function", "industry": "ports", "timezone": "Europe/Brussels",
    "decides": "The budget, and whether the terminal stops.", "why": "Nobody at home knows", "good_at": "Stopping",
    "help_with": "Starting again", "evidence": "https://scheldehaven.example/talk", "first_named": "Ben Okafor",
    "second_named": "cleo", "pledge": "y",
}  # fmt: skip
"""What a person fills in who applies."""
PASSWORD = "kestrels over the quay"


def said(**change: Any) -> applications.Said:
    """What FORM says, for the rules."""
    words = {field: FORM[field] for field in (*applications.LINES, *applications.TEXTS)}
    words |= {name: change.pop(name) for name in list(change) if name in words}
    given: dict[str, Any] = {
        "name": FORM["name"], "email": FORM["email"], "words": words, "decides": FORM["decides"],
        "timezone": FORM["timezone"], "responsible_for": 28, "evidence": FORM["evidence"],
        "named": (FORM["first_named"], FORM["second_named"]), **change,
    }  # fmt: skip
    return applications.Said(**given)


def applicant(now: datetime | None = None, password: str = PASSWORD, **change: Any) -> Application:
    """The application of somebody whose address is confirmed, in the running transaction."""
    now = now or clock.now()
    application = applications.apply(said(**change), now)
    assert entering.confirm(application, password, now) is not None
    return application


def waiting(member: Member, now: datetime | None = None, **change: Any) -> Application:
    """An application of *member* (Eve, say) that waits, in the running transaction."""
    now = now or clock.now()
    given: dict[str, Any] = {
        "name": member.name, "email": member.email, "email_key": member.email_key, "employer": member.employer,
        "decides": "Whether we ship.", "why": "Because nobody here knows", "member_id": member.id, "made_at": now,
        "expires_at": now + timedelta(days=7), "confirmed_at": now, **change,
    }  # fmt: skip
    application = Application(**given)
    db.session.add(application)
    db.session.flush()
    return application


def vouched(voucher: Member, member: Member, now: datetime | None = None) -> Vouch:
    """A word of long ago, in the running transaction."""
    word = Vouch(
        voucher_id=voucher.id, member_id=member.id, how="Ran our audit", since_year=2019,
        given_at=now or clock.now() - timedelta(days=400),
    )  # fmt: skip
    db.session.add(word)
    db.session.flush()
    return word


def saved(member: Member, **change: Any) -> int:
    """As ``waiting``, committed; returns the application's id."""
    with transaction.unit():
        application = waiting(member, **change)
    return application.id


def pledges_of(member: Member) -> int:
    """How often *member* gave the pledge."""
    return db.session.query(Pledge).filter_by(member_id=member.id).count()
