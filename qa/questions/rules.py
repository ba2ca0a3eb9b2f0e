"""What may be done to questions, and by whom. Rules change rows and record events; they never commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.sql.functions import coalesce

from qa.core import clock, events, text
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members import standing
from qa.members.models import Exposure, Member, Membership
from qa.members.queries import circles_of
from qa.questions import reminders, tagging
from qa.questions.events import QuestionClosed, QuestionEdited, QuestionPosted, QuestionWithdrawn
from qa.questions.models import (
    PURPOSE_MAX,
    TITLE_MAX,
    WANTED_DEFAULT,
    WANTED_MAX,
    Question,
    QuestionRevision,
)

TITLE_MIN = 10
"""A shorter title cannot be a question; the page says so before anything is sent."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an asker writes: the parts of a question that revisions keep."""

    title: str
    body: str
    purpose: str = ""
    tags: Sequence[str] = field(default_factory=tuple)


def post(
    actor: Member,
    words: Words,
    now: datetime,
    *,
    circle_id: int,
    needed_by: datetime | None,
    answers_wanted: int = WANTED_DEFAULT,
    exposure: Exposure = Exposure.NAMED,
) -> Question:
    """Post a question to a circle of *actor*'s.

    *needed_by* is an instant after *now*, or None for no deadline; *answers_wanted* is 1 to 30.
    Raises RuleBroken naming the field at fault, NotFound for a circle that is not the actor's.
    """
    require_posting(actor)
    if db.session.scalar(circles_of(actor.id).where(Membership.circle_id == circle_id)) is None:
        raise NotFound
    if not 1 <= answers_wanted <= WANTED_MAX:
        raise RuleBroken(_("Choose between 1 and %(most)d answers.", most=WANTED_MAX), "answers_wanted")
    if needed_by is not None and needed_by <= now:
        raise RuleBroken(_("Choose a date and an hour that are still to come."), "needed_by")
    question = Question(
        author_id=actor.id,
        circle_id=circle_id,
        exposure=exposure,
        posted_at=now,
        needed_by=needed_by,
        answers_wanted=answers_wanted,
        touched_at=now,
    )
    tags = _write(question, words)
    db.session.add(question)
    db.session.flush()
    tagging.put(question, tags)
    keep_revision(question, tags, 1, now, reason="")
    reminders.plan(question, now)
    events.record(QuestionPosted(question.id))
    return question


def edit(
    actor: Member,
    question: Question,
    words: Words,
    now: datetime,
    *,
    base: int,
    exposure: Exposure | None = None,
    reveal: bool = False,
    reason: str = "",
) -> None:
    """Change a question's words; what stood before stays readable in its history.

    *base* is the number of the revision that the author started from: when another edit came
    between, Conflict is raised and nothing is changed. A name that was withheld shows only with *reveal*.
    """
    require_author(actor, question)
    require_posting(actor)
    latest = latest_revision(question.id)
    if latest != base:
        raise Conflict(_("This question was changed meanwhile."))
    tags = _write(question, words)
    tagging.put(question, tags)
    if exposure is not None:
        require_meant(question.exposure, exposure, reveal)
        question.exposure = exposure
    question.edited_at = question.touched_at = now
    keep_revision(question, tags, latest + 1, now, text.clean_line(reason, PURPOSE_MAX))
    events.record(QuestionEdited(question.id))


def withdraw(actor: Member, question: Question, now: datetime) -> None:
    """Take a question back while nobody has answered it; later the answers belong to their authors too."""
    require_author(actor, question)
    if question.answer_count:
        raise RuleBroken(_("Peers have answered, so the question stays. You can close or edit it."))
    question.withdrawn_at = question.touched_at = now
    events.record(QuestionWithdrawn(question.id))


def close(actor: Member, question: Question, now: datetime) -> None:
    """Close a question before its date: the asker has what was needed. Later answers stay welcome."""
    require_author(actor, question)
    if question.closed_at is not None or (question.needed_by and question.needed_by <= now):
        raise RuleBroken(_("This question is closed already."))
    question.closed_at = question.touched_at = now
    if question.needed_by is None:
        reminders.plan_follow_up(question)
    events.record(QuestionClosed(question.id))


def require_posting(actor: Member) -> None:
    """Who writes what others read is active and keeps the pledge; raises Forbidden, or RuleBroken where it is due."""
    standing.require_posting(actor, clock.now())


def require_author(actor: Member, question: Question) -> None:
    """Only the author changes a question; raises Forbidden otherwise."""
    standing.require_active(actor)
    if question.author_id != actor.id or question.source_key is not None:
        raise Forbidden(_("Only the member who asked can do this."))


def require_meant(before: Exposure | None, after: Exposure, reveal: bool) -> None:
    """A withheld name shows only where its author says that this is meant; raises RuleBroken on "reveal"."""
    withheld = before is not None and before != Exposure.NAMED
    if withheld and after == Exposure.NAMED and not reveal:
        raise RuleBroken(
            _("Everyone in the circle will then see your name on this and your comments here."), "reveal"
        )


def latest_revision(question_id: int) -> int:
    """The number of the newest revision; 0 where none is kept (imported questions)."""
    query = select(coalesce(func.max(QuestionRevision.number), 0))
    return int(db.session.scalar(query.where(QuestionRevision.question_id == question_id)) or 0)


@dataclass(frozen=True, slots=True)
class Checked:
    """Words that may be posted: cleaned, and the body rendered."""

    title: str
    purpose: str
    tags: list[str]
    body: text.Rendered


def check(words: Words) -> Checked:
    """*words* as they would be posted; RuleBroken names the field at fault."""
    title = clean(words.title, TITLE_MAX, "title")
    if len(title) < TITLE_MIN:
        raise RuleBroken(_("Put your question into a sentence, as you would ask a colleague."), "title")
    purpose = clean(words.purpose, PURPOSE_MAX, "purpose")
    return Checked(title, purpose, tagging.clean(words.tags), render(words.body, "body"))


def _write(question: Question, words: Words) -> list[str]:
    checked = check(words)
    question.title, question.purpose = checked.title, checked.purpose
    question.body, question.body_html = words.body, checked.body.html
    question.html_version = checked.body.version
    return checked.tags


def clean(line: str, limit: int, name: str) -> str:
    """*line* as one clean line of at most *limit* characters; RuleBroken names the field *name*."""
    try:
        return text.clean_line(line, limit)
    except text.TextRefused as error:
        raise RuleBroken(error.message, name) from error


def render(markdown: str, name: str) -> text.Rendered:
    """*markdown* as safe HTML; RuleBroken in plain words when it is too long or cannot be shown."""
    try:
        return text.render(markdown)
    except text.TextRefused as error:
        raise RuleBroken(error.message, name) from error


def keep_revision(question: Question, tags: Sequence[str], number: int, now: datetime, reason: str) -> None:
    """Write *question* as it stands, with *tags*, as its revision *number*, made at *now*."""
    db.session.add(
        QuestionRevision(
            question_id=question.id,
            number=number,
            title=question.title,
            body=question.body,
            tags=", ".join(tags),
            purpose=question.purpose,
            reason=reason,
            written_at=now,
        )
    )
