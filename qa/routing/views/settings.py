"""How a member wants to be asked."""

from __future__ import annotations

from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members.forms import show_problem
from qa.members.viewer import current_member, current_viewer
from qa.routing import rules, wish_queries
from qa.routing.forms import AsksForm
from qa.routing.views import bp


@bp.get("/settings/asks")
def asks() -> ResponseReturnValue:
    """How often one is asked, until when one is away, and what one is not asked about."""
    viewer = current_viewer()
    wish = wish_queries.wish(viewer.id)
    kept = {
        "asks_a_week": wish.asks_a_week,
        "away": wish.away_until.isoformat() if wish.away_until else "",
        "named": wish.named,
        "tags": ", ".join(wish_queries.muted_tags(viewer.id)),
    }
    return _page(AsksForm(formdata=None, data=kept))


@bp.post("/settings/asks")
@limiter.limit(limits.EDIT)
def save_asks() -> ResponseReturnValue:
    """Keep all of it, or nothing where one thing is at fault."""
    form, ticked = AsksForm(), request.form.getlist("circles")
    if not form.validate():
        return _page(form, ticked), 422
    try:
        rules.choose(current_member(), form.wishes(ticked), clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, ticked), 422
    flash(_("Saved."), "good")
    return redirect(url_for("routing.asks"), 303)


def _page(form: AsksForm, ticked: Collection[str] | None = None) -> str:
    circles = [
        (row.id, row.name, row.muted if ticked is None else str(row.id) in ticked)
        for row in wish_queries.circles(current_viewer().id)
    ]
    return render_template("routing/settings.html", form=form, circles=circles)
