"""HTML written elsewhere (an imported body) into the HTML that our own Markdown makes."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

import nh3
from markdown_it.common.normalize_url import normalizeLink

from qa.core import escape, outline
from qa.core.bounds import TooComplex, TooLong, check_characters
from qa.core.sanitize import DIR_TAGS, MAX_HTML, MAX_MARKS, REL, may_link_to

MAX_FOREIGN = 262_144
MAX_DEPTH = 40

_RENAMED = {"b": "strong", "i": "em", "strike": "s", "del": "s", "tt": "code", "samp": "code"}
_KEPT = frozenset(
    "p br hr blockquote ul ol li dl dt dd pre code kbd em strong s sup sub a table thead tbody tr th td".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_READ = _KEPT | _HEADINGS | _RENAMED.keys() | {"img"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}


def rewrite(html: str, base: str = "") -> str:
    """*html* in our own terms: images as links, headings demoted, tables and code in boxes that scroll.

    *base* is the address that relative links are relative to; without it they become plain words.
    What is nested deeper than MAX_DEPTH loses its tags and keeps its words.
    Raises TooLong, TooComplex or BadText.
    """
    size = len(check_characters(html))
    if size > MAX_FOREIGN:
        raise TooLong(MAX_FOREIGN, size)
    if html.count("<") > MAX_MARKS:
        raise TooComplex()
    # nh3 first: what our own parser then reads is balanced and has no script, style or comment
    balanced = nh3.clean(
        html, tags=_READ, attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"}
    )
    if len(balanced) > MAX_HTML or balanced.count("<") > MAX_MARKS:
        raise TooComplex()
    rewriter = _Rewriter(base)
    rewriter.feed(balanced)
    rewriter.close()
    return "".join(rewriter.out)


@dataclass(slots=True)
class _Open:
    read: str
    closing: str
    at: int
    """Where its opening stands in the output."""
    seen: int
    """How many texts had been seen before it."""


class _Rewriter(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._base = base
        self._stack: list[_Open] = []
        self._seen = 0
        self._outline = outline.Outline()
        self._columns: list[str] = []

    def handle_data(self, data: str) -> None:
        self._seen += outline.is_seen(data)
        self.out.append(escape.text(data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(values)
        elif tag in ("br", "hr"):
            self.out.append(f"<{tag}>")
        else:
            opening, closing = self._tags(tag, values) if len(self._stack) < MAX_DEPTH else ("", "")
            self._stack.append(_Open(tag, closing, len(self.out), self._seen))
            self.out.append(opening)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "hr", "img") or not self._stack:
            return
        entry = self._stack.pop()
        if self._seen == entry.seen and (tag in _HEADINGS or tag == "a"):
            self.out[entry.at] = entry.closing = ""
        if tag == "th" and entry.closing and not self._words(entry):
            self.out[entry.at], entry.closing = '<td dir="auto">', "</td>"
        self.out.append(entry.closing)
        if tag == "table" and entry.closing:
            self.out[entry.at] = outline.region("div", outline.table_label(self._columns)) + "\n<table>"

    def _tags(self, tag: str, values: dict[str, str]) -> tuple[str, str]:
        """The opening and closing to write for *tag*; both empty where only its words are kept."""
        tag = _RENAMED.get(tag, tag)
        if tag in _HEADINGS:
            tag = f"h{self._outline.level(int(tag[1]))}"
        if tag == "pre":
            return outline.region("pre", outline.code_label()), "</pre>"
        if tag == "table":
            self._columns = []
            return "<table>", "</table>\n</div>"
        if tag == "a":
            return self._link(values.get("href", ""))
        extra = ' dir="auto"' if tag in DIR_TAGS else ""
        if tag == "th":
            extra += ' scope="col"'
        if values.get("align") == "right":
            extra += ' class="u-num"'
        if tag == "ol" and values.get("start", "").isdecimal() and values["start"].isascii():
            extra += f' start="{int(values["start"][:9])}"'
        return f"<{tag}{extra}>", f"</{tag}>"

    def _link(self, address: str) -> tuple[str, str]:
        address = self._absolute(address)
        if not address or any(entry.read == "a" for entry in self._stack):
            return "", ""
        return f'<a href="{escape.value(address)}" rel="{REL}">', "</a>"

    def _picture(self, values: dict[str, str]) -> None:
        address = self._absolute(values.get("src", ""))
        alt = values.get("alt", "")
        self._seen += 1
        opening, closing = self._link(address)
        self.out += [opening, escape.text(alt if outline.is_seen(alt) else address), closing]

    def _absolute(self, address: str) -> str:
        if not address.strip():
            return ""  # nothing, which would else become the base itself
        try:
            whole = normalizeLink(urljoin(self._base, address.strip()))
        except ValueError:
            return ""
        return whole if may_link_to(whole) else ""

    def _words(self, head: _Open) -> bool:
        """Whether a column head has words; notes them for the table's name."""
        words = "".join(part for part in self.out[head.at + 1 :] if not part.startswith("<"))
        if self._seen > head.seen:
            self._columns.append(html_words(words))
            return True
        return False


def html_words(escaped: str) -> str:
    """Escaped text as plain text."""
    parser = _Words()
    parser.feed(escaped)
    parser.close()
    return "".join(parser.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)
