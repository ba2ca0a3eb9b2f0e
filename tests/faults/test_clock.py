"""The clock alone changes what pages say: no process has to run, and nothing is written (DESIGN section 2, N8)."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from qa.core import clock, jobs, mail, outbox, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.members.viewer import zone
from qa.questions import queries, timebox
from qa.questions.deadlines import State
from qa.questions.models import Question
from qa.trust import rounds
from tests.conftest import Stage
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.mailing import nothing_is_gathered
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
        nothing_is_gathered()
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
        assert (
            reader.get(f"/q/{question}/", follow_redirects=True).status_code == 200
        )  # notes its news as seen
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
        worked_off()
        assert jobs.Schedule().run() > 0
        # The look that was planned finds the date passed: nobody is asked, and no other look is planned. The asker is
        # told by a letter; that it is closed, who answered reads in the daily mail to come.
        # The round over what is entrusted to whom is the worker's own.
        news = {"notice", "mail_round", "sqlite_sequence"}
        assert changed(before, tables(stage.folder)) == {"outbox", "route", *news}
        (letter,) = mail.filed()
        assert b"The date has come" in letter.read_bytes()
        due = select(outbox.OutboxRow.kind).where(outbox.OutboxRow.due_at <= clock.now())
        assert db.session.scalars(due).all() == [rounds.KIND]
        worked_off()
        before = tables(stage.folder)
        assert outbox.drain() == 0
        assert changed(before, tables(stage.folder)) == set()
        with transaction.unit():
            outbox.put("test.none", {})
        assert changed(before, tables(stage.folder)) == {"outbox", "sqlite_sequence"}  # the control


BERLIN = ZoneInfo("Europe/Berlin")
DAYS = {
    "spring, an hour is missing": datetime(2027, 3, 28, 17, tzinfo=BERLIN),
    "spring, in the missing hour": datetime(2027, 3, 28, 2, 30, tzinfo=BERLIN),
    "autumn, an hour comes twice": datetime(2026, 10, 25, 17, tzinfo=BERLIN),
    "autumn, the first of the two": datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
    "autumn, the second of the two": datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
    "leap day": datetime(2028, 2, 29, 17, tzinfo=BERLIN),
    "year end": datetime(2026, 12, 31, 23, 59, tzinfo=BERLIN),
    "new year": datetime(2027, 1, 1, 0, 0, tzinfo=BERLIN),
}


@pytest.mark.parametrize("due", DAYS.values(), ids=DAYS.keys())
def test_a_date_on_an_odd_day_is_told_once_in_its_minute(app: Flask, cast: Cast, due: datetime) -> None:
    instant = due.astimezone(UTC)
    posted = instant - timedelta(days=2)
    with time_machine.travel(posted, tick=False):
        saved_question(cast.ana, cast.inner, now=posted, days=2)
    told = {}
    for minutes in (-61, -60, -1, 0, 1, 60, 61, 24 * 60):
        with time_machine.travel(instant + timedelta(minutes=minutes), tick=False):
            worked_off()
            told[minutes] = letters_to_ana()
    assert told[-1] == [] or told[-1] == ["Answers are missing"]
    assert told[0] == [*told[-1], "The date has come"]
    assert told[24 * 60] == told[0]
    (letter,) = [path for path in mail.filed() if b"The date has come" in path.read_bytes()]
    assert b"This mail is late" not in letter.read_bytes()


def test_a_machine_that_slept_through_the_date_tells_once_and_says_that_it_is_late(
    app: Flask, question: int
) -> None:
    with time_machine.travel(DUE + timedelta(hours=9), tick=False):
        worked_off()
        worked_off()
        assert letters_to_ana() == ["The date has come"]
        (letter,) = mail.filed()
        assert b"This mail is late" in letter.read_bytes()


def worked_off() -> None:
    while outbox.drain():
        pass


def letters_to_ana() -> list[str]:
    found = [message_from_bytes(path.read_bytes()) for path in reversed(mail.filed())]
    return [one["Subject"] for one in found if one["To"] == "ana@peers.example"]


@pytest.fixture
def jumping() -> Iterator[list[tuple[int, timedelta]]]:
    """A kind of work in which the clock jumps, by what its row says; a second worker of the process looks meanwhile."""
    seen: list[tuple[int, timedelta]] = []

    @outbox.handles("test.jump", slow=True)
    def jump(rows: Sequence[outbox.Job]) -> None:
        for row in rows:
            hours = timedelta(hours=row.payload["hours"])
            seen.append((row.id, hours))
            with time_machine.travel(clock.now() + hours, tick=False):
                outbox.drain(slow=True)

    yield seen
    del outbox._handlers["test.jump"]
    outbox._slow.discard("test.jump")


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_jumps_while_a_row_is_done_has_it_done_once(
    app: Flask, jumping: list[tuple[int, timedelta]], hours: int
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        with transaction.unit():
            for _ in range(3):
                outbox.put("test.jump", {"hours": hours})
        while outbox.drain(slow=True):
            pass
        assert sorted(number for number, _ in jumping) == sorted({number for number, _ in jumping})
        assert len(jumping) == 3
        assert db.session.query(outbox.OutboxRow).count() == 0


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_row_of_a_lost_worker_is_free_after_a_jump_either_way(app: Flask, hours: int) -> None:
    with time_machine.travel(MONDAY, tick=False):
        with transaction.unit():
            mail.queue("ana@peers.example", "Held", "by a lost one")
            held_until = {"taken_at": clock.now() + timedelta(hours=hours)}
            db.session.query(outbox.OutboxRow).update(held_until)
        assert outbox.drain() == 1
        with transaction.unit():
            mail.queue("ana@peers.example", "Held", "by one that works")  # the twin
            db.session.query(outbox.OutboxRow).update({"taken_at": clock.now()})
        assert outbox.drain() == 0
