"""The index folder as readers see it: which generation serves, when it changed, whether it is sound.

Layout: ``CURRENT`` names the folder of the serving generation and is replaced atomically, so a rebuild
is built beside and swapped while searches go on; ``<generation>/FORMAT`` says by which rules it was built.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from qa.search.blocks import FOLDER_FORMAT
from qa.search.errors import IndexDamaged
from qa.search.postings import Cache
from qa.search.schema import whoosh_schema
from qa.search.segments import Leaf, Segment, whoosh_reading

NAME = "MAIN"
CURRENT = "CURRENT"
FORMAT = "FORMAT"
WATCH_SECONDS = 1.0
SETTLE_SECONDS = 0.1
"""So long after a change is seen one more look is taken: two changes may share a tick of the file system's clock."""
_TRIES = 5

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index at one moment; searches keep theirs while newer ones come."""

    generation: str
    number: int
    leaves: tuple[Leaf, ...]

    @property
    def count(self) -> int:
        """Threads in the index."""
        return sum(leaf.count for leaf in self.leaves)

    def column(self, name: str) -> NDArray[np.int64]:
        """A number of every thread, in no particular order."""
        parts = [leaf.segment.numbers[name] for leaf in self.leaves]
        kept = [
            part if leaf.live is None else part[leaf.live]
            for part, leaf in zip(parts, self.leaves, strict=True)
        ]
        return np.concatenate(kept) if kept else np.empty(0, np.int64)


class SearchIndex:
    """Readers' access to the index in *root*; one for a process, used by all its threads."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root = root
        self.cache = cache or Cache()
        self._lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._snapshot: Snapshot | None = None
        self._stamps: tuple[Stamp, Stamp] | None = None
        self._changed_at = self._watched_at = 0.0
        self._settled = False

    def snapshot(self) -> Snapshot:
        """The index as last committed; a few microseconds when nothing changed.

        Raises IndexDamaged when it is missing, of another format or damaged.
        """
        with self._lock:
            if self._pid != os.getpid():  # open files are shared with the parent process: never use those
                self._lock = threading.RLock()
                self._forget()
            try:
                if self._snapshot is None or not self._settled or self._changed():
                    self._load()
                return self._watched()
            except (OSError, IndexDamaged) as error:
                self._snapshot = None
                raise error if isinstance(error, IndexDamaged) else IndexDamaged(str(error)) from error

    def close(self) -> None:
        """Let go of all files; the next snapshot opens them again."""
        with self._lock:
            self._forget()
            self.cache.forget(set())

    def folder(self) -> Path:
        """The folder of the serving generation. Raises IndexDamaged when there is none of this format."""
        try:
            name = (self.root / CURRENT).read_text().strip()
            if not name or "/" in name or name.startswith("."):
                raise IndexDamaged("CURRENT names no generation")
            folder = self.root / name
            if (folder / FORMAT).read_text() != FOLDER_FORMAT:
                raise IndexDamaged("the index is of another format")
        except (OSError, UnicodeError) as error:
            raise IndexDamaged(f"no index: {error}") from error
        return folder

    def _changed(self) -> bool:
        try:
            return self._look() != self._stamps
        except FileNotFoundError:  # a rebuild swapped the generation and swept ours away, or all is lost
            return True

    def _look(self) -> tuple[Stamp, Stamp]:
        generation = self._snapshot.generation if self._snapshot else ""
        return _stamp(self.root / CURRENT), _stamp(self.root / generation)

    def _load(self) -> None:
        for attempt in range(_TRIES):
            folder = self.folder()
            before = _stamp(self.root / CURRENT), _stamp(folder)
            try:
                self._open(folder)
            except FileNotFoundError as error:
                # A writer merged the segments away, or swapped the generation, while we were opening.
                if attempt == _TRIES - 1:
                    raise IndexDamaged(f"a file is missing: {error}") from error
                time.sleep(0.01 * 2**attempt)
                continue
            self._note(before)
            return

    def _note(self, stamps: tuple[Stamp, Stamp]) -> None:
        now = time.monotonic()
        if stamps != self._stamps:
            self._stamps, self._changed_at = stamps, now
        self._settled = now - self._changed_at > SETTLE_SECONDS

    def _open(self, folder: Path) -> None:
        number = latest_toc(folder)
        old = self._snapshot
        if old is not None and (old.generation, old.number) == (folder.name, number):
            return
        same = old is not None and old.generation == folder.name
        known = {leaf.segment.id: leaf.segment for leaf in old.leaves} if old is not None and same else {}
        leaves = []
        for described in read_toc(folder, number).segments:
            segment = known.get(described.segment_id()) or Segment(folder, described, self.cache)
            leaves.append(Leaf(segment, _live(described)))
        self._snapshot = Snapshot(folder.name, number, tuple(leaves))
        self.cache.forget({leaf.segment.id for leaf in leaves})

    def _watched(self) -> Snapshot:
        """The snapshot, after a look now and then at whether its files are as they were."""
        found, now = self._snapshot, time.monotonic()
        if found is None:
            raise IndexDamaged("the index could not be opened")
        if now - self._watched_at >= WATCH_SECONDS:
            self._watched_at = now
            for leaf in found.leaves:
                if not leaf.segment.untouched() and latest_toc(self.root / found.generation) == found.number:
                    raise IndexDamaged(f"{leaf.segment.id} was changed from outside")
        return found


def _stamp(path: Path) -> Stamp:
    stat = os.stat(path)
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _live(described: Any) -> NDArray[np.bool_] | None:
    dead = sorted(described.deleted_docs())
    if not dead:
        return None
    live = np.ones(described.doc_count_all(), np.bool_)
    live[dead] = False
    return live


def latest_toc(folder: Path) -> int:
    """The number of the newest table of contents in *folder*. Raises FileNotFoundError when there is none."""
    prefix, suffix = f"_{NAME}_", ".toc"
    numbers = [
        int(name[len(prefix) : -len(suffix)])
        for name in os.listdir(folder)
        if name.startswith(prefix) and name.endswith(suffix) and name[len(prefix) : -len(suffix)].isdigit()
    ]
    if not numbers:
        raise FileNotFoundError(f"no table of contents in {folder.name}")
    return max(numbers)


def read_toc(folder: Path, number: int) -> Any:
    """Whoosh's table of contents *number*: ``.segments`` with their deletions.

    Read as a whole first: Whoosh leaves the file open when it is damaged.
    """
    name = f"_{NAME}_{number}.toc"
    memory = RamStorage()
    memory.files[name] = (folder / name).read_bytes()
    with whoosh_reading(name):
        return TOC.read(memory, NAME, gen=number, schema=whoosh_schema())
