"""A disk that takes nothing more: who reads notices nothing, who writes is told, and nothing is half written (RELIABILITY N2)."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection

import psutil
import pytest

from tests.faults.site import ANSWER, EMPTY, FIRST_EMPTY, Person
from tests.faults.test_locked import rows
from tests.support.live import PATIENCE, Live, eventually

WORDS = {**ANSWER, "body": "Words that must not be lost."}


@contextmanager
def full(site: Live) -> Iterator[None]:
    """No process of the site writes to a file any more, as with no room left on the disk."""
    family = [
        site.process.pid,
        *(one.pid for one in psutil.Process(site.process.pid).children(recursive=True)),
    ]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in family}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def read(site: Live, person: Person, path: str) -> int:
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:
        return person.get(connection, path)[0]


@pytest.mark.parametrize(
    "path", ["/", "/questions", EMPTY, "/search?q=vendors", "/notifications", "/settings/notifications"]
)
def test_who_reads_notices_nothing_of_a_full_disk(site: Live, people: list[Person], path: str) -> None:
    site.settle()
    with full(site):
        assert read(site, people[8], path) == 200


def test_who_writes_on_a_full_disk_is_told_plainly_and_it_recovers_by_itself(
    site: Live, people: list[Person]
) -> None:
    site.settle()
    writer, before = people[9], rows(site)
    forms = (
        (f"/q/{FIRST_EMPTY}/answers", WORDS),
        ("/drafts", {"question_id": str(FIRST_EMPTY + 1), "body": WORDS["body"]}),
        (f"/q/{FIRST_EMPTY}/comments", {"body": WORDS["body"]}),
    )
    with full(site):
        for path, words in forms:
            status, page, headers = writer.post(site.port, path, **words)
            assert (status, headers.get("Retry-After")) == (503, "5")
            assert headers["Content-Security-Policy"] and "Location" not in headers

            assert "What you had typed is kept in your browser." in page
            assert all(word not in page for word in ("Traceback", "sqlite", "OperationalError", "disk"))
    assert rows(site) == before
    for path, words in forms:
        assert writer.post(site.port, path, **words)[0] == 302
    assert rows(site)[0] == before[0] + 1
    with closing(sqlite3.connect(site.folder / "quorum.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert eventually(lambda: not site.waiting(), 2 * PATIENCE)  # the index has taken it in
