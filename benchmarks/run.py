"""CPU milliseconds a request of the pages people use, against the floor, in one run.

``make bench`` seeds a large community into a folder of its own, serves it with two web processes and drives
it over loopback. What is measured is the CPU time of the server's processes divided by the requests; the last
line printed is one JSON object with every figure.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer

from benchmarks.seed import Made, Sizes, fill
from benchmarks.seed_marks import MARKED
from benchmarks.serving import Figure, Request, drive, measure, running

WORKERS = 2
POPULAR = 60
"""Questions that are read at a time: an open question is opened by its whole circle, "unseen" by nobody before."""
GOALS = {"question": 2.5, "list": 2.5, "home": 2.5, "search": 4.0, "recognition": 3.0, "own": 3.0}
QUERIES = (
    "vendor audit",
    "insurance claim reserve",
    "cloud exit contract",
    "union council payroll",
    "hedge covenant",
)


class Site:
    """The seeded site: makes the requests of each case."""

    def __init__(self, folder: Path, made: Made, secret: str) -> None:
        from qa import create_app
        from qa.answers.models import Answer
        from qa.questions.addresses import question_path
        from qa.questions.models import Question

        app = create_app(instance=folder, secret_key=secret)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self.csrf = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps("bench")
        name = app.config["SESSION_COOKIE_NAME"]
        self.cookies = [
            f"{name}={signer.dumps({'_user_id': token, '_fresh': True, 'csrf_token': 'bench'})}"
            for token in made.tokens
        ]
        self.made = made
        with app.app_context():
            from qa.core.db import db

            wanted = [*made.full[:400]]
            titles = dict(db.session.query(Question.id, Question.title).filter(Question.id.in_(wanted)))
            wrote = {tuple(row) for row in db.session.query(Question.id, Question.author_id)}
            answered = {tuple(row) for row in db.session.query(Answer.question_id, Answer.author_id)}
            everyone = {row for (row,) in db.session.query(Question.id).filter(Question.circle_id == 1)}
        self.pages = [question_path(number, title) for number, title in titles.items() if number in everyone]
        self.open = [number for number in made.empty if number in everyone][-3000:]
        self.taken = wrote | answered

    def question(self, n: int) -> Request:
        return Request(self.pages[n % len(self.pages)], self._cookie(n))

    def popular(self, n: int) -> Request:
        return Request(self.pages[n % POPULAR], self._cookie(n))

    def listing(self, n: int) -> Request:
        return Request("/questions?state=all", self._cookie(n))

    def home(self, n: int) -> Request:
        return Request("/", self._cookie(n))

    def search(self, n: int) -> Request:
        return Request("/search?" + urlencode({"q": QUERIES[n % len(QUERIES)]}), self._cookie(n))

    def recognition(self, n: int) -> Request:
        """The page of a member with 5,000 marks, as peers see it."""
        return Request(f"/m/member{MARKED}/recognition", self._cookie(MARKED + n % (len(self.cookies) - 1)))

    def own(self, n: int) -> Request:
        """The same as the member sees it."""
        return Request(f"/m/member{MARKED}/recognition", self.cookies[MARKED - 1])

    def answer(self, n: int) -> Request:
        form = urlencode(
            {"body": "Nine of 38, by **draw**. " * 8, "basis": "did", "quote": "role", "exposure": "named"}
        )
        question, place = self.open[n], n % len(self.cookies)
        while (question, place + 1) in self.taken:
            place = (place + 1) % len(self.cookies)
        return Request(f"/q/{question}/answers", self.cookies[place], form, self.csrf)

    def _cookie(self, n: int) -> str:
        return self.cookies[n % len(self.cookies)]


def main() -> None:
    """Seed, serve, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=20_000)
    options.add_argument("--requests", type=int, default=800)
    options.add_argument("--database", default="", help="a PostgreSQL address; SQLite without it")
    options.add_argument("--only", default="", help="the cases to measure, with commas between them")
    given = options.parse_args()
    only = frozenset(filter(None, given.only.split(",")))
    with tempfile.TemporaryDirectory(prefix="quorum-bench-") as name:
        figures = _run(Path(name), given.questions, given.requests, given.database, only)
    _print(figures)


def _run(folder: Path, questions: int, requests: int, database: str, only: frozenset[str]) -> list[Figure]:
    secret = secrets.token_hex(16)
    environ = {
        "QA_INSTANCE": str(folder),
        "QA_SECRET_KEY": secret,
        "QA_DATABASE_URL": database,
        "QA_LOG_LEVEL": "warning",
        "QA_SEMANTIC": "off",
        "QA_BASE_URL": "http://127.0.0.1:8801",
    }
    os.environ.update(environ)
    made = _seed(folder, questions, secret)
    site = Site(folder, made, secret)
    floor = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        str(WORKERS),
        "--threads",
        "4",
        "--worker-class",
        "gthread",
    ]
    floor += [
        "--keep-alive",
        "75",
        "--bind",
        "127.0.0.1:8802",
        "--no-control-socket",
        "benchmarks.floor:create()",
    ]
    command = [sys.executable, "-m", "qa", "serve", "--port", "8801", "--workers", str(WORKERS)]
    with running(floor, 8802, environ) as bare, running(command, 8801, environ) as server:
        print(f"the worker asked the first peers of all open questions in {server.settle():.0f} s")
        drive(bare, [Request("/")] * 200, 200)
        cases = {
            "question": site.popular,
            "list": site.listing,
            "home": site.home,
            "search": site.search,
            "recognition": site.recognition,
            "own": site.own,
        }
        if only:
            cases = {name: make for name, make in cases.items() if name in only}
            return [measure(name, server, bare, make, requests) for name, make in cases.items()]
        figures = [measure("unseen", server, bare, site.question, requests, warm=False)]
        figures += [measure(name, server, bare, make, requests) for name, make in cases.items()]
        figures.append(measure("answer", server, bare, site.answer, min(requests, 400), expected=302))
    return figures


def _seed(folder: Path, questions: int, secret: str) -> Made:
    from flask_migrate import upgrade

    from qa import create_app
    from qa.core.db import db
    from qa.search.upkeep import rebuild

    app = create_app(instance=folder, secret_key=secret)
    with app.app_context():
        start = time.perf_counter()
        upgrade()
        made = fill(Sizes(questions=questions, answers=questions * 3))
        db.session.remove()
        seeded = time.perf_counter()
        rebuild()
        db.engine.dispose()
        print(
            f"seeded {questions} questions in {seeded - start:.1f} s, indexed in {time.perf_counter() - seeded:.1f} s"
        )
    return made


def _print(figures: list[Figure]) -> None:
    print(
        f"{'case':10} {'CPU ms':>8} {'floor ms':>9} {'x floor':>8} {'goal':>5} {'p50 ms':>7} {'p99 ms':>7} {'worker ms':>10}"
    )
    for one in figures:
        goal = GOALS.get(one.name, "")
        row = f"{one.name:10} {one.cpu_ms:8.2f} {one.floor_ms:9.2f} {one.ratio:8.2f} {goal:>5} {one.p50_ms:7.1f}"
        print(f"{row} {one.p99_ms:7.1f} {one.background_ms:10.2f}")
    floor = round(sum(one.floor_ms for one in figures) / len(figures), 3)
    print(
        json.dumps(
            {"floor": {"cpu_ms": floor}} | {one.name: asdict(one) | {"ratio": one.ratio} for one in figures}
        )
    )


if __name__ == "__main__":
    main()
