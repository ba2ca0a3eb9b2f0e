"""A small world for attacks: a thread of the inner circle, those who may see it and those who may not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from qa.answers import commenting, marking, retagging
from qa.answers import rules as answering
from qa.answers.models import Answer, Ending, MarkKind
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members import accounts, circles, entries, founding
from qa.members.models import Circle, CircleRole, Exposure, LoginSession, Member, MemberState, Role
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege
from qa.questions import after, drafts, linking
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question
from qa.search import grammar, saving
from qa.signin.models import ExternalIdentity, Passkey
from qa.vetting import deciding, inquiries, invitations, vouching
from qa.vetting.models import Nomination
from tests.support import feeds, statements
from tests.support.asking import put
from tests.support.browser import Browser
from tests.support.cast import FAR_OFF, LONG_AGO, Cast, join
from tests.support.feeds import both_of
from tests.support.joining import waiting
from tests.support.mailing import returned
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


def _joining(cast: Cast) -> dict[str, str]:
    """Eve waits with Ben's word, Cleo is named, Mo has asked back; Des was declined; Ana has invited somebody."""
    now = clock.now()
    application = waiting(cast.eve)
    word = vouching.vouch(cast.ben, application, "Ran our audit", 2019, now)
    db.session.add(Nomination(application_id=application.id, member_id=cast.cleo.id))
    asked = inquiries.ask(cast.mo, application, "Since when?", now)
    des = db.session.query(Member).filter_by(handle="des").one()
    deciding.decline(cast.mo, waiting(des), "Wait a year", now)
    bare = waiting(
        accounts.create_member(
            name="Uma Someone", email="uma@peers.example", state=MemberState.APPLICANT, now=now
        )
    )
    wanted = invitations.Wanted("Ida Holm", "ida@port.example", "Built our plant", 2018)
    invited = invitations.invite(cast.ana, wanted, now)
    return {
        "application": str(application.id), "vouch": str(word.id), "inquiry": str(asked.id), "invitation": str(invited.id), "bare": str(bare.id),
    }  # fmt: skip


def build(cast: Cast, words: dict[str, str] | None = None) -> World:
    """Write the world, committed. *words*: texts of title, body, purpose, tag, answer, interest, comment, note, reason, outcome."""
    said = {
        "title": "How many critical vendors do you audit each year?", "body": "We have **41**.", "purpose": "audit committee",
        "tag": "vendor audits", "answer": "Nine of 38.", "interest": "", "comment": "Which nine?", "note": "It saved our week.",
        "reason": "Said it better", "draft": "A question not yet asked",
        "moved": "A week later", "outcome": "We went with six.", **(words or {}),
    }  # fmt: skip
    with transaction.unit():
        _extra(cast)
        for handle in HANDLES.values():
            feeds.put(db.session.query(Member).filter_by(handle=handle).one())
        db.session.add(
            outbox.OutboxRow(
                kind="mail", payload={}, created_at=LONG_AGO, due_at=LONG_AGO, attempts=20, dead_at=LONG_AGO
            )
        )
        returned(db.session.query(Member).filter_by(handle=HANDLES["admin"]).one())
        stated, unstated = statements.put(cast.ben, clock.now())
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
        passkey = Passkey(
            member_id=cast.ana.id,
            credential_id=b"ana's",
            public_key=b"key",
            name="Laptop",
            made_at=clock.now(),
        )
        identity = ExternalIdentity(
            member_id=cast.ana.id, issuer="https://login.example", subject="ana", made_at=clock.now()
        )
        cast.ana.password_hash = "set"  # so that these two are not the only ways in
        db.session.add_all([passkey, identity])
        draft = drafts.save(
            cast.ana, DraftKind.QUESTION, {"title": said["draft"], "body": said["draft"]}, clock.now()
        )
        asked = drafts.save(
            cast.cleo, DraftKind.QUESTION, {"title": "Not to be asked", "exposure": "named"}, clock.now()
        )
        linking.link(cast.ana, question, other, clock.now())
        waits = {"exposure": Exposure.NAMED, "ended_at": clock.now(), "asked_at": clock.now()}
        db.session.add(Ending(answer_id=given.id, member_id=cast.mo.id, **waits))
        put(cast.cleo, question, clock.now())
        gone = ask(cast.ana, cast.inner, title=said["title"] + " Taken back?", tags=())
        given_gone = answer(cast.ben, gone, body=said["answer"])
        remark_gone = commenting.add(cast.ben, gone, said["comment"], clock.now())
        answering.withdraw(cast.ben, given_gone, clock.now())
        commenting.withdraw(cast.ben, remark_gone, clock.now())
        db.session.refresh(gone)
        asking.withdraw(cast.ana, gone, clock.now())
        hidden = ask(
            cast.ana, cast.inner, title=said["title"] + " In secret?", tags=(), exposure=Exposure.ANONYMOUS
        )
        veiled = answer(cast.ben, hidden, exposure=Exposure.ROLE)
        past = clock.now() - timedelta(days=2)
        ended = ask(cast.ana, cast.inner, title=said["title"] + " Ended?", tags=(), days=1, now=past)
        told = ask(cast.ana, cast.inner, title=said["title"] + " Decided?", tags=(), days=0.5, now=past)
        answer(cast.ben, told, now=past)
        after.move(cast.ana, told, past + timedelta(days=1), said["moved"], past)
        after.record(cast.ana, told, said["outcome"], clock.now())
        db.session.flush()
        values = {
            **_topics(cast, said),
            "gone_question": str(gone.id), "gone_answer": str(given_gone.id), "gone_comment": str(remark_gone.id),
            "statement": str(stated.id), "gone_statement": str(unstated.id),
            "hidden": str(hidden.id), "veiled": str(veiled.id), "ended": str(ended.id), "told": str(told.id),
            **_beside(cast),
            "question": str(question.id), "other": str(other.id), "answer": str(given.id), "comment": str(remark.id),
            "draft": str(draft.id), "asked": str(asked.id), "twin": str(hidden.id), "spare": "1", "circle": str(cast.inner.id), "everyone": str(cast.everyone.id), "tag": said["tag"],
            **_joining(cast),
            "passkey": str(passkey.id), "identity": str(identity.id), "saved": str(_saved(cast.ana)),
        }  # fmt: skip
    return World(values)


def _topics(cast: Cast, said: dict[str, str]) -> dict[str, str]:
    """Stu may change others' topics: of one question they can be changed, of the other Stu did."""
    stu = db.session.query(Member).filter_by(handle="stu").one()
    privileges.grant(stu.id, [Privilege.TOPICS], GrantWhy.RECORD, clock.now())
    topical, corrected = (
        ask(cast.ana, cast.inner, title=f"{said['title']} {end}", tags=(said["tag"],))
        for end in ("Of which topic?", "Under which topic?")
    )
    retagging.change(stu, corrected, [said["tag"], f"{said['tag']} b"], clock.now(), base=1)
    return {"topical": str(topical.id), "corrected": str(corrected.id)}


def _saved(member: Member) -> int:
    query = grammar.parse("vendors")
    return saving.save(member, query, {"is": "open"}, [], clock.now()).id


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
        "secret": made["hidden"].slug,
        "gathering": str(gathering.id),
        "entry": str(invitation.id),
        "request": str(request.id),
    }


def browsers(app: Flask, *names: str) -> dict[str, Browser]:
    """The browsers of the principals *names*, or of all; the anonymous one is signed in nowhere."""
    found = {}
    for name in names or PRINCIPALS:
        client = app.test_client()
        assert isinstance(client, Browser)
        if name != "anonymous":
            client.sign_in(db.session.query(Member).filter_by(handle=HANDLES[name]).one())
        found[name] = client
    return found


def feeds_of(who: str) -> tuple[str, str]:
    """The addresses of the calendar and the feed of the principal *who*; the anonymous one has guessed."""
    return both_of(HANDLES.get(who, "nobody"))


def session_row(handle: str, hashed: str) -> None:
    """Write a session of *handle*'s whose token has the hash *hashed*, confirmed a moment ago."""
    now = clock.now()
    member_id = db.session.query(Member.id).filter_by(handle=handle).scalar()
    db.session.add(
        LoginSession(
            member_id=member_id, token_hash=hashed, device="Firefox on Linux", created_at=now, seen_at=now,
            confirmed_at=now, expires_at=now + timedelta(days=14),
        )
    )  # fmt: skip


def session_of(handle: str) -> str:
    """The id of a live session of *handle*'s."""
    query = (
        select(LoginSession.id)
        .join(Member, Member.id == LoginSession.member_id)
        .where(Member.handle == handle)
    )
    return str(db.session.scalars(query.order_by(LoginSession.id)).first())


SEEN = ("visited_at", "last_visit_at", "seen_at")
"""Columns that note what somebody has read."""


def fingerprint() -> str:
    """A digest of everything that is stored, sessions and visits left out."""
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        if table.name in UNCOUNTED:
            continue
        columns = [column for column in table.columns if column.name not in SEEN]
        order = list(table.primary_key.columns) or columns
        for row in db.session.execute(select(*columns).order_by(*order)):
            digest.update(repr((table.name, tuple(row))).encode())
    db.session.rollback()
    return digest.hexdigest()


def stored(model: type[Question] | type[Answer], number: Any, name: str) -> Any:
    """One column of one row."""
    return db.session.scalar(select(getattr(model, name)).where(model.id == number))
