"""Where a member can help, and why: topics of the member's own answers first, then the member's circles.

Nobody is sorted by credit: it is questions that are chosen here, and the one due first is on top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.core.words import gettext as _
from qa.core.words import ngettext
from qa.home.queries import ASKED_FOR, SEPARATOR, Topic
from qa.members.viewer import Viewer
from qa.questions.listing import Listed, listed
from qa.questions.models import FAR


@dataclass(frozen=True, slots=True)
class Chance:
    """An open question that the viewer could answer, and why this viewer."""

    asked: Listed
    why: str
    matched: bool
    is_asked: bool
    acts: tuple[tuple[str, str], ...]
    """What the viewer can do, in words, each with its address."""


def choose(rows: Sequence[Any], known: Mapping[str, Topic]) -> list[Any]:
    """The *rows* to show: what the viewer was asked first, then on known topics, then from small circles.

    What was asked stands first, and all in the order in which it is due.
    """

    def rank(row: Any) -> tuple[bool, bool, bool, datetime, int]:
        matched = best(row, known) is not None
        return not row.asked, not matched, not matched and row.everyone, row.needed_by or FAR, row.id

    first = sorted(rows, key=rank)[:ASKED_FOR]
    return sorted(first, key=lambda row: (not row.asked, row.needed_by or FAR, row.id))


def best(row: Any, known: Mapping[str, Topic]) -> Topic | None:
    """The topic of a question on which the viewer's answers say most."""
    shared = [known[name] for name in (row.topics or "").split(SEPARATOR) if name in known]
    return max(shared, key=lambda topic: (topic.helpful, topic.answered, topic.name), default=None)


def chances(rows: Sequence[Any], known: Mapping[str, Topic], viewer: Viewer, now: datetime) -> list[Chance]:
    """*rows* ready to be drawn."""
    drawn = zip(rows, listed(rows, viewer, now), strict=True)
    return [_chance(row, asked, best(row, known)) for row, asked in drawn]


def _chance(row: Any, asked: Listed, topic: Topic | None) -> Chance:
    acts = [(_("Answer"), f"{asked.href}#answer")]
    if row.asked:
        acts += [(_("Pass to a peer"), f"/q/{row.id}/pass"), (_("Not for me"), f"/q/{row.id}/no")]
    return Chance(asked, _why(row, topic), topic is not None, row.asked, tuple(acts))


def _why(row: Any, topic: Topic | None) -> str:
    if topic is None:
        if row.everyone:
            return _("it is open to all members.")
        return _("it is in %(circle)s, a circle of yours.", circle=row.circle_name)
    answered = ngettext(
        "you answered a question on %(topic)s",
        "you answered %(num)s on %(topic)s",
        topic.answered,
        topic=topic.name,
    )
    if not topic.helpful:
        return _("%(answered)s.", answered=answered)
    return ngettext(
        "%(answered)s; a peer found it helpful.",
        "%(answered)s; peers found that helpful %(num)s times.",
        topic.helpful,
        answered=answered,
    )


def lead(chances: Sequence[Chance]) -> str:
    """The sentence under the title."""
    if not chances:
        return _("Nothing open in your circles waits for you.")
    if asked := sum(one.is_asked for one in chances):
        return _asked(asked)
    matched = sum(one.matched for one in chances)
    if matched == len(chances):
        words = ngettext(
            "%(num)s open question matches what you have answered before.",
            "%(num)s open questions match what you have answered before.",
            matched,
        )
    elif matched:
        words = ngettext(
            "%(num)s of these matches what you have answered before; the others are in your circles.",
            "%(num)s of these match what you have answered before; the others are in your circles.",
            matched,
        )
    else:
        words = ngettext(
            "%(num)s open question in your circles.", "%(num)s open questions in your circles.", len(chances)
        )
    return _("%(words)s The one due first is on top.", words=words) if len(chances) > 1 else words


def _asked(many: int) -> str:
    return ngettext(
        "You are asked one of these; it stands first.",
        "You are asked %(num)s of these; they stand first, the one due first on top.",
        many,
    )


def dateline(circles: Sequence[Any]) -> str:
    """What goes on in the viewer's busiest circle, or among all members where there is no other circle."""
    own = [row for row in circles if not row.everyone] or list(circles)
    if not own:
        return ""
    row = max(own, key=lambda one: (one.open, one.in_time))
    asked = ngettext("%(num)s question open", "%(num)s questions open", row.open)
    if not row.in_time:
        return _("%(circle)s: %(asked)s", circle=row.name, asked=asked)
    filled = ngettext("%(num)s closed in time this week", "%(num)s closed in time this week", row.in_time)
    return _("%(circle)s: %(asked)s, %(filled)s", circle=row.name, asked=asked, filled=filled)
