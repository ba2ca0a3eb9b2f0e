"""What deeds weigh: worked examples, and what holds for any deeds at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.trust.weighing import (
    Bars,
    Deed,
    DeedKind,
    Weight,
    asks_for_a_look,
    earns,
    lately,
    needs_no_look,
    told,
    weigh,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BARS = Bars(events=12, least=3, granted=75, review=50)


def deeds(said: str, *, peers: Iterable[int] = (1, 2), start: int = 0) -> list[Deed]:
    """The deeds of *said*, one a day: g good, b not, and in capitals what not every member may see."""
    given_by = frozenset(peers)
    return [
        Deed(
            DeedKind.ANSWER, start + n, NOW + timedelta(days=start + n), sign in "gG",
            given_by if sign in "gG" else frozenset(), sign.islower(),
        )
        for n, sign in enumerate(said)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("", Weight.UNKNOWN),
        ("gg", Weight.UNKNOWN),
        ("ggg", Weight.ENOUGH),
        ("gggb", Weight.ENOUGH),
        ("ggb", Weight.BETWEEN),
        ("gb" * 6, Weight.BETWEEN),
        ("gbb", Weight.LITTLE),
        ("b" * 12 + "g" * 12, Weight.ENOUGH),
        ("g" * 12 + "b" * 12, Weight.LITTLE),
        ("g" * 100 + "b" * 3 + "g" * 9, Weight.ENOUGH),
    ],
)
def test_the_share_among_the_last_decides(said: str, weight: Weight) -> None:
    assert weigh(deeds(said), BARS) == weight


def test_one_fan_grants_nothing_and_two_peers_do() -> None:
    assert weigh(deeds("g" * 12, peers=(1,)), BARS) == Weight.UNKNOWN
    assert weigh(deeds("g" * 12, peers=()), BARS) == Weight.UNKNOWN
    assert weigh(deeds("g" * 11, peers=(1,)) + deeds("g", peers=(2,), start=20), BARS) == Weight.ENOUGH


def test_who_would_be_listed_at_once_is_granted_nothing() -> None:
    hidden_good = deeds("G" * 9 + "bbb")
    assert weigh(hidden_good, BARS) == Weight.ENOUGH
    assert earns(hidden_good, BARS) == Weight.LITTLE
    assert earns(deeds("g" * 9 + "bbb"), BARS) == Weight.ENOUGH


def test_what_not_all_may_see_asks_nobody_to_look() -> None:
    assert not asks_for_a_look(deeds("B" * 12), BARS, None)
    assert asks_for_a_look(deeds("b" * 12), BARS, None)
    assert told(deeds("gB"), None) == deeds("gB")[:1]


def test_what_a_moderator_looked_at_does_not_come_up_again() -> None:
    since = NOW + timedelta(days=11)
    assert not asks_for_a_look(deeds("b" * 12 + "bb"), BARS, since)
    assert asks_for_a_look(deeds("b" * 12 + "bbb"), BARS, since)


def test_a_look_is_needed_until_the_upper_bar() -> None:
    assert not needs_no_look(deeds("gb" * 6), BARS, None)
    assert needs_no_look(deeds("gggb" * 3), BARS, None)
    assert needs_no_look(deeds("bb"), BARS, None)


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from(DeedKind),
        st.integers(1, 40),
        st.integers(0, 9).map(lambda day: NOW + timedelta(days=day)),
        st.booleans(),
        st.frozensets(st.integers(1, 4), max_size=2),
        st.booleans(),
    ),
    max_size=40,
)


@given(DEEDS, st.randoms(use_true_random=False))
def test_the_order_of_deeds_at_one_instant_does_not_matter(found: list[Deed], random: object) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert weigh(mixed, BARS) == weigh(found, BARS)
    assert asks_for_a_look(mixed, BARS, None) == asks_for_a_look(found, BARS, None)
    assert set(lately(mixed, 12)) == set(lately(found, 12))
    assert len(lately(found, 12)) >= min(12, len(found))


@given(st.text("gb", min_size=3, max_size=12), st.integers(2, 6))
def test_how_much_somebody_does_does_not_matter(said: str, times: int) -> None:
    """The same share of good ones weighs the same, however many there are."""
    wide = Bars(events=12 * times, least=3, granted=75, review=50)
    assert weigh(deeds(said * times), wide) == weigh(deeds(said), wide)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_nothing_changes_while_the_share_stays_in_the_band(steps: list[bool]) -> None:
    """Whoever is granted stays unlisted, and whoever is listed stays listed, whatever happens between the bars."""
    so_far, granted, listed = deeds("g" * 12), True, False
    for n, good in enumerate(steps):
        so_far = [*so_far, *deeds("g" if good else "b", start=20 + n)]
        last = lately(so_far, BARS.events)
        share = 100 * sum(one.good for one in last) / len(last)
        before = (granted, listed)
        listed = (listed and not needs_no_look(so_far, BARS, None)) or asks_for_a_look(so_far, BARS, None)
        granted = granted or earns(so_far, BARS) == Weight.ENOUGH
        if BARS.review <= share < BARS.granted:
            assert (granted, listed) == before
        assert granted
