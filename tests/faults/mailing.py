"""A worker of its own process and a mail server of its own process, between them an outbox: what the tests of faults look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from qa import create_app
from qa.core import clock, mail, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.operation import rules
from tests.support.fault_table import Line
from tests.support.live import PATIENCE, ROOT, SECRET, eventually
from tests.support.smtp import Post

PATIENT = 4 * PATIENCE


class Desk:
    """A site's database, its workers and its mail server."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.post = Post(folder)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        self.environ = {
            **inherited,
            "QA_INSTANCE": str(folder),
            "QA_MODE": "test",
            "QA_SEMANTIC": "off",
            "QA_SECRET_KEY": SECRET,
            "QA_MAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
            "QA_LOG_LEVEL": "error",
            "PYTHONPATH": str(ROOT),
            **{f"QA_{name.upper()}": value for name, value in settings.items()},
        }
        address = self.environ["QA_MAIL_URL"]
        more = {"semantic": "off", "mail_url": address, **settings}
        self.app: Flask = create_app(mode="test", instance=folder, secret_key=SECRET, **more)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.written = 0
        self.post.open()

    def prepare(self, template: Path | None) -> None:
        """Make the tables, or take those in *template*."""
        if template is not None:
            shutil.copy(template, self.folder / "quorum.sqlite3")
            return
        with self.app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()

    def start(self, **environ: str) -> subprocess.Popen[bytes]:
        """One more worker; it works when it has its place."""
        command = [sys.executable, "-m", "qa", "worker"]
        made = subprocess.Popen(command, env={**self.environ, **environ}, cwd=self.folder)
        self.workers.append(made)
        return made

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL."""
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def write(self, number: int) -> None:
        """Put *number* mails into the outbox, each in a transaction of its own."""
        with self.app.app_context():
            for _ in range(number):
                with transaction.unit():
                    mail.queue("ana@peers.example", f"Mail {self.written}", "Read it.")
                self.written += 1
            db.session.remove()

    def waiting(self) -> int:
        """How many rows are not done."""
        with self.app.app_context():
            try:
                return db.session.query(OutboxRow).count()
            finally:
                db.session.remove()

    def hurry(self) -> None:
        """What an admin does after a fault: all that failed is tried again now."""
        with self.app.app_context():
            with transaction.unit():
                rules.retry(None, clock.now())
            db.session.remove()

    def delivered(self) -> int:
        """How many mails the server took so far, doubles among them."""
        return len(self.post.taken())

    def settled(self) -> bool:
        """Whether all mails come to be delivered, and no row is left."""
        return eventually(lambda: not self.waiting(), PATIENT)

    def line(self, fault: str) -> Line:
        """What came of *fault*."""
        found = self.post.by_subject()
        lost = self.written - len(found)
        twice = sum(len(mails) > 1 for mails in found.values())
        return Line(fault, self.written, len(found), twice, lost, self.waiting(), 0.0)

    def true_to_one_name(self) -> bool:
        """Whether a mail that came twice had the same Message-ID, and none that was acknowledged came twice so."""
        return all(len({one.message_id for one in mails}) == 1 for mails in self.post.by_subject().values())

    def acknowledged_once(self) -> bool:
        """Whether each mail was acknowledged exactly once."""
        return all(sum(one.acknowledged for one in mails) == 1 for mails in self.post.by_subject().values())

    def close(self) -> None:
        """End all."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.post.close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
