"""The pages of being asked: on the question, by a link in a mail, and in the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from qa.core import letters, mail, outbox, transaction
from qa.core.db import db
from qa.core.letters import Gauge
from qa.members.models import Exposure, Member
from qa.questions.models import Question
from qa.routing import waves
from qa.routing.models import Ask, Named, Wish
from tests.support.asking import put
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask, saved_answer

SignIn = Callable[[Member], Browser]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def asked(cast: Cast, *who: Member, **kwargs: Any) -> Question:
    with transaction.unit():
        question = ask(cast.ana, cast.inner, now=NOW, **kwargs)
        for member in who:
            put(member, question, NOW)
    return db.session.get_one(Question, question.id)


def page(browser: Browser, question: Question) -> str:
    return browser.get(f"/q/{question.id}", follow_redirects=True).text


def test_who_was_asked_reads_it_on_the_question_and_nobody_else_does(cast: Cast, as_: SignIn) -> None:
    question = asked(cast, cast.ben)
    assert "You are asked:" in page(as_(cast.ben), question)
    assert "it is in Inner circle, a circle of yours." in page(as_(cast.ben), question)
    for other in (cast.cleo, cast.mo, cast.ana):
        assert "You are asked:" not in page(as_(other), question)


def test_not_now_is_one_press(cast: Cast, as_: SignIn) -> None:
    question, browser = asked(cast, cast.ben), as_(cast.ben)
    home = browser.get("/").text
    assert "You are asked one of these; it stands first." in home and f'href="/q/{question.id}/no"' in home
    assert browser.post(f"/q/{question.id}/no").status_code == 303
    assert "You are asked" not in page(browser, question)
    assert question.title not in browser.get("/").text
    assert "You have said so" in browser.get(f"/q/{question.id}/no").text
    assert db.session.query(Ask).one().passed_at == NOW


def test_opening_a_link_changes_nothing(cast: Cast, as_: SignIn, client: Browser) -> None:
    question = asked(cast, cast.ben)
    for path in (f"/q/{question.id}/no", f"/q/{question.id}/pass"):
        assert as_(cast.ben).get(path).status_code == 200
        sent = client.get(path)
        assert (sent.status_code, sent.location.endswith(f"/login?next={path}")) == (302, True)
        assert as_(cast.cleo).get(path).status_code == 404
    db.session.rollback()
    assert db.session.query(Ask).one().waits


def test_the_link_leads_through_the_sign_in_and_back(cast: Cast, client: Browser) -> None:
    from qa.members import passwords

    question = asked(cast, cast.ben)
    with transaction.unit():
        cast.ben.password_hash = passwords.hasher.hash(b"kestrels over the quay")
    path = f"/q/{question.id}/no"
    fields = {"email": "ben@peers.example", "password": "kestrels over the quay", "next": path}
    assert client.post("/login", data=fields).location == path


def test_a_peer_is_named_by_name_or_handle(cast: Cast, as_: SignIn) -> None:
    question, browser = asked(cast, cast.ben), as_(cast.ben)
    path = f"/q/{question.id}/pass"
    refused = browser.post(path, data={"member": "cleo marcheti"})
    assert refused.status_code == 422
    assert "Choose one of those below" in refused.text and "cleo marcheti" in refused.text
    outside = browser.post(path, data={"member": "dan"})
    assert (outside.status_code, "can see this question" in outside.text) == (422, True)
    assert browser.post(path, data={"member": ""}).status_code == 422
    assert browser.post(path, data={"member": "Cleo Marchetti"}).status_code == 303
    assert "Ben Okafor, who was asked before, says that you would know." in page(as_(cast.cleo), question)
    assert "You have named somebody already" in browser.get(path).text


def test_the_answer_is_the_same_whether_the_one_named_may_be_asked(cast: Cast, as_: SignIn) -> None:
    said = []
    for n, who in enumerate(("free", "asked")):
        question = asked(
            cast, cast.ben, *([cast.cleo] if who == "asked" else []), title=f"Who signs exit plan {n}?"
        )
        browser = as_(cast.ben)
        browser.post(f"/q/{question.id}/pass", data={"member": "cleo"})
        said.append(re.findall(r"Thank you[^<]*", browser.get("/").text))
    assert said[0] == said[1] != []


def test_the_asker_alone_unfolds_who_was_asked(cast: Cast, as_: SignIn, queries: Queries) -> None:
    question = asked(cast, cast.ben, cast.cleo)
    saved_answer(cast.ben, question)
    browser = as_(cast.ana)
    own = page(browser, question)
    assert "Who was asked" in own and "2 asked · 1 answered · 1 no word yet" in own
    assert "1 more is not named here" in own
    path = browser.get(f"/q/{question.id}").location
    with queries:
        assert browser.get(path).status_code == 200
    assert len(queries) <= 8, queries.statements
    for other in (cast.ben, cast.cleo, cast.mo):
        assert "Who was asked" not in page(as_(other), question)


def test_being_asked_costs_no_statement(cast: Cast, as_: SignIn, queries: Queries) -> None:
    question, browser = asked(cast, cast.ben), as_(cast.ben)
    path = browser.get(f"/q/{question.id}").location
    browser.get(path)  # the news of being asked is noted as seen
    with queries:
        assert "You are asked:" in browser.get(path).text
    assert len(queries) == 7, queries.statements
    browser.get("/")
    with queries:
        browser.get("/")
    assert len(queries) <= 8, queries.statements


def test_wishes_are_kept_and_what_is_wrong_is_said(cast: Cast, as_: SignIn) -> None:
    asked(cast)
    browser, inner = as_(cast.ben), str(cast.inner.id)
    assert 'aria-current="page">Being asked' in browser.get("/settings/asks").text
    fields = {
        "asks_a_week": "3",
        "away": "2026-12-01",
        "tags": "vendor audits",
        "named": "never",
        "circles": inner,
    }
    wrong = browser.post("/settings/asks", data={**fields, "away": "soon"})
    assert wrong.status_code == 422
    assert "That is not a day in the calendar" in wrong.text and "vendor audits" in wrong.text
    assert f'value="{inner}" checked' in wrong.text
    assert db.session.query(Wish).count() == 0
    assert browser.post("/settings/asks", data=fields).status_code == 303
    assert db.session.get_one(Wish, cast.ben.id).named == Named.NEVER
    again = browser.get("/settings/asks").text
    assert "vendor audits" in again and "2026-12-01" in again and f'value="{inner}" checked' in again


def mails() -> str:
    while outbox.drain(slow=True):
        pass
    return "\n".join(path.read_text() for path in mail.filed())


def test_the_mail_says_why_until_when_and_what_to_do(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        for n in range(3):
            old = ask(cast.ana, cast.inner, title=f"How many did you visit, {n}?", now=NOW)
            answer(cast.ben, old, now=NOW)
        db.session.query(outbox.OutboxRow).delete()
    question = asked(cast, cast.ben)
    with transaction.unit():
        db.session.query(outbox.OutboxRow).filter(outbox.OutboxRow.kind != waves.ASKED).delete()
    sent = mails()
    subject = "Subject: Ana Lindqvist needs your experience by 30 November"
    assert subject in sent
    for words in (
        "Ben Okafor, a peer needs your experience by Monday 30 November, 10:00.",
        "Ana Lindqvist, CISO, Nordsee Bank. Asked in Inner circle. For: audit committee.",
        "[....................]", "0 of 3 answers", "Why you: you answered 3 on vendor audits. Four lines are enough.",
        f"/q/{question.id}/pass", f"/q/{question.id}/no", "#answer", "/settings/asks", "at most 2 times a week",
    ):  # fmt: skip
        assert words in sent.replace("=\n", "").replace("=20", " "), words


def test_a_gauge_is_a_bar_of_twenty() -> None:
    assert Gauge("Time", 0.65, "2 days left").bar == "[#############.......]"
    assert (Gauge("Time", 0.0, "").percent, Gauge("Time", 1.0, "").percent, Gauge("Time", None, "").bar) == (
        1,
        99,
        "",
    )
    assert letters.Letter("a@b.example", "s", "h", ()).gauges == ()


def test_an_anonymous_asker_stays_so_on_every_page(cast: Cast, as_: SignIn) -> None:
    question = asked(cast, cast.ben, exposure=Exposure.ANONYMOUS)
    browser = as_(cast.ben)
    for path in (f"/q/{question.id}/no", f"/q/{question.id}/pass", "/"):
        assert "Ana Lindqvist" not in browser.get(path).text.replace("Such as Ana Lindqvist", "")
    taken = browser.post(f"/q/{question.id}/pass", data={"member": "ana"})
    assert taken.status_code == 303
    assert db.session.query(Ask).filter_by(member_id=cast.ana.id).count() == 0
