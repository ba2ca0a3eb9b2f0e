"""News in sentences. A name passes through the byline with the exposure that it has where the thing was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.members.byline import author_of, byline
from qa.members.models import Exposure
from qa.notifications.models import NoticeKind
from qa.notifications.queries import News
from qa.questions import timebox
from qa.questions.addresses import answer_path, question_path


@dataclass(frozen=True, slots=True)
class Line:
    """News as a line: *lead* is the link's words, *rest* follows it, *quote* is a thank-you in its words."""

    href: str
    lead: str
    rest: str
    quote: str
    saved: str
    when: str
    new: bool


class Reader(Protocol):
    """Who reads: a Viewer, or the receiver of a mail."""

    @property
    def id(self) -> int: ...
    @property
    def zone(self) -> ZoneInfo: ...


def lines(news: Iterable[News], viewer: Reader, now: datetime) -> list[Line]:
    """*news* for the page of *viewer*."""
    return [_line(one, viewer, now) for one in news]


def _line(news: News, viewer: Reader, now: datetime) -> Line:
    row = news.row
    thanked = row.kind == NoticeKind.USED
    hours = row.hours_saved if thanked else None
    return Line(
        _href(news),
        _of_date(news, viewer.id) if row.kind in OF_DATES else _lead(news, viewer.id),
        _rest(news, viewer.id),
        row.note if thanked else "",
        ngettext("saved %(num)s hour", "saved %(num)s hours", hours) if hours else "",
        timebox.when(row.made_at, now, viewer.zone),
        row.seen_at is None,
    )


def _href(news: News) -> str:
    row = news.row
    path = question_path(row.question_id, row.title)
    of_kind = {
        NoticeKind.OUTCOME: f"{path}#outcome",
        NoticeKind.ASKED: f"{path}#answer",
        NoticeKind.FOLLOW_UP: f"/q/{row.question_id}/outcome",
        NoticeKind.TOPICS: f"/q/{row.question_id}/history",
        NoticeKind.COMMENTED: f"{path}#c{row.comment_id}",
    }
    if row.kind in of_kind:
        return of_kind[row.kind]
    if row.kind == NoticeKind.PRIOR_ANSWER and row.ending_waits:
        return f"/a/{row.answer_id}/confirmation"
    if row.answer_id is None or (row.kind == NoticeKind.ANSWERED and news.count > 1):
        return path
    return answer_path(row.question_id, row.title, row.answer_id)


def _lead(news: News, viewer_id: int) -> str:
    row, count = news.row, news.count
    if row.kind in (NoticeKind.ANSWERED, NoticeKind.COMMENTED) and count > 1:
        return _counted(row.kind, count, new=row.seen_at is None)
    if row.kind == NoticeKind.ANSWERED:
        return _("%(who)s answered", who=_who(news, row.answer_exposure, viewer_id))
    if row.kind == NoticeKind.COMMENTED:
        return _("%(who)s commented", who=_who(news, row.comment_exposure, viewer_id))
    if row.kind in (NoticeKind.PRIOR_ANSWER, NoticeKind.CONFIRMED):
        return _of_prior(news, viewer_id)
    if row.kind in (NoticeKind.USED, NoticeKind.HELD):
        return _of_use(row, _who(news, row.question_exposure, viewer_id))
    return _("Fits a search you saved:") if row.kind == NoticeKind.FOUND else _marked(row.kind, count)


def _of_use(row: Any, who: str) -> str:
    """What the asker, *who*, says of an answer that was used."""
    if row.kind == NoticeKind.HELD:
        return (
            _("It held, says %(who)s:", who=who) if row.held else _("It did not hold, says %(who)s:", who=who)
        )
    return _("%(who)s thanked you", who=who) if row.note else _("%(who)s used your answer", who=who)


OF_DATES = frozenset(
    {
        NoticeKind.OUTCOME,
        NoticeKind.NUDGE,
        NoticeKind.FOLLOW_UP,
        NoticeKind.DUE,
        NoticeKind.ASKED,
        NoticeKind.CLOSED,
        NoticeKind.TOPICS,
    }
)


def _of_date(news: News, viewer_id: int) -> str:
    if news.row.kind == NoticeKind.OUTCOME:
        return _("%(who)s recorded the outcome", who=_who(news, news.row.question_exposure, viewer_id))
    return {
        NoticeKind.NUDGE: lambda: _("Answers are missing:"),
        NoticeKind.DUE: lambda: _("The date has come:"),
        NoticeKind.ASKED: lambda: _("You are asked:"),
        NoticeKind.CLOSED: lambda: _("Closed:"),
        NoticeKind.TOPICS: lambda: _("Its topics were changed:"),
        NoticeKind.FOLLOW_UP: lambda: _("What was decided?"),
    }[news.row.kind]()


def _counted(kind: NoticeKind, count: int, *, new: bool) -> str:
    if kind == NoticeKind.ANSWERED:
        if new:
            return ngettext("%(num)s new answer", "%(num)s new answers", count)
        return ngettext("%(num)s answer", "%(num)s answers", count)
    if new:
        return ngettext("%(num)s new comment", "%(num)s new comments", count)
    return ngettext("%(num)s comment", "%(num)s comments", count)


def _of_prior(news: News, viewer_id: int) -> str:
    """Who stands by a prior answer, or found it enough: under the exposure of the question that was not asked."""
    if news.row.kind == NoticeKind.CONFIRMED:
        return _("%(who)s stands by the answer", who=_who(news, news.row.answer_exposure, viewer_id))
    if news.count == 1:
        who = _who(news, news.row.ending_exposure or Exposure.ANONYMOUS, viewer_id)
        return _("%(who)s had no need to ask", who=who)
    return ngettext("%(num)s peer had no need to ask", "%(num)s peers had no need to ask", news.count)


def _who(news: News, exposure: Exposure, viewer_id: int) -> str:
    return byline(author_of(news.row), exposure, viewer_id).name


def _marked(kind: NoticeKind, count: int) -> str:
    """Marks but *used it* are told without their giver."""
    if kind == NoticeKind.SAME:
        return ngettext("A peer would do the same", "%(num)s peers would do the same", count)
    return ngettext("A peer marked your answer", "%(num)s peers marked your answer", count)


def _rest(news: News, viewer_id: int) -> str:
    row, title = news.row, news.row.title
    if row.kind == NoticeKind.OUTCOME:
        return _("of “%(title)s”", title=title)
    if row.kind == NoticeKind.FOUND or row.kind in OF_DATES:
        return _("“%(title)s”", title=title)
    if row.kind == NoticeKind.ANSWERED:
        return _("to “%(title)s”", title=title) if news.count > 1 else _("“%(title)s”", title=title)
    if row.kind == NoticeKind.COMMENTED:
        return _commented_on(row, viewer_id)
    if row.kind == NoticeKind.USED:
        return (
            _("for your answer to “%(title)s”", title=title) if row.note else _("to “%(title)s”", title=title)
        )
    return _marked_as(row.kind, title, waits=bool(row.ending_waits))


def _marked_as(kind: NoticeKind, title: str, *, waits: bool) -> str:
    if kind == NoticeKind.PRIOR_ANSWER:
        said = _("because of your answer to “%(title)s”", title=title)
        return _("%(said)s. Is it still true?", said=said) if waits else said
    of_kind = {
        NoticeKind.CONFIRMED: lambda: _("to “%(title)s”, on which you relied", title=title),
        NoticeKind.SAME: lambda: _("as in your answer to “%(title)s”", title=title),
        NoticeKind.HELD: lambda: _("your answer to “%(title)s”", title=title),
        NoticeKind.HELPFUL: lambda: _("to “%(title)s” helpful", title=title),
        NoticeKind.OUTDATED: lambda: _("to “%(title)s” outdated", title=title),
        NoticeKind.RISKY: lambda: _("to “%(title)s” risky", title=title),
    }
    return of_kind[kind]()


def _commented_on(row: Any, viewer_id: int) -> str:
    if row.answer_id is None:
        return _("on your question “%(title)s”", title=row.title)
    if row.asker_id == viewer_id:
        return _("on an answer to your question “%(title)s”", title=row.title)
    return _("on your answer to “%(title)s”", title=row.title)
