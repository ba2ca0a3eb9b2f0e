"""The world of the attacks behind a real WSGI server over TCP, put back to its first state between attacks."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from qa import create_app
from qa.core import tokens, transaction
from qa.core.db import db
from tests.security import world
from tests.security.world import HANDLES, PRINCIPALS, World
from tests.support.browser import CSRF
from tests.support.cast import Cast
from tests.support.live import PATIENCE, ROOT

SECRET = "served" * 12
TOKEN = re.compile(r"(?<=[\"=])I[\w-]{20,}\.[\w-]{6}\.[\w-]{20,}")
"""A CSRF token in a page."""
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads, without its query."""
        return dict(self.headers).get("Location", "").partition("?")[0]


class Served:
    """A site with one web process and no worker, whose database is compared and put back."""

    def __init__(self, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        """Serve *folder*, in which a world was built by ``built``."""
        self.folder = folder
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-b",
            "127.0.0.1:0",
            "-w",
            "1",
            "--threads",
            "2",
            "wsgi:app",
        ]
        environ = {
            "QA_INSTANCE": str(folder), "QA_MODE": "test", "QA_SECRET_KEY": SECRET, "QA_LOG_LEVEL": "error",
            "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1", "QA_SEMANTIC": "off", **(extra or {}),
        }  # fmt: skip
        self.process = subprocess.Popen(
            [*command, "--keep-alive", "75", "--no-control-socket"],
            env=environ, cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.port = self._port()
        self.wire = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.base = sqlite3.connect(folder / "quorum.sqlite3", isolation_level=None, timeout=PATIENCE)
        self.base.execute("ATTACH ? AS kept", (str(folder / "kept.sqlite3"),))
        self.base.execute("PRAGMA foreign_keys=OFF")
        self.tables = [
            row[0] for row in self.base.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        self.cookies: dict[str, str] = {}
        self.csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)

    def _port(self) -> int:
        said = ""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            said += line
            if match := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line):
                return int(match[1])
        raise AssertionError(said)

    def send(
        self, who: str, method: str, path: str, data: Mapping[str, str] | None = None, **headers: str
    ) -> Reply:
        """A request by principal *who*; a form carries the token of its session."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method in ("GET", "HEAD", "OPTIONS"):
            return self._over(method, path, None, {"Cookie": self.cookies.get(who, ""), **named})
        return self.raw(who, path, urlencode(data or {}).encode(), FORM, method, **named)

    def raw(self, who: str, path: str, body: bytes, kind: str, method: str = "POST", **headers: str) -> Reply:
        """A body of any kind, sent with the token of the session of *who*."""
        sent = {"Cookie": self.cookies.get(who, ""), "Content-Type": kind, "X-CSRFToken": self.csrf}
        return self._over(method, path, body, {**sent, **headers})

    def _over(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        self.wire.request(method, path, body, dict(headers))
        response = self.wire.getresponse()
        return Reply(response.status, tuple(response.getheaders()), response.read())

    def version(self) -> int:
        """A number that changes when anything at all was written, by whomever."""
        return int(self.base.execute("PRAGMA main.data_version").fetchone()[0])

    def back(self) -> None:
        """Put every row back to how the world was built."""
        self.base.execute("BEGIN IMMEDIATE")
        for name in self.tables:
            self.base.execute(f'DELETE FROM main."{name}"')
            self.base.execute(f'INSERT INTO main."{name}" SELECT * FROM kept."{name}"')
        self.base.execute("COMMIT")

    def stop(self) -> None:
        """End the server."""
        self.base.close()
        self.wire.close()
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stderr is not None
        self.process.stderr.close()


def made(folder: Path) -> Flask:
    """An application on an instance folder that is to be served."""
    return create_app(mode="test", instance=folder, secret_key=SECRET, database_url="")


def sign_in(app: Flask) -> dict[str, str]:
    """A cookie of each principal's; the anonymous one has a session too, in which nobody is signed in."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookies = {}
    for who in PRINCIPALS:
        session = {"csrf_token": CSRF}
        if who in HANDLES:
            token, hashed = tokens.random_token()
            with transaction.unit():
                world.session_row(HANDLES[who], hashed)
            session |= {"_user_id": token, "_fresh": True}  # type: ignore[dict-item]
        cookies[who] = f"quorum={serializer.dumps(session)}"
    return cookies


def kept(folder: Path) -> None:
    """Remember the database as it is now for ``Served.back``; nobody has it open."""
    with closing(sqlite3.connect(folder / "quorum.sqlite3")) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "quorum.sqlite3", folder / "kept.sqlite3")


def start(template: Path, folder: Path) -> tuple[Served, World]:
    """Build the world in *folder*, from the migrated and cast *template*, and serve it."""
    folder.mkdir(parents=True)
    shutil.copy(template, folder / "quorum.sqlite3")
    app = made(folder)
    with app.app_context():
        built = world.build(Cast())
        cookies = sign_in(app)
        built.values["spare"] = world.session_of("ana")
        with transaction.unit():
            world.session_row("ana", "0" * 64)
        db.session.remove()
        db.engine.dispose()
    kept(folder)
    served = Served(folder)
    served.cookies = cookies
    return served, built
