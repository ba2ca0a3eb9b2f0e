"""The worker: Huey's consumers, which do what is in the outbox, and the chores.

Two lanes: quick work (the index: a search sees a commit within a second) and slow work (mail), so that a mail server
that hangs holds up nothing else. A consumer is told by whoever commits work, and looks by itself every second (see
``core/lanes``). One worker an instance folder works; another waits for its place.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import structlog
from flask import Flask
from huey import Huey
from huey.consumer import Consumer, Scheduler
from huey.storage import MemoryStorage

from qa.core import jobs, lanes, outbox
from qa.core.db import db
from qa.core.jobs import Chore

POLL = 0.2
"""Seconds between two looks into a lane that cannot wake its consumer: with the work itself, well under a second."""
SLOW_THREADS = 2
"""Mails under way at once: while one waits for the mail server, the next is composed."""
SLOW_BATCH = 10
"""Rows of slow work taken at once; they share a connection to the mail server."""
FAULT_PAUSE = 5.0
"""Seconds after a fault of the database, before the next try."""
LAST_TRIES = 30.0
"""Seconds in which a worker that stops tries to write that its last rows are done."""
HEALTH = 10.0
"""Seconds between two looks after the consumers' threads."""
LOCK = "worker.lock"

log = structlog.get_logger(__name__)


class _Chores(Scheduler):
    """Huey's scheduler, looking every second for what is due where its own looks every minute."""

    periodic_task_seconds = 1


class _Consumer(Consumer):
    scheduler_class = _Chores

    def _set_signal_handlers(self) -> None:
        """The worker's own stand for all its consumers; SIGTERM would cut Huey's tasks short."""


class Worker:
    """Works for *app* until ``stop()``; the row at hand is always finished."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = False
        self.schedule = jobs.Schedule()
        self._index = threading.Lock()
        """Quick work and chores both write the search index, which has one writer."""

    def stop(self, *_signal: int | FrameType | None) -> None:
        """Ask the worker to end after the row at hand; also a signal handler."""
        self.stopping = True

    def run(self) -> None:
        """Wait for the place of the worker, then work."""
        with self._place() as held:
            if not held:
                return
            self._take_over()
            consumers = self._consumers()
            for consumer in consumers:
                consumer.start()
            self._tend(consumers)
            self._end(consumers)
        log.info("worker_stopped")

    @contextmanager
    def _place(self) -> Iterator[bool]:
        """Hold the lock that makes this process the worker; False when told to stop before that."""
        with open(lock_path(self.app), "a") as file:
            while not self.stopping:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(POLL)
                    continue
                yield True
                return
            yield False

    def _take_over(self) -> None:
        log.info("worker_started", pid=os.getpid())
        with self.app.app_context():
            if db.engine.dialect.name == "sqlite":
                # On one machine the lock says that whoever held a row is gone; elsewhere its lease has to end.
                self._attempt(outbox.release)

    def _consumers(self) -> list[_Consumer]:
        both = lanes.of(self.app)
        both.quick.work = partial(self._work_off, self._quick)
        both.slow.work = partial(self._work_off, partial(self._slow, both.slow.tell))
        lane = partial(_Consumer, periodic=False, scheduler_interval=60, max_delay=POLL)
        return [
            lane(both.quick),
            lane(both.slow, workers=SLOW_THREADS),
            _Consumer(self._chores(), max_delay=1.0),
        ]

    def _chores(self) -> Huey:
        """The chores as Huey's periodic tasks. They tend this very process and machine, so their queue is its memory."""
        found = Huey("chores", results=False, storage_class=MemoryStorage)
        for chore in jobs.chores():
            due = partial(self._is_due, chore)
            name = f"{chore.__module__}.{chore.__qualname__}"
            found.periodic_task(due, name=name)(_named(partial(self._do_chore, chore)))
        return found

    def _is_due(self, chore: Chore, _at: object) -> bool:
        return self.schedule.claim(chore)  # by seconds that passed, not by the clock, which may jump

    def _do_chore(self, chore: Chore) -> None:
        with self._index, self.app.app_context():
            self.schedule.do(chore)

    def _work_off(self, step: Callable[[], int]) -> None:
        """Repeat *step*, each time in a context of its own, until there is nothing left or the worker stops."""
        done = 1
        while done and not self.stopping:
            with self.app.app_context():
                done = self._attempt(step)

    def _attempt(self, step: Callable[[], int]) -> int:
        try:
            return step()
        except Exception:
            log.exception("worker_fault")
            self._pause(FAULT_PAUSE)
            return 0
        finally:
            db.session.remove()

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(POLL)

    def _quick(self) -> int:
        with self._index:
            return outbox.drain(slow=False, stop=self._is_stopping)

    def _slow(self, more: Callable[[], None]) -> int:
        return outbox.drain(SLOW_BATCH, slow=True, stop=self._is_stopping, more=more)

    def _is_stopping(self) -> bool:
        return self.stopping

    def _tend(self, consumers: list[_Consumer]) -> None:
        """Wait for the stop; a consumer's thread that died is replaced."""
        due = time.monotonic() + HEALTH
        while not self.stopping:
            time.sleep(POLL)
            if time.monotonic() >= due:
                due += HEALTH
                for consumer in consumers:
                    consumer.check_worker_health()

    def _end(self, consumers: list[_Consumer]) -> None:
        for consumer in consumers:
            consumer.stop_flag.set()
        for consumer in consumers:
            consumer.stop(graceful=True)
            consumer.huey.storage.close()
        until = time.monotonic() + LAST_TRIES
        with self.app.app_context():
            while not self._is_settled() and time.monotonic() < until:
                time.sleep(POLL)

    def _is_settled(self) -> bool:
        try:
            outbox.settle()
        except Exception:
            log.exception("worker_fault")
            return False
        finally:
            db.session.remove()
        return True


def _named(task: Callable[[], None]) -> Callable[[], None]:
    """*task* as a function with a module and a name, which Huey asks for."""

    def run() -> None:
        task()

    return run


def lock_path(app: Flask) -> Path:
    """The file whose lock the worker holds while it lives."""
    path: Path = app.config["QUORUM"].instance / LOCK
    return path


def alive(app: Flask) -> bool:
    """Whether a worker works for this instance folder."""
    try:
        with open(lock_path(app)) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def main(app: Flask) -> None:
    """Work until SIGTERM or SIGINT."""
    worker = Worker(app)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
