"""Made-up threads, the same every time: a vocabulary with common and rare words, as in real text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from qa.search.schema import Document

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
WORDS = [
    "vendor", "audit", "supplier", "contract", "evidence", "committee", "board", "risk", "backup", "identity",
    "budget", "regulator", "incident", "recovery", "outage", "policy", "training", "phishing", "cloud", "network",
]  # fmt: skip
COMMON = ["the", "a", "of", "to", "and", "in", "we", "do", "you", "how"]


def thread(number: int, title: str, question: str = "", **more: object) -> Document:
    """A thread with only what a test cares about."""
    values: dict[str, object] = {"circle": 1, "version": START, "posted": START + timedelta(minutes=number)}
    return Document(id=number, title=title, question=question, **(values | more))  # type: ignore[arg-type]


def threads(count: int, seed: int = 7, circles: int = 3) -> Iterator[Document]:
    """*count* threads of 5 to 200 words, in *circles* circles in turn."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield thread(
            number,
            _text(chance, 9),
            _text(chance, chance.randint(5, 120)),
            answers=_text(chance, chance.randint(0, 120)),
            tags=(chance.choice(WORDS), f"topic {number % 11}"),
            circle=1 + number % circles,
            answer_count=number % 4,
            in_time=number % 4,
            wanted=3,
        )


def others_words(count: int, start: int = 10_000) -> Iterator[Document]:
    """Threads of a circle that no test's viewer is in, full of words that come before all others with "con"."""
    for number in range(start, start + count):
        yield thread(number, f"conaa{number} conab{number}", f"conac{number}", circle=9)


def _text(chance: random.Random, length: int) -> str:
    words = []
    for _ in range(length):
        draw = chance.random()
        rare = f"word{int(chance.paretovariate(0.8))}"
        words.append(chance.choice(COMMON) if draw < 0.5 else chance.choice(WORDS) if draw < 0.85 else rare)
    return " ".join(words)
