"""Credit counts peers, not clicks (DESIGN section 6)."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.models import MarkKind
from qa.recognition.credit import (
    HALF_LIFE,
    PEER_CAP,
    WEIGHTS,
    Kind,
    Mark,
    credit,
    decay,
    peers,
    share,
    standing,
    totals,
    trusted_on,
    weight,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AUDITS = frozenset({"vendor audits"})
KINDS = list(Kind)


def mark(
    giver: str | None, receiver: str, kind: Kind = Kind.HELPFUL, days_ago: float = 0, **more: object
) -> Mark:
    given_at = NOW - timedelta(days=days_ago)
    return replace(Mark(giver, receiver, kind, given_at, topics=AUDITS), **more)  # type: ignore[arg-type]


def of(receiver: str, marks: list[Mark], half_life: timedelta | None = None) -> float:
    return credit(receiver, "vendor audits", marks, NOW, half_life)


def test_one_fan_marking_fifty_times_is_worth_two() -> None:
    assert of("ben", [mark("ana", "ben")] * 50) == 2.0


def test_five_peers_once_each_are_worth_five() -> None:
    assert of("ben", [mark(f"peer{n}", "ben") for n in range(5)]) == 5.0


def test_two_friends_marking_each_other_fifty_times_are_worth_next_to_nothing() -> None:
    marks = [mark("ana", "ben"), mark("ben", "ana")] * 50
    assert round(of("ben", marks), 2) == round(of("ana", marks), 2) == 0.08


def test_the_weights_of_the_design() -> None:
    assert {str(kind): worth for kind, worth in WEIGHTS.items()} == {
        "used": 3, "same": 1, "helpful": 1, "introduction": 2,
        "prior_answer": 1, "renewed": 0.5, "outdated": 0, "risky": 0,
    }  # fmt: skip
    assert {kind.value for kind in MarkKind} <= {kind.value for kind in Kind}
    assert weight(mark("ana", "ben", Kind.USED, thanked=True)) == 4
    assert weight(mark("ana", "ben", Kind.HELPFUL, thanked=True)) == 1


@pytest.mark.parametrize(
    "nothing",
    [
        mark(None, "ben"),
        mark("ben", "ben"),
        mark("ana", "ben", same_employer=True),
        mark("ana", "ben", interest=True),
        mark("ana", "ben", Kind.RISKY),
        mark("ana", "ben", Kind.OUTDATED),
        mark("ana", "ben", days_ago=-1),
    ],
)
def test_what_carries_nothing(nothing: Mark) -> None:
    assert standing([nothing], NOW) == []
    assert of("ben", [nothing]) == 0.0
    assert of("ben", [nothing, mark("cleo", "ben")]) == of("ben", [mark("cleo", "ben")]) == 1.0


def test_between_voucher_and_vouched_it_is_half() -> None:
    assert of("ben", [mark("ana", "ben", vouch_between=True)]) == 0.5
    assert of("ben", [mark("ana", "ben")]) == 1.0
    assert of("ben", [mark("ana", "ben"), mark("ben", "ana", Kind.RENEWED, vouch_between=True)]) == 0.4


def test_routing_forgets_by_half_in_540_days_and_recognition_does_not() -> None:
    old = [mark("ana", "ben", days_ago=540)]
    assert of("ben", old, HALF_LIFE) == pytest.approx(0.5**0.5)
    assert of("ben", old) == 1.0
    assert decay(2 * HALF_LIFE, HALF_LIFE) == 0.25
    assert of("ben", [mark("ana", "ben", days_ago=700_000)], HALF_LIFE) < 1e-100


def test_marks_back_count_on_every_topic() -> None:
    back = mark("ben", "ana", Kind.USED, topics=frozenset({"cloud exit"}))
    assert of("ben", [mark("ana", "ben"), back]) == share(1.0, 1.0, 3.0, False) == pytest.approx(2 / 3)


def test_a_topic_has_only_its_own_marks_and_none_has_all() -> None:
    marks = [
        mark("ana", "ben"),
        mark("cleo", "ben", topics=frozenset()),
        mark("cleo", "ben", topics=frozenset("x")),
    ]
    assert of("ben", marks) == 1.0
    assert credit("ben", None, marks, NOW) == pytest.approx(1 + 2**0.5)
    assert credit("ben", "unheard of", marks, NOW) == 0.0


def test_a_withdrawn_mark_is_as_if_never_given_and_may_be_given_again() -> None:
    first = mark("ana", "ben", days_ago=3, subject=7)
    taken_back = mark("ana", "ben", days_ago=2, subject=7, ordinal=2)
    again = mark("ana", "ben", days_ago=1, subject=7, ordinal=3)
    assert of("ben", [first]) == 1.0
    assert of("ben", [first, taken_back]) == of("ben", [taken_back, first]) == 0.0
    assert standing([again, first, taken_back], NOW) == [again]
    assert standing([again, first, taken_back], NOW - timedelta(days=2.5)) == [first]


def test_helped_counts_distinct_people() -> None:
    marks = [
        mark("ana", "ben"),
        mark("ana", "ben", Kind.USED),
        mark("cleo", "ben", topics=frozenset()),
        mark(None, "ben"),
    ]
    assert peers("ben", marks, NOW) == {"ana", "cleo"}
    assert peers("ben", marks, NOW, "vendor audits") == {"ana"}
    assert peers("ana", marks, NOW) == frozenset()


def test_a_topic_is_shown_from_two_peers_up() -> None:
    both = frozenset({"vendor audits", "cloud exit", "budgets"})
    marks = [
        mark("ana", "ben", topics=both),
        mark("cleo", "ben", topics=both - {"budgets"}),
        mark("dan", "ben"),
    ]
    marks.append(mark("ana", "cleo"))
    assert trusted_on("ben", marks, NOW) == {"vendor audits": 3, "cloud exit": 2}
    assert list(trusted_on("ben", marks, NOW)) == ["vendor audits", "cloud exit"]
    assert trusted_on("cleo", marks, NOW) == {}


people = st.sampled_from(["ana", "ben", "cleo", "dan", "mo"])
ledger = st.lists(
    st.builds(
        Mark,
        giver=st.none() | people,
        receiver=people,
        kind=st.sampled_from(KINDS),
        given_at=st.integers(0, 4000).map(lambda days: NOW - timedelta(days=days)),
        topics=st.frozensets(st.sampled_from(["x", "y", "z"])),
        same_employer=st.booleans(),
        vouch_between=st.booleans(),
        thanked=st.booleans(),
        interest=st.booleans(),
    ),
    max_size=40,
)
spans = st.sampled_from([None, HALF_LIFE])
topics = st.sampled_from([None, "x", "y"])


@given(ledger, spans, st.randoms())
def test_the_order_of_the_marks_does_not_matter(
    marks: list[Mark], span: timedelta | None, dice: random.Random
) -> None:
    shuffled = dice.sample(marks, len(marks))
    assert totals(shuffled, NOW, span) == totals(marks, NOW, span)


@given(ledger, spans)
def test_totals_equal_the_recomputation(marks: list[Mark], span: timedelta | None) -> None:
    found = totals(marks, NOW, span)
    assert found == {(who, what): credit(who, what, marks, NOW, span) for who, what in found}


@given(ledger, spans, topics)
def test_a_peer_is_worth_two_at_most(marks: list[Mark], span: timedelta | None, topic: str | None) -> None:
    for who in ("ana", "ben"):
        worth = credit(who, topic, marks, NOW, span)
        assert 0.0 <= worth <= PEER_CAP * len(peers(who, marks, NOW, topic))


@given(ledger, spans, topics)
def test_another_peer_never_takes_away(marks: list[Mark], span: timedelta | None, topic: str | None) -> None:
    more = [*marks, mark("eve", "ben", topics=frozenset({"x"}))]
    before, after = credit("ben", topic, marks, NOW, span), credit("ben", topic, more, NOW, span)
    assert after == before if topic == "y" else after > before


@given(ledger, spans, topics)
def test_colleagues_give_nothing(marks: list[Mark], span: timedelta | None, topic: str | None) -> None:
    colleagues = [replace(each, same_employer=True) for each in marks]
    assert totals(colleagues, NOW, span) == {}
    assert totals([*marks, *colleagues], NOW, span) == totals(marks, NOW, span)


@given(ledger, spans, st.data())
def test_a_withdrawal_equals_never_having_given(
    marks: list[Mark], span: timedelta | None, data: st.DataObject
) -> None:
    marks = [replace(each, subject=number) for number, each in enumerate(marks)]
    gone = data.draw(st.sets(st.sampled_from(range(len(marks))))) if marks else set()
    back = [replace(marks[number], ordinal=2, given_at=NOW) for number in gone]
    kept = [each for number, each in enumerate(marks) if number not in gone]
    assert totals([*marks, *back], NOW, span) == totals(kept, NOW, span)
