"""Code in colour: Pygments' tokens folded into six classes, so that a stylesheet can cover them all."""

from __future__ import annotations

from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, String, _TokenType

from qa.core import escape

LANGUAGES = frozenset(
    "python py python3 pycon bash sh shell console powershell ps1 sql postgresql mysql json yaml yml toml ini cfg "
    "xml html css javascript js typescript ts java kotlin c cpp c++ csharp c# go golang rust rs ruby rb php perl "
    "r scala swift lua haskell matlab diff docker dockerfile nginx make makefile hcl terraform http tex latex".split()
)
"""A closed list: every one of these was tried on hostile text, and stays quick up to MAX_CODE."""

MAX_CODE = 8_192
MAX_SPANS = 2_000

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
    """*code* as escaped HTML with `<span class="hl-…">`, or None where it is to be shown plain:
    an unknown language, more than MAX_CODE characters, or more than MAX_SPANS spans."""
    lexer = lexer_for(language)
    if lexer is None or len(code) > MAX_CODE:
        return None
    parts: list[str] = []
    spans = length = 0
    for css, text in _runs(lexer, code):
        length += len(text)
        spans += css != ""
        if spans > MAX_SPANS:
            return None
        parts.append(f'<span class="{css}">{escape.text(text)}</span>' if css else escape.text(text))
    return "".join(parts) if length == len(code) else None  # a lexer that loses a character is not trusted


def lexer_for(language: str) -> Lexer | None:
    """A new lexer for *language*, a name as written behind a fence; None if it is not one of ours."""
    if language.lower() not in LANGUAGES:
        return None
    return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)


def _runs(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """Neighbouring tokens of one class joined: fewer spans, less HTML to check."""
    current, pieces = "", ""
    for kind, text in lexer.get_tokens(code):
        css = _class_of(kind)
        if css != current and text.strip():
            if pieces:
                yield current, pieces
            current, pieces = css, ""
        pieces += text
    if pieces:
        yield current, pieces


def _class_of(kind: _TokenType) -> str:
    return next((css for parent, css in _CLASSES if kind in parent), "")
