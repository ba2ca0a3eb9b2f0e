"""Profiles, the directory and circles, over HTTP; named for who may see what."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members import accounts, circles
from qa.members.models import Circle, Exposure, Member, MemberState
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

AsMember = Callable[[Member], Browser]


def text(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def author_in(circle: Circle) -> Member:
    """An author of imported texts, in *circle* only."""
    member = accounts.create_member(name="Ira Vance", email=None, state=MemberState.APPLICANT)
    member.state, member.source_url = MemberState.ACTIVE, "https://source.example/users/1"
    circles.join(circle, member, clock.now())
    return member


def test_ana_reads_bens_profile(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        cast.ben.ask_me_about = "Vendor audits.\nNot cloud cost."
    page = text(as_(cast.ana), "/m/ben")
    for words in ("Ben Okafor", "Director of IT Risk", "Carrow Mutual", "<p>Not cloud cost.</p>", "/m/ben/recognition",
                  "Inner circle", "since January 2024", "Europe/Berlin"):  # fmt: skip
        assert words in page
    assert "peers.example" not in page
    assert "/settings" in text(as_(cast.ben), "/m/ben")


def test_dan_sees_no_circle_that_he_does_not_share(as_: AsMember, cast: Cast) -> None:
    page = text(as_(cast.dan), "/m/ben")
    assert "Everyone" in page
    assert "Inner circle" not in page


@pytest.mark.parametrize("handle", ["nobody", "eve", "%00", "%ff", "x" * 2000, "..", "ben%2f.."])
def test_whom_ana_shares_no_circle_with_is_nobody_to_her(as_: AsMember, cast: Cast, handle: str) -> None:
    client = as_(cast.ana)
    with time_machine.travel(clock.now(), tick=False):  # a form's token carries the second it was made in
        known, unknown = client.get(f"/m/{handle}"), client.get("/m/never-used")
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert known.status_code == 404


def test_an_imported_author_is_seen_in_the_circle_only(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        handle = author_in(cast.inner).handle
    page = text(as_(cast.ana), f"/m/{handle}")
    assert "author of imported texts" in page
    assert "https://source.example/users/1" in page
    assert as_(cast.dan).get(f"/m/{handle}").status_code == 404


def test_a_suspended_member_is_shown_plainly(as_: AsMember, cast: Cast) -> None:
    assert "suspended" not in text(as_(cast.ana), "/m/ben")
    with transaction.unit():
        cast.ben.state = MemberState.SUSPENDED
    assert "suspended" in text(as_(cast.ana), "/m/ben")
    assert "Suspended" in text(as_(cast.ana), "/members")


def test_hidden_recognition_is_not_linked_for_others(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        cast.ben.recognition_hidden = True
    assert "/m/ben/recognition" not in text(as_(cast.ana), "/m/ben").partition("<main")[2]
    assert "/m/ben/recognition" in text(as_(cast.ben), "/m/ben").partition("<main")[2]


def test_a_profile_says_whom_somebody_helped_as_far_as_the_viewer_may_know(as_: AsMember, cast: Cast) -> None:
    helped_once(cast)
    page = text(as_(cast.mo), "/m/ben")
    assert "Helped 2 peers, all in time. Trusted on vendor audits." in page
    assert re.search(
        r'<a href="/q/\d+/who-signs-the-exit-plan#a\d+" dir="auto">Who signs the exit plan\?</a>', page
    )
    outside = text(as_(cast.dan), "/m/ben")
    assert "Helped" not in outside
    assert "exit plan" not in outside
    with transaction.unit():
        cast.ben.recognition_hidden = True
    page = text(as_(cast.mo), "/m/ben")
    assert "Helped" not in page
    assert "exit plan" in page  # the answer is by name, whatever is said of it
    assert "Helped 2 peers" in text(as_(cast.ben), "/m/ben")


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_an_answer_without_a_name_is_on_no_profile(as_: AsMember, cast: Cast, exposure: Exposure) -> None:
    helped_once(cast, exposure)
    for viewer in (cast.ana, cast.mo, cast.ben):
        page = text(as_(viewer), "/m/ben").partition("<main")[2]
        assert "Helped" not in page
        assert "exit plan" not in page


def helped_once(cast: Cast, exposure: Exposure = Exposure.NAMED) -> None:
    """Ana used an answer of Ben's, and Cleo found it helpful."""
    with transaction.unit():
        given = answer(
            cast.ben, ask(cast.ana, cast.inner, title="Who signs the exit plan?"), exposure=exposure
        )
        marking.give(cast.ana, given, MarkKind.USED, clock.now())
        marking.give(cast.cleo, given, MarkKind.HELPFUL, clock.now())


def test_the_menu_leads_to_the_news(as_: AsMember, cast: Cast) -> None:
    menu = text(as_(cast.ana), "/circles").partition('class="menu-list"')[2].partition("</ul>")[0]
    assert '<a href="/notifications">News</a>' in menu
    assert "News" in text(as_(cast.ana), "/notifications")


def test_the_directory_is_narrowed_by_circle_and_words(as_: AsMember, cast: Cast) -> None:
    client = as_(cast.ana)
    page = text(client, "/members")
    names = ["Ana Lindqvist", "Ben Okafor", "Cleo Marchetti", "Dan Petrov", "Mo Haddad"]
    assert [page.index(name, page.index('class="people"')) for name in names] == sorted(
        page.index(name, page.index('class="people"')) for name in names
    )
    assert "Eve Tanaka" not in page
    assert "Dan Petrov" not in text(client, "/members?circle=inner")
    assert "Cleo Marchetti" in text(client, "/members?circle=inner&q=levant")
    assert "Nobody fits that" in text(client, "/members?q=zzzz")


def test_dan_cannot_narrow_by_a_circle_he_is_not_in(as_: AsMember, cast: Cast) -> None:
    client = as_(cast.dan)
    assert client.get("/members?circle=everyone").status_code == 200
    with time_machine.travel(clock.now(), tick=False):  # the token of a form has its second in it
        foreign, never = client.get("/members?circle=inner"), client.get("/members?circle=never")
    assert (foreign.status_code, foreign.data) == (never.status_code, never.data)
    assert foreign.status_code == 404
    assert "Inner circle" not in text(client, "/members")


def test_the_directory_has_pages_that_keep_the_filter(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        for number in range(60):
            accounts.create_member(name=f"Zoe {chr(97 + number // 26)}{chr(97 + number % 26)}", email=None)
    client = as_(cast.ana)
    first = text(client, "/members?q=zoe")
    assert first.count('<li>\n    <div class="who">') == 40
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "q=zoe" in following
    second = text(client, following)
    assert second.count('<li>\n    <div class="who">') == 20
    assert client.get("/members?page=nonsense").status_code == 400


def test_circles_of_dan_and_those_he_may_know_of(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        db.session.add(Circle(slug="hidden", name="Hidden hands", listed=False, created_at=clock.now()))
    page = text(as_(cast.dan), "/circles")
    assert "Inner circle" in page
    assert "4 members" in page
    assert "/c/inner" in page
    assert "Hidden hands" not in page
    assert "/c/inner" in text(as_(cast.ana), "/circles")


def hide(circle: Circle) -> None:
    with transaction.unit():
        circle.listed = False


def test_a_hidden_circle_is_open_to_its_members_only(as_: AsMember, cast: Cast) -> None:
    hide(cast.inner)
    with transaction.unit():
        ask(cast.ben, cast.inner, title="How many vendors do you visit each year?")
    page = text(as_(cast.ana), "/c/inner")
    for words in (
        "Security heads",
        "How many vendors do you visit each year?",
        "Cleo Marchetti",
        "4 members",
    ):
        assert words in page
    client = as_(cast.dan)
    for path in ("/c/inner", "/c/inner/leaving", "/c/inner/invitations", "/c/inner/requests", "/c/inner/settings",
                 "/c/inner/members/ana", "/circles/new?like=inner"):  # fmt: skip
        with time_machine.travel(clock.now(), tick=False):
            foreign, never = client.get(path), client.get(path.replace("inner", "never"))
        assert (foreign.status_code, foreign.data) == (never.status_code, never.data), path
        assert foreign.status_code == 404


def test_a_listed_circle_shows_those_outside_what_it_is_for_and_nobody_in_it(
    as_: AsMember, cast: Cast
) -> None:
    with transaction.unit():
        ask(cast.ben, cast.inner, title="How many vendors do you visit each year?")
    page = text(as_(cast.dan), "/c/inner")
    assert "Security heads" in page
    assert "4 of 60" in page
    assert "Ask to be let in" in page
    for words in ("vendors", "Mo Haddad", "Cleo", "Steward"):
        assert words not in page.partition("<main")[2].replace("Stewards of the circle read it", "")


def test_a_circle_closes_behind_one_who_leaves(as_: AsMember, cast: Cast) -> None:
    hide(cast.inner)
    client = as_(cast.ana)
    assert client.get("/c/inner").status_code == 200
    with transaction.unit():
        circles.leave(cast.inner, cast.ana, clock.now())
    assert client.get("/c/inner").status_code == 404


@pytest.mark.parametrize("path", ["/m/ben", "/members", "/circles", "/c/inner", "/settings", "/standing"])
def test_strangers_are_asked_to_sign_in(client: Browser, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=/")


@pytest.mark.parametrize("many", [0, 30])
@pytest.mark.parametrize(
    ("path", "most"), [("/m/ben", 10), ("/members", 3), ("/members?q=a", 3), ("/circles", 4), ("/c/inner", 5)]
)
def test_statements_of_a_page_do_not_grow(
    as_: AsMember, cast: Cast, queries: Queries, path: str, most: int, many: int
) -> None:
    with transaction.unit():
        for number in range(many):
            member = (
                accounts.create_member(name=f"Zoe {chr(97 + number)}", email=None)
                if number < 26
                else cast.ana
            )
            circles.join(cast.inner, member, clock.now())
            ask(cast.ben, cast.inner, title=f"How many vendors do you visit in year {number}?")
            asked = ask(cast.cleo, cast.inner, title=f"How many did you visit in year {number}?")
            marking.give(cast.cleo, answer(cast.ben, asked), MarkKind.USED, clock.now())
    client = as_(cast.ana)
    with queries:
        assert client.get(path).status_code == 200
    assert len(queries) == most, queries.statements
