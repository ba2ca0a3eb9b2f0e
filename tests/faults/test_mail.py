"""Mail through every fault: each at least once, and once where the server said that it has it (RELIABILITY N4, N7)."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.core.lanes import FILE
from qa.worker import SLOW_THREADS
from tests.faults.mailing import Desk
from tests.support import smtp
from tests.support.breadth import either
from tests.support.fault_table import Note, noting
from tests.support.live import eventually

KILLS = either(4, 50)
MAILS = either(20, 200)
HELD = either(7.0, 20.0)
"""Seconds for which another process holds the database: more than a writer waits for it."""


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    return noting(request)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without members, mail or index."""
    desk = Desk(tmp_path_factory.mktemp("tables"))
    desk.prepare(None)
    desk.close()
    return desk.folder / "quorum.sqlite3"


@pytest.fixture
def desk(tmp_path: Path, template: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.prepare(template)
    yield made
    made.close()


def test_a_worker_killed_again_and_again_under_load_loses_no_mail(desk: Desk, note: Note) -> None:
    chance, tick = random.Random(50), threading.Event()
    desk.post.be(smtp.SLOW)
    first, second = desk.start(), desk.start()
    for _kill in range(KILLS):
        seen = desk.delivered()
        desk.write(6)
        assert eventually(lambda: desk.delivered() > seen), "the next worker took the place"  # noqa: B023 - called before the loop goes on
        tick.wait(chance.uniform(0, 2 * smtp.SLOWLY))
        desk.kill(first)
        first, second = second, desk.start()
    desk.post.be(smtp.WELL)
    assert desk.settled()
    line = desk.line(f"worker killed {KILLS} times")
    note(line)
    assert (line.delivered, line.lost, line.stuck) == (desk.written, 0, 0)
    assert line.twice <= KILLS * SLOW_THREADS  # those that were on their way
    assert desk.true_to_one_name()


def test_a_worker_told_to_stop_ends_its_mail_and_sends_none_twice(desk: Desk, note: Note) -> None:
    """The twin: SIGTERM instead of SIGKILL."""
    desk.post.be(smtp.SLOW)
    for _stop in range(3):
        worker, seen = desk.start(), desk.delivered()
        desk.write(10)
        assert eventually(lambda: desk.delivered() > seen)  # noqa: B023 - as above
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
        desk.workers.remove(worker)
    assert desk.waiting() > 0, "it stopped before all was done"
    desk.start()
    assert desk.settled()
    line = desk.line("worker told to stop 3 times")
    note(line)
    assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)


@pytest.mark.parametrize("mood", ["away", smtp.LATER, smtp.NEVER, smtp.HANGS, smtp.DROPS])
def test_an_hour_in_which_the_server_takes_none_loses_none(desk: Desk, note: Note, mood: str) -> None:
    number = 3 if mood == smtp.HANGS else MAILS
    desk.app.extensions["mailman"].timeout = 0.3
    start = clock.now()
    with time_machine.travel(start, tick=True):
        desk.write(number)
    desk.post.be(mood)
    if mood == "away":
        desk.post.close()
    for minute in range(0, 61, 5):
        drained(desk, start + timedelta(minutes=minute))
    with desk.app.app_context():
        rows = db.session.query(outbox.OutboxRow).all()
        assert len(rows) == number
        assert all(4 <= row.attempts <= 12 and row.dead_at is None for row in rows)  # it backs off
        db.session.remove()
    desk.post.be(smtp.WELL)
    if mood == "away":
        desk.post.open()
    drained(desk, start + timedelta(hours=3))
    line = desk.line(
        f"an hour of a server that is {mood}" if mood == "away" else f"an hour of a server that {mood}"
    )
    note(line)
    assert (line.delivered, line.lost, line.stuck) == (number, 0, 0)
    assert line.twice == (number if mood == smtp.DROPS else 0)
    assert desk.acknowledged_once()
    assert desk.true_to_one_name()


def drained(desk: Desk, moment: object) -> None:
    with time_machine.travel(moment, tick=True), desk.app.app_context():
        outbox.drain(1000)
        db.session.remove()


def test_a_mail_that_went_out_while_the_database_was_held_goes_out_once(desk: Desk, note: Note) -> None:
    desk.post.be(smtp.SLOW)
    desk.start()
    desk.write(MAILS)
    assert eventually(lambda: desk.delivered() > 0)
    before = desk.delivered()
    held = sqlite3.connect(desk.folder / "quorum.sqlite3", isolation_level=None)
    with closing(held):
        held.execute("PRAGMA busy_timeout = 5000")
        held.execute("BEGIN IMMEDIATE")
        threading.Event().wait(HELD)
        meanwhile = desk.delivered()
        held.execute("ROLLBACK")
    assert meanwhile > before, "no mail was on its way: this would show nothing"
    assert meanwhile < desk.written
    desk.post.be(smtp.WELL)
    eventually(lambda: desk.delivered() >= desk.written or desk.hurry())
    assert desk.settled()
    line = desk.line(f"database held for {HELD:.0f} s")
    note(line)
    assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)
    assert desk.acknowledged_once()


def test_a_disk_without_room_refuses_the_act_and_keeps_what_was_written(desk: Desk, note: Note) -> None:
    """The outbox row and what caused it are refused together; with room again all goes on."""
    desk.write(MAILS)
    refused = in_little_room(desk, lambda: desk.write(200))
    assert refused > 0
    assert desk.waiting() + refused == MAILS + 200
    desk.start()
    assert desk.settled()
    desk.written = MAILS + 200 - refused
    found = set(desk.post.by_subject())
    line = desk.line("disk full while mails are written")
    note(line)
    assert found == {f"Mail {number}" for number in range(desk.written)}
    assert (line.twice, line.lost, line.stuck) == (0, 0, 0)


def in_little_room(desk: Desk, act: Callable[[], None]) -> int:
    """Do *act* where files may not grow much; how many of its 200 mails were refused."""
    import os

    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        began = desk.written
        size = max(
            (desk.folder / name).stat().st_size
            for name in ("quorum.sqlite3", "quorum.sqlite3-wal")
            if (desk.folder / name).exists()
        )
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))
        try:
            act()
        except OperationalError as error:
            os.write(
                writer,
                str(began + 200 - desk.written).encode()
                if "full" in str(error) or "I/O" in str(error)
                else b"-1",
            )
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as said:
        return int(said.read() or 0)


def test_a_queue_that_is_removed_while_the_worker_works_loses_no_mail(desk: Desk, note: Note) -> None:
    desk.start()
    desk.write(5)
    assert desk.settled()
    (desk.folder / FILE).unlink()
    desk.write(MAILS)
    assert desk.settled()
    of_the_queue(desk, note, "queue file removed")


def test_a_queue_that_is_no_database_any_more_is_made_anew(desk: Desk, note: Note) -> None:
    for end in ("-wal", "-shm"):
        (desk.folder / f"{FILE}{end}").unlink(missing_ok=True)
    (desk.folder / FILE).write_bytes(b"no database " * 1000)
    desk.start()
    desk.write(MAILS)
    assert desk.settled()
    of_the_queue(desk, note, "queue file broken")


def of_the_queue(desk: Desk, note: Note, fault: str) -> None:
    line = desk.line(fault)
    note(line)
    assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)
    queue = desk.folder / FILE
    assert eventually(lambda: queue.exists() and queue.read_bytes().startswith(b"SQLite format 3"))


def test_who_is_rolled_back_tells_nobody(desk: Desk) -> None:
    def cut_short() -> None:
        with transaction.unit():
            mail.queue("ana@peers.example", "Never", "sent")
            raise RuntimeError("cut short")

    with desk.app.app_context():
        with pytest.raises(RuntimeError):
            cut_short()
        db.session.remove()
    assert not (desk.folder / FILE).exists()
    desk.write(1)  # the twin
    assert (desk.folder / FILE).exists()
