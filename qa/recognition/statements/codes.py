"""Codes of statements: 75 random bits and a check sign, to be read aloud.

A code is 16 signs of 32, without 0, O, 1 and I. They are digits of GF(32); the last is chosen so that the sum of
all, each multiplied by another power of x (modulo x^5 + x^2 + 1, which is primitive), is 0. One wrong sign, or two that
changed places, wherever they stand, make it another sum: what was mistyped is told from what is unknown.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import reduce

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16
GROUP = 4
TYPED_MOST = 80
"""Signs looked at of what somebody typed: spaces and hyphens between all of them fit."""
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_POLYNOMIAL = 0b100101


def new() -> str:
    """A code that nobody can guess."""
    return completed("".join(secrets.choice(ALPHABET) for _sign in range(LENGTH - 1)))


def completed(signs: str) -> str:
    """*signs*, all but the last of a code, with the last."""
    return signs + ALPHABET[_times_x(_sum(signs))]


def read(typed: str) -> str | None:
    """The code that was *typed*, in any case, with any spaces and hyphens; None where it can be none."""
    plain = unicodedata.normalize("NFKC", typed[:TYPED_MOST]).upper()
    signs = "".join(sign for sign in plain if not (sign.isspace() or unicodedata.category(sign) == "Pd"))
    if len(signs) != LENGTH or not set(signs) <= _VALUES.keys() or len(typed) > TYPED_MOST:
        return None
    return signs if _sum(signs) == 0 else None


def shown(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _sum(signs: str) -> int:
    return reduce(lambda total, sign: _times_x(total) ^ _VALUES[sign], signs, 0)


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled
