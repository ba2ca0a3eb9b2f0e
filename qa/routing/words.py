"""Why somebody is asked, and what came of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qa.core.db import AnyRow
from qa.core.words import gettext as _
from qa.core.words import ngettext
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure, MemberState
from qa.members.viewer import Viewer
from qa.questions import timebox
from qa.routing.models import Named, Why
from qa.routing.queries import topic


def why_you(
    why: Why | str, found: str | None, handed_by: str | None, circle: str = "", asker: str = ""
) -> str:
    """Why the reader is asked, after "Why you:"; *found* is a value of ``queries.best_topic``, *handed_by* a name.

    *asker* is the name under which the question stands, of ``byline``.
    """
    if why == Why.BY_NAME:
        return _("%(name)s asks you by name.", name=asker) if asker else _("you are asked by name.")
    name, many = topic(found)
    if many and why != Why.PEER:
        return ngettext(
            "you answered a question on %(topic)s.", "you answered %(num)s on %(topic)s.", many, topic=name
        )
    if why == Why.PEER and handed_by:
        return _("%(name)s, who was asked before, says that you would know.", name=handed_by)
    said = {
        Why.PEER: _("a peer, who was asked before, says that you would know."),
        Why.ALIKE: _("you answered a question like it."),
        Why.PROFILE: _("your profile says to ask you about this."),
        Why.NEWCOMER: _("some of those asked are always new here, and you may know."),
    }
    here = (
        _("it is in %(circle)s, a circle of yours.", circle=circle) if circle else _("you are in its circle.")
    )
    return said.get(Why(why), here)


def why_they(why: Why | str, found: str | None) -> str:
    """Why somebody else was asked, for the asker."""
    name, many = topic(found)
    if many and why != Why.PEER:
        return ngettext("answered a question on %(topic)s", "answered %(num)s on %(topic)s", many, topic=name)
    said = {
        Why.PEER: _("named by a peer who was asked"),
        Why.TOPIC: _("answered on these topics"),
        Why.ALIKE: _("answered a question like it"),
        Why.PROFILE: _("says to be asked about this"),
        Why.NEWCOMER: _("new here, and may know"),
    }
    return said.get(Why(why), _("is in the circle"))


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as its asker reads it: numbers alone."""

    number: int
    when: str
    asked: int
    answered: int
    passed: int
    handed: int

    @property
    def silent(self) -> int:
        """Those of whom there is no word yet."""
        return self.asked - self.answered - self.passed - self.handed


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Somebody who was asked, where their wish lets the asker read the name."""

    person: Byline
    came: str
    why: str


@dataclass(frozen=True, slots=True)
class WhoWasAsked:
    """What the asker reads of the asks for an own question. *unnamed*: how many of *asked* have no name here.

    *named* are those whom the asker named; they are counted in no wave, so that no number tells who was asked before.
    """

    asked: int
    unnamed: int
    waves: tuple[WaveLine, ...]
    people: tuple[AskedLine, ...]
    named: tuple[AskedLine, ...]


def who_was_asked(rows: Sequence[AnyRow], viewer: Viewer, now: datetime) -> WhoWasAsked | None:
    """*rows* of ``queries.asked`` in words; None where nobody was asked yet."""
    if not rows:
        return None
    named = tuple(_named(row, viewer) for row in rows if row.could is not None)
    rows = [row for row in rows if row.could is None]
    numbers = sorted({row.wave for row in rows})
    waves = tuple(
        _wave(number, [row for row in rows if row.wave == number], viewer, now) for number in numbers
    )
    people = tuple(_line(row, viewer) for row in rows if is_named(row))
    return WhoWasAsked(len(rows), len(rows) - len(people), waves, people, named)


def _wave(number: int, rows: Sequence[AnyRow], viewer: Viewer, now: datetime) -> WaveLine:
    came = [_came(row) for row in rows]
    when = timebox.when(min(row.asked_at for row in rows), now, viewer.zone)
    counts = (came.count(one) for one in ("answered", "passed", "handed"))
    return WaveLine(number, when, len(rows), *counts)


def _came(row: AnyRow) -> str:
    """What came of an ask, as far as the asker knows: an answer without a name is none of it."""
    if row.answered:
        return "answered"
    if row.passed_at is not None:
        return "passed"
    return "handed" if row.handed_at is not None else ""


def _named(row: AnyRow, viewer: Viewer) -> AskedLine:
    """One whom the asker named. An answer by name can be read anyway; the rest shows where their wish lets it."""
    shown = is_named(row) or row.answered
    known = row.could or row.answered
    came = came_words()[_came(row) if shown else ""] if known else _("could not be asked now")
    return AskedLine(byline(author_of(row), Exposure.NAMED, viewer.id), came, "")


def is_named(row: AnyRow) -> bool:
    """Whether the asker reads the name: by the wish of the one who was asked, while a member."""
    if row.wish == Named.NEVER or row.state != MemberState.ACTIVE:
        return False
    return row.wish == Named.AT_ONCE or bool(_came(row))


def came_words() -> dict[str, str]:
    """What came of an ask, in words."""
    return {
        "answered": _("answered"),
        "passed": _("not now"),
        "handed": _("named somebody else"),
        "": _("no word yet"),
    }


def _line(row: AnyRow, viewer: Viewer) -> AskedLine:
    who = byline(author_of(row), Exposure.NAMED, viewer.id)
    return AskedLine(who, came_words()[_came(row)], why_they(row.why, row.topic))
