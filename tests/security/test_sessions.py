"""Stolen, copied, old and forged keys of a browser (RELIABILITY E1 to E5, E7): none gets in."""

from __future__ import annotations

import base64
import pickle
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from qa import create_app
from qa.core import transaction
from qa.core.db import db
from qa.members.models import LoginSession, Member, MemberState
from tests.signin.people import HASH, SECRET, is_in, letters, sign_in
from tests.support.browser import Browser
from tests.support.cast import Cast

NewBrowser = Callable[[], Browser]
START = "2026-11-23T09:00:00Z"
STAY = "quorum-stay"


@pytest.fixture
def ana(cast: Cast) -> Member:
    with transaction.unit():
        cast.ana.password_hash = HASH
    return cast.ana


@pytest.fixture
def browser(app: Flask) -> NewBrowser:
    def make() -> Browser:
        made = app.test_client()
        assert isinstance(made, Browser)
        return made

    return make


@pytest.fixture
def hour() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def stay(browser: Browser) -> str:
    cookie = browser.get_cookie(STAY)
    assert cookie is not None
    return cookie.value


def closed(browser: Browser) -> Browser:
    """The browser was closed and opened again: what was only for the session is gone."""
    browser.delete_cookie("quorum")
    return browser


def thief_with(browser: NewBrowser, value: str) -> Browser:
    made = browser()
    made.set_cookie(STAY, value)
    return made


@pytest.mark.usefixtures("ana")
def test_a_copied_cookie_is_dead_after_signing_out(browser: NewBrowser) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    copied = stay(mine)
    assert is_in(thief_with(browser, copied))  # the control: a live copy is a way in
    mine = browser()
    sign_in(mine, remember="y")
    copied = stay(mine)
    mine.post("/logout")
    assert not is_in(thief_with(browser, copied))


def test_a_copied_cookie_is_dead_when_its_device_was_signed_out(browser: NewBrowser, ana: Member) -> None:
    lost, mine = browser(), browser()
    sign_in(lost, remember="y")
    sign_in(mine)
    number = db.session.scalars(select(LoginSession.id).order_by(LoginSession.id)).first()
    assert mine.post(f"/settings/devices/{number}/end").status_code == 303
    assert not is_in(lost)
    assert not is_in(thief_with(browser, stay(lost)))
    assert is_in(mine)
    assert ana.id


@pytest.mark.usefixtures("ana")
def test_a_copied_cookie_is_dead_when_the_password_was_changed(browser: NewBrowser) -> None:
    lost, mine = browser(), browser()
    sign_in(lost, remember="y")
    sign_in(mine)
    new = "terns along the lower quay"
    data = {"old": SECRET, "password": new, "again": new}
    assert mine.post("/settings/password", data=data).status_code == 303
    assert not is_in(lost)
    assert not is_in(thief_with(browser, stay(lost)))
    assert is_in(mine)


def test_suspending_and_leaving_count_for_copies_too(browser: NewBrowser, ana: Member, cast: Cast) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    copied = stay(mine)
    with transaction.unit():
        cast.ana.state = MemberState.SUSPENDED
    assert closed(mine).get("/members").location == "/standing"
    with transaction.unit():
        cast.ana.state = MemberState.LEFT
    assert not is_in(mine)
    assert not is_in(thief_with(browser, copied))
    assert ana.id


# Renewal


@pytest.mark.usefixtures("ana")
def test_a_browser_that_returns_gets_a_new_key(browser: NewBrowser, hour: Any) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    first = stay(mine)
    assert is_in(mine)
    assert stay(mine) == first  # only a return renews
    hour.shift(timedelta(hours=3))
    assert is_in(closed(mine))
    second = stay(mine)
    assert second != first
    hour.shift(timedelta(hours=3))
    assert is_in(mine)
    assert is_in(closed(mine))
    row = db.session.scalars(select(LoginSession)).one()
    assert row.revoked_at is None
    assert letters() == []


@pytest.mark.usefixtures("ana")
def test_who_shows_the_old_key_later_ends_the_session_and_the_owner_is_told(
    browser: NewBrowser, hour: Any
) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    copied = stay(mine)
    hour.shift(timedelta(hours=3))
    assert is_in(closed(mine))
    hour.shift(timedelta(seconds=61))
    assert is_in(mine)  # the twin: until somebody shows the old one
    assert not is_in(thief_with(browser, copied))
    assert not is_in(mine)
    assert not is_in(closed(mine))
    assert [letter["Subject"] for letter in letters()] == ["Somebody used an old key of yours"]
    assert not is_in(thief_with(browser, copied))
    assert len(letters()) == 1


@pytest.mark.usefixtures("ana")
def test_a_thief_who_comes_first_is_found_when_the_owner_returns(browser: NewBrowser, hour: Any) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    thief = thief_with(browser, stay(mine))
    hour.shift(timedelta(hours=3))
    assert is_in(thief)
    hour.shift(timedelta(hours=3))
    assert not is_in(closed(mine))
    assert not is_in(thief)
    assert len(letters()) == 1


@pytest.mark.usefixtures("ana")
def test_tabs_that_open_at_once_all_work_and_keep_one_key(app: Flask, browser: NewBrowser) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    value = stay(mine)
    tabs = [thief_with(browser, value) for _ in range(8)]
    db.session.rollback()
    barrier = threading.Barrier(len(tabs))

    def open_tab(tab: Browser) -> bool:
        with app.app_context():
            barrier.wait()
            try:
                return is_in(tab)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(tabs)) as pool:
        assert Counter(pool.map(open_tab, tabs)) == {True: len(tabs)}
    kept = [tab for tab in tabs if stay(tab) != value]
    assert len(kept) == 1
    assert is_in(closed(kept[0]))
    assert db.session.scalars(select(LoginSession)).one().revoked_at is None


@pytest.mark.usefixtures("ana")
def test_an_old_key_within_the_minute_leaves_nothing_to_keep(browser: NewBrowser, hour: Any) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    late = thief_with(browser, stay(mine))
    assert is_in(closed(mine))
    hour.shift(timedelta(seconds=30))
    assert is_in(late)
    with late.session_transaction() as session:
        assert "_user_id" not in session
    hour.shift(timedelta(seconds=31))
    assert not is_in(late)


@pytest.mark.usefixtures("ana")
def test_a_form_sent_by_a_browser_that_returned_renews_at_the_next_page(browser: NewBrowser) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    first = stay(mine)
    closed(mine).post("/settings/devices/end")
    assert stay(mine) == first
    assert is_in(mine)
    assert stay(mine) != first
    assert is_in(mine)


# Time


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(("remember", "days"), [("", 14), ("y", 90)])
def test_the_longest_life_is_that_of_the_sign_in(
    browser: NewBrowser, hour: Any, remember: str, days: int
) -> None:
    mine = browser()
    sign_in(mine, remember=remember)
    ends = db.session.scalars(select(LoginSession.expires_at)).one()
    for _ in range(2):
        hour.shift(timedelta(days=days / 2, minutes=-5))
        assert is_in(closed(mine) if remember else mine)
    assert db.session.scalars(select(LoginSession.expires_at)).one() == ends
    hour.shift(timedelta(minutes=11))
    assert not is_in(mine)


def test_a_clock_set_back_lengthens_nothing(browser: NewBrowser, hour: Any, ana: Member) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    hour.shift(timedelta(days=89, hours=23))
    assert is_in(mine)
    with transaction.unit():
        row = db.session.scalars(select(LoginSession)).one()
        row.seen_at = row.expires_at  # seen at the very end, and then the clock went back
    hour.shift(timedelta(hours=-2))
    assert not is_in(thief_with(browser, stay(mine)))
    with transaction.unit():
        row.seen_at = row.expires_at - timedelta(days=1)
    assert is_in(thief_with(browser, stay(mine)))  # the twin
    assert ana.id


# Cookies


def test_every_cookie_of_a_site_with_https_is_bound_to_its_host(tmp_path: Path) -> None:
    app = create_app(mode="test", instance=tmp_path, secret_key="x" * 64, base_url="https://quorum.example")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-quorum"
    assert app.config["REMEMBER_COOKIE_NAME"] == "__Host-quorum-stay"
    with app.test_request_context("/", base_url="https://quorum.example"):
        from qa.core import browsers

        device = browsers.note(app.response_class(), "member:1").headers["Set-Cookie"]
        session = app.session_interface.open_session(app, __import__("flask").request._get_current_object())
        assert session is not None
        session["x"] = 1
        answer = app.response_class()
        app.session_interface.save_session(app, session, answer)
    for line in (device, answer.headers["Set-Cookie"]):
        assert line.startswith("__Host-quorum")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(line.split("; "))
        assert "Domain" not in line
    for name in ("SECURE", "HTTPONLY"):
        assert app.config[f"REMEMBER_COOKIE_{name}"] is True


class Trap:
    """What unpickling would run."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a cookie was unpickled",))


def test_forged_cookies_are_nobody_and_nothing_is_run(app: Flask, browser: NewBrowser, ana: Member) -> None:
    mine = browser()
    sign_in(mine, remember="y")
    real = mine.get_cookie("quorum")
    assert real is not None
    payload, stamp, signature = real.value.lstrip(".").rsplit(".", 2)
    known, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "an older key of this site's " * 3
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    older = str(signer.dumps({"_user_id": "x"}))
    app.config["SECRET_KEY"] = known
    trap = base64.urlsafe_b64encode(pickle.dumps(Trap())).decode().rstrip("=")
    token, _bar, digest = stay(mine).rpartition("|")
    forged = [
        ("quorum", f"{payload}.{stamp}.{signature[:-2]}{'BB' if signature.endswith('AA') else 'AA'}"),
        ("quorum", f"{payload}.{stamp}."),
        ("quorum", f"{payload}.AAAAAA.{signature}"),
        ("quorum", older),
        ("quorum", f"{trap}.{stamp}.{signature}"),
        ("quorum", trap),
        ("quorum-device", trap),
        ("quorum-device", real.value),
        (STAY, f"{token}x|{digest}"),
        (STAY, f"{token}|{digest[:-1]}{'1' if digest.endswith('0') else '0'}"),
        (STAY, token),
        (STAY, f"{trap}|{'0' * 128}"),
        (STAY, f"1|{digest}"),
    ]
    for name, value in forged:
        other = browser()
        other.set_cookie(name, value)
        assert other.get("/settings").status_code == 302, name
        assert (
            other.post("/login", data={"email": "ana@peers.example", "password": "wrong"}).status_code == 422
        )
    assert is_in(mine)
    assert ana.id
