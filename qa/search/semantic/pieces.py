"""A text as the pieces of words that the model knows: WordPiece, uncased, as BERT was trained with it.

Lower case, accents off, punctuation and ideographs apart; then of each word the longest piece in the
vocabulary, again and again (Wu et al. 2016, section 4.1; pieces within a word begin with ``##``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

CLS, SEP, UNKNOWN = 101, 102, 100
WORD_MAX = 100
"""Characters of a word; a longer one is unknown as a whole, as in training."""
CHARACTERS_EACH = 12
"""Characters of a text that are looked at for each piece wanted: words are shorter on average."""

_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class _Characters(dict[int, str]):
    """What becomes of a character: dropped, a blank, apart from its neighbours, or as it is."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = unicodedata.category(sign)
        ideograph = any(first <= code <= last for first, last in _IDEOGRAPHS)
        if sign.isspace():
            found = " "
        elif kind == "Mn" or kind[0] == "C":
            found = ""
        elif kind[0] == "P" or ideograph or (code < 128 and not sign.isalnum()):
            found = f" {sign} "
        else:
            found = sign
        self[code] = found
        return found


_CHARACTERS = _Characters()


class Pieces:
    """The pieces of a vocabulary; safe to use from several threads."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._known = lru_cache(20_000)(self._split)

    def of(self, text: str, limit: int) -> list[int]:
        """The numbers of the pieces of *text*, begun by CLS and ended by SEP, *limit* at most."""
        plain = unicodedata.normalize("NFD", text[: limit * CHARACTERS_EACH]).translate(_CHARACTERS)
        found = [CLS]
        for word in plain.lower().split():
            found += self._known(word)
            if len(found) >= limit:
                break
        return [*found[: limit - 1], SEP]

    def _split(self, word: str) -> tuple[int, ...]:
        if len(word) > WORD_MAX:
            return (UNKNOWN,)
        found: list[int] = []
        start = 0
        while start < len(word):
            piece, end = self._longest(word, start)
            if piece is None:
                return (UNKNOWN,)
            found.append(piece)
            start = end
        return tuple(found)

    def _longest(self, word: str, start: int) -> tuple[int | None, int]:
        for end in range(len(word), start, -1):
            piece = self._vocabulary.get(("##" if start else "") + word[start:end])
            if piece is not None:
                return piece, end
        return None, start
