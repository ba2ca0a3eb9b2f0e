"""Lanes: the queues of Huey by which a worker hears that something is to be done.

What is to be done stands in the outbox and nowhere else; a task in a lane says only "look". So a lane may lose all it
has: a task with the process that ran it, its file, the whole of Redis. Who heard nothing for a while looks by itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey
from huey.api import Task
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import BaseStorage, RedisStorage, SqliteStorage

FILE = "queue.sqlite3"
HEARTBEAT = 1.0
"""Seconds without a task after which a consumer looks all the same: for what became due, and for what was lost."""
PAUSE = 5.0
"""Seconds in which nobody is told of work after that failed: a Redis that hangs must not hang every request."""
BUSY_SECONDS = 1.0
TELLING = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
LISTENING = {"socket_connect_timeout": 0.5, "socket_timeout": 2.0}
"""Seconds that Redis may take; a worker waits for a task for one, so that an answer must take no more than two."""

log = structlog.get_logger(__name__)


class Names(Serializer):
    """Writes a task as its name. Huey's own would unpickle, and so run, whatever somebody put into Redis."""

    def serialize(self, data: Message) -> bytes:
        """The name of the task in *data*; there are no arguments."""
        return str(data.name).encode()

    def deserialize(self, data: bytes) -> Message:
        """A task named *data*; one that nobody knows is refused by whoever looks it up."""
        return Message(None, bytes(data).decode("utf-8", "replace"))


class Lane(Huey):
    """A queue with one kind of task: to call ``work``, which whoever consumes it has set."""

    def __init__(self, name: str, storage_class: type[BaseStorage], **storage: Any) -> None:
        super().__init__(name, results=False, serializer=Names(), storage_class=storage_class, **storage)
        self.work: Callable[[], None] = _nothing
        self._look = self.task(name="look")(self._do)
        self._due = 0.0
        self._mute_until = 0.0

    def tell(self) -> None:
        """Say that there is work. Cheap, and raises nothing: what is not told is found at the next heartbeat."""
        if time.monotonic() < self._mute_until:
            return
        try:
            # A task that waits has not begun to look: it will see what was committed before this.
            if not self.storage.queue_size():
                self._look()
        except Exception as error:  # noqa: BLE001 - what a store raises is its own; none of it is the caller's
            self._mute_until = time.monotonic() + PAUSE
            log.warning("lane_not_told", lane=self.name, error=repr(error)[:300])

    def _do(self) -> None:
        self.work()

    def dequeue(self) -> Task | None:
        """The next task; one to look all the same when none came for a while, or when the store cannot be asked."""
        found = self._heard()
        now = time.monotonic()
        if found is None and now >= self._due:
            found = self._look.s()
        if found is not None:
            self._due = now + HEARTBEAT
        return found

    def _heard(self) -> Task | None:
        if time.monotonic() < self._mute_until:
            time.sleep(0.1)
            return None
        try:
            return super().dequeue()
        except Exception as error:  # noqa: BLE001 - as above; the work goes on without the store
            self._mute_until = time.monotonic() + PAUSE
            log.warning("lane_not_heard", lane=self.name, error=repr(error)[:300])
            return None

    def is_revoked(self, *_task: Any, **_when: Any) -> bool:
        """Nothing here is ever revoked; the store need not be asked at each task."""
        return False

    def delete(self, _key: str) -> bool:
        """Nothing is kept beside the tasks: no result, no mark of one that was revoked."""
        return False


def _nothing() -> None:
    """Where nobody works, there is no work."""


class FileStorage(SqliteStorage):
    """Huey's SQLite storage in a file that may vanish or break while it is used: it holds nothing that is not elsewhere."""

    def __init__(self, name: str, path: Path) -> None:
        self.path = path
        self._inode = 0
        self._conn: sqlite3.Connection | None = None
        super().__init__(name, str(path), cache_mb=1, fsync=False, timeout=BUSY_SECONDS, create_tables=False)

    @property
    def conn(self) -> sqlite3.Connection:
        """The connection, to the file that is there now."""
        if self._conn is not None and self._inode != _inode(self.path):
            self._conn.close()
            self._conn = None
        if self._conn is None:
            self._conn = self._create_connection()
        return self._conn

    @contextmanager
    def db(self, commit: bool = False, close: bool = False) -> Iterator[sqlite3.Cursor]:
        """A cursor; a file that is no database (any more) is removed, and the next one finds a new one."""
        try:
            with super().db(commit, close) as cursor:
                yield cursor
        except sqlite3.OperationalError:
            raise  # locked, full, read only: it may be well again
        except sqlite3.DatabaseError:
            for end in ("", "-wal", "-shm"):
                Path(f"{self.path}{end}").unlink(missing_ok=True)
            raise

    def _create_connection(self) -> sqlite3.Connection:
        os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
        connection: sqlite3.Connection = super()._create_connection()
        try:
            for statement in self.ddl:
                connection.execute(statement)
            self._inode = _inode(self.path)
        except BaseException:
            connection.close()
            raise
        return connection


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


class Lanes:
    """The two lanes of an application: quick work (the index), and slow (what waits for another server)."""

    def __init__(self, app: Flask) -> None:
        make = _redis_lane if app.config["QUORUM"].redis_url else _file_lane
        self.quick, self.slow = make(app, "quick"), make(app, "slow")

    def tell(self, *, slow: bool) -> None:
        """Say that there is work in one of them."""
        (self.slow if slow else self.quick).tell()


_making = threading.Lock()


def of(app: Flask) -> Lanes:
    """The lanes of *app*, made when they are first needed: after the server forked."""
    with _making:
        if "lanes" not in app.extensions:
            app.extensions["lanes"] = Lanes(app)
    found: Lanes = app.extensions["lanes"]
    return found


def tell(*, slow: bool) -> None:
    """Say in the running application that there is work; raises nothing."""
    try:
        of(current_app._get_current_object()).tell(slow=slow)  # type: ignore[attr-defined]
    except Exception:
        log.exception("lanes_not_made")


def _file_lane(app: Flask, name: str) -> Lane:
    return Lane(name, FileStorage, path=app.config["QUORUM"].instance / FILE)


class PairStorage(RedisStorage):
    """Huey's Redis storage with two connections: a worker waits at one, whoever has a request to answer tells by another."""

    def __init__(self, name: str, url: str) -> None:
        super().__init__(name, connection_pool=_pool(url, LISTENING))
        self.telling = self.redis_client(connection_pool=_pool(url, TELLING))

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        """Put *data* at the end of the queue; all have one priority."""
        self.telling.lpush(self.queue_key, data)

    def queue_size(self) -> int:
        """How many tasks wait."""
        return int(self.telling.llen(self.queue_key))

    def close(self) -> None:
        """End the connections."""
        self.pool.disconnect()
        self.telling.connection_pool.disconnect()


def _pool(url: str, seconds: Mapping[str, float]) -> Any:
    from redis import ConnectionPool
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return ConnectionPool.from_url(url, retry=Retry(NoBackoff(), 0), **seconds)


def _redis_lane(app: Flask, name: str) -> Lane:
    # Several communities may share a Redis: the key that makes cookies one site's makes its lanes so too.
    key = hashlib.sha256(f"lanes {app.config['SECRET_KEY']}".encode()).hexdigest()[:16]
    return Lane(f"quorum_{key}_{name}", PairStorage, url=app.config["QUORUM"].redis_url)
