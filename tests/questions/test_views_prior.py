"""Prior answers on the pages: while asking, at the review, on a question's page, and questions that are the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qa.answers import marking
from qa.answers.models import Answer, Ending, Mark, MarkKind
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions import drafts
from qa.questions.models import Draft, DraftKind, Question, SameQuestion
from qa.search import upkeep
from tests.questions.test_views import fields
from tests.support.asking import nobody_is_asked
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import TITLE, answer, ask, saved_answer, saved_question

SignIn = Callable[[Member], Browser]
NEAR = "How many critical vendors do you visit on site?"


def answered(cast: Cast, title: str = TITLE, by: str = "ben", old: bool = True) -> tuple[int, int]:
    """An answered question of Ana's, of two months ago unless it is not *old*; its id and the answer's."""
    when = clock.now() - timedelta(days=60 if old else 1)
    with transaction.unit():
        question = ask(cast.ana, cast.inner, title=title, now=when)
        given = answer(getattr(cast, by), question, now=when)
    upkeep.rebuild()
    return question.id, given.id


def drafted(who: Member, **more: str) -> int:
    with transaction.unit():
        draft = drafts.save(
            who, DraftKind.QUESTION, {"title": NEAR, "exposure": "named", **more}, clock.now()
        )
    return draft.id


def test_title_and_body_are_sent_while_typing_and_links_take_the_draft_along(cast: Cast, as_: SignIn) -> None:
    number, _given = answered(cast)
    sent = {"title": NEAR, "body": "We have forty.", "draft": "7"}
    page = as_(cast.cleo).post("/ask/similar", data=sent)
    assert page.status_code == 200
    assert re.search(rf'href="/q/{number}/[\w-]+\?ask=7"', page.text)
    assert "This answered me" not in page.text
    assert f"/q/{number}/" not in as_(cast.dan).post("/ask/similar", data=sent).text
    assert f"/q/{number}/" in as_(cast.cleo).get(f"/ask/similar?title={NEAR}").text
    quiet = as_(cast.cleo).post("/ask/similar", data={"title": "Who pays for the summer party?"})
    assert "<li>" not in quiet.text


def test_typing_waits_for_no_writer(cast: Cast, as_: SignIn, queries: Queries) -> None:
    answered(cast)
    browser = as_(cast.cleo)
    with queries:
        browser.post("/ask/similar", data={"title": NEAR})
    assert len(queries) == 3, queries.statements
    assert not [one for one in queries.statements if not one.startswith("SELECT")]


def test_the_review_keeps_the_question_and_says_what_is_nearly_the_same(cast: Cast, as_: SignIn) -> None:
    number, _given = answered(cast)
    browser = as_(cast.cleo)
    page = browser.post("/ask", data=fields(cast, do="review")).text
    assert "Nearly the same was asked here before:" in page
    assert page.index("Nearly the same") < page.index("Send to 3 peers")
    (draft,) = db.session.query(Draft).all()
    assert (draft.fields["title"], draft.member_id) == (TITLE, cast.cleo.id)
    assert f'name="ask" value="{draft.id}"' in page
    assert f'formaction="/q/{number}/endings"' in page
    page = browser.post("/ask", data=fields(cast, do="review", title=NEAR, draft=str(draft.id))).text
    assert "Nearly the same" not in page
    assert f'formaction="/q/{number}/endings"' in page
    assert db.session.query(Draft).count() == 1
    sent = browser.post("/ask", data=fields(cast, draft=str(draft.id)))
    assert sent.status_code == 302
    assert db.session.query(Draft).count() == 0


def test_nearly_the_same_in_another_circle_is_no_reason_to_hold_back(cast: Cast, as_: SignIn) -> None:
    answered(cast)
    page = as_(cast.cleo).post("/ask", data=fields(cast, do="review", circle_id=str(cast.everyone.id))).text
    assert "Nearly the same" not in page
    assert "This answered me" in page


def test_with_too_many_drafts_the_review_still_comes(cast: Cast, as_: SignIn) -> None:
    answered(cast)
    for _ in range(drafts.DRAFTS_MAX):
        drafted(cast.cleo)
    page = as_(cast.cleo).post("/ask", data=fields(cast, do="review"))
    assert page.status_code == 200
    assert "Before it goes out" in page.text


def test_one_press_at_the_review_ends_the_ask(cast: Cast, as_: SignIn) -> None:
    number, given = answered(cast)
    draft = drafted(cast.cleo)
    done = as_(cast.cleo).post(f"/q/{number}/endings", data={"ask": str(draft)})
    assert done.status_code == 302
    assert done.location.endswith(f"#a{given}")
    assert db.session.query(Mark).one().kind == MarkKind.PRIOR_ANSWER
    page = as_(cast.cleo).get("/drafts").text
    assert NEAR in page.partition("Not needed")[2]
    assert TITLE in page.partition("Not needed")[2]
    again = as_(cast.cleo).get(f"/ask?draft={draft}").text
    assert f'value="{NEAR}"' in again
    assert db.session.query(Question).count() == 1


def test_of_several_answers_the_right_one_is_chosen_on_the_page(cast: Cast, as_: SignIn) -> None:
    number, given = answered(cast)
    other = saved_answer(cast.mo, db.session.get_one(Question, number))
    draft = drafted(cast.cleo)
    browser = as_(cast.cleo)
    sent = browser.post(f"/q/{number}/endings", data={"ask": str(draft)})
    assert f"?ask={draft}" in sent.location
    page = browser.get(sent.location).text
    assert "Go on writing" in page
    for one in (given, other):
        assert f'formaction="/a/{one}/endings" name="ask" value="{draft}"' in page
    browser.post(f"/a/{other}/endings", data={"ask": str(draft)})
    assert db.session.query(Ending).one().answer_id == other
    page = browser.get(f"/q/{number}/", follow_redirects=True).text
    assert "This answered me" in page  # pressed, to be taken back
    browser.post(f"/a/{other}/marks", data={"unmark": "prior_answer"})
    assert "This answered me" not in browser.get(f"/q/{number}/", follow_redirects=True).text


def test_without_a_number_the_question_in_hand_ends_and_without_one_nothing(cast: Cast, as_: SignIn) -> None:
    _number, given = answered(cast)
    refused = as_(cast.cleo).post(f"/a/{given}/endings", data={"ask": ""})
    assert refused.status_code == 422
    assert "You are writing no question." in refused.text
    drafted(cast.cleo)
    assert as_(cast.cleo).post(f"/a/{given}/endings", data={"ask": ""}).status_code == 302
    assert db.session.query(Draft).one().ended_at is not None


@pytest.mark.parametrize("kind", ["prior_answer", "renewed"])
def test_these_marks_come_by_no_press(cast: Cast, as_: SignIn, kind: str) -> None:
    _number, given = answered(cast)
    assert as_(cast.cleo).post(f"/a/{given}/marks", data={"mark": kind}).status_code == 400
    assert db.session.query(Mark).count() == 0


def test_somebody_elses_draft_and_a_thread_outside_end_nothing(cast: Cast, as_: SignIn) -> None:
    number, given = answered(cast)
    draft = drafted(cast.cleo)
    assert as_(cast.mo).post(f"/a/{given}/endings", data={"ask": str(draft)}).status_code == 404
    theirs = drafted(cast.dan)
    for path in (f"/a/{given}/endings", f"/q/{number}/endings"):
        assert as_(cast.dan).post(path, data={"ask": str(theirs)}).status_code == 404
    assert db.session.query(Mark).count() == 0


def test_the_author_is_asked_and_says_still_true(cast: Cast, as_: SignIn) -> None:
    number, given = answered(cast)
    as_(cast.cleo).post(f"/a/{given}/endings", data={"ask": str(drafted(cast.cleo))})
    author = as_(cast.ben)
    news = author.get("/notifications").text
    assert "Cleo Marchetti had no need to ask" in news
    assert "because of your answer to" in news
    assert f"/a/{given}/confirmation" in author.get(f"/q/{number}/", follow_redirects=True).text
    assert "Still true" in author.get(f"/a/{given}/confirmation").text
    assert author.post(f"/a/{given}/confirmation", data={"still": "maybe"}).status_code == 400
    assert author.post(f"/a/{given}/confirmation", data={"still": "yes"}).status_code == 302
    page = as_(cast.mo).get(f"/q/{number}/", follow_redirects=True).text
    assert re.search(r"Confirmed \d+ \w+", page)
    assert "Nobody waits" in author.get(f"/a/{given}/confirmation").text
    assert "Ben Okafor stands by the answer" in as_(cast.cleo).get("/notifications").text
    said = as_(cast.mo).get("/m/ben/recognition").text
    assert "A prior answer answered 1 peer." in said


def test_no_longer_leads_to_the_edit_and_is_said_meanwhile(cast: Cast, as_: SignIn) -> None:
    number, given = answered(cast)
    as_(cast.cleo).post(f"/a/{given}/endings", data={"ask": str(drafted(cast.cleo))})
    sent = as_(cast.ben).post(f"/a/{given}/confirmation", data={"still": "no"})
    assert sent.location == f"/a/{given}/edit"
    page = as_(cast.cleo).get(f"/q/{number}/", follow_redirects=True).text
    assert "said that this holds no longer" in page
    assert "stands by" not in as_(cast.cleo).get("/notifications").text


@pytest.mark.parametrize("exposure", ["role", "anonymous"])
def test_hidden_names_stay_hidden_both_ways(cast: Cast, as_: SignIn, exposure: str) -> None:
    when = clock.now() - timedelta(days=60)
    with transaction.unit():
        given = answer(cast.ben, ask(cast.ana, cast.inner, now=when), now=when, exposure=Exposure(exposure))
    number = given.id
    as_(cast.cleo).post(
        f"/a/{number}/endings",
        data={"ask": str(drafted(cast.cleo, exposure=exposure))},
        follow_redirects=True,
    )
    news = as_(cast.ben).get("/notifications").text
    assert "A member of this circle had no need to ask" in news
    assert "Marchetti" not in news
    as_(cast.ben).post(f"/a/{number}/confirmation", data={"still": "yes"})
    news = as_(cast.cleo).get("/notifications").text
    assert "A member of this circle stands by the answer" in news
    assert "Okafor" not in news
    assert "answered 1 peer" not in as_(cast.mo).get("/m/ben/recognition").text
    assert "answered 1 peer" not in as_(cast.mo).get("/m/cleo/recognition").text


def test_answered_before_stands_on_the_question_for_those_who_may_see_it(cast: Cast, as_: SignIn) -> None:
    number, _given = answered(cast)
    within = saved_question(cast.mo, cast.inner, title=NEAR)
    open_to_all = saved_question(cast.mo, cast.everyone, title=NEAR)
    upkeep.rebuild()
    page = as_(cast.cleo).get(f"/q/{within}/", follow_redirects=True).text
    assert f'href="/q/{number}/' in page.partition("Answered before")[2]
    for member in (cast.cleo, cast.dan):  # what only some of its readers may see is shown to none
        outside = as_(member).get(f"/q/{open_to_all}/", follow_redirects=True).text
        assert "Answered before" not in outside
        assert f"/q/{number}/" not in outside


def test_it_costs_no_statement_more_and_stays_within_eight(cast: Cast, as_: SignIn, queries: Queries) -> None:
    for n in range(6):
        answered(cast, title=f"How many critical vendors do you audit on site, group {n}?")
    number = saved_question(cast.mo, cast.inner, title=NEAR)
    upkeep.rebuild()
    browser = as_(cast.cleo)
    path = browser.get(f"/q/{number}").location
    for count in (8, 7):  # cold, then with the circle's members counted
        with queries:
            page = browser.get(path)
        assert len(queries) == count, queries.statements
        assert page.text.partition("Answered before")[2].partition("Who sees this")[0].count("<li>") == 3


def test_questions_are_linked_shown_and_parted(cast: Cast, as_: SignIn) -> None:
    first = saved_question(cast.ana, cast.inner)
    other = saved_question(cast.ben, cast.inner, title=NEAR)
    upkeep.rebuild()
    browser = as_(cast.ana)
    assert "Same as another" in browser.get(f"/q/{first}/", follow_redirects=True).text
    form = browser.get(f"/q/{first}/same").text
    assert f'name="pick" value="{other}"' in form
    assert browser.post(f"/q/{first}/same", data={"pick": str(other)}).status_code == 302
    for here, there in ((first, other), (other, first)):
        page = as_(cast.cleo).get(f"/q/{here}/", follow_redirects=True).text
        assert f"/q/{there}/" in page.partition("Asked the same")[2]
        assert "Not the same" not in page
        assert "Same as another" not in page
    history = as_(cast.cleo).get(f"/q/{other}/history").text
    assert "linked by who asked" in history
    browser.post(f"/q/{first}/same/{other}/end")
    assert "Asked the same" not in browser.get(f"/q/{first}/", follow_redirects=True).text
    assert "link taken back by who asked" in as_(cast.cleo).get(f"/q/{first}/history").text
    as_(cast.mo).post(f"/q/{first}/same", data={"other": f"https://peers.example/q/{other}/how?x=1#a2"})
    assert "linked by a steward or moderator" in as_(cast.cleo).get(f"/q/{first}/history").text


@pytest.mark.parametrize("typed", ["", "no number", "/q/99999", "{inside}", "99999999999999999999"])
def test_a_question_not_ones_own_and_none_get_the_same_words(cast: Cast, as_: SignIn, typed: str) -> None:
    mine = saved_question(cast.dan, cast.everyone)
    inside = saved_question(cast.ana, cast.inner)
    sent = as_(cast.dan).post(f"/q/{mine}/same", data={"other": typed.format(inside=inside)})
    assert sent.status_code == 422
    assert "There is no such question in your circles." in sent.text
    assert db.session.query(SameQuestion).count() == 0


def test_a_mail_goes_out_and_marks_are_still_what_they_were(cast: Cast, as_: SignIn) -> None:
    _number, given = answered(cast, old=False)
    as_(cast.cleo).post(f"/a/{given}/endings", data={"ask": str(drafted(cast.cleo))})
    nobody_is_asked()
    while outbox.drain():
        pass
    assert db.session.query(outbox.OutboxRow).filter(outbox.OutboxRow.due_at <= clock.now()).count() == 0
    with transaction.unit():
        marking.give(cast.cleo, db.session.get_one(Answer, given), MarkKind.HELPFUL, clock.now())
    assert db.session.get_one(Answer, given).helpful_count == 1
