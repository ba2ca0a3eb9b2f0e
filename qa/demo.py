"""The sample community: about forty invented members whose questions stand in every state of the time-box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.core import clock
from qa.core.db import db
from qa.demo_build import plan as planning
from qa.demo_build import write as writing
from qa.demo_build.threads import VISITOR
from qa.demo_build.write import DEMO_PASSWORD, DOMAIN
from qa.demo_content import people
from qa.members.models import Member, Role

__all__ = ["DEMO_PASSWORD", "NotEmptyError", "Summary", "fill", "how_to_sign_in"]

SEED = 1
SIGN_IN = {
    VISITOR: "member (start here)",
    "moira-teale": "moderator",
    "anselm-richter": "admin",
    "emil-sandoval": "applicant, not let in yet",
    "victor-langley": "suspended",
}


class NotEmptyError(Exception):
    """The database has members, and nobody said that the sample may come among them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written; all zero where the sample community was there already."""

    members: int = 0
    circles: int = 0
    questions: int = 0
    answers: int = 0
    comments: int = 0
    marks: int = 0

    def lines(self) -> Iterator[str]:
        """What was done and how to sign in, in words for the terminal."""
        if self.members:
            yield (
                f"{self.members} members in {self.circles} circles, {self.questions} questions, "
                f"{self.answers} answers, {self.comments} comments, {self.marks} marks."
            )
        else:
            yield "The sample community is here already; nothing was added."
        yield from how_to_sign_in()


def fill(seed: int = SEED, now: datetime | None = None, *, force: bool = False) -> Summary:
    """Write the sample community in the running transaction, as if *now* (UTC) ended its first five years.

    The same *seed* and *now* give the same rows. Among members that are there already it comes only with
    *force*, and then without a moderator and an admin, because its password is known to all. Raises
    NotEmptyError.
    """
    if _is_there():
        if force:
            return Summary()
        raise NotEmptyError("The sample community is here already.")
    if not force and db.session.scalar(select(Member.id).limit(1)) is not None:
        raise NotEmptyError("There are members already.")
    now = (now or clock.now()).replace(microsecond=0)
    plan = planning.make(seed, now)
    writing.write(plan, seed, now)
    return _summary(plan)


def how_to_sign_in() -> Iterator[str]:
    """Lines that name the addresses to try and the password; none where the sample community is not."""
    addresses = {f"{handle}@{DOMAIN}": words for handle, words in SIGN_IN.items()}
    query = (
        select(Member.email, Member.role, Member.name).where(Member.email.in_(addresses)).order_by(Member.id)
    )
    found = {row.email: row for row in db.session.execute(query)}
    if not found:
        return
    yield f"Sample community. Everybody's password: {DEMO_PASSWORD}"
    width = max(map(len, addresses))
    for address, words in addresses.items():
        row = found.get(address)
        if row is not None:
            plain = words in (Role.MODERATOR, Role.ADMIN) and row.role == Role.MEMBER
            yield f"  {address:<{width}}  {row.name}, {Role.MEMBER if plain else words}"
    yield f"  and each other member as handle@{DOMAIN}"


def _is_there() -> bool:
    return (
        db.session.scalar(select(Member.id).where(Member.email.endswith(f"@{DOMAIN}")).limit(1)) is not None
    )


def _summary(plan: planning.Plan) -> Summary:
    done = Counter(step.verb for step in plan.steps)
    return Summary(
        members=len(people.PEOPLE),
        circles=1 + len(people.CIRCLES),
        questions=done["ask"],
        answers=done["answer"] - done["withdraw"],
        comments=done["comment"],
        marks=done["mark"],
    )
