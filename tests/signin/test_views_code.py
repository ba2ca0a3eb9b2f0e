"""Signing in with a second step, over HTTP (RELIABILITY E2, F1, F2, F3)."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from qa.core import clock, transaction
from qa.core.db import db
from qa.members import resets
from qa.members.models import LoginSession, Member, MemberState
from qa.questions.models import Draft
from tests.signin.people import ANA, HASH, SECRET, code_at, is_in, sign_in, text_of, with_codes
from tests.signin.people import letters as all_letters
from tests.support.browser import Browser
from tests.support.cast import Cast

TOKEN = re.compile(r'name="csrf_token" [^>]*value="[^"]+"')


@pytest.fixture
def ana(cast: Cast) -> Member:
    with transaction.unit():
        cast.ana.password_hash = HASH
    return cast.ana


@pytest.fixture
def secret(ana: Member) -> Iterator[str]:
    """The secret of Ana's app, whose clock stands five minutes after it was set up."""
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        found, _shown = with_codes(ana)
    with time_machine.travel(clock.now(), tick=False):
        yield found


def now_code(secret: str, steps: int = 0) -> str:
    return code_at(secret, clock.now(), steps)


def test_the_password_alone_begins_no_session(client: Browser, secret: str) -> None:
    answer = sign_in(client, next="/members?q=audit", remember="y")
    assert (answer.status_code, answer.location) == (303, "/login/code")
    assert not is_in(client)
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0
    assert client.get("/login/code").status_code == 200
    wrong = client.post("/login/code", data={"code": "000000"})
    assert wrong.status_code == 422
    assert "not right" in wrong.text
    assert not is_in(client)
    right = client.post("/login/code", data={"code": now_code(secret)})
    assert (right.status_code, right.location) == (303, "/members?q=audit")
    assert client.get_cookie("quorum-stay") is not None
    assert is_in(client)


def test_without_codes_the_password_is_enough(client: Browser, ana: Member) -> None:
    assert sign_in(client).location == "/"
    assert is_in(client)
    assert client.get("/login/code").location == "/login"
    assert ana.id


def test_a_wrong_password_looks_the_same_with_codes_and_without(client: Browser, secret: str) -> None:
    pages = []
    for email in (ANA, "ben@peers.example", "nobody@peers.example"):
        answer = sign_in(client, email, "wrong")
        pages.append(
            (
                answer.status_code,
                TOKEN.sub("", answer.text).replace(email, "…"),
                answer.headers.get("Set-Cookie"),
            )
        )
    assert len({page[:2] for page in pages}) == 1
    assert client.get("/login/code").location == "/login"
    assert secret


def test_a_code_does_not_open_twice(app: Flask, client: Browser, secret: str) -> None:
    sign_in(client)
    client.post("/login/code", data={"code": now_code(secret)})
    other = app.test_client()
    assert isinstance(other, Browser)
    sign_in(other)
    assert other.post("/login/code", data={"code": now_code(secret)}).status_code == 422
    assert other.post("/login/code", data={"code": now_code(secret, 1)}).status_code == 303


def test_full_width_figures_are_refused_plainly_and_spaces_pass(client: Browser, secret: str) -> None:
    sign_in(client)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    answer = client.post("/login/code", data={"code": now_code(secret).translate(wide)})
    assert answer.status_code == 422
    assert "figures 0 to 9" in answer.text
    code = now_code(secret)
    assert client.post("/login/code", data={"code": f"{code[:3]} {code[3:]} "}).status_code == 303


def test_a_recovery_code_opens_once_and_the_member_is_told(app: Flask, client: Browser, ana: Member) -> None:
    _secret, shown = with_codes(ana)
    for expected in (303, 422):
        browser = app.test_client()
        assert isinstance(browser, Browser)
        sign_in(browser)
        assert browser.post("/login/code", data={"code": shown[0].upper()}).status_code == expected
    assert [letter["Subject"] for letter in all_letters()].count("A recovery code was used") == 1
    assert client


def test_halfway_ends_after_five_minutes(client: Browser, secret: str) -> None:
    sign_in(client)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=2), tick=False):
        late = client.post("/login/code", data={"code": now_code(secret)})
        assert late.location == "/login"
        assert not is_in(client)
        assert "five minutes" in client.get("/login").text
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        assert client.post("/login/code", data={"code": now_code(secret)}).status_code == 303


@pytest.mark.parametrize("change", ["password", "left"])
def test_halfway_ends_when_the_account_changed(client: Browser, secret: str, cast: Cast, change: str) -> None:
    sign_in(client)
    with transaction.unit():
        if change == "left":
            cast.ana.state = MemberState.LEFT
        else:
            cast.ana.password_hash = "another"
    assert client.post("/login/code", data={"code": now_code(secret)}).location == "/login"
    assert not is_in(client)


def test_halfway_of_one_is_not_halfway_of_another(client: Browser, secret: str, cast: Cast) -> None:
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        bens, _shown = with_codes(cast.ben)
    sign_in(client)
    assert client.post("/login/code", data={"code": now_code(bens)}).status_code == 422
    assert client.post("/login/code", data={"code": now_code(secret)}).status_code == 303


def test_what_was_typed_travels_through_both_steps(client: Browser, secret: str) -> None:
    typed = {"title": "How many vendors do you audit?", "body": "x" * 5_000}
    asked = client.post("/ask", data=typed)
    assert asked.status_code == 401
    fields = dict(re.findall(r'name="(kept|kept_path)" [^>]*value="([^"]*)"', asked.text))
    carried = {name: html.unescape(value) for name, value in fields.items()}
    second = sign_in(client, **carried)
    assert second.status_code == 200
    assert "comes back" in second.text
    assert not is_in(client)
    again = client.post("/login/code", data={"code": "000000", **carried})
    assert again.status_code == 422
    assert "x" * 5_000 in again.text
    done = client.post("/login/code", data={"code": now_code(secret), **carried})
    assert done.status_code == 303
    assert done.location.startswith("/ask?draft=")
    draft = db.session.scalars(select(Draft)).one()
    assert draft.fields["title"] == typed["title"]


def test_what_was_typed_outlives_a_late_code(client: Browser, secret: str) -> None:
    carried = {"kept_path": "/ask", "kept": '{"fields": {"title": "Kept all the same?"}, "back": "/ask"}'}
    late = client.post("/login/code", data={"code": now_code(secret), **carried})
    assert late.status_code == 422
    assert "Kept all the same?" in late.text
    assert "Your text is kept" in late.text


def test_a_link_for_a_forgotten_password_asks_for_the_code_too(
    client: Browser, secret: str, cast: Cast
) -> None:
    with transaction.unit():
        token = resets.fresh(cast.ana, clock.now())
    new = "terns along the lower quay"
    answer = client.post(f"/reset/{token}", data={"password": new, "again": new})
    assert (answer.status_code, answer.location) == (303, "/login/code")
    assert not is_in(client)
    assert "Your new password is set" in client.get("/login/code").text
    assert client.post("/login/code", data={"code": now_code(secret)}).status_code == 303
    assert is_in(client)


def test_signing_in_gives_a_new_session_at_each_step(client: Browser, secret: str, cast: Cast) -> None:
    client.sign_in(cast.ben)
    with client.session_transaction() as session:
        before = session["_user_id"]
        session["planted"] = "by another"
    sign_in(client)
    client.post("/login/code", data={"code": now_code(secret)})
    with client.session_transaction() as session:
        assert session["_user_id"] != before
        assert "planted" not in session
        assert "half" not in session
        session["_user_id"] = before
    assert not is_in(client)


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    app.config["LIMITS"] = True
    yield
    app.config["LIMITS"] = False


@pytest.mark.usefixtures("limited")
def test_five_codes_in_five_minutes_whatever_the_address(app: Flask, secret: str) -> None:
    said = []
    for number in range(7):
        browser = app.test_client()
        assert isinstance(browser, Browser)
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        browser.post("/login", data={"email": ANA, "password": SECRET}, environ_base=where)
        answer = browser.post("/login/code", data={"code": "000000"}, environ_base=where)
        said.append(answer.status_code)
    assert Counter(said) == {422: 5, 429: 2}
    assert int(answer.headers["Retry-After"]) > 0
    assert "counted apart" in answer.text
    assert secret


def test_a_new_browser_is_told_of_but_not_the_first_and_not_a_known_one(app: Flask, ana: Member) -> None:
    first, second = app.test_client(), app.test_client()
    assert isinstance(first, Browser)
    assert isinstance(second, Browser)
    sign_in(first)
    assert all_letters() == []
    first.post("/logout")
    sign_in(first)
    assert all_letters() == []
    sign_in(second)
    told = all_letters()
    assert [letter["Subject"] for letter in told] == ["Your account was opened in a new browser"]
    assert told[0]["To"] == ANA
    assert "Was it not you?" in text_of(told[0])
    second.post("/logout")
    sign_in(second)
    assert len(all_letters()) == 1
    assert ana.id


def test_a_browser_that_knows_another_account_is_new_to_mine(app: Flask, ana: Member, cast: Cast) -> None:
    with transaction.unit():
        cast.ben.password_hash = HASH
    browser = app.test_client()
    assert isinstance(browser, Browser)
    sign_in(app.test_client(), ANA)  # type: ignore[arg-type]
    sign_in(browser, "ben@peers.example")
    sign_in(browser, ANA)
    assert len(all_letters()) == 1
    sign_in(browser, "ben@peers.example")
    sign_in(browser, ANA)
    assert len(all_letters()) == 1
    cookie = browser.get_cookie("quorum-device")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert len(cookie.value) < 1000
    assert not [word for word in ("ana", "ben", "peers") if word in cookie.value.lower()]
    assert ana.id
