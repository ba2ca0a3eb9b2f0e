"""The vectors in a process's memory, by circle: a search multiplies those of the viewer's circles and no others.

So neither what it finds nor the time it takes depends on what is written elsewhere.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.search.semantic import queries, weights
from qa.search.semantic.weights import Floats

Ids = NDArray[np.int64]

LOOK_SECONDS = 0.5
"""So long a process goes on with the vectors it has before it looks for newer ones."""
READ_AT_ONCE = 2_000
READ_SECONDS = 0.1
"""A search reads vectors for no longer than this; the next search goes on."""
_ROOM = 256


@dataclass(slots=True)
class Shelf:
    """The vectors of one circle; the first *count* rows are in use, an id of 0 is a row given up."""

    ids: Ids = field(default_factory=lambda: np.zeros(_ROOM, np.int64))
    rows: Floats = field(default_factory=lambda: np.zeros((_ROOM, weights.DIMENSIONS), np.float32))
    count: int = 0

    def put(self, number: int, vector: Floats) -> int:
        """Add a row; returns its place."""
        if self.count == len(self.ids):
            self.ids = np.concatenate([self.ids, np.zeros_like(self.ids)])
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.rows[self.count] = vector
        self.ids[self.count] = number
        self.count += 1
        return self.count - 1

    def clear(self, place: int) -> None:
        """Give a row up: what was taken back leaves the memory too."""
        self.ids[place] = 0
        self.rows[place] = 0


class Vectors:
    """All vectors of one database; one for a process, used by all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._shelves: dict[int, Shelf] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._serial = 0
        self._looked_at = float("-inf")
        self._whole = False

    def hold(self, circles: Iterable[int]) -> bool:
        """Whether ``near`` would find any thread of *circles*."""
        return self._refresh() and any(circle in self._shelves for circle in circles)

    def near(self, query: Floats, circles: Iterable[int]) -> tuple[Ids, Floats] | None:
        """The ids of all threads in *circles* with their nearness to *query* (a cosine), in no order.

        None while this process has not read all vectors yet.
        """
        if not self._refresh():
            return None
        found = [self._shelves[circle] for circle in sorted(circles) if circle in self._shelves]
        ids = [shelf.ids[: shelf.count] for shelf in found]
        nearness = [rows[: len(one)] @ query for one, rows in zip(ids, (s.rows for s in found), strict=True)]
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate(ids), np.concatenate(nearness)

    def _refresh(self) -> bool:
        """Read what is newer; whether all is read. Who finds another thread reading goes on with what is there."""
        if not self._lock.acquire(blocking=False):
            return self._whole
        try:
            if self._pid != os.getpid():
                self._forget()
            if time.monotonic() - self._looked_at >= LOOK_SECONDS:
                self._read()
            return self._whole
        finally:
            self._lock.release()

    def _read(self) -> None:
        last = queries.last_serial()
        if last < self._serial:  # another database: a backup was restored
            self._forget()
        until = time.monotonic() + READ_SECONDS
        while self._serial < last and time.monotonic() < until:
            rows = queries.newer(self._serial, READ_AT_ONCE)
            for row in rows:
                keep = row.withdrawn_at is None and row.model == weights.NAME
                self._take(row.question_id, row.circle_id, queries.numbers(row.numbers) if keep else None)
            self._serial = rows[-1].serial if rows else last
        self._whole = self._serial >= last
        if self._whole:
            self._looked_at = time.monotonic()

    def _take(self, number: int, circle: int, vector: Floats | None) -> None:
        held = self._places.get(number)
        if held is not None and held[0] == circle and vector is not None:
            self._shelves[circle].rows[held[1]] = vector
            return
        if held is not None:
            self._shelves[held[0]].clear(held[1])
            del self._places[number]
        if vector is not None:
            shelf = self._shelves.setdefault(circle, Shelf())
            self._places[number] = (circle, shelf.put(number, vector))
