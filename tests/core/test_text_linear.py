"""No text is dear to render: it is shown at a bounded cost, or refused with a plain word.

The cost is counted, not clocked, so a text is always taken or always refused; what it is in milliseconds, and that
it grows with the length at most, ``python -m tests.core.markdown_attacks`` measures.
"""

from __future__ import annotations

import pytest

from qa.core.highlight import LANGUAGES, MAX_CODE, SLOW, highlight
from qa.core.text import TooComplex, TooLong, clean_foreign, render
from tests.core.markdown_attacks import ATTACKS, KB, ORDINARY, bare, cpu_of
from tests.support.breadth import either, in_turn, some
from tests.support.ceiling import under_ceiling


@pytest.mark.parametrize("name", some(ATTACKS, 4))
def test_hostile_text_is_shown_or_refused_at_a_bounded_cost(name: str) -> None:
    text = ATTACKS[name](either(16, 64) * KB)
    assert under_ceiling(lambda: cpu_of(render, text))[1] in ("shown", "TooComplex")


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_text_of_64_kilobytes_is_shown(name: str) -> None:
    assert under_ceiling(lambda: cpu_of(render, ORDINARY[name](64 * KB)))[1] == "shown"


@pytest.mark.parametrize("text", ["[" * KB * KB, ">" * KB * KB, "[" * 100_000])
def test_what_is_too_long_is_refused(text: str) -> None:
    with pytest.raises(TooLong, match="at most 64 KB"):
        under_ceiling(lambda: render(text))
    assert render("[" * 1000).html


def test_an_attack_costs_many_times_as_much_where_nothing_counts() -> None:
    text = ATTACKS["quotes apart"](12 * KB)
    render("warm *up*")
    assert cpu_of(bare, text)[0] > 1.5 * cpu_of(render, text)[0]


def test_a_text_is_always_taken_or_always_refused() -> None:
    for size, outcome in ((16 * KB, "shown"), (64 * KB, "TooComplex")):
        assert [cpu_of(render, ATTACKS["links"](size))[1] for _ in range(3)] == [outcome] * 3
    with pytest.raises(TooComplex, match="too complex to show"):
        render(ATTACKS["quotes apart"](64 * KB))


UNITS = ("a b ", "a.b", "'", '\\"', "//", "a<b<", "(", "{{", "=", "\n", "0", "<<E\n", " ", "-- ", "é")


@pytest.mark.parametrize("language", some(sorted(LANGUAGES | SLOW), 2))
def test_no_language_is_slow_on_what_is_not_it(language: str) -> None:
    length = MAX_CODE // (1 + (language in SLOW))
    for unit in in_turn(UNITS, sorted(LANGUAGES | SLOW).index(language), 3):
        code = (unit * length)[:length]
        under_ceiling(lambda: highlight(code, language))  # noqa: B023
    assert highlight("", "") is None


@pytest.mark.parametrize(
    "unit", ["<b>", "<div>", "<blockquote>", "<p>x", "<table>", "<!--", "<ul><li>", "&amp;", "<a href='"]
)
def test_a_hostile_import_is_cleaned_or_refused_at_a_bounded_cost(unit: str) -> None:
    text = (unit * 256 * KB)[: 256 * KB]
    assert under_ceiling(lambda: cpu_of(clean_foreign, text))[1] in ("shown", "TooComplex")
