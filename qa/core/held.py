"""What a process knows of outbox rows that their table does not say yet.

A lease is by the clock, and clocks jump; which rows this process has in hand it knows without one. And what became of a row
can be known while the database takes no write: it is owed, and written as soon as may be, so that a mail which went out
while another process held the database does not go out again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app

Owed = Mapping[int, Mapping[str, Any] | None]
"""By a row's id: the columns to be set, or None where it is done and to be deleted."""


class Held:
    """The rows that this process has in hand, and what it owes the table about them."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._owed: dict[int, Mapping[str, Any] | None] = {}
        self._lock = threading.Lock()
        self._settling = threading.Lock()

    @property
    def ids(self) -> frozenset[int]:
        """The rows in hand, those that are done and not yet deleted among them."""
        with self._lock:
            return frozenset(self._ids)

    def take(self, ids: set[int]) -> None:
        """Have the rows *ids* in hand."""
        with self._lock:
            self._ids |= ids

    def drop(self, ids: set[int]) -> None:
        """Have the rows *ids* no more in hand, but those of which something is owed."""
        with self._lock:
            self._ids -= ids - self._owed.keys()

    def owe(self, owed: Owed) -> None:
        """Note what is to be written about rows."""
        with self._lock:
            self._owed.update(owed)

    def settle(self, write: Callable[[Owed], None]) -> bool:
        """Let *write* write what is owed; what it raises passes, and it is owed still. Whether anything was owed.

        One at a time: a second that wrote the same later would free a row that was taken again meanwhile.
        """
        with self._settling:
            with self._lock:
                owed = dict(self._owed)
            if not owed:
                return False
            write(owed)
            with self._lock:
                for number in [one for one, what in owed.items() if self._owed[one] is what]:
                    del self._owed[number]
                self._ids -= owed.keys() - self._owed.keys()
            return True


def held() -> Held:
    """What the process knows of the running application's rows."""
    found: Held = current_app.extensions.setdefault("outbox", Held())
    return found
