"""The page of notices."""

from collections.abc import Callable

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.notifications.models import Notice
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import TITLE, answer, ask

SignIn = Callable[[Member], Browser]


def test_what_happened_is_listed_for_whom_it_concerns(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        answer(cast.ben, ask(cast.ana, cast.inner))
    mine = as_(cast.ana).get("/notifications").text
    assert "Ben Okafor answered" in mine
    assert TITLE in mine
    for other in (cast.ben, cast.cleo, cast.dan):
        page = as_(other).get("/notifications")
        assert page.status_code == 200
        assert TITLE not in page.text
        assert "Nothing has happened here yet" in page.text


def test_a_withheld_name_is_not_in_the_page(cast: Cast, as_: SignIn) -> None:
    for exposure, shown in ((Exposure.ANONYMOUS, False), (Exposure.ROLE, False), (Exposure.NAMED, True)):
        with transaction.unit():
            answer(cast.ben, ask(cast.ana, cast.inner), exposure=exposure)
        page = as_(cast.ana).get("/notifications").text
        assert ("Okafor" in page, "/m/ben" in page) == (shown, False)


def test_seen_news_are_no_longer_new(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        question = ask(cast.ana, cast.inner)
        answer(cast.ben, question)
    browser = as_(cast.ana)
    newest = db.session.query(Notice).one().id
    assert "<b>new</b>" in browser.get("/notifications").text
    with transaction.unit():
        answer(cast.cleo, question)
    done = browser.post("/notifications/seen", data={"upto": str(newest)}, follow_redirects=True)
    assert done.text.count("<b>new</b>") == 1  # Cleo's came after the page was opened
    latest = max(one.id for one in db.session.query(Notice).filter_by(member_id=cast.ana.id))
    done = browser.post("/notifications/seen", data={"upto": str(latest)}, follow_redirects=True)
    assert "<b>new</b>" not in done.text
    assert "2 answers" in done.text
    assert "Mark all as seen" not in done.text


def test_nobody_sees_for_another(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        answer(cast.ben, ask(cast.ana, cast.inner))
    notice = db.session.query(Notice).one().id
    as_(cast.ben).post("/notifications/seen", data={"upto": str(notice)})
    assert db.session.get_one(Notice, notice).seen_at is None
    as_(cast.ana).post("/notifications/seen", data={"upto": str(notice)})
    assert db.session.get_one(Notice, notice).seen_at is not None


def test_seeing_needs_a_number_and_a_token(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.ana)
    for upto in ("", "x", "-1", "١", "1" * 30):
        assert browser.post("/notifications/seen", data={"upto": upto}).status_code == 400
    assert browser.post("/notifications/seen", data={"upto": "1"}, csrf=False).status_code == 400
    assert browser.post("/notifications/seen", data={"upto": "1"}).status_code == 303


def test_only_active_members_have_the_page(cast: Cast, as_: SignIn, client: Browser) -> None:
    assert "/login" in client.get("/notifications").location
    assert "/standing" in as_(cast.eve).get("/notifications").location
    assert as_(cast.ana).get("/notifications").status_code == 200


def test_a_bookmark_that_is_none_is_refused(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.ana).get("/notifications?page=nonsense").status_code == 400


def test_a_long_list_has_pages_and_costs_no_more_queries(cast: Cast, as_: SignIn, queries: Queries) -> None:
    browser, counts = as_(cast.ana), []
    for number in (1, 45):
        with transaction.unit():
            question = ask(cast.ana, cast.inner)
            for peer in crowd(cast.inner, number) if number > 1 else [cast.ben]:
                answer(peer, question)
        with queries:
            page = browser.get("/notifications")
        counts.append(len(queries))
    assert counts == [4, 4]
    assert 'rel="next"' in page.text
    assert "40 new answers" in page.text
    following = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Ben Okafor answered" in browser.get(following).text


def test_a_thank_you_stands_with_its_words(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        given = answer(cast.ben, ask(cast.ana, cast.inner))
        remark = marking.Remark("Legal <stopped> arguing", 3)
        marking.give(cast.ana, given, MarkKind.USED, clock.now(), remark)
    page = as_(cast.ben).get("/notifications").text
    assert "Ana Lindqvist thanked you" in page
    assert "“<bdi>Legal &lt;stopped&gt; arguing</bdi>” · saved 3 hours" in page
