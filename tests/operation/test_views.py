"""The outbox in the browser and on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.core.outbox import MAX_ATTEMPTS, OutboxRow
from qa.members.models import Member, Role
from qa.operation.commands import group
from tests.support.browser import Browser
from tests.support.cast import Cast

SignIn = Callable[[Member], Browser]
ERROR = "SMTPRecipientsRefused({'ana.lindqvist@peers.example': (550, b'no')})"


@pytest.fixture
def admin(cast: Cast, as_: SignIn) -> Browser:
    with transaction.unit():
        cast.mo.role = Role.ADMIN
    return as_(cast.mo)


def put(*, attempts: int = 0, dead: bool = False) -> int:
    now = clock.now()
    with transaction.unit():
        row = OutboxRow(
            kind="members.circle", payload={"to": 1, "reason": "Nobody may read this"}, created_at=now - timedelta(days=2),
            due_at=now + timedelta(hours=3), attempts=attempts, dead_at=now if dead else None,
            last_error=ERROR if attempts else None,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row.id


def test_admins_see_what_failed_and_try_it_again(
    admin: Browser, capfd: pytest.CaptureFixture[str], cast: Cast
) -> None:
    assert "Nothing waits" in admin.get("/admin/outbox").text
    dead, failed, waits = put(attempts=MAX_ATTEMPTS, dead=True), put(attempts=2), put()
    page = admin.get("/admin/outbox").text
    for said in (
        "3 jobs",
        "1 given up",
        "Given up",
        "Failed 2 times",
        "members.circle",
        "2 days",
        "…@peers.example",
        "550",
    ):
        assert said in page, said
    for hidden in ("lindqvist", "Nobody may read", "reason"):
        assert hidden not in page
    done = admin.post("/admin/outbox/retries", data={"job": str(dead)}, follow_redirects=True)
    assert "One job is tried again" in done.text and "1 given up" not in done.text
    assert admin.post("/admin/outbox/retries", data={"job": "all"}).status_code == 303
    with transaction.unit():
        due = {row.id for row in db.session.query(OutboxRow) if row.due_at <= clock.now()}
    assert due == {dead, failed}
    for odd in (str(waits), "0", "", "x", "-1", "1" * 30, "ALL"):
        assert admin.post("/admin/outbox/retries", data={"job": odd}).status_code == 404, odd
    assert f'"member": {cast.mo.id}' in capfd.readouterr().err


def test_the_page_is_for_admins_and_so_is_the_way_to_it(cast: Cast, as_: SignIn, client: Browser) -> None:
    dead = put(attempts=MAX_ATTEMPTS, dead=True)
    for member in (cast.ana, cast.mo):
        browser = as_(member)
        assert browser.get("/admin/outbox").status_code == 403
        assert browser.post("/admin/outbox/retries", data={"job": "all"}).status_code == 403
        assert "/admin/outbox" not in browser.get("/questions").text
    assert "/login" in client.get("/admin/outbox").location
    assert db.session.get_one(OutboxRow, dead).dead_at is not None
    with transaction.unit():
        cast.mo.role = Role.ADMIN
    assert 'href="/admin/outbox"' in as_(cast.mo).get("/questions").text


def test_the_commands_do_the_same(app: Flask, cast: Cast) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(group, ["list"]).output == "0 jobs: 0 given up, 0 failed and tried again\n"
    dead, failed, waits = put(attempts=MAX_ATTEMPTS, dead=True), put(attempts=2), put()
    listed = runner.invoke(group, ["list"]).output
    lines = {
        int(line.split()[0]): line for line in listed.splitlines() if line[:1].isdigit() and "members" in line
    }
    assert listed.startswith("3 jobs: 1 given up, 1 failed")
    assert "given up" in lines[dead] and "…@peers.example" in lines[dead] and "2 days" in lines[dead]
    assert "in 3 hours" in lines[failed] and "in 3 hours" in lines[waits]
    assert "lindqvist" not in listed and "Nobody may read" not in listed
    assert "2 more" in runner.invoke(group, ["list", "--limit", "1"]).output
    odd = runner.invoke(group, ["retry", str(dead), str(waits)])
    assert (odd.exit_code, f"{waits}: no job" in odd.output) == (1, True)
    assert "1 jobs will be tried" in odd.output
    assert runner.invoke(group, ["retry", "--all"]).exit_code == 0
    for wrong in ([], ["--all", str(dead)], ["x"], ["-1"]):
        assert runner.invoke(group, ["retry", *wrong]).exit_code == 2
    db.session.rollback()
    assert db.session.get_one(OutboxRow, dead).dead_at is None


def test_what_is_tried_again_is_done_by_the_worker(app: Flask, cast: Cast) -> None:
    """The whole way: a mail whose letter has nothing to say any more ends as done."""
    with transaction.unit():
        outbox.put(
            "members.circle", {"what": "removed", "to": cast.ana.id, "circle": cast.inner.id, "reason": "x"}
        )
        row = db.session.query(OutboxRow).one()
        row.attempts, row.dead_at = MAX_ATTEMPTS, clock.now()
    assert outbox.drain() == 0
    assert app.test_cli_runner().invoke(group, ["retry", "--all"]).exit_code == 0
    assert outbox.drain() == 1
    assert db.session.query(OutboxRow).count() == 0
