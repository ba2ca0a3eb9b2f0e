"""Postings decoded once into arrays, kept in a bounded cache that all threads of a process share."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.search.blocks import Packed

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

CACHE_BYTES = 64_000_000
OVERHEAD = 200
"""Bytes of an entry beside its arrays, so that many empty entries count too."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where a term occurs in one field of one segment: ascending document numbers and the counts there."""

    ids: Ids
    weights: Weights

    @property
    def size(self) -> int:
        """Bytes held."""
        return self.ids.nbytes + self.weights.nbytes + OVERHEAD


EMPTY = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(slots=True)
class Cache:
    """The least recently used postings are dropped beyond *limit* bytes."""

    limit: int = CACHE_BYTES
    used: int = 0
    hits: int = 0
    misses: int = 0
    _entries: OrderedDict[tuple[str, str, str], Postings] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple[str, str, str]) -> Postings | None:
        """The postings under (segment, field, term), or None when they are not held."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
                self._entries.move_to_end(key)
            return found

    def peek(self, key: tuple[str, str, str]) -> Postings | None:
        """As ``get``, without counting it as a use."""
        return self._entries.get(key)

    def put(self, key: tuple[str, str, str], value: Postings) -> None:
        """Hold *value*, unless it alone would fill an eighth of the cache."""
        if value.size > self.limit // 8:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            self.used += value.size - (old.size if old is not None else 0)
            self._entries[key] = value
            while self.used > self.limit:
                self.used -= self._entries.popitem(last=False)[1].size

    def forget(self, live: set[str]) -> None:
        """Drop what belongs to segments that are not in *live*."""
        with self._lock:
            for key in [key for key in self._entries if key[0] not in live]:
                self.used -= self._entries.pop(key).size

    def __len__(self) -> int:
        return len(self._entries)


def decode(matcher: Any) -> Postings:
    """All postings of a Whoosh matcher; whole blocks at a time where they are on disk.

    Raises whatever Whoosh raises on a damaged file.
    """
    if not isinstance(matcher, Packed):
        return _decode_inlined(matcher)
    ids: list[Ids] = []
    weights: list[Weights] = []
    while True:
        ids.append(matcher.block_ids())
        weights.append(matcher.block_weights())
        if matcher._lastblock:
            return Postings(np.concatenate(ids), np.concatenate(weights))
        matcher._goto(matcher._nextoffset)


def _decode_inlined(matcher: Any) -> Postings:
    ids, weights = [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return Postings(np.array(ids, np.int32), np.array(weights, np.float32))


PLACE_BITS = 17
"""Room for a position in a key; one bit more than positions need, for the length of a phrase."""


def positions(matcher: Any, wanted: Ids) -> NDArray[np.int64]:
    """Where a term stands in the *wanted* documents (ascending), as keys: document number, then position."""
    keys: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for block, counts, places in _blocks(matcher, wanted):
        kept = np.repeat(np.isin(block, wanted, assume_unique=True), counts)
        owners = np.repeat(block.astype(np.int64), counts)
        keys.append((owners[kept] << PLACE_BITS) + places[kept])
    return np.concatenate(keys)


def _blocks(matcher: Any, wanted: Ids) -> Iterator[tuple[Ids, NDArray[np.int64], NDArray[np.int64]]]:
    """Of each block that may hold one of the *wanted*: document numbers, how many places each has, and the places."""
    if not isinstance(matcher, Packed):
        lengths = np.fromiter((len(value) // 2 for value in matcher._values), np.int64)
        yield np.array(matcher._ids, np.int32), lengths, _places(b"".join(matcher._values))
        return
    before = -1
    while True:
        last = int(matcher._maxid)
        if np.searchsorted(wanted, last, "right") > np.searchsorted(wanted, before, "right"):
            lengths, joined = matcher.block_values()
            yield matcher.block_ids(), lengths // 2, _places(joined)
        if matcher._lastblock:
            return
        before = last
        matcher._goto(matcher._nextoffset)


def _places(stored: bytes) -> NDArray[np.int64]:
    return np.frombuffer(stored, dtype="<u2").astype(np.int64)
