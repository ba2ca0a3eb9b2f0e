"""The index as tables of PostgreSQL: one pair a generation, in a schema of its own beside the application's tables.

Like the folder of the other engine they are a cache: made by a rebuild in the present format, dropped after the next
one, and in no migration. ``thread_<generation>`` has a thread a row: its numbers, the lengths of its texts, and a
tsvector for each field, made by our own analysis. ``term_<generation>`` counts the threads of each term and circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.exc import ProgrammingError
from whoosh.util.numeric import byte_to_length, length_to_byte

from qa.search.errors import IndexDamaged
from qa.search.schema import KEY_FIELDS, NUMBERS, TEXT_FIELDS, Document, whoosh_fields, whoosh_schema

SCHEMA = "search_index"
FIELDS = (*TEXT_FIELDS, *KEY_FIELDS)
PLACE_MAX = 16_383
"""PostgreSQL's largest place in a text; what stands further behind counts from the beginning again."""
PLACES_MAX = 255
"""Places of a term in one field of a thread that PostgreSQL keeps."""
VECTOR_BYTES = 900_000
"""Of a field of one thread; PostgreSQL refuses more than a megabyte."""
_MISSING = ("42P01", "42703", "3F000")
"""PostgreSQL's words for a table, a column and a schema that are not there."""
_NAME = re.compile(r"g[0-9a-f]{8}")
_SCHEMA = whoosh_schema()

STATE = Table(
    "state",
    MetaData(schema=SCHEMA),
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("generation", String, nullable=False),
    Column("format", String, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
    Column("swapped_at", DateTime(timezone=True), nullable=False),
)
"""One row. *seq* is the number of the last commit; no thread deleted before commit *floor* is remembered any more."""


class Tables:
    """The two tables of a generation."""

    def __init__(self, generation: str) -> None:
        if not _NAME.fullmatch(generation):
            raise IndexDamaged("the index's state names no generation")
        self.generation = generation
        self.metadata = MetaData(schema=SCHEMA)
        self.threads = Table(
            f"thread_{generation}",
            self.metadata,
            Column("seq", BigInteger, nullable=False),
            Column("n_id", BigInteger, primary_key=True, autoincrement=False),
            *(Column(f"n_{name}", BigInteger, nullable=False) for name in NUMBERS if name != "id"),
            *(Column(f"l_{name}", Integer, nullable=False) for name in TEXT_FIELDS),
            *(Column(f"t_{name}", TSVECTOR, nullable=False) for name in FIELDS),
        )
        self.terms = Table(
            f"term_{generation}",
            self.metadata,
            Column("field", String, primary_key=True),
            Column("term", Text(collation="C"), primary_key=True),
            Column("circle", BigInteger, primary_key=True, autoincrement=False),
            Column("threads", Integer, nullable=False),
        )

    def number(self, name: str) -> Column[Any]:
        """The column of a number."""
        return self.threads.c[f"n_{name}"]

    def length(self, name: str) -> Column[Any]:
        """The column of a text's length."""
        return self.threads.c[f"l_{name}"]

    def vector(self, name: str) -> Column[Any]:
        """The column of a field's terms."""
        return self.threads.c[f"t_{name}"]

    def make_indexes(self, connection: Connection) -> None:
        """Index what was loaded; without GIN's list of what is pending, which every search would read through."""
        for name in FIELDS:
            made = Index(
                f"{self.threads.name}_{name}",
                self.vector(name),
                postgresql_using="gin",
                postgresql_with={"fastupdate": "off"},
            )
            made.create(connection)
        Index(f"{self.threads.name}_seq", self.threads.c.seq).create(connection)


@lru_cache(8)
def tables(generation: str) -> Tables:
    """The tables of *generation*. Raises IndexDamaged for what is no name of one."""
    return Tables(generation)


@contextmanager
def reading() -> Iterator[None]:
    """Turn what PostgreSQL says of missing tables and columns into IndexDamaged."""
    try:
        yield
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") not in _MISSING:
            raise
        raise IndexDamaged(str(error.orig)[:300]) from error


def row(document: Document, seq: int) -> dict[str, Any]:
    """*document* as a row of ``thread_<generation>``, written by commit *seq*."""
    given = whoosh_fields(document)
    values: dict[str, Any] = {"seq": seq, **{f"n_{name}": given[name] for name in NUMBERS}}
    for name in FIELDS:
        terms = [(term, count, places) for term, count, _, places in _SCHEMA[name].index(given[name])]
        values[f"t_{name}"] = _vector((term.decode(), _places(places)) for term, _, places in terms)
        if name in TEXT_FIELDS:
            length = sum(count for _, count, _ in terms)
            values[f"l_{name}"] = byte_to_length(length_to_byte(length))  # as the other engine keeps it
    return values


def gone(question_id: int, seq: int) -> dict[str, Any]:
    """A row that says to readers that a thread is deleted: it is in no circle and has no words."""
    values: dict[str, Any] = {"seq": seq, **{f"n_{name}": 0 for name in NUMBERS}}
    values |= {f"l_{name}": 0 for name in TEXT_FIELDS} | {f"t_{name}": "" for name in FIELDS}
    return values | {"n_id": question_id}


def _places(stored: bytes) -> list[int]:
    places = np.frombuffer(stored, dtype="<u2")[:PLACES_MAX].tolist() or [0]
    return [place % PLACE_MAX + 1 for place in places]


def _vector(terms: Iterable[tuple[str, list[int]]]) -> str:
    """A tsvector as PostgreSQL reads it; of a field that is too long its first terms."""
    parts, size = [], 0
    for term, places in sorted(terms, key=lambda one: one[1][0]):
        size += len(term.encode()) + 2 * len(places) + 8
        if size > VECTOR_BYTES:
            break
        parts.append(f"{lexeme(term)}:{','.join(map(str, places))}")
    return " ".join(parts)


def lexeme(term: str) -> str:
    """*term* quoted for a tsvector or a tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
