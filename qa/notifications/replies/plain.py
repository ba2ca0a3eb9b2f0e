"""Plain text of a mail's other forms: HTML, and paragraphs that were cut into lines (RFC 3676)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

from qa.core.bounds import TooComplex

TAGS_MOST = 15_000
LINE_MOST = 8_000
"""Characters after which a line that does not end is broken, so that adding to it stays cheap."""
HISTORY = frozenset(
    {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "reply_text"}
)
"""Ids of blocks after which there is only what was said before."""
QUOTED = re.compile(
    r"(?i)(?:^|\s|_)(?:gmail_quote(?:_container)?|gmail_extra|yahoo_quoted|protonmail_quote|moz-cite-prefix|gmail_attr)(?:$|\s)"
)
"""Classes of blocks that hold another's words, or say whose they are."""
BLOCKS = frozenset("p div br li ul ol tr table h1 h2 h3 h4 h5 h6 pre hr blockquote section article".split())
_KEPT = BLOCKS | frozenset("a td th span font b i u strong em code body html".split())


def of_html(html: str) -> str:
    """The text of *html*, lines of others' words with ``>`` before them. Raises TooComplex."""
    if html.count("<") > TAGS_MOST:
        raise TooComplex()
    # nh3 first: what the parser below reads is balanced, without style, script or comment
    attributes = {"*": {"class", "id"}, "a": {"href"}}
    drawn = nh3.clean(
        html, tags=set(_KEPT), attributes=attributes, link_rel=None, url_schemes={"http", "https", "mailto"}
    )
    reader = _Reader()
    reader.feed(drawn)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, bool]] = []
        self._quotes = 0
        self._links: list[tuple[str, int]] = []
        self._over = False
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("id", "").lower().removeprefix("x_") in HISTORY:
            self._over = True
        if tag == "br" and not self._line:
            self._gap()
        if tag in BLOCKS:
            self._break()
        quoted = tag == "blockquote" or bool(QUOTED.search(values.get("class", "")))
        self._quotes += quoted
        self._pre += tag == "pre"
        if tag not in ("br", "hr"):
            self._open.append((tag, quoted))
        if tag == "li":
            self._line = "- "
        if tag == "hr":
            self._lines.append("")
        if tag == "a":
            self._links.append((values.get("href", ""), len(self._line)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._link(*self._links.pop())
        if tag in BLOCKS:
            self._break()
        if tag in ("p", "table", "ul", "ol", "h1", "h2", "h3"):
            self._gap()
        if tag in ("td", "th"):
            self._line += " "
        self._pre -= tag == "pre"
        if self._open:
            self._quotes -= self._open.pop()[1]

    def handle_data(self, data: str) -> None:
        if len(self._line) > LINE_MOST:
            self._break()
        self._line += data if self._pre else re.sub(r"[ \t\r\n\f]+", " ", data)
        if self._pre and "\n" in data:
            before, _end, self._line = self._line.rpartition("\n")
            for line in before.split("\n"):
                self._put(line)

    def _link(self, href: str, start: int) -> None:
        shown = self._line[start:].strip()
        bare = href.removeprefix("mailto:")
        if shown and href.startswith(("http://", "https://")) and bare.rstrip("/") != shown.rstrip("/"):
            self._line += f" ({href})" if "://" not in shown else ""

    def _break(self) -> None:
        if self._line.strip():
            self._put(
                self._line if self._pre else " ".join(self._line.replace("\xa0", " ").split(" ")).strip()
            )
        elif self._line:
            self._gap()
        self._line = ""

    def _gap(self) -> None:
        if self._lines and self._lines[-1]:
            self._put("")

    def _put(self, line: str) -> None:
        if not self._over:
            self._lines.append("> " * min(self._quotes, 3) + line if self._quotes else line)

    def text(self) -> str:
        """All that was read."""
        self._break()
        return "\n".join(self._lines)


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Lines that a mail program cut brought together again; quotes of different depth stay apart."""
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        flows = said.endswith(" ") and said != "-- "
        words = said[:-1] if flows and delsp else said
        if open_depth == depth and said != "-- ":
            out[-1].append(words)
        else:
            out.append([">" * depth + (" " if depth else "") + words])
        open_depth = depth if flows else None
    return "\n".join("".join(pieces) for pieces in out)
