"""Chores: what the worker does at its start and again every so often, whoever asked for nothing.

A chore only mends or tidies: what must happen because something happened is an outbox row.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from qa.core.db import db

log = structlog.get_logger(__name__)

Chore = Callable[[], None]
_chores: dict[Chore, float] = {}


def every(seconds: float) -> Callable[[Chore], Chore]:
    """Make a function a chore: done when a worker starts, then *seconds* after its last end."""

    def register(chore: Chore) -> Chore:
        _chores[chore] = seconds
        return chore

    return register


class Schedule:
    """When one worker's chores are due."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: dict[Chore, float] = {}

    def run(self) -> int:
        """Do the chores that are due, within an application context; a failing one stops no other."""
        due = [chore for chore in list(_chores) if self.claim(chore)]
        for chore in due:
            self.do(chore)
        return len(due)

    def claim(self, chore: Chore) -> bool:
        """Whether *chore* is due; it then is so only once, until it was done or its seconds are over again."""
        now = self._clock()
        if self._due.get(chore, float("-inf")) > now:
            return False
        self._due[chore] = now + _chores[chore]
        return True

    def do(self, chore: Chore) -> None:
        """Do *chore*, within an application context; a fault is logged."""
        try:
            chore()
        except Exception:
            log.exception("chore_failed", chore=chore.__qualname__)
        finally:
            db.session.remove()
            self._due[chore] = self._clock() + _chores[chore]


def chores() -> list[Chore]:
    """All chores."""
    return list(_chores)
