"""``qa serve`` as a person runs it: real processes, real signals, real sockets (RELIABILITY N1, N5, N11)."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from flask_migrate import upgrade

from qa import create_app
from qa.core import mail, transaction
from qa.core.db import db

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0


class Site:
    """A served site in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environ = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        self.environ = {
            **environ,
            "QA_INSTANCE": str(folder),
            "QA_MODE": "production",
            "QA_WORKERS": "2",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        self.app = create_app(mode="test", instance=folder)
        with self.app.app_context():
            upgrade()
        self.process = self.start("0")
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", first)
        assert match, first + self.process.stderr.read()
        self.port = int(match[1])
        self.said: list[str] = [first]
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def start(self, port: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "qa", "serve", "--port", port]
        return subprocess.Popen(command, env=self.environ, cwd=self.folder, stderr=subprocess.PIPE, text=True)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(self.process.stderr)

    def get(self, path: str) -> int:
        """The status of *path*; a connection waits while the web processes start."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def family(self, word: str = "") -> list[psutil.Process]:
        """The live processes below the supervisor whose command line holds *word*."""
        try:
            found = psutil.Process(self.process.pid).children(recursive=True)
            return [process for process in found if not word or word in process.cmdline()]
        except psutil.Error:
            return []

    def ask_for_mail(self, subject: str) -> None:
        """Give the worker something to do that can be seen from outside."""
        with self.app.app_context(), transaction.unit():
            mail.queue("ana@peers.example", subject, "text")

    def filed(self) -> list[str]:
        """The subjects of the mails that the worker wrote."""
        texts = [path.read_text() for path in (self.folder / "mails").glob("*.eml")]
        return sorted(text.split("Subject: ")[1].split("\n")[0] for text in texts)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell the supervisor to end; returns its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def eventually(condition: Callable[[], object]) -> bool:
    """Whether *condition* comes true in time."""
    tick, until = threading.Event(), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        tick.wait(0.05)
    return False


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own, which the test may end."""
    with serving(tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for all tests that leave it serving."""
    with serving(tmp_path_factory.mktemp("serve")) as site:
        yield site


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """A site that is served, and gone afterwards whatever the test did."""
    site = Site(folder)
    family = site.family()
    yield site
    family += site.family()
    site.process.kill()
    for process in family:
        if process.is_running():
            process.kill()
    site.process.wait()
    with site.app.app_context():
        db.engine.dispose()
    site.listener.join(PATIENCE)
    assert site.process.stderr is not None
    site.process.stderr.close()


def test_web_and_worker_are_served_together_and_stop_together_after_the_request_in_flight(site: Site) -> None:
    assert site.get("/healthz") == 200
    assert site.get("/readyz") == 200
    site.ask_for_mail("One")
    assert eventually(lambda: site.filed() == ["One"])
    family = site.family()
    assert len(family) == 4  # the web's master and two, the worker
    answered_in_flight(site)
    assert site.process.wait(PATIENCE) == 0
    assert not [process for process in family if process.is_running()]


def answered_in_flight(site: Site) -> None:
    """Half a request, the stop, and the other half: it is answered before the end."""
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert eventually(lambda: any(process.num_threads() > 1 for process in site.family("web")))
        site.process.send_signal(signal.SIGTERM)
        assert eventually(lambda: not site.family("worker"))  # the stop is under way
        line.sendall(b"\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_ctrl_c_is_as_graceful(site: Site) -> None:
    assert site.get("/healthz") == 200
    assert site.stop(signal.SIGINT) == 0
    assert not [line for line in site.said if "Traceback" in line]


def test_a_killed_worker_is_started_again_and_finds_its_work(lasting: Site) -> None:
    assert lasting.get("/healthz") == 200
    (first,) = lasting.family("worker")
    first.kill()
    lasting.ask_for_mail("After the kill")
    assert eventually(lambda: lasting.filed() == ["After the kill"])
    (second,) = lasting.family("worker")
    assert second.pid != first.pid


def test_a_killed_web_process_is_replaced(lasting: Site) -> None:
    assert lasting.get("/healthz") == 200
    master, *workers = sorted(
        lasting.family("web"), key=lambda process: process.ppid() != lasting.process.pid
    )
    workers[0].kill()
    assert eventually(
        lambda: len([p for p in lasting.family("web") if p.pid not in (master.pid, workers[0].pid)]) == 2
    )
    assert lasting.get("/healthz") == 200


def test_when_web_cannot_go_on_all_end_and_say_so(site: Site) -> None:
    assert site.get("/healthz") == 200
    family = site.family()
    (master,) = [process for process in site.family("web") if process.ppid() == site.process.pid]
    master.terminate()
    assert site.process.wait(PATIENCE) == 1
    assert eventually(lambda: not [process for process in family if process.is_running()])


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Linux: children follow a killed parent there only"
)
def test_a_killed_supervisor_leaves_no_orphans(site: Site) -> None:
    assert site.get("/healthz") == 200
    family = site.family()
    site.process.kill()
    assert eventually(lambda: not [process for process in family if process.is_running()])


def test_a_taken_port_is_said_in_plain_words(lasting: Site) -> None:
    second = lasting.start(str(lasting.port))
    _, said = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert "cannot listen on 127.0.0.1" in said
    assert "Traceback" not in said
    assert lasting.get("/healthz") == 200
