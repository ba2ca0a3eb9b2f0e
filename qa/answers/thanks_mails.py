"""The mail that thanks the author of an answer: the asker's words first. Composed when it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.answers import queries, thank_queries
from qa.core import clock, letters, outbox
from qa.core.db import AnyRow
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members.byline import author_of, byline
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.questions.addresses import answer_path

KIND = "answers.thanks"
DELAY = timedelta(minutes=10)
"""After the press: so long an asker adds a word, mends it or takes it back before the author reads of it."""
SUBJECT = 90
"""Characters of the words that stand in the subject."""


def plan(mark_id: int, now: datetime) -> None:
    """Have the author told of the mark by which an answer was used."""
    outbox.put(KIND, {"mark_id": mark_id}, now + DELAY)


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Thank the author for each, while it stands and says something that no mail has said."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now()), writes=True)


def _prepare(job: outbox.Job, now: datetime) -> Letter | None:
    row = thank_queries.thanked(int(job.payload["mark_id"]))
    if (
        row is None
        or row.to is None
        or not _is_new(row, thank_queries.used_before(row.answer_id, row.author_id))
    ):
        return None
    try:
        place = queries.place(row.answer_id, row.receiver_id)
    except NotFound:
        return None
    news = News(MailKind.THANKED, row.receiver_id, place.circle_id, place.question_id, "used")
    if not sending.goes(job, news, now):
        return None
    return sending.explained(_letter(row, place), row.receiver_id, MailKind.THANKED)


def _is_new(row: AnyRow, rows: Sequence[AnyRow]) -> bool:
    """Whether the mark in *row* says what the earlier ones among *rows*, the asker's on the answer, have not.

    An earlier one was told of where it stood for DELAY.
    """
    told = {
        one.note
        for one, taken in pairwise(rows)
        if one.ordinal % 2 and one.ordinal < row.ordinal and taken.given_at - one.given_at >= DELAY
    }
    return row.note not in told if row.note else not told


def _letter(row: AnyRow, place: AnyRow) -> Letter:
    who = byline(author_of(row), row.exposure, row.receiver_id)
    plain = _("%(who)s used your answer", who=who.name)
    heading = _("“%(words)s”", words=row.note) if row.note else plain
    by = ", ".join(part for part in (who.name, who.detail) if part)
    told = _("%(who)s used your answer to “%(title)s”.", who=by, title=place.title)
    saved = (
        ngettext("It saved %(num)s hour.", "It saved %(num)s hours.", row.hours_saved)
        if row.hours_saved
        else ""
    )
    alone = _("These words are for you alone: no page shows them to anybody else.") if row.private else ""
    return Letter(
        row.to,
        _("“%(words)s”", words=_short(row.note)) if row.note else plain,
        heading,
        tuple(part for part in (told, saved, alone) if part),
        letters.address(answer_path(place.question_id, place.title, place.id)),
        _("Read your answer again"),
        small=_("It counts in your recognition, unless the asker takes it back."),
        thread=Thread(place.question_id, place.circle_id),
    )  # fmt: skip


def _short(words: str) -> str:
    return words if len(words) <= SUBJECT else f"{words[:SUBJECT].rsplit(' ', 1)[0]} …"
