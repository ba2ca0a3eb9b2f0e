"""Who is meant by a handle or a name that a member wrote."""

from __future__ import annotations

from flask_babel import gettext as _

from qa.core.errors import RuleBroken
from qa.members import queries
from qa.members.models import Member

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
