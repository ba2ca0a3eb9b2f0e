"""What all parts of an import share: rows come in batches, each batch is one transaction, no row counts twice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from qa.core import clock, transaction
from qa.core.db import db
from qa.imports import dump
from qa.imports.account import Account, Skip
from qa.imports.authors import Author
from qa.imports.dump import Flaw, Row, Seen
from qa.imports.site import Site
from qa.members.models import Circle

BATCH_BYTES = 8_000_000
TRIES = 3
"""A batch that meets another writer's row is done again, this row then being here already."""


@dataclass(frozen=True, slots=True)
class Import:
    """One run: what is read, whither, and its account. *batch* is in rows."""

    folder: Path
    site: Site
    circle_id: int
    account: Account
    batch: int
    aside: Seen = field(default_factory=Seen)
    """Posts that are neither question nor answer, so that what hangs on them is left out by design."""


@dataclass(slots=True)
class Item:
    """A row on its way into a table: its key, its columns, and what is looked up when it is written."""

    key: str
    values: dict[str, Any]
    author: Author | None = None
    tags: Sequence[str] = field(default_factory=tuple)


class Part(ABC):
    """The rows of one kind in one file."""

    file: str
    counts = True
    """Whether the rows go into the account: not where a file is read again for what another part left."""
    reads_all = True
    """Whether rows of other kinds are this part's to account for."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.seen = Seen()

    @abstractmethod
    def key(self, row: Row) -> str | None:
        """What *row* is known by here; None for a row of another part. Raises Skip."""

    @abstractmethod
    def known(self, keys: Collection[str]) -> set[str]:
        """Those of *keys* that are here already."""

    @abstractmethod
    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Rows with their keys as items, or what is wrong with them; outside of any writing transaction."""

    @abstractmethod
    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Write *items*, of which none is here, within the running transaction."""

    def once(self, number: int) -> None:
        """Raise Skip when *number* came before in this file."""
        if not self.seen.add(number):
            raise Skip("its Id came before in this file")

    def work(self, advance: Callable[[int], object]) -> None:
        """Read the file to its end and write what is new, batch by batch."""
        for batch in self._batches(advance):
            self._take(batch)

    def _batches(self, advance: Callable[[int], object]) -> Iterator[list[tuple[str, Row]]]:
        batch: list[tuple[str, Row]] = []
        size = 0
        for row in dump.rows(self.run.folder / self.file, advance):
            key = self._sorted(row)
            if key is None or isinstance(row, Flaw):
                continue
            batch.append((key, row))
            size += row.size
            if len(batch) >= self.run.batch or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _sorted(self, row: Row | Flaw) -> str | None:
        """The row's key; None when it is another part's or left out, which is then in the account."""
        try:
            if isinstance(row, Flaw):
                if not self.reads_all:
                    return None
                raise row.skip
            key = self.key(row)
        except Skip as skip:
            self._count(row.line, skip)
            return None
        if key is not None and self.counts:
            self.run.account[self.file].rows += 1
        return key

    def _count(self, line: int, skip: Skip) -> None:
        if self.counts:
            self.run.account[self.file].rows += 1
            self.run.account.skip(self.file, line, skip)

    def _take(self, batch: Sequence[tuple[str, Row]]) -> None:
        here = self.known([key for key, _ in batch])
        found = list(self.prepare([(key, row) for key, row in batch if key not in here]))
        db.session.rollback()
        items = [item for item in found if isinstance(item, Item)]
        late = self._write(items)
        if not self.counts:
            return
        for flaw in found:
            if isinstance(flaw, Flaw):
                self.run.account.skip(self.file, flaw.line, flaw.skip)
        sheet = self.run.account[self.file]
        sheet.new += len(items) - late
        sheet.here += len(batch) - len(found) + late

    def _write(self, items: Sequence[Item]) -> int:
        """Write *items* in one transaction; returns how many another writer had written meanwhile."""
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.unit():
                    self._lock()
                    there = self.known([item.key for item in items])
                    fresh = [item for item in items if item.key not in there]
                    if fresh:
                        self.store(fresh, clock.now())
            except IntegrityError:
                if attempt == TRIES:
                    raise
            else:
                return len(items) - len(fresh)
        raise AssertionError("unreachable")

    def _lock(self) -> None:
        # Two imports into one circle take turns.
        db.session.execute(select(Circle.id).where(Circle.id == self.run.circle_id).with_for_update())


def present(column: Any, keys: Collection[str]) -> set[str]:
    """Those of *keys* that *column* holds."""
    query: Select[Any] = select(column).where(column.in_(keys))
    return set(db.session.scalars(query))
