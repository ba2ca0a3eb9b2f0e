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
        done = 0
        for chore, seconds in list(_chores.items()):
            if self._due.get(chore, float("-inf")) <= self._clock():
                self._attempt(chore)
                self._due[chore] = self._clock() + seconds
                done += 1
        return done

    def _attempt(self, chore: Chore) -> None:
        try:
            chore()
        except Exception:
            log.exception("chore_failed", chore=chore.__qualname__)
        finally:
            db.session.remove()
