"""No text is dear to render: time grows with length at most, and stays under a bound or the text is refused."""

from __future__ import annotations

import time

import pytest

from qa.core.highlight import LANGUAGES, MAX_CODE, SLOW, highlight
from qa.core.text import TooComplex, TooLong, clean_foreign, render
from tests.core.markdown_attacks import ATTACKS, KB, ORDINARY, SIZES, Generator, bare, cpu_of, paced

BOUND = 200.0
"""CPU milliseconds for hostile text on the machine that this was tuned on, where the worst takes 150."""
SLACK = 3
"""How much slower a machine may be before a test fails."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    render("```python\nwarm = 'up'\n```")


def doubling(generator: Generator, size: int) -> float:
    """How much dearer twice the size is. Other work on the machine only ever adds, so the best of a few runs counts."""
    best = [float("inf"), float("inf")]
    for _attempt in range(6):
        best = [min(best[n], cpu_of(render, generator(size * (n + 1)))[0]) for n in (0, 1)]
        if best[1] / best[0] <= 2.2:
            break
    return best[1] / best[0]


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_text_is_shown_in_time_or_refused_in_time(name: str) -> None:
    spent = {size: paced(render, ATTACKS[name](size), BOUND * 2) for size in SIZES}
    for size, (milliseconds, outcome) in spent.items():
        assert milliseconds < BOUND * SLACK, f"{size // KB} KB"
        assert outcome in ("shown", "TooComplex")
    for size in SIZES[:-1]:
        if spent[size][1] == spent[2 * size][1] == "shown" and spent[size][0] > 50:
            assert doubling(ATTACKS[name], size) <= 3  # four where time grows with the square


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_text_of_64_kilobytes_is_shown(name: str) -> None:
    milliseconds, outcome = paced(render, ORDINARY[name](64 * KB), BOUND * 2)
    assert outcome == "shown"
    assert milliseconds < BOUND * SLACK


@pytest.mark.parametrize("text", ["[" * KB * KB, ">" * KB * KB, "[" * 100_000])
def test_what_is_too_long_is_refused_at_once(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(TooLong, match="at most 64 KB"):
        render(text)
    assert time.process_time() - begun < 0.05
    assert render("[" * 1000).html


def test_the_attacks_cost_much_where_nothing_counts() -> None:
    for name, size in (("quotes apart", 16 * KB), ("table narrow", 16 * KB), ("open brackets", 64 * KB)):
        assert cpu_of(bare, ATTACKS[name](size))[0] > BOUND


def test_a_text_is_always_taken_or_always_refused() -> None:
    for size, outcome in ((16 * KB, "shown"), (64 * KB, "TooComplex")):
        assert [cpu_of(render, ATTACKS["links"](size))[1] for _ in range(3)] == [outcome] * 3
    with pytest.raises(TooComplex, match="too complex to show"):
        render(ATTACKS["quotes apart"](64 * KB))


@pytest.mark.parametrize("language", sorted(LANGUAGES | SLOW))
def test_no_language_is_slow_on_what_is_not_it(language: str) -> None:
    length = MAX_CODE // (1 + (language in SLOW))
    for unit in (
        "a b ",
        "a.b",
        "'",
        '\\"',
        "//",
        "a<b<",
        "(",
        "{{",
        "=",
        "\n",
        "0",
        "<<E\n",
        " ",
        "-- ",
        "é",
    ):
        code = (unit * length)[:length]
        milliseconds, _outcome = paced(lambda text: highlight(text, language), code, 80 * SLACK)
        assert milliseconds < 80 * SLACK, unit
    assert highlight("", "") is None


@pytest.mark.parametrize(
    "unit", ["<b>", "<div>", "<blockquote>", "<p>x", "<table>", "<!--", "<ul><li>", "&amp;", "<a href='"]
)
def test_a_hostile_import_is_cleaned_in_time_or_refused_in_time(unit: str) -> None:
    for size in (64 * KB, 256 * KB):
        milliseconds, outcome = paced(clean_foreign, (unit * size)[:size], 1000 * SLACK)
        assert milliseconds < 1000 * SLACK
        assert outcome in ("shown", "TooComplex")
