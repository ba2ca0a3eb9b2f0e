"""Codes: read aloud, tolerant of how they are typed, and intolerant of a wrong sign."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.recognition.statements import codes

code = st.text(codes.ALPHABET, min_size=codes.LENGTH - 1, max_size=codes.LENGTH - 1).map(codes.completed)


def test_a_code_has_75_random_bits_and_no_sign_that_is_misheard_for_another() -> None:
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 32
    assert not set("0O1I") & set(codes.ALPHABET)
    assert 5 * (codes.LENGTH - 1) >= 60
    made = {codes.new() for _ in range(200)}
    assert len(made) == 200
    assert {codes.read(one) for one in made} == made
    assert {sign for one in made for sign in one} == set(codes.ALPHABET)


@given(code)
def test_it_is_read_however_it_is_typed(one: str) -> None:
    shown = codes.shown(one)
    assert shown.count("-") == 3
    spaced = " ".join(shown.lower())
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in one)
    for typed in (
        one,
        shown,
        shown.lower(),
        f"  {shown}\n",
        spaced,
        shown.replace("-", "–"),
        shown.replace("-", " "),
        wide,
    ):
        assert codes.read(typed) == one


@given(code)
@settings(max_examples=20)
def test_every_wrong_sign_is_seen(one: str) -> None:
    for place in range(codes.LENGTH):
        for sign in codes.ALPHABET:
            changed = one[:place] + sign + one[place + 1 :]
            assert codes.read(changed) == (one if changed == one else None)


@given(code)
@settings(max_examples=50)
def test_any_two_signs_that_changed_places_are_seen(one: str) -> None:
    for first in range(codes.LENGTH):
        for second in range(first):
            signs = list(one)
            signs[first], signs[second] = signs[second], signs[first]
            changed = "".join(signs)
            assert codes.read(changed) == (one if changed == one else None)


@given(code, st.integers(0, codes.LENGTH - 1))
def test_a_sign_too_few_or_too_many_is_seen(one: str, place: int) -> None:
    assert codes.read(one[:place] + one[place + 1 :]) is None
    assert codes.read(one[:place] + one[place] + one[place:]) is None


def test_what_is_no_code() -> None:
    one = codes.new()
    for odd in (
        "",
        " ",
        "0" * 16,
        "O" * 16,
        one + "!",
        "1" + one[1:],
        one.replace(one[3], "0"),
        "\x00" * 16,
        "ß" * 16,
    ):
        assert codes.read(odd) is None
    assert codes.read(one + " " * 100) is None
    assert codes.read(one + " " * 10) == one
