"""Who will see what a member is about to post, and how far a withheld name is withheld."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from qa.members import headcount
from qa.members.byline import Person
from qa.members.models import Exposure
from qa.members.queries import readers_and_peers

FEW_PEERS = 5
"""A description that fits fewer members than this points at one of them."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The circle that something goes to. *readers*: its active members but the author; *fits*: how many of its
    members, the author included, the author's role-only description fits."""

    circle: str
    readers: int
    fits: int

    @property
    def is_small(self) -> bool:
        """Whether leaving the name out hides little: there are too few who could have written it."""
        return self.readers + 1 < FEW_PEERS

    def said(self, exposure: Exposure | str, words: str) -> str:
        """*words*, with what an author should know who posts under *exposure*."""
        warning = self.warning(exposure)
        return f"{words}. {warning}" if warning else words

    def warning(self, exposure: Exposure | str) -> str:
        """What an author should know who posts under *exposure*; empty where there is nothing."""
        if exposure == Exposure.ROLE and self.fits < FEW_PEERS:
            return _(
                "This description fits only %(few)d members of the circle, so they may guess who writes.",
                few=self.fits,
            )
        if exposure == Exposure.ANONYMOUS and self.is_small:
            return _(
                "The circle has only %(few)d members, so they may guess who writes.", few=self.readers + 1
            )
        return ""


def audience(author: Person, circle_id: int, circle: str, *, lately: bool = False) -> Audience:
    """Who sees what *author* posts in the circle *circle_id*, whose name is *circle*; in one query.

    *lately*: as counted within the last minute, for a page on which a form stands that may not be used.
    """
    count = headcount.lately if lately else readers_and_peers
    members, fits = count(author, circle_id)
    return Audience(circle, max(members - 1, 0), fits)
