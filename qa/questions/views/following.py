"""Following a thread, and hearing no more of it."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.limits import limiter
from qa.members.viewer import current_member, current_viewer
from qa.questions import access, following
from qa.questions.addresses import question_path
from qa.questions.views import bp


@bp.post("/q/<id:question_id>/following")
@limiter.limit(limits.EDIT)
def follow(question_id: int) -> ResponseReturnValue:
    """Hear of the thread."""
    question = access.load(question_id, current_viewer().id)
    following.follow(current_member(), question, clock.now())
    flash(_("You follow this question: you hear of new answers, of its closing and of its outcome."), "good")
    return redirect(question_path(question.id, question.title), 303)


@bp.post("/q/<id:question_id>/following/end")
@limiter.limit(limits.EDIT)
def unfollow(question_id: int) -> ResponseReturnValue:
    """Hear no more of it."""
    question = access.load(question_id, current_viewer().id)
    following.unfollow(current_member(), question, clock.now())
    flash(_("You hear nothing more of this question. Press Follow to hear of it again."), "good")
    return redirect(question_path(question.id, question.title), 303)
