"""The asker's page of thanks, and what others see of what was said there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from qa.answers import thanking
from qa.answers.models import Answer, MarkKind
from qa.answers.thanking import Thanks
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions import rules as asking
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import saved_answer, saved_question

SignIn = Callable[[Member], Browser]


@pytest.fixture
def question(cast: Cast) -> int:
    """A question of Ana's that Ben answered by name and Cleo without, closed since."""
    number = saved_question(cast.ana, cast.inner)
    row = db.session.get_one(Question, number)
    saved_answer(cast.ben, row)
    saved_answer(cast.cleo, db.session.get_one(Question, number), exposure=Exposure.ANONYMOUS)
    with transaction.unit():
        asking.close(cast.ana, db.session.get_one(Question, number), clock.now())
    return number


def first(question: int) -> int:
    return db.session.query(Answer).filter_by(question_id=question).order_by(Answer.id).limit(1).one().id


def page_of(browser: Browser, question: int) -> str:
    return browser.get(f"/q/{question}/", follow_redirects=True).text


def test_each_answer_has_its_press_and_no_hidden_name(cast: Cast, as_: SignIn, question: int) -> None:
    page = as_(cast.ana).get(f"/q/{question}/thanks").text
    assert "Thank Ben" in page and page.count("Say thanks") == 1
    assert "Cleo" not in page and "Marchetti" not in page
    assert "Which answers did you use?" in page_of(as_(cast.ana), question)


def test_one_press_thanks_and_comes_back(cast: Cast, as_: SignIn, question: int) -> None:
    browser, given = as_(cast.ana), first(question)
    done = browser.post(f"/a/{given}/marks", data={"mark": "used", "back": "thanks"})
    assert done.location.endswith(f"/q/{question}/thanks#a{given}")
    page = browser.get(f"/q/{question}/thanks").text
    assert "You used it" in page and "Did it hold?" in page and "Thank Ben" not in page
    browser.post(f"/a/{given}/marks", data={"unmark": "used", "back": "thanks"})
    assert "Thank Ben" in browser.get(f"/q/{question}/thanks").text


def test_a_word_in_private_is_read_by_the_two(cast: Cast, as_: SignIn, question: int) -> None:
    given = first(question)
    said = {"mark": "used", "note": "CANARYWORD of thanks", "hours_saved": "7", "private": "y"}
    as_(cast.ana).post(f"/a/{given}/marks", data=said)
    for reader in (cast.ana, cast.ben):
        page = page_of(as_(reader), question)
        assert "CANARYWORD" in page and "for the author alone" in page and "saved 7 hours" in page
    for reader in (cast.cleo, cast.mo):
        for path in (f"/q/{question}/", "/m/ben/recognition?all=1", "/m/ben", "/m/ana", f"/a/{given}/marks"):
            page = as_(reader).get(path, follow_redirects=True).text
            assert "CANARYWORD" not in page and "saved 7" not in page
        assert "Used by the asker" in page_of(as_(reader), question)
    own = as_(cast.ben).get("/m/ben/recognition").text
    public, private = own.split('id="private"')
    assert "CANARYWORD" not in public and "CANARYWORD" in private
    as_(cast.ana).post(f"/a/{given}/marks", data={**said, "private": ""})
    assert "CANARYWORD" in page_of(as_(cast.cleo), question)
    assert "CANARYWORD" in as_(cast.cleo).get("/m/ben/recognition").text


def test_the_form_has_the_words_that_stand(cast: Cast, as_: SignIn, question: int) -> None:
    given = first(question)
    with transaction.unit():
        thanking.thank(
            cast.ana, db.session.get_one(Answer, given), Thanks("Four lines", 2, True), clock.now()
        )
    form = as_(cast.ana).get(f"/a/{given}/marks?for=used").text
    assert (
        'value="Four lines"' in form
        and 'value="2"' in form
        and re.search(r"<input checked[^>]*private", form)
    )
    assert "Four lines" not in as_(cast.cleo).get(f"/a/{given}/marks?for=used").text


def test_a_fault_is_named_and_the_words_are_kept(cast: Cast, as_: SignIn, question: int) -> None:
    given = first(question)
    said = {"mark": "used", "note": "Four lines", "hours_saved": "900", "back": "thanks"}
    page = as_(cast.ana).post(f"/a/{given}/marks", data=said)
    assert page.status_code == 422
    assert "Four lines" in page.text and 'name="back" value="thanks"' in page.text


def test_whether_it_held_stands_under_the_answer_and_reaches_the_author(
    cast: Cast, as_: SignIn, question: int
) -> None:
    browser, given = as_(cast.ana), first(question)
    assert browser.post(f"/a/{given}/held", data={"held": "yes"}).status_code == 422
    browser.post(f"/a/{given}/marks", data={"mark": "used"})
    assert browser.post(f"/a/{given}/held", data={"held": "perhaps"}).status_code == 400
    browser.post(f"/a/{given}/held", data={"held": "yes"})
    assert "Used by the asker. It held." in page_of(as_(cast.cleo), question)
    assert (
        "Ana Lindqvist used it · it held · 1 peer · in time" in as_(cast.cleo).get("/m/ben/recognition").text
    )
    news = as_(cast.ben).get("/notifications").text
    assert "It held, says Ana Lindqvist:" in news
    browser.post(f"/a/{given}/held", data={"held": "no"})
    assert "Used by the asker. It did not hold." in page_of(as_(cast.cleo), question)
    assert "It did not hold, says Ana Lindqvist:" in as_(cast.ben).get("/notifications").text
    browser.post(f"/a/{given}/marks", data={"unmark": "used"})
    assert "It did not hold" not in as_(cast.ben).get("/notifications").text


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_an_asker_without_a_name_says_so_without_one(cast: Cast, as_: SignIn, exposure: Exposure) -> None:
    number = saved_question(cast.ana, cast.inner, exposure=exposure)
    given = saved_answer(cast.ben, db.session.get_one(Question, number))
    browser = as_(cast.ana)
    browser.post(f"/a/{given}/marks", data={"mark": "used"})
    browser.post(f"/a/{given}/held", data={"held": "yes"})
    news = as_(cast.ben).get("/notifications").text
    assert "It held, says" in news and "Lindqvist" not in news


def test_only_the_asker_comes_here(cast: Cast, as_: SignIn, question: int) -> None:
    given = first(question)
    for other, status in ((cast.ben, 403), (cast.cleo, 403), (cast.mo, 403), (cast.dan, 404)):
        assert as_(other).get(f"/q/{question}/thanks").status_code == status
        assert as_(other).post(f"/a/{given}/held", data={"held": "yes"}).status_code == status
    assert as_(cast.ana).get(f"/q/{question}/thanks").status_code == 200


def test_the_page_costs_as_many_queries_however_many_answered(
    cast: Cast, as_: SignIn, question: int, queries: Queries
) -> None:
    browser, counts = as_(cast.ana), []
    for more in (False, True):
        if more:
            saved_answer(cast.mo, db.session.get_one(Question, question))
            browser.post(
                f"/a/{first(question)}/marks", data={"mark": MarkKind.USED.value, "note": "Thank you"}
            )
        with queries:
            assert browser.get(f"/q/{question}/thanks").status_code == 200
        counts.append(len(queries))
    assert counts == [4, 4]
