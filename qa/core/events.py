"""News inside one transaction: a rule records an event, slices above it listen.

Listeners run at once, in the transaction of what they hear of, so what they write is kept or lost with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, named in the past tense; subclasses carry ids, never entities."""


E = TypeVar("E", bound=Event)
_listeners: dict[type[Event], list[Callable[..., None]]] = defaultdict(list)


def listens(*kinds: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Make a function hear events of *kinds*; registering it twice has no effect."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        for kind in kinds:
            if listener not in _listeners[kind]:
                _listeners[kind].append(listener)
        return listener

    return register


def record(event: Event) -> None:
    """Tell every listener of *event*, within the running transaction."""
    for listener in _listeners[type(event)]:
        listener(event)
