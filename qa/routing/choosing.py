"""Whom of the candidates a wave asks: the best by score of those who may know, and a tenth among newcomers."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from qa.routing.candidates import Scored

NEWCOMERS_ONE_IN = 10
LARGE_ENOUGH = 5
"""A wave of so many has a newcomer in it, also where a tenth of it is less than one."""

AT_LEAST = 5
"""Where fewer are likely to know, newcomers fill a wave up to so many: a young community has nobody else."""

Seed = tuple[int, int]
"""The question's id and the wave's number."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One member to be asked. `as_newcomer`: by a seat kept for those without credit, not by score."""

    member_id: int
    scored: Scored
    as_newcomer: bool


def choose(
    scored: Iterable[Scored], size: int, seed: Seed, before: int = 0, *, everybody: bool = False
) -> list[Chosen]:
    """At most *size* of *scored*, each once, the best first and then the newcomers.

    The same for the same *seed*, whatever the order of *scored*. *before* counts the asks of this question's
    earlier waves, so that the tenth adds up over waves too small for one. Who has no expertise on the question is
    asked as a newcomer only, until *everybody* may be (the wave says so), and then not for the last ask of their
    week: it is kept for what they know. Who has no waking hour before the date is not asked at all. So a wave
    can be smaller than *size*, and in the simulation brings more.
    """
    each = {one.candidate.member_id: one for one in scored if one.availability > 0}
    ranked = sorted(each.values(), key=lambda one: _rank(one, seed))
    size = min(max(size, 0), len(ranked))
    likely = [one for one in ranked if one.score > 0 or (everybody and _has_spare(one))]
    seats = newcomers_of(size, before)
    best = likely[: size - seats]
    taken = {one.candidate.member_id for one in best}
    fresh = [one for one in ranked if one.candidate.newcomer and one.candidate.member_id not in taken]
    seats = max(seats, min(size, AT_LEAST) - len(best))
    drawn = sorted(fresh, key=lambda one: _draw(one, seed))[:seats]
    taken |= {one.candidate.member_id for one in drawn}
    more = [one for one in likely[len(best) :] if one.candidate.member_id not in taken]
    best += more[: size - len(best) - len(drawn)]
    return [_chosen(one, False) for one in best] + [_chosen(one, True) for one in drawn]


def newcomers_of(size: int, before: int = 0) -> int:
    """How many seats of a wave of *size* are newcomers', after *before* asks in earlier waves."""
    share = (before + size) // NEWCOMERS_ONE_IN - before // NEWCOMERS_ONE_IN
    return max(share, 1 if size >= LARGE_ENOUGH else 0)


def _has_spare(one: Scored) -> bool:
    return one.candidate.asked_lately + 1 < one.candidate.budget


def _rank(one: Scored, seed: Seed) -> tuple[float, float, float, int]:
    """Best first. Who is equal comes in an order of the seed's, so that it is not always the eldest member."""
    member = one.candidate.member_id
    return -one.score, -one.availability, _chance(member, seed), member


def _draw(one: Scored, seed: Seed) -> tuple[float, int]:
    """A draw without replacement, weighted by availability (Efraimidis and Spirakis 2006), smallest first."""
    member = one.candidate.member_id
    return -math.log(1 - _chance(member, seed)) / one.availability, member


def _chance(member: int, seed: Seed) -> float:
    """A number from 0 up to 1 that only *member* and *seed* decide, on every machine."""
    digest = hashlib.blake2b(f"{seed[0]}.{seed[1]}.{member}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


def _chosen(one: Scored, as_newcomer: bool) -> Chosen:
    return Chosen(one.candidate.member_id, one, as_newcomer)
