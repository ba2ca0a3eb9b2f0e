"""What a view demands of its caller, and what each principal therefore gets.

Access, in the order of what it asks for:
``public`` anybody · ``account`` whoever is signed in, whatever the state · ``member`` active members ·
``staff`` moderators and admins, ``admin`` admins, 403 for other members ·
``circle`` active members of the circle the thing stands in, 404 for others · ``asker``/``answerer`` the author, 403
for the rest of the circle · ``own`` whoever the thing belongs to, 404 for all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.security.world import PRINCIPALS

NOBODY = frozenset({"anonymous", "left"})
ACCOUNTS = frozenset({"applicant", "declined", "suspended"})
OUTSIDE = frozenset({"outside", "moderator outside", "admin", "former"})
INSIDE = frozenset({"inside", "lapsed", "steward", "moderator", "answerer", "asker"})
STAFF = frozenset({"moderator", "moderator outside", "admin"})


@dataclass(frozen=True, slots=True)
class Row:
    """A view: *ok* is its answer to those who may; *also* are statuses for single principals; *data* what is posted.

    *posts*: what it writes is read by others, so that a member whose pledge is due is refused (422).
    """

    endpoint: str
    method: str
    path: str
    access: str
    ok: int = 200
    data: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, int] = field(default_factory=dict)
    changes: bool = True
    owner: str = ""
    posts: bool = False
    notes: bool = False
    """Whether opening it for the first time notes that its reader has seen what the notices there tell."""

    def expected(self, who: str) -> tuple[int, str]:
        """The status that *who* gets, and where a redirect leads."""
        if who in self.also:
            return self.also[who], ""
        if self.access == "public":
            return self.ok, ""
        if who in NOBODY:
            return (302, "/login") if self.method == "GET" else (401, "")
        if self.access == "account":
            return self.ok, ""
        if who in ACCOUNTS:
            return 302, "/standing"
        return self._among_members(who), ""

    def _among_members(self, who: str) -> int:
        if self.access == "own":
            return self.ok if who == self.owner else 404
        if self.access in ("staff", "admin"):
            return self.ok if who in (STAFF if self.access == "staff" else {"admin"}) else 403
        if self.access == "member" or (who not in OUTSIDE and self.access == "circle"):
            return 422 if self.posts and who == "lapsed" else self.ok
        if who in OUTSIDE:
            return 404
        return self.ok if self.access == who else 403

    def order(self) -> list[str]:
        """The principals, those who may do it last: what they change must not hide what the others may not."""
        return sorted(PRINCIPALS, key=lambda who: self.expected(who)[0] == self.ok)
