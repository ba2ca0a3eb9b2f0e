"""Recognition is said in sentences."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from qa.members.models import Exposure
from qa.recognition import words
from qa.recognition.record import Month, Record

pytestmark = pytest.mark.usefixtures("app")

NOTHING = Record(0, 0, 0, {}, 0, (), ())
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


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
    ("in_time", "used", "held", "said"),
    [
        (True, True, None, "Ana used it · 2 peers · in time"),
        (True, True, True, "Ana used it · it held · 2 peers · in time"),
        (None, True, False, "Ana used it · it did not hold · 2 peers"),
        (False, False, None, "2 peers · after the date"),
        (None, False, True, "2 peers"),
    ],
)
def test_what_stands_behind_an_answer(in_time: bool | None, used: bool, held: bool | None, said: str) -> None:
    assert words.behind(2, "Ana" if used else "", in_time, held) == said


OWN = {
    "interest": "", "exposure": Exposure.NAMED, "hidden": False, "used": False, "same_employer": False, "held": None,
    "question_exposure": Exposure.NAMED, "said": False, "posted_at": AT, "needed_by": AT + timedelta(days=1),
    "answers_wanted": 3, "answer_count": 1, "in_time_count": 1, "filled_at": None, "closed_at": None, "outcome_at": None,
}  # fmt: skip
LATER = AT + timedelta(days=2)


@pytest.mark.parametrize(
    ("peers", "own", "said", "why"),
    [
        (1, {"interest": "We sell"}, "none", "You declared an interest; such an answer carries no credit."),
        (2, {}, "2 peers", "Marked by peers."),
        (1, {"used": True}, "1 peer", "Ana used it."),
        (3, {"used": True, "held": True}, "3 peers", "Ana used it. It held. 2 more peers marked it."),
        (2, {"used": True, "held": False}, "2 peers", "Ana used it. It did not hold. One more peer marked it."),
        (2, {"used": True, "same_employer": True}, "2 peers", "Marked by peers."),
        (1, {"exposure": Exposure.ROLE}, "1 peer, private", "You answered without your name: it counts nowhere but here."),
        (1, {"hidden": True}, "1 peer, private", "You hide a topic of it: it counts nowhere but here."),
        (0, {"said": True}, "nothing yet", "No mark that counts yet."),
        (0, {}, "waiting", "The asker has not said yet, and is asked once more on 9 December."),
        (0, {"outcome_at": AT}, "waiting", "The asker has not said yet."),
        (0, {"needed_by": LATER + timedelta(days=1)}, "nothing yet", "No mark that counts yet."),
        (0, {"used": True, "same_employer": True}, "none", "You and the asker have the same employer."),
        (0, {"used": True, "same_employer": True, "said": True, "question_exposure": Exposure.ROLE}, "nothing yet",
         "No mark that counts yet."),
    ],
)  # fmt: skip
def test_what_an_own_answer_carries(peers: int, own: dict[str, object], said: str, why: str) -> None:
    answer = words.Carrying(SimpleNamespace(**{**OWN, **own}), peers, "Ana")
    assert words.counts(answer, UTC, LATER) == (said, why)


def test_what_was_asked_and_given_is_said_in_a_line_each() -> None:
    tally = SimpleNamespace(asked=31, answered=19, passed=7, let_go=5, questions=6, thanked=9)
    assert [said for _name, said in words.facts(tally, 2)] == [
        "31 times; you answered 19, passed on 7, let 5 go",
        "6 questions; you thanked 9 peers; 2 answers wait for a word",
    ]
    none = SimpleNamespace(asked=0, answered=0, passed=0, let_go=0, questions=0, thanked=0)
    assert [said for _name, said in words.facts(none, 0)] == ["never yet", "nothing yet"]
    one = SimpleNamespace(asked=1, answered=0, passed=0, let_go=0, questions=1, thanked=0)
    assert [said for _name, said in words.facts(one, 0)] == ["once", "1 question"]


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
    chart = words.chart([Month(date(2026, 1, 1), 20, 0)])
    assert chart is not None
    assert chart.each and len(chart.blocks) == 20
    assert min(block.y for block in chart.blocks) >= 0


def test_a_chart_of_many_has_a_column_for_each_month_and_kind() -> None:
    chart = words.chart([Month(date(2026, 1, 1), 300, 100), Month(date(2026, 2, 1), 0, 40)])
    assert chart is not None
    assert not chart.each
    drawn = [(block.y, block.height, block.good) for block in chart.blocks]
    assert drawn == [(26.0, 60.0, True), (6.0, 20.0, False), (78.0, 8.0, False)]
