"""The words that the sender of a reply wrote: without what was said before, and without what programs add.

Line by line, in time that grows with the text up to a limit: each expression sees a few lines, cut to a fixed length.
Precision before recall: what may be the person's own words stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.core import signature
from qa.core.text import MAX_BYTES
from qa.notifications.replies import marks

CUT = 300
"""Characters of a line that are looked at."""
TAIL = 14
"""Lines at the end among which a greeting with a name is looked for."""
BLOCK = 9
"""Lines of a signature after its greeting."""
ROUNDS = 8
LOOKED = 2 * MAX_BYTES
"""Characters that are looked at: the longest answer, and as much between its parts."""
LINES_MOST = 4_000
PIECES_MOST = 100
"""Own words between quotes: each piece is looked through for a signature of its own."""
_FIELD = re.compile(r"[*_ \t]{0,4}[^\W\d_][^\s:]{0,20}(?: [^\s:]{1,20})?[ \u00a0]?:(?:[*_]{0,3})(?:\s|$)")
_LINK = re.compile(r"\[([^\[\]]{1,80})\]\([^()\s]{1,200}\)")


class TooMuch(Exception):
    """A text that goes on with its sender's words, as far as can be told, beyond what is looked at."""


def own_words(text: str, name: str = "", secrets: re.Pattern[str] | None = None) -> str:
    """What was written anew in the reply *text*; *name* is its sender's, with which it may end. Raises TooMuch.

    Nothing is left from a line on that shows one of *secrets*, in whatever language it was quoted.
    """
    lines, is_all = _within(text.split("\n"))
    found, is_over = _segments(lines)
    if secrets is not None:
        found = _without(found, secrets)
    found = [piece for piece in found if piece]
    if not (is_all or is_over) or len(found) > PIECES_MOST:
        raise TooMuch
    pieces = ("\n".join(_unsigned(piece, name)) for piece in found)
    return "\n\n".join(_outdented(piece) for piece in pieces if piece.strip())


def _without(pieces: list[list[str]], secrets: re.Pattern[str]) -> list[list[str]]:
    """*pieces* up to the first line that shows one of *secrets*, and to the lines right above that look like a mail's head."""
    for number, lines in enumerate(pieces):
        for index, line in enumerate(lines):
            if secrets.search(line):
                end = index
                while end and _FIELD.match(lines[end - 1][:CUT]):
                    end -= 1
                return [*pieces[:number], lines[:end]]
    return pieces


def _within(lines: list[str]) -> tuple[list[str], bool]:
    """The lines that are looked at, and whether they are all but the quotes at the end."""
    end = len(lines)
    while end and lines[end - 1].lstrip()[:1] in ("", ">"):
        end -= 1
    most, length = 0, 0
    while most < min(end, LINES_MOST) and length + len(lines[most]) < LOOKED:
        length += len(lines[most]) + 1
        most += 1
    return lines[:most], most == end


def _outdented(piece: str) -> str:
    """Without the space that some programs put before the first line; four of them are code."""
    bare = piece.lstrip(" ")
    return bare if len(piece) - len(bare) < 4 else piece


def _segments(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    """The runs of lines that are no quotes, up to where only history follows, and whether that was met."""
    found: list[list[str]] = [[]]
    index = 0
    while index < len(lines):
        if lines[index].lstrip().startswith(">"):
            found.append([])
            index += 1
            continue
        span = _history(lines, index)
        if span:
            index = _after(lines, index + span)
            if index < len(lines) and not lines[index].lstrip().startswith(">"):
                return found, True
            continue
        found[-1].append(lines[index])
        index += 1
    return found, False


def _after(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _history(lines: Sequence[str], index: int) -> int:
    """How many lines from *index* on say whose words follow; 0 where none does."""
    line = lines[index].strip()
    if not line:
        return 0
    if len(line) <= CUT and marks.ORIGINAL.fullmatch(line):
        return 1
    if marks.RULE.fullmatch(line[:CUT]):
        following = _after(lines, index + 1)
        return following - index if following < len(lines) and _is_head(lines, following, 2) else 0
    if _is_head(lines, index, 3):
        return 1
    return _attribution(lines, index)


def _attribution(lines: Sequence[str], index: int) -> int:
    """How many lines "On … wrote:" takes, which programs break as they like."""
    joined = ""
    for count in range(1, 4):
        if index + count > len(lines):
            break
        line = lines[index + count - 1].strip()
        if not line or len(line) > CUT or line.startswith(">"):
            break
        joined = f"{joined} {line}".strip()
        if line.rstrip(" -").endswith((":", "：")) and marks.DATED.search(joined):
            first = joined.split(maxsplit=1)[0].casefold()
            says = first in marks.OPENERS or "@" in joined or first.startswith("-")
            if says and marks.VERBS.search(joined):
                return count
            if len(joined) <= marks.PROGRAMS_MOST and any(one.fullmatch(joined) for one in marks.PROGRAMS):
                return count
    return 0


def _is_head(lines: Sequence[str], index: int, least: int) -> bool:
    """Whether the head of an earlier mail starts here: *least* of its fields, sender or date first."""
    found: set[str] = set()
    for line in lines[index : index + 7]:
        match = marks.LABEL.match(line[:CUT])
        kind = _field(match[1]) if match else ""
        if not found and kind not in ("from", "date"):
            return False
        if kind:
            found.add(kind)
    return len(found) >= least and "from" in found


def _field(word: str) -> str:
    word = word.casefold()
    return next((kind for kind, words in marks.LABELS.items() if word in words), "")


def _unsigned(lines: list[str], name: str) -> list[str]:
    """*lines* without signature, footers and disclaimers at their end."""
    lines = _delimited(lines)
    for _round in range(ROUNDS):
        before = len(lines)
        lines = _trimmed(lines)
        for step in (_unfooted, _undisclaimed, _ungreeted):
            lines = _trimmed(step(lines))
        lines = _unnamed(_trimmed(signature.without("\n".join(lines)).split("\n")), name)
        if len(lines) == before:
            break
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    return lines[start:end]


def _delimited(lines: list[str]) -> list[str]:
    """Up to the line of two hyphens that starts a signature by convention."""
    for index, line in enumerate(lines):
        if line in ("-- ", "—", "--\xa0") or (line == "--" and (index == 0 or not lines[index - 1].strip())):
            return lines[:index]
    return lines


def _unfooted(lines: list[str]) -> list[str]:
    """Without the line that a phone or a mail program adds, and without a rule that is left at the end."""
    if not lines:
        return lines
    last = _LINK.sub(r"\1", lines[-1][: CUT + 1]).strip().strip("*_")
    if marks.RULE.fullmatch(lines[-1][:CUT]):
        return lines[:-1]
    if len(last) <= CUT and marks.FOOTERS.fullmatch(last) and marks.PHONES.search(last):
        return lines[:-1]
    return lines


def _undisclaimed(lines: list[str]) -> list[str]:
    """Without the paragraph on confidentiality that a company adds, and what follows it."""
    for index in range(max(len(lines) - 40, 1), len(lines)):
        start = not lines[index - 1].strip() or marks.RULE.fullmatch(lines[index - 1][:CUT])
        if start and marks.DISCLAIMER.match(lines[index][:CUT]):
            said = " ".join(line[:CUT] for line in lines[index : index + 6])
            if marks.SECRET.search(said):
                return lines[:index]
    return lines


def _ungreeted(lines: list[str]) -> list[str]:
    """Without a greeting at the end, and the name and title under it."""
    for index in range(len(lines) - 1, max(len(lines) - TAIL, 0), -1):
        line = lines[index].strip()
        if len(line) <= 60 and marks.GREETING.fullmatch(line) and _is_block(lines[index + 1 :]):
            return lines[:index]
    return lines


def _is_block(lines: Sequence[str]) -> bool:
    """Whether *lines* may stand under a greeting: few, short, no sentences and no list."""
    said = [line.strip() for line in lines if line.strip()]
    return len(said) <= BLOCK and all(
        len(line) <= 90 and not line.endswith(("?", ";", ":")) and not line.startswith(("- ", "* "))
        and (not line.endswith(".") or len(line.split()) <= 4)
        for line in said
    )  # fmt: skip


def _unnamed(lines: list[str], name: str) -> list[str]:
    """Without the sender's own name as the last line, where anything else was said."""
    if len(lines) < 2 or not name:
        return lines
    parts = name.split()
    known = {name, parts[0], f"{parts[0]} {parts[-1][0]}", f"{parts[0][0]}. {parts[-1]}"}
    last = lines[-1].strip(" -–—/*_,.").casefold()
    return lines[:-1] if last in {one.casefold() for one in known} else lines
