"""Questions that ask the same: saying so, and taking it back."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.questions import access, beside, linking, timebox
from qa.questions.addresses import question_path
from qa.questions.forms import SameForm, show_problem
from qa.questions.models import Question
from qa.questions.views import bp
from qa.search.similar import similar

NUMBER = re.compile(r"(?:^|/q/)([1-9][0-9]{0,17})(?:$|[/?#])")
"""A question's number, alone or in its address."""


@bp.get("/q/<id:question_id>/same")
def same(question_id: int) -> ResponseReturnValue:
    """Which other question asks the same: those that look like it, or any by its address."""
    member = current_member()
    question = access.load(question_id, member.id)
    linking.require_linker(member, question)
    return _page(SameForm(formdata=None), question)


@bp.post("/q/<id:question_id>/same")
@limiter.limit(limits.EDIT)
def link(question_id: int) -> ResponseReturnValue:
    """Say that another question asks the same."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    linking.require_linker(member, question)
    form = SameForm()
    try:
        linking.link(member, question, _other(member.id), clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, question), 422
    flash(_("Linked. Both pages show it to those who may see both."), "good")
    return redirect(question_path(question.id, question.title))


def _other(member_id: int) -> Question:
    """The question named; one that is not there and one that is not the member's get the same words."""
    typed = (request.form.get("pick") or request.form.get("other", "")).strip()
    found = NUMBER.search(typed)
    number = whole_number(found[1]) if found else None
    try:
        return access.load(number or 0, member_id)
    except NotFound as error:
        raise RuleBroken(
            _("There is no such question in your circles. Paste its address."), "other"
        ) from error


def _page(form: SameForm, question: Question) -> str:
    viewer = current_viewer()
    found = similar(viewer, question.title, question.body, exclude=question.id)
    return render_template(
        "questions/same.html",
        form=form,
        title=question.title,
        href=question_path(question.id, question.title),
        similar=found,
    )


@bp.post("/q/<id:question_id>/same/<id:other_id>/end")
@limiter.limit(limits.EDIT)
def unlink(question_id: int, other_id: int) -> ResponseReturnValue:
    """Take a link back."""
    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    linking.unlink(member, question, access.load(other_id, member.id), clock.now())
    flash(_("The link is gone; the history tells of it."), "good")
    return redirect(question_path(question.id, question.title))


def said(viewer: Viewer, question: Any, now: datetime) -> list[tuple[str, str, str]]:
    """The links of a question (of ``queries.show``) for its history: the other's address and title, and what was done."""
    lines = []
    for row in beside.links(viewer.id, question.id):
        askers = {question.asker_id, row.other_asker_id}
        href = question_path(row.id, row.title)
        who = _who(row.linked_by_id in askers)
        when = timebox.when_long(row.linked_at, now, viewer.zone)
        lines.append((href, row.title, _("linked by %(who)s, %(when)s", who=who, when=when)))
        if row.ended_at is not None:
            who = _who(row.ended_by_id in askers)
            when = timebox.when_long(row.ended_at, now, viewer.zone)
            lines.append((href, row.title, _("link taken back by %(who)s, %(when)s", who=who, when=when)))
    return lines


def _who(asker: bool) -> str:
    """Never a name: that of who asked may be withheld."""
    return _("who asked") if asker else _("a steward or moderator")
