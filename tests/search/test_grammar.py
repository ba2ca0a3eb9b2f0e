"""The query language: what it understands, and that nothing typed is an error or slow."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from qa.search.grammar import ANSWERS_TOP, LENGTH_MAX, TERMS_MAX, narrow, parse, without, words
from qa.search.notices import say
from tests.support.ceiling import under_ceiling

HOSTILE = [
    "[a TO zzzz]", "{a TO *}", "id:*", "*:*", "_stored:x", "(" * 200, "NOT " * 60, "AND OR NOT (((", "a^9999",
    "~" * 100, "a~99 b~99", "*", "?", "*a*", "????", "a*b*c*", "<script>alert(1)</script>", "' OR 1=1 --",
    '"' * 199, '"a' * 100, "-" * 256, "--" * 100 + "a", "tag:" * 60, "by:by:by:", "after:9999-99-99",
    "after:0000-00-00", "before:١٢٣٤", "is:\x00", "\x00", "\ud800", "\u202e", "\ufdfa" * 300, "e" + "\u0301" * 5000,
    "x" * 1_000_000, " ".join("abcdefghijklmnopqrstuvwxyz"), "the " * 300, "a* b* c* d* e*", "aaa* " * 60,
    '"the the the the the the"', '"' + "the " * 60 + '"', "%_\\%", "\\", "${jndi:ldap://x}", "../../etc/passwd",
    "title:vendor", "circle:1 OR circle:2", "-tag:x", "-is:open", "1e309", "-0", "+a +b", "a&&b||c", "a:b:c:d",
]  # fmt: skip


def test_words_phrases_not_and_beginnings() -> None:
    query = parse('vendor audits -cloud "on site" secur* -"two words"')
    assert query.words == ["vendor", "audit"]
    assert query.phrases == [("on", "site")]
    assert query.prefixes == ["secur"]
    assert query.excluded == [("cloud",), ("two", "word")]
    assert query.notices == []


def test_fields() -> None:
    query = parse(
        'tag:SOC2 tag:"vendor audits" circle:inner by:@Ana is:open IS:DUE after:2026-02 before:2027-03-04'
    )
    assert query.tags == ["soc2", "vendor audits"]
    assert query.circles == ["inner"]
    assert query.people == ["ana"]
    assert query.states == ["open", "due"]
    assert (query.after, query.before) == (date(2026, 2, 1), date(2027, 3, 4))
    assert not query.words
    assert query.filtered


def test_a_form_filter_is_as_if_typed() -> None:
    query = parse("vendor")
    for name, value in {"tag": "soc2", "by": "", "after": "2026", "id": "7"}.items():
        narrow(query, name, value)
    assert query.tags == ["soc2"]
    assert query.people == []
    assert query.after == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("is:funny", "state"),
        ("answers:many", "answers"),
        ("answers:>", "answers"),
        ("answers:>2..5", "answers"),
        ("answers:-3", "answers"),
        ("answers:١٢", "answers"),
        ("answers:99999999", "answers"),
        ("sort:best-of", "sort"),
        ("*", "prefix"),
        ("**** *", "prefix"),
        ("*audit", "star"),
        ("ven*r", "star"),
        ("vendor -secur*", "star"),
        ('"on site', "quote"),
        ('vendor "', "quote"),
        ("vendor AND audit", "operators"),
        ("vendor || audit OR board", "operators"),
        ("vendor -tag:x", "not_field"),
        ("how do you", "common"),
        ("the", "common"),
        ("after:2026-02-30", "date"),
        ("before:soon", "date"),
        ("tag:", "empty"),
        ('by:""', "empty"),
        ("ab*", "prefix"),
        ("-cloud", "only_not"),
        ("by:a by:b by:c by:d", "people"),
        ("x" * 300, "cut"),
        (" ".join(f"word{n}" for n in range(17)), "terms"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, notice: str) -> None:
    assert {found.name for found in parse(text).notices} == {notice}


@pytest.mark.parametrize(
    "text",
    [
        "is:open",
        "after:2026-02-28",
        "before:2026",
        "is:intime is:late is:mine is:used",
        "answers:>5",
        "sort:marks",
        "vendor and audit or board",
        "(SOC 2) vendor",
        "tag:x",
        'by:"a"',
        "abc*",
        "by:a by:b by:c",
        "-cloud vendor",
        "x" * 256,
        " ".join(f"word{n}" for n in range(16)),
    ],
)
def test_what_can_be_used_needs_no_notice(text: str) -> None:
    assert parse(text).notices == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("answers:5", (5, 5)),
        ("answers:>5", (6, ANSWERS_TOP)),
        ("answers:>=5", (5, ANSWERS_TOP)),
        ("answers:<5", (0, 4)),
        ("answers:<=5", (0, 5)),
        ("answers:2..5", (2, 5)),
        ("answers:>1 ANSWERS:<4", (2, 3)),
        ('answers:">5"', (6, ANSWERS_TOP)),
        ("answers:5..2", (5, 2)),
        ("vendor", None),
    ],
)
def test_numbers_of_answers(text: str, meant: tuple[int, int] | None) -> None:
    assert parse(text).answers == meant


def test_ten_thousand_characters_are_cut_and_it_is_said() -> None:
    query = under_ceiling(lambda: parse("(((( NOT vendor " * 700))
    assert len(query.text) <= LENGTH_MAX
    assert "cut" in {notice.name for notice in query.notices}


def test_each_notice_has_its_sentence_and_is_said_once(app: Flask) -> None:
    with app.test_request_context():
        for text in HOSTILE:
            found = parse(text).notices
            assert len(set(found)) == len(found)
            assert all(say(notice) for notice in found)


def test_words_are_kept_as_typed() -> None:
    assert parse("Vendors' Áudits soc2 vendors").typed == {
        "vendor": "vendors",
        "audit": "audits",
        "soc2": "soc2",
    }


def test_the_words_alone_are_a_title() -> None:
    assert (
        words('Vendor -cloud "on site" is:open AND secur* (audits) by:"Ana L" -"a b" *')
        == "Vendor on site secur audits"
    )
    assert words("is:open") == ""


def test_a_filter_is_taken_off() -> None:
    text = 'vendor is:open tag:"vendor audits" IS:due "on site" -cloud after:2026'
    assert without(text, ("is",)) == 'vendor tag:"vendor audits" "on site" -cloud after:2026'
    assert without(text, ("after", "before")) == 'vendor is:open tag:"vendor audits" IS:due "on site" -cloud'
    assert without(text, ("tag",)).count("vendor") == 1


def test_an_unknown_field_is_words() -> None:
    assert parse("id:7 http://a.example/b").words == ["id", "7", "http", "a", "exampl", "b"]


def test_grammar_words_need_not_occur_but_alone_they_must() -> None:
    assert parse("how do you audit a vendor").required == ("audit", "vendor")
    assert parse("how do you").required == ("how", "do", "you")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_parsed_quickly(text: str) -> None:
    query = under_ceiling(lambda: parse(text))
    assert len(query.text) <= LENGTH_MAX
    assert len(query.positive) + len(query.prefixes) + sum(map(len, query.excluded)) <= TERMS_MAX


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    query = parse(text)
    assert len(query.positive) + len(query.prefixes) <= TERMS_MAX
    assert bool(query) or not query.words
