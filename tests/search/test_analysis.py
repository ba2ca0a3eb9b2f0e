"""Terms: folding, stems, names that must stay whole, and linear time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.search.analysis import BREAK, TERM_MAX, index_terms, query_terms
from tests.support.ceiling import under_ceiling


def held(text: str) -> set[str]:
    return {term for term, _ in index_terms(text)}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Audits of vendors", "audit vendor"),
        ("We were auditing", "audits"),
        ("café in Zürich", "CAFE zurich"),
        ("cafe\u0301", "café"),
        ("the board’s view", "board's"),
        ("SOC 2 report", "soc2"),
        ("SOC2 report", "SOC 2"),
        ("ISO 27001", "iso27001"),
        ("ISO/IEC 27001", "iec 27001"),
        ("TLS 1.3 only", "tls 1.3"),
        ("TLS 1.3 only", "tls1.3"),
        ("written in C++", "c++"),
        ("C# and F#", "c# f#"),
        (".NET and ASP.NET", ".net"),
        ("cost 1,200,000", "1200000"),
        ("on-site visit", "onsite"),
        ("on-site visit", "on site"),
        ("日本語の監査", "監査"),
        ("Straße", "STRASSE"),
    ],
)
def test_a_text_is_found_by_its_other_spellings(text: str, query: str) -> None:
    assert set(query_terms(query)) <= held(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("C and Java", "c++"),
        ("net income", ".net"),
        ("TLS 1.2", "1.3"),
        ("SOC 1", "soc2"),
        ("university", "universe audit"),
        ("onward", "on-site"),
    ],
)
def test_a_text_is_not_found_by_what_it_does_not_say(text: str, query: str) -> None:
    assert not set(query_terms(query)) <= held(text)


def test_no_phrase_reaches_over_a_break() -> None:
    places = dict(index_terms(f"one answer{BREAK}another"))
    assert places["answer"] - places["one"] == 1
    assert places["anoth"] - places["answer"] > 50


@given(st.text())
def test_any_text_has_terms_that_its_own_query_finds(text: str) -> None:
    terms = list(index_terms(text))
    assert set(query_terms(text)) <= {term for term, _ in terms}
    assert all(0 < len(term) <= TERM_MAX for term, _ in terms)


@pytest.mark.parametrize(
    "unit", ["a", "1", "1.", "a'", "c+", "\ufdfa", "1a", "-ab", "e\u0301\u0316", "\f", ".net", "ab 1 ", "監"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (64_000 // len(unit))
    under_ceiling(lambda: list(index_terms(text)))


def test_marks_in_random_order_take_no_time() -> None:
    chance = random.Random(1)
    text = "e" + "".join(chance.choice("\u0301\u0316\u0327") for _ in range(64_000))
    assert under_ceiling(lambda: query_terms(text)) == ["e"]
