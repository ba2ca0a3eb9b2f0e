"""Ten thousand questions due at one instant: closed on read at once, their askers told soon, the pages quick meanwhile.

``make bench-due`` seeds a community, serves it with two web processes and a worker, sends its mails to a real SMTP server
of a process of its own, and visits pages at an even pace, first at rest, then from the instant until the last asker was
told. All on this machine, the mail server and the visitors too. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.run import WORKERS, Site, _seed
from benchmarks.serving import Request, Server, running
from tests.support.smtp import Post

PORT = 8803
VISITORS = 8
A_SECOND = 20
"""Pages asked for in each second: as by 100 people with a click every five seconds."""
WRITES = 20
"""Of so many requests one is an answer."""
AT_REST = 40.0
GOALS = {"seconds": 300.0, "p99_ratio": 3.0}


class Visits:
    """Requests at an even pace; a page that is late counts from when it should have been asked for."""

    def __init__(self, server: Server, site: Site) -> None:
        self.server, self.site, self.numbers = server, site, iter(range(10**9))
        self.lines = threading.local()

    def until(self, over: Callable[[], bool]) -> list[float]:
        """Visit until *over*; milliseconds of each."""
        times: list[float] = []
        with ThreadPoolExecutor(VISITORS) as pool:
            began, n, under_way = time.perf_counter(), 0, []
            while not over():
                at = began + n / A_SECOND
                time.sleep(max(0.0, at - time.perf_counter()))
                under_way.append(pool.submit(self._visit, next(self.numbers), at))
                n += 1
            times = [one.result() for one in under_way]
        return sorted(1000 * one for one in times)

    def _visit(self, number: int, at: float) -> float:
        site = self.site
        if number % WRITES == 0:
            self._send(site.answer(number // WRITES), 302)
        else:
            make = (site.question, site.listing, site.home, site.search)[number % 4]
            self._send(make(number), 200)
        return time.perf_counter() - at

    def _send(self, one: Request, expected: int) -> None:
        if not hasattr(self.lines, "one"):
            self.lines.one = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": one.cookie}
        if one.form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": one.token}
        self.lines.one.request("GET" if one.form is None else "POST", one.path, one.form, headers)
        answer = self.lines.one.getresponse()
        answer.read()
        if answer.status != expected:
            raise SystemExit(f"{one.path}: {answer.status} instead of {expected}")


class Box:
    """The questions that are due, seen beside the served site."""

    def __init__(self, folder: Path, secret: str, number: int) -> None:
        from qa import create_app

        self.app = create_app(instance=folder, secret_key=secret)
        self.number = number

    def _look(self, act: Callable[[], Any]) -> Any:
        from qa.core.db import db

        with self.app.app_context():
            try:
                return act()
            finally:
                db.session.remove()

    def plan(self, due: datetime) -> None:
        """Let them be due at *due*, with the row that tells the asker, as posting them leaves it."""
        self._look(lambda: self._plan(due))

    def _plan(self, due: datetime) -> None:
        from sqlalchemy import delete, update

        from qa.core import transaction
        from qa.core.db import db
        from qa.core.outbox import OutboxRow
        from qa.questions import reminders
        from qa.questions.models import Question

        with transaction.unit():
            db.session.execute(delete(OutboxRow))
            ids = db.select(Question.id).order_by(Question.id.desc()).limit(self.number)
            dates = {"needed_by": due, "due_at": due, "circle_id": 1}
            db.session.execute(update(Question).where(Question.id.in_(ids)).values(dates))
            for question in db.session.scalars(db.select(Question).where(Question.needed_by == due)):
                reminders._put(question, reminders.What.DUE, due, due)

    def still_open(self, now: datetime) -> int:
        """How many of them are open when they are read at *now*."""
        return int(self._look(lambda: self._still_open(now)))

    def _still_open(self, now: datetime) -> int:
        from qa.core.db import db
        from qa.questions import deadlines
        from qa.questions.models import Question

        query = db.select(Question).order_by(Question.id.desc()).limit(self.number)
        return sum(not deadlines.is_closed(one, now) for one in db.session.scalars(query))

    def waiting(self) -> int:
        """How many askers are not told."""
        from qa.core.db import db
        from qa.core.outbox import OutboxRow
        from qa.questions.reminders import KIND

        return int(self._look(lambda: db.session.query(OutboxRow).filter_by(kind=KIND).count()))


def main() -> None:
    """Seed, serve, wait for the instant, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--due", type=int, default=10_000)
    options.add_argument("--database", default="", help="a PostgreSQL address; SQLite without it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="quorum-due-") as name:
        figures = _run(Path(name), given.due, given.database)
    for key, value in figures.items():
        print(f"{key:24} {value}")
    print(json.dumps({"due": figures, "goals": GOALS}))


def _run(folder: Path, number: int, database: str) -> dict[str, float]:
    post = Post(folder)
    secret = secrets.token_hex(16)
    environ = {
        "QA_INSTANCE": str(folder),
        "QA_SECRET_KEY": secret,
        "QA_DATABASE_URL": database,
        "QA_LOG_LEVEL": "error",
        "QA_SEMANTIC": "off",
        "QA_BASE_URL": f"http://127.0.0.1:{PORT}",
        "QA_MAIL_URL": f"smtp://127.0.0.1:{post.port}",
        "QA_MODE": "test",
    }
    os.environ.update(environ)
    made = _seed(folder, number + 2_000, secret)
    box, site = Box(folder, secret, number), Site(folder, made, secret)
    command = [sys.executable, "-m", "qa", "serve", "--port", str(PORT), "--workers", str(WORKERS)]
    post.open()
    try:
        with running(command, PORT, environ) as server:
            return _measured(server, Visits(server, site), box, post)
    finally:
        post.close()


def _measured(server: Server, visits: Visits, box: Box, post: Post) -> dict[str, float]:
    from qa.core import clock

    visits.until(_after(10.0))  # warm
    rest = visits.until(_after(AT_REST))
    instant = clock.now() + timedelta(seconds=20)
    box.plan(instant)
    open_before = box.still_open(instant - timedelta(seconds=1))
    visits.until(lambda: clock.now() >= instant)
    seen_at = clock.now()
    open_after = box.still_open(seen_at)
    told: list[float] = []
    watching = threading.Thread(target=_watch, args=(box, told, instant))
    cpu, began = server.cpu(), time.perf_counter()
    watching.start()
    busy = visits.until(lambda: bool(told))
    watching.join()
    spent = [after - before for after, before in zip(server.cpu(), cpu, strict=True)]
    mails = post.by_subject()
    names = [one.message_id for mail in mails.values() for one in mail]
    return {
        "due": box.number,
        "open_before": open_before,
        "open_at_the_instant": open_after,
        "seconds": round(told[0], 1),
        "mails": len(set(names)),
        "mails_twice": len(names) - len(set(names)),
        "p50_rest_ms": _share(rest, 0.5),
        "p99_rest_ms": _share(rest, 0.99),
        "p50_due_ms": _share(busy, 0.5),
        "p99_due_ms": _share(busy, 0.99),
        "p99_ratio": round(_share(busy, 0.99) / _share(rest, 0.99), 2),
        "pages_rest": len(rest),
        "pages_due": len(busy),
        "worker_cpu_ms_a_mail": round(1000 * spent[1] / box.number, 2),
        "web_cpu_share": round(spent[0] / (time.perf_counter() - began), 2),
    }


def _watch(box: Box, told: list[float], instant: datetime) -> None:
    from qa.core import clock

    while box.waiting():
        time.sleep(0.5)
    told.append((clock.now() - instant).total_seconds())


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


def _share(times: list[float], share: float) -> float:
    return round(times[min(int(len(times) * share), len(times) - 1)], 1)


if __name__ == "__main__":
    main()
