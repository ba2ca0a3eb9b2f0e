"""When the next wave goes out, and to how many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.routing.pace import CURVE, GAP, GENTLE, LAST_QUARTER, Box, SoFar, Wave, expected, next_wave, reached

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY_BOX = Box(MONDAY, MONDAY + 24 * HOUR, 12, 300)

shares = st.floats(0, 1)
boxes = st.builds(
    lambda minutes, wanted, members: Box(MONDAY, MONDAY + timedelta(minutes=minutes), wanted, members),
    st.integers(60, 60 * 24 * 30),
    st.integers(1, 30),
    st.integers(1, 3000),
)


def played(box: Box, rate: float) -> list[Wave]:
    """The waves of *box* where every ask brings *rate* answers at once, and each wave goes out when it is due."""
    waves, so_far, now = [], SoFar(), box.posted_at
    while wave := next_wave(box, so_far, now):
        now = max(now, wave.at)
        current = next_wave(box, so_far, now)
        assert current is not None
        assert current.at <= now
        waves.append(current)
        asked = so_far.asked + current.size
        so_far = SoFar(current.number, asked, int(asked * rate), now)
    return waves


def test_the_curve_has_three_quarters_by_sixty_percent() -> None:
    assert (expected(0), expected(0.6), expected(1)) == (0, 0.75, 1)
    assert CURVE[1] == (0.6, 0.75)


@given(shares, shares)
def test_the_curve_rises_and_is_its_inverse_s_inverse(one: float, other: float) -> None:
    assert (expected(one) <= expected(other)) == (one <= other) or expected(one) == expected(other)
    assert reached(expected(one)) == pytest.approx(one)


@given(boxes, st.floats(0, 0.6))
def test_a_question_s_waves_are_numbered_in_order_and_within_the_circle(box: Box, rate: float) -> None:
    waves = played(box, rate)
    assert [wave.number for wave in waves] == list(range(1, len(waves) + 1))
    assert [wave.at for wave in waves] == sorted(wave.at for wave in waves)
    assert all(wave.size >= 1 for wave in waves)
    assert sum(wave.size for wave in waves) <= box.members
    assert all(box.posted_at <= wave.at < box.ends_at for wave in waves)
    assert [wave.everybody for wave in waves] == [box.share(wave.at) >= LAST_QUARTER for wave in waves]


@given(boxes, st.floats(0, 0.6), st.integers(2, 50))
def test_the_pace_follows_the_box(box: Box, rate: float, times: int) -> None:
    """An hour runs the same waves as many hours do, at the same shares of the time."""
    longer = replace(box, due_at=box.posted_at + times * box.length)
    short, long = played(box, rate), played(longer, rate)
    assert [wave.size for wave in short] == [wave.size for wave in long]
    assert [box.share(wave.at) for wave in short] == pytest.approx([longer.share(wave.at) for wave in long])


@given(boxes, st.integers(1, 20), st.integers(0, 200), st.integers(0, 29), st.integers(0, 29), shares)
def test_more_answers_put_the_next_wave_off_and_make_it_no_larger(
    box: Box, number: int, asked: int, few: int, more: int, last: float
) -> None:
    few, more = sorted((few, more))
    so_far = SoFar(number, asked, few, box.at(last))
    now = box.at(0.999)
    one, other = next_wave(box, so_far, now), next_wave(box, replace(so_far, answers=more), now)
    if other is not None:
        assert one is not None
        assert one.at <= other.at
        if other.at <= now:
            assert other.size <= one.size


def test_the_first_wave_is_due_at_once() -> None:
    wave = next_wave(DAY_BOX, SoFar(), MONDAY)
    assert wave is not None
    assert (wave.number, wave.at, wave.everybody) == (1, MONDAY, False)
    assert 12 <= wave.size <= 60


def test_the_next_is_due_a_gap_later_or_when_answers_fall_behind() -> None:
    none = SoFar(1, 24, 0, MONDAY)
    wave = next_wave(DAY_BOX, none, MONDAY + HOUR)
    assert wave is not None
    assert wave.at == DAY_BOX.at(GAP)
    ahead = next_wave(DAY_BOX, replace(none, answers=9), MONDAY + HOUR)
    assert ahead is not None
    assert ahead.at == DAY_BOX.at(0.6)


@pytest.mark.parametrize(
    ("so_far", "share"),
    [
        (SoFar(1, 24, 12, MONDAY), 0.5),  # enough answers
        (SoFar(3, 300, 2, MONDAY), 0.5),  # nobody left
        (SoFar(1, 24, 2, MONDAY), 1.0),  # the time is over
    ],
)
def test_when_no_wave_is_due_any_more(so_far: SoFar, share: float) -> None:
    assert next_wave(DAY_BOX, so_far, DAY_BOX.at(share)) is None
    assert next_wave(DAY_BOX, SoFar(1, 24, 2, MONDAY), DAY_BOX.at(0.5)) is not None


def test_after_an_outage_one_wave_goes_out_and_not_all_those_missed() -> None:
    late = DAY_BOX.at(0.5)
    wave = next_wave(DAY_BOX, SoFar(), late)
    assert wave is not None
    assert wave.at <= late
    assert wave.size > getattr(next_wave(DAY_BOX, SoFar(), MONDAY), "size", 0)
    after = next_wave(DAY_BOX, SoFar(1, wave.size, 0, late), late)
    assert after is not None
    assert after.at == late + GAP * DAY_BOX.length


def test_without_a_date_the_pace_is_gentle_and_never_asks_everybody() -> None:
    box = replace(DAY_BOX, due_at=None)
    waves = played(box, 0.05)
    assert not any(wave.everybody for wave in waves)
    assert all(wave.at < MONDAY + LAST_QUARTER * GENTLE for wave in waves)
    assert waves[1].at >= MONDAY + GAP * GENTLE


def test_a_date_that_is_not_after_the_posting_asks_nobody() -> None:
    assert next_wave(replace(DAY_BOX, due_at=MONDAY), SoFar(), MONDAY) is None
