"""Names, handles and addresses: none passes for another (RELIABILITY M6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.errors import RuleBroken
from qa.members import names
from qa.members.models import NAME_MAX

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ana Lindqvist", "Ana Lindqvist"),
        ("  Ana \t Lindqvist\n", "Ana Lindqvist"),
        ("Jean-Luc O’Brien Jr.", "Jean-Luc O’Brien Jr."),
        ("Hana Kučerová", "Hana Kučerová"),
        ("Hana Kuc\N{COMBINING CARON}erova\N{COMBINING ACUTE ACCENT}", "Hana Kučerová"),
        ("Ångström", "Ångström"),
        ("Ａｎａ", "Ana"),
        ("Лариса Петрова", "Лариса Петрова"),
        ("山田 太郎", "山田 太郎"),
        ("やまだ タロー", "やまだ タロー"),
        ("محمد علي", "محمد علي"),
        ("Nguyễn Thị Thu", "Nguyễn Thị Thu"),
        ("A\N{ZERO WIDTH SPACE}na", "Ana"),
        ("Ana\N{RIGHT-TO-LEFT OVERRIDE}tsivqdniL", "AnatsivqdniL"),
        ("x" * NAME_MAX, "x" * NAME_MAX),
    ],
)
def test_a_name_is_written_in_one_way(raw: str, name: str) -> None:
    assert names.person_name(raw) == name


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " \N{ZERO WIDTH SPACE} ",
        "123",
        "Ana\x00",
        "Ana\ud800",
        "\N{CYRILLIC CAPITAL LETTER A}na",
        "An\N{GREEK SMALL LETTER ALPHA}",
        "Ana ✓",
        "Ana 😀",
        "Ana <script>",
        "Ana {{7*7}}",
        "Ana\N{FULLWIDTH LESS-THAN SIGN}b",
        "http://evil.test/",
        "\N{LINEAR B SYLLABLE B008 A}",
        "x" * (NAME_MAX + 1),
        "z" + "\N{COMBINING ACUTE ACCENT}" * 100_000,
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20,
    ],
)
def test_what_is_no_name_is_refused(raw: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        names.person_name(raw)
    assert refused.value.field == "name"


@given(st.text(max_size=200))
def test_a_taken_name_is_taken_again_unchanged(raw: str) -> None:
    try:
        name = names.person_name(raw)
    except RuleBroken:
        return
    assert names.person_name(name) == name
    assert 0 < len(name) <= NAME_MAX


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Ana Lindqvist", "ana-lindqvist"),
        ("Łukasz Øye", "lukasz-oye"),
        ("Élodie", "elodie"),
        ("Лариса", "larisa"),
        ("X", "member"),
        ("x" * 80, "x" * 36),
    ],
)
def test_a_handle_is_made_of_a_name(name: str, handle: str) -> None:
    assert names.handle_from(name) == handle
    assert names.check_handle(handle) == handle


@given(st.text(max_size=100))
def test_every_name_gives_a_handle(name: str) -> None:
    handle = names.handle_from(name)
    assert names.check_handle(handle) == handle


@pytest.mark.parametrize("handle", ["ana", "Ana-2", "a1", "élodie", "x" * 40])
def test_a_handle_is_letters_figures_and_hyphens(handle: str) -> None:
    assert names.check_handle(handle) == handle


@pytest.mark.parametrize(
    "handle",
    ["", "a", "-ana", "ana-", "a--b", "a_b", "a b", "a/b", "a.b", "x" * 41, "an\N{CYRILLIC SMALL LETTER A}",
     "ana\N{ARABIC-INDIC DIGIT ONE}", "ana\x00", "../x"],
)  # fmt: skip
def test_what_is_no_handle_is_refused(handle: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        names.check_handle(handle)
    assert refused.value.field == "handle"


@pytest.mark.parametrize(
    "other",
    ["É", "e\N{COMBINING ACUTE ACCENT}", "é", "\N{FULLWIDTH LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT}"],
)
def test_spellings_of_one_handle_share_a_key(other: str) -> None:
    assert names.handle_key(f"{other}lodie") == names.handle_key("élodie")
    assert names.handle_key("elodie") != names.handle_key("élodie")


@pytest.mark.parametrize("handle", ["\x00", "\ud800", "x" * 100_000])
def test_what_is_no_handle_has_the_key_of_nobody(handle: str) -> None:
    assert len(names.handle_key(handle)) <= 80


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("ana@peers.example", "ana@peers.example"),
        (" Ana@PEERS.Example ", "ana@peers.example"),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("JÖRG@xn--bcher-kva.example", "jörg@xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_key(raw: str, key: str) -> None:
    assert names.email_key(raw) == key
    assert names.email_key(names.email_address(raw)) == key


@pytest.mark.parametrize(
    "raw", ["", "ana", "ana@", "@peers.example", "a b@peers.example", "ana@peers.example\nBcc: x@y.example",
            "ana@peers.example\x00", "ana@\ud800.example", "x" * 300 + "@peers.example", "ana@localhost"]
)  # fmt: skip
def test_what_is_no_address_is_nobodys(raw: str) -> None:
    assert names.email_key(raw) == ""
    with pytest.raises(RuleBroken) as refused:
        names.email_address(raw)
    assert refused.value.field == "email"
