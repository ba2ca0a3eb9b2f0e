"""A store for rate limits on one machine: a small SQLite file that all processes share.

Every count is one statement under SQLite's write lock, so it is exact however many ask at once. Times
are the system's monotonic clock, which all its processes share and nobody sets back; it begins anew at
each boot, and so do the counts. Losing the file loses only counts, hence nothing is synced to the disk.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from limits.storage import MovingWindowSupport, Storage

SCHEME = "quorum-sqlite"
BUSY_SECONDS = 2.0
"""How long a count waits for others before the process counts for itself."""
SWEEP_EVERY = 256
"""Hits of one thread between two removals of what has expired."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS boot (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, value INTEGER NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS hit (key TEXT NOT NULL, at REAL NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS hit_key ON hit (key, at);
CREATE INDEX IF NOT EXISTS hit_expires ON hit (expires);
CREATE INDEX IF NOT EXISTS counter_expires ON counter (expires);
"""
_COUNT = """
INSERT INTO counter VALUES (:key, :amount, :expires) ON CONFLICT (key) DO UPDATE SET
value = CASE WHEN expires <= :now THEN :amount ELSE value + :amount END,
expires = CASE WHEN expires <= :now THEN :expires ELSE expires END
RETURNING value
"""
_ACQUIRE = """
INSERT INTO hit WITH RECURSIVE times (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < :amount)
SELECT :key, :now, :expires FROM times
WHERE (SELECT count(*) FROM hit WHERE key = :key AND at > :since) + :amount <= :limit
"""
_FORGET = ("DELETE FROM hit", "DELETE FROM counter", "DELETE FROM boot")
_SWEEP = (
    "DELETE FROM hit WHERE rowid IN (SELECT rowid FROM hit WHERE expires <= ? LIMIT 2000)",
    "DELETE FROM counter WHERE rowid IN (SELECT rowid FROM counter WHERE expires <= ? LIMIT 2000)",
)
_WINDOW = "SELECT min(at), count(*) FROM hit WHERE key = ? AND at > ?"


class SqliteStorage(Storage, MovingWindowSupport):
    """Fixed and moving windows in the file that *uri* names, ``quorum-sqlite:///path``.

    *clock* gives seconds that only grow. Errors are sqlite3.Error and OSError.
    """

    STORAGE_SCHEME = [SCHEME]

    def __init__(
        self, uri: str, wrap_exceptions: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self.path = Path(uri.removeprefix(f"{SCHEME}://"))
        self.clock = clock
        self._local = threading.local()

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """What a failing store raises."""
        return (sqlite3.Error, OSError)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add *amount* to the counter of *key*, which expires *expiry* seconds after its first hit."""
        now = self.clock()
        values = {"key": key, "amount": amount, "now": now, "expires": now + expiry}
        row = self._connection().execute(_COUNT, values).fetchone()
        self._sweep(now)
        return int(row[0])

    def get(self, key: str) -> int:
        """The counter of *key*; 0 when there is none or it expired."""
        query = "SELECT value FROM counter WHERE key = ? AND expires > ?"
        row = self._connection().execute(query, (key, self.clock())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """When the counter of *key* expires, in seconds since the epoch."""
        row = self._connection().execute("SELECT expires FROM counter WHERE key = ?", (key,)).fetchone()
        return self._wall(row[0]) if row else time.time()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note *amount* hits of *key* unless more than *limit* would lie within *expiry* seconds."""
        now = self.clock()
        values = {
            "key": key,
            "amount": amount,
            "limit": limit,
            "now": now,
            "since": now - expiry,
            "expires": now + expiry,
        }
        noted = self._connection().execute(_ACQUIRE, values).rowcount > 0
        self._sweep(now)
        return noted

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The first hit of *key* within the last *expiry* seconds, since the epoch, and their number."""
        since = self.clock() - expiry
        first, count = self._connection().execute(_WINDOW, (key, since)).fetchone()
        return (self._wall(first), int(count)) if count else (time.time(), 0)

    def check(self) -> bool:
        """Whether the store takes writes."""
        try:
            self._connection().execute("DELETE FROM counter WHERE key = ''")
            return True
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.Error, OSError):
                self._discard(error)
        except OSError:
            pass
        return False

    def reset(self) -> int | None:
        """Forget all counts; returns how many there were."""
        connection = self._connection()
        counters = connection.execute("DELETE FROM counter").rowcount
        return counters + connection.execute("DELETE FROM hit").rowcount

    def clear(self, key: str) -> None:
        """Forget the counts of *key*."""
        connection = self._connection()
        connection.execute("DELETE FROM counter WHERE key = ?", (key,))
        connection.execute("DELETE FROM hit WHERE key = ?", (key,))

    def _wall(self, instant: float) -> float:
        return time.time() + instant - self.clock()

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection; never one from before a fork, nor to a file that is gone."""
        local, place = self._local, (os.getpid(), _inode(self.path))
        if getattr(local, "place", None) != place:
            local.connection, local.hits = self._open(), 0
            local.place = (os.getpid(), _inode(self.path))
        connection: sqlite3.Connection = local.connection
        return connection

    def _open(self) -> sqlite3.Connection:
        # Several processes may find no file at once, and SQLite cannot change its journal under others.
        with open(f"{self.path}.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.path.exists():
                self._remove()  # a journal left behind would be played into the new file
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            try:
                return self._prepare()
            except sqlite3.DatabaseError as error:
                self._discard(error)
                return self._prepare()

    def _discard(self, error: sqlite3.DatabaseError) -> None:
        """Remove a file that is no database (any more); it holds nothing but counts."""
        if isinstance(error, sqlite3.OperationalError):
            raise error  # locked, full, read only: it may be well again
        self._remove()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def _prepare(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", *_SCHEMA.split(";")):
            connection.execute(statement)
        boot = _boot()
        if connection.execute("SELECT id FROM boot").fetchall() != [(boot,)]:
            for statement in _FORGET:
                connection.execute(statement)
            connection.execute("INSERT INTO boot VALUES (?)", (boot,))
        return connection

    def _sweep(self, now: float) -> None:
        self._local.hits += 1
        if self._local.hits % SWEEP_EVERY:
            return
        for statement in _SWEEP:
            self._connection().execute(statement, (now,))


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _boot() -> str:
    """Which run of the system this is: its monotonic clock means nothing in another."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"
