"""A prior answer was enough: the question that was being written ends, and the answer's author hears of it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.answers import ending
from qa.answers import queries as answers
from qa.answers import rules as answering
from qa.answers.models import Answer
from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.models import Member
from qa.members.viewer import current_member
from qa.questions import access, drafts
from qa.questions.addresses import answer_path, question_path
from qa.questions.models import Draft
from qa.questions.views import bp


@bp.post("/a/<id:answer_id>/endings")
@limiter.limit(limits.MARK)
def end(answer_id: int) -> ResponseReturnValue:
    """This answer made the viewer's question unnecessary."""
    member = current_member()
    answer = answering.load(answer_id, member.id, lock=True)
    return _end(member, answer, _draft(member))


@bp.post("/q/<id:question_id>/endings")
@limiter.limit(limits.MARK)
def end_at(question_id: int) -> ResponseReturnValue:
    """An answer to this question did; where there are several the viewer says on its page which."""
    member = current_member()
    question = access.load(question_id, member.id)
    draft = _draft(member)
    found = answers.prior(question.id, member.id)
    if len(found) == 1:
        return _end(member, answering.load(found[0], member.id, lock=True), draft)
    flash(_("Which answer was it? Press “This answered me” below it."))
    return redirect(f"{question_path(question.id, question.title)}?ask={draft.id}#answers")


def _draft(member: Member) -> Draft:
    """The question in hand: the draft that the form names, else the one that was written last."""
    number = whole_number(request.form.get("ask"))
    found = drafts.load(member, number) if number else drafts.latest(member, clock.now())
    if found is None:
        raise RuleBroken(_("You are writing no question. If the answer helped, mark it as helpful."))
    return found


def _end(member: Member, answer: Answer, draft: Draft) -> ResponseReturnValue:
    ending.end(member, answer, draft, clock.now())
    flash(
        _("Good: nobody has to be asked. The author hears of it; your question waits among your drafts."),
        "good",
    )
    place = answers.place(answer.id, member.id)
    return redirect(answer_path(place.question_id, place.title, answer.id))
