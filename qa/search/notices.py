"""What the search box tells a person about their words, in plain ones.

The grammar only names a notice, so that it needs no language; ``say`` gives the sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice's name, and what it is about: a word the person typed, or a number."""

    name: str
    about: str = ""
    number: int = 0


_SENTENCES: dict[str, Callable[[Notice], str]] = {
    "cut": lambda n: _("Only the first %(number)d characters were searched.", number=n.number),
    "terms": lambda n: ngettext(
        "Only the first %(num)d word was searched.", "Only the first %(num)d words were searched.", n.number
    ),
    "people": lambda n: ngettext(
        "Only the first %(num)d “by:” was used.", "Only the first %(num)d “by:” were used.", n.number
    ),
    "state": lambda n: _(
        "“is:%(about)s” is no state. Use is:open, is:due, is:answered, is:used, is:closed, is:intime, is:short, is:late or is:mine.",
        about=n.about,
    ),
    "answers": lambda n: _(
        "“answers:%(about)s” is no number. Write it like answers:5, answers:>5, answers:<=5 or answers:2..5.",
        about=n.about,
    ),
    "sort": lambda n: _(
        "“sort:%(about)s” is no order. Use sort:best, sort:newest or sort:marks.", about=n.about
    ),
    "date": lambda n: _("“%(about)s” is no date. Write it like 2026-11-27, 2026-11 or 2026.", about=n.about),
    "empty": lambda n: _("“%(about)s” needs something after it, without a space.", about=n.about),
    "prefix": lambda n: _(
        "“%(about)s” is too short: a star needs at least three letters before it.", about=n.about
    ),
    "star": lambda n: _(
        "“%(about)s” was searched without its star: a star stands for letters at the end of one word.",
        about=n.about,
    ),
    "quote": lambda _n: _("A quotation mark is missing, so all after the last one was taken as a phrase."),
    "operators": lambda _n: _(
        "AND, OR and NOT are plain words here. All words are looked for; a minus before a word leaves it out."
    ),
    "not_field": lambda n: _("“%(about)s” was left aside: a minus works on words only.", about=n.about),
    "common": lambda _n: _("These words stand in nearly every text. Add one that says what it is about."),
    "nothing": lambda _n: _("There is no word to search for in this."),
    "only_not": lambda _n: _(
        "Nothing but words to leave out was given, so the newest are shown without them."
    ),
    "circle": lambda n: _("You are in no circle called “%(about)s”.", about=n.about),
    "some": lambda _n: _("No question has all of these words. These have some of them."),
    "meaning": lambda _n: _("No question has these words. These may mean the same."),
    "partial": lambda _n: _("The commonest words were left out, so that the search stays quick."),
    "rebuilding": lambda _n: _(
        "The search is being rebuilt. Until it is ready, only words in titles are found, and filters do not work."
    ),
}


def say(notice: Notice) -> str:
    """The sentence for *notice* in the reader's language."""
    return _SENTENCES[notice.name](notice)
