"""Which thank-you notes may stand on a statement: what is not plainly allowed stays inside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from qa.members.models import Exposure
from qa.members.names import employer_key
from qa.recognition.queries import Received

LONGEST = 6
"""Words of a name that is looked for."""
SHORTEST = 2
"""Letters of a word of its author's name that give the author away."""


def may_leave(one: Received, naming: Collection[str]) -> bool:
    """Whether the note of *one* may be read by outsiders.

    Not where its author asked without a name and without a role; nor where its words name anybody: its author, or one
    of *naming*, the keys (``keys_of``) of the community's people and employers.
    """
    if one.question_exposure == Exposure.ANONYMOUS:
        return False
    words = _words(one.note)
    own = {word for word in _words(one.asker.name) if len(word) >= SHORTEST}
    return not (own & set(words)) and not any(key in naming for key in _runs(words))


def keys_of(names: Iterable[str], employers: Iterable[str]) -> set[str]:
    """What is looked for in a note: whole names of people, and employers with and without their legal form."""
    found = {" ".join(_words(name)) for name in (*names, *employers)}
    return (found | {employer_key(name) for name in employers}) - {""}


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare)


def _runs(words: list[str]) -> Iterable[str]:
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
