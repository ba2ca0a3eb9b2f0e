"""What a statement would say, put together from the marks; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from qa.members.byline import AuthorRow, Person, byline, outside
from qa.members.models import Exposure
from qa.recognition import record
from qa.recognition.queries import Received
from qa.recognition.record import Record
from qa.recognition.statements import content, quoting
from qa.recognition.statements.content import Note, Said, Topic
from qa.recognition.statements.periods import Period

TOPICS_MOST = 8
NOTES_MOST = 5
"""So many fit on the one page."""
OFFERED_MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member wants on the statement. *topics*: names, None for the first TOPICS_MOST; *notes*: of the answers
    with these ids; *role*: title and employer."""

    period: Period
    topics: frozenset[str] | None = None
    notes: frozenset[int] = frozenset()
    role: bool = True


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
    not leave. *elsewhere*: peers helped in smaller circles only, who do not count.
    """

    said: Said
    topics: tuple[tuple[Topic, bool], ...]
    notes: tuple[Offer, ...]
    kept_in: int
    elsewhere: int

    @property
    def digest(self) -> str:
        """What tells one draft from another."""
        return hashlib.sha256(content.canonical(content.plain(self.said))).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What drafting has to know besides the member: the marks that may count, those of smaller circles, the keys that
    no note may name, and whether a person's role fits many."""

    counting: list[Received]
    inside: list[Received]
    naming: Collection[str]
    fits_many: Callable[[AuthorRow], bool]


def draft(member: Person, known: Known, choice: Choice, zone: tzinfo, now: datetime) -> Draft:
    """The statement of *member* for *choice*, in days of *zone*, as it would be issued at *now*."""
    counting = _within(known.counting, choice.period, zone)
    found = record.of(counting, member.id, now)
    topics = tuple((topic, _is_chosen(n, topic, choice)) for n, topic in enumerate(_topics(found)))
    notes = tuple(_offers(found, known, choice))
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
    elsewhere = _peers(_within(known.inside, choice.period, zone), now) - _peers(counting, now)
    return Draft(said, topics, notes, len(found.thanks) - len(notes), len(elsewhere))


def _within(marks: Iterable[Received], period: Period, zone: tzinfo) -> list[Received]:
    return [one for one in marks if period.holds(one.mark.given_at, zone)]


def _peers(marks: Iterable[Received], now: datetime) -> set[object]:
    return {one.mark.giver for one in record.counting(marks, now)}


def _topics(found: Record) -> list[Topic]:
    return [Topic(name, peers) for name, peers in found.topics.items()][:OFFERED_MOST]


def _is_chosen(place: int, topic: Topic, choice: Choice) -> bool:
    return place < TOPICS_MOST if choice.topics is None else topic.name in choice.topics


def _offers(found: Record, known: Known, choice: Choice) -> Iterable[Offer]:
    may = [one for one in found.thanks if quoting.may_leave(one, known.naming)]
    for one in may[:OFFERED_MOST]:
        by = outside(one.asker, one.question_exposure, many=known.fits_many(one.asker))
        note = Note(one.note, by, one.hours_saved)
        yield Offer(one.answer_id, one.title, note, one.answer_id in choice.notes)
