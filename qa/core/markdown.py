"""Markdown to HTML: CommonMark with tables, strikethrough, links and coloured code; no raw HTML, no images.

What a text costs is counted while it is parsed, in nominal microseconds, and refused above MAX_COST: the
parser and the sanitiser are linear, but markup without words is fifty times as dear as prose.
"""

from __future__ import annotations

import re
import threading
from collections.abc import MutableMapping, Sequence
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from qa.core import escape, outline
from qa.core.bounds import Budget, TooComplex
from qa.core.highlight import MAX_CODE, highlight, lexer_for, size
from qa.core.sanitize import DIR_TAGS, REL, may_link_to

Env = MutableMapping[str, Any]

MAX_NESTING = 20
MAX_COST = 200_000
COST_LINE, COST_BLOCK, COST_CELL, COST_CODE, COST_COLOUR = 8, 25, 25, 60, 4
COST_TAG, COST_ATTRIBUTE, COST_REFERENCE, COST_ADDRESS = 17, 12, 10, 50
COST_CHARACTER = dict.fromkeys(":=$%@#^{}+->", 2) | dict.fromkeys("\n\\", 12) | {"[": 20, "!": 20}
COST_DELIMITER = 11
SLICE = 40
"""Characters that markdown-it's look behind a :// reads in a nominal microsecond."""

_RUN = re.compile(r"[*_~]+")


def to_html(markdown: str) -> str:
    """*markdown* as HTML that the sanitiser has nothing to do on.

    Raises TooComplex where showing it would cost more than MAX_COST.
    """
    budget = Budget(MAX_COST)
    budget.spend(COST_LINE * markdown.count("\n"))
    budget.spend(COST_ADDRESS * (markdown.count("://") + markdown.lower().count("mailto:")))
    html: str = _parser().render(markdown, {"budget": budget})
    budget.spend(
        COST_TAG * html.count("<") + COST_ATTRIBUTE * html.count('="') + COST_REFERENCE * html.count("&")
    )
    return html


_local = threading.local()


def _parser() -> MarkdownIt:
    """This thread's parser; linkify-it keeps state between calls, so threads must not share one."""
    parser: MarkdownIt | None = getattr(_local, "parser", None)
    if parser is None:
        parser = _local.parser = _new_parser()
    return parser


def _new_parser() -> MarkdownIt:
    options = {"html": False, "linkify": True, "maxNesting": MAX_NESTING, "xhtmlOut": False}
    parser = MarkdownIt("commonmark", options, renderer_cls=_Html).enable(
        ["table", "strikethrough", "linkify"]
    )
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("//", "ftp:"):
        parser.linkify.add(schema, None)
    parser.validateLink = may_link_to  # type: ignore[method-assign]
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "budget", _count_block)
    parser.inline.ruler.after("text", "budget", _count_inline)
    parser.core.ruler.push("tidy", _tidy)
    return parser


def _count_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # markdown-it drops, without a word, what is nested deeper than its limit: refuse instead
    if state.level >= MAX_NESTING - 2:
        raise TooComplex()
    cast(Budget, state.env["budget"]).spend(COST_BLOCK)
    return False


def _count_inline(state: StateInline, silent: bool) -> bool:
    character = state.src[state.pos]
    cost = COST_CHARACTER.get(character, COST_DELIMITER)
    if run := _RUN.match(state.src, state.pos):
        cost *= run.end() - run.start()
    elif character == ":" and state.src.startswith("://", state.pos):
        cost += len(state.pending) // SLICE
    cast(Budget, state.env["budget"]).spend(cost)
    return False


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's own table rule makes all rows in one go, so its cells are paid for before it runs."""
    if not silent and start + 2 <= end:
        head, line = _line(state, start), _line(state, start + 1)
        if "|" in head and "-" in line and not line.strip("|-: \t"):
            rows = start + 2
            while rows < end and not state.isEmpty(rows):
                rows += 1
            cast(Budget, state.env["budget"]).spend(
                COST_CELL * (rows - start) * (line.strip().strip("|").count("|") + 1)
            )
    return table(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _tidy(state: StateCore) -> None:
    """The last rule: the tokens as our pages need them."""
    heads, kept = outline.Outline(), []
    columns: list[str] = []
    opened: Token | None = None
    for token in state.tokens:
        if token.type == "inline":
            token.children = _inline(token.children or [])
        elif token.type == "table_open":
            opened, columns = token, []
        elif token.type == "thead_close" and opened is not None:
            opened.meta["label"] = outline.table_label(columns)
        kept.append(token)
        if token.type == "th_close":
            columns.append(_words(kept[-2]))
            if not columns[-1]:
                kept[-3].tag = token.tag = "td"  # a head without words is an error to a screen reader
        elif token.type == "heading_close":
            _close_heading(kept, heads)
    state.tokens = kept
    for token in kept:
        _attributes(token)


def _close_heading(kept: list[Token], heads: outline.Outline) -> None:
    opening, inline, closing = kept[-3:]
    if not _words(inline):
        del kept[-3:]
        return
    opening.tag = closing.tag = f"h{heads.level(int(opening.tag[1]))}"


def _attributes(token: Token) -> None:
    if token.nesting < 0:
        return
    right = token.attrs.pop("style", "") == "text-align:right"
    if token.tag in DIR_TAGS:
        token.attrs["dir"] = "auto"
    if token.tag == "th":
        token.attrs["scope"] = "col"
    if right:
        token.attrs["class"] = "u-num"


def _words(inline: Token) -> str:
    """The visible text of an inline token, or nothing."""
    text = "".join(child.content for child in inline.children or [])
    return text.strip() if outline.is_seen(text) else ""


def _inline(children: Sequence[Token]) -> list[Token]:
    """*children* with images as links, no link in a link or without words, and no emphasis in the same emphasis
    (`****…` would else nest a thousand deep)."""
    kept: list[Token] = []
    depth: dict[str, int] = {}
    link: int | None = None
    for token in children:
        if token.type == "image":
            kept += _picture(token, inside_link=link is not None)
        elif token.type == "link_open":
            if token.attrs["href"]:  # empty: an address that may not be linked to
                link = len(kept)
                kept.append(_link(token))
        elif token.type == "link_close":
            if link is not None:
                _close_link(kept, link, token)
            link = None
        elif token.nesting:
            depth[token.tag] = depth.get(token.tag, 0) + token.nesting
            if depth[token.tag] == (token.nesting > 0):
                kept.append(token)
        else:
            kept.append(token)
    return kept


def _link(token: Token) -> Token:
    token.attrs = {"href": token.attrs["href"], "rel": REL}
    return token


def _close_link(kept: list[Token], link: int, closing: Token) -> None:
    if not outline.is_seen("".join(token.content for token in kept[link:])):
        kept.append(_text(str(kept[link].attrs["href"])))
    kept.append(closing)


def _picture(token: Token, inside_link: bool) -> list[Token]:
    """An image as a link to it: showing it would tell its host who reads this page."""
    address = str(token.attrs["src"])
    alt = "".join(child.content for child in token.children or [] if not child.nesting)
    words = _text(alt if outline.is_seen(alt) else address)
    if inside_link or not address:
        return [words]
    return [
        Token("link_open", "a", 1, attrs={"href": address, "rel": REL}),
        words,
        Token("link_close", "a", -1),
    ]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


class _Html(RendererHTML):
    """Writes text in the one spelling that both sanitisers leave alone."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return escape.text(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return f"<code>{escape.text(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return _code(tokens[idx].content, "", env)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return _code(tokens[idx].content, (tokens[idx].info.split() or [""])[0], env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return outline.region("div", tokens[idx].meta["label"]) + "\n<table>\n"

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return "</table>\n</div>\n"


def _code(content: str, language: str, env: Env) -> str:
    code = content.removesuffix("\n")
    lexer = lexer_for(language)
    coloured = None
    if lexer is not None and (used := env.get("coloured", 0) + size(code, language)) <= MAX_CODE:
        env["coloured"] = used
        cast(Budget, env["budget"]).spend(COST_CODE + COST_COLOUR * size(code, language))
        coloured = highlight(code, language)
    label = outline.code_label(lexer.name if lexer else "")
    return f"{outline.region('pre', label)}<code>{coloured or escape.text(code)}</code></pre>\n"
