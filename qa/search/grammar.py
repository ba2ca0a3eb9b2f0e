"""The query language, closed and small; no other syntax exists, and Whoosh's own parser never sees a query.

``vendor audit`` (all words), ``"on site"`` (a phrase), ``-cloud`` (not), ``secur*`` (beginnings), and the
fields ``tag:`` ``circle:`` ``by:`` ``is:`` ``answers:`` ``after:`` ``before:`` ``sort:``. Anything else is words.
Nothing is an error: what cannot be used is left out, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from qa.search.analysis import fold, function_terms, tokens
from qa.search.notices import Notice

LENGTH_MAX = 256
TYPED_MAX = LENGTH_MAX * 8
"""Characters looked at before blanks are dropped; whatever repeats a query may cut it here."""
TERMS_MAX = 16
PREFIX_MIN = 3
PEOPLE_MAX = 3
STATES = ("open", "due", "answered", "used", "closed", "met", "intime", "short", "late", "mine")
SORTS = ("best", "newest", "marks")
ANSWERS_TOP = 999_999

_PIECE = re.compile(
    r"""(?P<minus>-)?(?:
        (?P<field>tag|circle|by|is|answers|after|before|sort):(?:"(?P<fieldquoted>[^"]*)"|(?P<fieldvalue>[^\s"]*))
        | "(?P<quoted>[^"]*)(?:"|$)
        | (?P<plain>[^\s"]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"[^\W_]+\*+")
_OPERATORS = frozenset({"AND", "OR", "NOT", "&&", "||"})
_NUMBER = re.compile(r"(?P<sign>[<>]=?)?(?P<first>[0-9]{1,6})(?:\.\.(?P<last>[0-9]{1,6}))?")
_DATE = re.compile(r"([12][0-9]{3})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


@dataclass(slots=True)
class Query:
    """A parsed query: index terms, filters as typed (folded), and notices.

    *words* keep their order; *typed* has for a term the word as it was typed (folded). *answers* is the least and
    the greatest number asked for. *after* is inclusive, *before* exclusive; both are days in the reader's zone.
    """

    text: str = ""
    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    answers: tuple[int, int] | None = None
    sort: str = "best"
    typed: dict[str, str] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def positive(self) -> list[str]:
        """Every term looked for, to be marked in passages."""
        return [*self.words, *(term for phrase in self.phrases for term in phrase)]

    @property
    def required(self) -> tuple[str, ...]:
        """The words that must occur: those with a meaning of their own, or all when there is none such."""
        meaning = tuple(dict.fromkeys(word for word in self.words if word not in function_terms()))
        return meaning or (() if self.phrases or self.prefixes else tuple(dict.fromkeys(self.words)))

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        given = (self.tags, self.circles, self.people, self.states, self.answers, self.after, self.before)
        return any(given)

    def notice(self, name: str, about: str = "", number: int = 0) -> None:
        """Have a notice said, once."""
        found = Notice(name, about, number)
        if found not in self.notices:
            self.notices.append(found)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.prefixes or self.excluded or self.filtered)


def parse(text: str) -> Query:
    """Parse what a person typed; never raises, and takes time in proportion to at most LENGTH_MAX characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[:TYPED_MAX]).split())
    query = Query(text=text[:LENGTH_MAX].strip())
    if len(text) > LENGTH_MAX:
        query.notice("cut", number=LENGTH_MAX)
    room = TERMS_MAX
    for piece in _PIECE.finditer(query.text):
        cost = _take(query, piece, room)
        room -= min(cost, room)
        if cost > 0 and room == 0 and _rest_matters(query.text[piece.end() :]):
            query.notice("terms", number=TERMS_MAX)
            break
    if query.text.count('"') % 2:
        query.notice("quote")
    if query.excluded and not (query.positive or query.prefixes or query.filtered):
        query.notice("only_not")
    if query.words and not (query.phrases or query.prefixes or set(query.words) - function_terms()):
        query.notice("common")
    return query


def narrow(query: Query, name: str, value: str) -> None:
    """Add a filter from a form, as if it were typed as ``name:value``; an empty value adds nothing."""
    value = " ".join("".join(c if c.isprintable() else " " for c in value[:LENGTH_MAX]).split())
    if value and name in _FILTERS:
        _filter(query, name, value)


def without(text: str, fields: Sequence[str]) -> str:
    """*text* without the filters called *fields*."""
    kept = (p[0] for p in _PIECE.finditer(text) if not p["field"] or p["field"].lower() not in fields)
    return " ".join(kept)


def words(text: str) -> str:
    """The words of *text* that are looked for, as typed: a title for who asks what nobody answered yet."""
    pieces = (piece for piece in _PIECE.finditer(text) if not piece["field"] and not piece["minus"])
    kept = (piece["quoted"] or (piece["plain"] or "").strip("*()") for piece in pieces)
    return " ".join(word.strip() for word in kept if word.strip() and word not in _OPERATORS)


def _rest_matters(rest: str) -> bool:
    return any(character.isalnum() for character in rest)


def _take(query: Query, piece: re.Match[str], room: int) -> int:
    """Add a piece of the text to *query*; returns how many terms it cost."""
    minus = piece["minus"] is not None
    if piece["field"]:
        value = piece["fieldquoted"] if piece["fieldquoted"] is not None else piece["fieldvalue"]
        if minus:
            query.notice("not_field", piece[0])
            return 1
        return _filter(query, piece["field"].lower(), value.strip())
    if piece["quoted"] is not None:
        return _phrase(query, _terms(query, piece["quoted"])[:room], minus)
    return _plain(query, piece["plain"], room, minus)


def _plain(query: Query, plain: str, room: int, minus: bool) -> int:
    if _PREFIX.fullmatch(plain) and not minus:
        return _prefix(query, plain)
    if plain in _OPERATORS:
        query.notice("operators")
    terms = _terms(query, plain)[:room]
    if "*" in plain and (terms or not plain.strip("*")):
        query.notice("star" if terms else "prefix", plain)
    if minus:
        return _phrase(query, terms, minus)
    query.words += terms
    return len(terms)


def _terms(query: Query, text: str) -> list[str]:
    """The terms of *text*; how they were typed is kept."""
    folded = fold(text)
    found = list(tokens(folded))
    for token in found:
        query.typed.setdefault(token.term, folded[token.start : token.end])
    return [token.term for token in found]


def _phrase(query: Query, terms: list[str], minus: bool) -> int:
    if not terms:
        return 0
    if minus:
        query.excluded.append(tuple(terms))
    elif len(terms) == 1:
        query.words += terms
    else:
        query.phrases.append(tuple(terms))
    return len(terms)


def _prefix(query: Query, plain: str) -> int:
    words = [fold(plain.rstrip("*"))[token.start : token.end] for token in tokens(fold(plain.rstrip("*")))]
    if len(words) != 1 or len(words[0]) < PREFIX_MIN:
        query.notice("prefix", plain)
        query.words += _terms(query, plain)
        return len(words)
    query.prefixes.append(words[0])
    return 1


def _filter(query: Query, name: str, value: str) -> int:
    if not value:
        query.notice("empty", f"{name}:")
        return 1
    _FILTERS[name](query, fold(value))
    return 1


def _tag(query: Query, value: str) -> None:
    query.tags.append(value)


def _circle(query: Query, value: str) -> None:
    query.circles.append(value)


def _by(query: Query, value: str) -> None:
    if len(query.people) < PEOPLE_MAX:
        query.people.append(value.removeprefix("@"))
    else:
        query.notice("people", number=PEOPLE_MAX)


def _is(query: Query, value: str) -> None:
    if value in STATES:
        query.states.append(value)
    else:
        query.notice("state", value)


def _answers(query: Query, value: str) -> None:
    given = _range(value)
    if given is None:
        query.notice("answers", value)
    else:
        least, most = query.answers or (0, ANSWERS_TOP)
        query.answers = (max(least, given[0]), min(most, given[1]))


def _range(value: str) -> tuple[int, int] | None:
    """The least and the greatest number that ``>5``, ``<=5``, ``5`` or ``2..5`` means."""
    match = _NUMBER.fullmatch(value)
    if match is None or (match["sign"] and match["last"]):
        return None
    first = int(match["first"])
    meant = {
        ">": (first + 1, ANSWERS_TOP),
        ">=": (first, ANSWERS_TOP),
        "<": (0, first - 1),
        "<=": (0, first),
        None: (first, int(match["last"] or first)),
    }
    return meant[match["sign"]]


def _sort(query: Query, value: str) -> None:
    if value in SORTS:
        query.sort = value
    else:
        query.notice("sort", value)


def _after(query: Query, value: str) -> None:
    day = _day(value)
    if day is None:
        query.notice("date", value)
    else:
        query.after = day if query.after is None else max(day, query.after)


def _before(query: Query, value: str) -> None:
    day = _day(value)
    if day is None:
        query.notice("date", value)
    else:
        query.before = day if query.before is None else min(day, query.before)


_FILTERS: dict[str, Callable[[Query, str], None]] = {
    "tag": _tag,
    "circle": _circle,
    "by": _by,
    "is": _is,
    "answers": _answers,
    "sort": _sort,
    "after": _after,
    "before": _before,
}


def _day(value: str) -> date | None:
    """The first day of a date, a month or a year."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None
