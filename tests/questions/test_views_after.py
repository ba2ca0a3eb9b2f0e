"""The pages of moving a date and recording an outcome, as a browser sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.core import transaction
from qa.core.db import db
from qa.members import headcount
from qa.members.models import Exposure, Member
from qa.questions import after
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import saved_answer, saved_question

SignIn = Callable[[Member], Browser]
NOW = datetime(2026, 10, 23, 15, tzinfo=UTC)
"""A Friday, 17:00 in Berlin; in the night to Sunday the clocks go back there."""
DAY = timedelta(days=1)
WHY = {"reason": "The committee meets later"}


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def due(number: int) -> datetime | None:
    return db.session.get_one(Question, number).needed_by


def test_a_quick_choice_moves_it_in_the_askers_zone_across_the_change_of_the_clocks(
    cast: Cast, as_: SignIn
) -> None:
    number = saved_question(cast.ana, cast.inner, now=NOW - 2 * DAY, days=1)
    browser = as_(cast.ana)
    assert "Move the date" in browser.get(f"/q/{number}/x", follow_redirects=True).text
    page = browser.get(f"/q/{number}/date").text
    assert "With a later date it opens again." in page
    values = re.findall(r'name="needed_by" [^>]*value="([^"]+)"', page)
    assert values == ["2026-10-24T17:00", "2026-10-30T17:00", "2026-10-28T17:00"]  # and none without a date
    sent = browser.post(f"/q/{number}/date", data={**WHY, "needed_by": "2026-10-30T17:00"})
    assert sent.status_code == 302
    assert due(number) == datetime(2026, 10, 30, 16, tzinfo=UTC)  # 17:00 is an hour later in winter
    page = as_(cast.cleo).get(sent.location).text
    assert "Date moved today 17:00; it was Thursday 22 October, 17:00. Why:" in page
    assert "The committee meets later" in page


def test_only_choices_after_the_date_are_offered(cast: Cast, as_: SignIn) -> None:
    soon = saved_question(cast.ana, cast.inner, days=2)
    far = saved_question(cast.ana, cast.inner, days=30, title="And which of them once in three years?")
    browser = as_(cast.ana)
    assert 'value="2026-10-24T17:00"' not in browser.get(f"/q/{soon}/date").text
    assert 'type="radio"' not in browser.get(f"/q/{far}/date").text
    assert browser.post(f"/q/{far}/date", data={**WHY, "date": "2026-12-24"}).status_code == 302
    assert due(far) == datetime(2026, 12, 24, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Choose the new date."),
        ({"needed_by": "none"}, "Choose the new date."),
        ({"date": "2026-10-22"}, "has passed"),
        ({"date": "2026-10-24", "time": "11:00"}, "after the date as it stands"),
        ({"date": "2027-10-23"}, "Choose a day before"),
        ({"date": "2026-11-31"}, "not a day in the calendar"),
        ({"date": "2026-11-02", "time": "25:00"}, "not a time of day"),
        ({"date": "2026-11-02", "reason": ""}, "Say why"),
        ({"date": "2026-11-02", "reason": "x" * 121}, "121"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    cast: Cast, as_: SignIn, typed: dict[str, str], why: str
) -> None:
    number = saved_question(cast.ana, cast.inner, days=3)
    before = due(number)
    sent = as_(cast.ana).post(f"/q/{number}/date", data={**WHY, **typed})
    assert (sent.status_code, why in sent.text) == (422, True)
    assert f'value="{ {**WHY, **typed}["reason"] }"' in sent.text
    assert due(number) == before


def test_a_third_move_is_refused_in_plain_words(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, days=3)
    browser = as_(cast.ana)
    for day in (2, 3):
        assert browser.post(f"/q/{number}/date", data={**WHY, "date": f"2026-11-0{day}"}).status_code == 302
    sent = browser.post(f"/q/{number}/date", data={**WHY, "date": "2026-11-04"})
    assert (sent.status_code, "twice at most" in sent.text) == (422, True)
    assert browser.get(f"/q/{number}/date").status_code == 422
    assert "Move the date" not in browser.get(f"/q/{number}/x", follow_redirects=True).text


def test_an_outcome_is_recorded_shown_and_mended_for_an_hour(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, now=NOW - 3 * DAY, days=2)
    saved_answer(cast.ben, db.session.get_one(Question, number), now=NOW - 2 * DAY)
    browser = as_(cast.ana)
    assert f'href="/q/{number}/outcome"' in browser.get("/").text
    assert "The member who answered is told" in browser.get(f"/q/{number}/outcome").text
    refused = browser.post(f"/q/{number}/outcome", data={"body": "x" * 2001})
    assert (refused.status_code, "x" * 2001 in refused.text) == (422, True)
    sent = browser.post(f"/q/{number}/outcome", data={"body": "We went with **six**."})
    address = sent.location.removesuffix("#outcome")
    assert address != sent.location
    page = browser.get(address).text
    assert "What was decided" in page and "<strong>six</strong>" in page and "within the hour" in page
    assert f'href="/q/{number}/outcome"' not in browser.get("/").text
    assert "We went with **six**." in browser.get(f"/q/{number}/outcome").text
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert browser.get(f"/q/{number}/outcome").status_code == 422
        assert "within the hour" not in browser.get(address).text
        assert "<strong>six</strong>" in as_(cast.cleo).get(address).text


def test_an_open_question_has_no_outcome_yet(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, days=3)
    browser = as_(cast.ana)
    assert "still open" in browser.get(f"/q/{number}/outcome").text
    assert browser.post(f"/q/{number}/outcome", data={"body": "Six."}).status_code == 422
    browser.post(f"/q/{number}/closure")
    assert browser.post(f"/q/{number}/outcome", data={"body": "Six."}).status_code == 302


def test_a_signature_below_an_outcome_is_shown_before_it_goes_out(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, now=NOW - 3 * DAY, days=2, exposure=Exposure.ANONYMOUS)
    body = "We went with six.\n\n--\nAna Lindqvist\nCISO, Nordsee Bank\nTel. +49 40 1234567"
    browser = as_(cast.ana)
    asked = browser.post(f"/q/{number}/outcome", data={"body": body})
    assert (asked.status_code, "You withhold your name" in asked.text) == (422, True)
    browser.post(f"/q/{number}/outcome", data={"body": body, "signature": "remove"})
    page = as_(cast.cleo).get(f"/q/{number}/x", follow_redirects=True).text
    assert "We went with six." in page and "Lindqvist" not in page


def test_the_first_page_lists_what_waits_until_it_is_archived(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, days=2)
    browser = as_(cast.ana)
    for days, waits in ((1, False), (2, True), (29, True), (30, False)):
        with time_machine.travel(NOW + days * DAY, tick=False):
            page = as_(cast.ana).get("/").text
            assert ("Needs your outcome" in page) is waits, days
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        page = as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
        assert "Archived:" in page and "Closed short, archived" in page
        assert "Post answer" in page
    assert "Needs your outcome" not in browser.get("/").text


def test_no_query_more_for_moves_and_an_outcome(cast: Cast, as_: SignIn, queries: Queries) -> None:
    number = saved_question(cast.ana, cast.inner, now=NOW - 9 * DAY, days=5)
    saved_answer(cast.ben, db.session.get_one(Question, number), now=NOW - 8 * DAY)
    counts, browser = [], as_(cast.cleo)
    for full in (False, True):
        if full:
            with transaction.unit():
                question = db.session.get_one(Question, number)
                for n in (1, 2):
                    after.move(cast.ana, question, NOW - (4 - n) * DAY, "Later", NOW - 6 * DAY)
                after.record(cast.ana, question, "Six.", NOW)
        address = browser.get(f"/q/{number}/x").location
        headcount.forget()
        with queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
