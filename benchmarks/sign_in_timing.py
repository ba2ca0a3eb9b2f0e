"""Whether the time of a refused sign-in tells who has an account here (RELIABILITY F3).

``python -m benchmarks.sign_in_timing`` starts a real server with three members (one of them with codes), tries wrong
passwords at known and unknown addresses in turn, and prints both medians and their difference. The bar: below 10 %.
Never a test: a busy machine would make it lie.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pyotp
from flask_migrate import upgrade

from benchmarks.serving import running
from qa import create_app
from qa.core import clock, transaction
from qa.members import accounts
from qa.signin import codes

SECRET = "sign-in-timing-" * 3
PASSWORD = "kestrels over the quay"
BAR = 10.0
"""Percent between the two medians."""
KNOWN = ("ana", "ben", "cleo")


def fill(folder: Path) -> None:
    """A database with the members of KNOWN; codes are on for one of them."""
    app = create_app(mode="test", instance=folder, secret_key=SECRET)
    with app.app_context():
        upgrade()
        now = clock.now()
        with transaction.unit():
            for name in KNOWN:
                member = accounts.create_member(
                    name=f"{name.title()} Someone", email=address(name), password=PASSWORD, now=now
                )
            codes.begin(member, now)
            secret = codes.waiting(member.id)
            assert secret is not None  # it was begun above
            codes.confirm(member, pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // codes.STEP), now)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def address(name: str) -> str:
    """The mail address of *name*."""
    return f"{name}@peers.example"


class Door:
    """The sign-in form of a running server, over one connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", "/login")
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found is not None
        self.token = found[1]

    def knock(self, email: str) -> float:
        """Milliseconds until a wrong password for *email* is refused."""
        form = {"csrf_token": self.token, "email": email, "password": "not " + PASSWORD}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        began = time.perf_counter()
        self.connection.request("POST", "/login", urlencode(form), headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 422, answer.status
        return 1000 * (time.perf_counter() - began)


def measure(door: Door, tries: int) -> dict[str, list[float]]:
    """*tries* times for each kind of address, in turn, so that whatever else the machine does hits both."""
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(-10, tries):
        pair = {"known": address(KNOWN[number % len(KNOWN)]), "unknown": address(f"nobody{number}")}
        for kind in sorted(pair, reverse=bool(number % 2)):
            took = door.knock(pair[kind])
            if number >= 0:
                times[kind].append(took)
    return times


def main() -> int:
    """Measure, print, and say by the exit status whether the bar holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=200, help="for each kind of address")
    tries = parser.parse_args().tries
    with tempfile.TemporaryDirectory() as place:
        fill(Path(place))
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "qa",
            "serve",
            "--port",
            str(port),
            "--workers",
            "1",
            "--threads",
            "1",
        ]
        environ = {"QA_INSTANCE": place, "QA_MODE": "test", "QA_SECRET_KEY": SECRET, "QA_LOG_LEVEL": "error"}
        with running(command, port, environ):
            times = measure(Door(port), tries)
    known, unknown = statistics.median(times["known"]), statistics.median(times["unknown"])
    apart = 100 * abs(known - unknown) / unknown
    print(f"refused sign-in, median of {tries} each: known {known:.2f} ms, unknown {unknown:.2f} ms")
    print(f"apart by {apart:.1f} %; the bar is {BAR:.0f} %")
    return 0 if apart < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
