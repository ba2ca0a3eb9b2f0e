"""The clock alone changes what pages say: no process has to run, and nothing is written (DESIGN section 2, N8)."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from qa.core import clock, jobs, mail, outbox, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.members.viewer import zone
from qa.questions import queries, timebox
from qa.questions.deadlines import State
from qa.questions.models import Question
from tests.conftest import Stage
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.things import saved_answer, saved_question

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
DUE = MONDAY + timedelta(days=4, hours=7)
STATES = [
    (MONDAY + timedelta(minutes=1), State.OPEN),
    (DUE - timedelta(hours=48, seconds=1), State.OPEN),
    (DUE - timedelta(hours=48), State.SOON),
    (DUE - timedelta(hours=20), State.SOON),
    (DUE - timedelta(hours=5), State.TODAY),
    (DUE - timedelta(seconds=1), State.TODAY),
    (DUE, State.SHORT),
    (DUE + timedelta(days=9), State.SHORT),
]
MOVED_BY_READING = {"login_session", "member"}
"""Tables in which a signed-in reader leaves "last seen"; nothing of the clock's."""


@pytest.fixture
def question(cast: Cast) -> Iterator[int]:
    """A question of Monday, needed by Friday 16:00, three answers wanted and one given."""
    with time_machine.travel(MONDAY, tick=False):
        number = saved_question(cast.ana, cast.inner, days=4 + 7 / 24, wanted=3)
        saved_answer(cast.ben, entity(number))
        assert outbox.drain() > 0
    yield number
    db.session.rollback()


def entity(number: int) -> Question:
    return db.session.get_one(Question, number)


def settled(folder: Path) -> None:
    """All of the write-ahead log in the one file, so that its bytes are the database."""
    db.session.rollback()
    with closing(sqlite3.connect(folder / "quorum.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def digest(folder: Path) -> str:
    names = ("quorum.sqlite3", "quorum.sqlite3-wal")
    return hashlib.sha256(
        b"".join((folder / name).read_bytes() for name in names if (folder / name).exists())
    ).hexdigest()


def tables(folder: Path) -> dict[str, str]:
    """A digest of every table's rows."""
    db.session.rollback()
    with closing(sqlite3.connect(folder / "quorum.sqlite3")) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: repr(connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall())
            for name in names
        }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_every_state_is_computed_when_read_and_not_a_byte_changes(
    stage: Stage, question: int, cast: Cast
) -> None:
    settled(stage.folder)
    before = digest(stage.folder)
    cleo = cast.cleo
    seen = []
    for moment, _ in STATES:
        with time_machine.travel(moment, tick=False):
            now = clock.now()
            row = queries.show(cleo.id, question)
            seen.append(timebox.box(row, now, zone(cleo.timezone)).state)
            listed = queries.page(cleo.id, now, shown=queries.Shown.OPEN).rows
            assert bool(listed) == (moment < DUE)
    assert seen == [state for _, state in STATES]
    db.session.rollback()
    assert digest(stage.folder) == before
    saved_answer(cast.cleo, entity(question), now=DUE)  # the control: what is written is seen
    assert digest(stage.folder) != before


def test_pages_say_what_the_clock_says_and_leave_only_that_one_was_there(
    stage: Stage, question: int, cast: Cast, as_: Callable[[Member], Browser]
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        reader = as_(cast.cleo)
    before = tables(stage.folder)
    for moment, state in STATES:
        with time_machine.travel(moment, tick=False):
            page = reader.get(f"/q/{question}/", follow_redirects=True)
            assert page.status_code == 200
            (shown,) = re.findall(r'<section class="tb" data-state="(\w+)"', page.text)
            assert shown == state
    assert changed(before, tables(stage.folder)) <= MOVED_BY_READING


def test_a_worker_that_comes_back_late_tells_the_asker_once_and_has_nothing_else_to_make_up_for(
    stage: Stage, app: Flask, question: int
) -> None:
    before = tables(stage.folder)
    with time_machine.travel(DUE + timedelta(hours=1), tick=False):
        outbox.drain()
        assert jobs.Schedule().run() > 0
        # The look that was planned finds the date passed: nobody is asked, and no other look is planned.
        assert changed(before, tables(stage.folder)) == {"outbox", "route"}
        (letter,) = mail.filed()
        assert b"The date has come" in letter.read_bytes()
        before = tables(stage.folder)
        assert outbox.drain() == 0
        assert changed(before, tables(stage.folder)) == set()
        with transaction.unit():
            outbox.put("test.none", {})
        assert changed(before, tables(stage.folder)) == {"outbox", "sqlite_sequence"}  # the control
