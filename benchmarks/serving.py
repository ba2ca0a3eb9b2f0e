"""Starting a server, driving it, and counting the CPU time of its processes."""

from __future__ import annotations

import http.client
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import psutil

CLIENTS = 4
ROUNDS = 8
CALM = 3
"""Seconds in a row in which a worker that has nothing to do takes less than IDLE seconds of CPU time each."""
IDLE = 0.1


@dataclass(frozen=True, slots=True)
class Request:
    """One request: where, as whom, and a form for a POST."""

    path: str
    cookie: str = ""
    form: str | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one case cost."""

    name: str
    cpu_ms: float
    floor_ms: float
    p50_ms: float
    p99_ms: float
    background_ms: float
    requests: int

    @property
    def ratio(self) -> float:
        """How many times the floor's CPU time."""
        return round(self.cpu_ms / self.floor_ms, 2)


class Server:
    """A server under measurement: its address and its processes."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far of the web processes, and of the background worker."""
        web = background = 0.0
        for child in [
            psutil.Process(self.process.pid),
            *psutil.Process(self.process.pid).children(recursive=True),
        ]:
            times = child.cpu_times()
            spent = times.user + times.system
            if child.cmdline()[-1:] == ["worker"]:
                background += spent
            else:
                web += spent
        return web, background

    def settle(self, patience: float = 600) -> float:
        """Wait until the background worker has nothing to do; seconds that took.

        The seed's open questions all want their first peers asked at once, which no community's do: pages measured
        beside that would be those of two cores with three busy processes.
        """
        start = time.monotonic()
        calm = 0
        while calm < CALM and time.monotonic() - start < patience:
            before = self.cpu()[1]
            time.sleep(1)
            calm = calm + 1 if self.cpu()[1] - before < IDLE else 0
        return time.monotonic() - start


@contextmanager
def running(command: Sequence[str], port: int, environ: dict[str, str]) -> Iterator[Server]:
    """Start *command*, wait until it answers, and stop it at the end."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=log, stderr=log)
        try:
            _wait(port)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(60)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the server on port {port} does not answer")


def drive(server: Server, requests: Sequence[Request], expected: int) -> tuple[list[float], float, float]:
    """Send *requests* over CLIENTS connections; seconds of each, and CPU seconds of web and worker."""
    before = server.cpu()
    shares = [requests[n::CLIENTS] for n in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        times = [
            one
            for part in pool.map(lambda share: _send(server.port, share, expected), shares)
            for one in part
        ]
    web, background = (after - old for after, old in zip(server.cpu(), before, strict=True))
    return times, web, background


def _send(port: int, requests: Sequence[Request], expected: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for one in requests:
        headers = {"Cookie": one.cookie} if one.cookie else {}
        if one.form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": one.token}
        start = time.perf_counter()
        connection.request("GET" if one.form is None else "POST", one.path, body=one.form, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - start)
        if answer.status != expected:
            raise SystemExit(
                f"{one.path}: {answer.status} instead of {expected}\n{body[-2000:].decode(errors='replace')}"
            )
    return times


def measure(
    name: str,
    server: Server,
    floor: Server,
    make: Callable[[int], Request],
    number: int,
    expected: int = 200,
    warm: bool = True,
) -> Figure:
    """The figure of one case over *number* requests, in ROUNDS, each with as many to the floor beside it.

    The machine may be slower in one minute than in the next; within a round both meet the same one.
    """
    numbers = count()
    if warm and expected == 200:
        drive(server, [make(next(numbers)) for _ in range(max(number // 2, 40))], expected)
    times: list[float] = []
    spent = background = bare = 0.0
    for _ in range(ROUNDS):
        part = number // ROUNDS
        bare += drive(floor, [Request("/")] * part, 200)[1]
        took, web, worker = drive(server, [make(next(numbers)) for _ in range(part)], expected)
        times += took
        spent, background = spent + web, background + worker
    times.sort()
    done = len(times)
    return Figure(
        name,
        round(1000 * spent / done, 3),
        round(1000 * bare / done, 3),
        round(1000 * times[done // 2], 2),
        round(1000 * times[int(done * 0.99)], 2),
        round(1000 * background / done, 3),
        done,
    )
