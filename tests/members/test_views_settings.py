"""Settings, devices and the password, over HTTP (RELIABILITY A8, D1, E3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from qa.core import transaction
from qa.core.db import db
from qa.members import devices, passwords
from qa.members.models import LoginSession, Member, MemberState, Role
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries

SECRET = "kestrels over the quay"
AsMember = Callable[[Member], Browser]
PROFILE = {
    "name": "Ana Berg",
    "title": "CISO",
    "timezone": "Asia/Tokyo",
    "theme": "dark",
    "employer": "",
    "good_at": "Audits.\r\nRisk.",
}


def test_a_profile_is_saved_whole(as_: AsMember, cast: Cast) -> None:
    client = as_(cast.ana)
    assert client.post("/settings", data={**PROFILE, "recognition_hidden": "y"}).status_code == 303
    ana = cast.ana
    assert (ana.name, ana.timezone, ana.theme, ana.good_at) == (
        "Ana Berg",
        "Asia/Tokyo",
        "dark",
        "Audits.\nRisk.",
    )
    assert (ana.employer, ana.recognition_hidden) == ("", True)
    page = client.get("/settings").get_data(as_text=True)
    assert "Saved." in page
    assert 'data-theme="dark"' in page
    assert 'value="Ana Berg"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Write your name"),
        ({"name": "Ana ✓"}, "letters"),
        ({"title": "x" * 121}, "Too long"),
        ({"ask_me_about": "x" * 2001}, "Too long"),
        ({"employer": "a\x00b"}, "cannot be stored"),
        ({"timezone": "Mars/Olympus"}, "time zone"),
        ({"theme": "pink"}, "valid choice"),
    ],
)
def test_a_profile_at_fault_is_not_saved_and_nothing_typed_is_lost(
    as_: AsMember, cast: Cast, change: dict[str, str], words: str
) -> None:
    client = as_(cast.ana)
    answer = client.post("/settings", data={**PROFILE, "industry": "banking and rivers", **change})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "banking and rivers" in page
    assert cast.ana.name == "Ana Lindqvist"
    assert cast.ana.industry == "banking"


def test_nobody_makes_themselves_an_admin(as_: AsMember, cast: Cast) -> None:
    extra = {
        "role": "admin",
        "state": "left",
        "handle": "root",
        "email": "x@y.example",
        "id": "1",
        "password_hash": "x",
    }
    client = as_(cast.ben)
    assert client.post("/settings", data={**PROFILE, **extra}).status_code == 303
    ben = cast.ben
    assert (ben.role, ben.state, ben.handle, ben.email) == (
        Role.MEMBER,
        MemberState.ACTIVE,
        "ben",
        "ben@peers.example",
    )
    assert ben.password_hash is None


def test_what_is_written_is_shown_as_written(as_: AsMember, cast: Cast) -> None:
    client = as_(cast.ana)
    hostile = '<script>alert(1)</script> {{7*7}} %s "quoted"'
    assert (
        client.post("/settings", data={**PROFILE, "title": hostile, "ask_me_about": hostile}).status_code
        == 303
    )
    for path in ("/settings", "/m/ana", "/members"):
        page = client.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{7*7}}" in page


def test_devices_are_listed_and_signed_out_singly(as_: AsMember, cast: Cast) -> None:
    here, there, bens = as_(cast.ana), as_(cast.ana), as_(cast.ben)
    page = here.get("/settings/devices").get_data(as_text=True)
    assert page.count("Firefox on Linux</th>") == 2
    assert "now, here" in page
    rows = db.session.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    mine, other, of_ben = (row.id for row in rows)
    assert here.post(f"/settings/devices/{of_ben}/end").status_code == 404
    assert bens.get("/settings").status_code == 200
    assert here.post("/settings/devices/9999/end").status_code == 404
    assert here.post(f"/settings/devices/{mine}/end").location == "/logout"
    assert there.get("/settings").status_code == 200
    assert here.post(f"/settings/devices/{other}/end").status_code == 303
    assert there.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200


def test_signing_out_everywhere_else(as_: AsMember, cast: Cast) -> None:
    here, there, bens = as_(cast.ana), as_(cast.ana), as_(cast.ben)
    assert here.post("/settings/devices/end", csrf=False).status_code == 400
    assert there.get("/settings").status_code == 200
    assert here.post("/settings/devices/end").status_code == 303
    assert there.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200
    assert bens.get("/settings").status_code == 200


def test_a_password_is_changed_by_one_who_knows_it(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.password_hash = passwords.hash_password(SECRET)
    here, there = as_(cast.ana), as_(cast.ana)
    new = {"password": "another kestrel", "again": "another kestrel"}
    for data in ({"old": "wrong", **new}, {"old": "", **new}, {"old": SECRET, **new, "again": "x"},
                 {"old": SECRET, "password": "password1", "again": "password1"}):  # fmt: skip
        answer = here.post("/settings/password", data=data)
        assert answer.status_code == 422
        assert "another kestrel" not in answer.get_data(as_text=True)
    assert passwords.verify(cast.ana.password_hash, SECRET)
    assert there.get("/settings").status_code == 200
    assert here.post("/settings/password", data={"old": SECRET, **new}).status_code == 303
    assert passwords.verify(cast.ana.password_hash, "another kestrel")
    assert there.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200


def test_who_has_no_password_cannot_change_it_with_none(as_: AsMember, cast: Cast) -> None:
    new = {"password": "another kestrel", "again": "another kestrel"}
    for old in ("", "x", "None"):
        assert as_(cast.ana).post("/settings/password", data={"old": old, **new}).status_code == 422
    assert cast.ana.password_hash is None


@pytest.mark.parametrize(
    ("path", "most"), [("/settings", 2), ("/settings/devices", 2), ("/settings/password", 1)]
)
def test_statements_of_a_page(as_: AsMember, cast: Cast, queries: Queries, path: str, most: int) -> None:
    client = as_(cast.ana)
    for _device in range(5):
        as_(cast.ana)
    with queries:
        assert client.get(path).status_code == 200
    assert len(queries) == most, queries.statements


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 (KHTML, like Gecko) Version/17.4 Safari/605", "Safari on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "A browser of unknown make"),
        ("", "A browser of unknown make"),
        ("<script>" * 9_000, "A browser of unknown make"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("app")
def test_a_device_is_named_in_plain_words(header: str, words: str) -> None:
    assert devices.label(header) == words
