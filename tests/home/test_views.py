"""The first page, for members, for those who wait and for those outside."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.answers import marking
from qa.answers.marking import Remark
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.members.models import Exposure, Member, MemberState
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask

SignIn = Callable[[Member], Browser]


def test_a_stranger_reads_what_this_is_and_nothing_of_what_is_in_it(cast: Cast, client: Browser) -> None:
    before = client.get("/")
    with transaction.unit():
        ask(cast.ana, cast.everyone, title="CANARY who signs the exit plan?")
    page = client.get("/")
    assert page.status_code == 200
    assert page.text == before.text
    assert "Two members who know your work let you in" in page.text
    assert 'href="/login"' in page.text


def test_every_link_of_the_landing_leads_somewhere(client: Browser) -> None:
    for href in set(re.findall(r'<a [^>]*href="(/[^"#]*)', client.get("/").text)):
        assert client.get(href).status_code == 200


def test_who_is_no_active_member_reads_where_he_stands(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.ben).get("/").status_code == 200
    assert as_(cast.eve).get("/").location.endswith("/standing")
    with transaction.unit():
        cast.ben.state = MemberState.SUSPENDED
    assert as_(cast.ben).get("/").location.endswith("/standing")


def test_a_member_reads_where_to_help(cast: Cast, as_: SignIn) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        with transaction.unit():
            answer(cast.ben, ask(cast.ana, cast.inner, title="How many did you visit?"))
            asked = ask(cast.ana, cast.inner, title="Who signs the exit plan?", days=1)
        page = as_(cast.ben).get("/").text
    assert "Tuesday 24 November 2026" in page
    assert "<span>Inner circle: 2 questions open</span>" in page
    assert "tomorrow 13:00" in page
    assert "</b> you answered a question on vendor audits." in page
    assert f'href="/q/{asked.id}/who-signs-the-exit-plan#answer"' in page
    assert "All 2 open questions in your circles" in page
    assert "How many did you visit?" not in page


def test_the_side_shows_own_questions_and_news(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        asked = ask(cast.ana, cast.inner, title="Who signs the exit plan?", days=None)
        given = answer(cast.ben, asked)
        marking.give(cast.ana, given, MarkKind.USED, clock.now(), Remark("It worked", 3))
    page = as_(cast.ana).get("/").text
    side = page.split("<aside")[1]
    assert "Who signs the exit plan?" in side
    assert "No deadline" in side
    assert "Ben Okafor answered" in side
    assert "Ana Lindqvist thanked you" in as_(cast.ben).get("/").text


def test_nothing_of_other_circles(cast: Cast, as_: SignIn) -> None:
    dan = as_(cast.dan)
    before = masked(dan.get("/").text)
    with transaction.unit():
        for exposure in Exposure:
            given = answer(cast.ben, ask(cast.ana, cast.inner, title="CANARY who signs?", exposure=exposure))
            marking.give(cast.ana, given, MarkKind.HELPFUL, clock.now())
        ask(cast.ana, cast.inner, title="CANARY open?", tags=("CANARY",))
    assert masked(dan.get("/").text) == before
    assert "CANARY" in as_(cast.cleo).get("/").text


def masked(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("exposure", "named"), [(Exposure.NAMED, True), (Exposure.ROLE, False), (Exposure.ANONYMOUS, False)]
)
def test_a_withheld_name_is_nowhere_on_the_page(
    cast: Cast, as_: SignIn, exposure: Exposure, named: bool
) -> None:
    with transaction.unit():
        ask(cast.cleo, cast.inner, exposure=exposure)
        answer(cast.cleo, ask(cast.ana, cast.inner), exposure=exposure)
    asker = as_(cast.ana).get("/").text
    assert ("Cleo" in asker, "Marchetti" in asker, "Levant" in asker) == (named,) * 3
    assert ("Marchetti" in as_(cast.ben).get("/").text) == named


@pytest.mark.parametrize(
    ("ago", "heading"),
    [
        (None, "The past 7 days"),
        (timedelta(hours=3), "Since 10:00"),
        (timedelta(days=1), "Since yesterday"),
        (timedelta(days=4), "Since Friday"),
        (timedelta(days=20), "Since 4 November"),
    ],
)
def test_news_are_counted_from_the_last_visit(
    cast: Cast, as_: SignIn, ago: timedelta | None, heading: str
) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        with transaction.unit():
            cast.ben.last_visit_at = now - ago if ago else None
        assert f"<h2>{heading}</h2>" in as_(cast.ben).get("/").text


def test_an_empty_page_says_what_to_do(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.dan).get("/").text
    assert "Nothing needs you today" in page
    assert "You have not asked yet." in page
    assert "Nothing new on your questions and answers." in page


def test_at_most_eight_queries_however_much_there_is(cast: Cast, as_: SignIn, queries: Queries) -> None:
    browser, counts = as_(cast.ben), []
    for number in (1, 15):
        with transaction.unit():
            for n, peer in enumerate(crowd(cast.inner, number) if number > 1 else [cast.cleo]):
                mine = ask(cast.ben, cast.inner, title=f"My question {number} {n}")
                answer(peer, mine)
                given = answer(cast.ben, ask(cast.ana, cast.inner, tags=(f"topic {n}",)))
                marking.give(peer, given, MarkKind.HELPFUL, clock.now())
                ask(peer, cast.inner, title=f"Their question {number} {n}", tags=(f"topic {n}",))
        with queries:
            page = browser.get("/")
        assert page.text.count('class="row"') == (1 if number == 1 else 6)
        counts.append(len(queries))
    assert counts == [7, 7]
