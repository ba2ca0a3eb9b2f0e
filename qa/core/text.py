"""What people write: rendered once when it is written, stored beside its source, never rendered when read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup, escape

from qa.core.bounds import MAX_BYTES, BadText, TextRefused, TooComplex, TooLong, check_text
from qa.core.foreign import rewrite
from qa.core.lines import clean_line, name_key
from qa.core.markdown import to_html
from qa.core.sanitize import sanitize

__all__ = [
    "MAX_BYTES", "VERSION", "BadText", "Rendered", "TextRefused", "TooComplex", "TooLong",
    "clean_foreign", "clean_line", "excerpt", "marked", "name_key", "plain", "render", "sanitize",
]  # fmt: skip

VERSION = 1
"""Raised whenever the same source would give other HTML: stored HTML of an older version may be rendered again."""

_BLOCKS = frozenset("p h3 h4 h5 h6 blockquote ul ol li dl dt dd pre div table thead tbody tr hr br".split())


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML that may be shown as it is, and the *version* of the renderer that made it."""

    html: str
    version: int = VERSION


def render(markdown: str) -> Rendered:
    """*markdown*, at most MAX_BYTES, as safe HTML.

    Raises TooLong before any work, BadText for NUL and lone surrogates, TooComplex for more markup than
    can be shown in time; all are TextRefused, with a message for the person.
    """
    check_text(markdown)
    return Rendered(sanitize(to_html(markdown)))


def clean_foreign(html: str, base: str = "") -> Rendered:
    """An imported HTML body, sanitised and brought into the form of our own; *base* resolves relative links.

    Raises TooLong (above 256 KB), BadText, TooComplex.
    """
    return Rendered(sanitize(rewrite(html, base)))


def marked(parts: Iterable[tuple[str, bool]]) -> Markup:
    """Pieces of plain text as HTML, those that say so as ``<mark>``."""
    pieces = (f"<mark>{escape(words)}</mark>" if hit else str(escape(words)) for words, hit in parts)
    return Markup("".join(pieces))  # noqa: S704 - each piece is escaped above


def plain(html: str) -> str:
    """The words of rendered *html*, a line a block, for the index and for mails. Code keeps its lines."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    return "\n".join(parser.lines)


def excerpt(html: str, length: int = 200) -> str:
    """The first words of rendered *html* on one line: at most *length* characters, an ellipsis included."""
    words = " ".join(plain(html).split())
    if len(words) <= length:
        return words
    cut = words[:length].rpartition(" ")[0] or words[: length - 1]
    return cut.rstrip(" .,;:!?-–—…") + "…"


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        self._code |= tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        self._code &= tag != "pre"

    def handle_data(self, data: str) -> None:
        self._line += data

    def close(self) -> None:
        super().close()
        self._break("p")

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            line = self._line.rstrip() if self._code else " ".join(self._line.split())
            self.lines += [line] if line else []
            self._line = ""
        elif tag in ("td", "th"):
            self._line += " "
