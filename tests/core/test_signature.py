"""What is a signature at the end of a text, and what is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.core.signature import signature, without

SIGNED = {
    "Nine of 38.\n\n-- \nBen Okafor\nDirector of IT Risk\nTel +44 20 7946 0958": "-- ",
    "Nine of 38.\r\n\r\nKind regards,\r\nBen Okafor\r\nDirector of IT Risk, Carrow Mutual\r\n+44 20 7946 0958\r\n": "Kind",
    "Nine of 38.\n\nBest,\nBen": "Best",
    "Nine of 38.\n\nThanks,\n\nBen Okafor\n": "Thanks",
    "Nine of 38.\n\nMit freundlichen Grüßen\nJörg Müller\nLeiter IT-Revision": "Mit",
    "Nine of 38.\n\nBen Okafor\nDirector of IT Risk\nben@carrow.example | www.carrow.example": "Ben",
    "Nine of 38.\n\nTel: +44 20 7946 0958\nMobile: +44 7700 900123": "Tel",
    "Nine of 38. Call me.\nMobile +44 7700 900123": "Mobile",
    "Nine of 38.\n\nBen Okafor\nhttps://www.linkedin.com/in/ben-okafor": "Ben",
    "Nine of 38.\n\nlinkedin.com/in/ben-okafor": "linkedin",
    "Nine of 38.\n\nE-mail: ben@carrow.example": "E-mail",
    "We ran\n\n```\nTel: 1\n```\n\nBest regards\nBen Okafor": "Best",
    "- one\n- two\n\nRegards\nBen": "Regards",
}


@pytest.mark.parametrize("text", SIGNED)
def test_what_is_one(text: str) -> None:
    found = signature(text)
    assert found.startswith(SIGNED[text])
    assert text.endswith(found)
    assert without(text) == text[: len(text) - len(found)].rstrip()


PLAIN = (
    "",
    "Ben",
    "Best,\nBen",
    "Nine of 38.",
    "Nine of 38.\n\nThanks!",
    "We have 2,140 rules",
    "We cut it down to\n\n2,140 rules",
    "What was left:\n\n2140 310 41 99 12",
    "Our hotlines:\n\n- +41 44 123 45 67\n- +41 44 123 45 68",
    "Our hotlines:\n\n+41 44 123 45 67\n+41 44 123 45 68",
    "Our hotlines:\n\n1. Tel: +41 44 123 45 67\n2. Tel: +41 44 123 45 68",
    "- Hotline\nTel: +44 20 7946 0958",
    "| a | b |\n|---|---|\n| Tel | +41 44 123 45 67 |",
    "a | b\n--|--\nTel | +41 44 123 45 67",
    "See\n\n```\nBest,\nBen\nTel: +41 44 123 45 67\n```",
    "See\n\n```\nTel: +41 44 123 45 67",
    "See\n\n~~~\nTel: +41 44 123 45 67\n~~~",
    "Set this:\n\n    Tel: +41 44 123 45 67",
    "We read this first.\n\nhttps://www.bsi.example/grundschutz",
    "Ask them and write to the desk at help@vendor.example.",
    "First look at\n\nVendor Audits\nBoard Report",
    "The steps:\n\nPlan\nDo\nCheck\nAct",
    "What we do\n--\nWe visit them all, on site, each year.",
    "I asked them.\n\nBest\nis to visit on site each year.",
    "We settled for 12.\n\nRegards the second part, we visit them.",
    "> Ben Okafor\n> Tel: +41 44 123 45 67",
    "They wrote:\n\n> Best,\n> Ben",
    "Two versions:\n\n--\n\n- the short one\n- the long one",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none(text: str) -> None:
    assert signature(text) == ""
    assert without(text) == text


LINES = st.sampled_from(
    ["", "-- ", "Best,", "Kind regards", "Ben Okafor", "Director of IT Risk", "Tel: +44 20 7946 0958", "```", "- one",
     "| a | b |", "ben@carrow.example", "We visit nine of 38 each year.", "2,140 rules", "    code", "> said"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(LINES, max_size=25).map("\n".join)))
@example("\x0b\x1c\u2028Best,\u2028Ben")
def test_nothing_before_it_is_touched(text: str) -> None:
    found = signature(text)
    assert text.endswith(found)
    assert text.startswith(without(text))
    if found:
        assert without(text).strip()
        assert len(found.splitlines()) <= 15
        assert "```" not in found and "| a" not in found and "- one" not in found


@given(st.sampled_from(sorted(SIGNED)), st.text("abc .\n", max_size=6000))
def test_what_stands_long_before_changes_nothing(signed: str, before: str) -> None:
    text = f"{before}.\n\n{signed}"
    assert signature(text) == signature(signed)


@pytest.mark.parametrize(
    "piece", ["Best,\n", "Tel: +41 ", "A ", "--\n", "| ", "Ben Okafor\n", "a@b.c ", "+4", "1 "]
)
def test_time_is_bounded(piece: str) -> None:
    text = (piece * 65_536)[:65_536]
    start = time.process_time()
    signature(text)
    assert time.process_time() - start < 0.5
