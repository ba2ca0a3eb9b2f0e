"""Bodies and remarks of a dump in our form: HTML that may be shown, and the Markdown it might have come from."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from qa.core import escape, text
from qa.core.bounds import check_characters
from qa.core.text import BadText, Rendered, TextRefused, TooLong
from qa.imports.account import Skip

BODY_MAX = 131_072
"""Characters of a body's HTML; the network takes posts of 30,000."""

_FORMULA = re.compile(r"(?P<mark>\$\$?)(?=[^\s$])[^$\n]{1,600}(?<=[^\s$])(?P=mark)")
_SIGNS = re.compile(r"[\\*_`\[\]<>~|]")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_TICKS = re.compile(r"`+")
_BARE_PIPE = re.compile(r"(?<!\\)\|")


def body(html: str, base: str) -> tuple[Rendered, str]:
    """A post's *html* cleaned, and as Markdown; *base* is what its links are relative to.

    Raises Skip for what is too long, too complex, or nothing when cleaned.
    """
    if len(html) > BODY_MAX:
        raise Skip("Body is too long")
    try:
        cleaned = text.clean_foreign(html, base)
        if not text.plain(cleaned.html).strip():
            raise Skip("nothing of its Body can be shown")
        markdown = to_markdown(cleaned.html)
        if len(check_characters(markdown)) > text.MAX_BYTES:
            raise Skip("Body is too long")
    except TooLong as error:
        raise Skip("Body is too long") from error
    except BadText as error:
        raise Skip("Body cannot be stored") from error
    except TextRefused as error:
        raise Skip("Body is too complex") from error
    return cleaned, markdown


def remark(raw: str, limit: int) -> tuple[Rendered, str]:
    """A comment's short Markdown, rendered; as plain words where it cannot be. At most *limit* characters."""
    source = raw.strip()
    if len(source) > limit:
        raise Skip("Text is too long")
    try:
        return text.render(_FORMULA.sub(_literal, source)), source
    except BadText as error:
        raise Skip("Text cannot be stored") from error
    except TextRefused:
        return Rendered(text.sanitize(f'<p dir="auto">{escape.text(source)}</p>')), source


def _literal(formula: re.Match[str]) -> str:
    # Backslashes and underscores of TeX would else be taken for Markdown's.
    return _SIGNS.sub(r"\\\g<0>", formula[0])


def to_markdown(html: str) -> str:
    """Cleaned *html* as Markdown that renders to the same code, tables and links."""
    soup = BeautifulSoup(html, "html.parser")
    for words in soup.find_all(string=True):
        if not any(around.name == "pre" for around in words.parents):
            before = words.previous_sibling
            line = words.lstrip() if isinstance(before, Tag) and before.name == "br" else words
            words.replace_with(NavigableString(_BLANKS.sub(_blank, line)))
    markdown: str = _Converter().convert_soup(soup)
    return markdown.strip("\n")


def _blank(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


class _Converter(MarkdownConverter):
    """markdownify, with code that holds backticks, addresses that hold brackets, and no search that is quadratic."""

    def __init__(self) -> None:
        super().__init__(heading_style="ATX", bullets="-", escape_misc=True, sup_symbol="^")
        self._items: Counter[int] = Counter()

    def convert_pre(self, el: Tag, words: str, parent_tags: set[str]) -> str:
        words = words.strip("\n")
        if not words.strip():
            return ""
        longest = max((len(run) for run in _TICKS.findall(words)), default=0)
        if "_inline" in parent_tags:
            fence = "`" * (longest + 1)
            return f" {fence} {' '.join(words.split())} {fence} "
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{words}\n{fence}\n\n"

    def convert_a(self, el: Tag, words: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "")
        if "_noformat" in parent_tags or not href or not words.strip():
            return words
        address = f"<{href}>" if re.search(r"[()\\*_]", href) else href
        lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return f"{lead}[{words.strip()}]({address}){trail}"

    def convert_li(self, el: Tag, words: str, parent_tags: set[str]) -> str:
        parent = el.parent
        place = self._items[id(parent)]
        self._items[id(parent)] += 1
        bullet = "- "
        if parent is not None and parent.name == "ol":
            start = str(parent.get("start") or "1")
            bullet = f"{(int(start) if start.isdecimal() else 1) + place}. "
        lines = (words or "").strip().split("\n")
        return (
            bullet + "\n".join([lines[0], *(" " * len(bullet) + ln if ln else "" for ln in lines[1:])]) + "\n"
        )

    def convert_td(self, el: Tag, words: str, parent_tags: set[str]) -> str:
        return " " + _BARE_PIPE.sub(r"\\|", words.strip().replace("\n", " ")) + " |"

    convert_th = convert_td

    def convert_tr(self, el: Tag, words: str, parent_tags: set[str]) -> str:
        cells = list(el.find_all(("td", "th"), recursive=False))
        group = el.parent
        first = el.find_previous_sibling("tr") is None and (
            group is None or group.name != "tbody" or group.find_previous_sibling(("thead", "tbody")) is None
        )
        if not first:
            return f"|{words}\n"
        rule = "|" + " --- |" * len(cells) + "\n"
        if any(cell.name == "th" for cell in cells) or (group is not None and group.name == "thead"):
            return f"|{words}\n{rule}"
        return "|" + "  |" * len(cells) + "\n" + rule + f"|{words}\n"
