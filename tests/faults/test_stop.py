"""A stop under load: every request that was accepted is answered, and who was signed in still is (RELIABILITY N11)."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.faults.site import EMPTY, Person
from tests.support.breadth import either
from tests.support.live import COOKIE, PATIENCE, Live, eventually

VISITORS = 4
STOPS = either(2, 10)
SEEN = 20


class Visitor(threading.Thread):
    """Asks for a page on a connection of its own, again and again, until nobody takes connections any more."""

    def __init__(self, port: int, person: Person) -> None:
        super().__init__()
        self.port, self.person = port, person
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        """Visit; a connection that is refused ends it, one that breaks is noted."""
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.connect()
            except OSError:
                return
            try:
                self._visit(connection)
            except (OSError, HTTPException) as error:
                self.seen[type(error).__name__] += 1
            finally:
                connection.close()

    def _visit(self, connection: HTTPConnection) -> None:
        connection.request("GET", EMPTY, headers={"Cookie": f"{COOKIE}={self.person.cookie}"})
        response = connection.getresponse()
        whole = response.read().rstrip().endswith(b"</html>")
        self.seen["well" if response.status == 200 and whole else str(response.status)] += 1


def _seen(visitors: list[Visitor]) -> int:
    """How many pages all have read; none while one of them has read none."""
    read = [visitor.seen["well"] for visitor in visitors]
    return sum(read) if all(read) else 0


def test_a_stop_under_load_fails_no_request_and_ends_no_session(folder: Path, people: list[Person]) -> None:
    for _stop in range(STOPS):
        site = Live(folder, workers=2)
        try:
            visitors = [Visitor(site.port, person) for person in people[:VISITORS]]
            for visitor in visitors:
                visitor.start()
            loaded = eventually(lambda: _seen(visitors) >= VISITORS * SEEN)  # noqa: B023 - called before the loop goes on
            assert loaded, [one.seen for one in visitors]
            began = time.monotonic()
            site.process.send_signal(signal.SIGTERM)
            assert site.process.wait(PATIENCE) == 0
            assert time.monotonic() - began < PATIENCE
            for visitor in visitors:
                visitor.join(PATIENCE)
                assert set(visitor.seen) == {"well"}, visitor.seen  # the cookie of before the stop holds, too
        finally:
            site.stop()
