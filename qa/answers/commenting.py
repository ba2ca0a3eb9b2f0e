"""Comments: short remarks on a question or on an answer."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from qa.answers.events import CommentAdded
from qa.answers.models import COMMENT_MAX, Answer, Comment
from qa.core import events
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.core.text import Rendered
from qa.members.models import Exposure, Member
from qa.members.standing import require_active
from qa.questions import access, wider
from qa.questions.models import Question
from qa.questions.rules import render, require_posting


def add(
    actor: Member,
    question: Question,
    body: str,
    now: datetime,
    answer: Answer | None = None,
    *,
    told: int | None = None,
) -> Comment:
    """Remark on *question*, or on *answer* to it.

    Somebody whose name is withheld in this thread comments without it too: a remark never unmasks.
    *told* is the circle that the author was told will read it. Raises RuleBroken where it is another by now, and when
    the text is empty or longer than COMMENT_MAX characters.
    """
    require_posting(actor)
    if answer is None:  # under an answer nobody can have been told of a smaller circle
        wider.require_told(question, told)
    body, rendered = _checked(body)
    comment = Comment(
        question_id=question.id,
        answer_id=answer.id if answer else None,
        author_id=actor.id,
        body=body,
        body_html=rendered.html,
        html_version=rendered.version,
        exposure=exposure_in(actor, question),
        posted_at=now,
    )
    db.session.add(comment)
    db.session.flush()
    events.record(CommentAdded(comment.id, question.id, comment.answer_id, actor.id))
    return comment


def _checked(body: str) -> tuple[str, Rendered]:
    body = body.strip()
    if not body:
        raise RuleBroken(_("Write your comment first."), "body")
    if len(body) > COMMENT_MAX:
        words = _("A comment has at most %(most)d characters; this one has %(has)d.")
        raise RuleBroken(words % {"most": COMMENT_MAX, "has": len(body)}, "body")
    return body, render(body, "body")


def exposure_in(actor: Member, question: Question) -> Exposure:
    """How *actor* appears in the comments of a thread: no more than in its question and answers."""
    shown = [question.exposure] if question.author_id == actor.id else []
    query = select(Answer.exposure).where(Answer.question_id == question.id, Answer.author_id == actor.id)
    shown.extend(db.session.scalars(query))
    for exposure in (Exposure.ANONYMOUS, Exposure.ROLE):
        if exposure in shown:
            return exposure
    return Exposure.NAMED


def align(actor: Member, question: Question) -> None:
    """Give the actor's comments in a thread the exposure its question and answers have now."""
    db.session.flush()
    mine = (Comment.question_id == question.id, Comment.author_id == actor.id)
    db.session.execute(update(Comment).where(*mine).values(exposure=exposure_in(actor, question)))


def withdraw(actor: Member, comment: Comment, now: datetime) -> None:
    """Take a comment back."""
    require_active(actor)
    if comment.author_id != actor.id:
        raise Forbidden(_("Only the member who wrote this comment can take it back."))
    comment.withdrawn_at = now


def load(comment_id: int, member_id: int) -> Comment:
    """A live comment in a thread that *member_id* may see; NotFound otherwise."""
    query = (
        select(Comment)
        .join(Question, Question.id == Comment.question_id)
        .where(Comment.id == comment_id, Comment.withdrawn_at.is_(None), access.visible_to(member_id))
    )
    comment = db.session.scalars(query).one_or_none()
    if comment is None:
        raise NotFound
    return comment
