"""Moderating, as a browser does it."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Exposure, LoginSession, Member, MemberState, Role
from qa.moderation.models import ModerationAct
from qa.vetting.models import Vouch
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import TITLE, saved_answer, saved_question

SignIn = Callable[[Member], Browser]
WHY = {"reason": "Two members ask whether this is a leak."}
SOLD = {"kind": "selling", "reason": "Offered his own audits by mail to three members."}


def acts() -> int:
    return db.session.query(ModerationAct).count()


@pytest.fixture
def hidden(cast: Cast) -> tuple[str, str]:
    """The addresses of a question of Ana's and an answer of Ben's, both without a name."""
    number = saved_question(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    from qa.questions.models import Question

    given = saved_answer(cast.ben, db.session.get_one(Question, number), exposure=Exposure.ROLE)
    return f"/q/{number}/name", f"/a/{given}/name"


def test_a_look_needs_a_reason_and_shows_the_name_once(
    cast: Cast, as_: SignIn, hidden: tuple[str, str]
) -> None:
    mo = as_(cast.mo)
    for path, name in zip(hidden, ("Ana Lindqvist", "Ben Okafor"), strict=True):
        asked = mo.get(path)
        assert (asked.status_code, name in asked.text) == (200, False)
        refused = mo.post(path, data={"reason": "curious"})
        assert (refused.status_code, name in refused.text, "curious" in refused.text) == (422, False, True)
        shown = mo.post(path, data=WHY)
        assert (shown.status_code, name in shown.text) == (200, True)
        assert shown.headers["Cache-Control"] == "no-store"
        assert name not in mo.get(path).text
    assert acts() == 2
    thread = mo.get(hidden[0].removesuffix("/name"), follow_redirects=True).text
    assert "Ana Lindqvist" not in thread and "Ben Okafor" not in thread


def test_the_link_to_look_is_for_moderators_of_the_circle(
    cast: Cast, as_: SignIn, hidden: tuple[str, str]
) -> None:
    thread = hidden[0].removesuffix("/name")
    assert all(path in as_(cast.mo).get(thread, follow_redirects=True).text for path in hidden)
    for member in (cast.cleo, cast.ana, cast.ben):
        page = as_(member).get(thread, follow_redirects=True).text
        assert not [path for path in hidden if path in page]


def test_outside_the_circle_there_is_nothing_to_look_at(
    cast: Cast, as_: SignIn, hidden: tuple[str, str]
) -> None:
    with transaction.unit():
        cast.dan.role = Role.ADMIN
    dan = as_(cast.dan)
    for path in hidden:
        absent = path.replace("/q/1", "/q/987654").replace("/a/1", "/a/987654")
        for send in (dan.get, lambda where: dan.post(where, data=WHY)):
            assert send(path).status_code == send(absent).status_code == 404
    assert acts() == 0
    assert as_(cast.mo).post(hidden[0], data=WHY).status_code == 200


def test_where_no_name_is_withheld_the_way_leads_back(cast: Cast, as_: SignIn) -> None:
    named = saved_question(cast.ana, cast.inner)
    own = saved_question(cast.mo, cast.inner, exposure=Exposure.ROLE)
    mo = as_(cast.mo)
    for number in (named, own):
        for answer in (mo.get(f"/q/{number}/name"), mo.post(f"/q/{number}/name", data=WHY)):
            assert (answer.status_code, f"/q/{number}/" in answer.location) == (302, True)
    assert acts() == 0


def test_the_author_lists_looks_and_others_do_not(cast: Cast, as_: SignIn, hidden: tuple[str, str]) -> None:
    as_(cast.mo).post(hidden[1], data=WHY)
    page = as_(cast.ben).get("/settings/looks").text
    assert "Mo Haddad" in page and WHY["reason"] in page and TITLE in page
    for member in (cast.ana, cast.cleo, cast.mo):
        assert WHY["reason"] not in as_(member).get("/settings/looks").text
    with transaction.unit():
        cast.ben.state = MemberState.SUSPENDED
    page = as_(cast.ben).get("/settings/looks").text
    assert WHY["reason"] in page and TITLE not in page and "/q/" not in page


def test_the_log_tells_of_a_look_and_not_whose_name(cast: Cast, as_: SignIn, hidden: tuple[str, str]) -> None:
    before = as_(cast.dan).get("/moderation/log").text
    as_(cast.mo).post(hidden[1], data=WHY)
    page = as_(cast.cleo).get("/moderation/log").text
    assert "Looked behind a withheld name" in page and "Mo Haddad" in page
    for word in ("Ben Okafor", "ben", WHY["reason"], TITLE, hidden[0].removesuffix("/name")):
        assert word not in page.partition("<main")[2].partition("</main>")[0]
    # Outside the circle the log is the same as if there had been no look.
    mask = lambda text: text.partition("<main")[2]  # noqa: E731
    assert mask(as_(cast.dan).get("/moderation/log").text) == mask(before)


def test_a_suspension_from_the_members_page_to_the_reason_they_read(cast: Cast, as_: SignIn) -> None:
    mo, ben = as_(cast.mo), as_(cast.ben)
    assert "/m/ben/suspension" in mo.get("/m/ben").text
    assert "/m/ben/suspension" not in as_(cast.cleo).get("/m/ben").text
    assert "Suspend Ben Okafor" in mo.get("/m/ben/suspension").text
    done = mo.post("/m/ben/suspension", data=SOLD)
    assert (done.status_code, done.location) == (303, "/moderation")
    assert ben.get("/questions").location.startswith("/login")  # signed out
    page = as_(cast.ben).get("/standing").text
    assert SOLD["reason"] in page and "suspended" in page
    assert SOLD["reason"] in mo.get("/moderation").text
    assert SOLD["reason"] in as_(cast.dan).get("/moderation/log").text
    assert as_(cast.ben).get("/moderation/log").status_code == 302


@pytest.mark.parametrize("change", [{"kind": ""}, {"kind": "looked"}, {"reason": ""}, {"reason": "short"}])
def test_a_refused_suspension_keeps_what_was_typed(cast: Cast, as_: SignIn, change: dict[str, str]) -> None:
    given = {**SOLD, **change}
    page = as_(cast.mo).post("/m/ben/suspension", data=given)
    assert page.status_code == 422
    assert html.escape(given["reason"]) in page.text and "put right" in page.text
    assert (acts(), cast.ben.state) == (0, MemberState.ACTIVE)
    assert as_(cast.mo).post("/m/ben/suspension", data=SOLD).status_code == 303


def test_who_has_not_proved_who_they_are_suspends_nobody(cast: Cast, as_: SignIn) -> None:
    mo = as_(cast.mo)

    def proved(ago: timedelta) -> None:
        with transaction.unit():
            db.session.execute(update(LoginSession).values(confirmed_at=clock.now() - ago))

    proved(timedelta(minutes=16))
    assert mo.get("/m/ben/suspension").location.startswith("/sudo?next=/m/ben/suspension")
    proved(timedelta(minutes=80))
    for act in ("suspension", "reinstatement", "invitations"):
        assert mo.post(f"/m/ben/{act}", data=SOLD).location.startswith("/sudo")
    assert (acts(), cast.ben.state) == (0, MemberState.ACTIVE)
    proved(timedelta(minutes=60))  # long over the reason, at a page that asked when it was opened
    assert mo.post("/m/ben/suspension", data=SOLD).location == "/moderation"
    assert cast.ben.state == MemberState.SUSPENDED


def test_whom_a_moderator_may_not_suspend(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        cast.dan.role = Role.ADMIN
    mo = as_(cast.mo)
    for handle, status in (("mo", 403), ("dan", 403), ("nobody", 404), ("eve", 404)):
        assert mo.get(f"/m/{handle}/suspension").status_code == status, handle
        for act in ("suspension", "reinstatement", "invitations"):
            assert mo.post(f"/m/{handle}/{act}", data=SOLD).status_code == status, (handle, act)
    assert acts() == 0
    assert as_(cast.dan).post("/m/mo/suspension", data=SOLD).status_code == 303


def test_lifting_both(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        word = {"how": "Worked together", "since_year": 2019, "given_at": clock.now()}
        db.session.add(Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, **word))
    mo = as_(cast.mo)
    mo.post("/m/ben/suspension", data=SOLD)
    assert "Cleo Marchetti" in mo.get("/moderation").text
    for handle, act, words in (
        ("ben", "reinstatement", "Let them in again"),
        ("cleo", "invitations", "Let them invite"),
    ):
        assert words in mo.get(f"/m/{handle}/suspension").text
        refused = mo.post(f"/m/{handle}/{act}", data={"reason": "ok"})
        assert (refused.status_code, ">\nok</textarea>" in refused.text.replace("\r", "")) == (422, True)
        assert (
            mo.post(f"/m/{handle}/{act}", data={"reason": "They showed that it was not so."}).status_code
            == 303
        )
        assert (
            mo.post(f"/m/{handle}/{act}", data={"reason": "They showed that it was not so."}).status_code
            == 422
        )
    assert (cast.ben.state, cast.cleo.invitations_paused_at) == (MemberState.ACTIVE, None)
    assert as_(cast.ben).get("/").status_code == 200


def test_an_applicant_or_one_suspended_without_an_act_reads_no_reason(cast: Cast, as_: SignIn) -> None:
    with transaction.unit():
        cast.dan.state = MemberState.SUSPENDED
    for member in (cast.dan, cast.eve):
        page = as_(member).get("/standing")
        assert (page.status_code, "The moderator’s reason" in page.text) == (200, False)
    assert "/m/dan/suspension" in as_(cast.mo).get("/moderation").text


def test_the_menu_and_the_foot_lead_there(cast: Cast, as_: SignIn, client: Browser) -> None:
    assert 'href="/moderation"' in as_(cast.mo).get("/about").text
    page = as_(cast.cleo).get("/about").text
    assert 'href="/moderation"' not in page and 'href="/moderation/log"' in page
    assert "/moderation" not in client.get("/about").text


@pytest.mark.parametrize("rows", [1, 20])
def test_pages_cost_the_same_with_more_rows(cast: Cast, as_: SignIn, queries: Queries, rows: int) -> None:
    from qa.moderation import suspending
    from qa.moderation.models import ActKind

    with transaction.unit():
        for number in range(rows):
            suspending.suspend(cast.mo, cast.ben, ActKind.SUSPENDED, f"Some reason {number}", clock.now())
    mo = as_(cast.mo)
    for path, most in (("/moderation", 5), ("/moderation/log", 2), ("/settings/looks", 2)):
        with queries:
            assert mo.get(path).status_code == 200
        assert len(queries) == most, queries.statements


def test_looks_are_limited(app: Flask, cast: Cast, as_: SignIn, hidden: tuple[str, str]) -> None:
    app.config["LIMITS"] = True
    try:
        mo = as_(cast.mo)
        seen = [mo.post(hidden[0], data=WHY).status_code for _ in range(11)]
    finally:
        app.config["LIMITS"] = False
    assert seen == [200] * 10 + [429]
    assert len(list(db.session.scalars(select(ModerationAct.id)))) == 10
