"""Who is in a wave."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.routing.candidates import Candidate, Scored
from qa.routing.choosing import AT_LEAST, Seed, choose, newcomers_of


def scored(
    member: int, expertise: float, newcomer: bool = False, lately: int = 0, available: float = 1.0
) -> Scored:
    """One of the circle as the wave's caller has scored them."""
    candidate = Candidate(member, expertise, newcomer, "UTC", lately, 0, 0)
    return Scored(candidate, expertise * available, expertise, available, ())


people = st.lists(
    st.builds(
        scored,
        member=st.integers(1, 400),
        expertise=st.sampled_from([0.0, 0.0, 0.5, 1.0, 7.0]),
        newcomer=st.booleans(),
        lately=st.integers(0, 1),
        available=st.floats(0, 1),
    ),
    max_size=80,
    unique_by=lambda one: one.candidate.member_id,
)
seeds = st.tuples(st.integers(1, 10**6), st.integers(1, 20))
EXPERTS = [scored(member, 1.0) for member in range(1, 101)]
NEWCOMERS = [scored(member, 0.0, newcomer=True) for member in range(101, 201)]
OTHERS = [scored(member, 0.0) for member in range(201, 301)]


@given(people, st.integers(-1, 100), seeds, st.integers(0, 300), st.booleans())
def test_a_wave_is_from_those_given_each_once_and_never_larger_than_asked(
    given: list[Scored], size: int, seed: Seed, before: int, everybody: bool
) -> None:
    found = choose(given, size, seed, before, everybody=everybody)
    members = [one.member_id for one in found]
    assert len(members) == len(set(members)) <= max(size, 0)
    assert set(members) <= {one.candidate.member_id for one in given}
    assert all(one.scored.candidate.newcomer for one in found if one.as_newcomer)


@given(people, st.integers(0, 60), seeds, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_those_given_changes_nothing(
    given: list[Scored], size: int, seed: Seed, everybody: bool, chance: random.Random
) -> None:
    mixed = list(given)
    chance.shuffle(mixed)
    assert choose(given, size, seed, everybody=everybody) == choose(mixed, size, seed, everybody=everybody)


@given(people, st.lists(st.integers(1, 20), max_size=8), st.integers(1, 1000))
def test_nobody_is_asked_twice_over_a_question_s_waves(
    given: list[Scored], sizes: list[int], question: int
) -> None:
    """As callers do: who was asked is no candidate any more, and *before* counts them."""
    asked: list[int] = []
    for number, size in enumerate(sizes, 1):
        rest = [one for one in given if one.candidate.member_id not in asked]
        asked += [one.member_id for one in choose(rest, size, (question, number), len(asked))]
    assert len(asked) == len(set(asked)) <= sum(sizes)


@given(people, st.integers(1, 60), seeds)
def test_nobody_left_out_had_a_better_score(given: list[Scored], size: int, seed: Seed) -> None:
    found = choose(given, size, seed)
    members = {one.member_id for one in found}
    worst = min((one.scored.score for one in found if not one.as_newcomer), default=None)
    if worst is not None:
        left = [one.score for one in given if one.candidate.member_id not in members and one.expertise > 0]
        assert max(left, default=0.0) <= worst


@given(st.lists(st.integers(1, 30), min_size=1, max_size=10), st.integers(1, 1000))
def test_a_tenth_is_newcomers_over_the_waves_and_one_in_every_larger_wave(
    sizes: list[int], question: int
) -> None:
    asked: set[int] = set()
    fresh = 0
    for number, size in enumerate(sizes, 1):
        rest = [one for one in EXPERTS + NEWCOMERS if one.candidate.member_id not in asked]
        wave = choose(rest, size, (question, number), len(asked))
        as_newcomer = sum(one.as_newcomer for one in wave)
        assert as_newcomer >= 1 or size < 5
        fresh += as_newcomer
        asked |= {one.member_id for one in wave}
    if len(asked) <= 100:
        assert len(asked) // 10 <= fresh <= len(asked) // 10 + len(sizes)


def test_small_waves_carry_the_tenth_over() -> None:
    assert [newcomers_of(2, before) for before in range(0, 20, 2)] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert [newcomers_of(size) for size in (0, 4, 5, 10, 19, 20)] == [0, 0, 1, 1, 1, 2]


def test_who_does_not_know_is_asked_only_once_everybody_may_be() -> None:
    few = EXPERTS[:8]
    assert {one.member_id for one in choose(few + OTHERS, 30, (1, 1))} == set(range(1, 9))
    assert len(choose(few + OTHERS, 30, (1, 9), everybody=True)) == 30


def test_the_last_ask_of_a_week_is_kept_for_what_somebody_knows() -> None:
    busy = [scored(1, 1.0, lately=1), scored(2, 0.0, lately=1)]
    assert [one.member_id for one in choose(busy, 5, (1, 9), everybody=True)] == [1]


def test_seats_that_no_newcomer_takes_go_to_those_who_know() -> None:
    assert len(choose(EXPERTS, 20, (1, 1))) == 20


def test_in_a_young_community_newcomers_are_asked() -> None:
    assert len(choose(NEWCOMERS, 24, (1, 1))) == AT_LEAST
    assert len(choose(NEWCOMERS[:3], 24, (1, 1))) == 3


@pytest.mark.parametrize("group", [EXPERTS, NEWCOMERS])
def test_equals_are_asked_in_the_seed_s_order_not_by_age(group: list[Scored]) -> None:
    first, again, other = (choose(group, 5, seed) for seed in ((7, 1), (7, 1), (8, 1)))
    assert first == again
    assert {one.member_id for one in first} != {one.member_id for one in other}


def test_who_sleeps_until_the_date_is_not_asked() -> None:
    """Not as one who knows, not as a newcomer, not with everybody."""
    asleep = [
        scored(1, 3.0, available=0.0),
        scored(2, 0.0, newcomer=True, available=0.0),
        scored(3, 0.0, available=0.0),
    ]
    awake = [
        scored(4, 3.0, available=0.1),
        scored(5, 0.0, newcomer=True, available=0.1),
        scored(6, 0.0, available=0.1),
    ]
    found = choose(asleep + awake, 6, (3, 1), everybody=True)
    assert {one.member_id for one in found} == {4, 5, 6}
