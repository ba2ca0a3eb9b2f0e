"""A served site over TCP with the cast and the sample community: one for each test process."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from unittest.mock import patch

import psutil
from flask import Flask
from sqlalchemy import select

from qa import create_app, starting
from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.demo_build import plan as planning
from qa.members.models import LoginSession, Member
from tests.support.breadth import either
from tests.support.cast import fill
from tests.support.sample import part

ROOT = Path(__file__).parents[2]
SECRET = "live" * 16
PATIENCE = 30.0
THIRD, ALL = range(0, 120, 3), range(120)
COOKIE = "quorum"


def _free_port() -> int:
    """A port that nobody listens on, to be named in the settings before the server has it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Live:
    """The site: ``url``, requests by hand, and the application behind it for looking into the database.

    ``public`` is the same site under the name that its settings have: no passkey is for a bare number.
    """

    def __init__(self, folder: Path, workers: int = 1, **environ: str) -> None:
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        self.port = _free_port()
        self.public = f"http://localhost:{self.port}"
        self.environ = {
            **inherited,
            "QA_INSTANCE": str(folder),
            "QA_MODE": "test",
            "QA_SEMANTIC": "off",
            "QA_SECRET_KEY": SECRET,
            "QA_BASE_URL": self.public,
            "QA_LOG_LEVEL": "warning",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **environ,
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "qa",
                "serve",
                "--port",
                str(self.port),
                "--workers",
                str(workers),
                "--threads",
                "4",
            ],
            env=self.environ,
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", first)
        assert match, first + self.process.stderr.read()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        with contextlib.suppress(ValueError):
            self.said.extend(self.process.stderr)

    @cached_property
    def app(self) -> Flask:
        """An application on the same instance folder."""
        return create_app(mode="test", instance=self.folder, secret_key=SECRET, base_url=self.public)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A committed transaction beside the served processes."""
        with self.app.app_context():
            try:
                with transaction.unit():
                    yield
            finally:
                db.session.remove()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A look into the database."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def cookie(self, handle: str) -> str:
        """The value of a session cookie in which *handle* is signed in."""
        token, hashed = tokens.random_token()
        now = clock.now()
        with self.writing():
            member = db.session.scalars(select(Member).where(Member.handle == handle)).one()
            db.session.add(
                LoginSession(
                    member_id=member.id,
                    token_hash=hashed,
                    device="Chromium on Linux",
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(days=1),
                    confirmed_at=now,
                )
            )
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(serializer.dumps({"_user_id": token, "_fresh": True}))

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        handle_cookie: str = "",
    ) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own; the response and its body."""
        sent = dict(headers or {})
        if handle_cookie:
            sent["Cookie"] = f"{COOKIE}={handle_cookie}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def memory(self) -> int:
        """Bytes that all served processes hold."""
        parent = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in (parent, *parent.children(recursive=True)))

    def settle(self) -> None:
        """Wait until the worker has done all there is to do."""
        assert eventually(lambda: not self.waiting(), 4 * PATIENCE), (len(self.waiting()), self.said[-5:])

    def waiting(self) -> list[tuple[str, int, str]]:
        """What the worker has still to take into the index: kind, attempts and the last fault of each row."""
        query = "SELECT kind, attempts, last_error FROM outbox WHERE kind = 'search.thread'"
        with contextlib.closing(sqlite3.connect(self.folder / "quorum.sqlite3")) as connection:
            return list(connection.execute(query))

    def stop(self) -> None:
        """End the site whatever state it is in."""
        if self.process.poll() is None:
            family = psutil.Process(self.process.pid).children(recursive=True)
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            for one in (*family, psutil.Process(self.process.pid) if self.process.poll() is None else None):
                if one is not None and one.is_running():
                    one.kill()
            self.process.wait()
        self.listener.join(5)
        if self.process.stderr is not None:
            self.process.stderr.close()
        if "app" in self.__dict__:
            with self.app.app_context():
                db.session.remove()
                db.engine.dispose()


def eventually(condition: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether *condition* comes true in time."""
    tick, until = threading.Event(), time.monotonic() + patience
    while time.monotonic() < until:
        if condition():
            return True
        tick.wait(0.05)
    return False


def template(base: Path, worker: str) -> Path:
    """A folder with the sample community, its index and the cast, made once for all test processes of a run.

    It has a third of the community's threads; in a whole run all.

    *base* is the temporary folder of this process. ``said.json`` holds what the filling said. Copy it.
    """
    base = base if worker == "master" else base.parent
    folder = base / "live-template"
    with (base / "live-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _fill(folder)
            (folder / "ready").touch()
    return folder


def _fill(folder: Path) -> None:
    app = create_app(mode="test", instance=folder, secret_key=SECRET)
    made = planning.make
    with patch.object(planning, "make", lambda seed, now: part(made(seed, now), either(THIRD, ALL))):
        said = list(starting.prepare(app))
    (folder / "said.json").write_text(json.dumps(said))
    with app.app_context():
        with transaction.unit():
            fill()
        db.session.remove()
        db.engine.dispose()


_running: list[Live] = []


def start(base: Path, worker: str) -> Live:
    """The site of this process, started at its first use; *base* is its temporary folder."""
    if not _running:
        folder = base / "live"
        shutil.copytree(template(base, worker), folder)
        _running.append(Live(folder))
    return _running[0]


def stop() -> None:
    """End the site of this process if there is one."""
    while _running:
        _running.pop().stop()
