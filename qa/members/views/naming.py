"""Naming a member in a form: by handle, by the whole name, or by choosing among those who were meant."""

from __future__ import annotations

from flask_babel import gettext as _

from qa.core.errors import RuleBroken
from qa.members import queries
from qa.members.byline import Byline
from qa.members.forms import NameForm
from qa.members.models import Member
from qa.members.viewer import Viewer
from qa.members.views.people import in_list

SUGGESTED = 8


def named(typed: str, viewer_id: int) -> Member:
    """The member with this handle, or the only one of this name. Raises RuleBroken with the field "member"."""
    found = queries.by_handles(viewer_id, [typed.strip().removeprefix("@")])
    if found:
        return found[0]
    rows = queries.peers(viewer_id, typed, SUGGESTED)
    same = [row for row in rows if row.author_name.casefold() == " ".join(typed.split()).casefold()]
    if len(same) != 1:
        raise RuleBroken(_("Choose one of those below, or write a handle."), "member")
    return queries.by_handles(viewer_id, [same[0].author_handle])[0]


def meant(form: NameForm, viewer: Viewer, circle_id: int | None = None) -> list[tuple[str, Byline]]:
    """Handle and byline of those, in the circle where one is given, who may be meant by what was refused in *form*'s
    field "member"."""
    typed = (form.member.data or "")[:200]
    rows = (
        queries.peers(viewer.id, typed, SUGGESTED, circle_id) if form.member.errors and typed.strip() else []
    )
    people = zip(rows, in_list(rows, viewer), strict=True)
    return [(row.author_handle, person) for row, (person, _about, _suspended) in people]
