"""Asking by name: who is asked, who is not, and that the asker hears no more than what may be known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.answers import rules as answer_rules
from qa.core import transaction
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members import circles
from qa.members.models import Exposure, Member, MemberState
from qa.questions import rules as question_rules
from qa.questions.models import Question
from qa.routing import naming, queries, rules, waves, words
from qa.routing.models import Ask, MutedCircle, Named, Naming, Why, Wish
from qa.routing.naming import NAMES_MOST, Told
from tests.support.asking import asked, looks, mailed, put
from tests.support.cast import LONG_AGO, Cast
from tests.support.crowd import crowd
from tests.support.things import answer, ask
from tests.support.viewing import viewer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def question(cast: Cast) -> Question:
    return ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ANONYMOUS)


def said(cast: Cast, question: Question) -> list[str]:
    """What the asker reads of all those named."""
    found = words.who_was_asked(queries.asked(cast.ana.id, question.id), viewer(cast.ana), NOW)
    return [f"{one.person.name}: {one.came}" for one in found.named] if found else []


def numbers(cast: Cast, question: Question) -> tuple[int, int, object]:
    """What the asker reads of those asked in waves."""
    found = words.who_was_asked(queries.asked(cast.ana.id, question.id), viewer(cast.ana), NOW)
    assert found is not None
    return found.asked, found.unnamed, found.waves


def test_who_is_named_is_asked_now_and_says_so_to_the_asker(cast: Cast, question: Question) -> None:
    told = naming.ask(cast.ana, question, [cast.ben, cast.cleo], NOW)
    assert told == Told(("Ben Okafor", "Cleo Marchetti"), ())
    assert asked(question) == ["ben", "cleo"]
    assert {one.why for one in db.session.query(Ask)} == {Why.BY_NAME}
    assert mailed(waves.ASKED) == [one.id for one in db.session.query(Ask).order_by(Ask.id)]
    assert said(cast, question) == ["Ben Okafor: no word yet", "Cleo Marchetti: no word yet"]
    answer(cast.ben, question, now=NOW)
    one, _question = rules.load(cast.cleo, question.id)
    rules.pass_by(cast.cleo, one, NOW)
    assert said(cast, question) == ["Ben Okafor: answered", "Cleo Marchetti: not now"]


Spoil = Callable[[Cast, Question], object]


def busy(cast: Cast, _question: Question) -> None:
    for n in range(2):
        other = ask(cast.cleo, cast.everyone, title=f"Who signs the exit plan, number {n}?", now=NOW)
        put(cast.ben, other, NOW - 6 * DAY)


NOT_NOW: dict[str, Spoil] = {
    "over the budget": busy,
    "never wants to be asked": lambda cast, q: db.session.add(Wish(member_id=cast.ben.id, asks_a_week=0)),
    "muted": lambda cast, q: db.session.add(
        MutedCircle(member_id=cast.ben.id, circle_id=q.circle_id, since=NOW)
    ),
    "away": lambda cast, q: db.session.add(
        Wish(member_id=cast.ben.id, asks_a_week=2, away_until=(NOW + 30 * DAY).date())
    ),
    "pledge due": lambda cast, q: setattr(cast.ben, "pledged_until", LONG_AGO),
    "no address": lambda cast, q: setattr(cast.ben, "email", None),
}
HIDDEN: dict[str, Spoil] = {
    "nothing": lambda cast, q: None,
    "asked in a wave": lambda cast, q: put(cast.ben, q, NOW),
    "asked in a wave, the last ask of the week": lambda cast, q: (
        put(cast.ben, q, NOW), db.session.add(Wish(member_id=cast.ben.id, asks_a_week=1)),
    ),
    "answered without a name": lambda cast, q: answer(cast.ben, q, now=NOW, exposure=Exposure.ANONYMOUS),
    "took back what was without a name": lambda cast, q: answer_rules.withdraw(
        cast.ben, answer(cast.ben, q, now=NOW, exposure=Exposure.ROLE), NOW
    ),
    "said not now, and is never named": lambda cast, q: (
        setattr(put(cast.ben, q, NOW), "passed_at", NOW),
        db.session.add(Wish(member_id=cast.ben.id, asks_a_week=2, named=Named.NEVER)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", NOT_NOW)
def test_who_may_not_be_asked_is_not_and_the_reason_stays_theirs(
    cast: Cast, question: Question, how: str
) -> None:
    NOT_NOW[how](cast, question)
    db.session.flush()
    assert naming.ask(cast.ana, question, [cast.ben], NOW) == Told((), ("Ben Okafor",))
    assert asked(question) == []
    assert said(cast, question) == ["Ben Okafor: could not be asked now"]


@pytest.mark.parametrize("how", HIDDEN)
def test_what_the_asker_may_not_know_of_somebody_changes_no_word(
    cast: Cast, question: Question, how: str
) -> None:
    """Neither who was asked in a wave nor who answered without a name can be found out by naming them."""
    put(cast.cleo, question, NOW)
    HIDDEN[how](cast, question)
    db.session.flush()
    before, waiting = numbers(cast, question), len(asked(question))
    assert naming.ask(cast.ana, question, [cast.ben], NOW) == Told(("Ben Okafor",), ())
    assert said(cast, question) == ["Ben Okafor: no word yet"]
    assert numbers(cast, question) == before
    assert len(asked(question)) - waiting == (how == "nothing")  # and nobody is asked twice


@pytest.mark.parametrize("how", NOT_NOW)
def test_could_not_be_asked_does_not_say_that_somebody_has_not_answered(
    cast: Cast, question: Question, how: str
) -> None:
    answer(cast.ben, question, now=NOW, exposure=Exposure.ANONYMOUS)
    NOT_NOW[how](cast, question)
    db.session.flush()
    assert naming.ask(cast.ana, question, [cast.ben], NOW) == Told((), ("Ben Okafor",))


REFUSED: dict[str, tuple[Spoil, str]] = {
    "suspended": (
        lambda cast, q: setattr(cast.ben, "state", MemberState.SUSPENDED),
        "can see this question: Ben Okafor cannot",
    ),
    "outside": (lambda cast, q: circles.leave(cast.inner, cast.ben, NOW), "can see this question"),
    "answered by name": (lambda cast, q: answer(cast.ben, q, now=NOW), "has answered already"),
    "named before": (
        lambda cast, q: naming.ask(cast.ana, q, [cast.ben], NOW),
        "was asked already",
    ),
    "said not now to all": (
        lambda cast, q: setattr(put(cast.ben, q, NOW), "passed_at", NOW),
        "was asked already",
    ),
    "closed": (lambda cast, q: question_rules.close(cast.ana, q, NOW), "closed"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_the_asker_reads_anyway_is_said_and_costs_no_name(
    cast: Cast, question: Question, how: str
) -> None:
    spoil, expected = REFUSED[how]
    spoil(cast, question)
    db.session.flush()
    left = naming.left(question.id)
    with pytest.raises(RuleBroken, match=expected):
        naming.ask(cast.ana, question, [cast.cleo, cast.ben], NOW)
    assert (naming.left(question.id), "cleo" in asked(question)) == (left, False)


def test_a_few_names_a_question_also_of_those_who_could_not_be_asked(cast: Cast, question: Question) -> None:
    peers = crowd(cast.inner, 6)
    db.session.add(Wish(member_id=peers[0].id, asks_a_week=0))
    db.session.flush()
    naming.ask(cast.ana, question, peers[: NAMES_MOST - 1], NOW)
    with pytest.raises(RuleBroken, match="At most 5"):
        naming.ask(cast.ana, question, peers[4:6], NOW)
    naming.ask(cast.ana, question, peers[4:5], NOW)
    assert naming.left(question.id) == 0
    assert db.session.query(Naming).count() == NAMES_MOST


def test_only_the_asker_with_a_pledge_names_anybody_and_never_themselves(
    cast: Cast, question: Question
) -> None:
    for other in (cast.ben, cast.mo):
        with pytest.raises(Forbidden):
            naming.ask(other, question, [cast.cleo], NOW)
    for peers, expected in (([cast.ana], "That is you"), ([], "Name somebody first")):
        with pytest.raises(RuleBroken, match=expected):
            naming.ask(cast.ana, question, peers, NOW)
    cast.ana.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        naming.ask(cast.ana, question, [cast.cleo], NOW)


def test_a_later_wave_leaves_out_who_was_named_and_they_are_reminded_once(cast: Cast) -> None:
    with transaction.unit():
        one = ask(cast.ana, cast.inner, now=NOW, days=10)
        naming.ask(cast.ana, one, [cast.ben], NOW)
    number = one.id
    for hours in range(0, 240, 6):
        looks(NOW, hours)
    found = db.session.get_one(Question, number)
    assert sorted(asked(found)) == ["ben", "cleo", "mo"]
    assert len(set(mailed(waves.REMINDED))) == len(mailed(waves.REMINDED)) == 3


def test_who_comes_back_before_the_date_is_mailed_then(cast: Cast, question: Question) -> None:
    db.session.add(Wish(member_id=cast.ben.id, asks_a_week=2, away_until=(NOW + 2 * DAY).date()))
    db.session.flush()
    assert naming.ask(cast.ana, question, [cast.ben], NOW).asked == ("Ben Okafor",)
    assert mailed(waves.ASKED) == [db.session.query(Ask).one().id]


def test_nobody_else_reads_who_was_named(cast: Cast, question: Question) -> None:
    naming.ask(cast.ana, question, [cast.ben], NOW)
    assert [list(queries.asked(one.id, question.id)) for one in _others(cast)] == [[], [], []]


def _others(cast: Cast) -> list[Member]:
    return [cast.ben, cast.cleo, cast.mo]
