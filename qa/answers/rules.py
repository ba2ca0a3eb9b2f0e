"""What may be done to answers, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.sql.functions import coalesce

from qa.answers import commenting, ending, selling
from qa.answers.events import AnswerEdited, AnswerGiven, AnswerWithdrawn
from qa.answers.models import INTEREST_MAX, Answer, AnswerRevision, Basis, QuotePermission
from qa.core import events
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members.models import Exposure, Member
from qa.members.standing import require_active
from qa.questions import access, wider
from qa.questions.models import PURPOSE_MAX, Question
from qa.questions.rules import clean, render, require_meant, require_posting


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answerer writes and declares."""

    body: str
    basis: Basis
    quote: QuotePermission = QuotePermission.ROLE
    exposure: Exposure = Exposure.NAMED
    interest: str = ""
    no_gain: bool = False
    """That neither the author nor the employer gains, said where a line of interest was asked for."""
    reveal: bool = False
    """That the author knows who will see the name, said where it was withheld before."""


def give(
    actor: Member, question: Question, reply: Reply, now: datetime, *, told: int | None = None
) -> Answer:
    """Answer a question, once a member; an answer taken back before comes back with the new words.

    *told* is the circle that the author was told will read it. Raises RuleBroken where it is another by now, for the
    asker, for a second answer, for words that cannot be shown, where a line of interest is wanting (``selling``), and
    where a name withheld in the answer taken back would show.
    """
    require_posting(actor)
    wider.require_told(question, told)
    if question.author_id == actor.id:
        raise RuleBroken(_("You asked this. Add what you know to the question itself, or comment."))
    answer = own(actor, question.id)
    if answer is not None and answer.withdrawn_at is None:
        raise RuleBroken(_("You have answered this already. Edit that answer instead."))
    answer = answer or Answer(question_id=question.id, author_id=actor.id)
    _write(actor, answer, reply)
    answer.posted_at, answer.edited_at, answer.withdrawn_at = now, None, None
    db.session.add(answer)
    db.session.flush()
    _keep_revision(answer, latest_revision(answer.id) + 1, now, reason="")
    recount(question, now)
    commenting.align(actor, question)
    events.record(AnswerGiven(answer.id, question.id, actor.id))
    return answer


def edit(actor: Member, answer: Answer, reply: Reply, now: datetime, *, base: int, reason: str = "") -> None:
    """Change an answer; the earlier words stay in its history.

    *base* is the revision the author started from; Conflict is raised when another edit came between.
    A name that was withheld shows only where *reply* says that this is meant: RuleBroken on "reveal" otherwise.
    """
    require_author(actor, answer)
    require_posting(actor)
    latest = latest_revision(answer.id)
    if latest != base:
        raise Conflict(_("This answer was changed in another window meanwhile."))
    _write(actor, answer, reply)
    answer.edited_at = now
    ending.renew_by_edit(answer, now)
    _keep_revision(answer, latest + 1, now, clean(reason, PURPOSE_MAX, "reason"))
    question = _question_of(answer)
    question.touched_at = now
    commenting.align(actor, question)
    events.record(AnswerEdited(answer.id, answer.question_id))


def withdraw(actor: Member, answer: Answer, now: datetime) -> None:
    """Take an answer back: nobody but its author sees it any more, and its marks carry no credit."""
    require_author(actor, answer)
    answer.withdrawn_at = now
    db.session.flush()
    recount(_question_of(answer), now)
    events.record(AnswerWithdrawn(answer.id, answer.question_id))


def load(answer_id: int, member_id: int, *, lock: bool = False) -> Answer:
    """A live answer to a question that *member_id* may see; NotFound otherwise."""
    query = (
        select(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.id == answer_id, Answer.withdrawn_at.is_(None), access.visible_to(member_id))
    )
    if lock:
        query = query.with_for_update(of=Answer, key_share=True)
    answer = db.session.scalars(query).one_or_none()
    if answer is None:
        raise NotFound
    return answer


def own(actor: Member, question_id: int) -> Answer | None:
    """The actor's answer to a question, taken back or not; None where there is none."""
    query = select(Answer).where(
        Answer.question_id == question_id, Answer.author_id == actor.id, Answer.source_key.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def recount(question: Question, now: datetime) -> None:
    """Count a question's live answers anew: all, those in time, and when the last one wanted came.

    The question's row is locked first, so that of two answers at once the second counts the first too.
    """
    locked = select(Question.needed_by, Question.answers_wanted).where(Question.id == question.id)
    # As it is under the lock: the loaded row may have a date that was moved meanwhile.
    due, wanted = db.session.execute(locked.with_for_update(key_share=True)).one()
    db.session.flush()
    query = select(Answer.posted_at).where(Answer.question_id == question.id, Answer.withdrawn_at.is_(None))
    instants = sorted(db.session.scalars(query))
    in_time = [instant for instant in instants if due is None or instant < due]
    filled_at = in_time[wanted - 1] if len(in_time) >= wanted else None
    # Written as a statement: the loaded row may be older than the lock, and then "unchanged" is wrong.
    db.session.execute(
        update(Question)
        .where(Question.id == question.id)
        .values(answer_count=len(instants), in_time_count=len(in_time), filled_at=filled_at, touched_at=now)
    )
    db.session.refresh(question)


def require_author(actor: Member, answer: Answer) -> None:
    """Only the author changes an answer; raises Forbidden otherwise."""
    require_active(actor)
    if answer.author_id != actor.id or answer.source_key is not None:
        raise Forbidden(_("Only the member who answered can do this."))


def latest_revision(answer_id: int) -> int:
    """The number of the newest revision; 0 where none is kept (imported answers)."""
    query = select(coalesce(func.max(AnswerRevision.number), 0))
    return int(db.session.scalar(query.where(AnswerRevision.answer_id == answer_id)) or 0)


def _write(author: Member, answer: Answer, reply: Reply) -> None:
    rendered = render(reply.body, "body")
    if not rendered.html.strip():
        raise RuleBroken(_("Write your answer first."), "body")
    interest = clean(reply.interest, INTEREST_MAX, "interest")
    selling.require_interest(author, answer.question_id, rendered.html, interest, reply.no_gain)
    require_meant(answer.exposure, reply.exposure, reply.reveal)
    answer.body, answer.body_html, answer.html_version = reply.body, rendered.html, rendered.version
    answer.basis, answer.quote, answer.exposure = reply.basis, reply.quote, reply.exposure
    answer.interest = interest


def _keep_revision(answer: Answer, number: int, now: datetime, reason: str) -> None:
    db.session.add(
        AnswerRevision(answer_id=answer.id, number=number, body=answer.body, reason=reason, written_at=now)
    )


def _question_of(answer: Answer) -> Question:
    question = db.session.get(Question, answer.question_id)
    assert question is not None  # the foreign key says so
    return question
