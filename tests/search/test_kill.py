"""A writer killed at any moment: the index opens, acknowledged commits are there, and the next writer works."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import threads
from tests.support.breadth import either

ROUNDS = either(6, 20)
SCRIPT = """
import sys
from pathlib import Path
from qa.search import writer
from qa.search.index import SearchIndex
from tests.search.corpus import thread

index = SearchIndex(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**9):
    writer.update(index, [thread(number, f"zebra mark{number}")], deleted=[number - 40])
    print(number, flush=True)
    if number % 7 == 0:
        writer.tidy(index)
    if number % 31 == 0:
        writer.rebuild(index, [thread(n, f"zebra mark{n}") for n in range(number - 39, number + 1)])
"""


def test_killed_writers_lose_nothing_acknowledged(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search")
    writer.rebuild(index, threads(50))
    chance = random.Random(3)
    start, acknowledged = 1000, 0
    for _ in range(ROUNDS):
        last = run_and_kill(index.root, start, chance.randint(1, 12))
        held = set(SearchIndex(index.root).snapshot().column("id").tolist())
        assert last in held
        assert set(range(max(start, last - 38), last + 1)) <= held
        start, acknowledged = last + 2, acknowledged + 1
    writer.update(index, [], deleted=[start])
    leftovers = [path.name for path in index.folder().iterdir() if path.name.endswith(".tmp")]
    assert (acknowledged, leftovers) == (ROUNDS, [])


def run_and_kill(root: Path, start: int, commits: int) -> int:
    """Let a writer commit from *start* on and kill it in the commit after *commits*; the last acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(root), str(start)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    last = 0
    for _ in range(commits):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return int(rest[-1]) if rest else last
