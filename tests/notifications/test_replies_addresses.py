"""Addresses for replies: nobody makes one up, changes one, or uses one for another purpose (RELIABILITY G2, G5, G6)."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from qa import config
from qa.core import clock
from qa.core.db import db
from qa.notifications.replies import addresses, receiving
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import ReceivedMail
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.replying import REPLY, letter, reading

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _reads(app: Flask) -> Iterator[None]:
    with reading(app):
        yield


def test_it_says_whose_mail_is_awaited_about_what() -> None:
    made = addresses.make(What.COMMENT, 7, 2**32 - 1, 12, NOW)
    found = addresses.read(made)
    assert found is not None
    assert (found.what, found.member_id, found.question_id, found.part) == (What.COMMENT, 7, 2**32 - 1, 12)
    assert (
        NOW + addresses.LIFE
        < found.until
        <= NOW + addresses.LIFE + (datetime(2026, 1, 2) - datetime(2026, 1, 1))
    )


def test_it_fits_what_mail_servers_take_and_survives_their_folding() -> None:
    made = addresses.make(What.ANSWER, 1, 1, 0, NOW)
    local, _at, domain = made.partition("@")
    assert len(local) <= 64
    assert set(local) <= set(string.ascii_lowercase + string.digits + "+")
    assert domain == "peers.example"
    for folded in (made.upper(), made.title(), f"<{made}>", f" {made} "):
        assert addresses.read(folded) == addresses.read(made)


def test_every_changed_sign_makes_it_worthless() -> None:
    made = addresses.make(What.ANSWER, 1, 1, 0, NOW)
    start = len("reply+")
    for place in range(start, start + addresses.TOKEN):
        for sign in "a7q0!é":
            changed = made[:place] + sign + made[place + 1 :]
            if changed != made:
                found = addresses.read(changed)
                # The last sign carries fewer bits than it could: the same token may have more than one spelling.
                assert found is None or (
                    place == start + addresses.TOKEN - 1 and found == addresses.read(made)
                )


@pytest.mark.parametrize("other", [
    "", "@", REPLY, "reply+@peers.example", "reply+" + "a" * 50 + "@peers.example", "reply+" + "a" * 50 + "@evil.example",
    "reply+" + "a" * 9_000 + "@peers.example", "reply-" + "a" * 50 + "@peers.example", "x@y@z", "reply+\x00@peers.example", "é@é",
])  # fmt: skip
def test_no_other_address_is_ours(other: str) -> None:
    assert addresses.read(other) is None


def test_tokens_of_other_domains_and_keys_are_worthless(app: Flask) -> None:
    made = addresses.make(What.ANSWER, 1, 1, 0, NOW)
    assert addresses.read(made.replace("peers.example", "evil.example")) is None
    before = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "other" * 8
    try:
        assert addresses.read(made) is None
    finally:
        app.config["SECRET_KEY"] = before


def test_a_guess_is_refused_without_a_look_into_the_database(cast: Cast, queries: Queries) -> None:
    made = addresses.make(What.ANSWER, cast.ben.id, 1, 0, clock.now())
    raw, guess = letter(cast.ben, "Nine"), made.replace(made[20], "a" if made[20] != "a" else "b")
    db.session.rollback()
    with queries as recorded, pytest.raises(receiving.Refused, match="550"):
        receiving.receive(raw, "", guess)
    assert len(recorded) == 0
    assert db.session.query(ReceivedMail).count() == 0


def test_a_good_token_of_what_never_was_is_refused(cast: Cast) -> None:
    for member_id, question_id in ((999_999, 1), (cast.ben.id, 999_999)):
        to = addresses.make(What.ANSWER, member_id, question_id, 0, clock.now())
        with pytest.raises(receiving.Refused, match="550"):
            receiving.receive(letter(cast.ben, "Nine"), "", to)


def test_a_domain_of_its_own_has_the_token_alone(app: Flask) -> None:
    with reading(app, reply_address="@reply.peers.example"):
        made = addresses.make(What.ANSWER, 1, 2, 0, NOW)
        assert len(made.partition("@")[0]) == addresses.TOKEN
        assert addresses.read(made) is not None
    assert addresses.read(made) is None


def test_without_the_setting_there_are_none(app: Flask) -> None:
    made = addresses.make(What.ANSWER, 1, 2, 0, NOW)
    with reading(app, reply_address=""):
        assert addresses.make(What.ANSWER, 1, 2, 0, NOW) == ""
        assert addresses.read(made) is None


@pytest.mark.parametrize("good", ["reply@peers.example", "@reply.peers.example", "q@a.example"])
def test_the_setting_is_an_address_or_a_domain(good: str) -> None:
    assert config.load({"QA_REPLY_ADDRESS": good}).reply_address == good


@pytest.mark.parametrize(
    "bad",
    [
        "reply",
        "a-local-part-too-long@peers.example",
        "a b@peers.example",
        "a@b",
        "a@b..c",
        "a@" + "b" * 200 + ".c",
    ],
)
def test_what_cannot_be_one_is_refused(bad: str) -> None:
    with pytest.raises(config.SettingsError, match="QA_REPLY_ADDRESS"):
        config.load({"QA_REPLY_ADDRESS": bad})
