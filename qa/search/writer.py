"""Writing the index: batches, merging in quiet moments, and rebuilding beside the serving generation.

One writer at a time, kept so by locks that end with their process. A commit is seen by all readers at once:
it ends with the renaming of a table of contents. A process killed before that leaves only files to sweep.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from qa.search.blocks import FOLDER_FORMAT, Blocks
from qa.search.errors import IndexBusy, IndexDamaged
from qa.search.index import CURRENT, FORMAT, NAME, SearchIndex, Snapshot, latest_toc, read_toc
from qa.search.schema import Document, whoosh_fields, whoosh_schema
from qa.search.segments import write_sums

MERGE_FROM = 6
"""Segments of like size that are worth merging; each costs every query about half a millisecond."""
MERGE_FLOOR = 200
MEMORY_MB = 64


class _Writer(SegmentWriter):
    """Whoosh's writer, leaving sums beside each segment before the segment counts."""

    def _finalize_segment(self) -> Any:
        segment = super()._finalize_segment()
        write_sums(Path(self.storage.folder), segment.segment_id())
        return segment


def update(index: SearchIndex, documents: Sequence[Document], deleted: Iterable[int] = ()) -> None:
    """Put *documents* (the last of equal ids wins) and remove the ids *deleted*, in one commit.

    Raises IndexDamaged when there is no sound index, IndexBusy when another process writes.
    """
    fresh = {document.id: document for document in documents}
    gone = set(fresh) | set(deleted)
    if not gone:
        return
    with _locked(index.root, "WRITE"):
        snapshot = index.snapshot()
        with _writer(index.root / snapshot.generation) as writer:
            _delete(writer, snapshot, gone)
            for document in fresh.values():
                writer.add_document(**whoosh_fields(document))
            writer.commit(mergetype=_drop_empty)


def tidy(index: SearchIndex, everything: bool = False) -> bool:
    """Merge small segments, or all with *everything*; returns whether there was anything to do."""
    with _locked(index.root, "WRITE"):
        snapshot = index.snapshot()
        chosen = _mergeable(snapshot, everything)
        if not chosen:
            return False
        with _writer(index.root / snapshot.generation) as writer:
            writer.commit(mergetype=_merging(chosen))
        return True


def rebuild(
    index: SearchIndex,
    documents: Iterable[Document],
    catch_up: Callable[[Snapshot], tuple[Sequence[Document], Iterable[int]]] | None = None,
) -> int:
    """Build a new generation from *documents* beside the old one and let it serve; returns how many it holds.

    The old one serves and takes updates meanwhile. *catch_up* is given the new generation just before the
    swap, while nobody may write, and returns what changed since: documents to put and ids to delete.
    """
    index.root.mkdir(parents=True, exist_ok=True)
    with _locked(index.root, "REBUILD"):
        _sweep_generations(index)
        name = f"g{secrets.token_hex(4)}"
        count = _build(index.root / name, documents)
        with _locked(index.root, "WRITE", wait=True):
            if catch_up is not None:
                count = _catch_up(index.root, name, catch_up)
            _point(index.root, name)
        _sweep_generations(index)
    return count


def _build(folder: Path, documents: Iterable[Document]) -> int:
    folder.mkdir()
    (folder / FORMAT).write_text(FOLDER_FORMAT)
    FileIndex.create(FileStorage(str(folder)), whoosh_schema(), NAME)
    with _writer(folder) as writer:
        for document in documents:
            writer.add_document(**whoosh_fields(document))
        count = int(writer.doc_count())
        writer.commit(mergetype=_drop_empty)
    return count


def _catch_up(
    root: Path, name: str, ask: Callable[[Snapshot], tuple[Sequence[Document], Iterable[int]]]
) -> int:
    beside = _Beside(root, name)
    documents, deleted = ask(beside.snapshot())
    gone = {document.id for document in documents} | set(deleted)
    if gone:
        with _writer(root / name) as writer:
            _delete(writer, beside.snapshot(), gone)
            for document in documents:
                writer.add_document(**whoosh_fields(document))
            writer.commit(mergetype=_drop_empty)
    return beside.snapshot().count


class _Beside(SearchIndex):
    """A generation that does not serve yet."""

    def __init__(self, root: Path, name: str) -> None:
        super().__init__(root)
        self._name = name

    def folder(self) -> Path:
        return self.root / self._name

    def _load(self) -> None:
        self._open(self.folder())


def _point(root: Path, name: str) -> None:
    temporary = root / f"{CURRENT}.{os.getpid()}"
    temporary.write_text(name)
    temporary.replace(root / CURRENT)


def _sweep_generations(index: SearchIndex) -> None:
    try:
        serving = index.folder().name
    except IndexDamaged:
        serving = ""
    for path in index.root.iterdir():
        if path.is_dir() and path.name != serving:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(root: Path, name: str, wait: bool = False) -> Iterator[None]:
    """Hold the lock *name*. Raises IndexBusy when another holds it, unless *wait*; IndexDamaged without a folder."""
    try:
        handle = os.open(root / f"{name}.lock", os.O_CREAT | os.O_WRONLY, 0o600)
    except OSError as error:
        raise IndexDamaged(f"no index folder: {error}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise IndexBusy("another process writes the index") from error
        yield
    finally:
        os.close(handle)


@contextmanager
def _writer(folder: Path) -> Iterator[Any]:
    _sweep(folder)
    read_toc(folder, latest_toc(folder))  # finds damage that readers, who keep theirs, have not met
    opened = FileIndex(FileStorage(str(folder)), whoosh_schema(), NAME)
    writer = _Writer(opened, limitmb=MEMORY_MB, compound=False, codec=Blocks())
    try:
        yield writer
    finally:
        if not writer.is_closed:
            writer.cancel()


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left and Whoosh does not clean away itself."""
    shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)
    for path in folder.glob(f"_{NAME}_*.toc.*"):
        path.unlink(missing_ok=True)


def _delete(writer: Any, snapshot: Snapshot, gone: set[int]) -> None:
    targets = np.fromiter(gone, np.int64, len(gone))
    described = {segment.segment_id(): segment for segment in writer.segments}
    for leaf in snapshot.leaves:
        hit = np.isin(leaf.segment.numbers["id"], targets)
        if leaf.live is not None:
            hit &= leaf.live
        for number in np.flatnonzero(hit).tolist():
            described[leaf.segment.id].delete_document(number)


def _drop_empty(_writer: Any, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]


def _mergeable(snapshot: Snapshot, everything: bool) -> frozenset[str]:
    """The ids of the segments to merge: many of like size, or one that is more than half deleted."""
    leaves = sorted(snapshot.leaves, key=lambda leaf: leaf.count)
    if everything:
        whole = len(leaves) == 1 and leaves[0].live is None
        return frozenset() if whole else frozenset(leaf.segment.id for leaf in leaves)
    chosen: list[str] = []
    total = 0
    for leaf in leaves:
        if leaf.count > max(MERGE_FLOOR, total):
            break
        chosen.append(leaf.segment.id)
        total += leaf.count
    holed = [
        leaf.segment.id
        for leaf in leaves
        if leaf.count * 2 < leaf.segment.size and leaf.segment.size > MERGE_FLOOR
    ]
    return frozenset(chosen if len(chosen) >= MERGE_FROM else holed)


def _merging(chosen: frozenset[str]) -> Callable[[Any, list[Any]], list[Any]]:
    def policy(writer: Any, segments: list[Any]) -> list[Any]:
        for segment in segments:
            if segment.segment_id() in chosen and segment.deleted_count() < segment.doc_count_all():
                reader = SegmentReader(writer.storage, writer.schema, segment)
                try:
                    writer.add_reader(reader)
                finally:
                    reader.close()
                    if not reader._terms._postfile.is_closed:
                        reader._terms._postfile.close()
        return [segment for segment in segments if segment.segment_id() not in chosen]

    return policy
