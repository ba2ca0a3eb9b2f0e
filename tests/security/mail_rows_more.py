"""The mail to somebody whom the asker named."""

from __future__ import annotations

from qa.core import clock
from qa.members.models import Exposure
from qa.routing import naming, waves
from tests.security.mail_rows import NOT_ASKED, Row, Step, forget, of
from tests.support.cast import Cast
from tests.support.things import ask


def named(exposure: Exposure) -> Step:
    """Ana asks Ben by name."""

    def step(cast: Cast) -> None:
        question = ask(cast.ana, cast.inner, exposure=exposure)
        forget()
        naming.ask(cast.ana, question, [cast.ben], clock.now())

    return step


UNNAMED = ("Ana Lindqvist", "Nordsee Bank", "/m/ana")

ROWS = [
    Row("asked by name", waves.ASKED, of("ben"), named(Exposure.NAMED), NOT_ASKED, never=("Cleo Marchetti", "Mo Haddad")),
    Row("asked by name, by role", waves.ASKED, of("ben"), named(Exposure.ROLE), {}, never=UNNAMED),
    Row("asked by name, anonymously", waves.ASKED, of("ben"), named(Exposure.ANONYMOUS), {}, never=(*UNNAMED, "banking")),
]  # fmt: skip
