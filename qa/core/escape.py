"""Text into HTML, in the one spelling that bleach and nh3 both leave as it is."""

from __future__ import annotations

_SPELLING: dict[str, str] = {
    **{chr(code): "\N{REPLACEMENT CHARACTER}" for code in range(32) if chr(code) not in "\t\n"},
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\u00a0": "&nbsp;",
}
_TEXT = str.maketrans(_SPELLING)
_VALUE = str.maketrans({**_SPELLING, '"': "&quot;"})


def text(raw: str) -> str:
    """*raw* for use between tags. Control characters, which HTML cannot carry, become U+FFFD."""
    return raw.translate(_TEXT)


def value(raw: str) -> str:
    """*raw* for use inside a double-quoted attribute."""
    return raw.translate(_VALUE)
