"""Whose word led to whose: two vouchers of one applicant may stand in one chain, and then are marked as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tie:
    """That *younger* came here by *elder*'s word: *direct*, or by a chain of words that begins with it."""

    elder: int
    younger: int
    direct: bool


def ties(edges: Iterable[tuple[int, int]], vouchers: Sequence[int]) -> list[Tie]:
    """The ties among *vouchers*. *edges*: the words that stand, as (voucher, vouched)."""
    by: defaultdict[int, set[int]] = defaultdict(set)
    for voucher, vouched in edges:
        by[vouched].add(voucher)
    among = set(vouchers)
    found = []
    for younger in vouchers:
        for elder in sorted(_above(by, younger) & among - {younger}):
            found.append(Tie(elder, younger, elder in by[younger]))
    return found


def _above(by: dict[int, set[int]], member_id: int) -> set[int]:
    """All by whose words, and theirs in turn, *member_id* came here."""
    seen: set[int] = set()
    waiting = [member_id]
    while waiting:
        fresh = by.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting += fresh
    return seen
