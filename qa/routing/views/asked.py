"""What somebody who was asked can do: not now, or somebody else. A link in a mail leads to a page with a button."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members.forms import NameForm, show_problem
from qa.members.naming import named
from qa.members.viewer import current_member, current_viewer
from qa.members.views.naming import meant
from qa.questions.addresses import question_path
from qa.routing import queries, rules, words
from qa.routing.views import bp


@bp.get("/q/<id:question_id>/no")
def no(question_id: int) -> ResponseReturnValue:
    """Not now: the page with the button."""
    row = queries.own_ask(current_viewer().id, question_id)
    why = words.why_you(row.why, row.topic, row.handed_by)
    href = question_path(question_id, row.title)
    return render_template("routing/no.html", row=row, why=why, href=href, question_id=question_id)


@bp.post("/q/<id:question_id>/no")
@limiter.limit(limits.EDIT)
def pass_by(question_id: int) -> ResponseReturnValue:
    """Not now."""
    member = current_member()
    ask, _question = rules.load(member, question_id)
    rules.pass_by(member, ask, clock.now())
    flash(_("Noted. You hear no more of this question; you may still answer it."), "good")
    return redirect(url_for("home.index"), 303)


@bp.get("/q/<id:question_id>/pass")
def pass_on(question_id: int) -> ResponseReturnValue:
    """Somebody else: the page to name them."""
    return _pass_page(question_id, NameForm(request.args))


@bp.post("/q/<id:question_id>/pass")
@limiter.limit(limits.CIRCLE_MAIL)
def hand_on(question_id: int) -> ResponseReturnValue:
    """Name somebody else, who is asked if that may be."""
    member, form = current_member(), NameForm()
    ask, question = rules.load(member, question_id)
    if not form.validate():
        return _pass_page(question_id, form), 422
    try:
        form.member.data = request.form.get("choose") or form.member.data
        peer = named(form.member.data, member.id)
        rules.hand_on(member, ask, question, peer, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _pass_page(question_id, form), 422
    flash(
        _("Thank you. %(name)s is asked, unless they were already or wish not to be.", name=peer.name), "good"
    )
    return redirect(url_for("home.index"), 303)


def _pass_page(question_id: int, form: NameForm) -> str:
    viewer = current_viewer()
    row = queries.own_ask(viewer.id, question_id)
    return render_template(
        "routing/pass.html",
        row=row,
        form=form,
        found=meant(form, viewer),
        href=question_path(question_id, row.title),
        question_id=question_id,
    )
