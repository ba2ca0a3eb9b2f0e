"""``qa serve``: web and worker of one machine, started, watched and stopped together.

The supervisor opens the listening socket, so nobody is refused while the web processes start, and
hands it to gunicorn. It never loads the application, so it has no database connection to share.
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from qa import config

KEEPALIVE = 75
"""Seconds an idle connection stays: longer than a proxy's, so that the proxy ends it and no request meets its end."""
GRACE = 30
"""Seconds that requests in flight get to finish when the server is told to stop."""
WORKER_GRACE = 60
"""Seconds for the worker's row at hand: a rebuild's last commit, or a mail server's slowest answers."""
MAX_REQUESTS = 20_000
"""A web process is replaced after so many requests, so that what leaks in a library stays small."""
BACKOFF_MAX = 60.0
STEADY = 60.0
"""Seconds after which a worker counts as well, and the next restart is quick again."""
BACKLOG = 512


class _Log(Logger):
    """Gunicorn's own records, in the form of all others."""

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        self._access_log_enabled = False
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel("WARNING")


class Doorkeeper(ThreadWorker):
    """Gunicorn's worker, which on a stop lets in who stands at the door before it is shut: else they were reset."""

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or cease to accept connections; at the end, after those that wait."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            for _ in range(BACKLOG):
                before = self.nr_conns
                self.accept(listener)
                if self.nr_conns == before:
                    break
            listener.close()


class Web(BaseApplication):
    """Gunicorn, embedded; it serves on the listening socket with number *fd*."""

    def __init__(self, fd: int, workers: int, threads: int) -> None:
        self.options = _options(fd, workers, threads)
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what is to be served how."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in each web process after the fork: no connection is shared."""
        from qa import create_app

        app = create_app()
        # What is loaded now stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        return app


def _options(fd: int, workers: int, threads: int) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bind": [f"fd://{fd}"],
        "workers": workers,
        "threads": threads,
        "worker_class": Doorkeeper,
        "keepalive": KEEPALIVE,
        "timeout": 60,
        "graceful_timeout": GRACE,
        "max_requests": MAX_REQUESTS,
        "max_requests_jitter": MAX_REQUESTS // 5,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # who is trusted is settled in one place, QA_PROXIES
        "limit_request_line": 8190,
        "limit_request_fields": 64,
        "logger_class": _Log,
        "proc_name": "quorum",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat file, which a slow disk would delay
        options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
    return options


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 is any free one. Raises OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(BACKLOG)
    except OSError:
        found.close()
        raise
    return found


@dataclass
class Child:
    """A process under supervision, and how long to wait before it is started again."""

    command: list[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    backoff: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start it, in a process group of its own: a Ctrl-C reaches the supervisor alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-m", "qa", *self.command],
            pass_fds=self.pass_fds,
            process_group=0,
            env={**os.environ, "QA_SUPERVISOR": str(os.getpid())},
        )

    def ended(self) -> int | None:
        """Its exit status when it has ended, else None."""
        return self.process.poll() if self.process else 0

    def schedule(self) -> None:
        """Note when it may start again: at once at first, then later and later."""
        if time.monotonic() - self.started > STEADY:
            self.backoff = 0.0
        self.due = time.monotonic() + self.backoff
        self.backoff = min(BACKOFF_MAX, max(1.0, self.backoff * 2))
        self.process = None

    def stop(self, patience: float) -> None:
        """Wait for its end after SIGTERM; past *patience* seconds it is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def signal(self, number: int) -> None:
        """Send it *number* if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """Runs web and worker until told to stop, or until web ends."""

    def __init__(self, listening: socket.socket, workers: int, threads: int) -> None:
        fd = listening.fileno()
        self.listening = listening
        command = ["web", "--fd", str(fd), "--workers", str(workers), "--threads", str(threads)]
        self.web = Child(command, (fd,))
        self.worker = Child(["worker"])

    def run(self) -> int:
        """Serve; returns the exit status: 0 after a stop that was asked for."""
        reader = _signals(signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
        self.web.start()
        self.listening.close()  # web's alone from here on: gone when web is
        self.worker.start()
        status: int | None = None
        while status is None:
            asked = _received(reader)
            if asked & {signal.SIGTERM, signal.SIGINT}:
                status = 0
            elif self.web.ended() is not None:
                status = 1  # nobody asked it to
            else:
                self._tend_worker()
        return self._stop(status)

    def _tend_worker(self) -> None:
        worker = self.worker
        if worker.process is not None and (status := worker.ended()) is not None:
            worker.schedule()
            print(f"quorum: the worker ended ({status}); it starts again", file=sys.stderr)  # noqa: T201
        if worker.process is None and time.monotonic() >= worker.due:
            worker.start()

    def _stop(self, status: int) -> int:
        self.web.signal(signal.SIGTERM)
        self.worker.signal(signal.SIGTERM)
        self.web.stop(GRACE + 5)
        self.worker.stop(WORKER_GRACE)
        return status


def _signals(*numbers: int) -> int:
    """Turn signals into bytes in a pipe, and return its reading end: nothing is done within a handler."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in numbers:
        signal.signal(number, lambda *_: None)
    return reader


def _received(reader: int) -> set[int]:
    """The signals that came within half a second."""
    select.select([reader], [], [], 0.5)
    try:
        return set(os.read(reader, 64))
    except BlockingIOError:
        return set()


def follow_supervisor() -> None:
    """End this process when the supervisor that started it is gone, be it killed (Linux only)."""
    supervisor = os.environ.get("QA_SUPERVISOR")
    if supervisor is None or not sys.platform.startswith("linux"):
        return
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != int(supervisor):
        sys.exit(1)


def serve(host: str, port: int, workers: int, threads: int) -> int:
    """Run web and worker on *host*:*port*; returns the exit status."""
    try:
        listening = listen(host, port)
    except OSError as error:
        print(f"quorum: cannot listen on {host}:{port}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 1
    shown = f"[{host}]" if ":" in host else host
    print(f"quorum: serving on http://{shown}:{listening.getsockname()[1]}", file=sys.stderr)  # noqa: T201
    return Supervisor(listening, workers, threads).run()


def web(fd: int, workers: int, threads: int) -> None:
    """Serve the listening socket *fd*; what the supervisor starts."""
    from qa.core import log

    follow_supervisor()
    log.configure(config.load().log_level)
    Web(fd, workers, threads).run()
