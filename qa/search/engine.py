"""The two engines that keep the index, behind one protocol: a Whoosh folder, or tables in PostgreSQL.

Both give a Snapshot of leaves; what matches, how it is scored and what is counted is the same code for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from qa.config import Settings
from qa.search import writer
from qa.search.index import SearchIndex, Snapshot
from qa.search.schema import Document

CatchUp = Callable[[Snapshot], tuple[Sequence[Document], Iterable[int]]]


class Engine(Protocol):
    """An index of threads. All but ``close`` and ``missing`` raise IndexDamaged when a rebuild is needed."""

    def snapshot(self) -> Snapshot:
        """The index as last committed."""
        ...

    def close(self) -> None:
        """Let go of what is held; the next snapshot takes it up again."""
        ...

    def missing(self) -> bool:
        """Whether no index was ever built."""
        ...

    def update(self, documents: Sequence[Document], deleted: Iterable[int] = ()) -> None:
        """Put *documents* and remove the ids *deleted* in one commit; IndexBusy when another process writes."""
        ...

    def tidy(self, everything: bool = False) -> bool:
        """Put in order what updates left; returns whether there was anything to do."""
        ...

    def rebuild(self, documents: Iterable[Document], catch_up: CatchUp | None = None) -> int:
        """Build anew beside what serves, and swap; how many threads it holds. *catch_up* as in writer.rebuild."""
        ...

    def facts(self) -> dict[str, int]:
        """What the index holds and how large it is, for a person."""
        ...


class WhooshIndex(SearchIndex):
    """The engine whose index is a folder."""

    def missing(self) -> bool:
        """Whether no index was ever built."""
        return not self.root.exists()

    def update(self, documents: Sequence[Document], deleted: Iterable[int] = ()) -> None:
        """Put *documents* and remove the ids *deleted* in one commit."""
        writer.update(self, documents, deleted)

    def tidy(self, everything: bool = False) -> bool:
        """Merge small segments, or all."""
        return writer.tidy(self, everything)

    def rebuild(self, documents: Iterable[Document], catch_up: CatchUp | None = None) -> int:
        """Build a new generation beside the old one, and swap."""
        return writer.rebuild(self, documents, catch_up)

    def facts(self) -> dict[str, int]:
        """What the index holds and how large it is."""
        snapshot = self.snapshot()
        folder = self.root / snapshot.generation
        return {
            "threads": snapshot.count,
            "segments": len(snapshot.leaves),
            "deleted": sum(leaf.segment.size for leaf in snapshot.leaves) - snapshot.count,
            "bytes": sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
        }


def of(settings: Settings) -> Engine:
    """The engine that *settings* ask for."""
    if settings.search == "postgres":
        from qa.search.postgres import PostgresIndex

        return PostgresIndex()
    return WhooshIndex(settings.instance / "search")
