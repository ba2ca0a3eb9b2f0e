"""Codes under settings, and proving again who one is (RELIABILITY E6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import LoginSession, Member
from qa.signin import codes, sudo
from tests.signin.people import ANA, HASH, SECRET, code_at, is_in, letters, sign_in, with_codes
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.viewing import viewer

AsMember = Callable[[Member], Browser]


@pytest.fixture
def ana(cast: Cast) -> Member:
    with transaction.unit():
        cast.ana.password_hash = HASH
    return cast.ana


def unconfirm() -> None:
    """All sessions proved who they are longer ago than the setting allows."""
    with transaction.unit():
        db.session.execute(update(LoginSession).values(confirmed_at=clock.now() - timedelta(minutes=16)))


def key_in(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    return found[1].replace(" ", "")


def test_setting_up_an_app_from_first_to_last(as_: AsMember, ana: Member) -> None:
    browser = as_(ana)
    assert "Codes are off" in browser.get("/settings/codes").text
    assert browser.post("/settings/codes").location == "/settings/codes/new"
    page = browser.get("/settings/codes/new")
    assert "<svg" in page.text
    assert "style=" not in page.text
    key = key_in(page.text)
    assert not codes.is_on(ana.id)
    wrong = browser.post("/settings/codes/new", data={"code": "000000"})
    assert wrong.status_code == 422
    assert key_in(wrong.text) == key
    done = browser.post("/settings/codes/new", data={"code": code_at(key, clock.now())})
    assert done.status_code == 200
    shown = re.findall(r"<code>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</code>", done.text)
    assert len(set(shown)) == 10
    overview = browser.get("/settings/codes").text
    assert "10 are left" in overview
    assert not [code for code in shown if code in overview]
    assert browser.get("/settings/codes/new").location == "/settings/codes"
    renewed = browser.post("/settings/codes/recovery")
    assert renewed.status_code == 200
    assert not [code for code in shown if code in renewed.text]
    assert browser.post("/settings/codes/off").status_code == 303
    assert not codes.is_on(ana.id)
    assert [letter["Subject"] for letter in letters()] == ["Codes are on", "Codes are off"]


DANGEROUS = [
    ("POST", "/settings/codes"),
    ("GET", "/settings/codes/new"),
    ("POST", "/settings/codes/new"),
    ("POST", "/settings/codes/recovery"),
    ("POST", "/settings/codes/off"),
    ("POST", "/settings/passkeys/options"),
    ("POST", "/settings/passkeys"),
    ("POST", "/settings/passkeys/1/removal"),
    ("POST", "/settings/address"),
    ("POST", "/settings/single-sign-on"),
    ("POST", "/settings/single-sign-on/1/removal"),
]


@pytest.mark.parametrize(("method", "path"), DANGEROUS)
def test_dangerous_acts_ask_again(as_: AsMember, ana: Member, method: str, path: str) -> None:
    browser = as_(ana)
    fresh = browser.get(path) if method == "GET" else browser.post(path)
    assert not (fresh.location or "").startswith("/sudo")
    unconfirm()
    stale = browser.get(path) if method == "GET" else browser.post(path)
    assert stale.status_code == 303
    assert stale.location.startswith("/sudo?next=")


def test_the_password_confirms_for_a_while_and_leads_back(as_: AsMember, ana: Member) -> None:
    browser = as_(ana)
    unconfirm()
    asked = browser.get("/settings/codes/new")
    page = browser.get(asked.location)
    assert 'value="/settings/codes/new"' in page.text
    wrong = browser.post("/sudo", data={"password": "wrong", "next": "/settings/codes/new"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.text
    assert browser.get("/settings/codes/new").location.startswith("/sudo")
    with browser.session_transaction() as session:
        before = session["_user_id"]
    right = browser.post("/sudo", data={"password": SECRET, "next": "/settings/codes/new"})
    assert (right.status_code, right.location) == (303, "/settings/codes/new")
    assert browser.get("/settings/codes/new").location == "/settings/codes"  # nothing waits: let through
    assert browser.get("/sudo?next=/settings/codes").location == "/settings/codes"
    for minutes, asks in ((14, False), (16, True)):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            assert browser.get("/settings/codes/new").location.startswith("/sudo") is asks
    with browser.session_transaction() as session:
        assert session["_user_id"] != before
        session["_user_id"] = before
    assert not is_in(browser)  # a copy of the session from before is dead


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test", ""])
def test_no_way_leads_off_the_site(as_: AsMember, ana: Member, target: str) -> None:
    browser = as_(ana)
    assert browser.post("/sudo", data={"password": SECRET, "next": target}).location == "/"
    assert browser.get("/sudo", query_string={"next": target}).location == "/"


def test_a_code_confirms_once(as_: AsMember, ana: Member) -> None:
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        secret, _shown = with_codes(ana)
    browser = as_(ana)
    unconfirm()
    assert "Code from your app" in browser.get("/sudo").text
    code = code_at(secret, clock.now())
    assert browser.post("/sudo", data={"code": code}).status_code == 303
    unconfirm()
    assert browser.post("/sudo", data={"code": code}).status_code == 422


def test_a_fresh_sign_in_counts_and_a_remembered_one_does_not_for_ever(client: Browser, ana: Member) -> None:
    sign_in(client, remember="y")
    assert client.get("/settings/codes/new").location == "/settings/codes"
    client.delete_cookie("quorum")
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert is_in(client)
        assert client.get("/settings/codes/new").location.startswith("/sudo")
    assert ana.id


def test_a_clock_set_back_confirms_nothing(cast: Cast) -> None:
    now = clock.now()
    me = replace(viewer(cast.ana), confirmed_at=now)
    assert sudo.is_fresh(me, now)
    assert sudo.is_fresh(me, now + timedelta(minutes=14))
    assert not sudo.is_fresh(me, now - timedelta(hours=2))
    assert not sudo.is_fresh(me, now + timedelta(minutes=15))
    assert not sudo.is_fresh(viewer(cast.ana), now)


def test_who_has_no_password_is_told_what_to_do(as_: AsMember, cast: Cast) -> None:
    browser = as_(cast.ben)
    unconfirm()
    assert "no password yet" in browser.get("/sudo").text
    assert browser.post("/sudo", data={"password": ""}).status_code == 422


def test_statements_of_the_pages(as_: AsMember, ana: Member, queries: Queries) -> None:
    browser = as_(ana)
    with_codes(ana)
    for path, most in (("/settings/codes", 3), ("/settings/passkeys", 2), ("/settings/address", 3)):
        browser.get(path)
        with queries:
            assert browser.get(path).status_code == 200
        assert len(queries) == most, (path, queries.statements)
    assert db.session.scalar(select(Member.email).where(Member.id == ana.id)) == ANA


def test_the_settings_lead_to_every_page(as_: AsMember, ana: Member, app: Flask) -> None:
    page = as_(ana).get("/settings").text
    for path in ("/settings/codes", "/settings/passkeys", "/settings/address"):
        assert f'href="{path}"' in page
    assert "/settings/single-sign-on" not in page
    assert app
