"""What the index holds of a thread: one document, four text fields, three lists of keys and number columns.

No field is stored: hits are ids, and every word on a page comes from the database.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from whoosh import columns, fields, formats

from qa.search.analysis import ANALYSIS_VERSION, TERM_MAX, fold, index_terms

FORMAT_VERSION = f"2.{ANALYSIS_VERSION}"
TEXT_FIELDS = ("title", "question", "answers", "tags")
KEY_FIELDS = ("tag", "asker", "answerer")
NUMBERS = (
    "id",
    "circle",
    "version",
    "posted",
    "needed",
    "closed",
    "filled",
    "answer_count",
    "in_time",
    "wanted",
    "used",
    "marks",
)
"""Columns. Instants are microseconds since 1970 in UTC, 0 for none; *version* is the thread's last change.
*used* counts the answers' marks by the asker, *marks* all that say an answer helped."""
POSITION_MAX = 65_535
TEXT_MAX = 1_000_000
"""Characters of a field that are indexed; thirty answers of the longest kind still fit."""


@dataclass(frozen=True, slots=True)
class Document:
    """A thread as the index takes it.

    *asker* and *answerers* are member ids, and only of those who wrote under their name.
    """

    id: int
    circle: int
    version: datetime
    posted: datetime
    title: str
    question: str = ""
    answers: str = ""
    tags: tuple[str, ...] = ()
    asker: int | None = None
    answerers: tuple[int, ...] = ()
    needed: datetime | None = None
    closed: datetime | None = None
    filled: datetime | None = None
    answer_count: int = 0
    in_time: int = 0
    wanted: int = 0
    used: int = 0
    marks: int = 0


class Words(fields.FieldType):
    """A scored text field; a posting's value is the word's positions as little-endian 16-bit numbers."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(self, value: str, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, positions) as Whoosh's writer wants them."""
        places: dict[str, array[int]] = {}
        for term, position in index_terms(value[:TEXT_MAX]):
            place = position if position < POSITION_MAX else POSITION_MAX
            if term in places:
                places[term].append(place)
            else:
                places[term] = array("H", (place,))
        for term in sorted(places):
            at = places[term]
            if sys.byteorder == "big":
                at.byteswap()
            yield term.encode(), len(at), float(len(at)), at.tobytes()


class Keys(fields.FieldType):
    """A list of exact keys, not scored."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=False)

    def index(self, value: Iterable[str], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (key, 1, 1.0, nothing) for each distinct key."""
        for key in sorted(set(value)):
            yield key.encode(), 1, 1.0, b""


def whoosh_schema() -> fields.Schema:
    """The schema; it is passed on every opening, so the pickled one in the index is never read."""
    kinds: dict[str, fields.FieldType] = {name: Words() for name in TEXT_FIELDS}
    kinds |= {name: Keys() for name in KEY_FIELDS}
    kinds |= {name: fields.COLUMN(columns.NumericColumn("q")) for name in NUMBERS}
    return fields.Schema(**kinds)


def tag_key(name: str) -> str:
    """The exact key of a tag: case, accents and the way its words are joined do not matter."""
    return "-".join(fold(name).replace("-", " ").replace("_", " ").split())[:TERM_MAX]


def stamp(moment: datetime | None) -> int:
    """*moment* as microseconds since 1970, 0 for None."""
    if moment is None:
        return 0
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def whoosh_fields(document: Document) -> dict[str, Any]:
    """*document* as keyword arguments for Whoosh's writer."""
    values: dict[str, Any] = {
        "title": document.title,
        "question": document.question,
        "answers": document.answers,
        "tags": "\f".join(document.tags),
        "tag": [tag_key(tag) for tag in document.tags],
        "asker": [] if document.asker is None else [str(document.asker)],
        "answerer": [str(member) for member in document.answerers],
    }
    for name in NUMBERS:
        value = getattr(document, name)
        values[name] = value if isinstance(value, int) else stamp(value)
    return values
