"""Answering, marking and commenting, as a browser does it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.answers.models import Answer, Comment, Mark
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.things import saved_answer, saved_question

SignIn = Callable[[Member], Browser]
FIELDS = {"body": "Nine of **38**.", "basis": "did", "quote": "role", "exposure": "named"}


def question(cast: Cast, **kwargs: object) -> Question:
    found = db.session.get(Question, saved_question(cast.ana, cast.inner, **kwargs))
    assert found is not None
    return found


def page_of(browser: Browser, number: int) -> str:
    return browser.get(f"/q/{number}", follow_redirects=True).text


def test_an_answer_is_posted_and_seen(cast: Cast, as_: SignIn) -> None:
    number = question(cast).id
    assert as_(cast.ben).post(f"/q/{number}/answers", data=FIELDS).status_code == 302
    page = page_of(as_(cast.cleo), number)
    assert "<strong>38</strong>" in page and "Ben Okafor" in page
    assert "I did this myself" in page


@pytest.mark.parametrize(
    "change", [{"body": ""}, {"body": "x" * 66_000}, {"basis": "guess"}, {"quote": "all"}, {"exposure": "x"}]
)
def test_a_refused_answer_keeps_its_text(cast: Cast, as_: SignIn, change: dict[str, str]) -> None:
    number = question(cast).id
    page = as_(cast.ben).post(f"/q/{number}/answers", data={**FIELDS, "interest": "we sell it", **change})
    assert page.status_code == 422
    assert "put right" in page.text and "we sell it" in page.text
    assert change.get("body", FIELDS["body"]) in page.text
    assert db.session.query(Answer).count() == 0


def test_a_second_answer_and_the_askers_own_are_refused_in_words(cast: Cast, as_: SignIn) -> None:
    number = question(cast).id
    ben = as_(cast.ben)
    ben.post(f"/q/{number}/answers", data=FIELDS)
    again = ben.post(f"/q/{number}/answers", data={**FIELDS, "body": "Once more."})
    assert (again.status_code, "answered this already" in again.text, "Once more." in again.text) == (
        422,
        True,
        True,
    )
    own = as_(cast.ana).post(f"/q/{number}/answers", data=FIELDS)
    assert (own.status_code, "You asked this" in own.text) == (422, True)


def test_a_late_answer_says_so(cast: Cast, as_: SignIn) -> None:
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    number = question(cast, now=start, days=1).id
    with time_machine.travel(start + timedelta(days=2)):
        browser = as_(cast.ben)
        assert "a late answer is still welcome" in page_of(browser, number)
        browser.post(f"/q/{number}/answers", data=FIELDS)
        page = page_of(as_(cast.cleo), number)
    assert "Came after the date" in page and "Closed short" in page


def test_an_interest_is_shown_above_the_answer(cast: Cast, as_: SignIn) -> None:
    number = question(cast).id
    as_(cast.ben).post(f"/q/{number}/answers", data={**FIELDS, "has_interest": "y"})
    page = page_of(as_(cast.cleo), number)
    assert "carries no credit" in page and "did not say which" in page


def test_editing_and_its_history(cast: Cast, as_: SignIn) -> None:
    given = saved_answer(cast.ben, question(cast))
    ben = as_(cast.ben)
    assert 'value="did"' in ben.get(f"/a/{given}/edit").text
    changed = {**FIELDS, "body": "Ten of 38.", "base": "1", "reason": "one more came"}
    assert ben.post(f"/a/{given}/edit", data=changed).status_code == 302
    history = as_(cast.cleo).get(f"/a/{given}/history").text
    assert "one more came" in history and "Ten of 38." in history
    clash = ben.post(f"/a/{given}/edit", data={**changed, "body": "Eleven."})
    assert (clash.status_code, "Eleven." in clash.text, "Ten of 38." in clash.text) == (409, True, True)
    assert ben.post(f"/a/{given}/edit", data={**changed, "body": "", "base": "2"}).status_code == 422


@pytest.mark.parametrize("path", ["edit", "history", "marks"])
def test_pages_of_an_answer_are_for_its_circle(cast: Cast, as_: SignIn, path: str) -> None:
    given = saved_answer(cast.ben, question(cast))
    assert as_(cast.dan).get(f"/a/{given}/{path}").status_code == 404
    assert as_(cast.ben).get(f"/a/{given}/{path}").status_code == 200
    assert as_(cast.cleo).get(f"/a/{given}/edit").status_code == 403


def test_a_short_address_leads_to_the_answer(cast: Cast, as_: SignIn) -> None:
    given = saved_answer(cast.ben, question(cast))
    assert as_(cast.cleo).get(f"/a/{given}").location.endswith(f"#a{given}")
    assert as_(cast.dan).get(f"/a/{given}").status_code == 404


def test_taking_an_answer_back(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given = saved_answer(cast.ben, asked, body="Nine of 38 it was.")
    number = asked.id
    assert as_(cast.cleo).post(f"/a/{given}/withdrawal").status_code == 403
    assert as_(cast.ben).post(f"/a/{given}/withdrawal").status_code == 302
    assert "Nine of 38 it was." not in page_of(as_(cast.cleo), number)
    assert as_(cast.cleo).get(f"/a/{given}/history").status_code == 404


def test_marks_are_given_and_taken_back(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given, number = saved_answer(cast.ben, asked), asked.id
    cleo = as_(cast.cleo)
    cleo.post(f"/a/{given}/marks", data={"mark": "helpful"})
    assert "Helpful · 1" in page_of(cleo, number)
    cleo.post(f"/a/{given}/marks", data={"unmark": "helpful"})
    assert "Helpful · 1" not in page_of(cleo, number)
    assert db.session.query(Mark).count() == 2


def test_the_asker_says_thanks(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given, number = saved_answer(cast.ben, asked), asked.id
    words = {"mark": "used", "note": "The chair read it out.", "hours_saved": "6"}
    assert as_(cast.cleo).post(f"/a/{given}/marks", data=words).status_code == 422
    assert as_(cast.ana).post(f"/a/{given}/marks", data=words).status_code == 302
    page = page_of(as_(cast.cleo), number)
    assert "The chair read it out." in page and "saved 6 hours" in page and "Used by the asker" in page


@pytest.mark.parametrize("hours", ["0", "-3", "999", "six", "1e3", "9" * 400])
def test_hours_that_are_none_are_refused_in_words(cast: Cast, as_: SignIn, hours: str) -> None:
    given = saved_answer(cast.ben, question(cast))
    page = as_(cast.ana).post(
        f"/a/{given}/marks", data={"mark": "used", "note": "thanks", "hours_saved": hours}
    )
    assert page.status_code == 422
    assert "thanks" in page.text
    assert db.session.query(Mark).count() == 0


def test_warnings_need_a_reason_and_stand_above_the_answer(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given, number = saved_answer(cast.ben, asked), asked.id
    cleo = as_(cast.cleo)
    refused = cleo.post(f"/a/{given}/marks", data={"mark": "risky"})
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    cleo.post(f"/a/{given}/marks", data={"mark": "risky", "note": "The supervisor refused this in May."})
    page = page_of(as_(cast.ana), number)
    assert "A peer finds this risky" in page and "refused this in May" in page


def test_a_mark_that_is_none_is_a_bad_request(cast: Cast, as_: SignIn) -> None:
    given = saved_answer(cast.ben, question(cast))
    assert as_(cast.cleo).post(f"/a/{given}/marks", data={"mark": "super"}).status_code == 400
    assert as_(cast.cleo).post(f"/a/{given}/marks", data={"mark": "helpful"}).status_code == 302


def test_nothing_is_done_to_an_answer_from_outside_its_circle(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given, number = saved_answer(cast.ben, asked), asked.id
    dan = as_(cast.dan)
    for path in (f"/a/{given}/marks", f"/a/{given}/comments", f"/a/{given}/withdrawal", f"/a/{given}/edit"):
        assert dan.post(path, data={"mark": "helpful", **FIELDS}).status_code == 404
    for path in (
        f"/q/{number}/answers",
        f"/q/{number}/comments",
        f"/q/{number}/edit",
        f"/q/{number}/closure",
    ):
        assert dan.post(path, data=FIELDS).status_code == 404
    assert (db.session.query(Mark).count(), db.session.query(Comment).count()) == (0, 0)
    assert as_(cast.cleo).post(f"/q/{number}/comments", data={"body": "Indeed."}).status_code == 302


def test_comments_come_and_go(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    given, number = saved_answer(cast.ben, asked), asked.id
    cleo = as_(cast.cleo)
    cleo.post(f"/a/{given}/comments", data={"body": "Who asks *them*?"})
    assert "Who asks <em>them</em>?" in page_of(as_(cast.ana), number)
    said = db.session.query(Comment).one().id
    assert as_(cast.ben).post(f"/comments/{said}/withdrawal").status_code == 403
    assert cleo.post(f"/comments/{said}/withdrawal").status_code == 302
    assert "Who asks" not in page_of(as_(cast.ana), number)


def test_a_refused_comment_keeps_its_text(cast: Cast, as_: SignIn) -> None:
    number = question(cast).id
    long = "a long remark " * 100
    page = as_(cast.ben).post(f"/q/{number}/comments", data={"body": long})
    assert (page.status_code, "a long remark a long remark" in page.text) == (422, True)


def test_an_anonymous_answerers_comment_stays_without_a_name(cast: Cast, as_: SignIn) -> None:
    asked = question(cast)
    saved_answer(cast.ben, asked, exposure=Exposure.ANONYMOUS)
    as_(cast.ben).post(f"/q/{asked.id}/comments", data={"body": "As I wrote above."})
    assert "Ben Okafor" not in page_of(as_(cast.cleo), asked.id)


def test_the_asker_alone_is_asked_for_thanks(cast: Cast, as_: SignIn) -> None:
    given = saved_answer(cast.ben, question(cast))
    assert "A word of thanks" in as_(cast.ana).get(f"/a/{given}/marks?for=used").text
    for page in (as_(cast.cleo).get(f"/a/{given}/marks?for=used"), as_(cast.ana).get(f"/a/{given}/marks")):
        assert "A word of thanks" not in page.text
        assert 'value="risky"' in page.text


@pytest.mark.parametrize("base", ["", "-1", "x", "9" * 5000, "\u0661"])
def test_a_base_that_is_none_is_a_conflict_and_not_a_fault(cast: Cast, as_: SignIn, base: str) -> None:
    given = saved_answer(cast.ben, question(cast))
    page = as_(cast.ben).post(f"/a/{given}/edit", data={**FIELDS, "body": "Ten of 38.", "base": base})
    assert (page.status_code, "Ten of 38." in page.text) == (409, True)
