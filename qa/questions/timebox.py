"""The time-box: what a template needs to draw it and to say it, for a list row and for the question page.

`box` runs for every row of every list, so words and strokes are cached by what they show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

import flask_babel

from qa.questions.axis import Axis, DayName, percent
from qa.questions.deadlines import (
    Clocked,
    State,
    closed_on,
    day_name,
    day_text,
    is_archived,
    is_closed,
    language,
    state,
)

# Flask-Babel ships no types.
_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext

MOST_STROKES = 30  # past this nobody counts them: one bar, no seats


@dataclass(frozen=True, slots=True)
class TimeBox:
    """A time-box for a list or a line. Strokes are SVG path data.

    `gone` is percent of the time, 0 to 100. `wanted` is None without a deadline. `got` counts the answers in
    time (all of them without a deadline), `late` the others.
    """

    state: State
    gone: float
    time_phrase: str
    answer_phrase: str
    got: int
    wanted: int | None
    late: int
    stroke_in: str
    stroke_open: str


@dataclass(frozen=True, slots=True)
class Seat:
    """An answer that is in: whose it is by initials, where it stands, and the words for a screen reader."""

    initials: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class LargeBox:
    """The question page's time-box. `now_at` and `ticks` are percent of the axis, `empty` the open seats."""

    box: TimeBox
    until: str
    answer_note: str
    first: str
    last: str
    now_at: float | None
    now_label: str
    ticks: tuple[float, ...]
    names: tuple[DayName, ...]
    seats: tuple[Seat, ...]
    empty: int


def box(q: Clocked, now: datetime, zone: tzinfo, lang: str = "") -> TimeBox:
    """The time-box of `q` at `now` for a reader in `zone`. A list looks up the language `lang` once for all rows."""
    lang, due = lang or language(), q.needed_by
    which = state(q, now, zone)
    wanted = None if due is None else max(q.answers_wanted, 1)
    got = q.answer_count if due is None else q.in_time_count
    minutes = 0 if due is None else max(1, int((due - now).total_seconds() // 60))
    stroke_in, stroke_open = strokes(got, wanted)
    return TimeBox(
        which,
        _gone(q, now),
        _time_phrase(which, *_span_of(minutes, which is State.TODAY), is_archived(q, now), lang),
        _answer_phrase(got, wanted, lang),
        got,
        wanted,
        q.answer_count - got,
        stroke_in,
        stroke_open,
    )


def large(
    q: Clocked, box: TimeBox, now: datetime, zone: tzinfo, seats: Sequence[Seat], *, came_today: int = 0
) -> LargeBox:
    """The question page's time-box: one seat for each answer, `came_today` of them on the reader's today."""
    crowded = max(len(seats), box.wanted or 0) > MOST_STROKES
    axis = Axis(q, box.state, box.gone, now, zone)
    return LargeBox(
        box,
        _until(q, box, now, zone),
        _answer_note(box, came_today, is_closed(q, now)),
        axis.first,
        axis.last,
        box.gone if box.gone < 100 and q.needed_by is not None else None,
        axis.now_label,
        axis.ticks(),
        axis.names(),
        () if crowded else tuple(seats),
        0 if crowded else max(0, (box.wanted or 0) - box.got),
    )


def when(moment: datetime, now: datetime, zone: tzinfo, lang: str = "") -> str:
    """A short instant: "today 17:00", within six days "Thursday 17:00", else "30 November", or with year."""
    local, today, lang = moment.astimezone(zone), now.astimezone(zone).date(), lang or language()
    away = (local.date() - today).days
    if abs(away) <= 1:
        return _near(away, f"{local:%H:%M}", lang)
    if abs(away) < 7:
        return f"{day_text(local.date(), 'EEEE', lang)} {local:%H:%M}"
    return day_name(local.date(), today, lang)


def day_long(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """ "Friday 20 November", with the year where it is not this year."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    return f"{day_text(day, 'EEEE', language())} {day_name(day, today, language())}"


def when_long(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """ "Thursday 26 November, 17:00"."""
    return f"{day_long(moment, now, zone)}, {moment.astimezone(zone):%H:%M}"


@lru_cache(maxsize=2048)
def strokes(got: int, wanted: int | None) -> tuple[str, str]:
    """SVG paths of the answers in and those still wanted, in fives, on a plot 100 wide and 28 high."""
    total = max(got, wanted or 0, 1)
    if total > MOST_STROKES:
        return f"M2 18H{_short(2 + 96 * got / total)}", ""
    units = max(total - 1 + (total - 1) // 5 * 0.9, 1)
    step = 94 / max(units, 4) if wanted else min(4.6, 94 / units)
    xs = [_short(3 + (i + i // 5 * 0.9) * step) for i in range(total)]
    still = "".join(f"M{x} 16V25" for x in xs[got:]) if wanted else ""
    return "".join(f"M{x} 11V25" for x in xs[:got]), still


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _gone(q: Clocked, now: datetime) -> float:
    """Percent of the time gone; it stops where the question was closed."""
    due = q.needed_by
    if due is None:
        return 0.0
    return percent(closed_on(q, now) or now, q.posted_at, due)


def _span_of(minutes: int, in_hours: bool = False) -> tuple[str, int, int]:
    """Minutes as the unit they are said in, rounded down. `in_hours`: a day of 25 hours is no "1 day"."""
    days, hours = minutes // 1440, minutes % 1440 // 60
    if minutes < 60:
        return "minutes", minutes, 0
    if in_hours or days < 1:
        return "hours", minutes // 60, 0
    if days >= 14:
        return "weeks", days // 7, 0
    return ("days", days, 0) if days >= 3 else ("days", days, hours)


def _span(unit: str, count: int, hours: int) -> str:
    # No-break spaces: "15" at the end of a line and "h" on the next are hard to read.
    if unit == "minutes":
        return _("%(num)s\u00a0min", num=count)
    if unit == "hours":
        return _("%(num)s\u00a0h", num=count)
    if unit == "weeks":
        return ngettext("%(num)s\u00a0week", "%(num)s\u00a0weeks", count)
    if hours:
        return ngettext(
            "%(num)s\u00a0day %(hours)s\u00a0h", "%(num)s\u00a0days %(hours)s\u00a0h", count, hours=hours
        )
    return ngettext("%(num)s\u00a0day", "%(num)s\u00a0days", count)


@lru_cache(maxsize=2048)
def _time_phrase(which: State, unit: str, count: int, hours: int, archived: bool, lang: str) -> str:
    if which is State.NONE:
        return _("No deadline, archived") if archived else _("No deadline")
    if which is State.MET:
        return _("Closed in time, archived") if archived else _("Closed in time")
    if which is State.SHORT:
        return _("Closed short, archived") if archived else _("Closed short")
    span = _span(unit, count, hours)
    return _("Due today, %(span)s left", span=span) if which is State.TODAY else _("%(span)s left", span=span)


@lru_cache(maxsize=2048)
def _answer_phrase(got: int, wanted: int | None, lang: str) -> str:
    if wanted is None:
        return ngettext("%(num)s answer", "%(num)s answers", got)
    return ngettext("%(got)s of %(num)s answer", "%(got)s of %(num)s answers", wanted, got=got)


@lru_cache(maxsize=4096)
def _near(away: int, at: str, lang: str) -> str:
    if away == 0:
        return _("today %(time)s", time=at)
    return _("tomorrow %(time)s", time=at) if away > 0 else _("yesterday %(time)s", time=at)


def _until(q: Clocked, box: TimeBox, now: datetime, zone: tzinfo) -> str:
    due, closed = q.needed_by, closed_on(q, now)
    if due is None:
        day = day_name(
            (closed or q.posted_at).astimezone(zone).date(), now.astimezone(zone).date(), language()
        )
        return _("closed %(day)s", day=day) if closed else _("asked %(day)s", day=day)
    if closed is None and box.state is State.TODAY:
        return _("until %(when)s", when=f"{due.astimezone(zone):%H:%M}")
    if closed is None:
        return _("until %(when)s", when=when_long(due, now, zone))
    if box.state is State.MET and due - closed >= timedelta(minutes=1):
        span = _span(*_span_of(int((due - closed).total_seconds() // 60)))
        return _("%(span)s before the deadline", span=span)
    return when_long(closed, now, zone)


def _answer_note(box: TimeBox, came_today: int, closed: bool) -> str:
    if box.wanted is None:
        return "" if closed else _("nobody is waiting; answer when you like")
    late = ngettext("%(num)s came late", "%(num)s came late", box.late) if box.late else ""
    missing = box.wanted - box.got
    if box.state is State.MET:
        return late
    if box.state is State.SHORT:
        rest = late or _("the brief says so")
        return "; ".join((ngettext("%(num)s did not come", "%(num)s did not come", missing), rest))
    notes = [ngettext("%(num)s more wanted", "%(num)s more wanted", missing)] if missing > 0 else []
    if came_today:
        notes.append(ngettext("%(num)s came today", "%(num)s came today", came_today))
    return "; ".join(notes)
