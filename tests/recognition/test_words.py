"""Recognition is said in sentences."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from qa.members.byline import AuthorRow
from qa.members.models import Exposure
from qa.recognition import credit, words
from qa.recognition.queries import Received
from qa.recognition.record import Evidence, Month, Record

pytestmark = pytest.mark.usefixtures("app")

NOTHING = Record(0, 0, 0, {}, 0, (), ())
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKER = AuthorRow(1, "Ana", "ana", "", "", "", "", "")
MARK = Received(
    credit.Mark(2, 3, credit.Kind.USED, AT),
    answer_id=1,
    question_id=1,
    title="Who signs?",
    posted_at=AT,
    in_time=True,
    late=False,
    named=True,
    visible=True,
    note="",
    hours_saved=0,
    asker=ASKER,
    question_exposure=Exposure.NAMED,
)


@pytest.mark.parametrize(
    ("helped", "in_time", "said"),
    [
        (0, 0, "Nothing to show yet."),
        (1, 0, "Helped 1 peer."),
        (14, 0, "Helped 14 peers."),
        (1, 1, "Helped 1 peer, in time."),
        (3, 3, "Helped 3 peers, all in time."),
        (14, 11, "Helped 14 peers, 11 in time."),
    ],
)
def test_whom_somebody_helped(helped: int, in_time: int, said: str) -> None:
    assert words.claim(replace(NOTHING, helped=helped, in_time=in_time)) == said


def test_on_what_somebody_is_trusted() -> None:
    found = replace(NOTHING, helped=14, in_time=11, topics={"vendor audits": 9, "identity": 7})
    assert words.claim(found) == "Helped 14 peers, 11 in time. Trusted on vendor audits and identity."
    spared = replace(found, spared=1, topics={})
    assert words.claim(spared) == "Helped 14 peers, 11 in time. A prior answer answered 1 peer."
    assert words.claim(replace(spared, spared=3)).endswith("Prior answers answered 3 peers.")
    many = replace(found, topics=dict.fromkeys("abcde", 2))
    assert words.claim(many).endswith("Trusted on a, b, c and d.")


def test_hours_are_said_where_there_are_some(app: Flask) -> None:
    assert [words.hours(count) for count in (0, 1, 12)] == [
        "",
        "saved 1 hour in all",
        "saved 12 hours in all",
    ]


@pytest.mark.parametrize(
    ("in_time", "late", "used", "said"),
    [
        (True, False, True, "Ana used it · 2 peers · in time"),
        (False, True, False, "2 peers · after the date"),
        (False, False, False, "2 peers"),
    ],
)
def test_what_stands_behind_an_answer(in_time: bool, late: bool, used: bool, said: str) -> None:
    first = replace(MARK, in_time=in_time, late=late)
    assert words.behind(Evidence(first, 2, first if used else None), "Ana") == said


@pytest.mark.parametrize(
    ("named", "interest", "peers", "said"),
    [
        (True, True, 1, "none"),
        (True, False, 0, "nothing yet"),
        (True, False, 2, "2 peers"),
        (False, False, 1, "1 peer, private"),
    ],
)
def test_what_an_own_answer_carries(named: bool, interest: bool, peers: int, said: str) -> None:
    evidence = Evidence(MARK, peers, None) if peers else None
    assert words.counts(named, interest, evidence)[0] == said
    assert words.counts(True, False, Evidence(MARK, 1, MARK))[1] == "The asker used it."


def test_bars_are_as_long_as_their_peers() -> None:
    assert [(bar.peers, bar.width) for bar in words.bars({"a": 9, "b": 2})] == [
        ("9 peers", 90),
        ("2 peers", 20),
    ]
    assert [bar.width for bar in words.bars({"a": 40, "b": 10})] == [100, 25]


def test_the_chart_has_a_block_for_each_peer() -> None:
    months = [Month(date(2026, 1 + n, 1), 0, 0) for n in range(12)]
    assert words.chart(months) is None
    months[10:] = [Month(date(2026, 11, 1), 2, 1), Month(date(2026, 12, 1), 1, 0)]
    chart = words.chart(months)
    assert chart is not None
    assert [block.good for block in chart.blocks] == [True, True, False, True]
    assert chart.said == "Peers helped by month. November: 3 peers, 1 of them late; December: 1 peer."
    assert "".join(name for _at, name in chart.names) == "JFMAMJJASOND"


def test_a_tall_chart_keeps_within_its_height() -> None:
    chart = words.chart([Month(date(2026, 1, 1), 40, 0)])
    assert chart is not None
    assert min(block.y for block in chart.blocks) >= 0
