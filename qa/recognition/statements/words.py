"""A statement in sentences: the page, the print and the command say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.questions.deadlines import day_text, language
from qa.recognition.statements.content import Said, Seal
from qa.recognition.words import peers


@dataclass(frozen=True, slots=True)
class Quote:
    """A note as it stands on the sheet; *saved* is empty where no hours were reported."""

    words: str
    by: str
    saved: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement ready to be read. *claims*: sentences, the first the largest. *seal* is None for a draft."""

    name: str
    role: str
    period: str
    claims: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    notes: tuple[Quote, ...]
    issued: str
    seal: Seal | None


def sheet(said: Said, seal: Seal | None = None) -> Sheet:
    """*said* in words; with its *seal* once it is issued."""
    return Sheet(
        said.name,
        said.role,
        period(said.start, said.end),
        tuple(_claims(said)),
        tuple((topic.name, peers(topic.peers)) for topic in said.topics),
        tuple(Quote(note.words, note.by, _saved(note.hours)) for note in said.notes),
        day(seal.issued) if seal else "",
        seal,
    )


def day(at: date) -> str:
    """A day, such as 28 November 2026."""
    return day_text(at, "d MMMM y", language())


def period(start: date, end: date) -> str:
    """ "1 January 2026 to 28 November 2026"."""
    return day(start) if start == end else _("%(start)s to %(end)s", start=day(start), end=day(end))


def _claims(said: Said) -> list[str]:
    found = [ngettext("Helped %(num)s peer.", "Helped %(num)s peers.", said.helped)]
    if said.in_time and said.in_time == said.helped:
        found = [ngettext("Helped %(num)s peer, in time.", "Helped %(num)s peers, all in time.", said.helped)]
    elif said.in_time:
        found = [
            ngettext(
                "Helped %(num)s peer, %(prompt)s in time.",
                "Helped %(num)s peers, %(prompt)s in time.",
                said.helped,
                prompt=said.in_time,
            )
        ]
    if said.hours_saved:
        found.append(
            ngettext(
                "Those who asked reported %(num)s hour saved.",
                "Those who asked reported %(num)s hours saved.",
                said.hours_saved,
            )
        )
    return found


def _saved(hours: int) -> str:
    return ngettext("saved %(num)s hour", "saved %(num)s hours", hours) if hours else ""
