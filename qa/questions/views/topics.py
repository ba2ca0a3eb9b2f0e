"""Putting right the topics of a peer's question, and the asker's way back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.answers import retagging
from qa.core import clock, limits
from qa.core.errors import Conflict, RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.privileges.models import Privilege
from qa.members.viewer import current_member, current_viewer
from qa.questions import access, queries, rules, tagging
from qa.questions.addresses import question_path
from qa.questions.forms import TopicsForm, show_problem
from qa.questions.models import Question
from qa.questions.views import bp
from qa.trust import queries as trust


@bp.get("/q/<id:question_id>/topics")
def topics(question_id: int) -> ResponseReturnValue:
    """The form with the topics as they stand; an asker is led to the form for all of the question."""
    member = current_member()
    question = access.load(question_id, member.id)
    if question.author_id == member.id:
        return redirect(url_for("questions.edit", question_id=question_id))
    retagging.require_corrector(
        member, question, may=trust.may(current_viewer(), Privilege.TOPICS, clock.now())
    )
    return _page(TopicsForm(formdata=None), question)


@bp.post("/q/<id:question_id>/topics")
@limiter.limit(limits.EDIT)
def change_topics(question_id: int) -> ResponseReturnValue:
    """Change them; after another change meanwhile what was typed is kept beside the new ones."""
    member, form = current_member(), TopicsForm()
    question = access.load(question_id, member.id, lock=True)
    names, base = tagging.split(form.tags.data or ""), whole_number(form.base.data) or 0
    try:
        retagging.change(member, question, names, clock.now(), base=base)
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, question), 422
    except Conflict as error:
        show_problem(form, error)
        return _page(form, question), 409
    flash(_("The topics are changed. The member who asked is told, and can change them back."), "good")
    return redirect(question_path(question.id, question.title))


@bp.post("/q/<id:question_id>/topics/<id:number>/reversal")
@limiter.limit(limits.EDIT)
def change_back(question_id: int, number: int) -> ResponseReturnValue:
    """The asker changes them back."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    retagging.change_back(member, question, number, clock.now())
    flash(_("The topics are as they were. Nobody else changes them again."), "good")
    return redirect(url_for("questions.history", question_id=question_id))


def _page(form: TopicsForm, question: Question) -> str:
    now = ", ".join(queries.topics_of(question.id))
    # What was typed stays; what it is compared with is always what stands now.
    form.base.data = str(rules.latest_revision(question.id))
    if form.tags.data is None:
        form.tags.data = now
    return render_template(
        "questions/topics.html",
        form=form,
        now=now,
        title=question.title,
        href=question_path(question.id, question.title),
    )
