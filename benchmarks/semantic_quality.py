"""How much search by meaning adds: the same measure as search_quality, by words, by meaning and by both.

    python -m benchmarks.semantic_quality --data DIR [--split tune] [--vectors FILE] [--sizes 10000 100000]

DIR is as for search_quality; *split* names the file with the queries. Computing the vectors takes about 55 ms a
question; FILE keeps them for the next time. *sizes* are numbers of made-up vectors for which the time of one
similar question is taken. Prints percentages and milliseconds, and one JSON object as its last line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.indexes import rows, scratch
from benchmarks.search_quality import CUTS, WHEN, build, load
from qa.search import matching
from qa.search.engine import Engine
from qa.search.matching import Ranking, Scope
from qa.search.semantic import fusing, weights
from qa.search.semantic import model as models
from qa.search.semantic.model import Model
from qa.search.semantic.vectors import Ids, Vectors
from qa.search.semantic.weights import Floats
from qa.search.similar import similar_terms

ANY = fusing.Bounds(near=-1.0)
"""The order is measured, without the nearness that the page demands of what it shows."""
AT_ONCE = 64


def vectors_of(model: Model, texts: list[dict[str, Any]], kept: Path | None) -> Floats:
    """The vector of each of *texts*, from the file *kept* when it is of the same texts and model."""
    said = [f"{row['title']}\n{row['body']}" for row in texts]
    key = hashlib.sha256("\f".join([weights.NAME, *said]).encode()).hexdigest()
    if kept is not None and kept.exists():
        with np.load(kept) as found:
            if str(found["key"]) == key:
                return np.asarray(found["vectors"], np.float32)
    began = time.perf_counter()
    parts = [model.encode(said[start : start + AT_ONCE]) for start in range(0, len(said), AT_ONCE)]
    vectors = np.concatenate(parts)
    print(f"{len(said)} vectors, {(time.perf_counter() - began) / len(said) * 1000:.0f} ms each")
    if kept is not None:
        np.savez(kept, key=key, vectors=vectors)
    return vectors


def stored(vectors: Floats) -> tuple[Ids, Floats]:
    """The vectors as the database would give them back, with the numbers of their questions."""
    return np.arange(1, len(vectors) + 1, dtype=np.int64), vectors.astype("<f2").astype(np.float32)


def by_words(index: Engine, title: str, body: str, number: int) -> Ranking:
    """As search_quality ranks."""
    scope = Scope(circles=frozenset({1}), now=WHEN, without=number)
    return matching.rank(index.snapshot(), similar_terms(title, body), scope, max(CUTS), least=0)


def by_meaning(query: Floats, held: tuple[Ids, Floats], number: int) -> tuple[Ids, Floats]:
    """All other questions with their nearness to *query*."""
    ids, nearness = held[0], held[1] @ query
    return ids[ids != number], nearness[ids != number]


def figures(found: list[tuple[tuple[int, ...], set[int]]]) -> dict[str, float]:
    """R@1, R@10, R@100 and MRR@10 in percent of rankings with what they should have found."""
    ranks = [next((at for at, one in enumerate(ids, 1) if one in wanted), 0) for ids, wanted in found]
    share = 100 / len(ranks)
    recall = {f"R@{cut}": round(share * sum(0 < rank <= cut for rank in ranks), 1) for cut in CUTS}
    return recall | {"MRR@10": round(share * sum(1 / rank for rank in ranks if 0 < rank <= 10), 1)}


def measure(index: Engine, model: Model, data: Any, body: bool) -> dict[str, dict[str, float]]:
    """The figures by words, by meaning and by both, with titles or with titles and bodies as queries."""
    texts, numbers, queries, held = data
    found: dict[str, list[tuple[tuple[int, ...], set[int]]]] = {"words": [], "meaning": [], "both": []}
    for query in queries:
        number = numbers[query["id"]]
        title, more = texts[number - 1]["title"], texts[number - 1]["body"] if body else ""
        wanted = {numbers[one] for one in query["relevant"] if one in numbers}
        words = by_words(index, title, more, number)
        vector = model.encode([fusing.similar_text(title, more)], fusing.PIECES_READ)[0]
        meaning = by_meaning(vector, held, number)
        both = fusing.united(words, *meaning, max(CUTS), ANY)
        only = fusing.united(Ranking(), *meaning, max(CUTS), ANY)
        for name, ranking in (("words", words), ("meaning", only), ("both", both)):
            found[name].append((ranking.ids, wanted))
    return {name: figures(rankings) for name, rankings in found.items()}


def milliseconds(do: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """p50 and p95 of *do* for each of *texts*."""
    times = []
    for text in texts:
        began = time.perf_counter()
        do(text)
        times.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def speed(model: Model, titles: list[str], sizes: list[int]) -> dict[str, Any]:
    """What a title costs: its vector, and with it the nearest of so many made-up ones."""
    found: dict[str, Any] = {
        "vector": milliseconds(lambda text: model.encode([text], fusing.PIECES_READ), titles)
    }
    query, chance = model.encode(titles[:1])[0], np.random.default_rng(7)
    for size in sizes:
        held = Vectors()
        held._whole, held._looked_at = True, float("inf")
        for number in range(1, size + 1):
            vector = chance.standard_normal(weights.DIMENSIONS, np.float32)
            held._take(number, 1, vector / np.linalg.norm(vector))

        def nearest(_text: str, held: Vectors = held) -> Ranking:
            near = held.near(query, [1])
            assert near is not None
            return fusing.united(Ranking(), *near, max(CUTS), ANY)

        found[f"nearest of {size}"] = milliseconds(nearest, titles[:60])
    return found


def main() -> None:
    """Measure titles alone, titles with bodies, and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    parser.add_argument("--split", default="tune", help="the name of the file with the queries")
    parser.add_argument("--vectors", type=Path, help="a file that keeps the vectors (.npz)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    given = parser.parse_args()
    model = models.load()
    texts, numbers = load(given.data)
    queries = list(rows(given.data / f"{given.split}.jsonl"))
    held = stored(vectors_of(model, texts, given.vectors))
    result: dict[str, Any] = {}
    with scratch() as index:
        build(index, texts)
        for name, body in (("title", False), ("body", True)):
            result[name] = measure(index, model, (texts, numbers, queries, held), body)
            print(name, result[name])
    titles = [texts[numbers[query["id"]] - 1]["title"] for query in queries]
    result["ms"] = speed(model, titles, given.sizes)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
