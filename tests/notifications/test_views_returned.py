"""The page of mail that came back, and the notes that lead to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from qa.core import clock, transaction
from qa.members.models import Member
from qa.notifications.replies import addresses, holding
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.replying import reading


@pytest.fixture(autouse=True)
def _three_came_back(app: Flask, cast: Cast) -> None:
    with reading(app), transaction.unit():
        for _time in range(holding.BOUNCES):
            holding.note(cast.ben, addresses.mailbox("ben@peers.example"), clock.now())


@pytest.mark.parametrize("page", ["/", "/notifications"])
def test_who_gets_no_mails_reads_it_and_nobody_else(
    cast: Cast, as_: Callable[[Member], Browser], page: str
) -> None:
    assert "three came back" in as_(cast.ben).get(page).text
    assert "three came back" not in as_(cast.cleo).get(page).text


def test_a_press_sends_them_again(cast: Cast, as_: Callable[[Member], Browser]) -> None:
    browser = as_(cast.ben)
    assert "No mails are sent to you since" in browser.get("/settings/returned").text
    assert browser.post("/settings/returned").status_code == 303
    assert "Mails are sent to you" in browser.get("/settings/returned").text
    assert "three came back" not in browser.get("/").text
    assert browser.post("/settings/returned").status_code == 404
