"""Which passwords are taken, and that checking one costs the same whoever it is for (RELIABILITY F3, F5)."""

from __future__ import annotations

import unicodedata
from unittest.mock import sentinel

import pytest
from argon2 import extract_parameters
from flask import Flask

from qa.core.errors import RuleBroken
from qa.members import passwords

pytestmark = pytest.mark.usefixtures("app")
EMOJI = "\N{SNOWMAN}\N{PILE OF POO}\N{FAMILY}\N{HERB}\N{COMET}\N{UMBRELLA}\N{ANCHOR}\N{BLACK TELEPHONE}"


@pytest.mark.parametrize(
    "password",
    [
        "kestrels",
        "a horse walks into a bar",
        "x1" + "yz9w-" * 50,
        "  spaces at both ends  ",
        EMOJI,
        "пароль-на-завтра",
        "e\N{COMBINING ACUTE ACCENT}" * 3 + "galite",
    ],
)
def test_what_only_a_person_would_think_of_is_taken(password: str) -> None:
    chosen = passwords.check(password, "Quorum", "Ana Lindqvist", "ana@peers.example")
    assert passwords.verify(passwords.hash_password(chosen), password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "1234567",
        "seven77",
        "12345678",
        "abcdefgh",
        "qwertyuiop1",
        "0987654321",
        "password",
        "Password1!",
        "Welcome2026",
        "letmeinletmein",
        "aaaaaaaaa",
        "abcabcabcabc",
        "        ",
        "\N{NO-BREAK SPACE}" * 9,
        "ana@peers.example",
        "Lindqvist2026",
        "quorum2026",
        "QuorumQuorum",
        "kestrel\x00s",
        "kestrel\ud800s",
        "e\N{COMBINING ACUTE ACCENT}" * 7,
        "x1yz9w-" * 37,
        "z" * 1_000_000,
        "z\N{COMBINING ACUTE ACCENT}" * 500_000,
    ],
)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        passwords.check(password, "Quorum", "Ana Lindqvist", "ana@peers.example")
    assert refused.value.field == "password"


def test_characters_are_counted_after_they_are_joined() -> None:
    letters = "bcdfghjklmnpqrst" * 16
    assert len(letters) == passwords.MAX
    accented = unicodedata.normalize("NFD", letters.replace("c", "ç"))
    assert len(accented) > passwords.MAX
    assert len(passwords.check(accented)) == passwords.MAX
    with pytest.raises(RuleBroken):
        passwords.check(accented + "u")


def test_nothing_is_cut_off_and_both_spellings_of_a_letter_are_one() -> None:
    long = "".join(chr(ord("a") + (index * 7) % 26) for index in range(200))
    stored = passwords.hash_password(passwords.check(long))
    assert passwords.verify(stored, long)
    assert not passwords.verify(stored, long[:-1])
    assert not passwords.verify(stored, long[:72])
    stored = passwords.hash_password(passwords.check("crème brûlée"))
    assert passwords.verify(stored, unicodedata.normalize("NFD", "crème brûlée"))
    assert not passwords.verify(stored, "creme brulee")


def test_a_hash_of_nobody_is_verified_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class Recording:
        def verify(self, stored: str, given: bytes) -> bool:
            asked.append(stored)
            return passwords_hasher.verify(stored, given)

    passwords_hasher = passwords.hasher
    monkeypatch.setattr(passwords, "hasher", Recording())
    assert not passwords.verify(None, "kestrels")
    assert asked == [passwords.DUMMY]
    assert extract_parameters(passwords.DUMMY) == extract_parameters(passwords_hasher.hash("x"))


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$v=19$m=1", str(sentinel.nothing)])
def test_a_broken_hash_lets_nobody_in(stored: str) -> None:
    assert not passwords.verify(stored, "kestrels")


def test_a_megabyte_is_not_hashed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "hasher", None)
    assert not passwords.verify(passwords.DUMMY, "z" * 1_000_000)


def test_the_cost_is_the_one_that_was_decided() -> None:
    parameters = extract_parameters(passwords.hash_password("kestrels"))
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19_456, 2, 1)
    assert parameters.type.name == "ID"
