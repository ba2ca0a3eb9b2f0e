"""Naming a member in a form: by handle, by the whole name, or by choosing among those who were meant."""

from __future__ import annotations

from qa.members import queries
from qa.members.byline import Byline
from qa.members.forms import NameForm
from qa.members.naming import SUGGESTED
from qa.members.viewer import Viewer
from qa.members.views.people import in_list


def meant(form: NameForm, viewer: Viewer, circle_id: int | None = None) -> list[tuple[str, Byline]]:
    """Handle and byline of those, in the circle where one is given, who may be meant by what was refused in *form*'s
    field "member"."""
    typed = (form.member.data or "")[:200]
    rows = (
        queries.peers(viewer.id, typed, SUGGESTED, circle_id) if form.member.errors and typed.strip() else []
    )
    people = zip(rows, in_list(rows, viewer), strict=True)
    return [(row.author_handle, person) for row, (person, _about, _suspended) in people]
