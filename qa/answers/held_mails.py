"""The mail that asks an asker, weeks after, whether the answers that were used held. Composed when it goes out.

Where no outcome is recorded by then, the mail that asks for it (``questions.reminders``) asks for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.answers import thank_queries
from qa.core import clock, letters, outbox
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members import standing
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.questions import access, deadlines
from qa.questions.models import Question

KIND = "answers.held"


def plan(question: Question, now: datetime) -> None:
    """Have the asker of *question*, whose outcome was just recorded, asked later; nothing once it is late enough to tell."""
    ended = deadlines.ended_on(question)
    if ended is not None and now < ended + deadlines.FOLLOW_UP:
        outbox.put(KIND, {"question_id": question.id}, ended + deadlines.FOLLOW_UP)


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Ask each asker, while there is an answer that they used and have not told of."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now()), writes=True)


def _prepare(job: outbox.Job, now: datetime) -> Letter | None:
    question_id = int(job.payload["question_id"])
    author_id = thank_queries.asker_of(question_id)
    member = standing.reachable(author_id) if author_id is not None else None
    if member is None:
        return None
    try:
        question = access.load(question_id, member.id)
    except NotFound:
        return None
    untold = thank_queries.not_told_of(question_id)
    ended = deadlines.ended_on(question)
    if not untold or ended is None or not ended + deadlines.FOLLOW_UP <= now < ended + deadlines.ARCHIVED:
        return None
    if not sending.goes(job, News(MailKind.DATES, member.id, question.circle_id, question.id), now):
        return None
    return sending.explained(_letter(member.email or "", question, untold), member.id, MailKind.DATES)


def _letter(to: str, question: Question, untold: int) -> Letter:
    heading = _("Did it hold?")
    used = ngettext(
        "You used an answer two weeks ago or more. By now you may know whether it held.",
        "You used %(num)s answers two weeks ago or more. By now you may know whether they held.",
        untold,
    )
    return Letter(
        to,
        heading,
        heading,
        (
            used,
            _("One press for each tells its author, and whoever finds it later. It changes nobody’s credit."),
        ),
        letters.address(f"/q/{question.id}/thanks"),
        _("Say whether it held"),
        quoting=_("Your question:"),
        quote=question.title,
        small=_(
            "You get this mail once for a question. Nothing is said before you press a button on the page."
        ),
        thread=Thread(question.id, question.circle_id),
    )
