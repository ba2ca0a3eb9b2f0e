"""What the viewer may do here, why, and why not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from qa.core import clock
from qa.core.db import AnyRow
from qa.members.dates import day
from qa.members.models import Member
from qa.members.privileges.models import GrantWhy, Privilege
from qa.members.privileges.rules import is_staff
from qa.members.viewer import current_member, current_viewer, zone
from qa.trust import queries, showing, weighing, words
from qa.trust.views import bp
from qa.trust.weighing import Deed
from qa.trust.words import Line


@dataclass(frozen=True, slots=True)
class Card:
    """A privilege: *said* is why, or why not yet; *taken* the day on which a moderator took it, with the *reason*."""

    name: str
    meaning: str
    held: bool
    said: str
    taken: str
    reason: str
    looked_at: bool


@bp.get("/settings/privileges")
def privileges() -> ResponseReturnValue:
    """All three, and which of one's deeds did not hold where that keeps one from any of them."""
    member, now = current_member(), clock.now()
    known = _Known(member, now)
    cards = [known.card(one) for one in Privilege]
    return render_template("trust/privileges.html", cards=cards, lines=known.lines(cards))


class _Known:
    """All that is known of one member, read once."""

    def __init__(self, member: Member, now: datetime) -> None:
        self.member, self.now, self.zone = member, now, zone(member.timezone)
        self.staff = is_staff(member)
        ids = [] if self.staff else [member.id]
        self.deeds: list[Deed] = queries.deeds(ids, now).get(member.id, []) if ids else []
        self.whys = queries.whys(member.id) if ids else {}
        self.taken: dict[Privilege, AnyRow] = (
            {key[1]: row for key, row in queries.taken(ids).items()} if ids else {}
        )
        self.looked_at = {row.privilege for row in queries.open_reviews(ids)} if ids else set()
        wanted = [one for one in Privilege if one not in self.whys]
        first = queries.last_of_first() if wanted and ids else None
        due = queries.earned(member, wanted, first, lambda: self.deeds, now) if ids else {}
        self.due = {one: GrantWhy.FIRST if as_first else GrantWhy.RECORD for one, as_first in due.items()}

    def card(self, privilege: Privilege) -> Card:
        """The card of *privilege*."""
        loss, why = self.taken.get(privilege), self.whys.get(privilege) or self.due.get(privilege)
        held = self.staff or (why is not None and loss is None)
        said = "" if loss is not None else words.because(why) if held else self._not_yet(privilege)
        return Card(
            words.name(privilege),
            words.meaning(privilege),
            held,
            said,
            day(loss.taken_at, self.zone) if loss is not None else "",
            loss.reason if loss is not None else "",
            held and privilege in self.looked_at,
        )

    def _not_yet(self, privilege: Privilege) -> str:
        old = self.member.joined_at + queries.age(privilege)
        until = day(old, self.zone) if old > self.now else ""
        return words.not_yet(weighing.earns(self.deeds, queries.bars()), until)

    def lines(self, cards: list[Card]) -> list[Line]:
        """The last deeds that did not hold, where the member lacks a privilege or moderators are asked to look."""
        if all(card.held and not card.looked_at for card in cards):
            return []
        last = weighing.lately(self.deeds, queries.bars().events)
        found = showing.shown(last, current_viewer().id)
        return words.own_lines(found[one] for one in last)
