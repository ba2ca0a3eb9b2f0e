"""An application as one viewer may see it, ready to be drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.config import settings
from qa.core import clock
from qa.core.words import gettext as _
from qa.core.words import ngettext
from qa.members.byline import Byline, author_of, byline
from qa.members.dates import day
from qa.members.models import Exposure
from qa.members.viewer import Viewer
from qa.vetting import chains, letters, queries, tree


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says: of the applicant's work, against them, in a question; *reply*: the applicant's."""

    by: Byline
    words: str
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An application. *own_word*: the viewer's vouch, by its id; *stance*: "", "unknown" or "against"."""

    id: int
    person: Byline
    waited: str
    sign: str
    count: str
    decides: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    evidence: str
    words: tuple[Word, ...]
    ties: tuple[str, ...]
    asked: tuple[Word, ...]
    against: tuple[Word, ...]
    own_word: int | None
    stance: str
    named: bool


def cards(rows: Sequence[Any], viewer: Viewer) -> list[Card]:
    """*rows* of the queue as *viewer* may see them, in five queries at most."""
    said = _Said([row.id for row in rows], viewer)
    return [_card(row, said, viewer) for row in rows]


class _Said:
    """All that is said of some applications, by their ids."""

    def __init__(self, ids: list[int], viewer: Viewer) -> None:
        self.words = _grouped(queries.words_for(ids) if ids else ())
        self.asked = _grouped(queries.inquiries_for(ids) if ids else ())
        staff = ids if viewer.is_staff else []
        self.against = _grouped(queries.advice_against(staff) if staff else ())
        self.taken_back = _grouped(queries.taken_back(staff) if staff else ())
        paired = any(len(words) > 1 for words in self.words.values())
        self.edges = tree.Tree(queries.edges()).standing() if paired else []


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found


def _card(row: Any, said: _Said, viewer: Viewer) -> Card:
    words = said.words.get(row.id, [])
    own = next((word.id for word in words if word.author_id == viewer.id), None)
    needed = settings().vouches_needed
    return Card(
        id=row.id,
        person=applicant(row, viewer),
        waited=letters.waited((clock.now() - row.confirmed_at).days),
        sign="open" if not words else "soon" if len(words) < needed else "met",
        count=ngettext("%(given)s of one vouch", "%(given)s of %(num)s vouches", needed, given=len(words)),
        decides=_paragraphs(row.decides),
        facts=_facts(row, viewer),
        evidence=row.evidence,
        words=tuple(_word(word, viewer) for word in words),
        ties=_ties(words, said.edges),
        asked=_asked(said.asked.get(row.id, []), viewer, may_read=own is not None),
        against=_for_staff(said, row.id, viewer),
        own_word=own,
        stance=row.stance.value if row.stance else "",
        named=row.named,
    )


def applicant(row: Any, viewer: Viewer) -> Byline:
    """An applicant by name, without the link: there is no page of theirs yet."""
    return replace(byline(author_of(row), Exposure.NAMED, viewer.id), href=None)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _facts(row: Any, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Label and value; *why* only where the applicant shares it, with moderators as with others."""
    people = row.responsible_for
    found = (
        (_("Level"), row.author_level),
        (_("Profession"), ", ".join(part for part in (row.author_profession, row.author_industry) if part)),
        (_("Responsible for"), ngettext("one person", "%(num)s people", people) if people else ""),
        (_("Good at"), row.good_at),
        (_("Wants help with"), row.help_with),
        (_("Why"), row.why if row.why_shared else ""),
        (_("Sells anything?"), _("No. Pledge accepted %(day)s", day=day(row.made_at, viewer.zone))),
    )
    return tuple((label, value) for label, value in found if value)


def _word(row: Any, viewer: Viewer) -> Word:
    note = _("since %(year)s", year=row.since_year)
    if row.same_employer:
        note = _("since %(year)s, of the same employer", year=row.since_year)
    return Word(byline(author_of(row), Exposure.NAMED, viewer.id), row.how, note)


def _ties(words: Sequence[Any], edges: list[tuple[int, int]]) -> tuple[str, ...]:
    """Which of the vouchers came here by another's word, in sentences."""
    names = {word.author_id: author_of(word).name for word in words}
    return tuple(
        _("%(name)s came here by %(elder)s’s word.", name=names[tie.younger], elder=names[tie.elder])
        if tie.direct
        else _(
            "%(name)s came here by words that go back to %(elder)s.",
            name=names[tie.younger],
            elder=names[tie.elder],
        )
        for tie in chains.ties(edges, list(names))
    )


def _asked(rows: Sequence[Any], viewer: Viewer, *, may_read: bool) -> tuple[Word, ...]:
    """What was asked back: for moderators, those who vouch, and whoever asked it."""
    seen = [row for row in rows if may_read or viewer.is_staff or row.asked_by_id == viewer.id]
    return tuple(
        Word(byline(author_of(row), Exposure.NAMED, viewer.id), row.question, reply=row.reply) for row in seen
    )


def _for_staff(said: _Said, application_id: int, viewer: Viewer) -> tuple[Word, ...]:
    against = [
        Word(byline(author_of(row), Exposure.NAMED, viewer.id), row.words, _("advises against"))
        for row in said.against.get(application_id, [])
    ]
    taken = [
        Word(byline(author_of(row), Exposure.NAMED, viewer.id), row.withdrawn_reason, _("took the word back"))
        for row in said.taken_back.get(application_id, [])
    ]
    return (*against, *taken)
