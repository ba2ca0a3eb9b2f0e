"""At a question's date and after it: moving the date, recording the outcome."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members.models import Exposure
from qa.members.viewer import current_member, current_viewer
from qa.questions import access, after, rules, timebox
from qa.questions.addresses import question_path
from qa.questions.deadlines import DeadlineError
from qa.questions.forms import MoveForm, OutcomeForm, show_problem
from qa.questions.models import FAR, MOVES_MAX, Question
from qa.questions.views import bp
from qa.questions.views.signature import offer_removal


@bp.get("/q/<id:question_id>/date")
def date(question_id: int) -> ResponseReturnValue:
    """The form for a later date; why there can be none, where there can be none."""
    member = current_member()
    question = access.load(question_id, member.id)
    rules.require_author(member, question)
    if refused := after.unmovable(question, after.moves(question.id)):
        raise RuleBroken(refused)
    return _date_page(_move_form(question), question)


@bp.post("/q/<id:question_id>/date")
@limiter.limit(limits.EDIT)
def move(question_id: int) -> ResponseReturnValue:
    """Move the date."""
    member, now = current_member(), clock.now()
    question = access.load(question_id, member.id, lock=True)
    rules.require_author(member, question)
    form = _move_form(question)
    if form.validate():
        try:
            to = form.instant(now, current_viewer().zone)
            after.move(member, question, to, form.reason.data or "", now)
        except (RuleBroken, DeadlineError) as error:
            show_problem(form, error)
        else:
            flash(_("The date is moved. The page says from when, and why."), "good")
            return redirect(question_path(question.id, question.title))
    return _date_page(form, question), 422


def _move_form(question: Question) -> MoveForm:
    return MoveForm(question.needed_by or FAR, clock.now(), current_viewer().zone)


def _date_page(form: MoveForm, question: Question) -> str:
    due, now = question.needed_by, clock.now()
    return render_template(
        "questions/date.html",
        form=form,
        title=question.title,
        due=timebox.when_long(due, now, current_viewer().zone) if due else "",
        passed=due is not None and due <= now,
        hidden=question.exposure != Exposure.NAMED,
        left=MOVES_MAX - after.moves(question.id),
        href=question_path(question.id, question.title),
    )


@bp.get("/q/<id:question_id>/outcome")
def outcome(question_id: int) -> ResponseReturnValue:
    """The form for what was decided, with what was recorded within the last hour."""
    member = current_member()
    question = access.load(question_id, member.id)
    rules.require_author(member, question)
    known = after.outcome_of(question.id)
    after.require_recordable(question, known, clock.now())
    form = OutcomeForm(formdata=MultiDict({"body": known.body}) if known else None)
    return _outcome_page(form, question)


@bp.post("/q/<id:question_id>/outcome")
@limiter.limit(limits.EDIT)
def record(question_id: int) -> ResponseReturnValue:
    """Record what was decided, or mend its words."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    rules.require_author(member, question)
    form = OutcomeForm()
    if form.validate():
        if (offer := offer_removal(form, exposure=question.exposure)) is not None:
            return offer
        first = question.outcome_at is None
        try:
            after.record(member, question, form.body.data or "", clock.now())
        except RuleBroken as error:
            show_problem(form, error)
        else:
            told = _("Recorded. Those who answered are told.")
            flash(told if first else _("Saved. Nobody is told a second time."), "good")
            return redirect(f"{question_path(question.id, question.title)}#outcome")
    return _outcome_page(form, question), 422


def _outcome_page(form: OutcomeForm, question: Question) -> str:
    return render_template(
        "questions/outcome.html",
        form=form,
        title=question.title,
        told=question.answer_count,
        recorded=question.outcome_at is not None,
        thanks_href=f"/q/{question.id}/thanks",
        href=question_path(question.id, question.title),
    )
