"""The page that makes the two addresses, and what they answer over the wire."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from qa.answers import rules as answering
from qa.core import clock, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.models import LoginSession, Member, MemberState
from qa.notifications.models import FeedAddress, FeedKind
from qa.questions import rules as asking
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.feeds import both_of, events, path_for, saved_addresses
from tests.support.recorder import Queries
from tests.support.things import TITLE, answer, ask, saved_question

SignIn = Callable[[Member], Browser]
KINDS = tuple(FeedKind)
SHOWN = re.compile(r'value="(http://127\.0\.0\.1:8000(/(?:calendar|feed)/[\w-]{43}\.(?:ics|atom)))"')


def make(browser: Browser, kind: FeedKind) -> str:
    """Make an address by the page; returns its path."""
    page = browser.post(f"/settings/feeds/{kind.value}")
    assert page.status_code == 200
    [(_, path)] = SHOWN.findall(page.text)
    return str(path)


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_is_made_shown_once_made_anew_and_turned_off(
    cast: Cast, as_: SignIn, client: Browser, kind: FeedKind
) -> None:
    saved_question(cast.ana, cast.inner)
    browser = as_(cast.ana)
    assert browser.get("/settings/feeds").text.count("Off.") == 2
    first = make(browser, kind)
    assert TITLE in client.get(first).data.decode().replace("\r\n ", "")
    page = browser.get("/settings/feeds").text
    assert page.count("On since") == page.count("Off.") == 1
    assert not SHOWN.findall(page)
    assert first.split("/")[2].partition(".")[0] not in page
    second = make(browser, kind)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    done = browser.post(f"/settings/feeds/{kind.value}/end", follow_redirects=True)
    assert "Turned off." in done.text and "On since" not in done.text
    assert client.get(second).status_code == 404
    assert browser.post(f"/settings/feeds/{kind.value}/end").status_code == 404
    third = make(browser, kind)
    assert client.get(third).status_code == 200


def test_a_kind_that_is_none_is_not_found(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.ana)
    for name in ("rss", "CALENDAR", "calendar ", "Calendar", "0"):
        assert browser.post(f"/settings/feeds/{name}").status_code == 404
        assert browser.post(f"/settings/feeds/{name}/end").status_code == 404
    assert db.session.query(FeedAddress).count() == 0


def test_to_make_one_the_person_proves_who_they_are(cast: Cast, as_: SignIn) -> None:
    """An address outlives the session: a thief of an open browser is not to take one along. To turn off needs no proof."""
    browser = as_(cast.ana)
    make(browser, FeedKind.ATOM)
    with transaction.unit():
        db.session.execute(update(LoginSession).values(confirmed_at=clock.now() - timedelta(hours=1)))
    asked = browser.post("/settings/feeds/atom")
    assert asked.status_code == 303 and asked.location.startswith("/sudo")
    assert browser.post("/settings/feeds/atom/end").status_code == 303
    assert db.session.query(FeedAddress).count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_they_answer_beside_every_pages_headers(cast: Cast, client: Browser, kind: FeedKind) -> None:
    saved_question(cast.ana, cast.inner)
    saved_addresses(cast.ana)
    found = client.get(path_for("ana", kind))
    types = {
        FeedKind.CALENDAR: "text/calendar; charset=utf-8",
        FeedKind.ATOM: "application/atom+xml; charset=utf-8",
    }
    assert found.headers["Content-Type"] == types[kind]
    assert found.headers.getlist("Cache-Control") == ["private, no-cache"]
    assert found.headers["X-Robots-Tag"] == "noindex"
    assert found.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "ETag" in found.headers and "Last-Modified" in found.headers
    head = client.head(path_for("ana", kind))
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", found.headers["ETag"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_browsers_cookies_make_no_difference(
    cast: Cast, as_: SignIn, client: Browser, kind: FeedKind
) -> None:
    saved_question(cast.ana, cast.inner)
    saved_addresses(cast.ana)
    plain = client.get(path_for("ana", kind))
    for member in (cast.dan, cast.ana, cast.eve):
        found = as_(member).get(path_for("ana", kind))
        assert found.data == plain.data
        assert "Set-Cookie" not in found.headers
    assert "Set-Cookie" not in plain.headers
    with transaction.unit():
        db.session.execute(update(LoginSession).values(revoked_at=clock.now()))
    assert client.get(path_for("ana", kind)).data == plain.data


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_not_read_gets_what_an_unknown_address_gets(
    cast: Cast, client: Browser, kind: FeedKind
) -> None:
    saved_addresses(cast.ana, cast.eve)
    tag = client.get(path_for("ana", kind)).headers["ETag"]
    unknown = client.get(path_for("nobody", kind))
    assert unknown.status_code == 404 and unknown.headers["Cache-Control"] == "no-store"
    other = next(one for one in KINDS if one != kind)
    crossed = path_for("ana", other).rpartition("/")[2].partition(".")[0]
    refused = [
        client.get(path_for("eve", kind)),
        client.get(path_for("x", kind).replace(f"{kind.value}-of-x", crossed)),
    ]
    for state in (MemberState.SUSPENDED, MemberState.LEFT, MemberState.APPLICANT):
        with transaction.unit():
            cast.ana.state = state
        refused.append(client.get(path_for("ana", kind)))
        refused.append(client.get(path_for("ana", kind), headers={"If-None-Match": tag}))
        refused.append(client.get(path_for("ana", kind), headers={"If-None-Match": "*"}))
    for one in refused:
        assert (one.status_code, one.data) == (404, unknown.data)
        assert {name for name, _ in one.headers} == {name for name, _ in unknown.headers}
    with transaction.unit():
        cast.ana.state = MemberState.ACTIVE
    assert client.get(path_for("ana", kind)).status_code == 200


def asked(client: Browser, path: str, before: TestResponse) -> int:
    """What a reader gets that has kept *before*, by its tag and its date."""
    headers = before.headers
    kept = {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]}
    return client.get(path, headers=kept).status_code


@pytest.mark.parametrize("kind", KINDS)
def test_unchanged_is_304_and_any_lost_right_is_not(cast: Cast, client: Browser, kind: FeedKind) -> None:
    """B4: left, taken back, suspended, revoked: the next request, however old the date."""
    old = clock.now() - timedelta(days=2)
    with transaction.unit():
        mine = ask(cast.cleo, cast.everyone, now=old, title="Who has the keys of the old vault?")
        other = ask(cast.ana, cast.inner, now=old + timedelta(days=1))
        answer(cast.cleo, other, now=old + timedelta(days=1))
        mine_id = mine.id
    saved_addresses(cast.cleo)
    path = path_for("cleo", kind)
    first = client.get(path)
    assert asked(client, path, first) == 304
    unchanged = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.data, unchanged.headers["Cache-Control"]) == (b"", "private, no-cache")
    with transaction.unit():
        circles.leave(cast.inner, cast.cleo, clock.now())
    left = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert left.status_code == 200 and TITLE not in left.data.decode().replace("\r\n ", "")
    assert asked(client, path, first) == 200
    by_date = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert by_date.status_code == 200
    assert asked(client, path, left) == 304
    with transaction.unit():
        asking.withdraw(cast.cleo, db.session.get_one(Question, mine_id), clock.now())
    assert asked(client, path, left) == 200
    assert "old vault" not in client.get(path).text
    with transaction.unit():
        db.session.execute(update(FeedAddress).values(revoked_at=clock.now()))
    assert asked(client, path, left) == 404


@pytest.mark.parametrize("path", [path_for("cleo", FeedKind.ATOM), path_for("ana", FeedKind.CALENDAR)])
def test_an_answer_makes_it_newer(cast: Cast, client: Browser, path: str) -> None:
    number = saved_question(cast.ana, cast.inner, now=clock.now() - timedelta(days=1))
    saved_addresses(cast.cleo, cast.ana)
    with transaction.unit():
        db.session.execute(update(FeedAddress).values(made_at=clock.now() - timedelta(days=1)))
    first = client.get(path)
    with transaction.unit():
        given = answer(cast.ben, db.session.get_one(Question, number))
    second = client.get(path)
    assert second.headers["ETag"] != first.headers["ETag"]
    before, after = first.last_modified, second.last_modified
    assert before is not None
    assert after is not None
    assert after > before
    with transaction.unit():
        answering.withdraw(cast.ben, given, clock.now())
    assert asked(client, path, second) == 200


def test_a_changed_title_is_a_newer_copy_of_the_same_event(cast: Cast, client: Browser) -> None:
    number = saved_question(cast.ana, cast.inner)
    saved_addresses(cast.ana)
    path = path_for("ana", FeedKind.CALENDAR)
    [(uid, before)] = events(client.get(path).data).items()
    with transaction.unit():
        words = asking.Words(TITLE + " On site?", "We have 41.")
        asking.edit(cast.ana, db.session.get_one(Question, number), words, clock.now(), base=1)
    [(same, after)] = events(client.get(path).data).items()
    assert same == uid
    assert int(after["sequence"]) == int(before["sequence"]) + 1
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_they_cost_three_queries_however_much_there_is(cast: Cast, client: Browser, queries: Queries) -> None:
    saved_addresses(cast.ana)
    for path in both_of("ana"):
        counts = []
        for many in (1, 12):
            with transaction.unit():
                for _ in range(many):
                    answer(cast.ben, ask(cast.ana, cast.inner))
            with queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        assert counts == [3, 3]


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    app.config["LIMITS"] = True
    yield
    app.config["LIMITS"] = False


@pytest.mark.usefixtures("limited")
@time_machine.travel("2026-11-23T09:00:05Z", tick=False)
def test_each_address_has_its_limit(cast: Cast, client: Browser) -> None:
    saved_addresses(cast.ana, cast.ben)
    path = path_for("ana", FeedKind.CALENDAR)
    where = [{"REMOTE_ADDR": f"192.0.2.{number}"} for number in range(61)]
    assert {client.get(path, environ_base=one).status_code for one in where[:60]} == {200}
    refused = client.get(path, environ_base=where[60])
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert client.get(path_for("ben", FeedKind.CALENDAR)).status_code == 200


def test_the_token_is_in_no_log_and_no_row(
    cast: Cast, as_: SignIn, client: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = as_(cast.ana)
    paths = [make(browser, kind) for kind in KINDS]
    for path in paths:
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            client.open(path, method=method)
        client.get(path + "x")
        client.get(path.replace(".", "/"))
    logged = capfd.readouterr().err
    assert '"path": "/calendar/***.ics"' in logged and '"path": "/feed/***.atom"' in logged
    stored = repr(
        [
            tuple(row)
            for table in db.metadata.sorted_tables
            for row in db.session.execute(select(*table.columns))
        ]
    )
    for path in paths:
        token = path.rpartition("/")[2].partition(".")[0]
        assert token not in logged and token not in stored


def test_the_page_is_for_active_members(cast: Cast, as_: SignIn, client: Browser) -> None:
    assert "/login" in client.get("/settings/feeds").location
    assert "/standing" in as_(cast.eve).get("/settings/feeds").location
    page = as_(cast.ana).get("/settings/feeds")
    assert page.status_code == 200
    assert html.unescape(page.text).count('aria-current="page"') == 1
