"""How many members a circle has, and how many a role-only description fits, remembered for a minute.

The page of a question says both to everybody who may answer. What is said before posting is counted anew
(``queries.readers_and_peers``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from qa.core import clock
from qa.members import queries
from qa.members.byline import Person

REMEMBERED_FOR = timedelta(minutes=1)

Description = tuple[str, str, str]
"""Level, profession and industry in lower case; empty where nothing is told."""


@dataclass(slots=True)
class _Counted:
    at: datetime
    described: Counter[Description]
    fits: dict[Description, int] = field(default_factory=dict)


_counted: dict[int, _Counted] = {}


def forget() -> None:
    """Forget what was counted."""
    _counted.clear()


def lately(person: Person, circle_id: int) -> tuple[int, int]:
    """As ``queries.readers_and_peers``, at most REMEMBERED_FOR old."""
    now = clock.now()
    known = _counted.get(circle_id)
    if known is None or not now - REMEMBERED_FOR < known.at <= now:
        known = _counted[circle_id] = _Counted(now, _described(circle_id))
    mine = _of(person.level, person.profession, person.industry)
    if mine not in known.fits:
        known.fits[mine] = _fitting(mine, known.described)
    return known.described.total(), known.fits[mine]


def fitting(circle_id: int) -> Callable[[Person], int]:
    """A function that tells how many members of a circle a person's role-only description fits, as counted now."""
    described = _described(circle_id)
    return lambda person: _fitting(_of(person.level, person.profession, person.industry), described)


def _fitting(mine: Description, described: Counter[Description]) -> int:
    return sum(number for one, number in described.items() if _fits(mine, one))


def _described(circle_id: int) -> Counter[Description]:
    found: Counter[Description] = Counter()
    for row in queries.descriptions(circle_id):
        found[_of(row.level, row.profession, row.industry)] += row.number
    return found


def _of(level: str, profession: str, industry: str) -> Description:
    return level.lower(), profession.lower(), industry.lower()


def _fits(mine: Description, theirs: Description) -> bool:
    return all(not told or told == other for told, other in zip(mine, theirs, strict=True))
