"""A segment of the index in memory: number columns and field lengths as arrays, terms and postings on disk.

Segments never change, so one is loaded once, verified against the sums written beside it, and kept
until no search uses it. Deletions are not part of it: they come anew with every table of contents.
"""

from __future__ import annotations

import json
import os
import threading
import weakref
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from qa.search.errors import IndexDamaged
from qa.search.postings import EMPTY, PLACE_BITS, Cache, Ids, Postings, decode, positions
from qa.search.schema import NUMBERS, TEXT_FIELDS, whoosh_schema

Mask = NDArray[np.bool_]

SUMS = ".sum"
DECODE_MAX = 2_000_000
"""Postings a query may decode when they are not cached (about half a second): the commonest terms go first."""
_CHUNK = 1 << 20
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)
_SCHEMA = whoosh_schema()


class Held(Protocol):
    """What scoring needs of a part of an index, whichever engine keeps it; it never changes.

    Attributes: *size* documents, *numbers* (column name to int64 array), *lengths* (text field to float32
    array of words in the field, rounded as Whoosh does), *field_totals* (their sums, not rounded), *decode_max*
    (postings that one query may have brought into memory when they are not there yet).
    """

    id: str
    size: int
    numbers: dict[str, NDArray[Any]]
    lengths: dict[str, NDArray[np.float32]]
    field_totals: dict[str, int]
    decode_max: int

    def frequency(self, field: str, term: str) -> int:
        """In how many documents, deleted ones included, *term* occurs in *field*."""
        ...

    def postings(self, field: str, term: str) -> Postings:
        """Where *term* occurs in *field*."""
        ...

    def held(self, field: str, term: str) -> bool:
        """Whether the postings of *term* are in memory."""
        ...

    def count_ahead(self, fields: Sequence[str], terms: Collection[str]) -> None:
        """Get the frequencies of *terms* in the whole index at once, where that is cheaper than one by one."""
        ...

    def read_ahead(self, parts: Sequence[Held], fields: Sequence[str], terms: Collection[str]) -> None:
        """Get the postings of *terms* in all *parts* of the index at once, where that is cheaper."""
        ...

    def phrased(self, field: str, phrase: Sequence[str], wanted: Ids) -> Ids:
        """Those of the *wanted* documents (ascending) in which *phrase* stands word after word in *field*."""
        ...

    def prefixed(self, field: str, prefix: str, limit: int, after: str = "") -> list[str]:
        """At most *limit* terms of *field* that begin with *prefix* and come after *after*, in order."""
        ...

    def alike(self, word: str) -> set[str] | None:
        """Terms of the whole index that look like *word*; None where that is not to be had quickly."""
        ...

    def untouched(self) -> bool:
        """Whether what it was read from is as it was."""
        ...


@contextmanager
def whoosh_reading(what: str) -> Iterator[None]:
    """Turn whatever Whoosh raises on bad files into IndexDamaged; it has no error class of its own for that."""
    try:
        yield
    except (IndexDamaged, FileNotFoundError):
        raise
    except Exception as error:
        raise IndexDamaged(f"{what}: {type(error).__name__}: {error}"[:300]) from error


def write_sums(folder: Path, segment_id: str) -> None:
    """Write size and checksum of every file of a segment beside it, before any table of contents names it."""
    sums = {path.name: [path.stat().st_size, _checksum(path)] for path in _files(folder, segment_id)}
    (folder / f"{segment_id}{SUMS}").write_text(json.dumps(sums))


def _files(folder: Path, segment_id: str) -> list[Path]:
    return sorted(path for path in folder.glob(f"{segment_id}.*") if path.suffix != SUMS)


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            value = zlib.crc32(block, value)
    return value


def _verify(folder: Path, segment_id: str) -> dict[Path, tuple[int, int]]:
    """Check a segment's files against their sums; returns each file's size and time, for the later watch."""
    with whoosh_reading(f"sums of {segment_id}"):
        sums = json.loads((folder / f"{segment_id}{SUMS}").read_text())
        seen: dict[Path, tuple[int, int]] = {}
        for name, (size, checksum) in sums.items():
            path = folder / name
            stat = path.stat()
            if stat.st_size != size or _checksum(path) != checksum:
                raise IndexDamaged(f"{name} is not as it was written")
            seen[path] = (stat.st_size, stat.st_mtime_ns)
    return seen


class Segment:
    """A part of the index that Whoosh keeps; safe to use from several threads."""

    decode_max = DECODE_MAX

    def __init__(self, folder: Path, segment: Any, cache: Cache) -> None:
        self.id = str(segment.segment_id())
        self.size = int(segment.doc_count_all())
        self._cache = cache
        self._lock = threading.Lock()
        self._watched = _verify(folder, self.id)
        with whoosh_reading(self.id):
            self.numbers = {name: self._column(folder, name, ">i8", np.int64) for name in NUMBERS}
            self.lengths = {name: self._field_lengths(folder, name) for name in TEXT_FIELDS}
            self.field_totals = {name: int(segment._fieldlengths.get(name, 0)) for name in TEXT_FIELDS}
            self._terms = segment.codec().terms_reader(FileStorage(str(folder)), segment)
            weakref.finalize(self, _close, self._terms)
        if not bool((self.numbers["id"] > 0).all() and (self.numbers["circle"] > 0).all()):
            raise IndexDamaged(f"{self.id} holds a document without id or circle")

    def _column(self, folder: Path, name: str, stored: str, kind: type[Any]) -> NDArray[Any]:
        values = np.zeros(self.size, kind)
        read = np.frombuffer((folder / f"{self.id}.{name}.col").read_bytes(), dtype=stored)
        values[: len(read)] = read[: self.size]  # Whoosh leaves out trailing zeros
        return values

    def _field_lengths(self, folder: Path, name: str) -> NDArray[np.float32]:
        if not (folder / f"{self.id}._{name}_len.col").exists():
            return np.zeros(self.size, np.float32)
        lengths: NDArray[np.float32] = _LENGTHS[self._column(folder, f"_{name}_len", "u1", np.uint8)]
        return lengths

    def untouched(self) -> bool:
        """Whether the files are still those that were verified: a cheap look at sizes and times."""
        try:
            for path, seen in self._watched.items():
                stat = os.stat(path)
                if (stat.st_size, stat.st_mtime_ns) != seen:
                    return False
        except OSError:
            return False
        return True

    def frequency(self, field: str, term: str) -> int:
        """In how many documents, deleted ones included, *term* occurs in *field*."""
        if (held := self._cache.peek((self.id, field, term))) is not None:
            return len(held.ids)
        with self._lock, whoosh_reading(self.id):
            try:
                return int(self._terms.doc_frequency(field, term.encode()))
            except KeyError:
                return 0

    def postings(self, field: str, term: str) -> Postings:
        """Where *term* occurs in *field*; from the cache if it is there."""
        key = (self.id, field, term)
        found = self._cache.get(key)
        if found is None:
            with self._lock, whoosh_reading(self.id):
                found = self._decode(field, term)
            self._cache.put(key, found)
        return found

    def held(self, field: str, term: str) -> bool:
        """Whether the postings of *term* need no decoding."""
        return self._cache.get((self.id, field, term)) is not None

    def _decode(self, field: str, term: str) -> Postings:
        try:
            matcher = self._terms.matcher(field, term.encode(), _SCHEMA[field].format)
        except (TermNotFound, KeyError):
            return EMPTY
        found = decode(matcher)
        if len(found.ids) and int(found.ids[-1]) >= self.size:
            raise IndexDamaged(f"{self.id}: a posting beyond the last document")
        return found

    def positions(self, field: str, term: str, wanted: Ids) -> NDArray[np.int64]:
        """The places of *term* in *field* in the *wanted* documents, as keys (see ``postings.positions``)."""
        with self._lock, whoosh_reading(self.id):
            try:
                matcher = self._terms.matcher(field, term.encode(), _SCHEMA[field].format)
            except (TermNotFound, KeyError):
                return np.empty(0, np.int64)
            return positions(matcher, wanted)

    def count_ahead(self, fields: Sequence[str], terms: Collection[str]) -> None:
        """Nothing: one term's frequency costs microseconds."""

    def read_ahead(self, parts: Sequence[Held], fields: Sequence[str], terms: Collection[str]) -> None:
        """Nothing: terms are decoded one by one."""

    def phrased(self, field: str, phrase: Sequence[str], wanted: Ids) -> Ids:
        """Those of the *wanted* documents (ascending) in which *phrase* stands word after word in *field*."""
        places = {term: self.positions(field, term, wanted) for term in set(phrase)}
        starts = places[phrase[0]]
        for offset, term in enumerate(phrase[1:], 1):
            starts = starts[np.isin(starts + offset, places[term])]
        return np.unique(starts >> PLACE_BITS).astype(np.int32)

    def prefixed(self, field: str, prefix: str, limit: int, after: str = "") -> list[str]:
        """At most *limit* terms of *field* that begin with *prefix* and come after *after*, in order."""
        found: list[str] = []
        start, last = prefix.encode(), after.encode()
        with self._lock, whoosh_reading(self.id):
            for name, term in self._terms.terms_from(field, max(start, last)):
                if name != field or not term.startswith(start) or len(found) >= limit:
                    break
                if term != last:
                    found.append(term.decode())
        return found

    def alike(self, word: str) -> set[str] | None:
        """None: the terms are in the order of the alphabet, and in no other."""
        return None


def _close(terms: Any) -> None:
    terms.close()
    if not terms._postfile.is_closed:  # Whoosh leaves this one open
        terms._postfile.close()


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A segment with the deletions of one moment. *live* is None when nothing is deleted."""

    segment: Held
    live: Mask | None

    @property
    def count(self) -> int:
        """Documents that are not deleted."""
        return self.segment.size if self.live is None else int(self.live.sum())

    def holding(self, question_id: int) -> Mask:
        """Where the thread *question_id* is, not deleted."""
        here: Mask = self.segment.numbers["id"] == question_id
        return here if self.live is None else here & self.live
