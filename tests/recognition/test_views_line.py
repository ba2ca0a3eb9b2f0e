"""The line of credit beside an answer's author: for who asks on a topic of it, once nobody's answer can lean on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.answers import marking
from qa.answers import rules as answering
from qa.answers.models import Answer, MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.models import Exposure, Member
from qa.questions import rules as asking
from qa.questions.addresses import question_path
from qa.questions.models import Question
from qa.recognition import hiding
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import TITLE, answer, ask

SignIn = Callable[[Member], Browser]
LINE = "helped 2 peers on vendor audits"
Step = Callable[[Cast], None]


@pytest.fixture
def thread(cast: Cast) -> int:
    """Ben helped two on vendor audits and answers Ana's question on it; Cleo has one of her own open."""
    with transaction.unit():
        before = ask(cast.mo, cast.inner, title="How did you audit vendors before?", tags=("vendor audits",))
        given = answer(cast.ben, before)
        for giver in (cast.ana, cast.mo):
            marking.give(giver, given, MarkKind.HELPFUL, clock.now())
        asking.close(cast.mo, before, clock.now())
        question = ask(cast.ana, cast.inner, tags=("cloud exit", "vendor audits"))
        answer(cast.ben, question)
        ask(
            cast.cleo, cast.everyone, title="Who audits the vendors of your vendors?", tags=("vendor audits",)
        )
    return question.id


def seen(browser: Browser, number: int) -> str:
    return browser.get(question_path(number, TITLE)).text


def does_answer(cast: Cast, number: int) -> None:
    with transaction.unit():
        answer(cast.cleo, db.session.get_one(Question, number), exposure=Exposure.ANONYMOUS)


def close(cast: Cast, number: int) -> None:
    with transaction.unit():
        asking.close(cast.ana, db.session.get_one(Question, number), clock.now())


@pytest.mark.parametrize("ends", [does_answer, close])
def test_it_comes_after_answering_or_when_the_box_is_closed(
    cast: Cast, as_: SignIn, thread: int, ends: Callable[[Cast, int], None]
) -> None:
    assert LINE not in seen(as_(cast.cleo), thread)
    ends(cast, thread)
    assert seen(as_(cast.cleo), thread).count(LINE) == 1


def test_who_asks_nothing_on_a_topic_of_it_does_not_read_it(cast: Cast, as_: SignIn, thread: int) -> None:
    close(cast, thread)
    for other in (cast.ana, cast.mo, cast.ben):
        assert "helped 2" not in seen(as_(other), thread)
    assert LINE in seen(as_(cast.cleo), thread)


def own(cast: Cast) -> Question:
    return db.session.query(Question).filter_by(author_id=cast.cleo.id).one()


def given(cast: Cast) -> Answer:
    return db.session.query(Answer).filter_by(author_id=cast.ben.id).order_by(Answer.id.desc()).limit(1).one()


def is_hidden(cast: Cast) -> None:
    cast.ben.recognition_hidden = True


def topic_is_hidden(cast: Cast) -> None:
    hiding.hide(cast.ben, "vendor audits", clock.now())


def own_is_closed(cast: Cast) -> None:
    asking.close(cast.cleo, own(cast), clock.now())


def own_is_taken_back(cast: Cast) -> None:
    asking.withdraw(cast.cleo, own(cast), clock.now())


def own_is_on_another_topic(cast: Cast) -> None:
    words = asking.Words(own(cast).title, own(cast).body, "", ("budgets",))
    asking.edit(cast.cleo, own(cast), words, clock.now(), base=1)


def answer_is_without_a_name(cast: Cast) -> None:
    for one in db.session.query(Answer).filter_by(author_id=cast.ben.id):
        reply = answering.Reply(one.body, one.basis, exposure=Exposure.ROLE)
        answering.edit(cast.ben, one, reply, clock.now(), base=1)


def this_answer_is_without_a_name(cast: Cast) -> None:
    reply = answering.Reply("Nine.", given(cast).basis, exposure=Exposure.ANONYMOUS)
    answering.edit(cast.ben, given(cast), reply, clock.now(), base=1)


def one_takes_it_back(cast: Cast) -> None:
    first = db.session.query(Answer).order_by(Answer.id).first()
    assert first is not None
    marking.take_back(cast.mo, first, MarkKind.HELPFUL, clock.now())


@pytest.mark.parametrize(
    "spoil",
    [is_hidden, topic_is_hidden, own_is_closed, own_is_taken_back, own_is_on_another_topic, answer_is_without_a_name,
     this_answer_is_without_a_name, one_takes_it_back],
)  # fmt: skip
def test_what_takes_it_away(cast: Cast, as_: SignIn, thread: int, spoil: Step) -> None:
    close(cast, thread)
    browser = as_(cast.cleo)
    assert LINE in seen(browser, thread)
    with transaction.unit():
        spoil(cast)
    assert "peers on vendor audits" not in seen(browser, thread)


def test_it_counts_what_the_viewer_may_see(cast: Cast, as_: SignIn, thread: int) -> None:
    """Mo's question, on which Ben helped two, is in a circle of which Cleo knows nothing."""
    close(cast, thread)
    assert LINE in seen(as_(cast.cleo), thread)
    with transaction.unit():
        quiet = circles.add("quiet-abcd", "Quiet", "", clock.now(), cap=20, listed=False)
        before = db.session.query(Question).filter_by(author_id=cast.mo.id).one()
        before.circle_id = quiet.id
    assert "peers on vendor audits" not in seen(as_(cast.cleo), thread)


def test_it_costs_one_statement_and_only_where_it_stands(
    cast: Cast, as_: SignIn, thread: int, queries: Queries
) -> None:
    counts = {}
    browsers = {"ana": as_(cast.ana), "cleo": as_(cast.cleo), "mo": as_(cast.mo)}
    for handle, browser in browsers.items():
        seen(browser, thread)
        with queries:
            seen(browser, thread)
        counts[handle] = len(queries)
    close(cast, thread)
    for handle, browser in browsers.items():
        seen(browser, thread)
        with queries:
            page = seen(browser, thread)
        more = 1 if handle == "cleo" else 0
        assert (LINE in page) == (handle == "cleo")
        assert len(queries) == counts[handle] + more, (handle, queries.statements)
        assert len(queries) <= 9
