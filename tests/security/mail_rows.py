"""Each mail that is written: what causes it, whose it is, what must not stand in it, and what takes the right to it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from qa.answers import ending, marking, outcome_mails
from qa.answers import rules as answer_rules
from qa.answers.models import Answer, MarkKind
from qa.core import clock, outbox
from qa.core.db import db
from qa.members import accounts, circles, entries, founding, resets, stewards
from qa.members import letters as circle_letters
from qa.members.mailing import rounds
from qa.members.mailing.models import Often
from qa.members.models import Circle, CircleEntry, CircleRole, Exposure, Gathering, Member, MemberState, Role
from qa.moderation import looking, suspending
from qa.moderation.acts import TOLD
from qa.moderation.models import ActKind
from qa.notifications.replies import telling
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import ReceivedMail
from qa.questions import after, drafts, reminders
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question, QuestionTag
from qa.routing import rules as routing
from qa.routing import waves
from qa.routing.models import Ask, MutedCircle, MutedTag, Named, Why, Wish
from qa.signin import addresses, notices
from qa.signin.models import AddressChange
from qa.vetting import (
    applications,
    deciding,
    entering,
    inquiries,
    invitations,
    pledges,
    queue_mails,
    vouching,
)
from qa.vetting.models import Application, Inquiry, Invitation, Nomination, Vouch
from tests.support.asking import put
from tests.support.cast import FAR_OFF, LONG_AGO, Cast
from tests.support.joining import FORM, PASSWORD, said, vouched, waiting
from tests.support.mailing import wants
from tests.support.things import answer, ask

Step = Callable[[Cast], object]
WHY = "Offered his own audits by mail to three members."


@dataclass(frozen=True)
class Row:
    """A mail of the outbox kind *kind* to *to*; each of *lost* takes the right to it away before it is sent."""

    name: str
    kind: str
    to: str
    put: Step
    lost: Mapping[str, Step]
    never: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Addresses that stand in it beside the receiver's: always the receiver's own other one."""
    of_hidden: bool = field(default=False)
    """Whether the receiver is asked into a hidden circle, and so may read its name."""

    def member(self) -> Member | None:
        """The receiver, where they have an account."""
        return db.session.query(Member).filter_by(email_key=self.to).one_or_none()


def of(handle: str) -> str:
    return f"{handle}@peers.example"


def puts(handle: str, **values: object) -> Step:
    """A step that writes *values* to the member *handle*."""

    def step(cast: Cast) -> None:
        for name, value in values.items():
            setattr(getattr(cast, handle), name, value)

    return step


def gone(handle: str) -> dict[str, Step]:
    """The two ways in which a member is one no more."""
    return {
        "suspended": puts(handle, state=MemberState.SUSPENDED),
        "left": puts(handle, state=MemberState.LEFT),
    }


def only(model: Any) -> Any:
    """The newest row of *model*."""
    return db.session.query(model).order_by(model.id.desc()).first()


def forget() -> None:
    """Nothing that happened so far is told."""
    db.session.flush()
    db.session.query(outbox.OutboxRow).delete()


def gather(cast: Cast) -> None:
    plan = founding.Plan("Exit planners", "Leaving a provider", "", "", 20, False)
    founding.gather(cast.ana, plan, [cast.ben, cast.cleo, cast.mo], clock.now())


def found(cast: Cast) -> None:
    gather(cast)
    for one in (cast.ben, cast.cleo, cast.mo):
        founding.answer(one, only(Gathering), True, clock.now())


def invite_in(cast: Cast) -> None:
    quiet = circles.add(
        "quiet-abcd", "The quiet one", "Not to be known of", clock.now(), cap=20, listed=False
    )
    circles.join(quiet, cast.ana, clock.now(), CircleRole.STEWARD)
    entries.invite(cast.ana, quiet, cast.ben, "Come in", clock.now())


def request(cast: Cast) -> None:
    entries.ask(cast.dan, cast.inner, "I run it too", clock.now())


def decide(yes: bool) -> Step:
    def step(cast: Cast) -> None:
        request(cast)
        forget()
        entries.decide(cast.mo, only(CircleEntry), yes, "So it is", clock.now())

    return step


TAKEN_BACK: dict[str, Step] = {
    "taken back by Ana": lambda cast: entries.take_back(cast.ana, only(CircleEntry), clock.now())
}
CIRCLES = [
    Row("circle gathering", circle_letters.KIND, of("ben"), gather, of_hidden=True, lost={
        **gone("ben"),
        "answered": lambda cast: founding.answer(cast.ben, only(Gathering), False, clock.now()),
        "given up": lambda cast: founding.give_up(cast.ana, only(Gathering), clock.now()),
        "founder suspended": puts("ana", state=MemberState.SUSPENDED),
    }),
    Row("circle founded", circle_letters.KIND, of("ana"), found, of_hidden=True, lost={
        **gone("ana"), "out": lambda cast: circles.leave(only(Circle), cast.ana, clock.now()),
    }),
    Row("circle invited", circle_letters.KIND, of("ben"), invite_in, of_hidden=True, lost={
        **gone("ben"), **TAKEN_BACK,
        "answered": lambda cast: entries.answer(cast.ben, only(CircleEntry), False, clock.now()),
        "inviter out": lambda cast: circles.leave(only(Circle), cast.ana, clock.now()),
        "inviter suspended": puts("ana", state=MemberState.SUSPENDED),
    }),
    Row("circle requested", circle_letters.KIND, of("mo"), request, {
        **gone("mo"),
        "out": lambda cast: circles.leave(cast.inner, cast.mo, clock.now()),
        "taken back": lambda cast: entries.take_back(cast.dan, only(CircleEntry), clock.now()),
        "asker suspended": puts("dan", state=MemberState.SUSPENDED),
    }),
    Row("circle decided", circle_letters.KIND, of("dan"), decide(True), {
        **gone("dan"), "out": lambda cast: circles.leave(cast.inner, cast.dan, clock.now()),
    }, never=("Mo Haddad",)),
    Row("circle decided: no", circle_letters.KIND, of("dan"), decide(False), gone("dan"), never=("Mo Haddad", "Security heads")),
    Row("circle appointed", circle_letters.KIND, of("cleo"), lambda cast: stewards.appoint(cast.mo, cast.inner, cast.cleo, clock.now()), {
        **gone("cleo"),
        "out": lambda cast: circles.leave(cast.inner, cast.cleo, clock.now()),
        "no steward any more": lambda cast: stewards.withdraw(cast.mo, cast.inner, cast.cleo, clock.now()),
    }),
    Row("circle removed", circle_letters.KIND, of("cleo"), lambda cast: stewards.remove(cast.mo, cast.inner, cast.cleo, "He sells", clock.now()), {
        **gone("cleo"), "in again": lambda cast: circles.join(cast.inner, cast.cleo, clock.now()),
    }, never=("Mo Haddad", "Security heads")),
]  # fmt: skip


def suspend(kind: ActKind) -> Step:
    return lambda cast: (
        vouched(cast.cleo, cast.ben),
        suspending.suspend(cast.mo, cast.ben, kind, WHY, clock.now()),
    )


def lift(cast: Cast) -> None:
    suspend(ActKind.SELLING)(cast)
    forget()
    suspending.reinstate(cast.mo, cast.ben, "It was a misunderstanding.", clock.now())
    suspending.resume_invitations(cast.mo, cast.cleo, "She did not know of it.", clock.now())


def look(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    forget()
    looking.look(cast.mo, question, "Two members ask whether this is a leak.", clock.now())


LEFT: dict[str, Step] = {"left": puts("ben", state=MemberState.LEFT)}
LIFTED: dict[str, Step] = {**LEFT, "reinstated": puts("ben", state=MemberState.ACTIVE)}
ACTS = [
    Row("act suspended", TOLD, of("ben"), suspend(ActKind.SUSPENDED), LIFTED, never=("Mo Haddad", "Cleo Marchetti")),
    Row("act selling", TOLD, of("ben"), suspend(ActKind.SELLING), LIFTED, never=("Mo Haddad", "Cleo Marchetti")),
    Row("act paused", TOLD, of("cleo"), suspend(ActKind.SELLING), {
        **gone("cleo"), "resumed": puts("cleo", invitations_paused_at=None), "seller left": puts("ben", state=MemberState.LEFT),
    }, never=("Mo Haddad",)),
    Row("act reinstated", TOLD, of("ben"), lift, gone("ben"), never=("Mo Haddad", "Cleo Marchetti")),
    Row("act resumed", TOLD, of("cleo"), lift, {**gone("cleo"), "paused again": puts("cleo", invitations_paused_at=LONG_AGO)},
        never=("Mo Haddad", "Ben Okafor")),
    Row("act looked", TOLD, of("ana"), look, {"left": puts("ana", state=MemberState.LEFT)},
        never=("Ana Lindqvist", "Nordsee Bank")),
]  # fmt: skip


def apply(cast: Cast) -> None:
    applications.apply(said(), clock.now())


def invite(cast: Cast) -> None:
    wanted = invitations.Wanted("Ida Holm", "ida@port.example", "Built our plant", 2018)
    invitations.invite(cast.ana, wanted, clock.now())


def wait(cast: Cast) -> Application:
    """Eve waits with the word of Ben, and names Cleo."""
    application = waiting(cast.eve)
    vouching.vouch(cast.ben, application, "Ran our audit", 2019, clock.now())
    db.session.add(Nomination(application_id=application.id, member_id=cast.cleo.id))
    forget()
    return application


def decline(cast: Cast) -> None:
    deciding.decline(cast.mo, only(Application), "Wait a year", clock.now())


def announce(cast: Cast) -> None:
    queue_mails.announce(wait(cast), clock.now())


def lapse(cast: Cast) -> None:
    until = clock.now() + timedelta(days=3)
    cast.ben.pledged_until = until
    outbox.put(pledges.KIND, {"member_id": cast.ben.id, "until": until.isoformat()})


def ends(model: type[Application] | type[Invitation] | type[AddressChange]) -> Step:
    return lambda cast: setattr(only(model), "expires_at", clock.now())


UNASKED = "Which of your vendors do you still visit?"


def enough(exposure: str, *, old: bool = True) -> Step:
    """Ben's answer, *old* or not, makes a question of Cleo's unnecessary."""

    def step(cast: Cast) -> None:
        when = clock.now() - timedelta(days=60 if old else 1)
        given = answer(cast.ben, ask(cast.ana, cast.inner, now=when), now=when)
        forget()
        wants(cast.ben, Often.AT_ONCE)
        fields = {"title": UNASKED, "body": UNASKED, "exposure": exposure}
        draft = drafts.save(cast.cleo, DraftKind.QUESTION, fields, clock.now())
        ending.end(cast.cleo, given, draft, clock.now())

    return step


NOT_ENOUGH: dict[str, Step] = {
    **gone("ben"),
    "out": lambda cast: circles.leave(cast.inner, cast.ben, clock.now()),
    "answer taken back": lambda cast: answer_rules.withdraw(cast.ben, only(Answer), clock.now()),
    "taken back": lambda cast: marking.take_back(cast.cleo, only(Answer), MarkKind.PRIOR_ANSWER, clock.now()),
    "peer suspended": puts("cleo", state=MemberState.SUSPENDED),
    "peer left": puts("cleo", state=MemberState.LEFT),
}
PRIOR = [
    Row("answer was enough", ending.KIND, of("ben"), enough("named"), NOT_ENOUGH, never=(UNASKED, "Ana Lindqvist")),
    *(Row(f"answer was enough, to {exposure}", ending.KIND, of("ben"), enough(exposure, old=False), NOT_ENOUGH,
          never=(UNASKED, "Cleo Marchetti", "Levant Re", "/m/cleo")) for exposure in ("role", "anonymous")),
]  # fmt: skip

NEVER = ("Ana Lindqvist", "Ben Okafor", "Mo Haddad")
JOINING = [
    Row("application", applications.KIND, FORM["email"], apply, {
        "expired": ends(Application), "confirmed": lambda cast: entering.confirm(only(Application), PASSWORD, clock.now()),
    }),
    Row("application of a member", applications.KIND, of("ben"), lambda cast: applications.apply(said(email=of("ben")), clock.now()),
        {"left": puts("ben", state=MemberState.LEFT), "expired": ends(Application)}),
    Row("invitation", invitations.KIND, "ida@port.example", invite, {
        "revoked": lambda cast: invitations.revoke(cast.ana, only(Invitation).id, clock.now()),
        "expired": ends(Invitation), "used": lambda cast: setattr(only(Invitation), "used_at", clock.now()),
        "inviter paused": puts("ana", invitations_paused_at=LONG_AGO), "inviter's pledge lapsed": puts("ana", pledged_until=LONG_AGO),
        "has an account": lambda cast: accounts.create_member(name="Ida Holm", email="ida@port.example"),
        **{f"inviter {name}": step for name, step in gone("ana").items()},
    }),
    Row("admitted", deciding.NEWS, of("eve"), lambda cast: deciding.admit(cast.mo, wait(cast), clock.now()), gone("eve"), NEVER),
    Row("declined", deciding.NEWS, of("eve"), lambda cast: (wait(cast), decline(cast)), gone("eve"), NEVER),
    Row("how it went", deciding.HOW_IT_WENT, of("ben"), lambda cast: (wait(cast), decline(cast)), {
        **gone("ben"), "taken back": lambda cast: setattr(db.session.query(Vouch).filter_by(voucher_id=cast.ben.id).one(), "withdrawn_at", clock.now()),
    }, never=("Wait a year", "Ana Lindqvist", "Mo Haddad")),
    Row("question back", inquiries.KIND, of("eve"), lambda cast: inquiries.ask(cast.mo, wait(cast), "Since when?", clock.now()), {
        **gone("eve"), "decided": decline,
        "replied": lambda cast: inquiries.reply(cast.eve, only(Inquiry).id, "Since 2019", clock.now()),
    }, NEVER),
    Row("who waits", rounds.KIND, of("cleo"), announce, {
        **gone("cleo"), "decided": decline,
        "vouched": lambda cast: vouching.vouch(cast.cleo, only(Application), "Ran our audit", 2019, clock.now()),
    }, NEVER),
    Row("who waits, to a moderator", rounds.KIND, of("mo"), announce,
        {**gone("mo"), "no moderator any more": puts("mo", role=Role.MEMBER)}, NEVER[:2]),
    Row("pledge", pledges.KIND, of("ben"), lapse, {**gone("ben"), "given": puts("ben", pledged_until=FAR_OFF)}),
]  # fmt: skip


def change(email: str) -> Step:
    return lambda cast: addresses.ask(cast.ben, email, clock.now())


def notice(what: str) -> Step:
    return lambda cast: notices.tell(cast.ben.id, what, clock.now(), device="Firefox on Linux")


OTHER = "ben@new.example"
MOVED = puts("ben", email=OTHER, email_key=OTHER)
OVER: dict[str, Step] = {
    **LEFT,
    "called off": lambda cast: addresses.call_off(cast.ben.id, clock.now()),
    "expired": ends(AddressChange),
}
NOTICES = (
    "sign_in", "old_key", "codes_on", "codes_off", "recovery_used", "passkey_added", "passkey_removed",
    "identity_added", "identity_removed",
)  # fmt: skip
ACCOUNT = [
    Row("reset", resets.KIND, of("ben"), lambda cast: resets.request(of("ben")), {**LEFT, "moved": MOVED}),
    Row("address, to the old", addresses.KIND, of("ben"), change(OTHER), {**OVER, "moved": MOVED}, addresses=(OTHER,)),
    Row("address, to the new", addresses.KIND, OTHER, change(OTHER), OVER),
    Row("address, to its owner", addresses.KIND, of("cleo"), change(of("cleo")), OVER, never=("Ben Okafor", of("ben"))),
    *(Row(f"notice {what}", notices.KIND, of("ben"), notice(what), {**LEFT, "moved": MOVED}) for what in NOTICES),
    Row("notice address_changed", notices.KIND, of("ben"), lambda cast: notices.tell(
        cast.ben.id, "address_changed", clock.now(), device=OTHER, to=of("ben")), LEFT, addresses=(OTHER,)),
]  # fmt: skip


def dated(days_ago: float, exposure: Exposure = Exposure.NAMED) -> Step:
    """Ana has a question with ten days, posted *days_ago*: what is put off for it is due or not by now."""
    return lambda cast: ask(
        cast.ana, cast.inner, now=clock.now() - timedelta(days=days_ago), days=10, exposure=exposure
    )


def move_on(cast: Cast) -> None:
    after.move(cast.ana, only(Question), clock.now() + timedelta(days=30), "Later", clock.now())


def end(cast: Cast) -> None:
    """Ana closes the question, where it is open, and says what was decided."""
    question = only(Question)
    if question.needed_by > clock.now():
        asking.close(cast.ana, question, clock.now())
    after.record(cast.ana, question, "We went with six.", clock.now())


def fill_up(cast: Cast) -> None:
    for one in (cast.ben, cast.cleo, cast.mo):
        answer(one, only(Question), now=only(Question).posted_at + timedelta(days=1))


def decided(exposure: Exposure) -> Step:
    def step(cast: Cast) -> None:
        wants(cast.ben, Often.AT_ONCE)
        dated(12, exposure)(cast)
        answer(cast.ben, only(Question), now=clock.now() - timedelta(days=11))
        end(cast)

    return step


ASKER_LOST: dict[str, Step] = {
    **gone("ana"),
    "out": lambda cast: circles.leave(cast.inner, cast.ana, clock.now()),
    "moved": move_on,
    "outcome recorded": end,
    "taken back": lambda cast: asking.withdraw(cast.ana, only(Question), clock.now()),
}
DATES = [
    Row("answers are missing", reminders.KIND, of("ana"), dated(9), {
        **ASKER_LOST, "answered": fill_up, "closed": lambda cast: asking.close(cast.ana, only(Question), clock.now()),
    }),
    Row("the date has come", reminders.KIND, of("ana"), dated(11, Exposure.ANONYMOUS), {**ASKER_LOST, "answered": fill_up},
        never=("Nordsee Bank", "/m/ana", "Ana Lindqvist")),
    Row("what was decided", reminders.KIND, of("ana"), dated(25), ASKER_LOST),
    *(Row(f"outcome of a question, {exposure.value}", outcome_mails.KIND, of("ben"), decided(exposure), {
        **gone("ben"),
        "out": lambda cast: circles.leave(cast.inner, cast.ben, clock.now()),
        "answer taken back": lambda cast: answer_rules.withdraw(cast.ben, only(Answer), clock.now()),
        "asker suspended": puts("ana", state=MemberState.SUSPENDED),
        "asker left": puts("ana", state=MemberState.LEFT),
    }, never=() if exposure == Exposure.NAMED else ("Ana Lindqvist", "Nordsee Bank", "/m/ana")) for exposure in Exposure),
]  # fmt: skip


def asked(exposure: Exposure = Exposure.NAMED, why: Why = Why.CIRCLE) -> Step:
    """Ana asks, and Ben is asked."""

    def step(cast: Cast) -> Ask:
        question = ask(cast.ana, cast.inner, exposure=exposure)
        forget()
        return put(cast.ben, question, clock.now(), why)

    return step


def handed(cast: Cast) -> None:
    """Cleo, who was asked, names Ben."""
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    one = put(cast.cleo, question, clock.now())
    forget()
    routing.hand_on(cast.cleo, one, question, cast.ben, clock.now())


def reminded(cast: Cast) -> None:
    asked()(cast)
    forget()
    outbox.put(waves.REMINDED, {"ask_id": only(Ask).id})


def mute(cast: Cast, **values: int) -> None:
    circle = values.get("circle")
    since = {"member_id": cast.ben.id, "since": clock.now()}
    if circle is not None:
        db.session.add(MutedCircle(circle_id=circle, **since))
    else:
        for row in db.session.query(QuestionTag).filter_by(question_id=only(Question).id):
            db.session.add(MutedTag(tag_id=row.tag_id, **since))


def moved_on(column: str) -> Step:
    return lambda cast: setattr(
        db.session.query(Ask).filter_by(member_id=cast.ben.id).one(), column, clock.now()
    )


NOT_ASKED: dict[str, Step] = {
    **gone("ben"),
    "out": lambda cast: circles.leave(cast.inner, cast.ben, clock.now()),
    "pledge lapsed": puts("ben", pledged_until=LONG_AGO),
    "asker suspended": puts("ana", state=MemberState.SUSPENDED),
    "asker left": puts("ana", state=MemberState.LEFT),
    "question taken back": lambda cast: asking.withdraw(cast.ana, only(Question), clock.now()),
    "question closed": lambda cast: asking.close(cast.ana, only(Question), clock.now()),
    "over": lambda cast: (
        setattr(only(Question), "posted_at", LONG_AGO), setattr(only(Question), "needed_by", clock.now()),
    ),
    "filled": lambda cast: setattr(only(Question), "filled_at", clock.now()),
    "answered": lambda cast: answer(cast.ben, only(Question), exposure=Exposure.ANONYMOUS),
    "started": lambda cast: drafts.save(
        cast.ben, DraftKind.ANSWER, {"body": "Nine"}, clock.now(), question_id=only(Question).id
    ),
    "passed": moved_on("passed_at"),
    "away": lambda cast: db.session.add(
        Wish(member_id=cast.ben.id, asks_a_week=2, named=Named.ONCE_REACTED, away_until=clock.now().date() + timedelta(days=2))
    ),
    "circle muted": lambda cast: mute(cast, circle=cast.inner.id),
    "topics muted": mute,
}  # fmt: skip
ASKS = [
    Row("asked", waves.ASKED, of("ben"), asked(), NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
    Row("asked, by role", waves.ASKED, of("ben"), asked(Exposure.ROLE), {}, never=("Ana Lindqvist", "Nordsee Bank", "/m/ana")),
    Row("asked, anonymously", waves.ASKED, of("ben"), asked(Exposure.ANONYMOUS), {}, never=("Ana Lindqvist", "Nordsee Bank", "/m/ana", "banking")),
    Row("asked, named by a peer", waves.ASKED, of("ben"), handed, NOT_ASKED, never=("Ana Lindqvist", "Nordsee Bank", "Mo Haddad")),
    Row("reminded", waves.REMINDED, of("ben"), reminded, NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
]  # fmt: skip


def told_of_answer(cast: Cast) -> None:
    """Ben answered by mail."""
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    given = answer(cast.ben, question)
    forget()
    ids = {"answer_id": given.id}
    telling.confirm(telling.Did.ANSWERED, cast.ben.id, question.id, ids, telling.Facts())


def told_why(cast: Cast) -> None:
    """A mail of Ben's held no words."""
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    forget()
    now = clock.now()
    row = ReceivedMail(
        key="0",
        what=What.ANSWER,
        member_id=cast.ben.id,
        question_id=question.id,
        part=0,
        until=now,
        sender="",
        received_at=now,
    )
    telling.help_with(telling.Why.EMPTY, "", row, telling.Facts("Nine of 38"), now)


UNNAMED = ("Ana Lindqvist", "Nordsee Bank", "/m/ana")
REPLIES = [
    Row("answered by mail", telling.DONE, of("ben"), told_of_answer, {
        **gone("ben"), "out": lambda cast: circles.leave(cast.inner, cast.ben, clock.now()),
    }, never=UNNAMED),
    Row("not posted", telling.HELP, of("ben"), told_why, gone("ben"), never=UNNAMED),
]  # fmt: skip

ROWS = [*CIRCLES, *ACTS, *PRIOR, *JOINING, *ACCOUNT, *DATES, *ASKS, *REPLIES]
