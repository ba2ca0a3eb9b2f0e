"""A disk without room for what is written: nothing that served is lost, and the next writer finds all in order."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable

import pytest

from qa.search import writer
from qa.search.grammar import parse
from qa.search.index import SearchIndex
from qa.search.matching import Scope, Terms, rank
from tests.search.corpus import START, thread, threads

LARGE = 400
"""Threads of a batch that writes far more than the smallest of ROOM."""
ROOM = (0, 100, 1_000, 5_000, 20_000)
"""Bytes that any file may have: each stops the writer in another file."""
WORKED, FULL = 0, 28


def found(index: SearchIndex, text: str) -> set[int]:
    terms = Terms(required=parse(text).required)
    return set(rank(index.snapshot(), terms, Scope(circles=frozenset({1, 2, 3}), now=START), 1000).ids)


def without_room(act: Callable[[], object], room: int | None) -> int:
    """Do *act* in a process of its own whose files may have *room* bytes; FULL when the system refused to write."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            act()
            status = WORKED
        except OSError:
            status = FULL
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def update(index: SearchIndex) -> None:
    writer.update(
        SearchIndex(index.root), [thread(n, f"zebra herd{n}") for n in range(100, 100 + LARGE)], [1]
    )


def rebuild(index: SearchIndex) -> None:
    writer.rebuild(SearchIndex(index.root), threads(LARGE))


@pytest.mark.parametrize("room", ROOM)
@pytest.mark.parametrize("act", [update, rebuild])
def test_a_write_that_finds_no_room_harms_nothing(
    index: SearchIndex, act: Callable[[SearchIndex], None], room: int
) -> None:
    before = found(index, "vendor")
    assert before
    assert without_room(lambda: act(index), room) == FULL
    for reader in (index, SearchIndex(index.root)):
        assert found(reader, "vendor") == before
        assert found(reader, "zebra") == set()
        assert 1 in reader.snapshot().column("id")
    update(index)
    assert len(found(index, "zebra")) == LARGE
    leftovers = [path.name for path in index.root.iterdir() if path.is_dir() and path != index.folder()]
    rebuild(index)
    assert index.snapshot().count == LARGE
    assert [path.name for path in index.root.iterdir() if path.is_dir()] == [index.folder().name]
    assert len(leftovers) <= 1


def test_with_room_the_same_writes_work(index: SearchIndex) -> None:
    """The twin."""
    assert without_room(lambda: update(index), None) == WORKED
    assert len(found(index, "zebra")) == LARGE
    assert without_room(lambda: rebuild(index), 50_000_000) == WORKED
    assert index.snapshot().count == LARGE
