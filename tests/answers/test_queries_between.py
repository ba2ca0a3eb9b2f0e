"""What two members did for each other, as one of them may read it: named on both sides, in threads they may see."""

from __future__ import annotations

import pytest

from qa.answers import marking, queries
from qa.answers import rules as answering
from qa.answers.models import MarkKind
from qa.core import clock
from qa.members import circles
from qa.members.models import Exposure
from tests.support.cast import Cast
from tests.support.things import answer, ask


def test_the_answers_of_either_to_the_other(cast: Cast) -> None:
    mine = answer(cast.ana, ask(cast.ben, cast.inner))
    theirs = answer(cast.ben, ask(cast.ana, cast.inner))
    answer(cast.cleo, ask(cast.ana, cast.inner))
    answer(cast.ben, ask(cast.cleo, cast.inner))
    marking.give(cast.ana, theirs, MarkKind.USED, clock.now(), marking.Remark("Thank you", 5))
    marking.give(cast.cleo, theirs, MarkKind.HELPFUL, clock.now())
    rows = queries.between(cast.ana.id, cast.ben.id)
    assert {(row.id, row.author_id, bool(row.used), row.hours_saved) for row in rows} == {
        (mine.id, cast.ana.id, False, None),
        (theirs.id, cast.ben.id, True, 5),
    }
    marking.take_back(cast.ana, theirs, MarkKind.USED, clock.now())
    assert not any(row.used for row in queries.between(cast.ana.id, cast.ben.id))


@pytest.mark.parametrize("hidden", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_a_withheld_name_is_part_of_no_history(cast: Cast, hidden: Exposure) -> None:
    answer(cast.ben, ask(cast.ana, cast.inner, exposure=hidden))
    answer(cast.ben, ask(cast.ana, cast.inner), exposure=hidden)
    asked = ask(cast.cleo, cast.inner)
    answer(cast.ben, asked, exposure=hidden)
    answer(cast.ana, asked)
    for one, other in ((cast.ana, cast.ben), (cast.ben, cast.ana)):
        assert not queries.between(one.id, other.id)
        assert not queries.both_answered(one.id, other.id)


def test_both_answered(cast: Cast) -> None:
    asked = ask(cast.cleo, cast.inner, exposure=Exposure.ANONYMOUS)  # who asked is not told
    mine, theirs = answer(cast.ana, asked), answer(cast.ben, asked)
    assert [row.id for row in queries.both_answered(cast.ana.id, cast.ben.id)] == [theirs.id]
    assert [row.id for row in queries.both_answered(cast.ben.id, cast.ana.id)] == [mine.id]
    answering.withdraw(cast.ana, mine, clock.now())
    assert not queries.both_answered(cast.ana.id, cast.ben.id)


def test_history_closes_with_the_circle(cast: Cast) -> None:
    asked = ask(cast.cleo, cast.inner)
    answer(cast.ana, asked)
    answer(cast.ben, asked)
    answer(cast.ben, ask(cast.ana, cast.inner))
    assert queries.between(cast.ana.id, cast.ben.id)
    assert queries.both_answered(cast.ana.id, cast.ben.id)
    circles.leave(cast.inner, cast.ana, clock.now())
    assert not queries.between(cast.ana.id, cast.ben.id)
    assert not queries.both_answered(cast.ana.id, cast.ben.id)
