"""What a question's page says of its date and of what came of it, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.members.viewer import Viewer
from qa.questions import after, beside, deadlines, timebox


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
    )


def _moved(move: beside.Move, viewer: Viewer, now: datetime) -> Moved:
    at = timebox.when(move.moved_at, now, viewer.zone)
    return Moved(at, timebox.when_long(move.due_before, now, viewer.zone), move.reason)
