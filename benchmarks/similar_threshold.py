"""How like two titles must be for a prior question to be shown: precision and coverage by threshold.

    python benchmarks/similar_threshold.py --data DIR

DIR holds ``corpus.jsonl`` and ``distractors.jsonl`` (id, title, body) and ``tune.jsonl`` (id of the asking
question, ids of its duplicates). For each threshold, in percent: *covered*, questions of which a duplicate
stands among the SHOWN first; *right*, how many of those shown are marked as duplicates; *loud*, questions
to which something is shown although their duplicates were taken out, so that all of it may be wrong. Many
that are like each other were never marked, so *right* is too low and *loud* too high; what counts is how they
move. Prints a table, and one JSON object as its last line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.indexes import rows, scratch
from benchmarks.search_quality import WHEN, build, load
from qa.search import similar
from qa.search.engine import Engine
from qa.search.matching import Scope
from qa.search.similar import LIKE, NEARLY, meaning, similar_terms

SHOWN = 3
THRESHOLDS = (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)

Found = Sequence[tuple[bool, float]]
"""Of each candidate, best first: whether it is a marked duplicate, and how like the titles are."""


def candidates(
    index: Engine, texts: list[dict[str, Any]], numbers: dict[str, int], query: Any, body: bool
) -> Found:
    """The candidates for one question."""
    number = numbers[query["id"]]
    asking = texts[number - 1]
    terms = similar_terms(asking["title"], asking["body"] if body else "")
    scope = Scope(circles=frozenset({1}), now=WHEN, without=number)
    found = similar.candidates(index.snapshot(), terms, meaning(asking["title"]), scope)
    wanted = {numbers[one] for one in query["relevant"] if one in numbers}
    return [(one in wanted, found.likeness(texts[one - 1]["title"])) for one in found.ids]


def measure(asked: Sequence[Found], threshold: float) -> dict[str, float]:
    """The figures at *threshold*."""
    covered = right = shown = loud = 0
    for found in asked:
        seen = [duplicate for duplicate, likeness in found if likeness >= threshold][:SHOWN]
        shown += len(seen)
        right += sum(seen)
        covered += any(seen)
        loud += any(not duplicate and likeness >= threshold for duplicate, likeness in found)
    count = len(asked)
    return {
        "covered": round(100 * covered / count, 1),
        "right": round(100 * right / max(shown, 1), 1),
        "loud": round(100 * loud / count, 1),
        "shown": round(shown / count, 2),
    }


def main() -> None:
    """Measure titles alone, and titles with bodies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    folder = parser.parse_args().data
    texts, numbers = load(folder)
    queries = list(rows(folder / "tune.jsonl"))
    figures: dict[str, Any] = {"like": LIKE, "nearly": NEARLY}
    with scratch() as index:
        build(index, texts)
        for name, body in (("title", False), ("body", True)):
            asked = [candidates(index, texts, numbers, query, body) for query in queries]
            figures[name] = {str(threshold): measure(asked, threshold) for threshold in THRESHOLDS}
            for threshold, values in figures[name].items():
                print(f"{name:6} {threshold:>5} {values}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
