"""The rules that written and imported texts share: where headings stand, what counts as visible, how regions are named."""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

from qa.core import escape

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})


class Outline:
    """Levels for a text's headings: the first is h3, and none is more than one deeper than the one above it,
    whatever the writer chose, so that the page's outline stays in order."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, written: int) -> int:
        """The level to show for a heading *written* as h1 to h6."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(2 + len(self._open), 6)


def is_seen(text: str) -> bool:
    """Whether anything of *text* shows: a link or a heading without is nothing to click or to hear."""
    return any(unicodedata.category(character) not in _UNSEEN for character in text)


def table_label(columns: list[str]) -> str:
    """The name of a table's scroll region, made of its column heads."""
    heads = ", ".join(" ".join(head.split()) for head in columns if is_seen(head))
    return _("Table: %(columns)s", columns=heads[:80]) if heads else _("Table")


def code_label(language: str = "") -> str:
    """The name of a code block's scroll region."""
    return _("Code: %(language)s", language=language) if language else _("Code")


def region(tag: str, label: str) -> str:
    """Opening of a box that scrolls sideways: focusable and named, and a group rather than a region, because
    regions are landmarks, which must not share a name, and two posts may quote the same table."""
    css = ' class="l-scroll"' if tag == "div" else ' dir="ltr"'
    return f'<{tag}{css} role="group" aria-label="{escape.value(label)}" tabindex="0">'
