"""Changing a question: edit, history, close, withdraw."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from qa.answers import retagging
from qa.core import clock, diff, limits
from qa.core.errors import Conflict, RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.models import Exposure
from qa.members.viewer import current_member, current_viewer
from qa.questions import access, queries, rules, tagging, timebox
from qa.questions.addresses import question_path
from qa.questions.audience import audience
from qa.questions.forms import EditForm, show_problem
from qa.questions.models import Question
from qa.questions.views import bp
from qa.questions.views.same import said
from qa.questions.views.signature import offer_removal


@bp.get("/q/<id:question_id>/edit")
def edit(question_id: int) -> ResponseReturnValue:
    """The form with the question as it stands."""
    member = current_member()
    question = access.load(question_id, member.id)
    rules.require_author(member, question)
    values = {
        "title": question.title,
        "body": question.body,
        "purpose": question.purpose,
        "tags": ", ".join(queries.topics_of(question_id)),
        "exposure": question.exposure.value,
        "base": str(rules.latest_revision(question_id)),
    }
    return _page(EditForm(formdata=MultiDict(values)), question)


@bp.post("/q/<id:question_id>/edit")
@limiter.limit(limits.EDIT)
def save(question_id: int) -> ResponseReturnValue:
    """Change a question; after another edit meanwhile both texts are shown and nothing is lost."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    form = EditForm()
    if form.validate():
        if (offer := offer_removal(form)) is not None:
            return offer
        try:
            _edit(form, question)
        except RuleBroken as error:
            show_problem(form, error)
        except Conflict as error:
            form.base.data = str(rules.latest_revision(question_id))
            return _page(form, question, conflict=error.message), 409
        else:
            flash(_("Saved. What stood before is in the history."), "good")
            return redirect(question_path(question.id, question.title))
    return _page(form, question), 422


def _edit(form: EditForm, question: Question) -> None:
    rules.edit(
        current_member(),
        question,
        rules.Words(
            form.title.data or "",
            form.body.data or "",
            form.purpose.data or "",
            tagging.split(form.tags.data or ""),
        ),
        clock.now(),
        base=whole_number(form.base.data) or 0,
        exposure=Exposure(form.exposure.data),
        reveal=bool(form.reveal.data),
        reason=form.reason.data or "",
    )


def _page(form: EditForm, question: Question, conflict: str = "") -> str:
    viewer = current_viewer()
    row = queries.show(viewer.id, question.id)
    return render_template(
        "questions/edit.html",
        form=form,
        seen=audience(viewer, row.circle_id, row.circle_name),
        question=question,
        conflict=conflict,
        href=question_path(question.id, question.title),
    )


@bp.get("/q/<id:question_id>/history")
def history(question_id: int) -> ResponseReturnValue:
    """How a question came to stand as it does."""
    viewer, now = current_viewer(), clock.now()
    row = queries.show(viewer.id, question_id)
    revisions = queries.revisions(question_id)
    before = ["", *(one.title + "\n\n" + one.body for one in revisions)]
    changes = [
        (
            one,
            timebox.when_long(one.written_at, now, viewer.zone),
            diff.line_diff(old, one.title + "\n\n" + one.body),
        )
        for old, one in zip(before, revisions, strict=False)
    ]
    return render_template(
        "questions/history.html",
        row=row,
        changes=changes[::-1],
        retags=retagging.made(row.id, viewer.id),
        mine=row.asker_id == viewer.id and not row.source_key,
        links=said(viewer, row, now),
        href=question_path(row.id, row.title),
    )


@bp.post("/q/<id:question_id>/closure")
@limiter.limit(limits.EDIT)
def close(question_id: int) -> ResponseReturnValue:
    """Close a question before its date."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    rules.close(member, question, clock.now())
    flash(_("Closed. Later answers are still welcome."), "good")
    return redirect(question_path(question.id, question.title))


@bp.post("/q/<id:question_id>/withdrawal")
@limiter.limit(limits.EDIT)
def withdraw(question_id: int) -> ResponseReturnValue:
    """Take a question back while nobody has answered it."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    rules.withdraw(member, question, clock.now())
    flash(_("Your question is taken back. Nobody sees it any more."), "good")
    return redirect(url_for("questions.index"))
