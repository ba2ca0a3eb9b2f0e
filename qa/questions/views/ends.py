"""What a question's page says of its date and of what came of it, for one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.core.words import ngettext
from qa.members.viewer import Viewer
from qa.questions import after, beside, deadlines, reminders, timebox


@dataclass(frozen=True, slots=True)
class Moved:
    """That the date was moved: when, from when, and why."""

    when: str
    before: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ends:
    """*html* is the outcome's; *awaited*: it is for the viewer to record."""

    moves: tuple[Moved, ...]
    may_move: bool
    html: str
    recorded: str
    edited: bool
    may_mend: bool
    awaited: bool
    archived: bool
    missing: str
    """In the last fifth of the time: how many answers are missing, and until when; for the asker alone."""


def ends(row: Any, viewer: Viewer, now: datetime) -> Ends:
    """The end of a question, a row of ``beside.shown``, at *now*."""
    mine = row.asker_id == viewer.id and row.source_key is None
    moves = beside.moves(row)
    said = row.outcome_at
    return Ends(
        moves=tuple(_moved(one, viewer, now) for one in moves),
        may_move=mine and not after.unmovable(row, len(moves)),
        html=row.outcome_html or "",
        recorded=timebox.when(said, now, viewer.zone) if said else "",
        edited=row.outcome_edited_at is not None,
        may_mend=mine and said is not None and now < said + after.EDITABLE,
        awaited=mine and said is None and deadlines.is_closed(row, now),
        archived=deadlines.is_archived(row, now),
        missing=_missing(row, moves, viewer, now) if mine else "",
    )


def _missing(row: Any, moves: Sequence[beside.Move], viewer: Viewer, now: datetime) -> str:
    due, start = row.needed_by, moves[-1].moved_at if moves else row.posted_at
    if due is None or deadlines.is_closed(row, now) or now < reminders.nudge_at(start, due):
        return ""
    missing = row.answers_wanted - row.in_time_count
    return ngettext(
        "%(num)s answer is missing, and the date is %(when)s.",
        "%(num)s answers are missing, and the date is %(when)s.",
        missing,
        when=timebox.when_long(due, now, viewer.zone),
    )


def _moved(move: beside.Move, viewer: Viewer, now: datetime) -> Moved:
    at = timebox.when(move.moved_at, now, viewer.zone)
    return Moved(at, timebox.when_long(move.due_before, now, viewer.zone), move.reason)
