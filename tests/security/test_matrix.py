"""Who may do what (RELIABILITY A1, A2, A4): every route, every principal, and the database unchanged where refused."""

from __future__ import annotations

import re
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from qa.answers import rules as answering
from qa.core import web
from qa.core.db import db
from qa.members.models import LoginSession
from qa.questions import access, drafts
from qa.questions import rules as asking
from qa.questions.models import Draft, Question
from tests.security import world
from tests.security.matrix import NOT_HERE, ROWS, SPECIAL, Row
from tests.security.world import PRINCIPALS, World
from tests.support.browser import Browser
from tests.support.cast import Cast

ODD_IDS = (
    "0",
    "-1",
    "+1",
    "01",
    "1e3",
    "1.0",
    " 1",
    "%201",
    "1%20",
    "1%00",
    "١",
    "１",
    "10" * 15,
    "9" * 19,
    "0x1",
    "1_0",
    "null",
)
MASK = re.compile(
    r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"|/q/\d+|/a/\d+|\d{6,}'
)


@pytest.fixture
def small(cast: Cast) -> World:
    """The world, and a second session of each principal."""
    return world.build(cast)


def test_every_route_has_its_row(app: Flask) -> None:
    declared = {(row.endpoint, row.method) for row in ROWS}
    served = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served - declared == set()
    assert declared - served - {(name, "GET") for name in NOT_HERE} == set()


def send(browser: Browser, row: Row, where: World, method: str = "") -> tuple[int, str, str]:
    data = {name: where.fill(value) for name, value in row.data.items()}
    if (method or row.method) == "POST":
        answer = browser.post(where.fill(row.path), data=data)
    else:
        answer = browser.open(where.fill(row.path), method=method or row.method)
    return answer.status_code, answer.headers.get("Location", ""), answer.text


@pytest.mark.parametrize("row", [*ROWS, *SPECIAL], ids=lambda row: f"{row.method} {row.endpoint}")
def test_route_by_principal(app: Flask, small: World, row: Row) -> None:
    browsers = world.browsers(app)
    mine = (
        select(LoginSession.id).where(LoginSession.member_id == small_member("ana")).order_by(LoginSession.id)
    )
    browsers["asker"].sign_in(db.session.get_one(world.Member, small_member("ana")))
    small.values["spare"] = str(db.session.scalars(mine).first())
    seen, wanted = {}, {}
    before = world.fingerprint()
    for who in row.order():
        status, target = row.expected(who)
        got, where, page = send(browsers[who], row, small)
        seen[who] = (got, where.partition("?")[0] if target else "")
        wanted[who] = (status, target)
        after = world.fingerprint()
        refused = status >= 400 or target
        if row.method == "GET" or refused:
            assert after == before, f"{who} changed something"
        elif row.changes and status == row.ok and "unmark" not in row.data:
            assert after != before, f"{who} changed nothing"
        before = after
        assert "Traceback" not in page
    assert seen == wanted


def small_member(handle: str) -> int:
    return db.session.query(world.Member.id).filter_by(handle=handle).scalar()


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=lambda row: row.endpoint)
def test_other_methods_change_nothing(app: Flask, small: World, row: Row) -> None:
    """A2: a view that is read is not written by another verb, however the verb is given."""
    browser = world.browsers(app)["asker"]
    posted = {other.path for other in ROWS if other.method == "POST"}
    before = world.fingerprint()
    small.values["spare"] = "1"
    shown = send(browser, row, small)[0]
    assert browser.head(small.fill(row.path)).status_code == shown
    if row.path not in posted:
        token = {"X-HTTP-Method-Override": "POST"}
        assert browser.post(small.fill(row.path), data={"_method": "DELETE"}).status_code in (404, 405)
        assert browser.get(small.fill(row.path), headers=token).status_code == shown
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert browser.open(small.fill(row.path), method=method).status_code in (400, 404, 405)
    assert world.fingerprint() == before


IDS = (
    *("question", "other", "answer", "comment", "draft", "spare"),
    *("gathering", "invitation", "request", "hidden"),
)
WITH_ID = [row for row in ROWS if re.search("{(" + "|".join(IDS) + ")}", row.path)]


@pytest.mark.parametrize("row", WITH_ID, ids=lambda row: f"{row.method} {row.endpoint}")
def test_odd_ids_are_not_found(app: Flask, small: World, row: Row) -> None:
    """A4: no spelling of a number is a way in or a fault."""
    browser = world.browsers(app)["asker"]
    before = world.fingerprint()
    for odd in ODD_IDS:
        where = World(dict.fromkeys(IDS, odd))
        if row.method == "POST":
            answer = browser.post(where.fill(row.path), data=row.data)
        else:
            answer = browser.get(where.fill(row.path))
        assert answer.status_code == 404, odd
    assert world.fingerprint() == before


@pytest.mark.parametrize("row", WITH_ID, ids=lambda row: f"{row.method} {row.endpoint}")
@pytest.mark.parametrize("who", ["outside", "former", "moderator outside"])
def test_what_one_may_not_see_looks_like_what_never_was(app: Flask, small: World, row: Row, who: str) -> None:
    browser = world.browsers(app)[who]
    small.values["spare"] = world.session_of("ana")
    never = World(dict.fromkeys(small.values, "987654"))
    hidden, absent = send(browser, row, small), send(browser, row, never)
    assert hidden[0] == absent[0] == 404
    assert MASK.sub("", hidden[2]) == MASK.sub("", absent[2])


def test_answers_and_questions_cannot_be_crossed(app: Flask, small: World) -> None:
    """A5, A6 in this issue's form: what was taken back is gone by every address, for its neighbours' too."""
    browsers = world.browsers(app)
    browsers["answerer"].post(small.fill("/a/{answer}/withdrawal"))
    for path in ("/a/{answer}", "/a/{answer}/edit", "/a/{answer}/history", "/a/{answer}/marks"):
        assert browsers["inside"].get(small.fill(path)).status_code == 404, path
    for path, data in (("marks", {"mark": "helpful"}), ("comments", {"body": "x"}), ("withdrawal", {})):
        assert browsers["inside"].post(small.fill("/a/{answer}/") + path, data=data).status_code == 404, path
    page = browsers["inside"].get(small.fill("/q/{question}"), follow_redirects=True)
    assert page.status_code == 200
    assert "Nine of 38" not in page.text


def test_there_are_enough_cells() -> None:
    cells = len([*ROWS, *SPECIAL]) * len(PRINCIPALS)
    print(f"\n{cells} cells")
    assert cells >= 600


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
            status = send(browsers[who], row, small)[0]
        except AttributeError:  # nobody is signed in, and the view counted on it
            status = 500
        if status != row.expected(who)[0]:
            wrong.append(who)
    assert wrong
