"""Questions that are the same as one another stand as one hit: the best of them, with the others named below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import BindParameter, bindparam, select

from qa.core.db import read
from qa.questions.models import SameQuestion


class Row(Protocol):
    """The row of a hit."""

    @property
    def id(self) -> int: ...


class Loaded(Protocol):
    """A hit with its row."""

    @property
    def row(self) -> Row: ...


H = TypeVar("H", bound=Loaded)
Pair = tuple[int, int]

_ids: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
PAIRS = select(SameQuestion.question_id, SameQuestion.other_id).where(
    SameQuestion.ended_at.is_(None), SameQuestion.question_id.in_(_ids), SameQuestion.other_id.in_(_ids)
)


def pairs(ids: Sequence[int]) -> list[Pair]:
    """Which of *ids* are linked as the same, in one query. Only for ids of rows that the viewer may see."""
    if not ids:
        return []
    return [(one, other) for one, other in read(PAIRS, {"ids": list(ids)})]


def fold(hits: Sequence[H], linked: Iterable[Pair]) -> list[tuple[H, tuple[H, ...]]]:
    """*hits*, best first, without those that a better one is linked with; each with those folded under it.

    Links go on: where a is the same as b and b as c, all three are one.
    """
    place = {hit.row.id: number for number, hit in enumerate(hits)}
    best = list(range(len(hits)))

    def top(number: int) -> int:
        while best[number] != number:
            number = best[number]
        return number

    for one, other in linked:
        if one in place and other in place:
            first, second = sorted((top(place[one]), top(place[other])))
            best[second] = first
    under: dict[int, list[H]] = {}
    for number, hit in enumerate(hits):
        if top(number) != number:
            under.setdefault(top(number), []).append(hit)
    return [(hit, tuple(under.get(n, ()))) for n, hit in enumerate(hits) if best[n] == n]
