"""What every answer carries (RELIABILITY C6, B6), and that no write goes through without its token (group D's basics)."""

from __future__ import annotations

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from qa.core.db import db
from qa.core.web import POLICY
from tests.security import world
from tests.security.matrix import ROWS, Row
from tests.security.world import Member, World
from tests.support.breadth import in_turn
from tests.support.browser import Browser
from tests.support.cast import Cast

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
BY_ADDRESS = frozenset({"notifications.end_mails"})
"""What mail programs send, which have no page and no cookie: the token in its address alone is the right (RFC 8058)."""
WRITES = [row for row in ROWS if row.method == "POST" and row.endpoint not in BY_ADDRESS]


def check(answer: object) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert headers["Content-Security-Policy"] == POLICY
    for name, value in EXACT.items():
        assert headers.getlist(name) == [value], name
    assert "Cookie" in headers["Vary"]
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


def test_the_policy_allows_nothing_foreign_and_nothing_inline() -> None:
    words = POLICY.split()
    assert POLICY.startswith("default-src 'none';")
    assert not [
        word
        for word in words
        if "unsafe" in word or "://" in word or word in ("*", "data:", "blob:", "https:")
    ]
    for name in ("script-src", "style-src", "form-action", "base-uri", "frame-ancestors"):
        assert name in words


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_every_route_as_two_principals(app: Flask, small: World, row: Row) -> None:
    seen_by = ("anonymous", "outside", "asker")
    browsers = world.browsers(app, *seen_by)
    for who in seen_by:
        data = {name: small.fill(value) for name, value in row.data.items()}
        if row.method == "POST":
            answer = browsers[who].post(small.fill(row.path), data=data)
        else:
            answer = browsers[who].get(small.fill(row.path))
        check(answer)
        assert "Strict-Transport-Security" not in answer.headers
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404), ("PUT", "/ask", 405), ("POST", "/ask", 400), ("GET", "/questions?state=no", 400),
        ("GET", "/static/none.css", 404), ("POST", "/preview", 400), ("OPTIONS", "/ask", 200), ("TRACE", "/", 405),
    ],
)  # fmt: skip
def test_errors_have_them_too(cast: Cast, app: Flask, method: str, path: str, status: int) -> None:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(cast.ana)
    answer = browser.open(path, method=method)
    assert answer.status_code == status
    check(answer)


def test_over_https_browsers_are_told_to_stay_there(client: Browser) -> None:
    secure = client.get("/about", base_url="https://quorum.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/about").headers


def test_static_files_may_be_kept_but_not_sniffed(app: Flask, client: Browser) -> None:
    for name, address in app.extensions["assets"].items():
        with client.get(address) as answer:
            assert answer.status_code == 200, name
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "immutable" in answer.headers["Cache-Control"]
            assert "Access-Control-Allow-Origin" not in answer.headers
    for path in (
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/.git/config",
    ):
        assert client.get(path).status_code == 404, path


def owner(row: Row) -> str:
    return next(who for who in reversed(row.order()) if row.expected(who)[0] == row.ok)


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.endpoint)
def test_no_write_without_its_token(app: Flask, small: World, row: Row) -> None:
    """The twin, the same request with its token, is in the matrix."""
    who = owner(row)
    browser = world.browsers(app, who)[who]
    if who == "asker":
        small.values["spare"] = world.session_of("ana")
    data = {name: small.fill(value) for name, value in row.data.items()}
    path, before = small.fill(row.path), world.fingerprint()
    live = db.session.query(world.LoginSession).filter_by(revoked_at=None).count()
    other = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("another session's")
    forged = URLSafeTimedSerializer("not the key", salt="wtf-csrf-token").dumps("x")
    turn = WRITES.index(row)
    for token in in_turn(("", "x", other, forged, other[:-1]), turn, 2):
        for kind in in_turn(("", "text/plain", "application/json"), turn, 2):
            body = b"{}" if kind else {**data, "csrf_token": token}
            answer = browser.post(path, data=body, csrf=False, headers={"Content-Type": kind} if kind else {})
            assert answer.status_code == 400, (token, kind)
    assert db.session.query(world.LoginSession).filter_by(revoked_at=None).count() == live
    assert world.fingerprint() == before


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.endpoint)
def test_no_write_from_another_site_even_with_its_token(app: Flask, small: World, row: Row) -> None:
    who = owner(row)
    browser = world.browsers(app, who)[who]
    small.values["spare"] = world.session_of("ana")
    data = {name: small.fill(value) for name, value in row.data.items()}
    before = world.fingerprint()
    foreign = browser.post(small.fill(row.path), data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert world.fingerprint() == before
    if row.endpoint == "members.end_device":
        return
    same = browser.post(small.fill(row.path), data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert same.status_code == row.ok


def test_a_session_cookie_of_another_key_signs_nobody_in(app: Flask, cast: Cast) -> None:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(cast.ana)
    assert browser.get("/questions").status_code == 200
    cookie = browser.get_cookie("quorum")
    assert cookie is not None
    browser.set_cookie("quorum", cookie.value[:-3] + "AAA")
    assert browser.get("/questions").status_code == 302
    assert db.session.query(Member).count() >= 6
