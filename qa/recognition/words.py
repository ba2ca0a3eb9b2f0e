"""Recognition in sentences: credit is words given by others, never points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from qa.questions.deadlines import day_text, language
from qa.recognition.record import Evidence, Month, Record

TOPICS_SAID = 4
"""A sentence with more topics is a list; the list stands below it."""
BAR_FULL = 10
"""Peers that fill a bar: one bar of two peers does not look like the whole world."""
BASE, FULL, STEP = 86.0, 80.0, 20.0
"""The chart: its base line, the height of its columns, and of a block, in pixels."""
COLUMN, BLOCK = 100 / 12, 6.5
"""Widths of a month and of a block, in percent."""


def claim(record: Record) -> str:
    """The one sentence: "Helped 14 peers, 11 in time. Trusted on vendor audits, identity and cyber insurance." """
    sentences = [_helped(record.helped, record.in_time)]
    if record.spared:
        sentences.append(
            ngettext(
                "A prior answer answered %(num)s peer.",
                "Prior answers answered %(num)s peers.",
                record.spared,
            )
        )
    if record.topics:
        sentences.append(_("Trusted on %(topics)s.", topics=listed(list(record.topics)[:TOPICS_SAID])))
    return " ".join(sentences)


def _helped(helped: int, in_time: int) -> str:
    if not helped:
        return _("Nothing to show yet.")
    if not in_time:
        return ngettext("Helped %(num)s peer.", "Helped %(num)s peers.", helped)
    if in_time == helped:
        return ngettext("Helped %(num)s peer, in time.", "Helped %(num)s peers, all in time.", helped)
    return ngettext(
        "Helped %(num)s peer, %(prompt)s in time.",
        "Helped %(num)s peers, %(prompt)s in time.",
        helped,
        prompt=in_time,
    )


def listed(names: Sequence[str]) -> str:
    """*names* as a list in a sentence."""
    return format_list(list(names), locale=language())


def peers(count: int) -> str:
    """ "9 peers"."""
    return ngettext("%(num)s peer", "%(num)s peers", count)


def hours(count: int) -> str:
    """What the thank-you notes say was saved; empty for nothing."""
    return ngettext("saved %(num)s hour in all", "saved %(num)s hours in all", count) if count else ""


def behind(evidence: Evidence, asker: str) -> str:
    """What stands behind an answer: "Ana Lindqvist used it · 3 peers · in time". *asker*: the asker's byline."""
    parts = [_("%(who)s used it", who=asker)] if evidence.used else []
    parts.append(peers(evidence.peers))
    if evidence.first.in_time:
        parts.append(_("in time"))
    elif evidence.first.late:
        parts.append(_("after the date"))
    return " · ".join(parts)


def counts(named: bool, interest: bool, evidence: Evidence | None) -> tuple[str, str]:
    """What an own answer carries and why, for its author alone.

    Which marks carry nothing is not said, because that would tell who gave them.
    """
    if interest:
        return _("none"), _("You declared an interest; such an answer carries no credit.")
    if evidence is None:
        return _("nothing yet"), _("No mark that counts yet.")
    carried = peers(evidence.peers)
    if not named:
        return _("%(peers)s, private", peers=carried), _(
            "You answered without your name: it counts nowhere but here."
        )
    if evidence.used:
        return carried, _("The asker used it.")
    return carried, _("Marked by peers.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A topic with its peers; *width* in percent."""

    topic: str
    peers: str
    width: int


def bars(topics: Mapping[str, int]) -> list[Bar]:
    """*topics* ready to be drawn."""
    full = max([BAR_FULL, *topics.values()])
    return [Bar(topic, peers(count), round(100 * count / full)) for topic, count in topics.items()]


@dataclass(frozen=True, slots=True)
class Block:
    """One peer in the chart: *x* in percent, *y* in pixels; *good*: by an answer that was not late."""

    x: float
    y: float
    good: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The past twelve months. *height* is a block's, in pixels; *names* are (percent, letter)."""

    said: str
    blocks: tuple[Block, ...]
    height: float
    names: tuple[tuple[float, str], ...]


def chart(months: Sequence[Month]) -> Chart | None:
    """*months* ready to be drawn; None where there is nothing in them."""
    most = max((one.good + one.other for one in months), default=0)
    if not most:
        return None
    step = min(STEP, FULL / most)
    lang = language()
    blocks = [
        Block(
            round(n * COLUMN + (COLUMN - BLOCK) / 2, 2), round(BASE - step * (level + 1), 1), level < one.good
        )
        for n, one in enumerate(months)
        for level in range(one.good + one.other)
    ]
    names = tuple(
        (round((n + 0.5) * COLUMN, 2), str(format_date(one.first, "LLLLL", locale=lang)))
        for n, one in enumerate(months)
    )
    return Chart(_said(months), tuple(blocks), round(step * 0.85, 1), names)


def _said(months: Sequence[Month]) -> str:
    parts = []
    for one in months:
        count = one.good + one.other
        if count:
            words = _(
                "%(month)s: %(peers)s", month=day_text(one.first, "LLLL", language()), peers=peers(count)
            )
            parts.append(
                _("%(said)s, %(num)s of them late", said=words, num=one.other) if one.other else words
            )
    return _("Peers helped by month. %(months)s.", months="; ".join(parts))
