"""A signature or phone block at the end of a text: found so that its author may leave it out.

Precision before recall: what may be part of an answer (code, a table, a list, a sentence, figures) is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LINES = 15
"""Lines at the end that are looked at; a longer signature is none that anybody pastes."""
REACH = 4_000
"""Characters at the end that are looked at, so that one long line costs nothing."""
LINE_MAX = 110
BLOCK_MAX = 10
"""Lines of a signature, empty ones left out."""

_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
_DASHES = re.compile(r"(?:--|\u2014|_{2,}) ?")
_LISTED = re.compile(r"[-*+]\s|[>#|]|\d{1,9}[.)]\s|\t| {2,}")
_GREETING = re.compile(
    r"(?:(?:with )?(?:many |kind |best |warm |warmest |kindest )?(?:regards|wishes|thanks|greetings)|best|all the best|cheers"
    r"|thanks(?: a lot| again| in advance)?|thank you|sincerely|yours(?: (?:sincerely|faithfully|truly))?"
    r"|(?:mit )?(?:freundlichen?|besten?|viele|liebe|herzliche) gr\u00fc(?:\u00df|ss)en?|gru\u00df|cordialement|bien cordialement"
    r"|(?:met )?vriendelijke groeten?|saludos(?: cordiales)?|cordiali saluti|med venlig hilsen|mvh|lg|vg|br)[,.!]?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|\u00b7\u2022;]\s*|,\s+|\s+/\s+")
_LABEL = r"(?:tel|telephone|telefon|phone|mobile|mobil|mob|cell|direct|office|fax|handy)\.?(?: (?:no|nr)\.?)?"
_DIGITS = r"[+(]?\d[\d ()./\u2013-]{4,24}\d"
_CALL = re.compile(rf"(?:{_LABEL}\s*:?\s*{_DIGITS}|[tmpf]\s*[:.]?\s*[+(0]{_DIGITS})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|00)\d{1,3}[\d ()./\u2013-]{6,20}\d")
_MAIL = re.compile(r"(?:(?:e-?mail|mail)\s*:?\s*)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:linkedin\s*:?\s*)?(?:https?://)?(?:\w{2,3}\.)?linkedin\.com/(?:in|pub)/\S+", re.IGNORECASE
)
_SITE = re.compile(
    r"(?:(?:web|www|website)\s*:\s*)?(?:https?://|www\.)[\w.-]+\.[a-z]{2,}/?(?:[\w/-]{0,60})", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:(?:dr|prof|ing|mr|mrs|ms)\.? )?[^\W\d_a-z][\w'\u2019.-]*(?: (?:van|von|de|der|den|di|da|del|la|le|[^\W\d_a-z][\w'\u2019.-]*)){0,4}"
    r"(?:, ?[A-Z][\w., -]{0,30})?"
)


def signature(text: str) -> str:
    """The end of *text* that is a signature, exactly as it stands there; empty where there is none.

    Looks at no more than LINES lines, and at nothing inside code. A text that would be nothing without it keeps it.
    """
    lines = _tail(text)
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = _start([line.rstrip() for line in lines[:end]])
    found = "".join(lines[start:]) if start is not None else ""
    return found if found and text[: len(text) - len(found)].strip() else ""


def without(text: str) -> str:
    """*text* up to its signature."""
    found = signature(text)
    return text[: len(text) - len(found)].rstrip() if found else text


def _tail(text: str) -> list[str]:
    """The last lines of *text* with their ends, from the last code block on; none where that is still open."""
    fences = list(_FENCE.finditer(text))
    if len(fences) % 2:
        return []
    reach = max(len(text) - REACH, 0)
    lines = text[reach:].splitlines(keepends=True)
    # The first one may be the end of a longer line.
    lines = (lines[1:] if reach else lines)[-LINES:]
    if fences:
        code = next((n for n in range(len(lines), 0, -1) if _FENCE.match(lines[n - 1])), 0)
        lines = lines[code:]
    return lines


def _start(lines: Sequence[str]) -> int | None:
    """The index of the line where a signature starts, of *lines* without their ends; None where there is none."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if index and not lines[index - 1] and _DASHES.fullmatch(line):
            return index if _is_block(lines[index + 1 :]) else None
        if _GREETING.fullmatch(line):
            return index if _is_block(lines[index + 1 :]) and not _is_listed(lines, index) else None
        if line and not _may_belong(line):
            break
    return _contacts(lines)


def _is_block(lines: Sequence[str]) -> bool:
    """Whether *lines* are names, titles and ways to reach somebody, and nothing else."""
    said = [line for line in lines if line]
    if not 1 <= len(said) <= BLOCK_MAX or not all(map(_may_belong, said)):
        return False
    return bool(_NAME.fullmatch(said[0])) or any(map(_is_contact, said))


def _contacts(lines: Sequence[str]) -> int | None:
    """Where the last paragraph is a name with ways to reach its bearer, or such ways alone with their labels."""
    start = len(lines)
    while start and lines[start - 1] and _may_belong(lines[start - 1]):
        start -= 1
    block = lines[start:]
    if (start and lines[start - 1]) or not 1 <= len(block) <= BLOCK_MAX:
        return _last_contacts(lines)
    named = bool(_NAME.fullmatch(block[0])) and not _is_contact(block[0])
    ways = [line for line in block if _is_contact(line)]
    if named and ways and len(ways) + 4 > len(block):
        return start
    return _last_contacts(lines)


def _last_contacts(lines: Sequence[str]) -> int | None:
    """Where the last lines each say how to reach somebody, with a label or by mail; lists of numbers do not."""
    start = len(lines)
    while start and _is_labelled(lines[start - 1]):
        start -= 1
    return start if 1 <= len(lines) - start <= 4 and not _is_listed(lines, start) else None


def _is_listed(lines: Sequence[str], index: int) -> bool:
    """Whether the line before *index* is of a list, a quote or a table, which goes on here."""
    return index > 0 and bool(_LISTED.match(lines[index - 1]))


def _may_belong(line: str) -> bool:
    """Whether *line* could be part of a signature: short, no sentence, no list, no table, no bare figures."""
    if len(line) > LINE_MAX or _LISTED.match(line) or "`" in line or line.count("|") > 3:
        return False
    return _is_contact(line) or (
        len(line.split()) <= 8 and not line.endswith((".", "?", "!", ":", ";")) and not _starts_low(line)
    )


def _starts_low(line: str) -> bool:
    """Words that begin small or with a figure go on with a sentence or a count."""
    return not line[0].isupper()


def _is_contact(line: str) -> bool:
    """Whether every part of *line* is a way to reach somebody."""
    parts = [part for part in _PARTS.split(line) if part]
    kinds = (_CALL, _NUMBER, _MAIL, _PROFILE, _SITE)
    return bool(parts) and all(any(kind.fullmatch(part) for kind in kinds) for part in parts)


def _is_labelled(line: str) -> bool:
    if not line or len(line) > LINE_MAX or _LISTED.match(line):
        return False
    parts = [part for part in _PARTS.split(line) if part]
    kinds = (_CALL, _MAIL, _PROFILE)
    return bool(parts) and _is_contact(line) and any(kind.fullmatch(part) for part in parts for kind in kinds)
