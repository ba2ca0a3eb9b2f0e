"""The account of an import: every row of every file is new, here already, or skipped for a named reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

SHOWN = 5
"""Broken rows of a file and a reason that are named on the terminal; the report file names them all."""


class Skip(Exception):
    """A row is left out. *broken* ones are named by line; the others are left out by design and only counted."""

    def __init__(self, reason: str, *, broken: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.broken = broken


@dataclass(slots=True)
class Sheet:
    """The account of one file: ``rows == new + here + sum(skipped.values())`` when it is read to its end."""

    file: str
    rows: int = 0
    new: int = 0
    here: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def left_out(self) -> int:
        """How many rows were skipped."""
        return self.skipped.total()

    @property
    def balanced(self) -> bool:
        """Whether each row is accounted for."""
        return self.rows == self.new + self.here + self.left_out


class Account:
    """The sheets of all files, and the broken rows by file and line."""

    def __init__(self, report: TextIO | None = None) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.broken: dict[tuple[str, str], list[int]] = {}
        self.absent: list[str] = []
        self._report = report

    def __getitem__(self, file: str) -> Sheet:
        return self.sheets.setdefault(file, Sheet(file))

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets.values())

    @property
    def new(self) -> int:
        """How many rows of all files became something here."""
        return sum(sheet.new for sheet in self)

    def skip(self, file: str, line: int, skip: Skip) -> None:
        """Note that the row in *line* of *file* is left out."""
        self[file].skipped[skip.reason] += 1
        if not skip.broken:
            return
        lines = self.broken.setdefault((file, skip.reason), [])
        if len(lines) < SHOWN:
            lines.append(line)
        if self._report is not None:
            self._report.write(f"{file}\t{line}\t{skip.reason}\n")
