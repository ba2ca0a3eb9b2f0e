"""Asking: the form, the step before posting, drafts, preview and prior answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from qa.core import clock, limits, transaction
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import whole_number
from qa.members.models import Exposure
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.questions import again, drafts, queries, rules, tagging, timebox
from qa.questions.addresses import question_path
from qa.questions.deadlines import DeadlineError
from qa.questions.forms import AskForm, show_problem
from qa.questions.models import DraftKind
from qa.questions.views import bp
from qa.questions.views.review import review
from qa.questions.views.signature import offer_removal
from qa.search.similar import similar as prior


@bp.get("/ask")
def ask() -> ResponseReturnValue:
    """The empty form, a draft, or the words of a search that found nothing."""
    viewer, now = current_viewer(), clock.now()
    form = AskForm(queries.circles_to_ask(viewer.id), now, viewer.zone, formdata=_given())
    return _page(form, viewer, now)


def _given() -> MultiDict[str, str] | None:
    """What the form starts with: a draft's fields or a title from the address."""
    number = whole_number(request.args.get("draft"))
    if number is not None:
        draft = drafts.load(current_member(), number)
        return MultiDict({**draft.fields, "draft": str(draft.id)})
    if (number := whole_number(request.args.get("of"))) is not None:
        return again.fields(current_member(), number, request.args.get("circle_id", ""), clock.now())
    wanted = {name: request.args.get(name, "") for name in ("title", "circle_id")}
    return MultiDict({name: drafts.storable(value)[:300] for name, value in wanted.items() if value})


@bp.post("/ask")
@limiter.limit(limits.PREVIEW)
@limiter.limit(limits.POST_QUESTION, exempt_when=lambda: request.form.get("do") != "post")
def post() -> ResponseReturnValue:
    """Show the question as it will go out, or post it."""
    viewer, now = current_viewer(), clock.now()
    form = AskForm(queries.circles_to_ask(viewer.id), now, viewer.zone)
    due = _checked(form, viewer, now)
    if form.errors:
        return _page(form, viewer, now), 422
    if request.form.get("do") != "post":
        return _page(form, viewer, now, reviewed=review(form, viewer, now, due))
    if (offer := offer_removal(form)) is not None:
        return offer
    return _post(form, now, due, viewer)


def _checked(form: AskForm, viewer: Viewer, now: datetime) -> datetime | None:
    form.validate()
    try:
        rules.check(_words(form))
    except RuleBroken as error:
        show_problem(form, error)
    try:
        return form.chosen(now, viewer.zone)
    except DeadlineError as error:
        show_problem(form, error)
        return None


def _words(form: Any) -> rules.Words:
    return rules.Words(
        form.title.data or "",
        form.body.data or "",
        form.purpose.data or "",
        tagging.split(form.tags.data or ""),
    )


def _post(form: AskForm, now: datetime, due: datetime | None, viewer: Viewer) -> ResponseReturnValue:
    member = current_member()
    try:
        question = rules.post(
            member,
            _words(form),
            now,
            circle_id=form.circle_id.data,
            needed_by=due,
            answers_wanted=form.answers_wanted.data,
            exposure=Exposure(form.exposure.data),
        )
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, viewer, now), 422
    drafts.spend(member, draft_id=whole_number(form.draft.data))
    again.link(member, question, whole_number(form.of.data), now)
    flash(_("Your question is out. Answers come to this page."), "good")
    return redirect(question_path(question.id, question.title))


def _page(form: AskForm, viewer: Viewer, now: datetime, reviewed: Any = None) -> str:
    similar = prior(viewer, form.title.data or "", form.body.data or "") if form.title.data else []
    if reviewed and similar:
        _keep(form, now)
    return render_template(
        "questions/ask.html",
        form=form,
        similar=similar,
        nearly=[one for one in similar if one.nearly and one.circle_id == form.circle_id.data],
        draft=str(whole_number(form.draft.data) or ""),
        review=reviewed,
        sizes=_sizes(form),
        saved=_saved_at(form, viewer, now),
    )


def _keep(form: AskForm, now: datetime) -> None:
    """Keep what was typed as a draft: who goes to read a prior answer finds it again."""
    # With too many drafts it stays in the page, as without scripts always.
    with suppress(RuleBroken):
        number = whole_number(form.draft.data)
        draft = drafts.save(current_member(), DraftKind.QUESTION, request.form, now, draft_id=number)
        form.draft.data = str(draft.id)


def _sizes(form: AskForm) -> dict[int, str]:
    return {
        circle.id: ngettext("%(num)s member", "%(num)s members", circle.members) for circle in form.circles
    }


def _saved_at(form: AskForm, viewer: Viewer, now: datetime) -> str:
    number = whole_number(form.draft.data)
    if number is None or request.method != "GET":
        return ""
    draft = drafts.load(current_member(), number)
    return timebox.when(draft.saved_at, now, viewer.zone)


@bp.get("/ask/similar")
@limiter.limit(limits.SUGGEST)
def similar() -> ResponseReturnValue:
    """Prior answers for a title: a piece of the page."""
    return _suggested(request.args)


@bp.post("/ask/similar")
@limiter.limit(limits.SUGGEST)
@transaction.only_reads
def similar_to() -> ResponseReturnValue:
    """Prior answers for a question being typed, title and body: no address and so no log holds its words."""
    return _suggested(request.form)


def _suggested(given: Mapping[str, str]) -> str:
    found = prior(current_viewer(), given.get("title", ""), given.get("body", ""))
    draft = str(whole_number(given.get("draft")) or "")
    return render_template("questions/similar.html", similar=found, draft=draft)


@bp.post("/preview")
@limiter.limit(limits.PREVIEW)
def preview() -> ResponseReturnValue:
    """A body as it will be shown: a piece of the page, by the same renderer as the saved one."""
    return rules.render(request.form.get("body", ""), "body").html


@bp.get("/drafts", endpoint="drafts")
def drafts_page() -> ResponseReturnValue:
    """What the member has typed and not posted."""
    viewer, now = current_viewer(), clock.now()
    rows = queries.drafts(viewer.id)
    live, ended = [row for row in rows if not row.ended_at], [row for row in rows if row.ended_at]
    return render_template(
        "questions/drafts.html",
        rows=live,
        ended=ended,
        address=question_path,
        when=lambda at: timebox.when(at, now, viewer.zone),
    )


@bp.post("/drafts")
@limiter.limit(limits.DRAFT)
def save_draft() -> ResponseReturnValue:
    """Keep the form's fields: from the page as it is typed into, or by the button."""
    member, now = current_member(), clock.now()
    question_id = whole_number(request.form.get("question_id"))
    kind = DraftKind.ANSWER if question_id else DraftKind.QUESTION
    number = whole_number(request.form.get("draft"))
    draft = drafts.save(member, kind, request.form, now, draft_id=number, question_id=question_id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(fields={"draft": str(draft.id)})
    flash(_("Kept as a draft. Nobody else sees it."), "good")
    return redirect(url_for("questions.drafts"))


@bp.post("/drafts/<id:draft_id>/discard")
@limiter.limit(limits.DRAFT)
def discard_draft(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    drafts.discard(current_member(), draft_id)
    flash(_("Draft thrown away."), "good")
    return redirect(url_for("questions.drafts"))
