"""The page of a member's recognition, as others and as the member see it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qa.answers import marking
from qa.answers.marking import Remark
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.members.models import Exposure, Member
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask

SignIn = Callable[[Member], Browser]
PAGE = "/m/ben/recognition"


def thanked(
    cast: Cast,
    title: str = "Who signs the exit plan?",
    note: str = "I struck the clause",
    question: Exposure = Exposure.NAMED,
    exposure: Exposure = Exposure.NAMED,
    **more: str,
) -> None:
    """Ana used Ben's answer and thanked for it; Cleo found it helpful."""
    with transaction.unit():
        asked = ask(cast.ana, cast.inner, title=title, exposure=question)
        given = answer(cast.ben, asked, exposure=exposure, **more)
        marking.give(cast.ana, given, MarkKind.USED, clock.now(), Remark(note, 3))
        marking.give(cast.cleo, given, MarkKind.HELPFUL, clock.now())


def test_it_says_whom_somebody_helped_and_on_what(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    page = as_(cast.mo).get(PAGE).text
    assert "Helped 2 peers, all in time. Trusted on vendor audits." in page
    assert "“I struck the clause”" in page
    assert "Ana Lindqvist used it · 2 peers · in time" in page
    assert re.search(r'href="/q/\d+/who-signs-the-exit-plan#a\d+"', page)
    assert "saved 3 hours in all" in page
    assert "Cleo" not in page  # who found it helpful stays unnamed
    assert "Only you see this" not in page


def test_the_member_sees_more(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    page = as_(cast.ben).get(PAGE).text
    assert "Helped 2 peers, all in time." in page
    assert "Only you see this" in page
    assert "Ana Lindqvist used it. One more peer marked it." in page


def test_outside_the_circle_nothing_of_it_shows(cast: Cast, as_: SignIn) -> None:
    nothing = as_(cast.dan).get(PAGE)
    thanked(cast, "CANARYTITLE who signs it?", "CANARYNOTE")
    after = as_(cast.dan).get(PAGE)
    assert after.status_code == nothing.status_code == 200
    assert masked(after.text) == masked(nothing.text)
    assert "CANARY" not in after.text
    assert "CANARYTITLE" in as_(cast.mo).get(PAGE).text


def masked(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize("exposure", [Exposure.ANONYMOUS, Exposure.ROLE])
def test_an_answer_without_a_name_shows_to_its_author_alone(
    cast: Cast, as_: SignIn, exposure: Exposure
) -> None:
    viewers = (cast.ana, cast.cleo, cast.mo, cast.dan)
    before = [masked(as_(viewer).get(PAGE).text) for viewer in viewers]
    thanked(cast, "CANARYTITLE who signs it?", "CANARYNOTE", exposure=exposure)
    after = [masked(as_(viewer).get(PAGE).text) for viewer in (cast.ana, cast.cleo, cast.mo, cast.dan)]
    assert after == before
    own = as_(cast.ben).get(PAGE).text
    public, private = own.split('id="private"')
    assert "CANARY" not in public
    assert "CANARYTITLE" in private
    assert "Answers without your name helped 2 peers" in private
    assert "2 peers, private" in private


def test_the_same_answer_by_name_shows(cast: Cast, as_: SignIn) -> None:
    thanked(cast, "CANARYTITLE who signs it?", "CANARYNOTE", exposure=Exposure.NAMED)
    for viewer in (cast.ana, cast.cleo, cast.mo):
        page = as_(viewer).get(PAGE).text
        assert "CANARYTITLE" in page
        assert "CANARYNOTE" in page


@pytest.mark.parametrize(
    ("exposure", "named"), [(Exposure.NAMED, True), (Exposure.ROLE, False), (Exposure.ANONYMOUS, False)]
)
def test_an_asker_thanks_under_the_questions_exposure(
    cast: Cast, as_: SignIn, exposure: Exposure, named: bool
) -> None:
    thanked(cast, question=exposure)
    for viewer in (cast.ben, cast.mo):
        page = as_(viewer).get(PAGE).text
        assert "“I struck the clause”" in page
        assert ("Lindqvist" in page) == named
        assert ("/m/ana" in page) == named


def test_who_hides_recognition_is_believed(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    with transaction.unit():
        cast.ben.recognition_hidden = True
    for viewer in (cast.ana, cast.mo):
        page = as_(viewer).get(PAGE)
        assert page.status_code == 200
        assert "Ben Okafor keeps recognition hidden" in page.text
        assert "Helped" not in page.text
        assert "struck" not in page.text
    own = as_(cast.ben).get(PAGE).text
    assert "nobody else sees this page" in own
    assert "Helped 2 peers" in own


def test_an_answer_with_an_interest_carries_nothing(cast: Cast, as_: SignIn) -> None:
    thanked(cast, interest="We sell audits")
    assert "Nothing to show yet." in as_(cast.mo).get(PAGE).text
    assert "such an answer carries no credit" in as_(cast.ben).get(PAGE).text


def test_no_page_for_strangers_and_for_nobody(cast: Cast, as_: SignIn, client: Browser) -> None:
    assert as_(cast.ana).get("/m/eve/recognition").status_code == 404
    assert as_(cast.ana).get("/m/nobody/recognition").status_code == 404
    assert as_(cast.ana).get(PAGE).status_code == 200
    assert "/login" in client.get(PAGE).location
    assert "/standing" in as_(cast.eve).get(PAGE).location


def test_words_of_peers_are_never_markup(cast: Cast, as_: SignIn) -> None:
    thanked(cast, "<b>Who</b> signs the exit plan?", "<script>alert(1)</script>")
    page = as_(cast.mo).get(PAGE).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>Who</b>" not in page


def test_a_long_record_is_shown_in_part_and_costs_no_more_queries(
    cast: Cast, as_: SignIn, queries: Queries
) -> None:
    counts, browsers = {"mo": [], "ben": []}, {"mo": as_(cast.mo), "ben": as_(cast.ben)}
    with transaction.unit():
        crowd(cast.inner, 10)
    for number in (1, 10):
        for n in range(number):
            thanked(cast, f"Question {number} and {n}?", f"Note {number} and {n}")
        for name, browser in (*browsers.items(), *browsers.items()):
            with queries:
                page = browser.get(PAGE)
            assert page.status_code == 200
            counts[name].append(len(queries))
    assert counts == {"mo": [7, 5, 7, 5], "ben": [9, 8, 9, 8]}  # added up, and then remembered
    page = browsers["mo"].get(PAGE)
    assert page.text.count('class="thanks"') == 3
    assert "All topics, answers and notes" in page.text
    assert browsers["mo"].get(f"{PAGE}?all=1").text.count('class="thanks"') == 11


def test_a_hidden_topic_changes_no_byte_against_a_world_without_it(cast: Cast, as_: SignIn) -> None:
    paths = (PAGE, f"{PAGE}?all=1")
    before = [masked(as_(cast.mo).get(path).text) for path in paths]
    thanked(cast, "CANARYTITLE who signs it?", "CANARYNOTE")
    own = as_(cast.ben)
    assert "Trusted on vendor audits" in as_(cast.mo).get(PAGE).text
    done = own.post("/recognition/topics", data={"topic": "vendor audits", "do": "hide"})
    assert done.location.endswith("/m/ben/recognition#mine")
    assert [masked(as_(cast.mo).get(path).text) for path in paths] == before
    assert (
        "vendor audits" not in as_(cast.mo).get("/m/ben").text.split("Ask me about")[0].split('id="best"')[-1]
    )
    page = own.get(PAGE).text
    public, private = page.split('id="private"')
    assert "vendor audits" not in public and "CANARY" not in public
    assert "vendor audits</bdi> · 2 peers · hidden" in private
    assert "You hide a topic of it: it counts nowhere but here." in private
    own.post("/recognition/topics", data={"topic": "vendor audits", "do": "show"})
    assert "CANARYNOTE" in as_(cast.mo).get(PAGE).text


def test_a_topic_is_hidden_or_shown_and_nothing_else(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    own = as_(cast.ben)
    assert own.post("/recognition/topics", data={"topic": "vendor audits", "do": "burn"}).status_code == 400
    assert own.post("/recognition/topics", data={"topic": "none such", "do": "hide"}).status_code == 422
    assert own.post("/recognition/topics", data={"topic": "vendor audits", "do": "hide"}).status_code == 302


def test_what_was_asked_and_who_waits_is_for_the_member_alone(cast: Cast, as_: SignIn) -> None:
    past = clock.now() - timedelta(days=3)
    with transaction.unit():
        question = ask(cast.ana, cast.inner, title="Which exit test?", now=past, days=1)
        answer(cast.ben, question, now=past)
    own = as_(cast.ana).get("/m/ana/recognition").text
    assert "1 question; 1 answer waits for a word" in own
    assert f'href="/q/{question.id}/thanks"' in own
    for other in (cast.ben, cast.mo):
        page = as_(other).get("/m/ana/recognition").text
        assert "waits for a word" not in page and "/thanks" not in page
    mine = as_(cast.ben).get(PAGE).text
    assert "waiting" in mine and "The asker has not said yet, and is asked once more on" in mine
