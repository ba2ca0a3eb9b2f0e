"""``qa route explain``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from qa.core import transaction
from qa.core.db import db
from qa.routing.models import MutedCircle
from tests.support.asking import looks
from tests.support.cast import Cast
from tests.support.things import ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def explained(app: Flask, number: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("COLUMNS", "200")
    result = app.test_cli_runner().invoke(args=["route", "explain", str(number)])
    return result.exit_code, result.output


def test_it_says_who_is_asked_and_why_not(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.unit():
        question = ask(cast.ana, cast.inner, now=NOW)
        cast.ben.ask_me_about = "Vendor audits"
        db.session.add(MutedCircle(member_id=cast.mo.id, circle_id=cast.inner.id, since=NOW))
    number = question.id
    code, said = explained(app, number, monkeypatch)
    assert code == 0
    rows = {line.split("│")[1].strip(): line for line in said.splitlines() if "│" in line}
    assert set(rows) >= {"ben", "cleo", "mo"} and not {"ana", "dan"} & set(rows)
    assert "profile, knows, newcomer" in rows["ben"] and "0.50" in rows["ben"]
    assert "out: muted the circle or the topics" in rows["mo"]
    assert "0 waves, 0 asked, 0 of 3 answers. Wave 1: 3 members at most, now." in said
    looks(NOW)
    assert "out: asked already" in explained(app, number, monkeypatch)[1]


def test_what_it_cannot_explain(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = explained(app, 999, monkeypatch)
    assert (code, "There is no question 999." in said) == (1, True)
