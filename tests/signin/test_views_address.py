"""The pages of a change of address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from qa.core import transaction
from qa.members.models import Member
from tests.signin.people import ANA, BEN, HASH, is_in, letters, link_in, sign_in, text_of
from tests.support.browser import Browser
from tests.support.cast import Cast

AsMember = Callable[[Member], Browser]
NEW = "ana@elsewhere.example"
TOKEN = re.compile(r'name="csrf_token" [^>]*value="[^"]+"')


@pytest.fixture
def sent(as_: AsMember, cast: Cast) -> dict[str, str]:
    """Ana has asked for a new address; the path in the mail to each."""
    assert as_(cast.ana).post("/settings/address", data={"email": NEW}).status_code == 303
    return {str(one["To"]): link_in(one) for one in letters()}


def test_from_asking_to_signing_in_with_the_new_address(as_: AsMember, client: Browser, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.password_hash = HASH
    here, elsewhere = as_(cast.ana), as_(cast.ana)
    assert here.post("/settings/address", data={"email": NEW}).status_code == 303
    page = here.get("/settings/address").text
    assert page.count("has not answered yet") == 2
    paths = {str(one["To"]): link_in(one) for one in letters()}
    for path in paths.values():
        assert here.get(path).status_code == here.get(path).status_code == 200  # opening says nothing
    assert "takes effect when the other" in client.post(paths[ANA]).text
    assert here.get("/settings/address").text.count("has not answered yet") == 1
    assert client.post(paths[ANA]).status_code == 410
    done = here.post(paths[NEW])
    assert "The address is changed" in done.text
    assert is_in(here)
    assert not is_in(elsewhere)
    assert sign_in(client, ANA).status_code == 422
    assert sign_in(client, NEW).status_code == 303


def test_this_was_not_me(as_: AsMember, client: Browser, cast: Cast, sent: dict[str, str]) -> None:
    thief = as_(cast.ana)
    page = client.get(sent[ANA]).text
    assert "This was not me" in page
    assert "This was not me" not in client.get(sent[NEW]).text
    assert client.post(sent[NEW] + "/refusal").status_code == 410
    answer = client.post(sent[ANA] + "/refusal")
    assert answer.status_code == 303
    assert answer.location.startswith("/reset/")
    assert "called off" in client.get(answer.location).text
    assert not is_in(thief)
    for path in sent.values():
        assert client.post(path).status_code == 410


def test_the_answer_is_the_same_whoever_has_the_address(as_: AsMember, cast: Cast) -> None:
    pages = []
    for email in (BEN, NEW):
        browser = as_(cast.ana)
        answer = browser.post("/settings/address", data={"email": email})
        page = TOKEN.sub("", browser.get("/settings/address").text).replace(email, "…")
        pages.append((answer.status_code, answer.location, re.sub(r"\d+:\d\d", "", page)))
        browser.post("/settings/address/end")
    assert pages[0] == pages[1]


def test_calling_it_off(as_: AsMember, client: Browser, cast: Cast, sent: dict[str, str]) -> None:
    browser = as_(cast.ana)
    assert "A change waits" in browser.get("/settings/address").text
    assert as_(cast.ben).post("/settings/address/end").status_code == 303
    assert client.get(sent[ANA]).status_code == 200
    assert browser.post("/settings/address/end").status_code == 303
    assert "A change waits" not in browser.get("/settings/address").text
    assert client.get(sent[ANA]).status_code == 410


@pytest.mark.parametrize("email", ["", "no address", ANA])
def test_a_wrong_address_keeps_what_was_typed(as_: AsMember, cast: Cast, email: str) -> None:
    answer = as_(cast.ana).post("/settings/address", data={"email": email})
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text
    assert letters() == []


def test_the_mails_say_what_they_are_about(sent: dict[str, str], app: Flask) -> None:
    for one in letters():
        page = one.get_body(("html",))
        assert page is not None
        for text in (text_of(one), page.get_content()):
            assert NEW in text
            assert "/address/" in text
    assert len(sent) == 2
    assert app
