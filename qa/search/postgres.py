"""The index kept by PostgreSQL: what readers hold of it, and the one writer.

Every commit has a number, and every thread's row has the number of the commit that wrote it last. A reader holds ranges
of commits as the other engine's readers hold segments: rows never change within a range, they only leave it for a later
one. So what is decoded stays right, and a reader that finds a new number reads what is new and nothing else.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from qa.core.db import AnyRow
from qa.search import postgres_writer
from qa.search.errors import IndexDamaged
from qa.search.index import Snapshot
from qa.search.postgres_segments import Counts, Range, connect, load
from qa.search.postgres_tables import SCHEMA, STATE, Tables, reading, tables
from qa.search.postings import Cache
from qa.search.schema import FORMAT_VERSION, NUMBERS, Document
from qa.search.segments import Leaf

RANGES_MAX = 6
"""Ranges that a reader holds; each costs every query about half a millisecond."""
WHOLE_SHARE = 4
"""Read all as one again when what is not in the first range is more than this part of it."""
SMALL = 2_000
_TRIES = 5
_CIRCLE = NUMBERS.index("circle")

PartReader = Callable[[Connection, int, int], tuple[Range, NDArray[np.int64]]]


class PostgresIndex:
    """Access to the index; one for a process, used by all its threads."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.cache = cache or Cache()
        self._forget()

    def _forget(self) -> None:
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._snapshot: Snapshot | None = None
        self._counts = Counts()

    def close(self) -> None:
        """Let go of all that is held; the next snapshot reads it again."""
        self._forget()
        self.cache.forget(set())

    def missing(self) -> bool:
        """Whether no index was ever built."""
        with connect() as connection:
            return connection.scalar(select(func.to_regclass(f"{SCHEMA}.state"))) is None

    def snapshot(self) -> Snapshot:
        """The index as last committed. Raises IndexDamaged when it is missing, incomplete or of another format."""
        if self._pid != os.getpid():  # a lock may be held by a thread that is not in this process
            self._forget()
        with reading(), connect() as connection, self._lock:
            for _ in range(_TRIES):
                state = read_state(connection)
                if (held := self._current(state)) is not None:
                    return held
                latest = self._snapshot = self._read(connection, state)
            return latest

    def _current(self, state: AnyRow) -> Snapshot | None:
        held = self._snapshot
        same = held is not None and (held.generation, held.number) == (state.generation, state.seq)
        return held if same else None

    def _read(self, connection: Connection, state: AnyRow) -> Snapshot:
        found, held = tables(state.generation), self._snapshot
        old = (
            held is None or held.generation != state.generation or not state.floor <= held.number <= state.seq
        )
        leaves = [] if old or held is None else _followed(connection, held, state.seq, self._part(found))
        if old or _worth_reading_anew(leaves):
            leaves = [Leaf(self._part(found)(connection, 0, state.seq)[0], None)]
        self.cache.forget({leaf.segment.id for leaf in leaves})
        return Snapshot(state.generation, state.seq, tuple(leaves))

    def _part(self, found: Tables) -> PartReader:
        def read(connection: Connection, after: int, until: int) -> tuple[Range, NDArray[np.int64]]:
            rows = load(connection, found, after, until)
            live = rows[rows[:, _CIRCLE] > 0]
            made = Range(found, after, until, live, (self.cache, self._counts))
            return made, rows[:, NUMBERS.index("id")]

        return read

    def update(self, documents: Sequence[Document], deleted: Iterable[int] = ()) -> None:
        """Put *documents* (the last of equal ids wins) and remove the ids *deleted*, in one commit.

        Raises IndexDamaged when there is no sound index, IndexBusy when another process writes.
        """
        fresh = {document.id: document for document in documents}
        dropped = set(deleted) - set(fresh)
        if fresh or dropped:
            postgres_writer.update(read_state, list(fresh.values()), dropped)

    def tidy(self, everything: bool = False) -> bool:
        """Drop what nobody reads any more; returns whether there was anything to do."""
        return postgres_writer.tidy(read_state, everything)

    def rebuild(
        self,
        documents: Iterable[Document],
        catch_up: Callable[[Snapshot], tuple[Sequence[Document], Iterable[int]]] | None = None,
    ) -> int:
        """Build a new generation beside the old one and let it serve; returns how many threads it holds.

        *catch_up* is as in ``writer.rebuild``.
        """

        def beside(connection: Connection, generation: str, seq: int) -> Snapshot:
            part = self._part(tables(generation))(connection, 0, seq)[0]
            return Snapshot(generation, seq, (Leaf(part, None),))

        return postgres_writer.rebuild(documents, beside, catch_up)

    def facts(self) -> dict[str, int]:
        """What the index holds and how large it is."""
        snapshot = self.snapshot()
        found = tables(snapshot.generation)
        sizes = [
            func.pg_total_relation_size(f"{SCHEMA}.{table.name}") for table in (found.threads, found.terms)
        ]
        with reading(), connect() as connection:
            size = connection.scalar(select(sizes[0] + sizes[1]))
        deleted = sum(leaf.segment.size for leaf in snapshot.leaves) - snapshot.count
        return {
            "threads": snapshot.count,
            "segments": len(snapshot.leaves),
            "deleted": deleted,
            "bytes": int(size or 0),
        }


def read_state(connection: Connection) -> AnyRow:
    """The state's row. Raises IndexDamaged when there is none, or what it names is not there or of another format."""
    # Quoted: whatever stands there, it is a name of a table or of none.
    names = (
        func.concat(f"{SCHEMA}.", func.quote_ident(func.concat(f"{kind}_", STATE.c.generation)))
        for kind in ("thread", "term")
    )
    there = [func.to_regclass(name).is_not(None) for name in names]
    with reading():
        row = connection.execute(select(STATE, there[0] & there[1])).first()
    if row is None or not row[-1]:
        raise IndexDamaged("no index: its tables are missing")
    if row.format != FORMAT_VERSION:
        raise IndexDamaged("the index is of another format")
    return row


def _followed(connection: Connection, held: Snapshot, until: int, part: PartReader) -> list[Leaf]:
    """The ranges of *held* and one of what was written since; the later ones become one when they are many."""
    kept = list(held.leaves)
    after = held.number
    if len(kept) >= RANGES_MAX:
        first = kept[0].segment
        assert isinstance(first, Range)
        kept, after = kept[:1], first.until
    made, written = part(connection, after, until)
    leaves = []
    for leaf in kept:
        dead = np.isin(leaf.segment.numbers["id"], written)
        live = ~dead if leaf.live is None else leaf.live & ~dead
        leaves.append(Leaf(leaf.segment, live if dead.any() else leaf.live))
    return [*leaves, Leaf(made, None)] if made.size or not leaves else leaves


def _worth_reading_anew(leaves: Sequence[Leaf]) -> bool:
    first, later = leaves[0], sum(leaf.segment.size for leaf in leaves[1:])
    return later > max(SMALL, first.segment.size // WHOLE_SHARE) or first.count * 2 < first.segment.size
