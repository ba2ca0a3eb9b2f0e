"""The mail to the author of a prior answer, composed when it goes out, by what its reader may know then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from qa.answers import ending_queries, queries
from qa.answers.ending import KIND
from qa.core import clock, letters, outbox
from qa.core.db import AnyRow
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members.byline import author_of, byline
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.questions.addresses import answer_path


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Write to the author of each answer that made a question unnecessary, while that still stands."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now()), writes=True)


def _prepare(job: outbox.Job, now: datetime) -> Letter | None:
    row = ending_queries.ending(int(job.payload["ending"]))
    if row is None or row.to is None:
        return None
    try:
        place = queries.place(row.answer_id, row.receiver_id)
    except NotFound:
        return None
    news = News(MailKind.THANKS, row.receiver_id, place.circle_id, place.question_id, "prior_answer")
    if not sending.goes(job, news, now):
        return None
    return sending.explained(_letter(row, place), row.receiver_id, MailKind.THANKS)


def _letter(row: AnyRow, place: AnyRow) -> Letter:
    who = byline(author_of(row), row.exposure, row.receiver_id).name
    heading, thread = _("Your answer was enough"), Thread(place.question_id, place.circle_id)
    told = _(
        "%(who)s was about to ask, and found the answer in yours to “%(title)s”.", who=who, title=place.title
    )
    if not row.waits:
        path = answer_path(place.question_id, place.title, place.id)
        lines: tuple[str, ...] = (told, _("So nobody had to be asked again. It counts in your recognition."))
        return Letter(
            row.to, heading, heading, lines, letters.address(path), _("Read it again"), thread=thread
        )
    asked = _("It was written a while ago. Is it still true? One press says so; no press changes anything.")
    return Letter(
        row.to,
        _("Your answer was enough. Is it still true?"),
        heading,
        (told, asked),
        letters.address(f"/a/{row.answer_id}/confirmation"),
        _("Say whether it is"),
        small=_("The link opens a page; nothing is said before you press a button there."),
        thread=thread,
    )  # fmt: skip
