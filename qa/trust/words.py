"""Privileges in words: what one may, why, and why not yet. Without a number, for it is no game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from qa.members.privileges.models import GrantWhy, Privilege
from qa.trust.showing import Shown
from qa.trust.weighing import DeedKind, Weight


@dataclass(frozen=True, slots=True)
class Line:
    """A deed in a sentence: *before*, the title or name that leads to it, *after*."""

    before: str
    title: str
    href: str
    after: str


def name(privilege: Privilege) -> str:
    """What it is called."""
    return {
        Privilege.VOUCHING: _("Vouch and invite"),
        Privilege.STEWARDING: _("Found a circle"),
        Privilege.TOPICS: _("Change the topics of others’ questions"),
    }[privilege]


def meaning(privilege: Privilege) -> str:
    """What it lets a member do."""
    return {
        Privilege.VOUCHING: _(
            "Your word lets applicants in, and your invitation is the first word for somebody."
        ),
        Privilege.STEWARDING: _(
            "You gather others for a circle, and keep it. A steward may make you one without it."
        ),
        Privilege.TOPICS: _(
            "You put right under which topics a question is found. Who asked is told, and can take it back."
        ),
    }[privilege]


def because(why: GrantWhy | None) -> str:
    """Why a member may; None: who moderates is not asked."""
    return {
        None: _("You moderate."),
        GrantWhy.BEFORE: _("You were here when every member might."),
        GrantWhy.FIRST: _("You are one of the first members."),
        GrantWhy.RECORD: _("What peers said of what you did speaks for you."),
        GrantWhy.GIVEN: _("A moderator gave it back to you."),
    }[why]


def not_yet(weight: Weight, until: str) -> str:
    """Why a member may not yet. *until*: the day from which on their membership is old enough; empty where it is."""
    said = {
        Weight.UNKNOWN: _(
            "Too little is known yet. What counts is what peers say of your answers, that you tell those who answered "
            "you what came of it, and how those for whom you vouched went on. A few times are enough."
        ),
        Weight.ENOUGH: "",
    }.get(
        weight, _("Of what you did last, too much did not hold. Below is what: some of it you can put right.")
    )
    if not until:
        return said
    wait = _("Not before %(day)s: it takes some time here.", day=until)
    return f"{wait} {said}" if said else wait


def own_lines(shown: Iterable[Shown]) -> list[Line]:
    """Those deeds of the reader's of which nothing good came, in sentences."""
    return [_own(one) for one in shown if not one.deed.good]


def _own(one: Shown) -> Line:
    before, after = {
        DeedKind.ANSWER: (_("Your answer to"), _("is marked as outdated or risky. You can mend it.")),
        DeedKind.QUESTION: (_("Those who answered"), _("were not told what came of it. You can tell them.")),
        DeedKind.VOUCH: (_("You vouch for"), _("who is suspended.")),
        DeedKind.TOPICS: (_("You changed the topics of"), _("and who asked changed them back.")),
    }[one.deed.kind]
    return Line(before, one.title or _("something that you cannot open now"), one.href, after)


def staff_lines(shown: Iterable[Shown]) -> list[Line]:
    """What a moderator looks at, good and not, in sentences."""
    return [_staff(one) for one in shown if one.href]


def _staff(one: Shown) -> Line:
    good = one.deed.good
    before, after = {
        DeedKind.ANSWER: (
            _("Answered"),
            _("and peers found it good.") if good else _("and a peer marked it as outdated or risky."),
        ),
        DeedKind.QUESTION: (
            _("Asked"),
            _("and told what came of it.") if good else _("and told nobody what came of it."),
        ),
        DeedKind.VOUCH: (
            _("Vouched for"),
            _("who is in good standing.") if good else _("who is suspended."),
        ),
        DeedKind.TOPICS: (
            _("Changed the topics of"),
            _("and they stayed.") if good else _("and who asked changed them back."),
        ),
    }[one.deed.kind]
    return Line(before, one.title, one.href, after)
