"""From text to index terms: accents folded, English stems, and names such as SOC 2, C++ or TLS 1.3 kept whole.

The same folding serves the index, the query and the marks in a passage, so the three agree.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

ANALYSIS_VERSION = 1
"""Part of the index's format: a change of any rule here makes old indexes be built anew."""
TERM_MAX = 40
"""Characters of a term that count; longer runs are hashes or noise."""
BREAK = "\f"
"""Between two texts of one field (two answers): no phrase reaches across it."""
BREAK_GAP = 100

_TOKEN = re.compile(
    r"""(?P<brk>\f)
    | (?P<sign>(?<![^\W_])[a-z](?:\+\+|\#)(?![^\W_]) | \.net(?![^\W_]))
    | (?P<num>[a-z]{0,12}+\d++(?:[.,]\d++)++)
    | (?P<cjk>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])
    | (?P<word>[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]++
        (?:'[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]++)*+)""",
    re.VERBOSE,
)
_PARTS = re.compile(r"([a-z]++)(\d++(?:\.\d++)*+)")

# Words that carry grammar, not a subject: in a question of several words they need not occur in a hit.
_WORDS = """a about all also am an and any are as at be been before being but by can could did do does doing done
for from get give got had has have having he her here him his how i if in into is it its just know me
many more most much my need no not of on one or other our out over own same she should so some such than that
the their them then there these they this those to too under until up us use using very want was way we
were what when where which while who whom why will with would you your"""
FUNCTION_WORDS = frozenset(_WORDS.split())


class Token(NamedTuple):
    """A term with its place: *position* counts words, *start* and *end* are offsets in the text."""

    term: str
    position: int
    start: int
    end: int


class _Fold(dict[int, str]):
    """A table for str.translate that folds a character when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", chr(codepoint)) if unicodedata.category(c) != "Mn"
        )
        folded = unicodedata.normalize("NFC", bare).casefold()
        folded = "'" if folded in ("’", "‘", "ʼ", "`") else folded
        if len(self) < 20_000:
            self[codepoint] = folded
        return folded


_FOLD = _Fold()
_local = threading.local()


def fold(text: str) -> str:
    """*text* in lower case without accents; its length may change."""
    if text.isascii():
        return text.lower()
    # Composed only after the marks are gone: composing long runs of marks takes quadratic time.
    return unicodedata.normalize("NFC", text.translate(_FOLD))


def folds_evenly(text: str) -> bool:
    """Whether every character of *text* folds to just one, so that places in it stay the same."""
    return text.isascii() or all(len(_FOLD[ord(character)]) == 1 for character in set(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball English stem of a folded *word*; what holds a digit or a sign stays as it is."""
    if not word.isascii() or not word.replace("'", "").isalpha():
        return word[:TERM_MAX]
    if not hasattr(_local, "stemmer"):  # a stemmer keeps state, so each thread has its own
        _local.stemmer = snowballstemmer.stemmer("english")
    return str(_local.stemmer.stemWord(word[:TERM_MAX]))


def _walk(folded: str) -> Iterator[tuple[str, str, int, int, int]]:
    """Yield (kind, word, position, start, end) over folded text."""
    position = -1
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or ""
        if kind == "brk":
            position += BREAK_GAP
            continue
        position += 1
        word = match.group()
        yield kind, word.replace(",", "") if kind == "num" else word, position, match.start(), match.end()


def tokens(folded: str) -> Iterator[Token]:
    """The terms of already folded text in order, one for each word: what a query asks for."""
    for _kind, word, position, start, end in _walk(folded):
        yield Token(stem(word), position, start, end)


def index_terms(text: str) -> Iterator[tuple[str, int]]:
    """The (term, position) pairs that the index holds of *text*.

    Beyond its words: "SOC2" also as soc and 2, "SOC 2" also as soc2, and "on-site" also as onsite.
    """
    folded = fold(text)
    before: tuple[str, int] | None = None
    for _kind, word, position, start, end in _walk(folded):
        for term in _forms(word):
            yield term, position
        if before is not None and (joined := _joined(before, word, folded[before[1] : start])):
            yield joined, position - 1
        before = (word, end)


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    parts = _PARTS.fullmatch(word)
    return (stem(word),) if parts is None else (stem(word), stem(parts[1]), parts[2])


def _joined(before: tuple[str, int], word: str, between: str) -> str:
    left = before[0]
    if between == " " and word[0].isdigit() and left.isalpha() and len(left) <= 6:
        return (left + word)[:TERM_MAX]
    if between == "-" and left.isalpha() and word.isalpha():
        return stem(left + word)
    return ""


def query_terms(text: str) -> list[str]:
    """The terms of a member's words, in order."""
    return [token.term for token in tokens(fold(text))]


@lru_cache(maxsize=1)
def function_terms() -> frozenset[str]:
    """The stems of FUNCTION_WORDS."""
    return frozenset(stem(word) for word in FUNCTION_WORDS)
