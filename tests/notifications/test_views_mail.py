"""The page of what is mailed, and the link in a mail that ends its like (RFC 8058; RELIABILITY D3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from qa.core import clock, letters, outbox, tokens, transaction
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.mailing import rules, sending, wishes
from qa.members.mailing.models import MailKind, Often
from qa.members.models import Member, MemberState
from qa.questions.models import Follow
from tests.security.world import fingerprint
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.mailing import wants
from tests.support.recorder import Queries
from tests.support.things import saved_question

SignIn = Callable[[Member], Browser]
PAGE = "/settings/notifications"
PRESS = {"List-Unsubscribe": "One-Click"}
"""What a mail program sends."""


def path(member: Member, target: str, question_id: int = 0) -> str:
    """The path of the link that ends *target*."""
    letter = sending.explained(Letter("", "", "", ()), member.id, target, question_id)
    return letter.unsubscribe.removeprefix(letters.address(""))


def often(member: Member, kind: MailKind) -> Often:
    db.session.rollback()
    return wishes.of(member.id).often(kind)


def fields(**more: str) -> dict[str, str]:
    return {
        **{kind.value: "daily" for kind in MailKind},
        "quiet": "1",
        "starts": "19:00",
        "ends": "07:30",
        **more,
    }


def test_what_is_chosen_is_kept_and_shown(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.ben)
    done = browser.post(
        PAGE, data=fields(**{f"circle-{cast.inner.id}": "weekly", "thanks": "never"}), follow_redirects=True
    )
    assert "Saved." in done.text
    found = wishes.of(cast.ben.id)
    assert found.often(MailKind.ASKED) == Often.DAILY and found.often(MailKind.THANKS) == Often.NEVER
    assert found.circles == {cast.inner.id: Often.WEEKLY}
    assert 'value="19:00"' in done.text and 'value="07:30"' in done.text
    assert (
        'name="thanks" value="never" aria-label="Other marks of my answers: Here only" checked' in done.text
    )
    assert '<option value="weekly" selected>' in done.text
    assert "weekends" in done.text and not found.hours.weekends  # a box that is not ticked is not sent
    assert wishes.of(cast.cleo.id).kinds == {}


def test_a_fault_is_named_and_nothing_typed_is_lost(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.ben).post(PAGE, data=fields(ends="never", thanks="never"))
    assert page.status_code == 422
    assert "Write an hour such as 20:00." in page.text and 'href="#ends"' in page.text
    assert (
        'name="thanks" value="never" aria-label="Other marks of my answers: Here only" checked' in page.text
    )
    assert often(cast.ben, MailKind.THANKS) == Often.DAILY


def test_only_the_members_own_circles_are_offered(cast: Cast, as_: SignIn) -> None:
    assert "Inner circle" in as_(cast.ben).get(PAGE).text
    assert "Inner circle" not in as_(cast.dan).get(PAGE).text


def test_the_page_costs_as_many_queries_with_more_choices(cast: Cast, as_: SignIn, queries: Queries) -> None:
    browser, counts = as_(cast.ben), []
    for more in (False, True):
        if more:
            with transaction.unit():
                wants(cast.ben, Often.HOURLY)
        with queries:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


WITH_LETTER = (
    MailKind.ASKED_SOON,
    MailKind.ASKED,
    MailKind.DATES,
    MailKind.FOLLOWED,
    MailKind.THANKS,
    MailKind.FOUND,
    MailKind.POSTED,
    MailKind.JOINING,
)
"""Kinds that a link ends; mails with answers to one's own question are the thread's."""


@pytest.mark.parametrize("kind", WITH_LETTER)
def test_a_press_ends_one_kind_without_signing_in(
    app: Flask, cast: Cast, client: Browser, kind: MailKind
) -> None:
    address = path(cast.ben, kind)
    page = client.get(address)
    assert page.status_code == 200 and "End these mails?" in page.text
    assert often(cast.ben, kind) != Often.NEVER  # a scanner that opens it ends nothing
    done = client.post(address, data=PRESS)
    assert done.status_code == 200 and "These come no more" in done.text
    ended = set(rules.ASKS) if kind in rules.ASKS else {kind}
    assert {one for one in MailKind if often(cast.ben, one) == Often.NEVER} == ended
    assert {often(cast.cleo, one) for one in MailKind}.isdisjoint({Often.NEVER})
    assert client.post(address, data=PRESS).status_code == 200  # twice is as once


def test_the_daily_mail_and_a_thread(app: Flask, cast: Cast, client: Browser) -> None:
    number = saved_question(cast.ana, cast.inner)
    assert "The daily mail" in client.post(path(cast.ben, "daily"), data=PRESS).text
    assert {one for one in MailKind if often(cast.ben, one) == Often.DAILY} == set()
    assert often(cast.ben, MailKind.ASKED) == Often.AT_ONCE
    page = client.post(path(cast.ben, sending.THREAD, number), data=PRESS).text
    assert "Mails about this one question" in page and "vendors" not in page
    row = db.session.query(Follow).one()
    assert (row.member_id, row.question_id, row.hears) == (cast.ben.id, number, False)


def test_the_button_on_the_page_works_in_a_browser_that_checks_where_a_form_came_from(
    app: Flask, cast: Cast, client: Browser
) -> None:
    address = path(cast.ben, MailKind.ASKED)
    refused = client.post(address, data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, often(cast.ben, MailKind.ASKED)) == (403, Often.AT_ONCE)
    assert client.post(address, data={}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert often(cast.ben, MailKind.ASKED) == Often.NEVER


def test_any_other_token_is_nothing(app: Flask, cast: Cast, client: Browser) -> None:
    own = path(cast.ben, MailKind.ASKED)
    payload = [cast.ben.id, MailKind.ASKED.value, 0]
    before = fingerprint()
    others = [
        own[:-1],
        own + "x",
        f"/unsubscribe/{tokens.sign(sending.PURPOSE, payload)}",
        f"/unsubscribe/{tokens.seal('reply', payload)}",
        "/unsubscribe/dead",
    ]
    for address in others:
        assert client.get(address).status_code == client.post(address, data=PRESS).status_code == 404
    assert fingerprint() == before
    for place in ("/reset/", "/join/", "/apply/confirm/", "/address/", "/calendar/"):
        token = own.rpartition("/")[2]
        assert client.get(place + token + (".ics" if "calendar" in place else "")).status_code in (404, 410)


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_who_is_no_member_has_no_mails_to_end(cast: Cast, client: Browser, state: MemberState) -> None:
    address = path(cast.ben, MailKind.ASKED)
    assert client.get(address).status_code == 200
    with transaction.unit():
        cast.ben.state = state
    assert client.get(address).status_code == client.post(address, data=PRESS).status_code == 404


def test_the_link_is_the_same_each_time_and_does_not_age(app: Flask, cast: Cast, client: Browser) -> None:
    import time_machine

    address = path(cast.ben, MailKind.ASKED)
    with time_machine.travel(clock.now().replace(year=clock.now().year + 3), tick=False):
        assert path(cast.ben, MailKind.ASKED) == address
        assert client.post(address, data=PRESS).status_code == 200


def test_a_row_is_put_off_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        outbox.put("routing.ask", {"ask_id": 1})
    row = db.session.query(outbox.OutboxRow).one()
    job, later = outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at), clock.now()
    for _time in range(2):
        with transaction.unit():
            outbox.put_off(job, later)
    (left,) = db.session.query(outbox.OutboxRow).all()
    assert left.id != job.id and left.payload == {"ask_id": 1, outbox.HELD: True} and left.due_at == later
