"""The mails that gather: what happened in one thread at once, or in an hour, a day or a week. Composed when they go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.answers import queries as answers
from qa.core import letters, text
from qa.core.db import AnyRow
from qa.core.letters import Letter, Section, Thread
from qa.members import standing
from qa.members.byline import author_of, byline
from qa.members.mailing import rounds, sending, wishes
from qa.members.mailing.hours import is_quiet, next_waking
from qa.members.mailing.models import MailKind, Often, RoundName
from qa.members.mailing.rounds import Written
from qa.members.mailing.wishes import Wishes
from qa.members.models import Member
from qa.members.viewer import zone
from qa.notifications import planning, words
from qa.notifications.digest_queries import belongs, last_told, note_told, posted, untold
from qa.notifications.kinds import mail_kind
from qa.notifications.models import NoticeKind
from qa.notifications.queries import gathered
from qa.questions import timebox
from qa.questions.addresses import question_path

LISTED = 15
"""Lines under one heading; the others are counted."""
QUOTED = 1200
"""Characters of an answer or a comment that a mail quotes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom news are put into words: as much of a Viewer as they need."""

    id: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is to tell: notices and new questions, the latest first. *left* are notices for others to tell."""

    notices: Sequence[AnyRow]
    questions: Sequence[AnyRow]
    left: Sequence[AnyRow] = ()

    def __bool__(self) -> bool:
        return bool(self.notices or self.questions)


def compose(member_id: int, name: RoundName, about: int, now: datetime) -> Written | datetime | None:
    """The mail *name* to a member, see ``rounds.Compose``."""
    member = standing.reachable(member_id)
    if member is None:
        return None
    theirs = wishes.of(member_id)
    news = _news(member_id, theirs, name, about, now)
    planning.plan_left(member_id, news.left, theirs, now)
    if not news:
        return None
    if is_quiet(theirs.hours, now) and not _is_urgent(news, theirs, now):
        return next_waking(theirs.hours, now)
    letter = (_of_thread if name == RoundName.THREAD else _of_many)(member, name, news, now)
    return Written(letter, partial(note_told, [row.id for row in news.notices]))


def again(member_id: int, name: RoundName, about: int, now: datetime) -> None:
    """Plan the next where something happened while the last was written."""
    theirs = wishes.of(member_id)
    if not _news(member_id, theirs, name, about, now):
        return
    if name == RoundName.THREAD:
        rounds.plan(member_id, name, about, now, now)
    else:
        planning.plan_round(member_id, Often(name.value), now)


PAUSES = {
    RoundName.THREAD: timedelta(minutes=10),
    RoundName.HOURLY: timedelta(minutes=45),
    RoundName.DAILY: timedelta(hours=20),
    RoundName.WEEKLY: timedelta(days=6),
}
"""At least so long lies between two: less than the time between their hours, whatever the clocks do."""


def _pause(name: RoundName) -> timedelta:
    return PAUSES[name]


for _name in PAUSES:
    rounds.made_by(_name, compose, again, partial(_pause, _name))


def _news(member_id: int, theirs: Wishes, name: RoundName, about: int, now: datetime) -> News:
    since = last_told(member_id, name, about)
    notices = untold(member_id, about, now)
    parts: dict[bool, list[AnyRow]] = {True: [], False: []}
    for row in notices:
        parts[belongs(row, theirs, name, now)].append(row)
    return News(parts[True], posted(member_id, theirs, name, since, now, about), parts[False])


def _is_urgent(news: News, theirs: Wishes, now: datetime) -> bool:
    """Whether a question of the reader's ends before the quiet hours do: then its answers are of use now only."""
    ends = next_waking(theirs.hours, now)
    return any(
        row.needed_by is not None and now < row.needed_by < ends and _kind(row, now) == MailKind.ANSWERS_SOON
        for row in news.notices
    )


def _kind(row: AnyRow, now: datetime) -> MailKind:
    soon = wishes.is_soon(row.needed_by, now)
    return mail_kind(row.kind, own=row.asker_id == row.reader_id, soon=soon)


def _lines(member: Member, rows: Sequence[AnyRow], now: datetime) -> list[tuple[str, str]]:
    """The notices in words, each with its address."""
    reader = Reader(member.id, zone(member.timezone))
    return [
        (f"{line.lead} {line.rest}" + (f": “{line.quote}”" if line.quote else ""), letters.address(line.href))
        for line in words.lines(gathered(rows), reader, now)
    ]


def _asked(member: Member, rows: Sequence[AnyRow], now: datetime) -> list[tuple[str, str]]:
    """New questions in words: who asks, where, and by when."""
    return [
        (_asked_line(member, row, now), letters.address(question_path(row.id, row.title))) for row in rows
    ]


def _asked_line(member: Member, row: AnyRow, now: datetime) -> str:
    who = byline(author_of(row), row.exposure, member.id).name
    said = _("%(title)s (%(who)s, %(circle)s)", title=row.title, who=who, circle=row.circle_name)
    if row.needed_by is None:
        return said
    when = timebox.when(row.needed_by, now, zone(member.timezone))
    return _("%(said)s, by %(when)s", said=said, when=when)


# What happened in one thread, at once


def _of_thread(member: Member, name: RoundName, news: News, now: datetime) -> Letter:
    thread, title = _thread(news), (news.notices or news.questions)[0].title
    lines = _lines(member, news.notices, now) or _asked(member, news.questions, now)
    more = len(lines) - 1
    subject = lines[0][0] if not more else _and_more(lines[0][0], more)
    letter = Letter(
        member.email or "",
        subject,
        title,
        tuple(said for said, _href in lines),
        lines[0][1],
        _("Read it") if not more else _("Read them"),
        quote=_quote(news.notices),
        thread=thread,
    )
    return sending.explained(letter, member.id, _target(news, now), thread.root)


def _thread(news: News) -> Thread:
    """The thread that the mail is of. A reply to a new question answers it, to anything else comments: on the answer where
    all is about one."""
    if not news.notices:
        first = news.questions[0]
        return Thread(first.id, first.circle_id, "answer")
    answer_ids = {row.answer_id or 0 for row in news.notices}
    part = answer_ids.pop() if len(answer_ids) == 1 else 0
    return Thread(news.notices[0].question_id, news.notices[0].circle_id, "comment", part)


ALONE = (MailKind.FOUND, MailKind.POSTED, MailKind.THANKED, MailKind.THANKS)
"""Kinds that a mail of one thread ends as such, where it tells of nothing else: their reader takes no part in the thread,
or wants no thanks."""


def _target(news: News, now: datetime) -> str:
    """What the link in a thread's mail ends: all about the thread, or the kind."""
    kinds = {_kind(row, now) for row in news.notices} or {MailKind.POSTED}
    return next((kind.value for kind in ALONE if kinds == {kind}), sending.THREAD)


def _and_more(said: str, more: int) -> str:
    return ngettext("%(said)s, and one more", "%(said)s, and %(num)s more", more, said=said)


def _quote(rows: Sequence[AnyRow]) -> str:
    """The words of the one answer or comment of which the mail tells."""
    if len(rows) != 1 or rows[0].kind not in (NoticeKind.ANSWERED, NoticeKind.COMMENTED):
        return ""
    html = answers.words_of(rows[0].answer_id, rows[0].comment_id)
    said = text.plain(html)
    return said if len(said) <= QUOTED else f"{said[:QUOTED].rstrip()} …"


# What happened in a while


def _of_many(member: Member, name: RoundName, news: News, now: datetime) -> Letter:
    sections = _sections(member, news, now)
    lines = [line for section in sections for line in section.lines]
    heading = {
        RoundName.HOURLY: _("What happened in the past hour"),
        RoundName.DAILY: _("What happened since the last daily mail"),
        RoundName.WEEKLY: _("What happened since the last weekly mail"),
    }[name]
    more = len(gathered(news.notices)) + len(news.questions) - 1
    letter = Letter(
        member.email or "",
        lines[0][0] if not more else _and_more(lines[0][0], more),
        heading,
        (),
        letters.address("/notifications"),
        _("Open your news"),
        sections=sections,
    )
    return sending.explained(letter, member.id, Often(name.value).value)


def _sections(member: Member, news: News, now: datetime) -> tuple[Section, ...]:
    of: dict[MailKind, list[AnyRow]] = {}
    for row in news.notices:
        of.setdefault(_kind(row, now), []).append(row)
    found = []
    for heading, kinds in _headings():
        rows = [row for kind in kinds for row in of.get(kind, [])]
        if rows:
            found.append(_section(heading, _lines(member, rows, now)))
    if news.questions:
        found.append(_section(_("New in your circles"), _asked(member, news.questions, now)))
    return tuple(found)


def _section(heading: str, lines: list[tuple[str, str]]) -> Section:
    over = len(lines) - LISTED
    if over <= 0:
        return Section(heading, tuple(lines))
    rest = ngettext("One more", "%(num)s more", over)
    return Section(heading, (*lines[:LISTED], (rest, letters.address("/notifications"))))


def _headings() -> tuple[tuple[str, tuple[MailKind, ...]], ...]:
    """The lists of a mail in their order."""
    return (
        (_("You are asked"), (MailKind.ASKED_SOON, MailKind.ASKED)),
        (_("Your questions and answers"), (MailKind.DATES, MailKind.ANSWERS_SOON, MailKind.ANSWERS)),
        (_("Questions you answered or follow"), (MailKind.FOLLOWED,)),
        (_("Thanks and marks"), (MailKind.THANKED, MailKind.THANKS)),
        (_("Searches you saved"), (MailKind.FOUND,)),
    )
