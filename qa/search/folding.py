"""Questions that are the same as one another stand as one hit: the best of them, with the others named below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Row(Protocol):
    """The row of a hit."""

    @property
    def id(self) -> int: ...
    @property
    def same(self) -> str | None:
        """The numbers of questions linked with it, with commas between; each link stands at one of its two."""


class Loaded(Protocol):
    """A hit with its row."""

    @property
    def row(self) -> Row: ...


H = TypeVar("H", bound=Loaded)


def fold(hits: Sequence[H]) -> list[tuple[H, tuple[H, ...]]]:
    """*hits*, best first, without those that a better one is linked with; each with those folded under it.

    Links go on: where a is the same as b and b as c, all three are one.
    """
    place = {hit.row.id: number for number, hit in enumerate(hits)}
    best = list(range(len(hits)))

    def top(number: int) -> int:
        while best[number] != number:
            number = best[number]
        return number

    for number, hit in enumerate(hits):
        for other in (hit.row.same or "").split(","):
            if other and int(other) in place:
                first, second = sorted((top(number), top(place[int(other)])))
                best[second] = first
    under: dict[int, list[H]] = {}
    for number, hit in enumerate(hits):
        if top(number) != number:
            under.setdefault(top(number), []).append(hit)
    return [(hit, tuple(under.get(n, ()))) for n, hit in enumerate(hits) if best[n] == n]
