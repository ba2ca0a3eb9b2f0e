"""The index folder: commits are seen, nothing deleted is shown, merges change nothing, damage is noticed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.search import writer
from qa.search.errors import IndexBusy, IndexDamaged
from qa.search.grammar import parse
from qa.search.index import CURRENT, FORMAT, SearchIndex
from qa.search.matching import Scope, Terms, rank
from tests.search.corpus import START, thread, threads

ALL = frozenset({1, 2, 3})


def found(index: SearchIndex, text: str) -> set[int]:
    terms = Terms(required=parse(text).required)
    return set(rank(index.snapshot(), terms, Scope(circles=ALL, now=START), 1000).ids)


def test_a_commit_is_seen_by_a_reader_of_another_process_object(index: SearchIndex) -> None:
    reader = SearchIndex(index.root)
    assert found(reader, "zebra") == set()
    writer.update(index, [thread(61, "A zebra")])
    assert found(reader, "zebra") == {61}


def test_an_update_replaces_and_a_deletion_removes(index: SearchIndex) -> None:
    writer.update(index, [thread(61, "A zebra"), thread(62, "Another zebra")])
    assert found(index, "zebra") == {61, 62}
    writer.update(index, [thread(61, "A giraffe")], deleted=[62])
    assert found(index, "zebra") == set()
    assert found(index, "giraffe") == {61}
    assert index.snapshot().count == 61


def test_the_last_of_equal_ids_in_a_batch_wins(index: SearchIndex) -> None:
    writer.update(index, [thread(61, "A zebra"), thread(61, "A giraffe")])
    assert (found(index, "zebra"), found(index, "giraffe")) == (set(), {61})


def test_merging_keeps_what_is_there_and_brings_nothing_deleted_back(index: SearchIndex) -> None:
    reader = SearchIndex(index.root)
    for number in range(61, 75):
        writer.update(index, [thread(number, f"zebra herd{number}")])
        reader.snapshot()
    writer.update(index, [], deleted=[65, 70])
    before = found(reader, "zebra")
    assert before == set(range(61, 75)) - {65, 70}
    assert writer.tidy(index)
    assert found(reader, "zebra") == before
    assert len(reader.snapshot().leaves) < 6
    writer.update(index, [thread(75, "okapi")])
    assert writer.tidy(index, everything=True)
    assert not writer.tidy(index, everything=True)
    assert found(reader, "zebra") == before
    assert found(reader, "herd65") == set()
    assert found(reader, "herd66") == {66}


def test_an_open_search_goes_on_while_segments_are_merged_away(index: SearchIndex) -> None:
    for number in range(61, 75):
        writer.update(index, [thread(number, "zebra")])
    old = index.snapshot()
    writer.tidy(index, everything=True)
    writer.rebuild(index, threads(5))
    ids = rank(old, Terms(required=("zebra",)), Scope(circles=ALL, now=START), 100).ids
    assert set(ids) == set(range(61, 75))


def test_unchanged_segments_and_their_postings_are_kept(index: SearchIndex) -> None:
    found(index, "vendor")
    first = index.snapshot().leaves[0].segment
    misses = index.cache.misses
    writer.update(index, [thread(61, "zebra")], deleted=[1])
    assert index.snapshot().leaves[0].segment is first
    assert 1 not in found(index, "vendor")
    assert index.cache.misses - misses <= 8


def test_segments_without_a_live_thread_are_dropped(index: SearchIndex) -> None:
    writer.update(index, [thread(61, "zebra")])
    assert len(index.snapshot().leaves) == 2
    writer.update(index, [], deleted=[61])
    assert len(index.snapshot().leaves) == 1


def test_an_index_can_become_empty_and_full_again(index: SearchIndex) -> None:
    writer.update(index, [], deleted=range(1, 61))
    assert (index.snapshot().count, found(index, "vendor")) == (0, set())
    writer.update(index, [thread(1, "vendor")])
    assert found(index, "vendor") == {1}


def test_a_rebuild_serves_the_old_until_the_swap(index: SearchIndex) -> None:
    def documents() -> object:
        yield thread(1, "giraffe")
        assert found(index, "vendor")
        assert found(index, "giraffe") == set()

    before = index.snapshot().generation
    assert writer.rebuild(index, documents()) == 1  # type: ignore[arg-type]
    assert found(index, "giraffe") == {1}
    assert found(index, "vendor") == set()
    assert not (index.root / before).exists()


def test_a_reader_goes_over_to_a_rebuilt_index_without_a_fault(index: SearchIndex) -> None:
    """Its own generation is swept away meanwhile; the twin is a folder that is lost (below)."""
    writer.rebuild(index, threads(3))
    reader = SearchIndex(index.root)
    until = time.monotonic() + 10
    while not reader._settled and time.monotonic() < until:
        reader.snapshot()
    first = reader.snapshot()
    writer.rebuild(index, threads(4))
    assert not (index.root / first.generation).exists()
    assert (first.count, reader.snapshot().count) == (3, 4)


def test_a_rebuild_takes_in_what_changed_meanwhile(index: SearchIndex) -> None:
    def documents() -> object:
        yield thread(1, "giraffe")
        yield thread(2, "zebra")

    count = writer.rebuild(index, documents(), lambda _new: ([thread(3, "okapi")], [2]))  # type: ignore[arg-type]
    assert count == 2
    assert (found(index, "okapi"), found(index, "zebra"), found(index, "giraffe")) == ({3}, set(), {1})


def test_a_second_writer_is_told_to_wait(index: SearchIndex) -> None:
    with writer._locked(index.root, "WRITE"), pytest.raises(IndexBusy):
        writer.update(SearchIndex(index.root), [thread(61, "zebra")])
    writer.update(index, [thread(61, "zebra")])
    assert found(index, "zebra") == {61}


def test_a_forked_process_opens_its_own_files(index: SearchIndex) -> None:
    found(index, "vendor")
    child = os.fork()
    if child == 0:
        ok = index._pid != os.getpid() and found(index, "committee") and index._pid == os.getpid()
        os._exit(0 if ok else 1)
    for _ in range(50):
        assert found(index, "audit vendor")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def segment_file(index: SearchIndex, suffix: str) -> Path:
    folder = index.folder()
    return next(path for path in sorted(folder.iterdir()) if path.name.endswith(suffix))


def truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(bytes(data))


FILES = (".trm", ".pst", ".circle.col", "._title_len.col", ".sum", ".toc")
HARMS = (Path.unlink, truncate, zero, flip)
# A changed bit in a table of contents may be in a part that is not read.
HARMED = [(harm, suffix) for harm in HARMS for suffix in FILES if (harm, suffix) != (flip, ".toc")]


@pytest.mark.parametrize(("harm", "suffix"), HARMED)
def test_damage_found_on_opening(index: SearchIndex, harm: Callable[[Path], None], suffix: str) -> None:
    assert SearchIndex(index.root).snapshot().count == 60
    harm(segment_file(index, suffix))
    with pytest.raises(IndexDamaged):
        SearchIndex(index.root).snapshot()
    writer.rebuild(index, threads(20))
    assert SearchIndex(index.root).snapshot().count == 20


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".circle.col"])
@pytest.mark.parametrize("harm", [Path.unlink, truncate, zero], ids=lambda harm: harm.__name__)
def test_damage_while_serving(index: SearchIndex, harm: Callable[[Path], None], suffix: str) -> None:
    assert found(index, "vendor")
    harm(segment_file(index, suffix))
    index._watched_at = float("-inf")  # as if a second had gone by
    with pytest.raises(IndexDamaged):
        found(index, "committee audit")
    writer.rebuild(index, threads(20))
    assert found(index, "vendor")


@pytest.mark.parametrize("write", [lambda index: writer.update(index, [thread(61, "okapi")]), writer.tidy])
def test_a_writer_is_the_first_to_meet_a_damaged_table_of_contents(
    index: SearchIndex, write: Callable[[SearchIndex], None]
) -> None:
    for number in range(61, 75):
        writer.update(index, [thread(number, "zebra")])
    index.snapshot()
    index._changed_at = float("-inf")  # as if the last change were long ago
    assert found(index, "vendor")
    for path in index.folder().glob("*.toc"):
        path.write_bytes(b"another file's words " * 40)
    assert found(index, "vendor")  # what is loaded serves on
    with pytest.raises(IndexDamaged):
        write(index)
    writer.rebuild(index, threads(20))
    assert found(index, "vendor")


def test_a_deleted_folder_while_serving(index: SearchIndex) -> None:
    assert found(index, "vendor")
    shutil.rmtree(index.root)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            index.snapshot()
    with pytest.raises(IndexDamaged):
        writer.update(index, [thread(1, "vendor")])
    writer.rebuild(index, threads(20))
    assert found(index, "vendor")


def test_an_unreadable_file_counts_as_damage(index: SearchIndex) -> None:
    path = segment_file(index, ".trm")
    if os.geteuid() == 0:  # root reads everything: put a folder in its place, which nobody can read
        path.unlink()
        path.mkdir()
    else:
        path.chmod(0)
    with pytest.raises(IndexDamaged):
        SearchIndex(index.root).snapshot()


@pytest.mark.parametrize("content", ["", "nowhere", "../../etc", "."])
def test_a_pointer_to_nothing_is_damage(index: SearchIndex, content: str) -> None:
    (index.root / CURRENT).write_text(content)
    with pytest.raises(IndexDamaged):
        index.snapshot()


def test_another_format_is_rebuilt_not_read(index: SearchIndex) -> None:
    (index.folder() / FORMAT).write_text("0.9")
    with pytest.raises(IndexDamaged):
        SearchIndex(index.root).snapshot()


def test_an_unchanged_index_is_not_read_again(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.snapshot()
    index._changed_at = float("-inf")
    first = index.snapshot()
    monkeypatch.setattr("qa.search.index.os.listdir", None)
    assert index.snapshot() is first
