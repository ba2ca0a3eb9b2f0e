"""Links, codes and challenges (RELIABILITY G1, G2, G5): each for one thing, and none to be read anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.members import resets
from qa.members.models import Member
from qa.signin import addresses, halfway, passkeys
from tests.signin.people import ANA, HASH, SECRET, is_in, letters, link_in, sign_in, text_of, with_codes
from tests.support.browser import Browser
from tests.support.cast import Cast

AsMember = Callable[[Member], Browser]
NEW = "terns along the lower quay"
CHOICE = {"password": NEW, "again": NEW}


@pytest.fixture
def sent(client: Browser, as_: AsMember, cast: Cast) -> dict[str, str]:
    """A token of each kind that is mailed: to choose a password, and from the old and the new mailbox."""
    client.post("/forgotten", data={"email": "ben@peers.example"})
    as_(cast.ana).post("/settings/address", data={"email": "ana@elsewhere.example"})
    found = {}
    for letter in letters():
        path = link_in(letter)
        kind = "reset" if path.startswith("/reset") else ("old" if letter["To"] == ANA else "new")
        found[kind] = path.rpartition("/")[2]
    assert set(found) == {"reset", "old", "new"}
    return found


ENDS = {"reset": ("/reset/{}",), "old": ("/address/{}", "/address/{}/refusal"), "new": ("/address/{}",)}
EVERY = ("/reset/{}", "/address/{}", "/address/{}/refusal")


def test_each_token_is_for_its_own_end(client: Browser, sent: dict[str, str]) -> None:
    for kind, token in sent.items():
        for end in EVERY:
            if end in ENDS[kind]:
                continue
            assert client.post(end.format(token), data=CHOICE).status_code == 410, (kind, end)
    for kind, token in sent.items():  # the twin: nothing was used up by it
        assert client.get(ENDS[kind][0].format(token)).status_code == 200, kind


def test_a_link_altered_is_dead_and_says_what_to_do(client: Browser, sent: dict[str, str]) -> None:
    for kind, token in sent.items():
        for bad in (token[:-1], token + "x", token.swapcase(), tokens.token_hash(token), "", "%00", "é" * 40):
            answer = client.post(ENDS[kind][0].format(bad), data=CHOICE)
            assert answer.status_code in (404, 405, 410)
            if answer.status_code == 410:
                assert "This link cannot be used" in answer.text
                assert 'class="btn"' in answer.text


def test_a_link_works_once(client: Browser, sent: dict[str, str]) -> None:
    for kind, last in (("reset", 303), ("old", 200), ("new", 200)):
        path = ENDS[kind][0].format(sent[kind])
        assert client.post(path, data=CHOICE).status_code == last
        assert client.post(path, data=CHOICE).status_code == 410


def test_signed_texts_are_for_their_own_purpose(app: Flask, cast: Cast) -> None:
    now = clock.now()
    with app.test_request_context("/"):
        half = halfway.begin(cast.ana, remember=False, target="/")
        from flask import session

        signed = {halfway.PURPOSE: session["half"], "browser": tokens.sign("browser", {"id": "x", "of": []})}
        for purpose in ("in", "add", "sudo"):
            signed[f"passkey.{purpose}"] = passkeys.challenge(purpose, 0, now)[1]
        for purpose in signed:
            for other, text in signed.items():
                assert (tokens.unsign(purpose, text) is not None) is (purpose == other)
        assert halfway.read() == half
        for other, text in signed.items():
            session["half"] = text
            assert (halfway.read() is not None) is (other == halfway.PURPOSE)
        assert passkeys.challenge_in("in", 1, signed["passkey.in"]) is None  # another's
        assert passkeys.challenge_in("in", 0, signed["passkey.in"]) is not None


def test_what_is_halfway_is_no_session(client: Browser, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.password_hash = HASH
    with_codes(cast.ana)
    sign_in(client)
    with client.session_transaction() as session:
        half = session["half"]
        session["_user_id"] = half
    assert not is_in(client)
    client.set_cookie("quorum-stay", half)
    assert not is_in(client)


def dump() -> str:
    """Everything that is stored, as text."""
    rows = []
    for table in db.metadata.sorted_tables:
        rows += [repr(tuple(row)) for row in db.session.execute(select(*table.columns))]
    db.session.rollback()
    return "\n".join(rows)


def test_nothing_that_opens_is_stored_or_logged(
    client: Browser, cast: Cast, capfd: pytest.CaptureFixture[str], sent: dict[str, str]
) -> None:
    with transaction.unit():
        cast.ana.password_hash = HASH
    key, shown = with_codes(cast.ana, clock.now() - timedelta(minutes=5))
    sign_in(client, remember="y")
    client.post("/login/code", data={"code": shown[0]})
    assert is_in(client)
    for kind, ends in ENDS.items():
        for end in ends:
            answer = client.get(end.format(sent[kind]))
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["Cache-Control"] == "no-store"
            client.post(end.format(sent[kind]))
    with client.session_transaction() as session:
        mine = session.get("_user_id", "")
    stay, cookie = client.get_cookie("quorum-stay"), client.get_cookie("quorum")
    known = [SECRET, key, shown[0], shown[0].replace("-", ""), *sent.values(), mine]
    known += [one.value for one in (stay, cookie) if one is not None]
    with transaction.unit():
        known.append(resets.fresh(cast.ben, clock.now()))
    stored, logged = dump(), capfd.readouterr().err
    assert "code_hash" not in stored
    assert '"path": "/reset/***"' in logged
    assert '"path": "/address/***"' in logged
    for one in filter(None, known):
        assert one not in stored, one[:4]
        assert one not in logged, one[:4]
    assert tokens.token_hash(known[-1]) in stored  # the twin: the dump has what it should


def test_every_link_in_a_mail_is_a_page_that_changes_nothing(client: Browser, sent: dict[str, str]) -> None:
    before = dump()
    for letter in letters():
        for path in re.findall(r"https?://[^/\s]+(/\S+)", text_of(letter)):
            for method in ("GET", "HEAD"):
                assert client.open(path, method=method).status_code == 200
    assert dump() == before
    assert addresses.look(sent["old"], clock.now()) is not None
