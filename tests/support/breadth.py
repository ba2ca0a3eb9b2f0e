"""How much of what is generated a run tries: ``make test`` a fixed part of it, ``make prove`` all.

Every test runs in both, and what its part is, is fixed: a run that fails fails again. Where a test multiplies (each
address by each person, each attack by each field), ``in_turn`` and a turn spread the part over both sides; ``some``
without a turn leaves the rest to the whole run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
WHOLE = os.environ.get("QA_TEST_WHOLE") == "1"


def some(items: Iterable[T], step: int, turn: int = 0) -> list[T]:
    """All of *items* in a whole run, else every *step*-th, beginning with another at each *turn*."""
    return list(items) if WHOLE else list(items)[turn % step :: step]


def in_turn(items: Sequence[T], turn: int, count: int) -> list[T]:
    """All of *items* in a whole run, else *count* of them that lie apart, others at each *turn*."""
    if WHOLE or count >= len(items):
        return list(items)
    return [items[(turn + n * len(items) // count) % len(items)] for n in range(count)]


def either(few: T, many: T) -> T:
    """*many* in a whole run, else *few*."""
    return many if WHOLE else few
