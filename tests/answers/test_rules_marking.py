"""The ledger of marks, on both engines."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answers import marking, queries
from qa.answers.marking import Remark
from qa.answers.models import HOURS_MAX, Answer, Mark, MarkKind
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import MemberState
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def given_answer(cast: Cast) -> Answer:
    return answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)


def test_a_mark_stands_until_taken_back_and_the_ledger_keeps_both(cast: Cast, given_answer: Answer) -> None:
    marking.give(cast.cleo, given_answer, MarkKind.HELPFUL, NOW)
    assert given_answer.helpful_count == 1
    marking.take_back(cast.cleo, given_answer, MarkKind.HELPFUL, NOW)
    assert given_answer.helpful_count == 0
    assert [row.ordinal for row in db.session.query(Mark).order_by(Mark.ordinal)] == [1, 2]


def test_giving_twice_and_taking_back_nothing_change_nothing(cast: Cast, given_answer: Answer) -> None:
    marking.take_back(cast.cleo, given_answer, MarkKind.SAME, NOW)
    marking.give(cast.cleo, given_answer, MarkKind.SAME, NOW)
    marking.give(cast.cleo, given_answer, MarkKind.SAME, NOW)
    assert given_answer.same_count == 1
    assert db.session.query(Mark).count() == 1


def test_nobody_marks_the_own_answer(cast: Cast, given_answer: Answer) -> None:
    with pytest.raises(RuleBroken):
        marking.give(cast.ben, given_answer, MarkKind.HELPFUL, NOW)
    marking.give(cast.cleo, given_answer, MarkKind.HELPFUL, NOW)


def test_only_the_asker_says_used(cast: Cast, given_answer: Answer) -> None:
    with pytest.raises(RuleBroken):
        marking.give(cast.cleo, given_answer, MarkKind.USED, NOW)
    marking.give(cast.ana, given_answer, MarkKind.USED, NOW, Remark("Read out to the chair.", 6))
    assert given_answer.used_count == 1
    (thanks,) = queries.thread_marks(given_answer.question_id, cast.cleo.id)[given_answer.id]
    assert (thanks.note, thanks.hours_saved, thanks.giver_id) == ("Read out to the chair.", 6, cast.ana.id)


@pytest.mark.parametrize("kind", [MarkKind.OUTDATED, MarkKind.RISKY])
def test_a_warning_needs_its_reason(cast: Cast, given_answer: Answer, kind: MarkKind) -> None:
    with pytest.raises(RuleBroken) as refused:
        marking.give(cast.cleo, given_answer, kind, NOW, Remark("  "))
    assert refused.value.field == "note"
    marking.give(cast.cleo, given_answer, kind, NOW, Remark("The rule changed in May."))


@pytest.mark.parametrize(
    ("hours", "passes"), [(0, False), (-1, False), (HOURS_MAX + 1, False), (1, True), (HOURS_MAX, True)]
)
def test_hours_saved_are_bounded(cast: Cast, given_answer: Answer, hours: int, passes: bool) -> None:
    if passes:
        marking.give(cast.ana, given_answer, MarkKind.USED, NOW, Remark("", hours))
        return
    with pytest.raises(RuleBroken) as refused:
        marking.give(cast.ana, given_answer, MarkKind.USED, NOW, Remark("", hours))
    assert refused.value.field == "hours_saved"


def test_a_suspended_member_marks_nothing(cast: Cast, given_answer: Answer) -> None:
    cleo = cast.cleo
    cleo.state = MemberState.SUSPENDED
    for act in (marking.give, marking.take_back):
        with pytest.raises(Forbidden):
            act(cleo, given_answer, MarkKind.HELPFUL, NOW)
    cleo.state = MemberState.ACTIVE
    marking.give(cleo, given_answer, MarkKind.HELPFUL, NOW)


@pytest.mark.parametrize(
    ("employer", "same"), [("CARROW mutual ", True), ("Carrow Bank", False), ("", False)]
)
def test_the_ledger_notes_the_same_employer(
    cast: Cast, given_answer: Answer, employer: str, same: bool
) -> None:
    cleo = cast.cleo
    cleo.employer = employer
    marking.give(cleo, given_answer, MarkKind.HELPFUL, NOW)
    assert db.session.query(Mark).one().same_employer is same


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "cleo", "mo"]),
        st.sampled_from([MarkKind.HELPFUL, MarkKind.SAME]),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(acts=ACTS)
def test_counts_are_what_the_ledger_says(cast: Cast, acts: list[tuple[str, MarkKind, bool]]) -> None:
    target = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    standing: set[tuple[str, MarkKind]] = set()
    for who, kind, gives in acts:
        if gives:
            marking.give(getattr(cast, who), target, kind, NOW)
            standing.add((who, kind))
        else:
            marking.take_back(getattr(cast, who), target, kind, NOW)
            standing.discard((who, kind))
    assert target.helpful_count == sum(kind == MarkKind.HELPFUL for _, kind in standing)
    assert target.same_count == sum(kind == MarkKind.SAME for _, kind in standing)
    db.session.rollback()
