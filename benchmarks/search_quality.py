"""How well similar questions are found: recall and reciprocal rank on questions that users marked as duplicates.

    python -m benchmarks.search_quality --data DIR [--split tune] [--database postgresql://...]

DIR holds ``corpus.jsonl`` and ``distractors.jsonl`` (id, title, body) and ``SPLIT.jsonl`` (id of the asking
question, ids of its duplicates). Measured is the order in which the site's similar questions come, without the share
of a title that the page demands of what it shows. With ``--database`` PostgreSQL keeps the index. Prints percentages,
for the whole split and for its odd and even lines, and one JSON object as its last line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.indexes import rows, scratch
from qa.search import matching
from qa.search.engine import Engine
from qa.search.matching import Scope
from qa.search.schema import Document
from qa.search.similar import similar_terms

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
CUTS = (1, 5, 10, 100)
FIRST_PAGE = 10


def load(folder: Path) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """All questions, and the number each gets in the index."""
    texts = [row for name in ("corpus", "distractors") for row in rows(folder / f"{name}.jsonl")]
    return texts, {row["id"]: number for number, row in enumerate(texts, 1)}


def build(index: Engine, texts: list[dict[str, Any]]) -> None:
    """Index *texts* in one circle."""
    began = time.perf_counter()
    index.rebuild(
        Document(number, 1, WHEN, WHEN, row["title"], row["body"]) for number, row in enumerate(texts, 1)
    )
    print(f"{len(texts)} questions indexed, {len(texts) / (time.perf_counter() - began):.0f} a second")


def ranks(
    index: Engine, texts: list[dict[str, Any]], numbers: dict[str, int], queries: list[Any], body: bool
) -> tuple[list[int], float]:
    """For each query the place of its first duplicate (0: none of a hundred), and milliseconds a query (median)."""
    places, times = [], []
    for query in queries:
        number = numbers[query["id"]]
        asking = texts[number - 1]
        began = time.perf_counter()
        terms = similar_terms(asking["title"], asking["body"] if body else "")
        scope = Scope(circles=frozenset({1}), now=WHEN, without=number)
        ids = matching.rank(index.snapshot(), terms, scope, max(CUTS), least=0).ids
        times.append(time.perf_counter() - began)
        wanted = {numbers[one] for one in query["relevant"] if one in numbers}
        places.append(next((place for place, one in enumerate(ids, 1) if one in wanted), 0))
    return places, round(sorted(times)[len(times) // 2] * 1000, 2)


def figures(places: Sequence[int]) -> dict[str, float]:
    """R@k and MRR@10 in percent."""
    share = 100 / (len(places) or 1)
    found = {f"R@{cut}": round(sum(0 < place <= cut for place in places) * share, 1) for cut in CUTS}
    reciprocal = sum(1 / place for place in places if 0 < place <= FIRST_PAGE)
    return found | {f"MRR@{FIRST_PAGE}": round(reciprocal * share, 1)}


def main() -> None:
    """Measure titles alone, and titles with bodies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    parser.add_argument("--split", default="tune", help="name of the file with the queries, without .jsonl")
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL database")
    given = parser.parse_args()
    texts, numbers = load(given.data)
    queries = list(rows(given.data / f"{given.split}.jsonl"))
    found: dict[str, dict[str, float]] = {}
    with scratch(given.database) as index:
        build(index, texts)
        for name, body in (("title", False), ("body", True)):
            places, ms = ranks(index, texts, numbers, queries, body)
            found[name] = figures(places) | {"ms": ms}
            print(name, found[name])
            print("  odd lines", figures(places[::2]), "even lines", figures(places[1::2]))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
