"""Threads like a question: when they are shown, when nothing is, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from qa.search import similar as module
from qa.search.similar import LIKE, NEARLY, REMEMBERED_FOR, Candidates, beside, like, remembered, similar
from tests.search.people import NOW, Person, work
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import TITLE, answer, ask


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def likeness(mine: str, theirs: str) -> float:
    return Candidates((), dict.fromkeys(module.meaning(mine), 1.0)).likeness(theirs)


def test_titles_are_as_like_as_what_they_share_of_all_they_say() -> None:
    assert likeness(TITLE, TITLE) == 1
    assert likeness("Critical vendors", "critical VENDOR") == 1
    assert likeness("Critical vendors audited", "Critical vendors paid") == pytest.approx(0.5)
    assert likeness("Critical vendors", "Summer party") == 0
    assert likeness("How do you", "How do you") == 0
    rare = Candidates((), {"vendor": 1.0, "zebra": 3.0})
    assert rare.likeness("zebra") == pytest.approx(0.75)
    assert rare.likeness("vendor") == pytest.approx(0.25)
    assert Candidates().likeness(TITLE) == 0


def test_nothing_is_shown_that_only_shares_a_word_or_two(cast: Cast) -> None:
    ask(cast.ana, cast.inner)
    near = ask(cast.ana, cast.inner, title="Who audits critical vendors on site?", tags=())
    work()
    viewer = Person(cast.cleo.id)
    titles = {one.id for one in similar(viewer, "Who audits the critical vendors on the site?")}
    assert near.id in titles
    assert similar(viewer, "Which vendor delivers lunch to your office on Fridays?") == []
    assert similar(viewer, "Who pays for vendors?", "critical vendors " * 50) == []


def test_the_body_tells_which_candidates_there_are(cast: Cast) -> None:
    for n in range(30):
        ask(cast.ana, cast.inner, title=f"Who owns the budget, variant {n}?", body="Nobody.", tags=())
    wanted = ask(
        cast.ana, cast.inner, title="Who owns the budget, at yours?", body="Phishing drills.", tags=()
    )
    work()
    viewer = Person(cast.cleo.id)
    found = [
        one.id for one in similar(viewer, "Who owns the budget?", "For phishing drills, phishing mails.")
    ]
    assert found[0] == wanted.id


def test_nearly_the_same_is_said_to_be(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    answer(cast.ben, question)
    work()
    viewer = Person(cast.cleo.id)
    (same,) = similar(viewer, TITLE)
    assert (same.nearly, same.answers, same.circle_id) == (True, 1, cast.inner.id)
    (near,) = similar(viewer, "Who audits critical vendors?")
    assert not near.nearly
    assert LIKE < NEARLY


def test_beside_a_question_stand_answered_ones_of_the_circles_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    answered = ask(cast.ben, cast.inner, title="How many critical vendors do you re-audit on site?")
    answer(cast.cleo, answered)
    ask(cast.ben, cast.inner, title="How many critical vendors do you audit on site each year?")
    work()
    circles = frozenset({cast.inner.id, cast.everyone.id})
    found = beside(question.id, question.title, question.body_html, circles, NOW)
    assert found.ids == (answered.id,)
    assert list(like(found, {answered.id: answered}, 3)) == [answered]
    assert like(found, {}, 3) == []
    outside = beside(question.id, question.title, question.body_html, frozenset({cast.everyone.id}), NOW)
    assert outside.ids == ()


def test_what_was_found_is_remembered_for_minutes_by_circles_and_words(cast: Cast, queries: Queries) -> None:
    question = ask(cast.ana, cast.inner)
    circles, number, title = frozenset({cast.inner.id}), question.id, question.title
    work()
    assert beside(number, title, "", circles, NOW).ids == ()
    other = ask(cast.ben, cast.inner)
    answer(cast.cleo, other)
    work()
    with queries:
        assert beside(number, title, "", circles, NOW + REMEMBERED_FOR / 2).ids == ()
    assert len(queries) == 0
    assert beside(number, title, "other words", circles, NOW).ids == (other.id,)
    assert beside(number, title, "", circles, NOW + REMEMBERED_FOR).ids == (other.id,)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    for n in range(5):
        remembered.put((n,), Candidates((n,)), NOW)
    assert [remembered.get((n,), NOW) is not None for n in range(5)] == [False, False, True, True, True]
    assert remembered.get((4,), NOW + timedelta(minutes=6)) is None
    remembered.clear()
    assert remembered.get((4,), NOW) is None
