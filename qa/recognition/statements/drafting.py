"""What a statement would say, put together from the marks; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from qa.members.byline import AuthorRow, Person, byline, outside
from qa.members.models import Exposure
from qa.recognition import record
from qa.recognition.queries import Received
from qa.recognition.record import Record
from qa.recognition.statements import content, quoting
from qa.recognition.statements.content import Note, Said, Topic
from qa.recognition.statements.periods import Period
from qa.recognition.statements.queries import Marks, Shared

TOPICS_MOST = 8
NOTES_MOST = 5
LETTERS_MOST = 800
"""So many topics, notes, and characters of notes fit on the one page, whatever else stands there."""
OFFERED_MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member wants on the statement. *topics*: names, None for the first TOPICS_MOST of questions that all may
    read; *notes*: of the answers with these ids; *role*: title and employer; *circles*: listed ones that count too."""

    period: Period
    topics: frozenset[str] | None = None
    notes: frozenset[int] = frozenset()
    role: bool = True
    circles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """A note that may be chosen: of the answer *answer_id*, with the title of its question for the member alone."""

    answer_id: int
    title: str
    note: Note
    chosen: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """*said* is exactly what would be signed; the rest is for the member alone.

    *topics*: all that there are, and whether each is chosen. *notes*: those that may be chosen. *kept_in*: how many may
    not leave. *circles*: those that may be added, with the peers there and whether they are. *elsewhere*: the peers
    helped, who do not count.
    """

    said: Said
    topics: tuple[tuple[Topic, bool], ...]
    notes: tuple[Offer, ...]
    kept_in: int
    circles: tuple[tuple[Shared, int, bool], ...]
    elsewhere: int

    @property
    def digest(self) -> str:
        """What tells one draft from another."""
        return hashlib.sha256(content.canonical(content.plain(self.said))).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What drafting has to know besides the member: the marks, the keys that no note may name, and whether a person's
    role fits many."""

    marks: Marks
    naming: Collection[str]
    fits_many: Callable[[AuthorRow], bool]


def draft(member: Person, known: Known, choice: Choice, zone: tzinfo, now: datetime) -> Draft:
    """The statement of *member* for *choice*, in days of *zone*, as it would be issued at *now*."""
    marks = _within(known.marks, choice.period, zone)
    added = [one for circle in marks.circles if circle.id in choice.circles for one in circle.marks]
    counting = [*marks.open, *added]
    open_to_all, found = record.of(marks.open, member.id, now), record.of(counting, member.id, now)
    topics = tuple(_topics(found, open_to_all, choice))
    notes = tuple(_offers(open_to_all, known, choice))
    shown = byline(member, Exposure.NAMED, None)
    said = Said(
        name=shown.name,
        role=shown.detail if choice.role else "",
        start=choice.period.start,
        end=choice.period.end,
        helped=found.helped,
        in_time=found.in_time,
        hours_saved=found.hours_saved,
        topics=tuple(topic for topic, chosen in topics if chosen),
        notes=tuple(offer.note for offer in notes if offer.chosen),
    )
    circles, elsewhere = tuple(_circles(marks, choice, now)), _elsewhere(marks, counting, now)
    return Draft(said, topics, notes, len(open_to_all.thanks) - len(notes), circles, elsewhere)


def _circles(marks: Marks, choice: Choice, now: datetime) -> Iterable[tuple[Shared, int, bool]]:
    for circle in marks.circles:
        if peers := len(_peers(circle.marks, now)):
            yield circle, peers, circle.id in choice.circles


def _elsewhere(marks: Marks, counting: Iterable[Received], now: datetime) -> int:
    every = [*marks.open, *marks.inside, *(one for circle in marks.circles for one in circle.marks)]
    return len(_peers(every, now) - _peers(counting, now))


def _within(marks: Marks, period: Period, zone: tzinfo) -> Marks:
    def within(those: Iterable[Received]) -> list[Received]:
        return [one for one in those if period.holds(one.mark.given_at, zone)]

    circles = tuple(replace(circle, marks=within(circle.marks)) for circle in marks.circles)
    return Marks(within(marks.open), circles, within(marks.inside))


def _peers(marks: Iterable[Received], now: datetime) -> set[object]:
    return {one.mark.giver for one in record.counting(marks, now)}


def _topics(found: Record, open_to_all: Record, choice: Choice) -> Iterable[tuple[Topic, bool]]:
    """The topics of *found*; where none was chosen yet, those stand that are *open_to_all*."""
    usual = frozenset([name for name in found.topics if name in open_to_all.topics][:TOPICS_MOST])
    chosen = usual if choice.topics is None else choice.topics
    for name, peers in list(found.topics.items())[:OFFERED_MOST]:
        yield Topic(name, peers), name in chosen


def _offers(found: Record, known: Known, choice: Choice) -> Iterable[Offer]:
    may = [one for one in found.thanks if quoting.may_leave(one, known.naming)]
    for one in may[:OFFERED_MOST]:
        by = outside(one.asker, one.question_exposure, many=known.fits_many(one.asker))
        note = Note(one.note, by, one.hours_saved)
        yield Offer(one.answer_id, one.title, note, one.answer_id in choice.notes)
