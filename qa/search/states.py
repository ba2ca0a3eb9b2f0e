"""How questions stand, for the whole index at once: the rule of ``questions.deadlines`` on columns of numbers."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from qa.search.segments import Mask

NEARLY_DUE = timedelta(hours=48)


def in_state(numbers: dict[str, NDArray[np.int64]], state: str, now: int) -> Mask:
    """Where a question is in *state* at *now* (microseconds); see ``states``."""
    return states(numbers, now)[state]


def states(numbers: dict[str, NDArray[np.int64]], now: int) -> dict[str, Mask]:
    """Where a question is in each state at *now* (microseconds), by the rule of questions.deadlines.

    States: answered, used (by the asker), open, due (nearly due or due today), closed, met or intime (closed in
    time), short, late (an answer came after the date).
    """
    needed, closed, filled = numbers["needed"], numbers["closed"], numbers["filled"]
    timed = needed > 0
    full = timed & (filled > 0) & (filled <= now)
    over = ((closed > 0) & (closed <= now)) | (timed & (needed <= now)) | full
    enough = full | (numbers["in_time"] >= np.maximum(numbers["wanted"], 1))
    return {
        "answered": numbers["answer_count"] > 0,
        "used": numbers["used"] > 0,
        "open": ~over,
        "due": ~over & timed & (needed - now <= int(NEARLY_DUE.total_seconds()) * 1_000_000),
        "closed": over,
        "met": over & timed & enough,
        "intime": over & timed & enough,
        "late": timed & (numbers["answer_count"] > numbers["in_time"]),
        "short": over & timed & ~enough,
    }
