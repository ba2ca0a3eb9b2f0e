"""The worker: two lanes, one place, chores, and nothing lost (RELIABILITY N4, N5)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from flask import Flask
from flask_mailman import Mail

from qa import worker
from qa.core import clock, jobs, mail, outbox, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.worker import Worker

PATIENCE = 10.0
"""Seconds after which something that should happen at once is not going to."""


class Deeds:
    """What the handlers of a test did, told as it happens."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._told = threading.Condition()

    def note(self, what: str) -> None:
        with self._told:
            self.done.append(what)
            self._told.notify_all()

    def wait_for(self, number: int) -> bool:
        """Whether *number* deeds were done in time."""
        with self._told:
            return self._told.wait_for(lambda: len(self.done) >= number, PATIENCE)


@pytest.fixture
def deeds() -> Iterator[Deeds]:
    """A handler for rows of the kind "test.quick", which notes their payload."""
    deeds = Deeds()

    @outbox.handles("test.quick")
    def note(rows: Sequence[outbox.Job]) -> None:
        for row in rows:
            deeds.note(row.payload["what"])

    yield deeds
    del outbox._handlers["test.quick"]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No chores but the test's own."""
    monkeypatch.setattr(jobs, "_chores", {})


@contextmanager
def working(app: Flask) -> Iterator[Worker]:
    """A worker at work beside the test."""
    found = Worker(app)
    thread = threading.Thread(target=found.run)
    thread.start()
    try:
        yield found
    finally:
        found.stop()
        thread.join(2 * PATIENCE)
        assert not thread.is_alive()


def put(what: str) -> None:
    with transaction.unit():
        outbox.put("test.quick", {"what": what})


def rows() -> int:
    db.session.rollback()
    return db.session.query(OutboxRow).count()


pytestmark = pytest.mark.usefixtures("alone")


def test_what_is_committed_is_done_at_once(app: Flask, deeds: Deeds) -> None:
    with working(app):
        put("first")
        assert deeds.wait_for(1)
        put("second")
        assert deeds.wait_for(2)
    assert deeds.done == ["first", "second"]
    assert rows() == 0


def test_a_mail_server_that_hangs_holds_up_no_other_work(app: Flask, deeds: Deeds) -> None:
    before = app.extensions["mailman"]
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        app.config.update(mail._server(f"smtp://127.0.0.1:{mute.getsockname()[1]}"), MAIL_TIMEOUT=3)
        Mail(app)
        with transaction.unit():
            mail.queue("ana@peers.example", "Stuck", "for three seconds")
        with working(app):
            mute.settimeout(PATIENCE)
            held, _ = mute.accept()  # the mail lane waits for this server's greeting now
            put("meanwhile")
            assert deeds.wait_for(1)
            held.close()
    app.extensions["mailman"] = before
    assert rows() == 1  # the mail, to be tried again


def test_rows_that_a_killed_worker_held_are_done_by_the_next(app: Flask, deeds: Deeds) -> None:
    put("held by a lost one")
    with transaction.unit():
        db.session.query(OutboxRow).update({"taken_at": clock.now()})
    assert outbox.drain() == 0  # the lease still runs
    with working(app):
        assert deeds.wait_for(1)


def test_one_worker_works_and_the_other_waits_for_its_place(app: Flask, deeds: Deeds) -> None:
    assert not worker.alive(app)
    second = Worker(app)
    waiting = threading.Thread(target=second.run)
    with working(app):
        put("by the first")
        assert deeds.wait_for(1)
        assert worker.alive(app)
        waiting.start()
    put("by the second")
    assert deeds.wait_for(2)
    second.stop()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    assert not worker.alive(app)


def test_a_worker_told_to_stop_while_it_waits_stops(app: Flask, deeds: Deeds) -> None:
    with working(app):
        put("by the first")
        assert deeds.wait_for(1)
        with working(app) as second:
            second.stop()
    assert deeds.done == ["by the first"]


def test_a_failing_row_stops_neither_the_others_nor_the_worker(app: Flask, deeds: Deeds) -> None:
    with transaction.unit():
        outbox.put("test.unknown", {})
        outbox.put("test.quick", {"nothing": "to note"})
    with working(app):
        put("well")
        assert deeds.wait_for(1)
    assert deeds.done == ["well"]
    assert rows() == 2


def test_chores_are_done_at_the_start_and_again_when_due(app: Flask) -> None:
    hands = [0.0]
    done: list[str] = []
    schedule = jobs.Schedule(lambda: hands[0])

    @jobs.every(10)
    def sweep() -> None:
        done.append("swept")

    @jobs.every(10)
    def stumble() -> None:
        raise RuntimeError("stumbled")

    def at(seconds: float) -> int:
        hands[0] = seconds
        return schedule.run()

    assert [at(0), at(5), at(10), at(19), at(20)] == [2, 0, 2, 0, 2]
    assert done == ["swept"] * 3


def test_the_worker_does_its_chores(app: Flask) -> None:
    swept = threading.Event()
    chore: Callable[[], None] = swept.set
    jobs.every(3600)(chore)
    with working(app):
        assert swept.wait(PATIENCE)
