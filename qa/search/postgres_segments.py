"""A range of the index's commits in memory as scoring wants it: numbers as arrays, postings by PostgreSQL's GIN."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    URL,
    Connection,
    Engine,
    Integer,
    Select,
    Text,
    cast,
    create_engine,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from qa.core.db import BUSY_MS, db, patience
from qa.search.postgres_tables import PLACES_MAX, Tables, lexeme, reading
from qa.search.postings import EMPTY, Cache, Ids, Postings
from qa.search.schema import NUMBERS, TEXT_FIELDS
from qa.search.segments import Held, Mask

DECODE_MAX = 120_000
"""Postings that a query may have read when they are not cached: PostgreSQL reads some 400 a millisecond."""
COUNTS_MAX = 50_000
ALIKE_MAX = 2_000
"""Terms that look like a word: so many that those which other circles alone have push out none that matters."""
ALIKE = "0.15"
"""The share of their trigrams that words have in common which differ by two letters that changed places."""
_PACKED = np.dtype([("id", ">i4"), ("rank", ">f4")])
# ts_rank of one term is 0.1 times the sum of 1 / j² over its places, times 6 / π²: the number of places is read off.
_RANKS = np.cumsum(0.1 / np.arange(1, PLACES_MAX + 2) ** 2) / 1.64493406685
_BETWEEN = (_RANKS[1:] + _RANKS[:-1]) / 2


def connect() -> Connection:
    """A connection that sees each commit at once, holds no lock, and whose faults end no transaction of the page's."""
    return _engine(db.engine.url, os.getpid()).connect()


@lru_cache(4)
def _engine(address: URL, _process: int) -> Engine:
    # A statement prepared for any words has a plan for none: it takes ten times as long.
    plain = {
        "prepare_threshold": None,
        "options": f"-c lock_timeout={BUSY_MS} -c jit=off",
        **patience(address),
    }
    return create_engine(
        address, isolation_level="AUTOCOMMIT", pool_size=2, pool_pre_ping=True, connect_args=plain
    )


def disconnect() -> None:
    """Close what ``connect`` has open."""
    _engine(db.engine.url, os.getpid()).dispose()


def load(connection: Connection, found: Tables, after: int, until: int) -> NDArray[np.int64]:
    """A row for each thread last written after commit *after* and by *until*, by id: NUMBERS, then the lengths."""
    columns = [*map(found.number, NUMBERS), *map(found.length, TEXT_FIELDS)]
    packed: Any = func.int8send(columns[0])
    for column in columns[1:]:
        packed = packed.op("||")(func.int8send(column))
    within = (found.threads.c.seq > after, found.threads.c.seq <= until)
    stored = connection.scalar(select(func.string_agg(packed, literal(b""))).where(*within))
    rows = np.frombuffer(stored or b"", dtype=">i8").reshape(-1, len(columns)).astype(np.int64)
    return rows[np.argsort(rows[:, NUMBERS.index("id")])]


class Counts:
    """In how many threads a term stands, for the order in which terms are taken; the last asked are remembered."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str, str], int] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str, str]) -> int | None:
        with self._lock:
            return self._held.get(key)

    def put(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        with self._lock:
            self._held.update(counts)
            while len(self._held) > COUNTS_MAX:
                self._held.popitem(last=False)


class Range:
    """The threads last written by the commits after *after* and until *until*; safe to use from several threads."""

    decode_max = DECODE_MAX

    def __init__(
        self, found: Tables, after: int, until: int, rows: NDArray[np.int64], memory: tuple[Cache, Counts]
    ) -> None:
        """*rows* as ``load`` gives them."""
        self.id = f"{found.generation}:{after}-{until}"
        self.size = len(rows)
        self.tables, self.after, self.until = found, after, until
        self._cache, self._counts = memory
        self._trigrams: bool | None = None
        width = len(NUMBERS)
        self.numbers: dict[str, NDArray[Any]] = {
            name: np.ascontiguousarray(rows[:, place]) for place, name in enumerate(NUMBERS)
        }
        self.lengths = {
            name: rows[:, width + place].astype(np.float32) for place, name in enumerate(TEXT_FIELDS)
        }
        self.field_totals = {name: int(lengths.sum()) for name, lengths in self.lengths.items()}

    def untouched(self) -> bool:
        """Always: PostgreSQL looks after its files."""
        return True

    def held(self, field: str, term: str) -> bool:
        """Whether the postings of *term* are in memory."""
        return self._cache.get((self.id, field, term)) is not None

    def frequency(self, field: str, term: str) -> int:
        """In how many documents *term* occurs in *field*, at most."""
        key = (self.tables.generation, field, term)
        if self._counts.get(key) is None:
            self.count_ahead((field,), (term,))
        return min(self._counts.get(key) or 0, self.size)

    def count_ahead(self, fields: Sequence[str], terms: Collection[str]) -> None:
        """Get how often *terms* occur, by one statement; what is remembered may be a little old."""
        generation = self.tables.generation
        keys = [(generation, field, term) for field in fields for term in terms]
        missing = [key for key in keys if self._counts.get(key) is None]
        if not missing:
            return
        table = self.tables.terms
        asked = sorted({term for _, _, term in missing})
        query = (
            select(table.c.field, table.c.term, func.sum(table.c.threads))
            .where(table.c.field.in_(fields), table.c.term == func.any(cast(asked, ARRAY(Text))))
            .group_by(table.c.field, table.c.term)
        )
        with reading(), connect() as connection:
            known = {(generation, row[0], row[1]): int(row[2]) for row in connection.execute(query)}
        self._counts.put({key: known.get(key, 0) for key in missing})

    def postings(self, field: str, term: str) -> Postings:
        """Where *term* occurs in *field*; from the cache if it is there."""
        found = self._cache.get((self.id, field, term))
        return found if found is not None else _read([self], {field: [term]})[self.id, field, term]

    def read_ahead(self, parts: Sequence[Held], fields: Sequence[str], terms: Collection[str]) -> None:
        """Get the postings of *terms* in all *parts* by one statement, where they are not held."""
        ranges = [part for part in parts if isinstance(part, Range)]
        wanted: dict[str, list[str]] = {}
        lacking: set[str] = set()
        for field in fields:
            for term in terms:
                without = [part.id for part in ranges if not part.held(field, term)]
                if without:
                    wanted.setdefault(field, []).append(term)
                    lacking.update(without)
        if wanted:
            _read([part for part in ranges if part.id in lacking], wanted)

    def places(self, ids: NDArray[Any]) -> tuple[Ids, Mask]:
        """The document numbers of thread *ids* (ascending), and which of them are here at all."""
        own = self.numbers["id"]
        at = np.minimum(np.searchsorted(own, ids), max(self.size - 1, 0))
        here: Mask = own[at] == ids if self.size else np.zeros(len(ids), np.bool_)
        return at[here].astype(np.int32), here

    def keep(self, field: str, term: str, ids: NDArray[Any], weights: NDArray[np.float32]) -> Postings:
        """Remember where *term* occurs, of threads in all ranges those of this one."""
        numbers, here = self.places(ids)
        found = Postings(numbers, weights[here]) if len(numbers) else EMPTY
        self._cache.put((self.id, field, term), found)
        return found

    def phrased(self, field: str, phrase: Sequence[str], wanted: Ids) -> Ids:
        """Those of the *wanted* documents (ascending) in which *phrase* stands word after word in *field*."""
        number = self.tables.number("id")
        asked = cast(" <-> ".join(map(lexeme, phrase)), TSQUERY)
        ids = cast(self.numbers["id"][wanted].tolist(), ARRAY(Integer))
        query = select(number).where(number == func.any(ids), self.tables.vector(field).op("@@")(asked))
        with reading(), connect() as connection:
            found = np.sort(np.array(connection.scalars(query).all(), dtype=np.int64))
        return self.places(found)[0]

    def prefixed(self, field: str, prefix: str, limit: int, after: str = "") -> list[str]:
        """At most *limit* terms of *field* that begin with *prefix* and come after *after*, in order."""
        table = self.tables.terms
        begun = (table.c.term >= prefix, table.c.term > after, table.c.term < f"{prefix}\U0010ffff")
        query = select(table.c.term).where(table.c.field == field, *begun, table.c.threads > 0)
        with reading(), connect() as connection:
            return list(connection.scalars(query.distinct().order_by(table.c.term).limit(limit)))

    def alike(self, word: str) -> set[str] | None:
        """Terms that share trigrams with *word*, the most alike; None where PostgreSQL has no pg_trgm."""
        with reading(), connect() as connection:
            if self._trigrams is None:
                self._trigrams = connection.scalar(select(func.to_regtype("gtrgm"))) is not None
            if not self._trigrams:
                return None
            term = self.tables.terms.c.term
            connection.execute(select(func.set_config("pg_trgm.similarity_threshold", ALIKE, False)))
            near = select(term).where(term.op("%")(word), self.tables.terms.c.threads > 0).group_by(term)
            likest = near.order_by(func.similarity(term, word).desc(), term).limit(ALIKE_MAX)
            return set(connection.scalars(likest))


def _read(
    parts: Sequence[Range], wanted: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str, str], Postings]:
    """Read the postings of *wanted* (terms of each field) for *parts*, and keep them."""
    found = parts[0].tables
    after, until = min(part.after for part in parts), max(part.until for part in parts)
    queries = [_postings(found, field, terms, after, until) for field, terms in wanted.items()]
    with reading(), connect() as connection:
        rows = connection.execute(union_all(*queries)).all()
    stored = {(field, term): packed for field, term, packed in rows}
    kept: dict[tuple[str, str, str], Postings] = {}
    for field, terms in wanted.items():
        for term in terms:
            ids, weights = _unpacked(stored.get((field, term), b""))
            kept |= {(part.id, field, term): part.keep(field, term, ids, weights) for part in parts}
    return kept


def _postings(found: Tables, field: str, terms: Sequence[str], after: int, until: int) -> Select[Any]:
    asked = (
        func.unnest(cast(list(terms), ARRAY(Text)), cast([lexeme(term) for term in terms], ARRAY(TSQUERY)))
        .table_valued("term", "query", name=f"asked_{field}")
        .render_derived()
    )
    query, vector = asked.c.query, found.vector(field)
    number = func.int4send(cast(found.number("id"), Integer))
    packed = number.op("||")(func.float4send(func.ts_rank(vector, query)))
    within = (found.threads.c.seq > after, found.threads.c.seq <= until)
    return (
        select(literal(field), asked.c.term, func.string_agg(packed, literal(b"")))
        .select_from(asked.join(found.threads, vector.op("@@")(query)))
        .where(*within)
        .group_by(asked.c.term)
    )


def _unpacked(stored: bytes) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Thread ids, ascending, and how often the term stands in each."""
    rows = np.frombuffer(stored, dtype=_PACKED)
    ids = rows["id"].astype(np.int32)
    order = np.argsort(ids, kind="stable")
    counts = np.searchsorted(_BETWEEN, rows["rank"].astype(np.float64)) + 1
    return ids[order], counts[order].astype(np.float32)
