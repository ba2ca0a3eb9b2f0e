"""The search page as a browser sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.members.models import Exposure, Member, Membership
from qa.search import upkeep
from tests.search.people import NOW, work
from tests.search.test_grammar import HOSTILE
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

SignIn = Callable[[Member], Browser]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_hit_shows_title_passage_author_and_time_box(cast: Cast, as_: SignIn) -> None:
    question = ask(cast.ana, cast.inner)
    answer(cast.ben, question, body="We replaced <script>visits</script> by encryption & reports.")
    work()
    page = as_(cast.cleo).get("/search?q=encryption").text
    assert "1 result" in page
    assert "<mark>encryption</mark> &amp; reports" in page
    assert "Ben Okafor" in page
    assert "Inner circle" in page
    assert f"/q/{question.id}/" in page
    assert "7\u00a0days left" in page
    assert "<script>visits" not in page
    page = as_(cast.cleo).get("/search?q=critical+vendors").text
    assert "How many <mark>critical</mark> <mark>vendors</mark>" in page
    assert "Ana Lindqvist" in page


def test_outside_the_circle_the_page_is_that_of_an_empty_forum(cast: Cast, as_: SignIn) -> None:
    before = as_(cast.dan).get("/search?q=critical+vendors").text
    ask(cast.ana, cast.inner)
    work()
    empty = as_(cast.dan).get("/search?q=critical+vendors")
    assert "Nobody has answered this here yet" in empty.text
    assert "Inner circle" not in empty.text
    assert "being rebuilt" in before
    assert "being rebuilt" not in empty.text
    assert "Inner circle" in as_(cast.cleo).get("/search?q=critical+vendors").text


def test_a_withheld_name_is_not_on_the_page(cast: Cast, as_: SignIn) -> None:
    ask(cast.ana, cast.inner, exposure=Exposure.ROLE)
    work()
    page = as_(cast.cleo).get("/search?q=vendors").text
    assert "A member of this circle" in page
    assert "Lindqvist" not in page
    assert "Nordsee" not in page
    assert "You, without your name" in as_(cast.ana).get("/search?q=vendors").text


def test_filters_add_up_and_can_be_taken_off(cast: Cast, as_: SignIn) -> None:
    inner = ask(cast.ana, cast.inner)
    ask(cast.dan, cast.everyone, title="Which vendor do you trust with backups?", tags=("backup",))
    work()
    browser = as_(cast.cleo)
    assert "2 results" in browser.get("/search?q=vendor").text
    page = browser.get("/search?q=vendor&circle=inner&is=open&since=month&tag=vendor+audits&by=ana").text
    assert "1 result" in page
    assert f"/q/{inner.id}/" in page
    assert "Narrowed to:" in page
    assert "take off" in page
    assert 'href="/search?q=vendor&amp;is=open&amp;since=month&amp;tag=vendor+audits&amp;by=ana"' in page
    assert "Nobody has answered" in browser.get("/search?q=vendor&circle=inner&tag=backup").text


def test_pages_keep_words_and_filters(cast: Cast, as_: SignIn) -> None:
    for number in range(12):
        ask(cast.ana, cast.inner, title=f"Which vendor is number {number}?")
    work()
    page = as_(cast.cleo).get("/search?q=vendor&is=open&sort=newest").text
    assert "12 results" in page
    following = re.search(
        r'rel="next" href="(/search\?q=vendor&amp;is=open&amp;sort=newest&amp;at=[^"]+)"', page
    )
    assert following is not None
    page = as_(cast.cleo).get(following[1].replace("&amp;", "&")).text
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page


def test_without_words_it_says_how_to_search(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.cleo).get("/search")
    assert page.status_code == 200
    assert "all the words, in any form" in page.text


def test_the_best_answer_stands_in_the_hit_with_its_marks(cast: Cast, as_: SignIn) -> None:
    question = ask(cast.ana, cast.inner)
    answer(cast.cleo, question, body="We do not visit.")
    reply = answer(cast.ben, question, body="Use encryption.", exposure=Exposure.ROLE)
    marking.give(cast.ana, reply, MarkKind.USED, NOW)
    marking.give(cast.cleo, reply, MarkKind.HELPFUL, NOW)
    work()
    page = as_(cast.cleo).get("/search?q=vendors+encryption").text
    assert "Use <mark>encryption</mark>" in page
    assert "rated critical" in page
    assert "Used by the asker" in page
    assert "Helpful to one peer" in page
    assert "Ben Okafor" not in page
    assert f"#a{reply.id}" in page


def test_choices_say_what_they_bring(cast: Cast, as_: SignIn) -> None:
    ask(cast.ana, cast.inner, tags=("backup",))
    ask(cast.dan, cast.everyone, title="Which vendor do you trust with backups?", tags=("backup", "cloud"))
    work()
    page = as_(cast.cleo).get("/search?q=vendor").text
    assert re.search(
        r'value="inner"><span dir="auto">Inner circle</span> <span class="u-quiet">1</span>', page
    )
    assert re.search(r'value="backup"><span dir="auto">backup</span> <span class="u-quiet">2</span>', page)
    outside = as_(cast.dan).get("/search?q=vendor").text
    assert re.search(r'value="backup"><span dir="auto">backup</span> <span class="u-quiet">1</span>', outside)
    assert "Inner circle" not in outside


def test_orders_are_offered(cast: Cast, as_: SignIn) -> None:
    ask(cast.ana, cast.inner)
    work()
    browser = as_(cast.cleo)
    page = browser.get("/search?q=vendor&is=open").text
    assert '<a href="/search?q=vendor&amp;is=open" aria-current="true">Best match</a>' in page
    assert '<a href="/search?q=vendor&amp;is=open&amp;sort=marks">Most marks</a>' in page
    page = browser.get("/search?q=vendor&is=open&sort=newest").text
    assert 'sort=newest" aria-current="true">Newest</a>' in page
    assert "Best match" not in browser.get("/search?is=open").text


def test_a_word_is_put_right_and_the_typed_one_stays_searchable(cast: Cast, as_: SignIn) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    browser = as_(cast.cleo)
    page = browser.get("/search?q=critical+vendros").text
    assert "critical <em>vendors</em>" in page
    assert 'value="critical vendros"' in page
    assert 'href="/search?q=critical+vendros&amp;as=typed">Search for “critical vendros” instead</a>' in page
    assert f"/q/{question.id}/" in page
    typed = browser.get("/search?q=critical+vendros&as=typed").text
    assert "Did you mean" not in typed
    assert "have some of them" in typed
    assert "Did you mean" not in as_(cast.dan).get("/search?q=critical+vendros").text


def test_nothing_found_names_what_can_be_taken_off_and_leads_to_ask(cast: Cast, as_: SignIn) -> None:
    ask(cast.ana, cast.inner)
    work()
    page = as_(cast.cleo).get("/search?q=vendor+answers:>3+-cloud&circle=inner").text
    assert 'href="/ask?title=vendor"' in page
    assert (
        '<a href="/search?q=vendor+-cloud&amp;circle=inner">With any number of answers</a> <span>1 result</span>'
        in page
    )
    assert "In any of your circles" not in page  # that alone would bring nothing
    outside = as_(cast.dan).get("/search?q=vendor+answers:>3+-cloud&circle=inner").text
    assert "With any number of answers" not in outside


def test_a_search_is_saved_listed_and_removed(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.cleo)
    assert "No saved searches" in browser.get("/search/saved").text
    sent = {
        "q": 'vendor "on site"',
        "circle": "inner",
        "by": "Ben Okafor",
        "is": "",
        "since": "month",
        "id": "7",
    }
    assert browser.post("/search/saved", data=sent).status_code == 303
    page = browser.get("/search/saved").text
    assert "vendor &#34;on site&#34; by:&#34;Ben Okafor&#34; circle:inner" in page
    assert 'href="/search?q=vendor+%22on+site%22&amp;by=Ben+Okafor&amp;circle=inner"' in page
    assert "nothing new so far" in page
    assert "No saved searches" in as_(cast.dan).get("/search/saved").text
    number = re.search(r"/search/saved/(\d+)/removal", page)
    assert number is not None
    assert as_(cast.dan).post(number[0]).status_code == 404
    assert browser.post(number[0]).status_code == 303
    assert "No saved searches" in browser.get("/search/saved").text


def test_an_empty_search_is_not_saved_and_it_is_said(cast: Cast, as_: SignIn) -> None:
    refused = as_(cast.cleo).post("/search/saved", data={"q": " "})
    assert refused.status_code == 422
    assert "There is nothing in this search yet." in refused.text


def test_news_name_a_thread_that_fits_and_not_its_asker(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.cleo)
    browser.post("/search/saved", data={"q": "vendors"})
    question = ask(cast.ana, cast.inner)
    work()
    page = browser.get("/notifications").text
    assert f'href="/q/{question.id}/' in page
    assert "Fits a search you saved:" in page
    assert "Lindqvist" not in page
    assert "one thread came to fit" in browser.get("/search/saved").text
    row = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    row.left_at = NOW
    db.session.commit()
    assert "Fits a search you saved" not in browser.get("/notifications").text
    assert "nothing new so far" in browser.get("/search/saved").text


@pytest.mark.parametrize("indexed", [True, False])
def test_hostile_addresses_are_pages_like_others(cast: Cast, as_: SignIn, indexed: bool) -> None:
    ask(cast.ana, cast.inner)
    if indexed:
        work()
    browser = as_(cast.cleo)
    for text in HOSTILE:
        sent = text[:2000].encode("utf-8", "replace").decode()
        names = ("q", "circle", "is", "since", "tag", "by", "sort", "as", "at", "page")
        # No address holds a NUL: that is refused for every page before any view is asked.
        expected = 400 if "\x00" in sent else 200
        assert browser.get("/search", query_string=dict.fromkeys(names, sent)).status_code == expected
        assert browser.get("/search", query_string={"q": sent}).status_code == expected
        assert browser.get("/ask/similar", query_string={"title": sent}).status_code == expected
        kept = browser.post("/search/saved", data=dict.fromkeys(("q", "circle", "is", "tag", "by"), sent))
        assert kept.status_code in (303, 422)


def test_only_members_search(cast: Cast, client: Browser, as_: SignIn) -> None:
    assert client.get("/search?q=x").status_code in (302, 401)
    assert as_(cast.eve).get("/search?q=x").status_code == 302
    assert as_(cast.cleo).get("/search?q=x").status_code == 200


def test_the_page_costs_at_most_six_statements(cast: Cast, as_: SignIn, queries: Queries) -> None:
    for number in range(9):
        question = ask(cast.ana, cast.inner, title=f"Which vendor is number {number}?")
        answer(cast.ben, question)
        answer(cast.cleo, question)
    work()
    upkeep.index().snapshot()
    browser = as_(cast.cleo)
    browser.get("/search?q=vendor")
    counts = []
    for text in ("vendor+1", "vendor", "vendor+by:ben+circle:inner+is:open+is:mine&tag=vendor+audits"):
        with queries:
            browser.get(f"/search?q={text}")
        counts.append(len(queries))
    assert counts == [5, 5, 6]
