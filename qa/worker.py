"""The worker: does what is in the outbox, and the chores.

One worker an instance folder does the work; another waits for its place. Two lanes: quick work (the
index: a search sees a commit within a second) and slow work (mail), so that a mail server that hangs
holds up nothing else.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog
from flask import Flask

from qa.core import jobs, outbox
from qa.core.db import db

POLL = 0.2
"""Seconds between two looks into an empty outbox: with the work itself, well under a second."""
FAULT_PAUSE = 5.0
"""Seconds after a fault of the database, before the next try."""
LOCK = "worker.lock"

log = structlog.get_logger(__name__)


class Worker:
    """Works for *app* until ``stop()``; the row at hand is always finished."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = False
        self.schedule = jobs.Schedule()

    def stop(self, *_signal: int | FrameType | None) -> None:
        """Ask the worker to end after the row at hand; also a signal handler."""
        self.stopping = True

    def run(self) -> None:
        """Wait for the place of the worker, then work."""
        with self._place() as held:
            if not held:
                return
            self._take_over()
            slow = threading.Thread(target=self._lane, args=(self._slow,), name="slow")
            slow.start()
            self._lane(self._quick)
            slow.join()
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

    def _lane(self, step: Callable[[], int]) -> None:
        """Repeat *step* until stopped, each time in a context of its own, pausing when it found nothing."""
        while not self.stopping:
            with self.app.app_context():
                done = self._attempt(step)
            if not done:
                time.sleep(POLL)

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
        done = outbox.drain(slow=False)
        self.schedule.run()
        return done

    def _slow(self) -> int:
        return outbox.drain(1, slow=True)


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
