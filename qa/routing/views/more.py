"""What an asker can do while answers are missing: ask by name, ask a larger circle, or move the date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.answers import widening
from qa.core import clock, limits
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.byline import Byline, author_of, byline
from qa.members.forms import NameForm, show_problem
from qa.members.models import Exposure, Member
from qa.members.naming import named
from qa.members.queries import by_handles
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.members.views.naming import meant
from qa.questions import access, after, rules, timebox, wider
from qa.questions.addresses import question_path
from qa.questions.audience import audience
from qa.questions.models import Question
from qa.routing import evidence, naming, queries, waves, words
from qa.routing.models import Route
from qa.routing.views import bp

SUGGESTED, CIRCLES = 8, 5


@bp.get("/q/<id:question_id>/more")
def more(question_id: int) -> ResponseReturnValue:
    """The page with all three."""
    member = current_member()
    question = access.load(question_id, member.id)
    rules.require_author(member, question)
    return _page(question, NameForm(formdata=None))


@bp.post("/q/<id:question_id>/asks")
@limiter.limit(limits.CIRCLE_MAIL)
def ask_by_name(question_id: int) -> ResponseReturnValue:
    """Ask those who were ticked or written."""
    member, form = current_member(), NameForm()
    question = access.load(question_id, member.id)
    rules.require_author(member, question)
    try:
        told = naming.ask(member, question, _peers(form, member), clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(question, form), 422
    if told.asked:
        flash(
            _("Asked, unless they were before or have reacted: %(names)s.", names=", ".join(told.asked)),
            "good",
        )
    if told.not_now:
        flash(_("Could not be asked now: %(names)s.", names=", ".join(told.not_now)))
    return redirect(url_for("routing.more", question_id=question.id), 303)


def _peers(form: NameForm, member: Member) -> list[Member]:
    """Those who were ticked, and the one who was written or chosen, each once. Raises RuleBroken with "member"."""
    form.member.data = request.form.get("choose") or form.member.data or ""
    ticked = request.form.getlist("peers")[: naming.NAMES_MOST + 1]
    found = list(by_handles(member.id, ticked)) if ticked else []
    if form.member.data.strip():
        found.append(named(form.member.data, member.id))
    return list(dict.fromkeys(found))


@bp.post("/q/<id:question_id>/circle")
@limiter.limit(limits.EDIT)
def widen(question_id: int) -> ResponseReturnValue:
    """Give the question to a larger circle."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    widening.widen(member, question, whole_number(request.form.get("circle")) or 0, clock.now())
    flash(_("Your question is in the larger circle now. More peers are asked from there."), "good")
    return redirect(question_path(question.id, question.title), 303)


@dataclass(frozen=True, slots=True)
class Larger:
    """A larger circle, and who will read the question there. *moves*: the question itself can go there."""

    id: int
    name: str
    readers: int
    moves: bool
    warning: str


def _page(question: Question, form: NameForm) -> str:
    viewer, now = current_viewer(), clock.now()
    question_open = waves.is_open(question, now)
    shown = words.who_was_asked(queries.asked(viewer.id, question.id), viewer, now)
    return render_template(
        "routing/more.html",
        question=question,
        form=form,
        ticked=request.form.getlist("peers"),
        found=meant(form, viewer, question.circle_id),
        open=question_open,
        due=timebox.when_long(question.needed_by, now, viewer.zone) if question.needed_by else "",
        left=naming.left(question.id) if question_open else 0,
        asked=shown.asked if shown else 0,
        looks=_next_look(question, viewer, now) if question_open else "",
        named=shown.named if shown else (),
        suggested=_suggested(question, viewer, now) if question_open else [],
        larger=_larger(question, viewer) if question_open else [],
        shared=widening.is_shared(question),
        hidden=question.exposure != Exposure.NAMED,
        may_move=not after.unmovable(question, after.moves(question.id)),
        href=question_path(question.id, question.title),
    )


def _next_look(question: Question, viewer: Viewer, now: datetime) -> str:
    """When it is decided next whether more are asked; empty where that is over, or where nobody looks."""
    route = db.session.get(Route, question.id)
    at = route.due_at if route is not None else None
    return timebox.when(at, now, viewer.zone) if at is not None and at > now else ""


def _suggested(question: Question, viewer: Viewer, now: datetime) -> list[tuple[str, Byline, str]]:
    """Handle, byline and reason of those who may know, as far as the asker may read that they do; by name."""
    known = {one: said for one, said in evidence.gather(question, now).items() if said.expertise > 0}
    out = naming.known_to_asker(viewer.id, question) | {viewer.id}
    best = sorted(known.keys() - out, key=lambda one: (-known[one].expertise, one))
    rows = queries.may_know(question, best, SUGGESTED)
    return [
        (
            row.author_handle,
            byline(author_of(row), Exposure.NAMED, viewer.id),
            words.why_they(known[row.author_id].why, None),
        )
        for row in rows
    ]


def _larger(question: Question, viewer: Viewer) -> list[Larger]:
    shared, found = widening.is_shared(question), []
    for one in wider.choices(question)[:CIRCLES]:
        seen = audience(viewer, one.id, one.name)
        warning = seen.warning(question.exposure)
        found.append(Larger(one.id, one.name, seen.readers, one.holds and not shared, warning))
    return found
