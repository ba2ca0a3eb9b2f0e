"""A database that another process holds: a wait, then a plain page; nothing half written (RELIABILITY N7)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from qa import create_app
from qa.core.db import BUSY_MS
from tests.faults.site import ANSWER, EMPTY, FIRST_EMPTY, Person
from tests.support.live import COOKIE, PATIENCE, SECRET, Live

WORDS = {**ANSWER, "body": "Words that must not be lost."}


@contextmanager
def held(site: Live) -> Iterator[None]:
    """This process writes and does not come to an end."""
    with closing(sqlite3.connect(site.folder / "quorum.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def rows(site: Live) -> tuple[int, ...]:
    # Of news and the outbox what each of the three would add; the worker may still be busy with other kinds.
    tables = (
        "answer",
        "draft",
        "comment",
        "notice WHERE kind = 'answered'",
        "outbox WHERE kind = 'search.thread'",
    )
    with closing(sqlite3.connect(site.folder / "quorum.sqlite3")) as connection:
        return tuple(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)


def test_who_writes_while_the_database_is_held_is_told_plainly(site: Live, people: list[Person]) -> None:
    site.settle()
    writer = people[5]
    forms = (
        (f"/q/{FIRST_EMPTY}/answers", WORDS),
        ("/drafts", {"question_id": str(FIRST_EMPTY + 1), "body": WORDS["body"]}),
        (f"/q/{FIRST_EMPTY}/comments", {"body": WORDS["body"]}),
    )
    before = rows(site)
    with ThreadPoolExecutor(len(forms)) as pool:
        started = time.monotonic()
        with held(site):
            said = [pool.submit(writer.post, site.port, path, **words) for path, words in forms]
            with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:
                assert writer.get(connection, EMPTY)[0] == 200  # who reads notices nothing
            answers = [one.result() for one in said]
        waited = time.monotonic() - started
    for status, page, headers in answers:
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "What you had typed is kept in your browser." in page
        assert "Nothing is lost." in page
        for word in ("Traceback", "sqlite", "OperationalError", "locked"):
            assert word not in page
    assert BUSY_MS / 1000 <= waited < 2 * BUSY_MS / 1000
    assert rows(site) == before
    for path, words in forms:
        assert writer.post(site.port, path, **words)[0] == 302


def test_who_is_held_up_for_a_moment_only_waits(site: Live, people: list[Person]) -> None:
    """The twin: the same lock, let go in time."""
    with ThreadPoolExecutor(1) as pool:
        with held(site):
            said = pool.submit(people[6].post, site.port, f"/q/{FIRST_EMPTY}/answers", **WORDS)
            with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:
                assert people[6].get(connection, EMPTY)[0] == 200
            assert not said.done()
        assert said.result()[0] == 302


@pytest.fixture
def away(folder: Path) -> Flask:
    """The same site, its database on a server that does not answer."""
    nobody = "postgresql://quorum@127.0.0.1:1/quorum?connect_timeout=2"
    return create_app(mode="test", instance=folder, secret_key=SECRET, database_url=nobody)


@pytest.mark.parametrize("path", ["/", "/questions", EMPTY, "/search?q=vendors", "/readyz", "/no-such-page"])
def test_without_a_database_every_page_says_so_plainly(away: Flask, people: list[Person], path: str) -> None:
    client = away.test_client()
    client.set_cookie(COOKIE, people[5].cookie)
    response = client.get(path)
    if path == "/no-such-page":
        assert response.status_code == 404
    else:
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "Not available for a moment" in response.text
    assert "Traceback" not in response.text
    assert "psycopg" not in response.text


def test_what_needs_no_database_is_served_without_it(away: Flask) -> None:
    """The twin: the process itself is well."""
    assert away.test_client().get("/healthz").status_code == 200
