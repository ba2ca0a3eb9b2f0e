"""A question and its answers as one viewer may see them, ready to be drawn."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.answers import queries as answers
from qa.answers.models import MarkKind
from qa.core.words import gettext as _
from qa.core.words import ngettext
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure
from qa.members.viewer import Viewer
from qa.questions import beside, deadlines, timebox
from qa.questions.addresses import question_path
from qa.questions.timebox import LargeBox, Seat
from qa.questions.views.ends import Ends, ends
from qa.recognition import credit_line
from qa.search import similar

ANSWERS_SHOWN = 60
"""More than any circle gives; imported threads may have more, and a page must stay bounded."""


PRIOR_SHOWN = 3
CAUTIONS = (MarkKind.OUTDATED, MarkKind.RISKY)


class Order(enum.StrEnum):
    """How the answers of a thread are ordered."""

    HELPFUL = "helpful"
    NEWEST = "newest"
    DID = "did"

    @classmethod
    def of(cls, value: str | None) -> Order:
        """The order named *value*; the most helpful first when it is none."""
        return cls(value) if value in set(cls) else cls.HELPFUL


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    id: int
    byline: Byline
    html: str
    when: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Caution:
    """That a peer finds an answer outdated or risky, and why."""

    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    row: Any
    byline: Byline
    credit: str
    """Whom the author helped on what the viewer asks, see ``recognition.credit_line``; empty for most viewers."""
    when: str
    late: bool
    mine: bool
    may_look: bool
    given: frozenset[str]
    thanks: tuple[str, int | None] | None
    alone: bool
    """Whether the thanks are for the author alone; then only the two who may read them are shown them."""
    held: bool | None
    """Whether it held, as the asker said; None where nothing is said."""
    whys: tuple[str, ...]
    warnings: tuple[Caution, ...]
    confirmed: str
    doubted: str
    comments: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another question that stands beside this one; *note* says how many answered, and when it was asked."""

    id: int
    href: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A question's page."""

    row: Any
    href: str
    byline: Byline
    asked: str
    due: str
    large: LargeBox
    tags: list[str]
    comments: tuple[Remark, ...]
    replies: list[Reply]
    hidden_replies: int
    mine: bool
    may_look: bool
    closed: bool
    ends: Ends
    may_answer: bool
    may_link: bool
    may_correct: bool
    follows: bool
    same: tuple[Other, ...]
    prior: tuple[Other, ...]

    @property
    def to_thank(self) -> bool:
        """Whether the viewer, who asked, is to say which answers were used, and has said it of none."""
        due = self.mine and self.closed and not self.row.source_key
        return due and bool(self.replies) and not any(one.row.used_count for one in self.replies)


def build(row: Any, viewer: Viewer, now: datetime, order: Order) -> Thread:
    """The thread of *row* (of ``beside.shown``) for *viewer* at *now*: four queries whatever its length."""
    said, replies = _said(row, viewer, now)
    (same, prior), mine = _beside(row, viewer, now), row.asker_id == viewer.id
    asker = byline(author_of(row), row.exposure, viewer.id)
    return Thread(
        row=row,
        href=question_path(row.id, row.title),
        byline=asker,
        asked=timebox.day_long(row.posted_at, now, viewer.zone),
        due=timebox.when_long(row.needed_by, now, viewer.zone) if row.needed_by else "",
        large=_large(row, replies, viewer, now),
        tags=beside.topics(row),
        comments=said.get(None, ()),
        replies=_ordered(replies, order)[:ANSWERS_SHOWN],
        hidden_replies=max(0, len(replies) - ANSWERS_SHOWN),
        mine=mine,
        may_look=_may_look(asker, viewer),
        closed=deadlines.is_closed(row, now),
        ends=ends(row, viewer, now),
        may_answer=not mine and not any(one.mine for one in replies),
        may_link=(mine and not row.source_key) or viewer.is_staff or row.viewer_is_steward,
        may_correct=not mine and (viewer.is_staff or row.viewer_corrects),
        follows=_follows(row, mine or any(one.mine for one in replies)),
        same=same,
        prior=prior,
    )


def _follows(row: Any, takes_part: bool) -> bool:
    """Whether the viewer hears of the thread: as chosen, else as asker or answerer."""
    return takes_part if row.viewer_hears is None else row.viewer_hears


def _beside(row: Any, viewer: Viewer, now: datetime) -> tuple[tuple[Other, ...], tuple[Other, ...]]:
    """The questions that are the same as this one, and those like it that were answered, in one query."""
    found = similar.beside(row.id, row.title, row.body_html, beside.circles(row), now)
    rows = beside.others(viewer.id, row.id, found.ids)
    same = [one for one in rows.values() if one.is_same]
    answered = {number: one for number, one in rows.items() if one.answer_count and not one.is_same}
    like = similar.like(found, answered, PRIOR_SHOWN)
    return tuple(_other(one, viewer, now) for one in same), tuple(_other(one, viewer, now) for one in like)


def _other(row: Any, viewer: Viewer, now: datetime) -> Other:
    count = ngettext("%(num)s answer", "%(num)s answers", row.answer_count)
    note = f"{count} · {timebox.when(row.posted_at, now, viewer.zone)}"
    return Other(row.id, question_path(row.id, row.title), row.title, note)


def _said(
    row: Any, viewer: Viewer, now: datetime
) -> tuple[dict[int | None, tuple[Remark, ...]], list[Reply]]:
    """The comments of a thread by the answer they are on, and its answers with theirs."""
    lang = deadlines.language()
    answer_rows = answers.thread(row.id)
    remarks = answers.comments(row.id)
    marks = answers.thread_marks(row.id, viewer.id)
    credit = _credit(row, answer_rows, viewer, now)
    said = {key: tuple(_remark(one, viewer, now, lang) for one in rows) for key, rows in remarks.items()}
    return said, [
        _reply(one, row, viewer, now, lang, marks.get(one.id, ()), said.get(one.id, ()), credit)
        for one in answer_rows
    ]


def _credit(row: Any, answer_rows: Sequence[Any], viewer: Viewer, now: datetime) -> dict[int, str]:
    """The line of credit beside each author, for who asks on a topic of this: after answering, or once it is closed."""
    topics = credit_line.topics(row.viewer_open_topics)
    answered = any(one.author_id == viewer.id for one in answer_rows)
    if not topics or not (answered or deadlines.is_closed(row, now)):
        return {}
    named = {one.author_id for one in answer_rows if one.exposure == Exposure.NAMED and not one.source_key}
    return credit_line.lines(sorted(named - {viewer.id}), topics, viewer.id, now)


def _remark(row: Any, viewer: Viewer, now: datetime, lang: str) -> Remark:
    return Remark(
        row.id,
        byline(author_of(row), row.exposure, viewer.id),
        row.body_html,
        timebox.when(row.posted_at, now, viewer.zone, lang),
        row.author_id == viewer.id,
    )


def _reply(
    row: Any,
    question: Any,
    viewer: Viewer,
    now: datetime,
    lang: str,
    marks: Sequence[Any],
    comments: tuple[Remark, ...],
    credit: Mapping[int, str],
) -> Reply:
    author = byline(author_of(row), row.exposure, viewer.id)
    used = next((mark for mark in marks if mark.kind == MarkKind.USED), None)
    return Reply(
        row=row,
        byline=author,
        credit="" if author.hidden else credit.get(row.author_id, ""),
        when=timebox.when(row.posted_at, now, viewer.zone, lang),
        late=deadlines.is_late(row.posted_at, question.needed_by),
        mine=author.is_viewer,
        may_look=_may_look(author, viewer),
        given=frozenset(mark.kind.value for mark in marks if mark.giver_id == viewer.id),
        thanks=(used.note, used.hours_saved) if used is not None and used.giver_id is not None else None,
        alone=used is not None and bool(used.private),
        held=used.held if used is not None else None,
        whys=tuple(mark.note for mark in marks if mark.kind == MarkKind.SAME and mark.note),
        confirmed=_day(row.confirmed_at, now, viewer, lang),
        doubted=_day(row.doubted_at, now, viewer, lang),
        warnings=tuple(Caution(mark.kind.value, mark.note) for mark in marks if mark.kind in CAUTIONS),
        comments=comments,
    )


def _day(instant: datetime | None, now: datetime, viewer: Viewer, lang: str) -> str:
    if instant is None:
        return ""
    today = now.astimezone(viewer.zone).date()
    return deadlines.day_name(instant.astimezone(viewer.zone).date(), today, lang)


def _may_look(author: Byline, viewer: Viewer) -> bool:
    """Whether a moderator reads a name that is withheld from them."""
    return viewer.is_staff and author.hidden and not author.is_viewer


def _large(row: Any, replies: list[Reply], viewer: Viewer, now: datetime) -> LargeBox:
    zone = viewer.zone
    first = sorted(replies, key=lambda one: (one.row.posted_at, one.row.id))
    seats = [
        Seat(
            one.byline.initials,
            f"#a{one.row.id}",
            _("Answer %(number)d, %(who)s", number=n, who=one.byline.name),
        )
        for n, one in enumerate(first, start=1)
    ]
    today = now.astimezone(zone).date()
    came = sum(one.row.posted_at.astimezone(zone).date() == today for one in replies)
    return timebox.large(row, timebox.box(row, now, zone), now, zone, seats, came_today=came)


def _ordered(replies: list[Reply], order: Order) -> list[Reply]:
    if order == Order.NEWEST:
        return sorted(replies, key=lambda one: (one.row.posted_at, one.row.id), reverse=True)
    if order == Order.DID:
        return sorted(replies, key=lambda one: one.row.basis != "did")
    return replies
