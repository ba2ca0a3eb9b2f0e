"""Two versions of a text side by side, line by line, with the words that changed marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new", "skip"]
Parts = list[tuple[str, bool]]

CONTEXT = 2
MAX_ITEMS = 2_000
MAX_PAIRS = 20_000
MAX_WORDS = 20_000
ALIKE = 0.35

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a comparison.

    *parts* are (text, changed) pieces that together make the line; *changed* marks words within a line that was
    edited, and is False throughout a line that is new or gone as a whole. A *skip* stands for *count* equal lines.
    """

    kind: Kind
    parts: Parts
    count: int = 1


def line_diff(old: str, new: str) -> list[DiffLine]:
    """How *new* differs from *old*, for reading; texts that are equal give an empty list.

    Time is bounded: where comparing would be quadratic on hostile text, a block is shown as replaced as a whole.
    """
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    words = [MAX_WORDS]
    result: list[DiffLine] = []
    for tag, i, j, k, m in _opcodes(before, after):
        if tag == "equal":
            result += _folded(before[i:j], first=i == 0, last=j == len(before))
        else:
            result += _changed(before[i:j], after[k:m], words)
    return result


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def _folded(lines: list[str], first: bool, last: bool) -> Iterator[DiffLine]:
    """Equal *lines*, a long stretch of them folded down to the context of the changes around it."""
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    folded = len(lines) - head - tail
    if folded <= 1:
        head, folded = len(lines), 0
    for index, line in enumerate(lines):
        if index < head or index >= head + folded:
            yield DiffLine("same", [(line, False)])
        elif index == head:
            yield DiffLine("skip", [], folded)


def _changed(gone: list[str], new: list[str], words: list[int]) -> Iterator[DiffLine]:
    for index in range(max(len(gone), len(new))):
        old_line, new_line = gone[index : index + 1], new[index : index + 1]
        old_parts, new_parts = [(line, False) for line in old_line], [(line, False) for line in new_line]
        if old_line and new_line:
            old_parts, new_parts = _marked(old_line[0], new_line[0], words)
        if old_line:
            yield DiffLine("gone", old_parts)
        if new_line:
            yield DiffLine("new", new_parts)


def _marked(old: str, new: str, words: list[int]) -> tuple[Parts, Parts]:
    """The pieces of two versions of a line; unmarked where they have too little in common to be versions of one line."""
    plain: tuple[Parts, Parts] = ([(old, False)], [(new, False)])
    before, after = _WORD.findall(old), _WORD.findall(new)
    words[0] -= len(before) + len(after)
    if words[0] < 0:
        return plain
    codes = list(_opcodes(before, after))
    equal = sum(len("".join(before[i:j])) for tag, i, j, _k, _m in codes if tag == "equal")
    if 2 * equal < ALIKE * (len(old) + len(new)):
        return plain
    old_parts = [("".join(before[i:j]), tag != "equal") for tag, i, j, _k, _m in codes if j > i]
    new_parts = [("".join(after[k:m]), tag != "equal") for tag, _i, _j, k, m in codes if m > k]
    return old_parts, new_parts


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """difflib's opcodes; equal ends are taken off first, and a middle that would take long counts as replaced."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    if start:
        yield "equal", 0, start, 0, start
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if a and b and _is_quick(a, b):
        for tag, i, j, k, m in SequenceMatcher(_is_blank, a, b, autojunk=False).get_opcodes():
            yield tag, i + start, j + start, k + start, m + start
    elif a or b:
        yield "replace", start, start + len(a), start, start + len(b)
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _is_quick(a: Sequence[str], b: Sequence[str]) -> bool:
    """difflib's time grows with the pairs of equal items, so these are counted before it starts."""
    if max(len(a), len(b)) > MAX_ITEMS:
        return False
    counts = Counter(item for item in b if not _is_blank(item))
    return sum(counts[item] for item in a) <= MAX_PAIRS


def _is_blank(item: str) -> bool:
    return not item or item.isspace()
