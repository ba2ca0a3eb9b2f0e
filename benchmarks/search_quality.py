"""How well similar questions are found: recall and reciprocal rank on questions that users marked as duplicates.

    python benchmarks/search_quality.py --data DIR

DIR holds ``corpus.jsonl`` and ``distractors.jsonl`` (id, title, body) and ``tune.jsonl`` (id of the asking
question, ids of its duplicates). Measured is the order, without the share of a title that the page demands
of what it shows. Prints percentages, and one JSON object as its last line.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.search import matching, writer
from qa.search.index import SearchIndex
from qa.search.matching import Scope
from qa.search.schema import Document
from qa.search.similar import similar_terms

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
CUTS = (1, 10, 100)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load(folder: Path) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """All questions, and the number each gets in the index."""
    texts = [row for name in ("corpus", "distractors") for row in rows(folder / f"{name}.jsonl")]
    return texts, {row["id"]: number for number, row in enumerate(texts, 1)}


def build(root: Path, texts: list[dict[str, Any]]) -> SearchIndex:
    """An index of *texts* in one circle."""
    index = SearchIndex(root)
    began = time.perf_counter()
    writer.rebuild(
        index,
        (Document(number, 1, WHEN, WHEN, row["title"], row["body"]) for number, row in enumerate(texts, 1)),
    )
    print(f"{len(texts)} questions indexed, {len(texts) / (time.perf_counter() - began):.0f} a second")
    return index


def measure(
    index: SearchIndex, texts: list[dict[str, Any]], numbers: dict[str, int], queries: list[Any], body: bool
) -> dict[str, float]:
    """R@1, R@10, R@100 and MRR@10 in percent, and milliseconds a query (median)."""
    found = dict.fromkeys(CUTS, 0)
    reciprocal, times = 0.0, []
    for query in queries:
        number = numbers[query["id"]]
        asking = texts[number - 1]
        began = time.perf_counter()
        terms = similar_terms(asking["title"], asking["body"] if body else "")
        scope = Scope(circles=frozenset({1}), now=WHEN, without=number)
        ids = matching.rank(index.snapshot(), terms, scope, max(CUTS), least=0).ids
        times.append(time.perf_counter() - began)
        wanted = {numbers[one] for one in query["relevant"] if one in numbers}
        rank = next((place for place, one in enumerate(ids, 1) if one in wanted), 0)
        for cut in CUTS:
            found[cut] += 0 < rank <= cut
        reciprocal += 1 / rank if 0 < rank <= 10 else 0
    share = 100 / len(queries)
    figures = {f"R@{cut}": round(found[cut] * share, 1) for cut in CUTS}
    return figures | {
        "MRR@10": round(reciprocal * share, 1),
        "ms": round(sorted(times)[len(times) // 2] * 1000, 2),
    }


def main() -> None:
    """Measure titles alone, and titles with bodies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    folder = parser.parse_args().data
    texts, numbers = load(folder)
    queries = list(rows(folder / "tune.jsonl"))
    with tempfile.TemporaryDirectory() as scratch:
        index = build(Path(scratch) / "search", texts)
        figures = {
            name: measure(index, texts, numbers, queries, body)
            for name, body in (("title", False), ("body", True))
        }
    for name, values in figures.items():
        print(name, values)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
