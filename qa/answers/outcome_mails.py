"""The mail that tells who answered or follows what was decided: one each, composed when it goes out, by what its reader may know then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from qa.answers import hearing, queries
from qa.core import clock, letters, outbox, text
from qa.core.db import db
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members import standing
from qa.members.byline import byline
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.members.models import Member, MemberState
from qa.questions import access, after
from qa.questions.addresses import question_path
from qa.questions.models import Question

KIND = "answers.outcome"


def plan(question_id: int) -> None:
    """Have everybody who answered or follows told, once each; an outcome is recorded once, so this happens once."""
    for member_id in hearing.listeners(question_id):
        outbox.put(KIND, {"question_id": question_id, "member_id": member_id})


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Tell each of those who answered, while the answer stands and the question is theirs to see."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now()), writes=True)


def _prepare(job: outbox.Job, now: datetime) -> Letter | None:
    question_id = int(job.payload["question_id"])
    member = standing.reachable(int(job.payload["member_id"]))
    if member is None:
        return None
    try:
        question = access.load(question_id, member.id)
    except NotFound:
        return None
    asker, outcome = db.session.get_one(Member, question.author_id), after.outcome_of(question.id)
    still = asker.state == MemberState.ACTIVE and member.id in hearing.listeners(question.id)
    if outcome is None or not still:
        return None
    news = News(MailKind.FOLLOWED, member.id, question.circle_id, question.id, "outcome")
    if not sending.goes(job, news, now):
        return None
    letter = _letter(member, question, asker, text.plain(outcome.body_html))
    return sending.explained(letter, member.id, MailKind.FOLLOWED)


def _letter(member: Member, question: Question, asker: Member, decided: str) -> Letter:
    answered = member.id in queries.answerers(question.id)
    heading = (
        _("What came of a question you answered") if answered else _("What came of a question you follow")
    )
    who = byline(asker, question.exposure, member.id).name
    told = _("%(who)s recorded what was decided on “%(title)s”.", who=who, title=question.title)
    path = question_path(question.id, question.title)
    return Letter(
        member.email or "", heading, heading, (told,), letters.address(f"{path}#outcome"), _("Read it on its page"),
        quote=decided, thread=Thread(question.id, question.circle_id, "comment"),
    )  # fmt: skip
