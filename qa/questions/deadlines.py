"""A question's clock: its state at any instant, and the days that an asker can choose."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from babel.dates import format_date
from flask import current_app, has_app_context
from flask_babel import gettext as _

NEARLY_DUE = timedelta(hours=48)
FOLLOW_UP = timedelta(days=14)
"""After the date: by then it is decided, and not forgotten yet."""
ARCHIVED = timedelta(days=28)
"""After the date a question without outcome rests: nobody is asked about it any more."""
DEFAULT_TIME = time(17, 0)
NO_DEADLINE = "none"

THURSDAY, FRIDAY, SATURDAY = 3, 4, 5
DAY_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME_SHAPE = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")
VALUE_SHAPE = re.compile(rf"({DAY_SHAPE.pattern})T((?:[01][0-9]|2[0-3]):[0-5][0-9])")


class Clocked(Protocol):
    """Anything with a time-box. Every datetime is aware; counts are of live answers."""

    @property
    def posted_at(self) -> datetime: ...
    @property
    def needed_by(self) -> datetime | None: ...
    @property
    def answers_wanted(self) -> int: ...
    @property
    def answer_count(self) -> int:
        """All live answers, late ones included."""

    @property
    def in_time_count(self) -> int:
        """Live answers given before `needed_by`."""

    @property
    def filled_at(self) -> datetime | None:
        """The instant at which the last answer wanted came in time, if it came."""

    @property
    def closed_at(self) -> datetime | None:
        """The instant at which the asker closed it early, if so."""

    @property
    def outcome_at(self) -> datetime | None:
        """The instant at which the asker recorded the outcome, if so."""


class State(StrEnum):
    """The six states of a time-box (DESIGN section 2); the values name its signs."""

    OPEN = "open"
    SOON = "soon"
    TODAY = "today"
    MET = "met"
    SHORT = "short"
    NONE = "none"


class DeadlineError(ValueError):
    """A chosen instant that cannot be used. `message` is for the asker, `field` names the form field."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True, slots=True)
class Choice:
    """A ready-made deadline. `when` is UTC; `value` is what the form sends: local time, or "none"."""

    key: str
    label: str
    when: datetime | None
    hint: str
    value: str


def closed_on(q: Clocked, now: datetime) -> datetime | None:
    """The instant at which the question closed, None while it is open.

    The earliest of the deadline, the last answer wanted and the asker's own closing. Without a deadline
    nobody waits for a number of answers, so only the asker closes it.
    """
    closed: datetime | None = None
    for instant in (q.closed_at, q.needed_by, q.filled_at if q.needed_by is not None else None):
        if instant is not None and instant <= now and (closed is None or instant < closed):
            closed = instant
    return closed


def is_closed(q: Clocked, now: datetime) -> bool:
    """Whether the question is closed; at exactly its deadline it is."""
    return closed_on(q, now) is not None


def ended_on(q: Clocked) -> datetime | None:
    """The instant from which an outcome is waited for: the date; where there is none, the asker's closing."""
    return q.needed_by or q.closed_at


def is_archived(q: Clocked, now: datetime) -> bool:
    """Whether it closed, has no outcome, and its date is ARCHIVED ago: it rests, still findable and answerable."""
    ended = ended_on(q)
    return q.outcome_at is None and ended is not None and ended + ARCHIVED <= now


def state(q: Clocked, now: datetime, zone: tzinfo) -> State:
    """The state of the time-box at `now`, for a reader in `zone`, who decides what "today" is."""
    due = q.needed_by
    if due is None:
        return State.NONE
    if is_closed(q, now):
        filled = q.filled_at is not None and q.filled_at <= now
        return State.MET if filled or q.in_time_count >= max(q.answers_wanted, 1) else State.SHORT
    if due.astimezone(zone).date() == now.astimezone(zone).date():
        return State.TODAY
    return State.SOON if due - now <= NEARLY_DUE else State.OPEN


def is_late(posted_at: datetime, needed_by: datetime | None) -> bool:
    """Whether an answer came late: at the deadline or after it."""
    return needed_by is not None and posted_at >= needed_by


def local_instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The UTC instant of a wall-clock time.

    A time that the clocks skip moves forward by the gap; of one that comes twice the first is taken
    (PEP 495, fold 0).
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def later_choices(due: datetime, now: datetime, zone: tzinfo) -> list[Choice]:
    """Those of ``quick_choices`` to which a question that is needed by *due* can be moved."""
    return [one for one in quick_choices(now, zone) if one.when is not None and one.when > due]


def quick_choices(now: datetime, zone: tzinfo) -> list[Choice]:
    """Tomorrow, Friday, next week and no deadline, at 17:00 in `zone`; never two of them on one day."""
    today = now.astimezone(zone).date()
    friday = _friday(today)
    friday_label = _("Friday next week") if today.weekday() in (THURSDAY, FRIDAY) else _("Friday")
    return [
        _choice("tomorrow", _("Tomorrow"), today + timedelta(days=1), "EEE d", zone),
        _choice("friday", friday_label, friday, "d MMM", zone),
        _choice("week", _("Next week"), _next_week(today), "EEE d MMM", zone),
        Choice(NO_DEADLINE, _("No deadline"), None, _("no brief either"), NO_DEADLINE),
    ]


def resolve(choice: str, date_text: str, time_text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant meant by the form, in UTC; None for no deadline.

    `choice` is a `Choice.value` (the instant as the page showed it) or a `Choice.key`. A picked day goes
    before the choice, because the choice is preset and the day is not. Raises DeadlineError with the field
    "needed_by", "date" or "time".
    """
    if date_text:
        day = parse_day(date_text, "date")
        return _usable(day, _parse_time(time_text), ("date", "time"), now, zone)
    if choice == NO_DEADLINE:
        return None
    if value := VALUE_SHAPE.fullmatch(choice):
        day = parse_day(value[1], "needed_by")
        return _usable(day, time.fromisoformat(value[2]), ("needed_by", "needed_by"), now, zone)
    for known in quick_choices(now, zone):
        if known.key == choice:
            return known.when
    raise DeadlineError(_("Say by when you need answers, or choose no deadline."), "needed_by")


def language() -> str:
    """The reader's language for dates and words; English outside a request."""
    return str(current_app.config.get("BABEL_DEFAULT_LOCALE", "en")) if has_app_context() else "en"


@lru_cache(maxsize=4096)
def day_text(day: date, pattern: str, lang: str) -> str:
    """A day written by a CLDR pattern such as "EEEE d MMMM"."""
    return format_date(day, pattern, locale=lang)


def day_name(day: date, today: date, lang: str) -> str:
    """ "20 November", with the year where it is not this year."""
    return day_text(day, "d MMMM" if day.year == today.year else "d MMMM y", lang)


def _friday(today: date) -> date:
    """This week's Friday; next week's when it is tomorrow (that is already a choice), today or over."""
    ahead = (FRIDAY - today.weekday()) % 7
    return today + timedelta(days=ahead if ahead > 1 else ahead + 7)


def _next_week(today: date) -> date:
    """This weekday next week; after a weekend the Monday, on a Friday the Wednesday, as Friday is taken."""
    if today.weekday() == FRIDAY:
        return today + timedelta(days=5)
    weekend = today.weekday() >= SATURDAY
    return today + timedelta(days=14 - today.weekday() if weekend else 7)


def _choice(key: str, label: str, day: date, pattern: str, zone: tzinfo) -> Choice:
    when = local_instant(day, DEFAULT_TIME, zone)
    local = when.astimezone(zone)
    hint = f"{day_text(local.date(), pattern, language())}, {local:%H:%M}"
    return Choice(key, label, when, hint, f"{local:%Y-%m-%dT%H:%M}")


def parse_day(text: str, field: str) -> date:
    """The day *text*, typed like 2026-11-27; DeadlineError names *field* where it is none."""
    try:
        if DAY_SHAPE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise DeadlineError(_("That is not a day in the calendar. Write it like 2026-11-27."), field)


def _parse_time(text: str) -> time:
    if not text:
        return DEFAULT_TIME
    if TIME_SHAPE.fullmatch(text):
        return time.fromisoformat(text[:5])
    raise DeadlineError(_("That is not a time of day. Write it like 17:00."), "time")


def _usable(day: date, at: time, fields: tuple[str, str], now: datetime, zone: tzinfo) -> datetime:
    """The instant of `day` and `at` if it is ahead and within a year; `fields` name where each was typed."""
    local, lang = now.astimezone(zone), language()
    today, limit = local.date(), _year_on(local.date())
    if day < today:
        words = {"day": day_name(day, today, lang), "today": day_name(today, today, lang)}
        raise DeadlineError(_("%(day)s has passed. Today is %(today)s.", **words), fields[0])
    if day >= limit:
        raise DeadlineError(_("Choose a day before %(day)s.", day=day_name(limit, today, lang)), fields[0])
    when = local_instant(day, at, zone)
    if when <= now:
        words = {"time": f"{at:%H:%M}", "now": f"{local:%H:%M}"}
        raise DeadlineError(_("%(time)s today has passed. It is %(now)s now.", **words), fields[1])
    return when


def _year_on(today: date) -> date:
    try:
        return today.replace(year=today.year + 1)
    except ValueError:  # 29 February
        return date(today.year + 1, 3, 1)
