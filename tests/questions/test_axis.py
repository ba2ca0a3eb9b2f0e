"""The days above the seats of the question page."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from qa.questions.timebox import box, large
from tests.questions.test_timebox import ASKED, DAY, MINUTE, WEEK, large_of, words

__all__ = ["words"]


def test_a_long_axis_has_dates_and_few_ticks() -> None:
    shown = large_of(replace(WEEK, needed_by=ASKED + 100 * DAY))
    assert (shown.first, shown.last, shown.now_label) == ("20 Nov", "28 Feb, 10:00", "")
    assert 3 <= len(shown.names) <= 7
    assert len(shown.ticks) <= 8
    fortnight = large_of(replace(WEEK, needed_by=ASKED + 12 * DAY))
    assert [name.text for name in fortnight.names] == ["Sat 21", "Mon 23", "Wed 25", "Fri 27", "Sun 29"]
    assert (len(fortnight.ticks), fortnight.last) == (12, "Wed 2, 10:00")


@given(
    st.integers(1, 400 * 1440),
    st.integers(-100, 500 * 1440),
    st.sampled_from(["Europe/Oslo", "Africa/Cairo"]),
)
def test_names_keep_clear_of_the_ends_and_of_now(length: int, after: int, zone: str) -> None:
    q = replace(WEEK, needed_by=ASKED + length * MINUTE)
    now, reader = ASKED + after * MINUTE, ZoneInfo(zone)
    shown = large(q, box(q, now, reader), now, reader, [])
    assert len(shown.names) <= 7
    assert all(9 <= name.at <= 84 for name in shown.names)
    assert list(shown.ticks) == sorted(shown.ticks)
    assert len(shown.ticks) <= 31
    if shown.now_label:
        assert all(abs(name.at - shown.box.gone) >= 8 for name in shown.names)
        assert 11 <= shown.box.gone <= 84
