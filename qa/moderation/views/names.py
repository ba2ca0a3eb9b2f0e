"""Looking behind a withheld name, and the author's own list of such looks."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.answers import rules as answering
from qa.answers.models import Answer
from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.byline import Byline, byline
from qa.members.models import Exposure
from qa.members.viewer import current_member, current_viewer
from qa.moderation import looking, queries
from qa.moderation.forms import ReasonForm
from qa.moderation.views import bp
from qa.moderation.words import look_line
from qa.questions import access
from qa.questions.addresses import answer_path, question_path
from qa.questions.forms import show_problem
from qa.questions.models import Question


@bp.get("/q/<id:question_id>/name")
@open_to("staff")
def ask_for_asker(question_id: int) -> ResponseReturnValue:
    """The page that asks why the asker's name is wanted."""
    return _ask(access.load(question_id, current_viewer().id))


@bp.post("/q/<id:question_id>/name")
@open_to("staff")
@limiter.limit(limits.LOOK)
def look_at_asker(question_id: int) -> ResponseReturnValue:
    """The asker's name, once."""
    return _look(access.load(question_id, current_viewer().id))


@bp.get("/a/<id:answer_id>/name")
@open_to("staff")
def ask_for_answerer(answer_id: int) -> ResponseReturnValue:
    """The page that asks why the answerer's name is wanted."""
    return _ask(answering.load(answer_id, current_viewer().id))


@bp.post("/a/<id:answer_id>/name")
@open_to("staff")
@limiter.limit(limits.LOOK)
def look_at_answerer(answer_id: int) -> ResponseReturnValue:
    """The answerer's name, once."""
    return _look(answering.load(answer_id, current_viewer().id))


def _ask(thing: Question | Answer) -> ResponseReturnValue:
    if not looking.is_withheld(current_member(), thing):
        return redirect(_path(thing))
    return _page(thing, ReasonForm(formdata=None))


def _look(thing: Question | Answer) -> ResponseReturnValue:
    """What this answers is the only place where the name shows; nothing keeps it."""
    member, form = current_member(), ReasonForm()
    if not looking.is_withheld(member, thing):
        return redirect(_path(thing))
    if form.validate():
        try:
            author = looking.look(member, thing, form.reason.data or "", clock.now())
        except RuleBroken as error:
            show_problem(form, error)
        else:
            return _page(thing, form, byline(author, Exposure.NAMED, member.id))
    return _page(thing, form), 422


def _page(thing: Question | Answer, form: ReasonForm, found: Byline | None = None) -> str:
    return render_template(
        "moderation/name.html",
        form=form,
        found=found,
        answered=isinstance(thing, Answer),
        title=_question(thing).title,
        href=_path(thing),
    )


def _question(thing: Question | Answer) -> Question:
    if isinstance(thing, Question):
        return thing
    return access.load(thing.question_id, current_viewer().id)


def _path(thing: Question | Answer) -> str:
    question = _question(thing)
    if isinstance(thing, Answer):
        return answer_path(question.id, question.title, thing.id)
    return question_path(question.id, question.title)


@bp.get("/settings/looks")
@open_to("account")
def looks() -> ResponseReturnValue:
    """Who looked behind one's own withheld names, when and why."""
    viewer = current_viewer()
    page = queries.looks_at(viewer.id, request.args.get("page"))
    return render_template(
        "moderation/looks.html",
        lines=[look_line(row, viewer) for row in page.rows],
        previous=_address(page.previous),
        next=_address(page.next),
    )


def _address(bookmark: str | None) -> str | None:
    return url_for("moderation.looks", page=bookmark) if bookmark else None
