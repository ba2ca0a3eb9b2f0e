"""A question's page: the question, its time-box, the answers, and the form for one's own."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from qa.answers.forms import AnswerForm
from qa.core import clock
from qa.core.web import whole_number
from qa.members.viewer import Viewer, current_viewer
from qa.notifications import rules as news
from qa.notifications.queries import UNSEEN
from qa.questions import beside, queries
from qa.questions.addresses import question_path, slug
from qa.questions.audience import audience
from qa.questions.views import bp
from qa.questions.views.thread import Order, Thread, build
from qa.recognition.credit_line import OPEN_TOPICS
from qa.routing import queries as asks
from qa.routing import words
from qa.routing.words import WhoWasAsked

SHOWN = beside.SHOWN.add_columns(UNSEEN, OPEN_TOPICS)


@bp.get("/q/<id:question_id>/<path:words>")
@bp.get("/q/<id:question_id>/")
def show(question_id: int, words: str = "") -> ResponseReturnValue:
    """The page; an address with other words leads to the right one."""
    return question_page(question_id, words=words)


@bp.get("/q/<id:question_id>")
def show_short(question_id: int) -> ResponseReturnValue:
    """A short address, as people type it."""
    row = queries.show(current_viewer().id, question_id)
    return redirect(question_path(row.id, row.title))


def question_page(question_id: int, *, words: str | None = None, form: Any = None) -> ResponseReturnValue:
    """The page of a question for the viewer, with *form* (an answer that was refused) or the viewer's draft."""
    viewer, now = current_viewer(), clock.now()
    row = beside.shown(viewer.id, question_id, SHOWN, now=now)
    if words is not None and words != slug(row.title):
        return redirect(question_path(row.id, row.title))
    order = Order.of(request.args.get("order"))
    thread = build(row, viewer, now, order)
    pristine, asked = False, ""
    if form is None and thread.may_answer:
        own = asks.asked_here(viewer.id, question_id)
        pristine, asked = not own.fields, _asked(own, thread)
        form = blank_form() if pristine else AnswerForm(formdata=None, data=own.fields)
    if row.viewer_has_news and request.method == "GET":
        news.see_thread(viewer.id, question_id, now)
    seen = audience(viewer, row.circle_id, row.circle_name, lately=True) if form is not None else None
    return render_template(
        "questions/show.html",
        q=thread,
        form=form,
        order=order,
        pristine=pristine,
        seen=seen,
        asking=_asking(),
        asked=asked,
        who_was_asked=_who_was_asked(thread, viewer),
    )


def _asked(own: Any, thread: Thread) -> str:
    """Why the viewer is asked; empty where the viewer is not, or has reacted, or nobody waits any more."""
    if own.ask_id is None or own.passed_at or own.handed_at or thread.closed:
        return ""
    row = thread.row
    return words.why_you(own.why, own.topic, own.handed_by, row.circle_name, thread.byline.name)


def _who_was_asked(thread: Thread, viewer: Viewer) -> WhoWasAsked | None:
    """For the asker alone."""
    if not thread.mine:
        return None
    return words.who_was_asked(asks.asked(viewer.id, thread.row.id), viewer, clock.now())


def _asking() -> str | None:
    """The draft of the question with which the viewer came here from Ask; empty where it has no number yet."""
    given = request.args.get("ask")
    number = whole_number(given)
    return None if given is None else str(number or "")


@cache
def blank_form() -> AnswerForm:
    """An answer's form with nothing in it, for drawing alone: made once, because it is the same for all."""
    return AnswerForm(formdata=None, meta={"csrf": False})
