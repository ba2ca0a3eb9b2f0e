"""The index lost or damaged while the site serves: pages stay, search says so and answers, and mends itself (N3)."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from tests.faults.site import ANSWER, EMPTY, FIRST_EMPTY, Person
from tests.support.live import PATIENCE, Live, eventually

REBUILDING = "The search is being rebuilt."
IN_TITLES, IN_BODIES = "/search?q=vendors", "/search?q=committee"
OTHERS = (EMPTY, "/", "/questions", "/ask", "/ask/similar?title=How+many+vendors+are+there", "/drafts")


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and path.suffix not in (".lock", "")]


def delete(root: Path) -> None:
    shutil.rmtree(root)


def truncate(root: Path) -> None:
    for path in files(root):
        os.truncate(path, path.stat().st_size // 2)


def zero(root: Path) -> None:
    for path in files(root):
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))


def forbid(root: Path) -> None:
    """Take every right away; from root, whom rights do not stop, by links that nobody can follow."""
    for path in files(root):
        path.chmod(0)
        if os.access(path, os.R_OK):
            path.unlink()
            path.symlink_to(path.name)


def swap(root: Path) -> None:
    """Let two files of a segment change places."""
    first, second, *_ = sorted(path for path in files(root) if path.suffix != ".toc")
    aside = root / "aside"
    first.rename(aside)
    second.rename(first)
    aside.rename(second)


def misname(root: Path) -> None:
    (root / "CURRENT").write_text("no-such-generation")


DAMAGES = (delete, truncate, zero, forbid, swap, misname)


@contextmanager
def worker_held(site: Live) -> Iterator[None]:
    """The worker stands still, so that what the site does alone can be seen: between its writes, not within one."""
    family = psutil.Process(site.process.pid).children(recursive=True)
    (worker,) = [one for one in family if "worker" in one.cmdline()]

    def stopped() -> bool:
        worker.send_signal(signal.SIGSTOP)
        if eventually(lambda: at_rest(worker)) and can_write(site.folder):
            return True
        worker.send_signal(signal.SIGCONT)
        return False

    try:
        assert eventually(stopped)
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


def at_rest(process: psutil.Process) -> bool:
    """Whether each thread stands still: a signal is sent before it is obeyed."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/stat")
    return all(one.read_text().rpartition(")")[2].split()[0] == "T" for one in threads)


def can_write(folder: Path) -> bool:
    """Whether nobody holds the database's one lock for writing."""
    with closing(sqlite3.connect(folder / "quorum.sqlite3", timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def web(site: Live) -> set[int]:
    family = psutil.Process(site.process.pid).children(recursive=True)
    return {one.pid for one in family if "web" in one.cmdline()}


class Reader:
    """One peer's looks at the site; a page that is no page fails at once."""

    def __init__(self, site: Live, person: Person) -> None:
        self.site, self.person = site, person

    def page(self, path: str) -> str:
        with closing(HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)) as connection:
            status, page = self.person.get(connection, path)
        assert status == 200, f"{path}: {status}"
        return page

    def sound(self) -> bool:
        """Whether search finds words of bodies, and tells of no trouble."""
        page = self.page(IN_BODIES)
        return REBUILDING not in page and 'class="hit"' in page


@pytest.fixture(scope="module")
def reader(site: Live, people: list[Person]) -> Reader:
    return Reader(site, people[5])


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_said_and_mended(
    site: Live, reader: Reader, people: list[Person], damage: Callable[[Path], None]
) -> None:
    assert eventually(reader.sound)
    before = web(site)
    with worker_held(site):
        damage(site.folder / "search")
        assert eventually(lambda: REBUILDING in reader.page(IN_TITLES), 5)
        assert eventually(
            lambda: all(REBUILDING in reader.page(IN_TITLES) for _ in range(4)), 5
        )  # both processes
        assert eventually(lambda: 'class="hit"' in reader.page(IN_TITLES), 5)  # out of the database
        page = reader.page(IN_TITLES)
        assert "Traceback" not in page
        for path in OTHERS:
            assert REBUILDING not in reader.page(path)
        words = {**ANSWER, "body": "Written meanwhile."}
        writer = people[DAMAGES.index(damage)]
        assert writer.post(site.port, f"/q/{FIRST_EMPTY}/answers", **words)[0] == 302
    assert eventually(reader.sound, 10)
    assert eventually(lambda: 'class="hit"' in reader.page("/search?q=meanwhile"), 10)
    assert web(site) == before


def test_a_damaged_table_of_contents_harms_no_search_and_is_mended(
    site: Live, reader: Reader, people: list[Person]
) -> None:
    """What is loaded serves on; the next answer finds the damage, and is found itself."""
    assert eventually(reader.sound)
    for path in (site.folder / "search").glob("*/*.toc"):
        path.write_bytes(b"another file's words " * 40)
    reader.page(IN_BODIES)
    words = {**ANSWER, "body": "A kestrel, afterwards."}
    assert people[20].post(site.port, f"/q/{FIRST_EMPTY}/answers", **words)[0] == 302
    assert eventually(lambda: 'class="hit"' in reader.page("/search?q=kestrel"))
    assert eventually(reader.sound)


def test_an_untouched_index_says_nothing(site: Live, reader: Reader) -> None:
    """The twin: the same looks while the worker stands still, and no damage."""
    assert eventually(reader.sound)
    with worker_held(site):
        tick = threading.Event()
        for _ in range(8):
            assert reader.sound()
            assert REBUILDING not in reader.page(IN_TITLES)
            tick.wait(0.2)  # past the second after which the files are looked at again
