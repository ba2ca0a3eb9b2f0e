"""Two versions of a text compared for reading."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.diff import CONTEXT, DiffLine, line_diff
from tests.support.ceiling import under_ceiling


def words(lines: list[DiffLine]) -> list[str]:
    """A diff as text: a sign a line, changed words in brackets."""
    sign = {"same": " ", "gone": "-", "new": "+"}
    return [
        f"… {line.count}" if line.kind == "skip"
        else sign[line.kind] + "".join(f"[{text}]" if changed else text for text, changed in line.parts)
        for line in lines
    ]  # fmt: skip


def sides(lines: list[DiffLine], old: list[str]) -> tuple[list[str], list[str]]:
    """Both texts, put together again from a diff and the old text's unchanged lines."""
    before: list[str] = []
    after: list[str] = []
    for line in lines:
        text = "".join(piece for piece, _changed in line.parts)
        if line.kind == "skip":
            equal = old[len(before) : len(before) + line.count]
            before, after = before + equal, after + equal
            continue
        before += [text] if line.kind in ("same", "gone") else []
        after += [text] if line.kind in ("same", "new") else []
    return before, after


def test_changed_words_are_marked_in_their_line() -> None:
    old = "Title\n\nWe visited six of 41 vendors.\nEnd"
    new = "Title\n\nWe visited nine of 41 vendors.\nEnd"
    assert words(line_diff(old, new)) == [
        " Title", " ", "-We visited [six] of 41 vendors.", "+We visited [nine] of 41 vendors.", " End",
    ]  # fmt: skip


def test_added_and_removed_lines_stand_as_they_are() -> None:
    assert words(line_diff("a\nb", "a\nnew words\nb")) == [" a", "+new words", " b"]
    assert words(line_diff("a\nold words\nb", "a\nb")) == [" a", "-old words", " b"]
    assert words(line_diff("", "a")) == ["-", "+a"]


def test_lines_without_anything_in_common_carry_no_marks() -> None:
    assert words(line_diff("one two three", "four five six")) == ["-one two three", "+four five six"]
    assert words(line_diff("one two three", "one two six")) == ["-one two [three]", "+one two [six]"]


def test_long_unchanged_stretches_are_folded_to_a_count() -> None:
    lines = [f"line {number}" for number in range(30)]
    new = [*lines]
    new[15] = "line fifteen"
    shown = words(line_diff("\n".join(lines), "\n".join(new)))
    assert shown == [
        "… 13", " line 13", " line 14", "-line [15]", "+line [fifteen]", " line 16", " line 17", "… 12",
    ]  # fmt: skip
    assert CONTEXT == 2


def test_one_unchanged_line_is_not_worth_a_fold() -> None:
    assert " c" in words(line_diff("a\nb\nc\nd\ne\nf\ng", "A\nb\nc\nd\ne\nf\nG"))


@pytest.mark.parametrize("text", ["", "a", "a\n\nb\n"])
def test_equal_texts_have_no_difference(text: str) -> None:
    assert line_diff(text, text) == []
    assert line_diff(text, text.replace("\n", "\r\n") + "\n") == []
    assert line_diff(text, text + "b") != []


texts = st.lists(st.sampled_from(["a b c", "a b d", "x", "", "long line of words here", "y z"]), max_size=30)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_a_diff_holds_both_texts(old: list[str], new: list[str]) -> None:
    while old and not old[-1]:
        old.pop()
    while new and not new[-1]:
        new.pop()
    lines = line_diff("\n".join(old), "\n".join(new))
    if lines:
        assert sides(lines, old or [""]) == (old or [""], new or [""])
    else:
        assert old == new


def hostile() -> dict[str, tuple[str, str]]:
    chance = random.Random(4)
    two = ["\n".join(chance.choices("ab", k=32_000)) for _ in range(2)]
    few = [" ".join(chance.choices("abcdefgh", k=32_000)) for _ in range(2)]
    under = ["\n".join(chance.choices([str(n) for n in range(50)], k=990)) for _ in range(2)]
    numbers = [str(number) for number in range(990)]
    holes = [number if index % 2 else f"x{index}" for index, number in enumerate(numbers)]
    pairs = [
        "\n".join(" ".join(chance.choices("abcdefghijklmno", k=400)) for _ in range(60)) for _ in range(2)
    ]
    return {
        "two kinds of lines": (two[0], two[1]),
        "one long line": (few[0], few[1]),
        "one word": ("a " * 32_000, "b" + "a " * 31_000),
        "many equal pairs": (under[0], under[1]),
        "every second line": ("\n".join(numbers), "\n".join(holes)),
        "every second word": (" ".join(numbers), " ".join(holes)),
        "backwards": ("\n".join(numbers), "\n".join(reversed(numbers))),
        "long lines": (pairs[0], pairs[1]),
        "blank lines": ("\n" * 60_000 + "a", "\n" * 50_000 + "b"),
        "no line breaks": ("a" * 64_000, "a" * 63_999 + "b"),
        "punctuation": (".," * 32_000, ",." * 32_000),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_texts_are_compared_in_bounded_time(name: str) -> None:
    old, new = hostile()[name]
    lines = under_ceiling(lambda: line_diff(old, new))
    assert sides(lines, old.split("\n"))[1] == new.rstrip("\n").split("\n")
