"""The mail to somebody whom the asker named; thanks, and the question whether it held; those about privileges."""

from __future__ import annotations

from datetime import timedelta

from qa.answers import held_mails, marking, thanking, thanks_mails
from qa.answers import rules as answer_rules
from qa.answers.models import Answer, MarkKind
from qa.answers.thanking import Thanks
from qa.core import clock
from qa.core.db import db
from qa.members import circles
from qa.members.mailing import rules as mailing
from qa.members.mailing.models import MailKind
from qa.members.models import Exposure
from qa.members.privileges.models import Privilege, PrivilegeLoss
from qa.moderation import entrusting
from qa.moderation.acts import TOLD
from qa.moderation.models import RETURNED, TAKEN
from qa.questions import after
from qa.questions import rules as asking
from qa.questions.models import Question
from qa.routing import naming, waves
from tests.security.mail_rows import NOT_ASKED, Row, Step, forget, gone, of, only
from tests.support.cast import LONG_AGO, Cast
from tests.support.things import answer, ask


def named(exposure: Exposure) -> Step:
    """Ana asks Ben by name."""

    def step(cast: Cast) -> None:
        question = ask(cast.ana, cast.inner, exposure=exposure)
        forget()
        naming.ask(cast.ana, question, [cast.ben], clock.now())

    return step


def takes(privilege: Privilege) -> Step:
    """Mo takes *privilege* from Ben."""
    return lambda cast: entrusting.take(
        cast.mo, cast.ben, privilege, "Two strangers were let in.", clock.now()
    )


def returns(privilege: Privilege) -> Step:
    """Mo takes it and gives it back."""

    def step(cast: Cast) -> None:
        takes(privilege)(cast)
        forget()
        entrusting.give_back(cast.mo, cast.ben, privilege, "He knew them after all.", clock.now())

    return step


def is_back(cast: Cast) -> None:
    """It was given back meanwhile."""
    for loss in db.session.query(PrivilegeLoss):
        loss.returned_by_id, loss.returned_at = cast.mo.id, clock.now()


def is_gone(cast: Cast) -> None:
    """It was taken again meanwhile."""
    for loss in db.session.query(PrivilegeLoss):
        loss.returned_by_id = loss.returned_at = None


def entrusted() -> list[Row]:
    """What Ben is told of each privilege."""
    never = ("Mo Haddad",)
    return [
        row
        for one in Privilege
        for row in (
            Row(f"act {TAKEN[one].value}", TOLD, of("ben"), takes(one), {**gone("ben"), "back": is_back}, never=never),
            Row(f"act {RETURNED[one].value}", TOLD, of("ben"), returns(one), {**gone("ben"), "gone": is_gone}, never=never),
        )
    ]  # fmt: skip


UNNAMED = ("Ana Lindqvist", "Nordsee Bank", "/m/ana")


def used(exposure: Exposure, *, private: bool = False) -> Step:
    """Ana used Ben's answer, which he gave without his name."""

    def step(cast: Cast) -> None:
        question = ask(cast.ana, cast.inner, exposure=exposure)
        given = answer(cast.ben, question, exposure=Exposure.ANONYMOUS)
        forget()
        thanking.thank(cast.ana, given, Thanks("I struck the clause", 3, private), clock.now())

    return step


def decided(cast: Cast) -> None:
    """Ana used Ben's answer and said two weeks ago what she decided."""
    past = clock.now() - timedelta(days=15)
    question = ask(cast.ana, cast.inner, now=past, days=1, exposure=Exposure.ANONYMOUS)
    given = answer(cast.ben, question, now=past)
    thanking.thank(cast.ana, given, Thanks(), past)
    asking.close(cast.ana, question, past)
    after.record(cast.ana, question, "We went with six.", past)
    forget()
    held_mails.plan(question, past)


NOT_USED: dict[str, Step] = {
    **gone("ben"),
    "out": lambda cast: circles.leave(cast.inner, cast.ben, clock.now()),
    "answer taken back": lambda cast: answer_rules.withdraw(cast.ben, only(Answer), clock.now()),
    "taken back": lambda cast: marking.take_back(cast.ana, only(Answer), MarkKind.USED, clock.now()),
    "wants none": lambda cast: mailing.switch_off(cast.ben.id, MailKind.THANKED, clock.now()),
    **{f"asker {name}": step for name, step in gone("ana").items()},
}
NOT_TO_TELL: dict[str, Step] = {
    **gone("ana"),
    "out": lambda cast: circles.leave(cast.inner, cast.ana, clock.now()),
    "told": lambda cast: thanking.say_held(cast.ana, only(Answer), True, clock.now()),
    "taken back": lambda cast: marking.take_back(cast.ana, only(Answer), MarkKind.USED, clock.now()),
    "answer taken back": lambda cast: answer_rules.withdraw(cast.ben, only(Answer), clock.now()),
    "wants none": lambda cast: mailing.switch_off(cast.ana.id, MailKind.DATES, clock.now()),
    "too late": lambda cast: (
        setattr(only(Question), "posted_at", LONG_AGO), setattr(only(Question), "needed_by", clock.now() - timedelta(days=29)),
    ),
}  # fmt: skip
ROWS = [
    *(Row(f"thanks, {exposure.value}", thanks_mails.KIND, of("ben"), used(exposure), NOT_USED,
          never=() if exposure == Exposure.NAMED else UNNAMED) for exposure in Exposure),
    Row("thanks, for the author alone", thanks_mails.KIND, of("ben"), used(Exposure.ROLE, private=True), NOT_USED, never=UNNAMED),
    Row("did it hold", held_mails.KIND, of("ana"), decided, NOT_TO_TELL, never=("Ben Okafor", "Carrow Mutual", "/m/ben")),
    Row("asked by name", waves.ASKED, of("ben"), named(Exposure.NAMED), NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
    Row("asked by name, by role", waves.ASKED, of("ben"), named(Exposure.ROLE), {}, never=UNNAMED),
    Row("asked by name, anonymously", waves.ASKED, of("ben"), named(Exposure.ANONYMOUS), {}, never=(*UNNAMED, "banking")),
    *entrusted(),
]  # fmt: skip
