"""The mail to somebody whom the asker named, and those about privileges."""

from __future__ import annotations

from qa.core import clock
from qa.core.db import db
from qa.members.models import Exposure
from qa.members.privileges.models import Privilege, PrivilegeLoss
from qa.moderation import entrusting
from qa.moderation.acts import TOLD
from qa.moderation.models import RETURNED, TAKEN
from qa.routing import naming, waves
from tests.security.mail_rows import NOT_ASKED, Row, Step, forget, gone, of
from tests.support.cast import Cast
from tests.support.things import ask


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

ROWS = [
    Row("asked by name", waves.ASKED, of("ben"), named(Exposure.NAMED), NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
    Row("asked by name, by role", waves.ASKED, of("ben"), named(Exposure.ROLE), {}, never=UNNAMED),
    Row("asked by name, anonymously", waves.ASKED, of("ben"), named(Exposure.ANONYMOUS), {}, never=(*UNNAMED, "banking")),
    *entrusted(),
]  # fmt: skip
