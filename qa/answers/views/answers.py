"""What members do with answers: give, edit, take back, mark, comment."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from qa.answers import commenting, ending, marking, queries, rules, thanking
from qa.answers.forms import AnswerEditForm, AnswerForm, CommentForm, MarkForm
from qa.answers.models import Answer, MarkKind
from qa.answers.thanking import Thanks
from qa.answers.views import bp
from qa.answers.views.thanks import given_before, return_path
from qa.core import clock, diff, limits
from qa.core.errors import Conflict, RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.viewer import current_member, current_viewer
from qa.questions import access, drafts, timebox
from qa.questions.addresses import answer_path, question_path
from qa.questions.audience import audience
from qa.questions.forms import show_problem
from qa.questions.models import Question
from qa.questions.views.signature import offer_removal


@bp.post("/q/<id:question_id>/answers")
@limiter.limit(limits.ANSWER)
def give(question_id: int) -> ResponseReturnValue:
    """Post an answer; with problems, the question's page comes back with the text in the form."""
    from qa.questions.views.show import question_page

    member = current_member()
    question = access.load(question_id, member.id, lock=True)
    form = AnswerForm()
    if form.validate():
        if (offer := offer_removal(form)) is not None:
            return offer
        try:
            told = whole_number(request.form.get("circle"))
            answer = rules.give(member, question, form.reply(), clock.now(), told=told)
        except RuleBroken as error:
            show_problem(form, error)
        else:
            drafts.spend(member, question_id=question_id)
            flash(_("Your answer is in. Thank you."), "good")
            return redirect(answer_path(question.id, question.title, answer.id))
    return make_response(question_page(question_id, form=form), 422)


@bp.get("/a/<id:answer_id>")
def show(answer_id: int) -> ResponseReturnValue:
    """An answer's place on its question's page."""
    place = queries.place(answer_id, current_viewer().id)
    return redirect(answer_path(place.question_id, place.title, place.id))


@bp.get("/a/<id:answer_id>/edit")
def edit(answer_id: int) -> ResponseReturnValue:
    """The form with the answer as it stands."""
    member = current_member()
    answer = rules.load(answer_id, member.id)
    rules.require_author(member, answer)
    values = {
        "body": answer.body,
        "basis": answer.basis,
        "quote": answer.quote,
        "exposure": answer.exposure,
        "interest": answer.interest,
        "base": str(rules.latest_revision(answer.id)),
        **({"has_interest": "y"} if answer.interest else {}),
    }
    return _edit_page(AnswerEditForm(formdata=MultiDict(values)), answer)


@bp.post("/a/<id:answer_id>/edit")
@limiter.limit(limits.EDIT)
def save(answer_id: int) -> ResponseReturnValue:
    """Change an answer; after another edit meanwhile both texts are shown."""
    member = current_member()
    answer = rules.load(answer_id, member.id, lock=True)
    form = AnswerEditForm()
    if form.validate():
        if (offer := offer_removal(form)) is not None:
            return offer
        base = whole_number(form.base.data) or 0
        try:
            rules.edit(member, answer, form.reply(), clock.now(), base=base, reason=form.reason.data or "")
        except RuleBroken as error:
            show_problem(form, error)
        except Conflict as error:
            form.base.data = str(rules.latest_revision(answer.id))
            return _edit_page(form, answer, conflict=error.message), 409
        else:
            return _back(answer, _("Saved. What stood before is in the history."))
    return _edit_page(form, answer), 422


def _edit_page(form: AnswerEditForm, answer: Answer, conflict: str = "") -> str:
    viewer = current_viewer()
    place = queries.place(answer.id, viewer.id)
    return render_template(
        "answers/edit.html",
        form=form,
        answer=answer,
        title=place.title,
        conflict=conflict,
        href=answer_path(place.question_id, place.title, place.id),
        seen=audience(viewer, place.circle_id, place.circle_name),
    )


@bp.post("/a/<id:answer_id>/withdrawal")
@limiter.limit(limits.EDIT)
def withdraw(answer_id: int) -> ResponseReturnValue:
    """Take an answer back."""
    member = current_member()
    answer = rules.load(answer_id, member.id, lock=True)
    place = queries.place(answer_id, member.id)
    rules.withdraw(member, answer, clock.now())
    flash(_("Your answer is taken back. You can answer again; your words are kept for you."), "good")
    return redirect(question_path(place.question_id, place.title))


@bp.get("/a/<id:answer_id>/confirmation")
def confirmation(answer_id: int) -> ResponseReturnValue:
    """An own answer, and the question whether it is still true."""
    member = current_member()
    answer = rules.load(answer_id, member.id)
    rules.require_author(member, answer)
    place = queries.place(answer_id, member.id)
    return render_template(
        "answers/confirmation.html", answer=answer, place=place, href=_path(answer), waits=place.waits
    )


@bp.post("/a/<id:answer_id>/confirmation")
@limiter.limit(limits.EDIT)
def confirm(answer_id: int) -> ResponseReturnValue:
    """Say that an own answer is still true, or that it is not; then it is to be edited."""
    member = current_member()
    answer = rules.load(answer_id, member.id, lock=True)
    said = request.form.get("still")
    if said not in ("yes", "no"):
        raise BadRequest
    ending.confirm(member, answer, said == "yes", clock.now())
    if said == "yes":
        return _back(answer, _("Thank you. Your answer says that it was confirmed today."))
    flash(_("Noted: peers see that it holds no longer. Write here what holds now, or take it back."))
    return redirect(url_for("answers.edit", answer_id=answer.id))


@bp.get("/a/<id:answer_id>/history")
def history(answer_id: int) -> ResponseReturnValue:
    """How an answer came to stand as it does."""
    viewer, now = current_viewer(), clock.now()
    place = queries.place(answer_id, viewer.id)
    revisions = queries.revisions(answer_id)
    changes = [
        (one, timebox.when_long(one.written_at, now, viewer.zone), diff.line_diff(before, one.body))
        for before, one in zip(["", *(r.body for r in revisions)], revisions, strict=False)
    ]
    href = answer_path(place.question_id, place.title, answer_id)
    return render_template("answers/history.html", place=place, changes=changes[::-1], href=href)


@bp.post("/a/<id:answer_id>/marks")
@limiter.limit(limits.MARK)
def mark(answer_id: int) -> ResponseReturnValue:
    """Give a mark or take it back."""
    member, form = current_member(), MarkForm()
    answer = rules.load(answer_id, member.id, lock=True)
    if "unmark" in request.form:
        marking.take_back(member, answer, _kind("unmark"), clock.now())
        return _back(answer, _("Taken back."), to=return_path(answer))
    kind = _kind("mark")
    if kind not in marking.PRESSED:
        raise BadRequest
    if not form.validate():
        return _mark_page(answer, form, kind), 422
    try:
        _give(answer, kind, form)
    except RuleBroken as error:
        show_problem(form, error)
        return _mark_page(answer, form, kind), 422
    if kind != MarkKind.USED:
        return _back(answer, _("Marked. You can take it back at any time."))
    said = _("Noted. The author is thanked in ten minutes; until then you can add a word or take it back.")
    return _back(answer, said, to=return_path(answer))


def _give(answer: Answer, kind: MarkKind, form: MarkForm) -> None:
    note, hours, now = form.note.data or "", form.hours_saved.data, clock.now()
    if kind == MarkKind.USED:
        thanking.thank(current_member(), answer, Thanks(note, hours, bool(form.private.data)), now)
    else:
        marking.give(current_member(), answer, kind, now, marking.Remark(note, hours))


@bp.get("/a/<id:answer_id>/marks")
def marks(answer_id: int) -> ResponseReturnValue:
    """Every mark that the viewer may give, each with its words."""
    member = current_member()
    answer = rules.load(answer_id, member.id)
    return _mark_page(answer, MarkForm(formdata=None, data=given_before(answer, member.id)), None)


def _kind(name: str) -> MarkKind:
    try:
        return MarkKind(request.form.get(name, ""))
    except ValueError as error:
        raise BadRequest from error


def _mark_page(answer: Answer, form: MarkForm, kind: MarkKind | None) -> str:
    viewer = current_viewer()
    place = queries.place(answer.id, viewer.id)
    may_use = access.load(answer.question_id, viewer.id).author_id == viewer.id
    return render_template(
        "answers/marks.html",
        form=form,
        kind=kind,
        answer=answer,
        title=place.title,
        href=_path(answer),
        may_use=may_use,
        thanking=may_use and (kind == MarkKind.USED or request.args.get("for") == "used"),
        own=answer.author_id == viewer.id,
        back=request.form.get("back", ""),
    )


@bp.post("/q/<id:question_id>/comments")
@limiter.limit(limits.COMMENT)
def comment_question(question_id: int) -> ResponseReturnValue:
    """Remark on a question."""
    question = access.load(question_id, current_member().id)
    return _comment(question, None)


@bp.post("/a/<id:answer_id>/comments")
@limiter.limit(limits.COMMENT)
def comment_answer(answer_id: int) -> ResponseReturnValue:
    """Remark on an answer."""
    member = current_member()
    answer = rules.load(answer_id, member.id)
    return _comment(access.load(answer.question_id, member.id), answer)


def _comment(question: Question, answer: Answer | None) -> ResponseReturnValue:
    # The fields of a thread's page share one form, so each has a name of its own.
    name = f"asay-{answer.id}" if answer else f"qsay-{question.id}"
    typed = {"body": request.form.get(name) or request.form.get("body", "")}
    typed["circle"] = request.form.get("circle", "")
    form = CommentForm(formdata=MultiDict({**typed, "signature": request.form.get("signature", "")}))
    href = _path(answer) if answer else question_path(question.id, question.title)
    if form.validate():
        if (offer := offer_removal(form, list(typed.items()))) is not None:
            return offer
        try:
            body, told = form.body.data or "", whole_number(typed["circle"])
            comment = commenting.add(current_member(), question, body, clock.now(), answer, told=told)
        except RuleBroken as error:
            show_problem(form, error)
        else:
            flash(_("Your comment is in."), "good")
            return redirect(f"{question_path(question.id, question.title)}#c{comment.id}")
    page = {"title": question.title, "href": href, "circle_id": question.circle_id}
    return render_template("answers/comment.html", form=form, **page), 422


@bp.post("/comments/<id:comment_id>/withdrawal")
@limiter.limit(limits.EDIT)
def withdraw_comment(comment_id: int) -> ResponseReturnValue:
    """Take a comment back."""
    member = current_member()
    comment = commenting.load(comment_id, member.id)
    commenting.withdraw(member, comment, clock.now())
    question: Any = access.load(comment.question_id, member.id)
    flash(_("Your comment is taken back."), "good")
    return redirect(question_path(question.id, question.title))


def _path(answer: Answer) -> str:
    place = queries.place(answer.id, current_viewer().id)
    return answer_path(place.question_id, place.title, answer.id)


def _back(answer: Answer, message: str, to: str = "") -> ResponseReturnValue:
    flash(message, "good")
    return redirect(to or _path(answer))
