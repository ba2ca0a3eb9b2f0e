"""The days between posting and deadline, as the question page's time-box shows them above its seats."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from flask_babel import gettext as _

from qa.questions.deadlines import Clocked, State, day_text, language, local_instant

# Percent of an axis 62rem wide, the narrowest that has names: what stands closer would collide.
MARGIN = 8.0  # names to now
START, END = 9.0, 16.0  # names to the ends; at the end a day stands with its hour
EARLY = 11.0  # now to the start: "now, Tue 24" is longer than a day's name
MOST_NAMES = 7
LONG_AXIS = 31  # days: beyond it a weekday and a number no longer say which day
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayName:
    """A day's name on the axis, centred at `at` percent."""

    at: float
    text: str


def percent(moment: datetime, start: datetime, end: datetime) -> float:
    """How far `moment` is on the way from `start` to `end`, 0 to 100."""
    whole = (end - start).total_seconds()
    if whole <= 0:
        return 100.0
    return round(min(100.0, max(0.0, 100 * (moment - start).total_seconds() / whole)), 1)


class Axis:
    """The days between posting and deadline, in percent of the way."""

    def __init__(self, q: Clocked, which: State, gone: float, now: datetime, zone: tzinfo) -> None:
        self.start, self.zone, self.lang = q.posted_at, zone, language()
        self.end = q.needed_by or q.posted_at
        self.days = max(0, (self._local(self.end).date() - self._local(self.start).date()).days)
        self.open = which in (State.OPEN, State.SOON, State.TODAY)
        self.gone = gone
        self.pattern = "EEE d" if self.days <= LONG_AXIS else "d MMM"
        self.step = max(1, -(-(self.days - 1) // MOST_NAMES))
        dated = q.needed_by is not None
        self.first = self._day(self._local(self.start).date()) if dated else ""
        self.last = self._last(which, now) if dated else ""
        today = self._day(self._local(now).date())
        clear = self.open and EARLY <= gone <= 100 - END
        self.now_label = _("now, %(day)s", day=today) if clear else ""

    def ticks(self) -> tuple[float, ...]:
        """The local midnights; on a long axis only those of the days that are named."""
        every = self.step if self.days > LONG_AXIS else 1
        return tuple(self._at(self._midnight(n)) for n in range(1, self.days + 1, every))

    def names(self) -> tuple[DayName, ...]:
        """Names of whole days, at most seven, none near an end or near now."""
        return tuple(name for name in self._candidates() if self._free(name.at))

    def _candidates(self) -> Iterator[DayName]:
        for n in range(1, self.days, self.step):
            middle = self._midnight(n) + (self._midnight(n + 1) - self._midnight(n)) / 2
            yield DayName(self._at(middle), self._name(self._local(self.start).date() + n * DAY))

    def _free(self, at: float) -> bool:
        return START <= at <= 100 - END and not (self.open and abs(at - self.gone) < MARGIN)

    def _name(self, day: date) -> str:
        plain = self.step == 1 and day.weekday() >= 5
        return day_text(day, "EEE", self.lang) if plain else self._day(day)

    def _last(self, which: State, now: datetime) -> str:
        due = self._local(self.end)
        if which is State.TODAY:
            return f"{due:%H:%M}"
        if self.open and (due.date() - self._local(now).date()).days < 7:
            return f"{day_text(due.date(), 'EEE', self.lang)} {due:%H:%M}"
        return f"{self._day(due.date())}, {due:%H:%M}"

    def _day(self, day: date) -> str:
        return day_text(day, self.pattern, self.lang)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _midnight(self, n: int) -> datetime:
        return local_instant(self._local(self.start).date() + n * DAY, time(0, 0), self.zone)

    def _at(self, moment: datetime) -> float:
        return percent(moment, self.start, self.end)
