"""Recognition in sentences: credit is words given by others, never points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

from babel.dates import format_date
from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from qa.members.models import Exposure
from qa.questions.deadlines import FOLLOW_UP, day_text, ended_on, is_archived, is_closed, language
from qa.recognition.record import Month

TOPICS_SAID = 4
"""A sentence with more topics is a list; the list stands below it."""
BAR_FULL = 10
"""Peers that fill a bar: one bar of two peers does not look like the whole world."""
BASE, FULL, STEP = 86.0, 80.0, 20.0
"""The chart: its base line, the height of its columns, and of a block, in pixels."""
BLOCKS_MOST = 20
"""Peers in a month that are still drawn one by one."""
COLUMN, BLOCK = 100 / 12, 6.5
"""Widths of a month and of a block, in percent."""


class Figures(Protocol):
    """What a claim says: of a ``record.Record``, or of ``remembered.Sums``."""

    @property
    def helped(self) -> int: ...
    @property
    def in_time(self) -> int: ...
    @property
    def spared(self) -> int: ...
    @property
    def topics(self) -> Mapping[str, int]: ...


def claim(record: Figures) -> str:
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


def behind(count: int, asker: str, in_time: bool | None, held: bool | None) -> str:
    """What stands behind an answer: "Ana Lindqvist used it · it held · 3 peers · in time".

    *asker*: the asker's byline, empty where the asker did not use it. *in_time*: None where no date was set.
    """
    parts = [_("%(who)s used it", who=asker)] if asker else []
    if asker and held is not None:
        parts.append(_("it held") if held else _("it did not hold"))
    parts.append(peers(count))
    if in_time is not None:
        parts.append(_("in time") if in_time else _("after the date"))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Carrying:
    """An own answer (a row of ``shown_queries.answers``), the peers whom it helped, and its asker's byline."""

    row: Any
    peers: int
    asker: str


def counts(answer: Carrying, zone: tzinfo, now: datetime) -> tuple[str, str]:
    """What an own answer carries and why, for its author alone.

    Which marks of peers carry nothing is not said, because that would tell who gave them; of the asker's it is, where the
    question carries the asker's name.
    """
    row = answer.row
    if row.interest:
        return _("none"), _("You declared an interest; such an answer carries no credit.")
    if not answer.peers:
        return _nothing(row, zone, now)
    carried = peers(answer.peers)
    if row.exposure != Exposure.NAMED:
        alone = _("You answered without your name: it counts nowhere but here.")
        return _("%(peers)s, private", peers=carried), alone
    if row.hidden:
        return _("%(peers)s, private", peers=carried), _(
            "You hide a topic of it: it counts nowhere but here."
        )
    return carried, _who_marked(answer)


def _who_marked(answer: Carrying) -> str:
    if not answer.row.used or answer.row.same_employer:
        return _("Marked by peers.")
    used = _("%(who)s used it.", who=answer.asker)
    if answer.row.held is not None:
        used = f"{used} {_('It held.') if answer.row.held else _('It did not hold.')}"
    others = answer.peers - 1
    if not others:
        return used
    return ngettext(
        "%(used)s One more peer marked it.", "%(used)s %(num)s more peers marked it.", others, used=used
    )


def _nothing(row: Any, zone: tzinfo, now: datetime) -> tuple[str, str]:
    if row.used and row.same_employer and row.question_exposure == Exposure.NAMED:
        return _("none"), _("You and the asker have the same employer.")
    ended = ended_on(row)
    if row.said or ended is None or not is_closed(row, now) or is_archived(row, now):
        return _("nothing yet"), _("No mark that counts yet.")
    again = ended + FOLLOW_UP
    if row.outcome_at is not None or again <= now:
        return _("waiting"), _("The asker has not said yet.")
    when = day_text(again.astimezone(zone).date(), "d MMMM", language())
    return _("waiting"), _("The asker has not said yet, and is asked once more on %(day)s.", day=when)


def facts(tally: Any, waiting: int) -> list[tuple[str, str]]:
    """What the member was asked and has asked, each with its name; *waiting*: answers without a word from the member."""
    return [
        (_("You were asked"), _asked(tally)),
        (_("You asked"), _asking(tally, waiting)),
    ]


def _asked(tally: Any) -> str:
    times = ngettext("once", "%(num)s times", tally.asked) if tally.asked else _("never yet")
    parts = [
        ngettext("you answered %(num)s", "you answered %(num)s", tally.answered) if tally.answered else "",
        ngettext("passed on %(num)s", "passed on %(num)s", tally.passed) if tally.passed else "",
        ngettext("let %(num)s go", "let %(num)s go", tally.let_go) if tally.let_go else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{times}; {said}" if said else times


def _asking(tally: Any, waiting: int) -> str:
    if not tally.questions:
        return _("nothing yet")
    parts = [ngettext("%(num)s question", "%(num)s questions", tally.questions)]
    if tally.thanked:
        parts.append(ngettext("you thanked %(num)s peer", "you thanked %(num)s peers", tally.thanked))
    if waiting:
        parts.append(waits(waiting))
    return "; ".join(parts)


def waits(count: int) -> str:
    """ "2 answers wait for a word"."""
    return ngettext("%(num)s answer waits for a word", "%(num)s answers wait for a word", count)


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
    """Peers in the chart: *x* in percent, *y* and *height* in pixels; *good*: by answers that were not late."""

    x: float
    y: float
    height: float
    good: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The past twelve months. *names* are (percent, letter); *each*: whether a block is one peer, or a column its peers."""

    said: str
    blocks: tuple[Block, ...]
    each: bool
    names: tuple[tuple[float, str], ...]


def chart(months: Sequence[Month]) -> Chart | None:
    """*months* ready to be drawn; None where there is nothing in them."""
    most = max((one.good + one.other for one in months), default=0)
    if not most:
        return None
    draw = _blocks if most <= BLOCKS_MOST else _columns
    blocks = tuple(block for n, one in enumerate(months) for block in draw(_left(n), one, most))
    lang = language()
    names = tuple(
        (round((n + 0.5) * COLUMN, 2), str(format_date(one.first, "LLLLL", locale=lang)))
        for n, one in enumerate(months)
    )
    return Chart(_said(months), blocks, most <= BLOCKS_MOST, names)


def _left(n: int) -> float:
    return round(n * COLUMN + (COLUMN - BLOCK) / 2, 2)


def _blocks(left: float, month: Month, most: int) -> list[Block]:
    """A month of blocks, one a peer."""
    step = min(STEP, FULL / most)
    height = round(step * 0.85, 1)
    return [
        Block(left, round(BASE - step * (level + 1), 1), height, level < month.good)
        for level in range(month.good + month.other)
    ]


def _columns(left: float, month: Month, most: int) -> list[Block]:
    """A month as a column of one piece for each kind: so many blocks could not be counted anyway."""
    good, other = (round(FULL * many / most, 1) for many in (month.good, month.other))
    pieces = ((BASE - good, good, True), (BASE - good - other, other, False))
    return [Block(left, round(top, 1), height, kind) for top, height, kind in pieces if height]


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
