"""Guessing and probing (RELIABILITY F1, F3, F4): guesses are few, owners are not locked out, nothing tells who is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from qa.core import transaction
from qa.members.models import Member, MemberState
from tests.signin.people import ANA, BEN, HASH, SECRET, sign_in, with_codes
from tests.support.browser import Browser
from tests.support.cast import Cast

NewBrowser = Callable[[], Browser]
TOKEN = re.compile(r'name="csrf_token" [^>]*value="[^"]+"')
pytestmark = pytest.mark.usefixtures("ana")


@pytest.fixture
def ana(cast: Cast) -> Member:
    with transaction.unit():
        cast.ana.password_hash = cast.ben.password_hash = HASH
    return cast.ana


@pytest.fixture
def browser(app: Flask) -> NewBrowser:
    def make() -> Browser:
        made = app.test_client()
        assert isinstance(made, Browser)
        return made

    return make


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Limits are counted, at an hour that stands."""
    app.config["LIMITS"] = True
    with time_machine.travel("2026-11-23T09:00:05Z", tick=False):
        yield
    app.config["LIMITS"] = False


def guess(client: Browser, number: int, email: str = ANA, password: str = "wrong") -> TestResponse:
    where = {"REMOTE_ADDR": f"192.0.2.{number}"}
    return client.post("/login", data={"email": email, "password": password}, environ_base=where)


@pytest.mark.usefixtures("limited")
def test_who_guesses_elsewhere_does_not_lock_the_owner_out(browser: NewBrowser) -> None:
    mine = browser()
    assert guess(mine, 200, password=SECRET).status_code == 303
    mine.post("/logout")
    said = [guess(browser(), number).status_code for number in range(14)]
    assert said == [422] * 9 + [429] * 5  # the owner's own sign-in was the first of ten
    new = guess(browser(), 201, password=SECRET)
    assert new.status_code == 429
    assert int(new.headers["Retry-After"]) > 0
    assert "/forgotten" in new.text
    assert "Use a browser in which you signed in before" in new.text
    assert guess(mine, 202, password=SECRET).status_code == 303


@pytest.mark.usefixtures("limited")
def test_a_known_browser_has_ten_tries_and_no_more(browser: NewBrowser) -> None:
    mine = browser()
    guess(mine, 1, password=SECRET)
    mine.post("/logout")
    said = [guess(mine, number).status_code for number in range(2, 15)]
    assert said == [422] * 10 + [429] * 3


@pytest.mark.usefixtures("limited")
def test_the_cookie_of_another_account_gives_no_count_of_ones_own(browser: NewBrowser) -> None:
    thief = browser()
    assert guess(thief, 1, BEN, SECRET).status_code == 303
    thief.post("/logout")
    for number in range(2, 12):
        guess(browser(), number)
    assert guess(thief, 20).status_code == 429
    forged = browser()
    forged.set_cookie("quorum-device", "e30.x.x")
    assert guess(forged, 21).status_code == 429


@pytest.mark.usefixtures("limited")
def test_a_mailbox_gets_five_links_a_day_whatever_the_browser(browser: NewBrowser) -> None:
    mine = browser()
    guess(mine, 1, password=SECRET)
    said = []
    for number, client in enumerate([*[mine] * 4, *[browser() for _ in range(4)]]):
        where = {"REMOTE_ADDR": f"198.51.100.{number}"}
        said.append(client.post("/forgotten", data={"email": ANA}, environ_base=where).status_code)
    assert said == [200] * 5 + [429] * 3


STRANGERS = ("nobody@peers.example", "no address", "a" * 300 + "@peers.example")


def seen(answer: TestResponse, email: str) -> tuple[int, str, tuple[str, ...]]:
    """What a prober compares: status, text, and which headers there are."""
    page = TOKEN.sub("", answer.get_data(as_text=True)).replace(email, "…")
    names = sorted(name for name, _value in answer.headers if name not in ("Content-Length", "X-Request-ID"))
    return answer.status_code, page, tuple(names)


@pytest.mark.parametrize("state", ["plain", "codes", "suspended", "applicant", "left", "no password"])
@pytest.mark.parametrize("path", ["/login", "/forgotten"])
def test_no_answer_tells_who_is_here(browser: NewBrowser, cast: Cast, state: str, path: str) -> None:
    if state == "codes":
        with_codes(cast.ana)
    with transaction.unit():
        if state in ("suspended", "applicant", "left"):
            cast.ana.state = MemberState(state)
        if state == "no password":
            cast.ana.password_hash = None
    known = seen(browser().post(path, data={"email": ANA, "password": "wrong"}), ANA)
    for email in STRANGERS:
        assert seen(browser().post(path, data={"email": email, "password": "wrong"}), email) == known


def test_the_right_password_is_answered_otherwise(browser: NewBrowser) -> None:
    """The twin."""
    assert sign_in(browser()).status_code == 303
