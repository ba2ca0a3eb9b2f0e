"""A small world for attacks: a thread of the inner circle, those who may see it and those who may not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from qa.answers import commenting, marking
from qa.answers import rules as answering
from qa.answers.models import Answer, MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members import circles, entries, founding
from qa.members.models import Circle, CircleRole, LoginSession, Member, MemberState, Role
from qa.questions import drafts
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question
from tests.support.browser import Browser
from tests.support.cast import FAR_OFF, LONG_AGO, Cast, join
from tests.support.things import answer, ask

PRINCIPALS = (
    "anonymous",
    "applicant",
    "declined",
    "suspended",
    "left",
    "outside",
    "moderator outside",
    "admin",
    "former",
    "inside",
    "lapsed",
    "steward",
    "moderator",
    "answerer",
    "asker",
)
HANDLES = {
    "applicant": "eve",
    "declined": "des",
    "suspended": "sue",
    "left": "lou",
    "outside": "dan",
    "moderator outside": "mia",
    "admin": "ada",
    "former": "fay",
    "inside": "cleo",
    "lapsed": "lea",
    "steward": "stu",
    "moderator": "mo",
    "answerer": "ben",
    "asker": "ana",
}
UNCOUNTED = frozenset({"login_session", "alembic_version"})


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what stands in the inner circle, as values for addresses and forms."""

    values: dict[str, str]

    def fill(self, text: str) -> str:
        """*text* with its ``{names}`` put in."""
        return text.format(**self.values)


def _extra(cast: Cast) -> None:
    for handle, state, role in (
        ("sue", MemberState.SUSPENDED, Role.MEMBER),
        ("lou", MemberState.LEFT, Role.MEMBER),
        ("mia", MemberState.ACTIVE, Role.MODERATOR),
        ("ada", MemberState.ACTIVE, Role.ADMIN),
        ("fay", MemberState.ACTIVE, Role.MEMBER),
        ("lea", MemberState.ACTIVE, Role.MEMBER),
        ("stu", MemberState.ACTIVE, Role.MEMBER),
        ("des", MemberState.APPLICANT, Role.MEMBER),
    ):
        if db.session.query(Member).filter_by(handle=handle).first() is not None:
            continue
        member = Member(
            handle=handle, handle_key=handle, name=f"{handle.title()} Someone", state=state, role=role, joined_at=LONG_AGO, pledged_until=FAR_OFF,
            email=f"{handle}@peers.example", email_key=f"{handle}@peers.example", timezone="Europe/Berlin",
        )  # fmt: skip
        db.session.add(member)
        db.session.flush()
        if state == MemberState.ACTIVE:
            join(member, cast.everyone)
        if handle not in ("mia", "ada", "des"):
            join(member, cast.inner, CircleRole.STEWARD if handle == "stu" else CircleRole.MEMBER)
        if handle == "lea":
            member.pledged_until = LONG_AGO
    fay = db.session.query(Member).filter_by(handle="fay").one()
    circles.leave(cast.inner, fay, clock.now())


def build(cast: Cast, words: dict[str, str] | None = None) -> World:
    """Write the world, committed. *words*: texts of title, body, purpose, tag, answer, interest, comment, note, reason."""
    said = {
        "title": "How many critical vendors do you audit each year?", "body": "We have **41**.", "purpose": "audit committee",
        "tag": "vendor audits", "answer": "Nine of 38.", "interest": "", "comment": "Which nine?", "note": "It saved our week.",
        "reason": "Said it better", "draft": "A question not yet asked", **(words or {}),
    }  # fmt: skip
    with transaction.unit():
        _extra(cast)
        question = ask(cast.ana, cast.inner, title=said["title"], body=said["body"], purpose=said["purpose"],
                       tags=(said["tag"],))  # fmt: skip
        other = ask(cast.ana, cast.inner, title=said["title"] + " Once more?", tags=())
        given = answer(cast.ben, question, body=said["answer"], interest=said["interest"])
        remark = commenting.add(cast.ben, question, said["comment"], clock.now())
        commenting.add(cast.cleo, question, said["comment"] + " ", clock.now(), given)
        for kind in (MarkKind.USED, MarkKind.SAME):
            marking.give(cast.ana, given, kind, clock.now(), marking.Remark(said["note"]))
        again = asking.Words(said["title"], said["body"] + "\n\nMore.", said["purpose"], (said["tag"],))
        asking.edit(cast.ana, question, again, clock.now(), base=1, reason=said["reason"])
        reply = answering.Reply(said["answer"] + " More.", given.basis, interest=said["interest"])
        answering.edit(cast.ben, given, reply, clock.now(), base=1, reason=said["reason"])
        draft = drafts.save(
            cast.ana, DraftKind.QUESTION, {"title": said["draft"], "body": said["draft"]}, clock.now()
        )
        values = {
            **_beside(cast),
            "question": str(question.id), "other": str(other.id), "answer": str(given.id), "comment": str(remark.id),
            "draft": str(draft.id), "circle": str(cast.inner.id), "everyone": str(cast.everyone.id), "tag": said["tag"],
        }  # fmt: skip
    return World(values)


def _beside(cast: Cast) -> dict[str, str]:
    """A hidden circle, kept by Stu alone, with the same members; a gathering; an invitation into a third circle
    and a request to it."""
    now = clock.now()
    made: dict[str, Circle] = {}
    for name in ("hidden", "third"):
        made[name] = circles.add(
            f"{name}-abcd", f"The {name} one", "Not to be known of", now, cap=20, listed=False
        )
    people = {one.handle: one for one in db.session.scalars(select(Member))}
    for handle in ("ana", "ben", "cleo", "mo", "lea", "stu", "fay"):
        role = CircleRole.STEWARD if handle == "stu" else CircleRole.MEMBER
        circles.join(made["hidden"], people[handle], now, role)
    circles.leave(made["hidden"], people["fay"], now)
    circles.join(made["third"], people["stu"], now, CircleRole.STEWARD)
    gathering = founding.gather(
        cast.ana, founding.Plan("Exit planners", "Leaving a provider", "", "", 20, False),
        [cast.ben, cast.cleo, cast.mo], now,
    )  # fmt: skip
    invitation = entries.invite(people["stu"], made["third"], cast.ana, "Come in", now)
    made["third"].listed = True
    request = entries.ask(cast.ben, made["third"], "I run it too", now)
    made["third"].listed = False
    db.session.flush()
    return {
        "hidden": made["hidden"].slug,
        "gathering": str(gathering.id),
        "invitation": str(invitation.id),
        "request": str(request.id),
    }


def browsers(app: Flask) -> dict[str, Browser]:
    """Every principal's browser; the anonymous one is signed in nowhere."""
    found = {}
    for name in PRINCIPALS:
        client = app.test_client()
        assert isinstance(client, Browser)
        if name != "anonymous":
            client.sign_in(db.session.query(Member).filter_by(handle=HANDLES[name]).one())
        found[name] = client
    return found


def session_of(handle: str) -> str:
    """The id of a live session of *handle*'s."""
    query = (
        select(LoginSession.id)
        .join(Member, Member.id == LoginSession.member_id)
        .where(Member.handle == handle)
    )
    return str(db.session.scalars(query.order_by(LoginSession.id)).first())


def fingerprint() -> str:
    """A digest of everything that is stored, sessions and visits left out."""
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        if table.name in UNCOUNTED:
            continue
        columns = [column for column in table.columns if column.name not in ("visited_at", "last_visit_at")]
        order = list(table.primary_key.columns) or columns
        for row in db.session.execute(select(*columns).order_by(*order)):
            digest.update(repr((table.name, tuple(row))).encode())
    db.session.rollback()
    return digest.hexdigest()


def stored(model: type[Question] | type[Answer], number: Any, name: str) -> Any:
    """One column of one row."""
    return db.session.scalar(select(getattr(model, name)).where(model.id == number))
