"""The page on which an asker asks more peers: by name, in a larger circle, or by another date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.core import mail, outbox, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions.models import Question, SameQuestion
from qa.routing.models import Ask, Naming, Wish
from tests.support.asking import nobody_is_asked, put
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask, saved_answer, saved_question

SignIn = Callable[[Member], Browser]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def question(cast: Cast, **known: object) -> int:
    return saved_question(cast.ana, cast.inner, now=NOW, **known)


def know(cast: Cast, *members: Member) -> None:
    """Let *members* have answered on the topic by name."""
    with transaction.unit():
        old = ask(cast.dan, cast.everyone, title="How many vendors did you visit last year?", now=NOW)
        for one in members:
            answer(one, old, now=NOW)


def test_the_question_leads_there_and_in_the_last_fifth_says_why(cast: Cast, as_: SignIn) -> None:
    number = question(cast, days=10)
    path = f'href="/q/{number}/more"'
    page = as_(cast.ana).get(f"/q/{number}", follow_redirects=True).text
    assert (path in page, "answers are missing" in page) == (True, False)
    assert path not in as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        page = as_(cast.ana).get(f"/q/{number}", follow_redirects=True).text
        assert "3 answers are missing, and the date is Thursday 3 December, 10:00." in page
        assert "answers are missing" not in as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text


def test_suggestions_are_those_of_whom_the_asker_reads_that_they_know(cast: Cast, as_: SignIn) -> None:
    know(cast, cast.ben, cast.cleo, cast.mo)
    number = question(cast)
    browser = as_(cast.ana)
    page = browser.get(f"/q/{number}/more").text
    assert re.findall(r'name="peers" value="(\w+)"', page) == ["ben", "cleo", "mo"]  # by name
    assert "answered on these topics" in page
    with transaction.unit():  # what they wish and did unseen leaves nobody out
        db.session.add(Wish(member_id=cast.ben.id, asks_a_week=0))
        put(cast.mo, db.session.get_one(Question, number), NOW)
    saved_answer(cast.cleo, db.session.get_one(Question, number), exposure=Exposure.ANONYMOUS)
    page = browser.get(f"/q/{number}/more").text
    assert re.findall(r'name="peers" value="(\w+)"', page) == ["ben", "cleo", "mo"]
    saved_answer(cast.mo, db.session.get_one(Question, number))
    assert 'value="mo"' not in browser.get(f"/q/{number}/more").text


def test_ticks_and_a_written_name_are_asked_together(cast: Cast, as_: SignIn) -> None:
    know(cast, cast.ben)
    number, browser = question(cast), as_(cast.ana)
    with transaction.unit():
        db.session.add(Wish(member_id=cast.mo.id, asks_a_week=0))
    wrong = browser.post(f"/q/{number}/asks", data={"peers": "ben", "member": "cleo marcheti"})
    assert wrong.status_code == 422
    assert "Choose one of those below" in wrong.text and "cleo marcheti" in wrong.text
    assert 'value="ben" checked' in wrong.text
    outside = browser.post(f"/q/{number}/asks", data={"peers": "ben", "member": "dan"})
    assert (outside.status_code, "Dan Petrov cannot" in outside.text) == (422, True)
    assert browser.post(f"/q/{number}/asks").status_code == 422
    assert db.session.query(Naming).count() == 0
    sent = browser.post(f"/q/{number}/asks", data={"peers": ["ben", "mo"], "member": "Cleo Marchetti"})
    assert (sent.status_code, sent.location) == (303, f"/q/{number}/more")
    page = browser.get(sent.location).text
    assert "Asked, unless they were before or have reacted: Ben Okafor, Cleo Marchetti." in page
    assert "Could not be asked now: Mo Haddad." in page
    assert "you can name 2 more" in page
    assert db.session.query(Ask).count() == 2
    asked = as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text
    assert "Ana Lindqvist asks you by name." in asked
    own = browser.get(f"/q/{number}", follow_redirects=True).text
    assert "3 by name" in own and "could not be asked now" in own


def test_suggestions_for_a_name_come_from_the_circle_alone(cast: Cast, as_: SignIn) -> None:
    number = question(cast)
    for name, handles in (("Petro", []), ("Okafo", ["ben"])):
        page = as_(cast.ana).post(f"/q/{number}/asks", data={"member": name}).text
        assert re.findall(r'name="choose" value="(\w+)"', page) == handles


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_an_asker_without_a_name_stays_so_for_who_is_named(
    cast: Cast, as_: SignIn, exposure: Exposure
) -> None:
    number = question(cast, exposure=exposure)
    browser = as_(cast.ana)
    assert "whom you name may tell who you are" in browser.get(f"/q/{number}/more").text
    browser.post(f"/q/{number}/asks", data={"peers": "ben"})
    for path in (f"/q/{number}", f"/q/{number}/no", "/"):
        page = as_(cast.ben).get(path, follow_redirects=True).text
        assert "Ana Lindqvist" not in page.replace("Such as Ana Lindqvist", "")
    assert (
        "A member of this circle asks you by name."
        in as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text
    )


def test_the_question_itself_goes_to_everyone_with_a_preview_of_who_sees_it(cast: Cast, as_: SignIn) -> None:
    number, browser = question(cast, exposure=Exposure.ROLE), as_(cast.ana)
    page = browser.get(f"/q/{number}/more").text
    assert "<b>Will be seen by 4 members</b> of Everyone, and by nobody else." in page
    assert "This description fits only 1 members" in page or "This description fits only" in page
    sent = browser.post(f"/q/{number}/circle", data={"circle": str(cast.everyone.id)})
    assert sent.status_code == 303
    assert as_(cast.dan).get(sent.location).status_code == 200
    assert "Ask a larger circle" not in browser.get(f"/q/{number}/more").text


def test_once_answered_the_same_is_asked_anew_and_the_two_are_linked(cast: Cast, as_: SignIn) -> None:
    number, browser = question(cast, wanted=8), as_(cast.ana)
    saved_answer(cast.ben, db.session.get_one(Question, number))
    page = browser.get(f"/q/{number}/more").text
    assert "were told that this circle alone reads them" in page
    (href,) = re.findall(r'href="(/ask\?of=[^"]+)"', page)
    assert f"/q/{number}/circle" not in page
    form = browser.get(href.replace("&amp;", "&")).text
    assert f'name="of" type="hidden" value="{number}"' in form
    fields = {
        "of": str(number), "title": "How many critical vendors do you re-audit on site?", "body": "Six.",
        "date": "2026-11-30", "time": "17:00", "answers_wanted": "8", "circle_id": str(cast.everyone.id),
        "exposure": "named", "do": "post",
    }  # fmt: skip
    assert browser.post("/ask", data=fields).status_code == 302
    row = db.session.query(SameQuestion).one()
    assert (row.question_id, db.session.get_one(Question, row.other_id).circle_id) == (
        number,
        cast.everyone.id,
    )
    elsewhere = as_(cast.dan).get(f"/q/{row.other_id}", follow_redirects=True).text
    assert "Asked the same" not in elsewhere and "Inner" not in elsewhere
    assert "Asked the same" in as_(cast.cleo).get(f"/q/{row.other_id}", follow_redirects=True).text


def test_who_posts_from_a_page_of_before_keeps_the_text_and_is_told(cast: Cast, as_: SignIn) -> None:
    number = question(cast)
    browser = as_(cast.ben)
    page = browser.get(f"/q/{number}", follow_redirects=True).text
    assert f'name="circle" value="{cast.inner.id}"' in page
    as_(cast.ana).post(f"/q/{number}/circle", data={"circle": str(cast.everyone.id)})
    reply = {"body": "Nine of 38.", "basis": "did", "quote": "role", "exposure": "named"}
    late = browser.post(f"/q/{number}/answers", data={**reply, "circle": str(cast.inner.id)})
    assert late.status_code == 422
    assert "went to a larger circle meanwhile" in late.text and "Nine of 38." in late.text
    assert f'name="circle" value="{cast.everyone.id}"' in late.text
    remark = {f"qsay-{number}": "Per year?", "circle": str(cast.inner.id)}
    kept = browser.post(f"/q/{number}/comments", data=remark)
    assert (kept.status_code, "Per year?" in kept.text) == (422, True)
    sent = browser.post(f"/q/{number}/answers", data={**reply, "circle": str(cast.everyone.id)})
    assert sent.status_code == 302


def test_a_closed_question_offers_the_date_alone(cast: Cast, as_: SignIn) -> None:
    number = question(cast, days=1)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        page = as_(cast.ana).get(f"/q/{number}/more").text
        assert "nobody more is asked" in page and f'href="/q/{number}/date"' in page
        assert "/asks" not in page.replace("/settings/asks", "") and "/circle" not in page.replace(
            "/circles", ""
        )


def test_the_page_costs_as_much_for_many_as_for_few(cast: Cast, as_: SignIn, queries: Queries) -> None:
    number, browser = question(cast), as_(cast.ana)
    browser.get(f"/q/{number}/more")
    counts = []
    for members in ((cast.ben,), (cast.ben, cast.cleo, cast.mo)):
        know(cast, *members)
        with queries:
            assert browser.get(f"/q/{number}/more").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24, queries.statements


@pytest.mark.parametrize(
    ("exposure", "who"),
    [(Exposure.NAMED, "Ana Lindqvist"), (Exposure.ANONYMOUS, "A member of this circle")],
)
def test_the_mail_says_who_asks_by_name(cast: Cast, as_: SignIn, exposure: Exposure, who: str) -> None:
    number = question(cast, exposure=exposure)
    nobody_is_asked()
    as_(cast.ana).post(f"/q/{number}/asks", data={"peers": "ben"})
    while outbox.drain(slow=True):
        pass
    (letter,) = mail.filed()
    said = letter.read_text().replace("=\n", "").replace("=20", " ")
    assert "To: ben@peers.example" in said
    assert f"Ben Okafor, {who} asks you by name." in said
    assert f"Why you: {who} asks you by name. Four lines are enough." in said
    assert ("Ana" in said) == (exposure == Exposure.NAMED)
