"""Acts in sentences. Of a look nobody but its author reads what was looked at, and nobody here whose name it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from qa.members.byline import AuthorRow, Byline, author_of, byline
from qa.members.dates import day, moment
from qa.members.models import Exposure, MemberState
from qa.members.viewer import Viewer
from qa.moderation.models import ActKind
from qa.questions.addresses import answer_path, question_path


@dataclass(frozen=True, slots=True)
class Line:
    """An act in the log. *target*: whom it concerns, None of a look; *by*: the moderator."""

    when: str
    what: str
    target: Byline | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Look:
    """A look behind a name. *href* is empty where the reader may not open the thread."""

    when: str
    by: str
    what: str
    title: str
    href: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A suspended member, or one whose invitations rest. *since* and *reason* are empty where nothing says so."""

    person: Byline
    handle: str
    since: str
    reason: str
    selling: bool


def log_lines(rows: Iterable[Any], viewer: Viewer) -> list[Line]:
    """*rows* of ``queries.log`` for the page of *viewer*."""
    return [_log_line(row, viewer) for row in rows]


def _log_line(row: Any, viewer: Viewer) -> Line:
    target = None if row.author_id is None else byline(author_of(row), Exposure.NAMED, viewer.id)
    return Line(day(row.made_at, viewer.zone), what(row.kind), target, row.reason, actor(row))


def what(kind: ActKind) -> str:
    """What was done, as the log says it."""
    return {
        ActKind.SUSPENDED: _("Member suspended"),
        ActKind.SELLING: _("Member suspended for selling"),
        ActKind.REINSTATED: _("Member let in again"),
        ActKind.PAUSED: _("Invitations of a voucher paused"),
        ActKind.RESUMED: _("Invitations of a voucher resumed"),
        ActKind.LOOKED: _("Looked behind a withheld name"),
        ActKind.VOUCHING_TAKEN: _("Vouching and inviting taken away"),
        ActKind.VOUCHING_RETURNED: _("Vouching and inviting given back"),
        ActKind.STEWARDING_TAKEN: _("Founding and keeping circles taken away"),
        ActKind.STEWARDING_RETURNED: _("Founding and keeping circles given back"),
        ActKind.TOPICS_TAKEN: _("Changing others’ topics taken away"),
        ActKind.TOPICS_RETURNED: _("Changing others’ topics given back"),
    }[kind]


def actor(row: Any) -> str:
    """The moderator's name; of one who has left no name stays."""
    if row.actor_state == MemberState.LEFT:
        return _("A former moderator")
    person = AuthorRow(
        row.actor_id, row.actor_name, row.actor_handle, row.actor_title, row.actor_employer, "", "", ""
    )
    return byline(person, Exposure.NAMED, None).name


def look_line(row: Any, viewer: Viewer) -> Look:
    """A row of ``queries.looks`` or ``queries.looks_at``; who may not read here gets no title."""
    title = (row.title or "") if viewer.may_read else ""
    if row.answer_id is not None:
        words, href = _("An answer to"), answer_path(row.question_id, title, row.answer_id)
    else:
        words, href = _("A question"), question_path(row.question_id, title)
    return Look(moment(row.made_at, viewer.zone), actor(row), words, title, href if title else "", row.reason)


def standings(rows: Iterable[Any], viewer: Viewer) -> list[Standing]:
    """*rows* of ``queries.suspended`` or ``queries.paused`` for a moderator's page."""
    return [
        Standing(
            byline(author_of(row), Exposure.NAMED, viewer.id),
            row.author_handle,
            day(row.made_at, viewer.zone) if row.made_at else "",
            row.reason or "",
            row.kind == ActKind.SELLING,
        )
        for row in rows
    ]
