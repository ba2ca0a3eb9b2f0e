"""Founding a circle: the form, what those who are asked see, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.config import settings
from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.members import circles, founding, queries, waiting
from qa.members.byline import author_of, byline
from qa.members.dates import day
from qa.members.forms import GatherForm, NameForm, show_problem
from qa.members.models import Exposure, Member
from qa.members.naming import named
from qa.members.privileges.models import Privilege
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.members.views import bp
from qa.members.views.naming import meant
from qa.members.views.people import in_list
from qa.trust import queries as trust

FOUND = 24
"""Members among whom one chooses at a time."""
ASKED_MOST = 60


@bp.get("/circles/new")
def found() -> ResponseReturnValue:
    """The empty form, or one that starts from a circle of which another like it is wanted."""
    viewer, slug = current_viewer(), request.args.get("like", "")
    data: dict[str, Any] = {"profession": viewer.profession, "level": viewer.level}
    sister = None
    if slug:
        sister = queries.known_circle(slug, viewer.id)
        data = {"purpose": sister.purpose, "profession": sister.profession, "level": sister.level}
        data["name"] = _("%(name)s, second circle", name=sister.name)
    return _page(GatherForm(data=data, formdata=None), viewer, sister)


@bp.post("/circles/new")
@limiter.limit(limits.PREVIEW)
@limiter.limit(limits.CIRCLE_MAIL, exempt_when=lambda: request.form.get("do") != "ask")
def gather() -> ResponseReturnValue:
    """Look for more members to ask, or ask those who are ticked."""
    viewer, actor, form = current_viewer(), current_member(), GatherForm()
    if request.form.get("do") != "ask":
        return _page(form, viewer)
    asked = _asked(form, viewer.id)
    if not form.validate():
        return _page(form, viewer), 422
    try:
        gathering = founding.gather(actor, _plan(form), asked, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _page(form, viewer), 422
    flash(_("Asked. The circle is founded as soon as enough of them say yes."), "good")
    return redirect(url_for("members.gathering", gathering_id=gathering.id), 303)


def _asked(form: GatherForm, viewer_id: int) -> Sequence[Member]:
    return queries.by_handles(viewer_id, (form.asked.data or [])[:ASKED_MOST])


def _plan(form: GatherForm) -> founding.Plan:
    words = {name: form[name].data or "" for name in ("name", "purpose", "profession", "level")}
    return founding.Plan(**words, cap=form.cap.data, listed=form.listed.data == "yes")


def _page(form: GatherForm, viewer: Viewer, sister: Any = None) -> str:
    """The form with those who may be asked: the ticked ones first, then those who fit what is looked for."""
    chosen = set(form.asked.data or [])
    ticked = _asked(form, viewer.id) if chosen else []
    found = queries.peers(viewer.id, (form.whom.data or "")[:200], FOUND)
    rest = [row for row in found if row.author_handle not in chosen]
    return render_template(
        "members/found.html",
        form=form,
        sister=sister,
        ticked=[(one.handle, byline(one, Exposure.NAMED, viewer.id)) for one in ticked],
        others=[
            (row.author_handle, person)
            for row, (person, _about, _suspended) in zip(rest, in_list(rest, viewer), strict=True)
        ],
        needed=settings().founders_needed,
        may=trust.may(viewer, Privilege.STEWARDING, clock.now()),
    )


@bp.get("/gatherings/<id:gathering_id>")
def gathering(gathering_id: int) -> ResponseReturnValue:
    """A circle to be, for its founder and those who are asked."""
    return _gathering(gathering_id, NameForm(formdata=None))


@bp.post("/gatherings/<id:gathering_id>/asked")
@limiter.limit(limits.CIRCLE_MAIL)
def ask_another(gathering_id: int) -> ResponseReturnValue:
    """The founder asks one more."""
    actor, form = current_member(), NameForm()
    found = founding.load(gathering_id, actor)
    founding.require_founder(actor, found)
    if not form.validate() and not request.form.get("choose"):
        return _gathering(gathering_id, form), 422
    try:
        form.member.data = request.form.get("choose") or form.member.data
        member = named(form.member.data, actor.id)
        founding.ask_another(actor, found, member, clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return _gathering(gathering_id, form), 422
    flash(_("%(name)s is asked, and has a mail about it.", name=member.name), "good")
    return redirect(url_for("members.gathering", gathering_id=gathering_id), 303)


def _gathering(gathering_id: int, form: NameForm) -> str:
    viewer = current_viewer()
    row = waiting.gathering(gathering_id, viewer.id)
    inside = row.circle_id is not None and circles.part(row.circle_id, viewer.id) is not None
    late = waiting.invitation(viewer.id, row.circle_id) if row.circle_id is not None and not inside else None
    return render_template(
        "members/gathering.html",
        gathering=row,
        founder=byline(author_of(row), Exposure.NAMED, viewer.id),
        mine=row.founder_id == viewer.id,
        since=day(row.begun_at, viewer.zone),
        seats=[
            (byline(author_of(seat), Exposure.NAMED, viewer.id), seat.accepted)
            for seat in waiting.seats(gathering_id)
        ],
        inside=inside,
        late=late,
        needed=settings().founders_needed,
        form=form,
        found=meant(form, viewer),
    )


@bp.post("/gatherings/<id:gathering_id>/answer")
@limiter.limit(limits.EDIT)
def answer_gathering(gathering_id: int) -> ResponseReturnValue:
    """Say yes or no to founding a circle along."""
    actor = current_member()
    yes = request.form.get("answer") == "yes"
    founded = founding.answer(actor, founding.load(gathering_id, actor), yes, clock.now())
    if founded is not None:
        flash(_("%(circle)s is founded, and you are in it.", circle=founded.name), "good")
        return redirect(url_for("members.circle", slug=founded.slug), 303)
    flash(_("Your yes is noted.") if yes else _("Your no is noted."), "good")
    return redirect(url_for("members.gathering", gathering_id=gathering_id), 303)


@bp.post("/gatherings/<id:gathering_id>/end")
@limiter.limit(limits.EDIT)
def end_gathering(gathering_id: int) -> ResponseReturnValue:
    """The founder gives it up."""
    actor = current_member()
    founding.give_up(actor, founding.load(gathering_id, actor), clock.now())
    flash(_("Given up. Those whom you asked are not asked any more."), "good")
    return redirect(url_for("members.circles"), 303)
