"""Limits of the ways into an account (RELIABILITY F2, H1, H4); the inventory of all routes is in tests/core/test_limits.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from qa.core import transaction
from qa.core.db import db
from tests.signin.people import ANA, HASH, SECRET, with_codes
from tests.support.at_once import Crowd, post, statuses
from tests.support.browser import Browser
from tests.support.cast import Cast


@pytest.fixture(autouse=True)
def _limited(app: Flask, cast: Cast) -> Iterator[None]:
    """Limits are counted, and Ana has a password and codes."""
    with transaction.unit():
        cast.ana.password_hash = HASH
    with_codes(cast.ana)
    app.config["LIMITS"] = True
    yield
    app.config["LIMITS"] = False


DOORS = [
    ("/sudo", {"password": "wrong"}, 5),
    ("/sudo/passkey", {"credential": "x"}, 10),
    ("/settings/codes/new", {"code": "000000"}, 10),
    ("/login/passkey", {"credential": "x"}, 10),
    ("/login/passkey/options", {}, 60),
    ("/settings/address", {"email": "no address"}, 5),
    ("/address/dead", {}, 10),
    ("/address/dead/refusal", {}, 10),
    ("/reset/dead", {"password": "x"}, 10),
]


@pytest.mark.parametrize(("path", "data", "most"), DOORS, ids=[door[0] for door in DOORS])
@time_machine.travel("2026-11-23T09:00:05Z", tick=False)
def test_one_more_than_the_limit_is_refused(
    client: Browser, cast: Cast, path: str, data: dict[str, str], most: int
) -> None:
    client.sign_in(cast.ana)
    said = [client.post(path, data=data).status_code for _ in range(most)]
    assert 429 not in said
    last = client.post(path, data=data)
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0


@time_machine.travel("2026-11-23T09:00:05Z", tick=False)
def test_of_twenty_codes_at_once_five_are_looked_at(app: Flask) -> None:
    crowd = Crowd(app, [])
    for number in range(20):
        browser = app.test_client()
        assert isinstance(browser, Browser)
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        if number < 9:  # the tenth sign-in of an account is its last for five minutes
            browser.post("/login", data={"email": ANA, "password": SECRET}, environ_base=where)
            kept = browser.get_cookie("quorum")
        assert kept is not None
        browser.set_cookie("quorum", kept.value)
        crowd.browsers.append(browser)
    db.session.rollback()
    counted: Counter[int] = statuses(crowd.at_once(post("/login/code", code="000000")))
    assert counted == {422: 5, 429: 15}
