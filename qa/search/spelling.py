"""Did you mean: for a word that occurs in no thread of the viewer's circles, the nearest one that does.

The index holds stems, so it only gives candidates. The word itself is taken from a text that the viewer may see: what
stands in other circles alone can neither be suggested nor change what is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from whoosh.support.levenshtein import damerau_levenshtein

from qa.search.analysis import fold, stem, tokens
from qa.search.index import Snapshot
from qa.search.schema import TEXT_FIELDS
from qa.search.scoring import View, views

LENGTH_MIN = 4
"""Letters of a word that is looked at: shorter ones are near to too many others."""
LONG = 8
"""From so many letters on, two of them may be wrong."""
WORDS_MAX = 3
CANDIDATES_MAX = 12
TEXTS_EACH = 2
"""Texts of each candidate that are read to learn how it is written."""
TERMS_MAX = 40_000
"""Terms of a field, with the same first letter, that are compared."""
SECONDS_MAX = 0.15
"""For gathering the terms, and once more for their threads."""

Written = Callable[[Sequence[int]], Iterable[str]]
"""Gives the texts of those of the threads with these ids that the viewer may see now."""


def nearest(
    snapshot: Snapshot, words: Iterable[str], circles: frozenset[int], written: Written
) -> dict[str, str]:
    """For each of *words* (folded, as typed) without a hit in *circles*, the nearest word that has one, if any."""
    seen = views(snapshot, circles)
    found: dict[str, str] = {}
    wrong = [word for word in dict.fromkeys(words) if _to_be_looked_at(word) and not _known(seen, word)]
    for word in wrong[:WORDS_MAX]:
        near = candidates(seen, word)
        ids = dict.fromkeys(chain.from_iterable(newest[:TEXTS_EACH] for newest in near.values()))
        best = _best(word, near, written(list(ids))) if ids else None
        if best is not None:
            found[word] = best
    return found


def _to_be_looked_at(word: str) -> bool:
    return len(word) >= LENGTH_MIN and word.isalpha()


def _known(seen: Sequence[View], word: str) -> bool:
    term = stem(word)
    places = (
        (view.mask, view.leaf.segment.postings(name, term).ids) for view in seen for name in TEXT_FIELDS
    )
    return any(bool(mask[ids].any()) for mask, ids in places)


def candidates(seen: Sequence[View], word: str) -> dict[str, list[int]]:
    """Terms near to *word* with the threads that have them, the newest first; the commonest term first."""
    deadline = time.monotonic() + SECONDS_MAX
    near = {term for term in _vocabulary(seen, word, deadline) if _may_be(word, term)}
    parts = [view.leaf.segment for view in seen]
    if parts:
        parts[0].read_ahead(parts, TEXT_FIELDS, near)
    until = time.monotonic() + SECONDS_MAX
    threads = {term: ids for term in sorted(near) if time.monotonic() < until and (ids := _ids(seen, term))}
    ranked = sorted(threads, key=lambda term: (_apart(stem(word), term), -len(threads[term]), term))
    return {term: threads[term] for term in ranked[:CANDIDATES_MAX]}


def _vocabulary(seen: Sequence[View], word: str, deadline: float) -> set[str]:
    """Terms that begin with the first letter of *word*, or with its second one: the two change places easily."""
    if seen and (alike := seen[0].leaf.segment.alike(stem(word))) is not None:
        return set(alike)
    letters = set("abcdefghijklmnopqrstuvwxyz")
    found = {letter + rest for letter in letters for rest in (stem(word), stem(word)[1:])}
    for view in seen:
        for name in TEXT_FIELDS:
            for first in dict.fromkeys(word[:2]):
                if time.monotonic() > deadline:
                    return found
                found.update(view.leaf.segment.prefixed(name, first, TERMS_MAX))
    return found


def _may_be(word: str, term: str) -> bool:
    """Whether *term* may be the stem of a word near to *word*: an ending that was cut off does not count."""
    allowed, stemmed = _allowed(word), stem(word)
    if not term.isalpha() or len(term) < LENGTH_MIN - 1 or term == stemmed:
        return False
    if len(set(term) - set(word)) > allowed:
        return False
    if abs(len(stemmed) - len(term)) <= allowed and _apart(stemmed, term) <= allowed:
        return True
    begun = (word[: len(term) + more] for more in (-1, 0, 1) if len(word) > len(term) + more)
    return any(_apart(begin, term) <= allowed for begin in begun)


def _allowed(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _apart(one: str, other: str) -> int:
    return int(damerau_levenshtein(one, other))


def _ids(seen: Sequence[View], term: str) -> list[int]:
    """The ids of the viewer's threads with *term*, the newest first."""
    found: set[int] = set()
    for view in seen:
        segment = view.leaf.segment
        for name in TEXT_FIELDS:
            places = segment.postings(name, term).ids
            found.update(segment.numbers["id"][places[view.mask[places]]].tolist())
    return sorted(found, reverse=True)


def _best(word: str, near: Mapping[str, Sequence[int]], texts: Iterable[str]) -> str | None:
    """Of the forms of the terms *near* in *texts* the nearest to *word*, the term of most threads first."""
    forms: dict[str, str] = {}
    for text in texts:
        folded = fold(text)
        for token in tokens(folded):
            if token.term in near:
                forms.setdefault(folded[token.start : token.end], token.term)
    rated = sorted((_apart(word, form), -len(near[term]), form) for form, term in forms.items())
    return rated[0][2] if rated and rated[0][0] <= _allowed(word) else None
