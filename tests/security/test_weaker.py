"""The mutation rule in small: without the check the matrix goes red. ``make mutants`` takes away every single one."""

from __future__ import annotations

import sys

import pytest
from flask import Flask

from qa.answers import rules as answering
from qa.core import web
from qa.core.db import db
from qa.questions import access, drafts
from qa.questions import rules as asking
from qa.questions.models import Draft, Question
from tests.security import world
from tests.security.matrix import ROWS
from tests.security.policy import Row
from tests.security.world import World
from tests.support.browser import Browser


def send(browser: Browser, row: Row, where: World) -> int:
    data = {name: where.fill(value) for name, value in row.data.items()}
    sent = (
        browser.open(where.fill(row.path))
        if row.method == "GET"
        else browser.post(where.fill(row.path), data=data)
    )
    return sent.status_code


def weaken(monkeypatch: pytest.MonkeyPatch, name: str, original: object, weak: object) -> None:
    """Put *weak* in the place of *original* wherever a module holds it."""
    for module in list(sys.modules.values()):
        if module.__name__.startswith("qa.") and vars(module).get(name) is original:
            monkeypatch.setattr(module, name, weak)


def nobody_asks(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    gate = web._gate
    found = app.before_request_funcs[None]
    monkeypatch.setitem(app.before_request_funcs, None, [one for one in found if one is not gate])


WEAKER = {
    "the gate": (nobody_asks, "members.directory"),
    "visible_to": (
        lambda patch, _app: weaken(
            patch, "visible_to", access.visible_to, lambda _id: Question.withdrawn_at.is_(None)
        ),
        "answers.comment_question",
    ),
    "the asker": (
        lambda patch, _app: patch.setattr(asking, "require_author", lambda *_: None),
        "questions.close",
    ),
    "the answerer": (
        lambda patch, _app: patch.setattr(answering, "require_author", lambda *_: None),
        "answers.save",
    ),
    "one's own drafts": (
        lambda patch, _app: patch.setattr(
            drafts, "load", lambda _who, number: db.session.get_one(Draft, number)
        ),
        "questions.discard_draft",
    ),
}


@pytest.mark.parametrize("name", WEAKER)
def test_each_check_is_missed_when_it_is_gone(
    app: Flask, small: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The mutation rule: without the check the matrix goes red."""
    break_it, endpoint = WEAKER[name]
    break_it(monkeypatch, app)
    row = next(row for row in ROWS if row.endpoint == endpoint)
    browsers = world.browsers(app)
    wrong = []
    for who in row.order():
        try:
            status = send(browsers[who], row, small)
        except AttributeError:  # nobody is signed in, and the view counted on it
            status = 500
        if status != row.expected(who)[0]:
            wrong.append(who)
    assert wrong
