"""What moderators are asked to look at, as it is at this moment.

It names what a member did that every member may see, and follows from nothing else; nor does any page of a moderator's
say what is granted: the one would tell of withheld names and of circles, and so would the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qa.core.db import AnyRow
from qa.members.models import STAFF
from qa.members.privileges.models import Privilege
from qa.trust import queries, showing, weighing
from qa.trust.weighing import Deed


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A member (a row with author columns), privileges, since when, and the open deeds, the latest first."""

    person: AnyRow
    privileges: list[Privilege]
    since: datetime
    deeds: list[Deed]


def to_look_at(viewer_id: int, now: datetime) -> list[ToLookAt]:
    """Open reviews that are still needed, of members whom the viewer may know of, the longest first.

    Privileges of one member about which the same deeds ask for a look stand together.
    """
    rows = queries.open_reviews()
    ids = {row.member_id for row in rows}
    people = showing.people_of(ids, viewer_id)
    done, since, taken = queries.deeds(ids, now), queries.looked_at(ids), queries.taken(ids)
    bars, found = queries.bars(), dict[tuple[int, tuple[Deed, ...]], ToLookAt]()
    for row in rows:
        key, person = (row.member_id, row.privilege), people.get(row.member_id)
        deeds = weighing.told(done.get(row.member_id, []), since.get(key))
        if person is None or person.role in STAFF or key in taken:
            continue
        if weighing.needs_no_look(deeds, bars, None):
            continue
        last = weighing.lately(deeds, bars.events)
        one = ToLookAt(person, [], row.opened_at, last)
        found.setdefault((row.member_id, tuple(last)), one).privileges.append(row.privilege)
    return list(found.values())
