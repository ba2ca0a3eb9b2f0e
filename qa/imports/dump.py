"""Reading a dump: one ``<row …/>`` a line, each parsed alone, so that a broken one costs only itself.

Nothing is ever expanded: a file that declares a document type is refused before a row is read, and a row
cannot declare one. Memory is bounded by the longest line that is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from qa.core import clock
from qa.core.text import TextRefused, clean_line
from qa.imports.account import Skip

LINE_MAX = 1_048_576
"""Bytes of a row; the longest post that the network takes is a fifth of it, even with every sign escaped."""
NUMBER_MAX = 2**31 - 1
_HEAD = 4096
_FRAME = re.compile(rb"<\?xml[^<>]*\?>|</?[A-Za-z]+\s*/?>")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?:Z|[+-]\d\d:\d\d)?")


class Refused(Exception):
    """The folder or a file in it cannot be imported; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, its bytes and its attributes. The readers raise Skip for what is missing or bad."""

    line: int
    size: int
    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """The attribute *name*, which must be there and not be empty."""
        value = self.values.get(name, "")
        if not value.strip():
            raise Skip(f"no {name}")
        return value

    def one_line(self, name: str, limit: int) -> str:
        """The attribute *name* as one clean line of at most *limit* characters."""
        try:
            line = clean_line(self.text(name), limit)
        except TextRefused as error:
            raise Skip(_refusal(name, error)) from error
        if not line:
            raise Skip(f"no {name}")
        return line

    def number(self, name: str) -> int:
        """The attribute *name* as a number of 32 bits."""
        value = self.text(name)
        if not _NUMBER.fullmatch(value) or abs(int(value)) > NUMBER_MAX:
            raise Skip(f"{name} is no number")
        return int(value)

    def instant(self, name: str) -> datetime:
        """The attribute *name* as an instant of the past; without a zone it is UTC."""
        value = self.text(name)
        try:
            found = datetime.fromisoformat(value) if _INSTANT.fullmatch(value) else None
            found = found and (found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise Skip(f"{name} is no date")
        if found > clock.now():
            raise Skip(f"{name} is in the future")
        return found


@dataclass(frozen=True, slots=True)
class Flaw:
    """A line that should be a row and is none."""

    line: int
    skip: Skip


def _refusal(name: str, error: TextRefused) -> str:
    return f"{name} is too long" if error.status == 413 else f"{name} cannot be stored"


def check(path: Path) -> None:
    """Raise Refused when *path* cannot be read or declares a document type before its first row."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror}.") from error
    if _DECLARES.search(head.partition(b"<row")[0]):
        raise Refused(f"{path.name} declares a document type, which no dump does; nothing was read.")


def rows(path: Path, advance: Callable[[int], object]) -> Iterator[Row | Flaw]:
    """The rows of *path* in their order; *advance* is told how many bytes were read."""
    with path.open("rb") as file:
        for number, (line, whole) in enumerate(_lines(file, advance), start=1):
            bare = line.removeprefix(b"\xef\xbb\xbf").strip()
            if not whole:
                yield Flaw(number, Skip("the row is too long"))
            elif bare and not _FRAME.fullmatch(bare):
                yield _row(number, bare)


def _lines(file: BinaryIO, advance: Callable[[int], object]) -> Iterator[tuple[bytes, bool]]:
    """Each line and whether it is whole: of one beyond LINE_MAX only the beginning is kept."""
    while line := file.readline(LINE_MAX):
        whole = line.endswith(b"\n") or len(line) < LINE_MAX
        advance(len(line))
        rest = b"" if whole else b"-"
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LINE_MAX)
            advance(len(rest))
        yield line, whole


def _row(number: int, line: bytes) -> Row | Flaw:
    try:
        element = fromstring(line, forbid_dtd=True)
    except DefusedXmlException:
        return Flaw(number, Skip("it declares a document type"))
    except (ParseError, ValueError, LookupError):
        return Flaw(number, Skip("no well-formed row"))
    if element.tag != "row" or len(element):
        return Flaw(number, Skip("no well-formed row"))
    return Row(number, len(line), element.attrib)


class Seen:
    """Which numbers came already: a bit each, so that a file of any length fits into memory."""

    _PAGE = 16

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Note *number*; False when it was noted before."""
        if number in self:
            return False
        page = self._pages.setdefault(number >> self._PAGE, bytearray(1 << (self._PAGE - 3)))
        page[self._place(number)] |= 1 << (number & 7)
        return True

    def __contains__(self, number: int) -> bool:
        page = self._pages.get(number >> self._PAGE)
        return page is not None and bool(page[self._place(number)] & 1 << (number & 7))

    def _place(self, number: int) -> int:
        return (number & ((1 << self._PAGE) - 1)) >> 3
