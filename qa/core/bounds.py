"""What a text may be: how long, of which characters, how complex. Refusals are plain words for the person."""

from __future__ import annotations

from flask_babel import gettext as _

from qa.core.errors import RuleBroken

MAX_BYTES = 65_536
"""Longest Markdown text, in bytes of UTF-8."""


class TextRefused(RuleBroken, ValueError):
    """A text that is not taken as it is; *message* tells the person why."""


class TooLong(TextRefused):
    """The text has *actual* bytes (or characters, for one line) where *limit* fit."""

    status = 413

    def __init__(self, limit: int, actual: int, message: str = "") -> None:
        super().__init__(message or _long_message(limit, actual))
        self.limit = limit
        self.actual = actual


class BadText(TextRefused):
    """The text has characters that no text can have: NUL or half of a surrogate pair."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or _("This text contains characters that cannot be stored; please type them again.")
        )


class TooComplex(TextRefused):
    """Showing the text would cost more than any ordinary text of its length does."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or _(
                "This text is too complex to show; use less markup, fewer table cells or nested quotes, or split it."
            )
        )


class Budget:
    """What showing one text may still cost, in nominal microseconds: counted, not clocked, so that the
    same text is always either taken or refused."""

    __slots__ = ("left",)

    def __init__(self, cost: int) -> None:
        self.left = cost

    def spend(self, cost: int) -> None:
        self.left -= cost
        if self.left < 0:
            raise TooComplex()


def check_characters(text: str) -> bytes:
    """*text* as UTF-8. Raises BadText for NUL and lone surrogates."""
    if "\0" in text:
        raise BadText()
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise BadText() from None


def check_text(text: str, limit: int = MAX_BYTES) -> None:
    """Refuse *text* above *limit* bytes (TooLong) or with impossible characters (BadText)."""
    if len(text) > limit:
        raise TooLong(limit, len(text.encode("utf-8", "surrogatepass")))
    actual = len(check_characters(text))
    if actual > limit:
        raise TooLong(limit, actual)


def _long_message(limit: int, actual: int) -> str:
    tenths = -(-actual * 10 // 1024)  # rounded up, so that one byte over never reads "64 of 64"
    return _(
        "This text is %(actual)s KB long; at most %(limit)s KB fit here.",
        actual=f"{tenths / 10:g}",
        limit=limit // 1024,
    )
