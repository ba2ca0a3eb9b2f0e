"""PostgreSQL that goes away and comes back: plain pages meanwhile, nothing half written, well within five seconds (RELIABILITY N7)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from tests.conftest import need
from tests.faults import site as community
from tests.faults.site import ANSWER, EMPTY, FIRST_EMPTY, Person
from tests.support import servers
from tests.support.live import PATIENCE, Live, eventually
from tests.support.wire import Wire

WORDS = {**ANSWER, "body": "Words that must not be lost."}
HEALS = 5.0
AWAY = 6.0
"""Seconds."""


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    server = make_url(need(servers.postgres))
    # One started for tests listens in a folder alone.
    port, folder = server.port or 5432, server.query.get("host")
    made = Wire(f"{folder}/.s.PGSQL.{port}") if folder else Wire(server.host or "127.0.0.1", port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, wire: Wire) -> Iterator[str]:
    """The community on PostgreSQL, in a database of its own."""
    name = f"quorum_away_{tmp_path_factory.getbasetemp().name}".replace("-", "_")
    servers.drop(name)
    yield servers.database(name)
    wire.close()
    servers.drop(name)


@pytest.fixture(scope="module")
def folder(database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("away") / "site"
    community.build(made, database)
    return made


@pytest.fixture(scope="module")
def people(folder: Path) -> list[Person]:
    return community.people_of(folder)


@pytest.fixture(scope="module")
def site(folder: Path, database: str, wire: Wire) -> Iterator[Live]:
    """Served through the wire."""
    url = make_url(database).difference_update_query(["host"]).set(host="127.0.0.1", port=wire.port)
    through = url.render_as_string(hide_password=False)
    live = Live(folder, workers=2, QA_DATABASE_URL=through)
    yield live
    live.stop()


@pytest.fixture(scope="module")
def aside(database: str) -> Iterator[Engine]:
    """A look into the database that no cut of the wire touches."""
    engine = create_engine(database)
    yield engine
    engine.dispose()


def rows(aside: Engine) -> tuple[int, ...]:
    """How many there are of what an answer writes; the worker, back again, may be busy with news of another kind."""
    names = ("answer", "comment", "notice WHERE kind = 'answered'", "draft")
    with aside.connect() as connection:
        return tuple(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names)


def status(site: Live, person: Person, path: str = EMPTY) -> tuple[int, float]:
    """What a page answers, and after how many seconds."""
    connection, began = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE), time.monotonic()
    try:
        return person.get(connection, path)[0], time.monotonic() - began
    finally:
        connection.close()


@pytest.mark.parametrize("silent", [False, True], ids=["refused", "never answered"])
def test_while_it_is_away_pages_say_so_and_afterwards_all_goes_on(
    site: Live, people: list[Person], wire: Wire, aside: Engine, silent: bool
) -> None:
    number = FIRST_EMPTY + silent
    writer, path = people[3], f"/q/{FIRST_EMPTY + silent}/answers"
    assert status(site, writer)[0] == 200
    before = rows(aside)
    family = {one.pid for one in psutil.Process(site.process.pid).children(recursive=True)}
    wire.cut(silent=silent)
    until = time.monotonic() + AWAY
    while time.monotonic() < until:
        code, took = status(site, writer)
        assert code == 503 and took < 2 * HEALS
        code, page, headers = writer.post(site.port, path, **WORDS)
        assert (code, headers["Retry-After"]) == (503, "5")
        assert "What you had typed is kept in your browser." in page
        assert "Traceback" not in page and "psycopg" not in page
        assert site.request("GET", "/healthz")[0].status == 200
    assert rows(aside) == before
    wire.mend()
    began = time.monotonic()
    assert eventually(lambda: status(site, writer)[0] == 200, HEALS)
    print(f"\nwell after {time.monotonic() - began:.1f} s")
    assert writer.post(site.port, path, **WORDS)[0] == 302
    assert rows(aside)[0] == before[0] + 1
    assert eventually(lambda: _indexed(aside, number), 2 * PATIENCE)  # the worker is well too
    assert {one.pid for one in psutil.Process(site.process.pid).children(recursive=True)} == family


def _indexed(aside: Engine, number: int) -> bool:
    with aside.connect() as connection:
        waiting = text("SELECT count(*) FROM outbox WHERE kind = 'search.thread'")
        return connection.execute(waiting).scalar_one() == 0


def test_what_was_under_way_when_it_went_is_written_whole_or_not_at_all(
    site: Live, people: list[Person], wire: Wire, aside: Engine
) -> None:
    number, writer = FIRST_EMPTY + 2, people[4]
    before = rows(aside)
    with ThreadPoolExecutor(1) as pool, aside.connect() as holder:
        holder.execute(text("SELECT id FROM question WHERE id = :id FOR UPDATE"), {"id": number})
        said = pool.submit(writer.post, site.port, f"/q/{number}/answers", **WORDS)
        assert eventually(lambda: _waits(aside), 4)
        wire.cut()
        assert said.result()[0] == 503
        holder.rollback()
    wire.mend()
    assert rows(aside) == before
    assert eventually(lambda: status(site, writer)[0] == 200, HEALS)
    assert writer.post(site.port, f"/q/{number}/answers", **WORDS)[0] == 302


def _waits(aside: Engine) -> bool:
    """Whether a statement waits for a lock."""
    with aside.connect() as connection:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(connection.execute(text(waiting)).scalar_one())
