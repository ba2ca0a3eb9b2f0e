"""What moderators are asked to look at, and what they decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.byline import Byline, author_of, byline
from qa.members.dates import day
from qa.members.models import Exposure, Member
from qa.members.privileges.models import Privilege
from qa.members.viewer import current_member, current_viewer
from qa.moderation import acts, entrusting
from qa.moderation import queries as moderation
from qa.questions.forms import show_problem
from qa.trust import queries, reviews, showing, words
from qa.trust.forms import PrivilegeForm
from qa.trust.views import bp
from qa.trust.words import Line

TAKE, RETURN = "take", "return"


@dataclass(frozen=True, slots=True)
class Taken:
    """A privilege that is taken from a member."""

    person: Byline
    handle: str
    name: str
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """What to look at: a member, privileges, and what they did, as all members may see it."""

    person: Byline
    handle: str
    privileges: list[str]
    names: list[str]
    since: str
    lines: list[Line]


@bp.get("/moderation/privileges")
@open_to("staff")
def index() -> ResponseReturnValue:
    """What asks for a look, and what is taken away."""
    viewer = current_viewer()
    return render_template("trust/reviews.html", looks=_looks(), taken=_taken(queries.taken(), viewer.id))


def _looks() -> list[Look]:
    viewer = current_viewer()
    found = reviews.to_look_at(viewer.id, clock.now())
    shown = showing.shown([deed for one in found for deed in one.deeds], viewer.id)
    return [
        Look(
            byline(author_of(one.person), Exposure.NAMED, viewer.id),
            one.person.author_handle,
            [each.value for each in one.privileges],
            [words.name(each) for each in one.privileges],
            day(one.since, viewer.zone),
            words.staff_lines(shown[deed] for deed in one.deeds),
        )
        for one in found
    ]


def _taken(rows: dict[tuple[int, Privilege], Any], viewer_id: int) -> list[Taken]:
    people = showing.people_of({member_id for member_id, _privilege in rows}, viewer_id)
    return [
        Taken(
            byline(author_of(people[member_id]), Exposure.NAMED, viewer_id),
            people[member_id].author_handle,
            words.name(privilege),
            day(row.taken_at, current_viewer().zone),
            row.reason,
        )
        for (member_id, privilege), row in rows.items()
        if member_id in people
    ]


@bp.get("/m/<handle>/privileges")
@open_to("staff")
def member(handle: str) -> ResponseReturnValue:
    """What a moderator may take from a member or give back."""
    acts.require_power_over(current_member(), moderation.load(handle, current_viewer().id))
    return _page(handle)


def _page(handle: str, act: str = "", refused: PrivilegeForm | None = None) -> str:
    """The page, with *refused* in the place of the form of *act*. What is granted it does not say: see ``reviews``."""
    viewer = current_viewer()
    found = moderation.load(handle, viewer.id)
    taken = queries.taken([found.id])
    forms = {
        name: refused if name == act and refused else PrivilegeForm(formdata=None, part=name)
        for name in (TAKE, RETURN)
    }
    gone = {privilege.value for _member, privilege in taken}
    for name, form in forms.items():
        form.privilege.choices = [
            choice for choice in form.privilege.choices if (choice[0] in gone) == (name == RETURN)
        ]
    return render_template(
        "trust/member.html",
        person=byline(found, Exposure.NAMED, viewer.id),
        handle=found.handle,
        taken=_taken(taken, viewer.id),
        forms=forms,
        act=act,
    )


Rule = Callable[[Member, Member, Privilege, str, datetime], None]


def _decide(handle: str, act: str, rule: Rule, message: str) -> ResponseReturnValue:
    form = PrivilegeForm(part=act)
    found = moderation.load(handle, current_viewer().id, lock=True)
    acts.require_power_over(current_member(), found)
    if form.validate():
        try:
            rule(current_member(), found, Privilege(form.privilege.data), form.reason.data or "", clock.now())
        except RuleBroken as error:
            show_problem(form, error)
        else:
            flash(message, "good")
            return redirect(url_for("trust.index"), 303)
    return _page(handle, act, form), 422


@bp.post("/m/<handle>/privileges/removal")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def take(handle: str) -> ResponseReturnValue:
    """Take one away."""
    return _decide(handle, TAKE, entrusting.take, _("Taken away. The member is told, with your reason."))


@bp.post("/m/<handle>/privileges/return")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def give_back(handle: str) -> ResponseReturnValue:
    """Give one back."""
    return _decide(
        handle, RETURN, entrusting.give_back, _("Given back. The member is told, with your reason.")
    )


@bp.post("/m/<handle>/privileges/confirmation")
@open_to("staff")
@limiter.limit(limits.MODERATE)
def keep(handle: str) -> ResponseReturnValue:
    """Say that the member keeps it."""
    found = moderation.load(handle, current_viewer().id, lock=True)
    chosen = [one for one in Privilege if one.value in request.form.getlist("privilege")]
    if not chosen:
        raise RuleBroken(_("Choose which."))
    for one in chosen:
        entrusting.keep(current_member(), found, one, clock.now())
    flash(_("It stays. What you looked at does not come up again."), "good")
    return redirect(url_for("trust.index"), 303)
