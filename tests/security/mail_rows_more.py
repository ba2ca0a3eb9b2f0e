"""The mail to somebody whom the asker named, and those about privileges."""

from __future__ import annotations

from qa.core import clock
from qa.members.models import Exposure
from qa.members.privileges.models import Privilege
from qa.moderation import entrusting
from qa.moderation.acts import TOLD
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


def takes(cast: Cast) -> None:
    """Mo takes vouching from Ben."""
    entrusting.take(cast.mo, cast.ben, Privilege.VOUCHING, "Vouched for two whom he never met.", clock.now())


def returns(cast: Cast) -> None:
    """Mo takes it and gives it back."""
    takes(cast)
    forget()
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, "He knew them after all.", clock.now())


def gives_back(cast: Cast) -> None:
    entrusting.give_back(cast.mo, cast.ben, Privilege.VOUCHING, "He knew them after all.", clock.now())


UNNAMED = ("Ana Lindqvist", "Nordsee Bank", "/m/ana")

ROWS = [
    Row("asked by name", waves.ASKED, of("ben"), named(Exposure.NAMED), NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
    Row("asked by name, by role", waves.ASKED, of("ben"), named(Exposure.ROLE), {}, never=UNNAMED),
    Row("asked by name, anonymously", waves.ASKED, of("ben"), named(Exposure.ANONYMOUS), {}, never=(*UNNAMED, "banking")),
    Row("act taken", TOLD, of("ben"), takes, {**gone("ben"), "given back": gives_back}, never=("Mo Haddad",)),
    Row("act returned", TOLD, of("ben"), returns, {**gone("ben"), "taken again": takes}, never=("Mo Haddad",)),
]  # fmt: skip
