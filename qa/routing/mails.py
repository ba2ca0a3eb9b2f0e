"""The mail that asks, and the one reminder: composed when they go out, by what their reader may know then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from qa.answers.models import Answer
from qa.core import clock, letters, outbox
from qa.core.db import AnyRow, db, read
from qa.core.letters import Gauge, Letter, Thread
from qa.members.byline import author_columns, author_of, byline
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.members.mailing.wishes import is_soon
from qa.members.models import Circle, Member, MemberState
from qa.members.viewer import zone
from qa.questions import deadlines, timebox
from qa.questions.access import visible_to
from qa.questions.addresses import question_path
from qa.questions.models import Question
from qa.questions.queries import LIST_COLUMNS
from qa.routing import queries, words
from qa.routing.candidates import ASKS_A_WEEK
from qa.routing.models import Ask, Why, Wish
from qa.routing.waves import ASKED, NO_WORD, REMINDED

OF_USE = timedelta(hours=2)
"""An ask is held by no quiet hours into the last hours before its date: nobody could answer it then."""


@outbox.handles(ASKED, slow=True)
def ask(jobs: Sequence[outbox.Job]) -> None:
    """Ask each member who may still be asked."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now(), again=False), writes=True)


@outbox.handles(REMINDED, slow=True)
def remind(jobs: Sequence[outbox.Job]) -> None:
    """Remind each member who has neither started nor reacted."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now(), again=True), writes=True)


def _prepare(job: outbox.Job, now: datetime, again: bool) -> Letter | None:
    ask_id = int(job.payload["ask_id"])
    member_id = db.session.scalar(select(Ask.member_id).where(Ask.id == ask_id))
    row = None if member_id is None else _row(ask_id, member_id)
    if row is None or deadlines.is_closed(row, now) or row.pledged_until is None or row.pledged_until <= now:
        return None
    away = row.away_until
    if away is not None and away >= now.astimezone(zone(row.timezone)).date():
        return None
    kind = MailKind.ASKED_SOON if is_soon(row.needed_by, now) else MailKind.ASKED
    latest = None if row.needed_by is None else row.needed_by - OF_USE
    if not sending.goes(job, News(kind, row.member_id, row.circle_id, row.id, "asked", latest), now):
        return None
    return sending.explained(_letter(row, now, again), row.member_id, kind)


def _row(ask_id: int, member_id: int) -> AnyRow | None:
    """All that the mail says; None where its reader may not see the question any more, has reacted or wants none."""
    reader, handing = aliased(Member), aliased(Member)
    columns = (
        reader.email.label("to"), reader.name.label("reader_name"), reader.timezone, reader.pledged_until,
        Wish.away_until, func.coalesce(Wish.asks_a_week, ASKS_A_WEEK).label("asks_a_week"),
        Ask.why, Ask.member_id, queries.best_topic().label("topic"), handing.name.label("handed_by"),
        Circle.name.label("circle_name"),
    )  # fmt: skip
    query = (
        select(*columns, *LIST_COLUMNS, *author_columns())
        .select_from(Ask)
        .join(reader, reader.id == Ask.member_id)
        .join(Question, Question.id == Ask.question_id)
        .join(Member, Member.id == Question.author_id)
        .join(Circle, Circle.id == Question.circle_id)
        .outerjoin(Wish, Wish.member_id == reader.id)
        .outerjoin(handing, and_(handing.id == Ask.handed_by_id, handing.state == MemberState.ACTIVE))
        .where(Ask.id == ask_id, visible_to(member_id), reader.state == MemberState.ACTIVE)
        .where(Member.state == MemberState.ACTIVE, reader.email.is_not(None))
        .where(*_silent())
        .where(~queries.muted(Question.id, Question.circle_id, reader))
    )
    return read(query, {"viewer_id": member_id}).one_or_none()


def _silent() -> tuple[ColumnElement[bool], ...]:
    """The conditions that nothing has come of an ask: no draft, no answer, no "not now", nobody named."""
    answered = select(Answer.id).where(
        Answer.question_id == Ask.question_id, Answer.author_id == Ask.member_id
    )
    return (*(column.is_(None) for column in NO_WORD), ~answered.correlate(Ask).exists())


def _letter(row: AnyRow, now: datetime, again: bool) -> Letter:
    who = byline(author_of(row), row.exposure, row.member_id)
    path = question_path(row.id, row.title)
    return Letter(
        row.to,
        _subject(row, who.name, now, again),
        row.title,
        (_asker(row, who.name, who.detail),),
        letters.address(f"{path}#answer"),
        _("Answer"),
        opening=_opening(row, now, again),
        gauges=_gauges(row, now),
        after=(_why(row),),
        more=(
            (_("Pass it to a peer"), letters.address(f"/q/{row.id}/pass")),
            (_("Not for me"), letters.address(f"/q/{row.id}/no")),
            (_("Change how you are asked"), letters.address("/settings/asks")),
        ),
        small=_small(row),
        thread=Thread(row.id, row.circle_id, "answer", asked=True),
    )


def _subject(row: AnyRow, who: str, now: datetime, again: bool) -> str:
    if row.needed_by is None:
        return _("%(who)s needs your experience", who=who)
    when = timebox.when(row.needed_by, now, zone(row.timezone))
    if again:
        return _("Still open: %(who)s needs your experience by %(when)s", who=who, when=when)
    return _("%(who)s needs your experience by %(when)s", who=who, when=when)


def _opening(row: AnyRow, now: datetime, again: bool) -> str:
    if row.why == Why.BY_NAME and not again:
        who = byline(author_of(row), row.exposure, row.member_id).name
        return _("%(name)s, %(who)s asks you by name.", name=row.reader_name, who=who)
    if row.needed_by is None:
        return _("%(name)s, a peer needs your experience. There is no date.", name=row.reader_name)
    when = timebox.when_long(row.needed_by, now, zone(row.timezone))
    if again:
        return _(
            "%(name)s, you were asked, and there is time until %(when)s. This is the only reminder.",
            name=row.reader_name, when=when,
        )  # fmt: skip
    return _("%(name)s, a peer needs your experience by %(when)s.", name=row.reader_name, when=when)


def _asker(row: AnyRow, name: str, detail: str) -> str:
    asker = f"{name}, {detail}" if detail else name
    said = _("%(asker)s. Asked in %(circle)s.", asker=asker, circle=row.circle_name)
    return _("%(said)s For: %(purpose)s.", said=said, purpose=row.purpose) if row.purpose else said


def _gauges(row: AnyRow, now: datetime) -> tuple[Gauge, ...]:
    box = timebox.box(row, now, zone(row.timezone))
    if box.wanted is None:
        return (Gauge(_("Answers"), None, box.answer_phrase),)
    return (
        Gauge(_("Time"), box.gone / 100, box.time_phrase),
        Gauge(_("Answers"), min(box.got / box.wanted, 1.0), box.answer_phrase),
    )


def _why(row: AnyRow) -> str:
    asker = byline(author_of(row), row.exposure, row.member_id).name
    why = words.why_you(row.why, row.topic, row.handed_by, row.circle_name, asker)
    return _("Why you: %(why)s Four lines are enough.", why=why)


def _small(row: AnyRow) -> str:
    most = ngettext(
        "You are asked at most once a week.", "You are asked at most %(num)s times a week.", row.asks_a_week
    )
    return _("%(most)s The links open pages; nothing is done before you press a button there.", most=most)
