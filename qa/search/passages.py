"""The best passage of a plain text for a query, in marked and unmarked parts; never HTML."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qa.search.analysis import TERM_MAX, Token, fold, folds_evenly, stem, tokens

TEXT_MAX = 65_536
"""Characters of a text that are looked at."""
LENGTH = 240
ELLIPSIS = "…"
BODY_MAX = 20_000
"""Characters of a body's HTML that are looked through."""
_TAG = re.compile(r"<[^>]*>")
_WORD_MAX = 4 * TERM_MAX
_NUMBERED = re.compile(r"([a-z]{1,6})\ ?([0-9]+(?:\.[0-9]+)*)(?![^\W_])")
_HYPHENED = re.compile(r"([a-z]+)-([a-z]+)")
_SENTENCE_ENDS = ".!?…\n"


class Part(NamedTuple):
    """A piece of text; *marked* where it is one of the words looked for."""

    text: str
    marked: bool


def mark(text: str, finder: Finder) -> list[Part]:
    """The whole *text* (at most TEXT_MAX characters) with every occurrence marked."""
    text = text[:TEXT_MAX]
    return _parts(text, 0, len(text), finder.find(text))


def best(text: str, finder: Finder, length: int = LENGTH) -> list[Part]:
    """The passage of about *length* characters with most different terms, or the beginning without any."""
    text = " ".join(text[:TEXT_MAX].split())
    hits = finder.find(text)
    start, end = _cut(text, *_window(hits, length * 2 // 3), length)
    inside = [hit for hit in hits if hit.start >= start and hit.end <= end]
    parts = _parts(text, start, end, inside)
    if start > 0:
        parts.insert(0, Part(ELLIPSIS, False))
    if end < len(text):
        parts.append(Part(ELLIPSIS, False))
    return parts


def count(text: str, finder: Finder) -> int:
    """How many different terms occur in *text*: which of a thread's texts to show."""
    return len({hit.term for hit in finder.find(text[:TEXT_MAX])})


class Finder:
    """Finds the words of a query in texts; made once for all texts of a page.

    A pattern of word beginnings finds the few candidates, and only those are stemmed: a stem differs from
    its word in the last letters at most (a few irregular words excepted, which stay unmarked).
    """

    def __init__(self, terms: Iterable[str], prefixes: Sequence[str] = ()) -> None:
        self._terms = frozenset(terms)
        self.size = len(self._terms) + len(prefixes)
        self._prefixes = tuple(prefixes)
        begins = sorted(
            {_beginning(term) for term in self._terms} | {re.escape(prefix) for prefix in prefixes}
        )
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(begins)})") if begins else None

    def find(self, text: str) -> list[Token]:
        """The occurrences in *text*, with offsets in it whatever folding does to its length."""
        if self._pattern is None:
            return []
        folded, origin = _fold_with_origin(text)
        found, last = [], 0
        for candidate in self._pattern.finditer(folded):
            if candidate.start() >= last and (hit := self._check(folded, candidate.start())):
                last = hit.end
                found.append(hit if origin is None else _placed(hit, origin))
        return found

    def _check(self, folded: str, start: int) -> Token | None:
        window = folded[start : start + _WORD_MAX]
        token = next(tokens(window), None)
        if token is None or token.start != 0:
            return None
        if token.term in self._terms or (self._prefixes and window.startswith(self._prefixes)):
            return Token(token.term, 0, start, start + token.end)
        for joined in _NUMBERED.match(window), _HYPHENED.match(window):
            if joined and (term := stem(joined[1] + joined[2])) in self._terms:
                return Token(term, 0, start, start + joined.end())
        return None


def _beginning(term: str) -> str:
    numbered = _NUMBERED.match(term)
    if numbered and numbered.end() == len(term):
        return rf"{numbered[1]}\ ?{re.escape(numbered[2])}"
    return re.escape(term[: max(len(term) - 3, 2)] if term.isalpha() else term)


def _fold_with_origin(text: str) -> tuple[str, list[int] | None]:
    """*text* folded, and where in *text* each character comes from (None: at the same place)."""
    folded = fold(text)
    if len(folded) == len(text) and folds_evenly(text):
        return folded, None
    pieces: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        piece = fold(character)
        pieces.append(piece)
        origin += [place] * len(piece)
    origin.append(len(text))
    return "".join(pieces), origin


def _placed(hit: Token, origin: list[int]) -> Token:
    # Marks that were folded away belong to the letter before; a letter that became several is one.
    end = max(origin[hit.end], origin[hit.end - 1] + 1)
    return hit._replace(start=origin[hit.start], end=end)


def _window(hits: Sequence[Token], length: int) -> tuple[int, int]:
    """The span of hits no longer than *length* with most different terms, then most hits, the first such."""
    best_rank, span = (0, 0), (0, 0)
    held: dict[str, int] = {}
    left = 0
    for right, hit in enumerate(hits):
        held[hit.term] = held.get(hit.term, 0) + 1
        while hit.end - hits[left].start > length and left < right:
            gone = hits[left].term
            held[gone] -= 1
            if not held[gone]:
                del held[gone]
            left += 1
        rank = (len(held), right - left)
        if rank > best_rank:
            best_rank, span = rank, (hits[left].start, hit.end)
    return span


def _cut(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Where to begin and end so that [first, last) is inside: at a sentence or a word where one is near."""
    room = max(length - (last - first), 0)
    start = max(0, first - room // 2)
    if start > 0:
        start = _begin(text, start, first)
    end = min(len(text), max(start + length, last))
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > last else end
    return start, end


def _begin(text: str, start: int, first: int) -> int:
    for place in range(start, first):
        if text[place - 1] == " " and text[place - 2] in _SENTENCE_ENDS:
            return place
    space = text.find(" ", start, first)
    return start if space < 0 else space + 1


def _parts(text: str, start: int, end: int, hits: Sequence[Token]) -> list[Part]:
    parts: list[Part] = []
    place = start
    for hit in hits[: bisect_left(hits, end, key=lambda hit: hit.start)]:
        if hit.start > place:
            parts.append(Part(text[place : hit.start], False))
            place = hit.start
        if hit.end > max(place, hit.start):
            parts.append(Part(text[max(place, hit.start) : hit.end], True))
            place = hit.end
    if place < end:
        parts.append(Part(text[place:end], False))
    return parts


def bare(body_html: str) -> str:
    """The words of stored HTML, quickly: for a passage it need not be exact, and it is escaped again."""
    return html.unescape(_TAG.sub(" ", body_html[:BODY_MAX]))
