"""Code in colour: Pygments' tokens folded into six classes, so that a stylesheet can cover them all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    String,
    _TokenType,
    is_token_subtype,
)

from qa.core import escape

LANGUAGES = frozenset(
    "python py python3 pycon bash sh shell console powershell ps1 sql postgresql mysql json yaml yml toml ini cfg "
    "xml html css javascript js csharp c# go golang rust rs ruby rb php perl kotlin r swift lua haskell diff docker "
    "dockerfile nginx http tex latex".split()
)
SLOW = frozenset("java c cpp c++ typescript ts".split())
"""Quadratic on some hostile text, so coloured up to half the length. Languages slower than these are shown plain."""

MAX_CODE = 4_096
"""Characters coloured in one text; at that length the worst of LANGUAGES takes 60 ms of CPU."""
MAX_TOKENS = 1_600
MAX_ERRORS = 16
"""A lexer is slowest on what is not its language: it tries every rule on every character."""

_BLANKS = re.compile(r"\s{100}")  # what the lexers of Java and C are quadratic on

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "hl-c"),
    (Keyword, "hl-k"),
    (Name.Tag, "hl-k"),
    (String, "hl-s"),
    (Number, "hl-n"),
    (Name.Decorator, "hl-n"),
    (Name.Attribute, "hl-n"),
    (Generic.Inserted, "hl-add"),
    (Generic.Deleted, "hl-del"),
)


def highlight(code: str, language: str) -> str | None:
    """*code* as escaped HTML with `<span class="hl-…">`, or None where it is to be shown plain: an unknown
    language, another language, more than MAX_CODE characters or MAX_TOKENS tokens."""
    lexer = lexer_for(language)
    if lexer is None or size(code, language) > MAX_CODE or _BLANKS.search(code):
        return None
    tokens = _tokens(lexer, code)
    return (
        None
        if not tokens
        else "".join(
            f'<span class="{css}">{escape.text(text)}</span>' if css else escape.text(text)
            for css, text in _runs(tokens)
        )
    )


def size(code: str, language: str) -> int:
    """What *code* takes of MAX_CODE."""
    return len(code) * (1 + (language.lower() in SLOW))


def _tokens(lexer: Lexer, code: str) -> list[tuple[_TokenType, str]]:
    """*code* in tokens; none of it where the lexer is stopped early, or where it loses a character."""
    tokens: list[tuple[_TokenType, str]] = []
    errors = 0
    for kind, text in lexer.get_tokens(code):
        tokens.append((kind, text))
        errors += kind is Error
        if len(tokens) > MAX_TOKENS or errors > MAX_ERRORS:
            return []
    return tokens if sum(len(text) for _kind, text in tokens) == len(code) else []


def lexer_for(language: str) -> Lexer | None:
    """A new lexer for *language*, a name as written behind a fence; None if it is not one of ours."""
    if language.lower() not in LANGUAGES | SLOW:
        return None
    return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)


def _runs(tokens: list[tuple[_TokenType, str]]) -> Iterator[tuple[str, str]]:
    """Neighbouring tokens of one class joined: fewer spans, less HTML to check."""
    current, pieces = "", ""
    for kind, text in tokens:
        css = _class_of(kind)
        if css != current and text.strip():
            if pieces:
                yield current, pieces
            current, pieces = css, ""
        pieces += text
    if pieces:
        yield current, pieces


def _class_of(kind: _TokenType) -> str:
    return next((css for parent, css in _CLASSES if is_token_subtype(kind, parent)), "")
