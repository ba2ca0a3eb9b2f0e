"""Single sign-on against a real provider on loopback (oidc-provider-mock)."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from flask import Flask
from sqlalchemy import select

from qa import create_app, doctor
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member, MemberState
from qa.signin import checks, single_sign_on
from qa.signin.models import ExternalIdentity
from tests.signin.people import HASH, is_in, letters, with_codes
from tests.support.browser import Browser
from tests.support.cast import Cast

AsMember = Callable[[Member], Browser]
# The provider, a thread of this process, uses what its own library calls old.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that lets everybody be whom they say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package uses what its own library calls old
        from oidc_provider_mock import run_server_in_thread

        with run_server_in_thread() as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def provider(app: Flask, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site knows the provider."""
    known = app.config["QUORUM"]
    app.config["QUORUM"] = replace(known, oidc_issuer=issuer, oidc_client_id="quorum", oidc_client_secret="s")
    monkeypatch.setitem(app.jinja_env.globals, "single_sign_on", "single sign-on")
    yield
    app.config["QUORUM"] = known
    app.extensions.pop(single_sign_on.PLACE, None)


def way_of(page: str) -> str:
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


def allowed(way: str, subject: str) -> str:
    """The address to which the provider sends back who says to be *subject*."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = requests.post(way, data={"sub": subject}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(browser: Browser, address: str) -> tuple[int, str, str]:
    """Open *address* in *browser* and send its form."""
    parts = urlsplit(address)
    page = browser.get(f"{parts.path}?{parts.query}")
    if page.status_code != 200:
        return page.status_code, "", page.text
    assert "data-proceed" in page.text
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    answer = browser.post(parts.path, data=sent)
    return answer.status_code, answer.location or "", answer.text


def sign_in(browser: Browser, subject: str, **form: str) -> tuple[int, str, str]:
    page = browser.post("/login/sso", data=form)
    assert page.status_code == 200, page.text
    return come_back(browser, allowed(way_of(page.text), subject))


def connect(browser: Browser, subject: str) -> tuple[int, str, str]:
    page = browser.post("/settings/single-sign-on")
    return come_back(browser, allowed(way_of(page.text), subject))


def test_text_typed_before_the_session_ended_is_shown_and_not_lost(client: Browser) -> None:
    """It cannot come along to the provider, so the page waits for it to be copied."""
    words = "Six of 41, by risk."
    page = client.post("/ask", data={"title": "How many vendors?", "body": words}).text
    carried = dict(re.findall(r'name="(kept(?:_path)?)"[^>]* value="([^"]*)"', page))
    assert set(carried) == {"kept", "kept_path"}
    away = client.post("/login/sso", data={name: html.unescape(value) for name, value in carried.items()})
    assert (words in away.text, "Copy it before you go on" in away.text) == (True, True)
    assert 'http-equiv="refresh"' not in away.text
    assert words not in client.post("/login/sso").text


def test_a_linked_identity_signs_in(as_: AsMember, client: Browser, cast: Cast) -> None:
    assert connect(as_(cast.ana), "ana-there")[:2] == (303, "/settings/single-sign-on")
    assert "ana-there" in as_(cast.ana).get("/settings/single-sign-on").text
    status, location, _page = sign_in(client, "ana-there", next="/members", remember="y")
    assert (status, location) == (303, "/members")
    assert is_in(client)
    assert client.get_cookie("quorum-stay") is not None
    row = db.session.scalars(select(ExternalIdentity)).one()
    assert row.used_at is not None
    assert letters()[0]["Subject"] == "A way to sign in was connected"


def test_the_way_there_has_what_it_must(client: Browser) -> None:
    page = client.post("/login/sso")
    sent = parse_qs(urlsplit(way_of(page.text)).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["state"][0]) >= 20
    assert len(sent["nonce"][0]) >= 20
    assert sent["scope"] == ["openid"]
    assert sent["redirect_uri"] == ["http://127.0.0.1:8000/login/sso/back"]
    assert 'formaction="/login/sso"' in client.get("/login").text
    assert client.get("/login/sso").status_code == 405
    assert client.post("/login/sso", csrf=False).status_code == 400


def test_a_mail_address_links_nothing(client: Browser, cast: Cast) -> None:
    assert cast.ana.email is not None
    status, _location, page = sign_in(client, cast.ana.email)
    assert status == 422
    assert "connect it under Settings" in page
    assert not is_in(client)
    assert db.session.scalars(select(ExternalIdentity)).all() == []


def test_the_code_of_a_member_is_asked_for_all_the_same(as_: AsMember, client: Browser, cast: Cast) -> None:
    connect(as_(cast.ana), "ana-there")
    with_codes(cast.ana)
    assert sign_in(client, "ana-there")[:2] == (303, "/login/code")
    assert not is_in(client)


@pytest.mark.parametrize("bend", ["state", "code", "nonce", "another browser", "twice"])
def test_what_is_bent_signs_nobody_in(
    as_: AsMember, client: Browser, app: Flask, cast: Cast, bend: str
) -> None:
    connect(as_(cast.ana), "ana-there")
    way = way_of(client.post("/login/sso").text)
    if bend == "nonce":
        way = re.sub(r"nonce=[^&]+", "nonce=another", way)
    back = allowed(way, "ana-there")
    browser = client
    if bend in ("state", "code"):
        back = re.sub(rf"{bend}=[^&]+", f"{bend}=another", back)
    if bend == "another browser":
        browser = app.test_client()  # type: ignore[assignment]
    if bend == "twice":
        assert come_back(client, back)[0] == 303
        client.post("/logout")
    assert come_back(browser, back)[0] in (400, 422)
    assert not is_in(browser)
    assert sign_in(client, "ana-there")[0] == 303  # the twin


def test_a_refusal_there_is_a_plain_page_here(client: Browser) -> None:
    client.post("/login/sso")
    page = client.get("/login/sso/back?error=access_denied&error_description=%3Cb%3Eno&state=x")
    assert page.status_code == 400
    assert "Nothing was changed" in page.text
    assert "<b>no" not in page.text
    assert client.get("/login/sso/back").status_code == 400
    assert client.post("/login/sso/back", data={"code": "x", "state": "x"}).status_code == 422
    assert client.post("/login/sso/back", data={"code": "x", "state": "x"}).status_code == 400


def test_an_identity_is_one_members(as_: AsMember, cast: Cast) -> None:
    connect(as_(cast.ana), "ana-there")
    status, _location, page = connect(as_(cast.ben), "ana-there")
    assert status == 422
    assert "connected to an account already" in page
    assert connect(as_(cast.ben), "ben-there")[0] == 303


def test_who_was_signed_out_meanwhile_connects_nothing(as_: AsMember, cast: Cast) -> None:
    browser = as_(cast.ana)
    back = allowed(way_of(browser.post("/settings/single-sign-on").text), "x")
    browser.sign_in(cast.ben)
    assert come_back(browser, back)[0] == 422
    assert db.session.scalars(select(ExternalIdentity)).all() == []


def test_disconnecting_leaves_a_way_in(as_: AsMember, client: Browser, cast: Cast) -> None:
    browser = as_(cast.ana)
    connect(browser, "ana-there")
    number = db.session.scalars(select(ExternalIdentity.id)).one()
    path = f"/settings/single-sign-on/{number}/removal"
    assert browser.post(path).status_code == 422
    with transaction.unit():
        cast.ana.password_hash = HASH
    assert as_(cast.ben).post(path).status_code == 404
    assert browser.post(path).status_code == 303
    assert sign_in(client, "ana-there")[0] == 422


def test_who_left_is_not_let_in(as_: AsMember, client: Browser, cast: Cast) -> None:
    connect(as_(cast.ana), "ana-there")
    with transaction.unit():
        cast.ana.state = MemberState.LEFT
    assert sign_in(client, "ana-there")[0] == 422


def test_a_provider_that_is_away_says_so(app: Flask, client: Browser) -> None:
    app.config["QUORUM"] = replace(app.config["QUORUM"], oidc_issuer="http://127.0.0.1:1")
    app.extensions.pop(single_sign_on.PLACE, None)
    answer = client.post("/login/sso")
    assert answer.status_code == 503
    assert "does not answer" in answer.text


def test_another_issuers_word_is_not_taken(as_: AsMember, client: Browser, app: Flask, cast: Cast) -> None:
    connect(as_(cast.ana), "ana-there")
    back = allowed(way_of(client.post("/login/sso").text), "ana-there")
    app.config["QUORUM"] = replace(app.config["QUORUM"], oidc_issuer="http://localhost:1")
    assert come_back(client, back)[0] == 422


def test_without_the_extra_it_says_so(client: Browser, monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(single_sign_on, "find_spec", lambda _name: None)
    answer = client.post("/login/sso")
    assert answer.status_code == 503
    assert "not installed here" in answer.text
    found = list(checks.single_sign_on(app))
    assert found[0].sign == doctor.WRONG
    assert "quorum[sso]" in found[0].mend


def test_the_doctor_looks_at_what_is_set(app: Flask) -> None:
    known = app.config["QUORUM"]
    for changed, sign in (
        ({}, doctor.GOOD),
        ({"oidc_client_id": ""}, doctor.WRONG),
        ({"oidc_issuer": "http://login.example"}, doctor.WRONG),
        ({"oidc_issuer": "https://login.example"}, doctor.GOOD),
    ):
        app.config["QUORUM"] = replace(known, **changed)
        assert [found.sign for found in checks.single_sign_on(app)] == [sign]
    app.config["QUORUM"] = replace(known, oidc_issuer="")
    assert list(checks.single_sign_on(app)) == []


def test_without_a_provider_there_is_no_trace_of_it(
    app: Flask, client: Browser, as_: AsMember, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["QUORUM"] = replace(app.config["QUORUM"], oidc_issuer="")
    monkeypatch.setitem(app.jinja_env.globals, "single_sign_on", "")
    assert "sso" not in client.get("/login").text
    assert client.post("/login/sso").status_code == 404
    assert as_(cast.ana).get("/settings/single-sign-on").status_code == 404


def test_the_name_comes_from_the_settings(tmp_path: object) -> None:
    app = create_app(
        mode="test",
        instance=tmp_path,
        secret_key="x" * 32,
        oidc_issuer="https://login.example",
        oidc_name="Nordsee login",
    )
    assert app.jinja_env.globals["single_sign_on"] == "Nordsee login"


def test_the_state_goes_after_an_hour(as_: AsMember, client: Browser, cast: Cast) -> None:
    connect(as_(cast.ana), "ana-there")
    for _ in range(3):
        client.post("/login/sso")
    with client.session_transaction() as session:
        assert len([name for name in session if name.startswith("_state_oidc_")]) == 1
    with time_machine.travel(clock.now() + timedelta(seconds=5)):
        assert sign_in(client, "ana-there")[0] == 303
    with client.session_transaction() as session:
        assert not [name for name in session if name.startswith("_state_oidc_")]
