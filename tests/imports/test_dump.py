"""Reading rows: each line alone, bounded, nothing expanded."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from qa.imports import dump
from qa.imports.account import Skip
from qa.imports.dump import LINE_MAX, Flaw, Row, Seen
from qa.imports.people import split
from qa.imports.site import guess, licence, site_at


def read(path: Path, content: bytes) -> list[Row | Flaw]:
    (path / "x.xml").write_bytes(content)
    return list(dump.rows(path / "x.xml", lambda _: None))


def test_frame_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    found = read(
        tmp_path, b'\xef\xbb\xbf<?xml version="1.0"?>\r\n<posts>\r\n\r\n <row Id="1" />\r\n</posts>\r\n'
    )
    assert [(row.line, row.values["Id"]) for row in found if isinstance(row, Row)] == [(4, "1")]
    assert len(found) == 1


@pytest.mark.parametrize(
    "line",
    [
        b'<row Id="1"',
        b'<row Id="1">',
        b"<row Id=1 />",
        b'<row Id="1" Id="2" />',
        b'<row Id="\xff\xfe" />',
        b'<row Id="&#0;" />',
        b'<row Id="&#xD800;" />',
        b'<row Id="&nbsp;" />',
        b'<row Id="\x01" />',
        b'<other Id="1" />',
        b'<row Id="1"><b/></row>',
        b'<row Id="1" /><row Id="2" />',
        b"]]>",
    ],
)
def test_a_broken_line_costs_itself_only(tmp_path: Path, line: bytes) -> None:
    found = read(tmp_path, b'<r>\n<row Id="1" />\n' + line + b'\n<row Id="3" />\n</r>')
    assert [type(row) for row in found] == [Row, Flaw, Row]
    assert [row.line for row in found] == [2, 3, 4]


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    content = b'<row Id="1" />\n<row Body="' + b"x" * 40 * LINE_MAX + b'" />\n<row Id="3" />'
    (tmp_path / "x.xml").write_bytes(content)
    del content
    tracemalloc.start()
    found = list(dump.rows(tmp_path / "x.xml", lambda _: None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row.line for row in found] == [1, 2, 3]
    assert isinstance(found[1], Flaw)
    assert found[1].skip.reason == "the row is too long"
    assert peak < 6 * LINE_MAX


def test_progress_adds_up_to_the_file(tmp_path: Path) -> None:
    content = b'<r>\n<row Id="1" />\n' + b"y" * (LINE_MAX + 5) + b"\n</r>\n"
    (tmp_path / "x.xml").write_bytes(content)
    told: list[int] = []
    list(dump.rows(tmp_path / "x.xml", told.append))
    assert sum(told) == len(content)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2018-03-12T16:59:28.317", datetime(2018, 3, 12, 16, 59, 28, 317000, tzinfo=UTC)),
        ("2018-03-12T16:59:28+02:00", datetime(2018, 3, 12, 14, 59, 28, tzinfo=UTC)),
        ("2018-03-12", datetime(2018, 3, 12, tzinfo=UTC)),
    ],
)
def test_instants_are_utc(raw: str, instant: datetime) -> None:
    assert Row(1, 1, {"D": raw}).instant("D") == instant


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "2018-02-30", "20180312", "0001-01-01T00:00:00+05:00", "2018-W10", "9999-12-31"]
)
def test_other_instants_are_named(raw: str) -> None:
    with pytest.raises(Skip, match="D|in the future"):
        Row(1, 1, {"D": raw}).instant("D")


@pytest.mark.parametrize("raw", ["", "1.5", "١٢", "99999999999", "2147483648", "--1", "1 "])
def test_other_numbers_are_named(raw: str) -> None:
    assert Row(1, 1, {"N": "-1"}).number("N") == -1
    with pytest.raises(Skip, match="N"):
        Row(1, 1, {"N": raw}).number("N")


def test_seen_knows_what_it_saw() -> None:
    seen = Seen()
    numbers = [-1, 0, 1, 7, 8, 65535, 65536, 2**31 - 1]
    assert [seen.add(number) for number in numbers] == [True] * len(numbers)
    assert [seen.add(number) for number in numbers] == [False] * len(numbers)
    assert 2 not in seen
    assert -2 not in seen


def test_both_notations_of_tags(app: Flask) -> None:
    assert split("<a><c++><É-b>") == split("|a|c++|é-b|") == ["a", "c++", "é-b"]
    assert split("") == []
    with pytest.raises(Skip, match="tag"):
        split("|" + "t" * 41 + "|")


@pytest.mark.parametrize(
    ("folder", "url", "label"),
    [
        ("stackexchange-gardening", "https://gardening.stackexchange.com", "gardening"),
        ("gardening.stackexchange.com", "https://gardening.stackexchange.com", "gardening"),
        ("gardening.meta.stackexchange.com", "https://gardening.meta.stackexchange.com", "gardening.meta"),
        ("stackoverflow", "https://stackoverflow.com", "stackoverflow.com"),
        ("stackoverflow.com", "https://stackoverflow.com", "stackoverflow.com"),
        ("mathoverflow.net", "https://mathoverflow.net", "mathoverflow.net"),
    ],
)
def test_the_site_is_guessed_from_the_folder(folder: str, url: str, label: str) -> None:
    assert (guess(folder).url, guess(folder).label) == (url, label)


@pytest.mark.parametrize("folder", ["", "my dump", "a/b", "x" * 200, "-a"])
def test_a_folder_that_says_no_site_is_refused(folder: str) -> None:
    with pytest.raises(dump.Refused):
        guess(folder)


@pytest.mark.parametrize(
    "url",
    ["", "gardening", "ftp://a.example", "https://", "https://u:p@a.example", "https://a.example:99999"],
)
def test_a_site_needs_a_plain_address(url: str) -> None:
    assert site_at("https://A.example/").url == "https://a.example"
    with pytest.raises(dump.Refused):
        site_at(url)


def test_the_licence_goes_by_the_row_then_by_the_date() -> None:
    instants = [
        datetime(2011, 4, 7, tzinfo=UTC),
        datetime(2011, 4, 8, tzinfo=UTC),
        datetime(2018, 5, 2, tzinfo=UTC),
    ]
    assert [licence(Row(1, 1, {}), when) for when in instants] == [
        "CC BY-SA 2.5",
        "CC BY-SA 3.0",
        "CC BY-SA 4.0",
    ]
    assert licence(Row(1, 1, {"ContentLicense": "CC BY-SA 4.0"}), instants[0]) == "CC BY-SA 4.0"
    assert licence(Row(1, 1, {"ContentLicense": "<b>mine</b>"}), instants[0]) == "CC BY-SA 2.5"
