"""Many updates one by one, tidied now and then as the worker does: a query has as few segments to ask as before."""

from __future__ import annotations

from pathlib import Path

from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import threads
from tests.search.test_full_disk import found
from tests.support.breadth import either

UPDATES = either(120, 500)
TIDY_EACH = 10
"""Updates between two of the worker's looks; more come at once to a busy site alone."""


def test_segments_do_not_grow_in_number(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search")
    given = list(threads(600))
    writer.rebuild(index, given)
    held = []
    for number, document in enumerate(given[:UPDATES], 1):
        writer.update(index, [document])
        if number % TIDY_EACH == 0:
            writer.tidy(index)
            held.append(len(index.snapshot().leaves))
    assert max(held) <= 1 + writer.MERGE_FROM
    assert index.snapshot().count == len(given)
    fresh = SearchIndex(tmp_path / "fresh")
    writer.rebuild(fresh, given)
    for text in ("vendor", "vendor audit", "word3"):
        assert found(index, text) == found(fresh, text)


def test_without_tidying_they_do(tmp_path: Path) -> None:
    """The control."""
    index = SearchIndex(tmp_path / "search")
    given = list(threads(60))
    writer.rebuild(index, given)
    for document in given[:20]:
        writer.update(index, [document])
    assert len(index.snapshot().leaves) > 1 + writer.MERGE_FROM
