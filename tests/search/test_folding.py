"""Hits that ask the same stand as one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from qa.questions import linking
from qa.search import folding
from tests.search.people import NOW, search, work
from tests.support.cast import Cast
from tests.support.things import answer, ask


@dataclass(frozen=True)
class Row:
    id: int
    same: str | None


@dataclass(frozen=True)
class Hit:
    row: Row


def folded(ids: str, *linked: str) -> list[str]:
    """What becomes of one-digit *ids*: each hit that is left, with those under it."""
    same = {one: ",".join(pair[1] for pair in linked if pair[0] == one) for one in ids}
    hits = [Hit(Row(int(one), same[one] or None)) for one in ids]
    return ["".join(str(one.row.id) for one in (hit, *also)) for hit, also in folding.fold(hits)]


@pytest.mark.parametrize(
    ("ids", "linked", "left"),
    [
        ("123", (), ["1", "2", "3"]),
        ("123", ("13",), ["13", "2"]),
        ("321", ("13",), ["31", "2"]),
        ("1234", ("24", "23"), ["1", "234"]),
        ("4321", ("12", "34", "23"), ["4321"]),
        ("12", ("13", "35"), ["1", "2"]),
        ("12", ("12", "12"), ["12"]),
        ("", ("12",), []),
    ],
)
def test_the_better_hit_is_listed_and_the_others_stand_below(
    ids: str, linked: tuple[str, ...], left: list[str]
) -> None:
    assert folded(ids, *linked) == left


def test_search_lists_a_linked_pair_once(cast: Cast) -> None:
    best = ask(cast.ana, cast.inner, now=NOW)
    answer(cast.ben, best, body="Critical vendors on site: nine. Critical vendors elsewhere: none.")
    other = ask(cast.ana, cast.inner, title="Who visits vendors that are critical?", now=NOW, body="We do.")
    alone = ask(cast.ana, cast.inner, title="Are vendors critical?", body="Or not?", now=NOW)
    linking.link(cast.ana, other, best, NOW)
    work()
    hits = search(cast.cleo, "critical vendors").hits
    listed = {hit.row.id: [one.row.id for one in hit.also] for hit in hits}
    assert listed in ({best.id: [other.id], alone.id: []}, {other.id: [best.id], alone.id: []})
    linking.unlink(cast.ana, other, best, NOW)
    work()
    assert {hit.row.id for hit in search(cast.cleo, "critical vendors").hits} == {
        best.id,
        other.id,
        alone.id,
    }


def test_a_viewer_who_may_not_see_the_other_sees_no_link(cast: Cast) -> None:
    seen, hidden = ask(cast.ana, cast.everyone, now=NOW), ask(cast.ana, cast.inner, now=NOW)
    linking.link(cast.ana, seen, hidden, NOW)
    work()
    (hit,) = search(cast.dan, "critical vendors").hits
    assert (hit.row.id, hit.also) == (seen.id, ())
    (hit,) = search(cast.cleo, "critical vendors").hits
    assert len(hit.also) == 1
