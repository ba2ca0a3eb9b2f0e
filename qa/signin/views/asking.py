"""Challenges to passkeys: kept in the cookie session, taken out at the first answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, session

from qa.core import clock
from qa.signin import passkeys
from qa.signin.passkeys import Challenge

PLACE = "passkey"


def ask(purpose: str, options: Callable[[Challenge], str], member_id: int = 0) -> Response:
    """A new challenge for *purpose*, and what the browser needs for it, as JSON."""
    new, session[PLACE] = passkeys.challenge(purpose, member_id, clock.now())
    return Response(options(new), mimetype="application/json")


def asked(purpose: str, member_id: int = 0) -> Challenge | None:
    """The challenge that this browser was given for *purpose*; it is taken out."""
    return passkeys.challenge_in(purpose, member_id, session.pop(PLACE, ""))
