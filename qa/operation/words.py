"""What is told of a job: never to whom it goes or what it says."""

from __future__ import annotations

import re

from qa.core.db import AnyRow

FAULT_MAX = 160
"""Characters: the kind of fault and what the other side said stand at the beginning."""
_VALUES = re.compile(r"\[(parameters|SQL): .*", re.DOTALL)
_NAME = re.compile(r"[^\s<>\"'@,;:(){}\[\]=]+@(?=[^\s@])")
"""The part of a mail address before the host."""
_SECRET = re.compile(r"[\w-]{32,}")


def fault(error: str | None) -> str:
    """The *error* of a job without people's addresses, secrets and texts; "" where there is none."""
    if not error:
        return ""
    if error.startswith("Unicode"):  # it quotes the whole text that could not be written
        return error.partition("(")[0]
    told = _SECRET.sub("…", _NAME.sub("…@", _VALUES.sub("", error)))
    told = " ".join(told.split())
    return told if len(told) <= FAULT_MAX else told[: FAULT_MAX - 1] + "…"


def is_given_up(row: AnyRow) -> bool:
    """Whether a job is not tried any more."""
    return row.dead_at is not None


def can_be_tried(row: AnyRow) -> bool:
    """Whether a job failed, so that it makes sense to try it now; others only wait for their time."""
    return is_given_up(row) or row.attempts > 0
