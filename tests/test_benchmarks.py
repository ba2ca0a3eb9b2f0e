"""The benchmarks run: on a few rows, so that one that no longer fits the program is seen before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.meaning import the_model

ROOT = Path(__file__).parents[1]
TOPICS = ("backup", "vendor", "ransom", "printer", "audit", "board", "cloud", "payroll", "tender", "phishing")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of the form of the given data: pairs of questions that ask the same."""
    folder = tmp_path / "data"
    folder.mkdir()
    pairs = [(topic, word) for topic in TOPICS for word in ("first", "second")]
    texts = [
        {"id": f"{topic}-{word}", "title": f"The {word} {topic} for us?", "body": f"About the {topic}."}
        for topic, word in pairs
    ]
    asked = [{"id": f"{topic}-first", "relevant": [f"{topic}-second"]} for topic in TOPICS]
    for name, rows in (("corpus", texts), ("distractors", texts[:0]), ("tune", asked)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def figures(name: str, *words: str) -> dict[str, object]:
    """What the benchmark *name* says in its last line."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_how_well_search_finds(data: Path) -> None:
    found = figures("search_quality", "--data", str(data))
    assert isinstance(found["title"], dict)
    assert found["title"]["R@1"] == 100


def test_how_quick_search_is(data: Path, tmp_path: Path) -> None:
    found = figures("search_speed", "--data", str(data), "--scratch", str(tmp_path / "made"), "--sizes", "20")
    assert any("similar warm" in name for name in json.dumps(found).split('"'))


def test_which_titles_are_alike(data: Path) -> None:
    found = figures("similar_threshold", "--data", str(data))
    assert isinstance(found["title"], dict)
    assert found["title"]["0.0"]["covered"] == 100


def test_how_well_meaning_finds(data: Path) -> None:
    the_model()
    assert {"title", "body", "ms"} <= set(figures("semantic_quality", "--data", str(data), "--sizes", "50"))
