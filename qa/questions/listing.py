"""Questions in a list, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.members.byline import Byline, author_of, byline
from qa.members.viewer import Viewer
from qa.questions import timebox
from qa.questions.addresses import question_path
from qa.questions.deadlines import language
from qa.questions.timebox import TimeBox


@dataclass(frozen=True, slots=True)
class Listed:
    """A question in a list, ready to be drawn."""

    href: str
    title: str
    purpose: str
    due: str
    box: TimeBox
    byline: Byline


def listed(rows: Sequence[Any], viewer: Viewer, now: datetime) -> list[Listed]:
    """*rows* of ``queries.listing`` for the page."""
    zone, lang = viewer.zone, language()
    return [
        Listed(
            question_path(row.id, row.title),
            row.title,
            row.purpose,
            timebox.when(row.needed_by, now, zone, lang) if row.needed_by else "",
            timebox.box(row, now, zone, lang),
            byline(author_of(row), row.exposure, viewer.id),
        )
        for row in rows
    ]
