"""Texts of one line: titles, names, tags. What cannot be seen is taken out, so that two names that look the same are."""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

from qa.core.bounds import TooLong, check_characters

MAX_KEY = 4_096
MAX_MARKS = 4
"""Combining marks on one letter; Vietnamese, Hebrew and Thai need three."""

_JOINERS = "\u200c\u200d"
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0")
"""Letters and marks by their category, but without any ink."""
_VISIBLE_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_JOINING_SCRIPTS = frozenset(
    "ARABIC SYRIAC MONGOLIAN NKO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM "
    "SINHALA KHMER MYANMAR TIBETAN BALINESE JAVANESE THAANA".split()
)
_EMOJI_PARTS = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def clean_line(text: str, limit: int) -> str:
    """*text* in NFC on one line: white space collapsed; control, bidi and zero-width characters taken out, except
    joiners where a script or an emoji needs them.

    Raises BadText for NUL and lone surrogates, TooLong above *limit* characters.
    """
    check_characters(text)
    if len(text) <= 8 * limit + 1000:  # normalising is quadratic on long runs of marks
        text = _clean(text)
    if len(text) > limit:
        message = _(
            "Too long: %(actual)s characters, at most %(limit)s fit here.", actual=len(text), limit=limit
        )
        raise TooLong(limit, len(text), message)
    return text


def name_key(text: str) -> str:
    """What makes a name unique: NFKC and case folded, so that é, É and e + accent are one. Raises BadText, TooLong."""
    check_characters(text)
    if len(text) > MAX_KEY:
        raise TooLong(MAX_KEY, len(text))
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _clean(unicodedata.normalize("NFKC", folded))


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    marks = 0
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif _is_kept(text, index, category) and marks <= MAX_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _is_kept(text: str, index: int, category: str) -> bool:
    character = text[index]
    if character in _JOINERS:
        return _joins(text, index)
    if category == "Cf":
        return character in _VISIBLE_FORMAT
    return category not in ("Cc", "Cn", "Co", "Cs") and character not in _BLANK


def _joins(text: str, index: int) -> bool:
    """Whether the joiner at *index* does something: between two emoji, or after a letter of a script that joins."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if not before or not after:
        return False
    if text[index] == "\u200d" and (unicodedata.category(before) == "So" or before in _EMOJI_PARTS):
        return unicodedata.category(after) == "So"
    return _script(before) in _JOINING_SCRIPTS and _script(after) in _JOINING_SCRIPTS


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
