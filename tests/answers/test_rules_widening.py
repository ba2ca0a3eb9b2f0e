"""Taking a question to a larger circle: only while nothing in it is anybody else's, and nobody writes unaware."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from qa.answers import commenting, rules, widening
from qa.core import outbox
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles
from qa.members.models import Exposure
from qa.questions import access, wider
from qa.questions import rules as asking
from qa.questions.models import Question, QuestionWidening
from qa.questions.wider import Wider
from qa.routing import waves
from qa.search import saved_hits
from tests.support.cast import LONG_AGO, Cast, join
from tests.support.crowd import crowd
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def question(cast: Cast) -> Question:
    return ask(cast.ana, cast.inner, now=NOW)


def test_the_larger_circles_of_the_asker_with_who_will_read_it(cast: Cast, question: Question) -> None:
    other = circles.add("leads", "Leads", "All leads", NOW)
    db.session.flush()
    for one in (cast.ana, cast.ben, cast.dan):
        join(one, other)
    db.session.flush()
    everyone = Wider(cast.everyone.id, "Everyone", 4, True)
    assert wider.choices(question) == [everyone]  # three are fewer than four
    join(cast.mo, other)
    db.session.flush()
    assert wider.choices(question) == [everyone]
    circles.leave(cast.inner, cast.cleo, NOW)
    db.session.flush()
    assert wider.choices(question) == [Wider(other.id, "Leads", 3, True), everyone]
    circles.leave(other, cast.mo, NOW)
    circles.leave(cast.inner, cast.ben, NOW)
    db.session.flush()
    assert wider.choices(question) == [Wider(other.id, "Leads", 2, False), everyone]
    circles.leave(other, cast.ana, NOW)
    db.session.flush()
    assert wider.choices(question) == [everyone]
    assert wider.choices(ask(cast.ana, cast.everyone, now=NOW)) == []


def test_it_goes_to_the_larger_circle_with_its_index_and_its_asks(cast: Cast, question: Question) -> None:
    assert db.session.query(Question).filter(access.visible_to(cast.dan.id)).all() == []
    db.session.query(outbox.OutboxRow).delete()
    widening.widen(cast.ana, question, cast.everyone.id, NOW)
    assert db.session.query(Question).filter(access.visible_to(cast.dan.id)).all() == [question]
    row = db.session.query(QuestionWidening).one()
    assert (row.widened_by_id, row.before_id, row.after_id) == (cast.ana.id, cast.inner.id, cast.everyone.id)
    kinds = {one.kind for one in db.session.query(outbox.OutboxRow)}
    assert {"search.thread", saved_hits.KIND, waves.KIND} <= kinds


Spoil = Callable[[Cast, Question], object]
SHARED: dict[str, Spoil] = {
    "an answer": lambda cast, q: answer(cast.ben, q, now=NOW),
    "an answer taken back": lambda cast, q: rules.withdraw(cast.ben, answer(cast.ben, q, now=NOW), NOW),
    "a comment": lambda cast, q: commenting.add(cast.ben, q, "Per year?", NOW),
    "a comment taken back": lambda cast, q: commenting.withdraw(
        cast.ben, commenting.add(cast.ben, q, "Per year?", NOW), NOW
    ),
}


@pytest.mark.parametrize("how", SHARED)
def test_words_of_others_stay_in_their_circle(cast: Cast, question: Question, how: str) -> None:
    SHARED[how](cast, question)
    with pytest.raises(RuleBroken, match="for this circle alone"):
        widening.widen(cast.ana, question, cast.everyone.id, NOW)
    assert question.circle_id == cast.inner.id


def test_an_own_comment_goes_with_it(cast: Cast, question: Question) -> None:
    commenting.add(cast.ana, question, "Per year, on site.", NOW)
    widening.widen(cast.ana, question, cast.everyone.id, NOW)
    assert question.circle_id == cast.everyone.id


def test_who_may_and_where(cast: Cast, question: Question) -> None:
    for other in (cast.ben, cast.mo):
        with pytest.raises(Forbidden):
            widening.widen(other, question, cast.everyone.id, NOW)
    smaller = circles.add("two", "Two", "", NOW)
    strange = circles.add("strange", "Strange", "", NOW)
    db.session.flush()
    for member in (cast.ana, cast.ben):
        join(member, smaller)
    crowd(strange, 9)
    for number in (cast.inner.id, smaller.id, strange.id, 999):
        with pytest.raises(NotFound):
            widening.widen(cast.ana, question, number, NOW)
    asking.close(cast.ana, question, NOW)
    with pytest.raises(RuleBroken, match="closed"):
        widening.widen(cast.ana, question, cast.everyone.id, NOW)
    question.closed_at, cast.ana.pledged_until = None, LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        widening.widen(cast.ana, question, cast.everyone.id, NOW)


def test_a_circle_that_lacks_some_of_its_readers_takes_it_not(cast: Cast, question: Question) -> None:
    large = circles.add("large", "Large", "", NOW)
    db.session.flush()
    circles.leave(cast.inner, cast.mo, NOW)
    for member in (cast.ana, cast.ben, cast.dan, cast.mo):
        join(member, large)
    db.session.flush()
    with pytest.raises(RuleBroken, match="not in that circle"):
        widening.widen(cast.ana, question, large.id, NOW)


def test_who_was_told_of_the_smaller_circle_posts_nothing_to_the_larger(
    cast: Cast, question: Question
) -> None:
    """From a page of before, or by a way on which nobody was told."""
    reply = rules.Reply("Nine of 38.", rules.Basis.DID, exposure=Exposure.NAMED)
    inner, everyone = cast.inner.id, cast.everyone.id
    widening.widen(cast.ana, question, everyone, NOW)
    for told in (inner, None):
        with pytest.raises(RuleBroken, match="larger circle meanwhile"):
            rules.give(cast.ben, question, reply, NOW, told=told)
        with pytest.raises(RuleBroken, match="larger circle meanwhile"):
            commenting.add(cast.ben, question, "Per year?", NOW, told=told)
    given = rules.give(cast.ben, question, reply, NOW, told=everyone)
    commenting.add(cast.cleo, question, "Per year?", NOW, given)
    commenting.add(cast.cleo, question, "Per year?", NOW, told=everyone)
    other = ask(cast.ana, cast.inner, title="Who signs the exit plan at your place?", now=NOW)
    rules.give(cast.ben, other, reply, NOW)
    rules.give(cast.cleo, other, reply, NOW, told=inner)
