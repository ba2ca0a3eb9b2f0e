"""Passkeys, with a device in software: what is right opens, what was bent does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import LoginSession, Member, MemberState
from qa.signin import passkeys
from qa.signin.models import Passkey
from tests.signin.people import HASH, is_in, letters, with_codes
from tests.support.authenticator import PRESENT, Authenticator
from tests.support.browser import Browser
from tests.support.cast import Cast

AsMember = Callable[[Member], Browser]
START = "2026-11-23T09:00:00Z"


@pytest.fixture
def hour() -> Any:
    """A clock that stands and is moved by hand."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def options(browser: Browser, path: str = "/login/passkey/options") -> dict[str, Any]:
    answer = browser.post(path)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def add(browser: Browser, device: Authenticator, name: str = "Work laptop") -> int:
    made = device.make(options(browser, "/settings/passkeys/options"))
    return browser.post("/settings/passkeys", data={"credential": made, "name": name}).status_code


@pytest.fixture
def device(hour: Any, as_: AsMember, cast: Cast) -> Authenticator:
    """Ana's laptop, added a minute ago."""
    found = Authenticator()
    assert add(as_(cast.ana), found) == 303
    hour.shift(timedelta(minutes=1))
    return found


def opened(browser: Browser, answer: str, **more: str) -> int:
    return browser.post("/login/passkey", data={"credential": answer, **more}).status_code


def test_a_passkey_signs_in_and_is_both_steps(client: Browser, device: Authenticator, cast: Cast) -> None:
    with_codes(cast.ana)
    asked = options(client)
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
    assert asked.get("allowCredentials", []) == []
    answer = client.post("/login/passkey", data={"credential": device.open(asked), "next": "/members"})
    assert (answer.status_code, answer.location) == (303, "/members")
    assert is_in(client)
    row = db.session.scalars(select(Passkey)).one()
    assert (row.sign_count, row.name, row.used_at) == (1, "Work laptop", clock.now())
    assert "passkey was added" in letters()[0]["Subject"]


def test_what_is_asked_for_a_new_one_names_nobody_by_number(
    as_: AsMember, device: Authenticator, cast: Cast
) -> None:
    asked = options(as_(cast.ana), "/settings/passkeys/options")
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert len(asked["excludeCredentials"]) == 1
    assert str(cast.ana.id).encode() != device.user


BENT: dict[str, dict[str, Any]] = {
    "an altered signature": {"alter": True},
    "another site's page": {"origin": "https://evil.test"},
    "the same host by another port": {"origin": "http://localhost:9999"},
    "nobody looked who holds it": {"flags": PRESENT},
    "nobody was there": {"flags": 0},
    "another's name": {"user": b"x" * 32},
    "no name": {"user": b""},
}


@pytest.mark.parametrize("how", BENT)
def test_what_is_bent_opens_nothing(client: Browser, device: Authenticator, how: str) -> None:
    assert opened(client, device.open(options(client), **BENT[how])) == 422
    assert not is_in(client)
    assert opened(client, device.open(options(client))) == 303  # the twin


def test_another_party_opens_nothing(client: Browser, device: Authenticator) -> None:
    device.party = "evil.test"
    assert opened(client, device.open(options(client))) == 422
    device.party = "localhost"
    assert opened(client, device.open(options(client))) == 303


@pytest.mark.parametrize(
    ("base", "party", "origin"),
    [
        ("https://quorum.example/", "quorum.example", "https://quorum.example"),
        ("https://quorum.example:443", "quorum.example", "https://quorum.example"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_party_and_origin_come_from_the_settings(app: Flask, base: str, party: str, origin: str) -> None:
    known = app.config["QUORUM"]
    app.config["QUORUM"] = replace(known, base_url=base)
    try:
        with app.test_request_context("/", base_url="https://evil.test:9999/"):
            assert passkeys._party() == (party, origin)
    finally:
        app.config["QUORUM"] = known


def test_a_replayed_answer_opens_nothing_even_with_its_cookie(
    app: Flask, client: Browser, device: Authenticator, hour: Any
) -> None:
    device.count = -1
    asked = options(client)
    cookie = client.get_cookie("quorum")
    answer = device.open(asked, count=0)  # synced passkeys count nothing
    assert opened(client, answer) == 303
    assert opened(client, answer) == 422  # its challenge was taken out
    thief = app.test_client()
    assert isinstance(thief, Browser)
    assert cookie is not None
    hour.shift(timedelta(seconds=30))
    thief.set_cookie("quorum", cookie.value)
    assert opened(thief, answer) == 422
    assert not is_in(thief)
    hour.shift(timedelta(seconds=1))
    assert opened(client, device.open(options(client), count=0)) == 303


@pytest.mark.parametrize("seconds", [290, 310])
def test_a_challenge_lives_five_minutes(
    client: Browser, device: Authenticator, hour: Any, seconds: int
) -> None:
    answer = device.open(options(client))
    hour.shift(timedelta(seconds=seconds))
    assert opened(client, answer) == (303 if seconds < 300 else 422)


def test_a_challenge_of_another_purpose_or_person_opens_nothing(
    as_: AsMember, client: Browser, device: Authenticator, cast: Cast
) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    answer = device.open(options(ana, "/sudo/passkey/options"))
    assert opened(ana, answer) == 422
    assert opened(ana, device.open(options(ana, "/settings/passkeys/options"))) == 422
    ana.post("/sudo/passkey/options")
    with ana.session_transaction() as theirs:
        kept = theirs["passkey"]
    with ben.session_transaction() as session:
        session["passkey"] = kept
    assert ben.post("/sudo/passkey", data={"credential": device.open({"challenge": "x"})}).status_code == 422
    assert opened(client, device.open(options(client))) == 303


def test_a_count_that_does_not_rise_is_a_copied_key(
    client: Browser, device: Authenticator, hour: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    assert opened(client, device.open(options(client), count=7)) == 303
    for count in (7, 6, 0):
        hour.shift(timedelta(seconds=10))
        assert opened(client, device.open(options(client), count=count)) == 422
    assert "passkey_refused" in capfd.readouterr().err
    assert opened(client, device.open(options(client), count=8)) == 303


def test_all_that_fails_looks_the_same(app: Flask, device: Authenticator, cast: Cast) -> None:
    pages = set()
    stranger = Authenticator()
    stranger.user = device.user
    made = [
        lambda asked: device.open(asked, alter=True),
        stranger.open,
        lambda asked: device.open(asked, user=b"y" * 32),
        lambda _asked: "no JSON",
        lambda _asked: "{}",
        lambda _asked: "[]",
        lambda _asked: json.dumps({"rawId": 7, "response": None}),
        lambda _asked: json.dumps({"id": "é", "rawId": "é", "response": {"userHandle": "x"}}),
        lambda _asked: "[" * 50_000,
        lambda asked: json.dumps({**json.loads(device.open(asked)), "response": {"userHandle": "AA"}}),
    ]
    for make in made:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        answer = browser.post("/login/passkey", data={"credential": make(options(browser))})
        pages.add((answer.status_code, re.sub(r'name="csrf_token"[^>]*', "", answer.text)))
    assert len(pages) == 1
    assert next(iter(pages))[0] == 422
    assert cast.ana.id


def test_who_left_is_not_let_in(client: Browser, device: Authenticator, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.state = MemberState.LEFT
    assert opened(client, device.open(options(client))) == 422


def test_a_passkey_is_added_only_by_what_was_asked(as_: AsMember, hour: Any, cast: Cast) -> None:
    browser, device = as_(cast.ana), Authenticator()
    for bent in ({"origin": "https://evil.test"}, {"flags": PRESENT}):
        made = device.make(options(browser, "/settings/passkeys/options"), **bent)  # type: ignore[arg-type]
        assert browser.post("/settings/passkeys", data={"credential": made}).status_code == 422
    made = device.make(options(browser, "/settings/passkeys/options"))
    assert browser.post("/settings/passkeys", data={"credential": made, "name": "a\u202eb"}).status_code in (
        303,
        422,
    )
    again = browser.post("/settings/passkeys", data={"credential": made, "name": "Laptop"})
    assert again.status_code == 422  # the challenge was taken out
    other = as_(cast.ben)
    device.make(options(other, "/settings/passkeys/options"))
    assert add(other, Authenticator()) == 303


def test_one_key_belongs_to_one_member(as_: AsMember, device: Authenticator, cast: Cast) -> None:
    assert add(as_(cast.ben), device) == 422
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 1


def test_removing_leaves_a_way_in(
    as_: AsMember, device: Authenticator, hour: Any, client: Browser, cast: Cast
) -> None:
    number = db.session.scalars(select(Passkey.id)).one()
    browser = as_(cast.ana)
    refused = browser.post(f"/settings/passkeys/{number}/removal")
    assert refused.status_code == 422
    assert "only way" in refused.text
    assert as_(cast.ben).post(f"/settings/passkeys/{number}/removal").status_code == 404
    with transaction.unit():
        cast.ana.password_hash = HASH
    assert browser.post(f"/settings/passkeys/{number}/removal").status_code == 303
    assert opened(client, device.open(options(client))) == 422
    assert [letter["Subject"] for letter in letters()][-1] == "A passkey was removed"


def test_a_passkey_confirms_its_own_member_only(as_: AsMember, device: Authenticator, cast: Cast) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    with transaction.unit():
        db.session.query(LoginSession).update({"confirmed_at": None})
    for browser, expected in ((ben, 422), (ana, 303)):
        asked = options(browser, "/sudo/passkey/options")
        answer = browser.post(
            "/sudo/passkey", data={"credential": device.open(asked), "next": "/settings/codes"}
        )
        assert answer.status_code == expected
    assert ana.get("/settings/codes/new").location == "/settings/codes"
    assert ben.get("/settings/codes/new").location.startswith("/sudo")


def test_kept_text_comes_back_after_a_passkey(client: Browser, device: Authenticator) -> None:
    carried = {"kept_path": "/ask", "kept": '{"fields": {"title": "Kept all the same?"}, "back": "/ask"}'}
    answer = client.post("/login/passkey", data={"credential": device.open(options(client)), **carried})
    assert answer.location.startswith("/ask?draft=")


def test_the_door_says_what_a_passkey_needs(client: Browser) -> None:
    page = client.get("/login").text
    assert "Passkeys need JavaScript" in page
    assert 'formaction="/login/passkey"' in page
