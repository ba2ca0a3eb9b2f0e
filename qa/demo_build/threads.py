"""The sample community's questions with their time-boxes, laid around now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from qa.demo_build import when
from qa.demo_build.when import DAY, HOUR, MINUTE
from qa.demo_content import finance, operations, outcomes, people, people_leads, security
from qa.demo_content.form import DemoQuestion

CONTENT: dict[str, list[DemoQuestion]] = {
    "security": security.QUESTIONS,
    "finance": finance.QUESTIONS,
    "people": people_leads.QUESTIONS,
    "operations": operations.QUESTIONS,
}
PEOPLE = {person.handle: person for person in people.PEOPLE}
VISITOR = "marta-kowalski"
"""As whom the sample is looked at: nothing of hers is younger than her last visit."""

BACK = 14 * 30 * DAY
"""How long ago the oldest question closed."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its time-box: answers up to number *late* come before *end*, the others after it."""

    circle: str
    question: DemoQuestion
    posted_at: datetime
    needed_by: datetime | None
    end: datetime
    late: int
    apart: tuple[int, datetime] | None = None
    """A number and an instant: from that answer on they come after it, the others before."""
    closed_at: datetime | None = None
    moved: tuple[datetime, datetime] | None = None
    """When its date was moved, and the date that it had before."""

    @property
    def first_due(self) -> datetime | None:
        """The date with which it was asked."""
        return self.moved[1] if self.moved else self.needed_by


def limit(handle: str, now: datetime) -> datetime:
    """The last instant at which this member may have done something."""
    return when.last_visit(now) + 45 * MINUTE if handle == VISITOR else now - MINUTE


def zone_of(handle: str) -> ZoneInfo:
    """A member's time zone."""
    return ZoneInfo(PEOPLE[handle].timezone)


def peers(circle: str) -> list[str]:
    """The active members of a circle."""
    return [p.handle for p in people.PEOPLE if circle in p.circles and p.state == "active"]


def drafted() -> DemoQuestion:
    """The question to which the visitor has begun an answer."""
    questions = CONTENT["security"]
    return next(q for q in questions if q.state == "open" and VISITOR not in partakers(q))


def partakers(question: DemoQuestion) -> set[str]:
    """Everybody who writes something in a thread."""
    talk = [*question.comments, *(comment for answer in question.answers for comment in answer.comments)]
    return {question.by, *(answer.by for answer in question.answers), *(by for by, _text in talk)}


def lay(now: datetime, draw: Random) -> Iterator[Thread]:
    """Every question with its time-box, laid so that each is at *now* in the state that it is written for."""
    listed = [(circle, question) for circle, questions in CONTENT.items() for question in questions]
    closed = [question for _circle, question in listed if question.state in ("met", "short")]
    draw.shuffle(closed)
    lately = _lately(closed)
    rest = [question.title for question in closed if question.title not in lately]
    ago = {
        title: DAY + BACK * ((place + draw.random()) / len(rest)) ** 1.2 for place, title in enumerate(rest)
    }
    ago.update({title: days * DAY for title, days in outcomes.AWAITED.items()})
    for circle, question in listed:
        thread = _live(circle, question, now, draw)
        if thread is None and question.title in lately:
            thread = _closed_lately(circle, question, now, draw, lately[question.title])
        yield thread or _closed(circle, question, now, draw, ago[question.title])


def _lately(closed: list[DemoQuestion]) -> dict[str, str]:
    """The questions that closed today or by their askers' word, and how."""
    free = [question for question in closed if VISITOR not in partakers(question)]
    met = [question.title for question in free if question.state == "met"]
    short = [question.title for question in free if question.state == "short"]
    return {met[0]: "filled", met[1]: "filled", met[2]: "due", short[0]: "due", short[1]: "closed"}


def _live(circle: str, question: DemoQuestion, now: datetime, draw: Random) -> Thread | None:
    """The thread of a question that is still open at *now*; None for the others."""
    zone, due = zone_of(question.by), None
    if question.state == "today":
        due = when.due_today(now, draw)
        earliest, latest = now - 26 * HOUR, now - 4 * HOUR
    elif question.state == "soon":
        due = when.due_soon(now, zone, draw)
        earliest, latest = now - 4 * DAY, now - 20 * HOUR
    elif question.state == "open":
        due = when.due_ahead(now, zone, draw)
        busy = min(1.0, len(question.answers) / question.wanted)
        earliest, latest = now - (1 + 7 * busy) * DAY, now - (2 + 30 * busy) * HOUR
    elif question.state == "none":
        earliest, latest = now - 200 * DAY, now - 3 * DAY
    else:
        return None
    posted, count = _posted(question, earliest, latest, now, draw), len(question.answers)
    apart = (count - 2, limit(VISITOR, now)) if question.by == VISITOR else None
    moved = _moved(question.by, posted, due, now, draw) if due and question.title in outcomes.MOVED else None
    return Thread(circle, question, posted, due, now, count, apart, moved=moved)


def _moved(
    by: str, posted: datetime, due: datetime, now: datetime, draw: Random
) -> tuple[datetime, datetime]:
    """When *by* moved a date to *due*, three days ahead or more, and the date before: whole days earlier, not passed."""
    at = when.awake(posted + (now - posted) / 2, limit(by, now), zone_of(by), draw)
    return at, due - max(1, int((due - at) / DAY * 0.6)) * DAY


def _posted(
    question: DemoQuestion, earliest: datetime, latest: datetime, now: datetime, draw: Random
) -> datetime:
    if VISITOR in partakers(question) or question is drafted():
        latest = min(latest, limit(VISITOR, now) - 22 * HOUR)
        earliest = min(earliest, latest - 20 * HOUR)
    return when.awake(earliest, latest, zone_of(question.by), draw, weekday=True)


def _closed(circle: str, question: DemoQuestion, now: datetime, draw: Random, ago: timedelta) -> Thread:
    due = when.due_ago(now, ago, zone_of(question.by), draw)
    posted = _posted(question, due - 12 * DAY, due - 4 * DAY, now, draw)
    spare = len(question.answers) - (question.wanted if question.state == "met" else 1)
    late = 1 if spare > 0 and due < now - 3 * DAY and draw.random() < 0.5 else 0
    return Thread(circle, question, posted, due, due, len(question.answers) - late)


def _closed_lately(circle: str, question: DemoQuestion, now: datetime, draw: Random, how: str) -> Thread:
    zone, count = zone_of(question.by), len(question.answers)
    posted = _posted(question, now - 7 * DAY, now - 4 * DAY, now, draw)
    today = when.midnight(when.day_of(now))
    if how == "due":
        gone = (now - today) * (0.4 + 0.4 * draw.random())
        due = today + gone // (15 * MINUTE) * 15 * MINUTE
        return Thread(circle, question, posted, due, due, count)
    due = when.due_ahead(now, zone, draw)
    if how == "closed":
        closed_at = when.awake(now - 40 * HOUR, now - 20 * HOUR, zone, draw)
        return Thread(circle, question, posted, due, closed_at, count, closed_at=closed_at)
    return Thread(
        circle, question, posted, due, now, count, apart=(question.wanted - 1, min(today, now - 3 * HOUR))
    )
