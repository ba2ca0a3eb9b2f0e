"""Proving again who one is, before what a thief of an open browser would do first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from qa.config import settings
from qa.core import clock
from qa.core.errors import RuleBroken
from qa.core.transaction import SAFE
from qa.members import kept, passwords
from qa.members.models import Member
from qa.members.viewer import Viewer, current_viewer
from qa.signin import codes

SKEW = timedelta(minutes=1)
"""Clocks of two servers may differ by it; a clock that was set back further confirms nothing."""
WRITING = timedelta(hours=1)
"""So long somebody may write at a form whose page asked who they are."""


class NotConfirmed(HTTPException):
    """The person has to prove first who they are: the answer leads there, and back afterwards."""

    code = 303

    def __init__(self, target: str) -> None:
        super().__init__()
        self.target = target

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The way to the page that asks."""
        return redirect(url_for("signin.sudo", next=self.target), 303)  # type: ignore[return-value]


def require(while_writing: bool = False) -> None:
    """Let the running request go on only where the person proved lately who they are.

    Call it first in a view for accounts or members. *while_writing* is for what a form sends whose page asked
    already: somebody who took WRITING over a reason is not to lose it. Raises NotConfirmed: the answer leads to
    /sudo, and from there back to the page that was asked for, or from which the form came.
    """
    late = WRITING if while_writing else timedelta()
    if not is_fresh(current_viewer(), clock.now(), late):
        here = request.full_path.rstrip("?") if request.method in SAFE else kept.page_of(request)
        raise NotConfirmed(here)


def is_fresh(viewer: Viewer, now: datetime, late: timedelta = timedelta()) -> bool:
    """Whether *viewer* proved who they are within the last minutes (setting ``sudo_minutes``), or *late* longer."""
    if viewer.confirmed_at is None:
        return False
    return -SKEW <= now - viewer.confirmed_at < timedelta(minutes=settings().sudo_minutes) + late


def prove(member: Member, stored: str | None, password: str, code: str, now: datetime) -> None:
    """Raise RuleBroken unless *password* or *code* is the member's. *stored*: the hash, read before."""
    if code.strip():
        if not codes.take(member.id, code, now):
            raise RuleBroken(_("This code is not right, or was used already."), field="code")
        return
    if not passwords.verify(stored, password):
        raise RuleBroken(_("This is not your password."), field="password")
