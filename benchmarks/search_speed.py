"""How quick search is: words typed, whole titles as *similar*, updates and rebuilding, at several sizes.

    python -m benchmarks.search_speed --data DIR --scratch FOLDER [--sizes 10000,100000,167000] [--semantic]

DIR is as for search_quality. Each size is a community of its own in FOLDER, with its database and index, built once
and kept. Two processes search at the same time, as a member does on the site: the index is asked, rows are loaded,
and passages are made. *warm* is after as many other queries; *cold* is with nothing decoded, for every query.
With ``--semantic`` the extra finds by meaning as well (each thread has a made-up vector, so only times count).
With ``--database`` PostgreSQL keeps rows and index: one size, and an empty database at first. Times are in
milliseconds, by the clock and of computing in the process that asks. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from queue import Empty
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.search_corpus import VIEWER, Texts, fill, vectors

QUERIES, PROCESSES, UPDATES, CREEP, TIDY_EACH = 300, 2, 20, 500, 20
SECRET = "b" * 40

Times = tuple[float, float]
"""Milliseconds by the clock, and of computing in this process: the same where nothing else runs on the machine."""


@dataclass(frozen=True)
class Viewer:
    """Who searches."""

    id: int = VIEWER
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))


@dataclass(frozen=True)
class Place:
    """Where a community is."""

    folder: Path
    database: str = ""
    semantic: bool = False

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """Its index, within its application."""
        from qa import create_app
        from qa.core.db import db
        from qa.search.upkeep import index

        engine = "postgres" if self.database else "whoosh"
        app = create_app(
            mode="test",
            instance=self.folder,
            secret_key=SECRET,
            database_url=self.database,
            search=engine,
            semantic="on" if self.semantic else "off",
        )
        with app.app_context():
            yield index()
            db.session.remove()
            db.engine.dispose()


def build(place: Place, texts: Texts, threads: int) -> dict[str, float]:
    """Make the community if it is not there; returns threads indexed a second, by the clock and of computing."""
    from flask_migrate import upgrade

    from qa.search.upkeep import rebuild

    note = place.folder / "rebuilt.json"
    if note.exists():
        return dict(json.loads(note.read_text()))
    place.folder.mkdir(parents=True, exist_ok=True)
    with place.opened():
        upgrade()
        fill(texts, threads)
        if place.semantic:
            vectors(threads)
        began, cpu = time.perf_counter(), time.process_time()
        rebuild()
        took, spent = time.perf_counter() - began, time.process_time() - cpu
    rates = {
        "rebuild threads/s": round(threads / took, 1),
        "rebuild threads/cpu s": round(threads / spent, 1),
    }
    note.write_text(json.dumps(rates))
    return rates


def serve(place: Place, number: int, queries: dict[str, list[str]], gate: Any, results: Any) -> None:
    """One serving process: its share of the queries, cold and warm."""
    from qa.core import clock
    from qa.core.db import db
    from qa.search import service
    from qa.search import similar as prior
    from qa.search.semantic import fusing

    viewer = Viewer()
    with place.opened() as index:

        def words(text: str) -> None:
            service.search(viewer, text, {}, clock.now())
            db.session.rollback()

        def similar(text: str) -> None:
            prior.similar(viewer, text)
            db.session.rollback()

        def timed(ask: Callable[[str], None], texts: Sequence[str], cold: bool = False) -> list[Times]:
            gate.wait()
            return [_timed(ask, text, index.cache if cold else None) for text in texts[number::PROCESSES]]

        index.snapshot()
        while place.semantic and not fusing.vectors().hold({1}):
            pass  # it reads them in pieces
        found = {}
        for name, ask in (("words", words), ("similar", similar)):
            found[f"{name} cold"] = timed(ask, queries[name], cold=True)
            timed(ask, queries[f"other {name}"])
            found[f"{name} warm"] = timed(ask, queries[name])
        results.put(found)


def _timed(ask: Callable[[str], None], text: str, cache: Any) -> Times:
    if cache is not None:
        cache.forget(set())
    began, cpu = time.perf_counter(), time.process_time()
    ask(text)
    return (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000


def search(place: Place, texts: Texts) -> dict[str, float]:
    """p50 and p95 of each kind of query, over both processes."""
    titles, words = texts.queries(QUERIES)
    others, other_words = texts.queries(QUERIES, offset=1)
    queries = {"words": words, "similar": titles, "other words": other_words, "other similar": others}
    start = multiprocessing.get_context("spawn")
    gate, results = start.Barrier(PROCESSES), start.Queue()
    processes = [
        start.Process(target=serve, args=(place, n, queries, gate, results)) for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    parts = [_from(results, processes) for _ in processes]
    for process in processes:
        process.join()
    figures: dict[str, float] = {}
    for name in parts[0]:
        for kind, which in (("", 0), (" cpu", 1)):
            times = sorted(one[which] for part in parts for one in part[name])
            figures |= {f"{name}{kind} p{cut}": _cut(times, cut) for cut in (50, 95)}
    return figures


def _from(results: Any, processes: Sequence[Any]) -> dict[str, list[Times]]:
    while True:
        try:
            found: dict[str, list[Times]] = results.get(timeout=1)
        except Empty:
            if any(process.exitcode for process in processes):
                raise SystemExit("a serving process failed") from None
        else:
            return found


def _cut(ms: Sequence[float], percent: int) -> float:
    return round(ms[min(len(ms) * percent // 100, len(ms) - 1)], 2)


def update(place: Place, texts: Texts, updates: int = UPDATES) -> dict[str, float]:
    """A thread changed: until another reader's search has it, and what the writer computes for it."""
    from qa.search.engine import of

    seen, spent = [], []
    with place.opened() as index:
        from qa.config import settings

        reader = of(settings())
        reader.snapshot()
        for number in range(1, updates + 1):
            before = reader.snapshot().number
            began, cpu = time.perf_counter(), time.process_time()
            _change(number, texts)
            spent.append((time.process_time() - cpu) * 1000)
            while reader.snapshot().number == before:
                time.sleep(0.001)
            seen.append((time.perf_counter() - began) * 1000)
        index.tidy()
    seen.sort()
    spent.sort()
    return {
        "update visible p50": _cut(seen, 50),
        "update visible p95": _cut(seen, 95),
        "update cpu p50": _cut(spent, 50),
        "update cpu p95": _cut(spent, 95),
    }


def _change(number: int, texts: Texts) -> None:
    from sqlalchemy import update as change

    from qa.core import transaction
    from qa.core.db import db
    from qa.questions.models import Question
    from qa.search import upkeep

    with transaction.unit():
        later = {
            "title": texts.titles[number % len(texts.titles)],
            "touched_at": Question.touched_at + timedelta(seconds=1),
        }
        db.session.execute(change(Question).where(Question.id == number).values(title=later["title"]))
    upkeep.put([number])


def creep(place: Place, texts: Texts, updates: int = CREEP) -> dict[str, float]:
    """The median of *similar* before and after many updates, tidied now and then as the worker does."""
    from qa.core.db import db
    from qa.search import similar as prior

    titles = texts.queries(QUERIES)[0][:100]

    def ask(text: str) -> None:
        prior.similar(Viewer(), text)

    def median() -> float:
        times = []
        for text in titles * 2:
            times.append(_timed(ask, text, None)[1])
            db.session.rollback()
        return _cut(sorted(times[len(titles) :]), 50)

    with place.opened() as index:
        before = median()
        for number in range(1, updates + 1):
            _change(number, texts)
            if number % TIDY_EACH == 0:
                index.tidy()
        return {
            "similar cpu before updates": before,
            "similar cpu after updates": median(),
            "segments": len(index.snapshot().leaves),
        }


def main() -> None:
    """Measure every size, and print what grows how."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scratch", type=Path, required=True, help="folder in which communities are kept")
    parser.add_argument("--sizes", default="10000,100000,167000")
    parser.add_argument("--database", default="", help="address of a PostgreSQL database, for one size")
    parser.add_argument("--semantic", action="store_true", help="with the extra that finds by meaning")
    given = parser.parse_args()
    texts = Texts(given.data)
    figures: dict[str, Any] = {}
    for size in map(int, given.sizes.split(",")):
        kind = ("postgres" if given.database else "whoosh") + ("-semantic" if given.semantic else "")
        place = Place(given.scratch.absolute() / f"{size}-{kind}", given.database, given.semantic)
        rates = build(place, texts, size)
        figures[str(size)] = rates | search(place, texts) | update(place, texts) | creep(place, texts)
        print(size, json.dumps(figures[str(size)], indent=1))
    first, last = next(iter(figures.values())), list(figures.values())[-1]
    growth = {name: round(last[name] / first[name], 2) for name in first if name.endswith("p50")}
    print(json.dumps({**figures, "growth": growth}))


if __name__ == "__main__":
    main()
