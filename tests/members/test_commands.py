"""``qa member`` and ``qa circle``: what whoever runs the site types to let people in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from qa.core import clock
from qa.core.db import db
from qa.members import accounts, circles, resets
from qa.members.commands import groups, people
from qa.members.models import Circle, CircleRole, Member, Membership, MemberState, PasswordReset, Role
from tests.support.browser import Browser
from tests.support.cast import Cast

Qa = Callable[..., Result]
FAY = ("add", "--name", "Fay Brandt", "--email", "Fay@peers.example")
WORDS = ("--title", "CISO", "--employer", "Delta Bank", "--industry", "banking", "--profession", "information security",
         "--level", "head of function", "--timezone", "Asia/Tokyo")  # fmt: skip
AUDIT = ("add", "audit", "--name", "Internal audit", "--purpose", "Heads of internal audit")


@pytest.fixture
def qa(app: Flask) -> Qa:
    """``qa("circle", "add", …)``."""

    def run(group: str, *words: str) -> Result:
        result = CliRunner().invoke({"member": people, "circle": groups}[group], words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def in_circles(member: Member) -> set[str]:
    query = (
        select(Circle.slug)
        .join(Membership)
        .where(Membership.member_id == member.id, Membership.left_at.is_(None))
    )
    return set(db.session.scalars(query))


def link_of(result: Result) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/reset/[\w-]{40,})\n", result.output)
    assert found, result.output
    return found[1]


def choose(client: Browser, link: str) -> tuple[int, int]:
    """The statuses of looking at *link* and of choosing a password there."""
    word = "correct horse battery staple"
    return client.get(link).status_code, client.post(link, data={"password": word, "again": word}).status_code


def test_fay_is_let_in_and_chooses_her_password(qa: Qa, cast: Cast, client: Browser) -> None:
    made = qa("member", *FAY, *WORDS, "--circle", "inner", "--circle", "inner", "--circle", "everyone")
    assert made.exit_code == 0, made.output
    assert (
        "Fay Brandt is a member now (@fay-brandt). Send this link to Fay Brandt by a way you trust:"
        in made.output
    )
    fay = accounts.with_address("fay@PEERS.example")
    assert (fay.state, fay.role, fay.password_hash, fay.timezone) == (
        MemberState.ACTIVE,
        Role.MEMBER,
        None,
        "Asia/Tokyo",
    )
    assert (fay.title, fay.employer, fay.industry, fay.level) == (
        "CISO",
        "Delta Bank",
        "banking",
        "head of function",
    )
    assert in_circles(fay) == {"everyone", "inner"}
    assert accounts.authenticate("fay@peers.example", "") is None
    assert choose(client, link_of(made)) == (200, 303)
    assert client.get("/c/inner").status_code == 200
    assert choose(client, link_of(made)) == (410, 410)
    assert accounts.authenticate("fay@peers.example", "correct horse battery staple") is not None


def test_the_link_is_good_for_a_week_and_only_its_hash_is_kept(qa: Qa, client: Browser) -> None:
    made = qa("member", *FAY)
    link = link_of(made)
    row = db.session.scalars(select(PasswordReset)).one()
    assert row.expires_at - row.created_at == resets.INVITED_FOR == timedelta(days=7)
    assert f"until {row.expires_at:%Y-%m-%d %H:%M} UTC" in made.output
    assert row.token_hash not in link
    made_at = row.created_at
    db.session.rollback()
    with time_machine.travel(made_at + timedelta(days=6, hours=23), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(made_at + timedelta(days=7), tick=False):
        assert choose(client, link) == (410, 410)


def test_a_newer_link_makes_the_older_one_dead(qa: Qa, client: Browser) -> None:
    first = link_of(qa("member", *FAY))
    second = resets.invite(accounts.with_address("fay@peers.example"), clock.now()).removeprefix(
        "http://127.0.0.1:8000"
    )
    db.session.commit()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_nothing_is_mailed(qa: Qa, app: Flask) -> None:
    from qa.core.outbox import OutboxRow

    before = db.session.scalars(select(OutboxRow.kind)).all()
    qa("member", *FAY)
    assert [kind for kind in db.session.scalars(select(OutboxRow.kind)).all() if "reset" in kind] == []
    assert [kind for kind in before if "reset" in kind] == []


def test_a_moderator_is_made_and_an_admin_is_not(qa: Qa) -> None:
    assert qa("member", *FAY, "--role", "admin").exit_code == 2
    assert qa("member", *FAY, "--role", "moderator").exit_code == 0
    assert accounts.with_address("fay@peers.example").role == Role.MODERATOR


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--email", "ANA@peers.example"), "email: There is an account with this address already."),
        (("--email", "nobody"), "email: This is not a mail address."),
        (("--circle", "inner", "--circle", "nowhere"), "circle: There is no circle nowhere."),
        (("--circle", "inner"), "Refused: The circle Inner circle is full: it has 4 members."),
        (("--name", "???"), "name: "),
        (("--timezone", "Mars/Base"), "timezone: "),
        (("--title", "x" * 500), "title: "),
    ],
)
def test_what_is_refused_is_said_and_makes_nobody(
    qa: Qa, cast: Cast, change: Sequence[str], said: str
) -> None:
    cast.inner.cap = 4
    db.session.commit()
    before = db.session.query(Member).count()
    refused = qa("member", *FAY, *change)
    assert refused.exit_code == 1
    assert f"Error: {said}" in refused.output
    assert "/reset/" not in refused.output
    assert db.session.query(Member).count() == before
    assert db.session.query(PasswordReset).count() == 0
    assert qa("member", *FAY).exit_code == 0


def test_a_circle_is_made_filled_and_left(qa: Qa, cast: Cast) -> None:
    made = qa("circle", *AUDIT)
    assert made.exit_code == 0, made.output
    found = circles.with_slug("audit")
    assert (found.name, found.purpose, found.cap, found.listed, found.everyone) == (
        "Internal audit",
        "Heads of internal audit",
        60,
        True,
        False,
    )
    joined = qa("circle", "join", "audit", "ANA@peers.example", "dan@peers.example", "ana@peers.example")
    assert (joined.exit_code, joined.output.splitlines()[:2]) == (
        0,
        ["Ana Lindqvist is in Internal audit.", "Dan Petrov is in Internal audit."],
    )
    assert "audit" in in_circles(cast.ana)
    left = qa("circle", "leave", "audit", "ana@peers.example")
    assert (left.exit_code, left.output) == (0, "Ana Lindqvist is not in Internal audit any more.\n")
    assert "audit" not in in_circles(cast.ana)
    assert "audit" in in_circles(cast.dan)


def test_a_circle_gets_a_steward(qa: Qa, cast: Cast) -> None:
    assert circles.part(cast.inner.id, cast.ben.id) == CircleRole.MEMBER
    named = qa("circle", "steward", "inner", "ben@peers.example")
    assert (named.exit_code, named.output) == (0, "Ben Okafor is a steward of Inner circle.\n")
    assert circles.part(cast.inner.id, cast.ben.id) == CircleRole.STEWARD
    for slug, email in (("inner", "dan@peers.example"), ("everyone", "ana@peers.example")):
        assert "Only an active member" in qa("circle", "steward", slug, email).output
    db.session.rollback()
    assert circles.part(cast.inner.id, cast.dan.id) is None


def test_an_unlisted_circle_and_its_cap(qa: Qa, cast: Cast, as_: Callable[[Member], Browser]) -> None:
    assert qa("circle", *AUDIT, "--cap", "1", "--unlisted").exit_code == 0
    found = circles.with_slug("audit")
    assert (found.cap, found.listed) == (1, False)
    full = qa("circle", "join", "audit", "ana@peers.example", "ben@peers.example")
    assert (full.exit_code, full.output) == (
        1,
        "Error: Refused: The circle Internal audit is full: it has 1 members.\n",
    )
    assert "audit" not in in_circles(cast.ana)  # all of them, or none
    assert qa("circle", "join", "audit", "ana@peers.example").exit_code == 0
    db.session.rollback()
    assert "Internal audit" in as_(cast.ana).get("/circles").text
    assert "Internal audit" not in as_(cast.ben).get("/circles").text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "inner", "--name", "Inner", "--purpose", ""), "slug: There is a circle inner already."),
        (("add", "everyone", "--name", "All", "--purpose", ""), "slug: There is a circle everyone already."),
        (("add", "a/b", "--name", "A", "--purpose", ""), "slug: Use 2 to 60"),
        (("add", "Audit", "--name", "A", "--purpose", ""), "slug: Use 2 to 60"),
        (("add", "a" * 61, "--name", "A", "--purpose", ""), "slug: Use 2 to 60"),
        (("add", "audit\n", "--name", "A", "--purpose", ""), "slug: Use 2 to 60"),
        (("add", "audit", "--name", " ", "--purpose", ""), "name: Write a name."),
        (("add", "audit", "--name", "x" * 81, "--purpose", ""), "name: Too long"),
        (("add", "audit", "--name", "Audit", "--purpose", "x" * 301), "purpose: Too long"),
        (("join", "nowhere", "ana@peers.example"), "circle: There is no circle nowhere."),
        (
            ("join", "inner", "nobody@peers.example"),
            "email: Nobody here has the address nobody@peers.example.",
        ),
        (("join", "inner", "nobody"), "email: This is not a mail address."),
        (("join", "inner", "eve@peers.example"), "Refused: Only active members can be in a circle."),
        (("leave", "everyone", "ana@peers.example"), "Refused: Everyone here is in this circle."),
        (("leave", "inner", "nobody@peers.example"), "email: Nobody here"),
    ],
)
def test_what_a_circle_refuses_is_said(qa: Qa, cast: Cast, words: Sequence[str], said: str) -> None:
    before = db.session.query(Circle).count(), db.session.query(Membership).count()
    refused = qa("circle", *words)
    assert refused.exit_code == 1, refused.output
    assert f"Error: {said}" in refused.output
    assert (db.session.query(Circle).count(), db.session.query(Membership).count()) == before
