"""Marks and passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.search.analysis import query_terms
from qa.search.passages import ELLIPSIS, LENGTH, Finder, best, count, mark
from tests.support.ceiling import under_ceiling

FILLER = "Nothing of interest stands here. " * 40


def marked(text: str, query: str, *prefixes: str) -> list[str]:
    return [part.text for part in mark(text, Finder(query_terms(query), prefixes)) if part.marked]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Vendors we audited", "vendor audit", ["Vendors", "audited"]),
        ("Ångström in the Café", "angstrom cafe", ["Ångström", "Café"]),
        ("e\u0301clair", "éclair", ["e\u0301clair"]),
        ("ﷺ vendor", "vendor", ["vendor"]),
        ("SOC 2 and SOC2", "soc2", ["SOC 2", "SOC2"]),
        ("on-site, onsite", "onsite", ["on-site", "onsite"]),
        ("C++ not C", "c++", ["C++"]),
        ("policies and policy", "policy", ["policies", "policy"]),
    ],
)
def test_words_are_marked_whatever_their_form(text: str, query: str, found: list[str]) -> None:
    assert marked(text, query) == found


def test_other_words_are_not_marked() -> None:
    assert marked("vendoring is invented; a vent", "vent") == ["vent"]
    assert marked("a policeman", "policy") == []


def test_a_beginning_marks_every_word_that_begins_so() -> None:
    assert marked("secure, security, insecure", "", "secur") == ["secure", "security"]


def test_the_passage_has_the_words_and_is_bounded() -> None:
    parts = best(
        f"{FILLER}The vendor audit went well. {FILLER}vendor {FILLER}", Finder(query_terms("vendor audit"))
    )
    text = "".join(part.text for part in parts)
    assert "The vendor audit went well." in text
    assert len(text) <= LENGTH + 40
    assert parts[0].text == ELLIPSIS
    assert parts[-1].text == ELLIPSIS


def test_without_the_words_it_is_the_beginning() -> None:
    parts = best(FILLER, Finder(query_terms("vendor")))
    assert parts[0].text.startswith("Nothing of interest")
    assert parts[-1].text == ELLIPSIS
    assert best("", Finder(["vendor"])) == []


def test_count_is_of_different_words() -> None:
    assert count("vendor vendor audit", Finder(query_terms("vendor audit cloud"))) == 2


@given(st.text(max_size=600), st.text(max_size=40))
def test_marking_loses_no_character(text: str, query: str) -> None:
    finder = Finder(query_terms(query)[:16])
    assert "".join(part.text for part in mark(text, finder)) == text
    squeezed = " ".join(text.split())
    assert "".join(part.text for part in best(text, finder)).strip(ELLIPSIS) in squeezed or ELLIPSIS in text


@pytest.mark.parametrize("unit", ["vendor ", "a", "é", "ﷺ", "e\u0301", "soc 2 ", "<b>", "a-b"])
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (64_000 // len(unit))
    finder = Finder(query_terms("vendor a e soc2"))
    under_ceiling(lambda: best(text, finder))
