"""A community as large as wanted, made of real texts: their sentences recombined, with made-up rare words.

The vocabulary grows with the number of threads as that of real text does, so that postings and terms do too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from benchmarks.indexes import rows
from benchmarks.seed import RARE
from qa.answers.models import Answer
from qa.core import clock, transaction
from qa.core.db import Base, db
from qa.members.models import Circle, Member, Membership
from qa.questions.models import Question
from qa.search.analysis import FUNCTION_WORDS
from qa.search.semantic import weights
from qa.search.semantic.models import ThreadVector

SEED = 20261127
BATCH = 2_000
RARITY = 0.03
"""Of the words of a sentence, those that are replaced by made-up ones."""
VIEWER, AUTHORS = 1, 50
"""Ids of members: who searches, and how many write."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Texts:
    """Titles and sentences of real questions."""

    def __init__(self, folder: Path) -> None:
        read = [row for name in ("corpus", "distractors") for row in rows(folder / f"{name}.jsonl")]
        self.titles = [row["title"] for row in read]
        self.sentences = [one for row in read for one in _SENTENCE.split(row["body"]) if one]

    def title(self, chance: random.Random) -> str:
        """A title of two halves."""
        first, second = (chance.choice(self.titles).split() for _ in range(2))
        return " ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :]])[:200]

    def body(self, chance: random.Random, sentences: int) -> str:
        """Some sentences, with a rare word now and then."""
        words = " ".join(chance.choices(self.sentences, k=sentences)).split()
        return " ".join(_rare(chance) if chance.random() < RARITY else word for word in words)[:4_000]

    def queries(self, number: int, offset: int = 0) -> tuple[list[str], list[str]]:
        """*number* real titles, and as many queries of two or three of a title's words with a meaning."""
        chance = random.Random(SEED + offset)
        titles = chance.sample(self.titles, min(number, len(self.titles)))
        words = [
            [word for word in re.findall(r"\w+", t) if word.lower() not in FUNCTION_WORDS] for t in titles
        ]
        return titles, [" ".join(some[: chance.choice((2, 2, 3))]) or "word" for some in words]


def _rare(chance: random.Random) -> str:
    """A word as rare as its number is high; the numbers have no end."""
    number = int(chance.paretovariate(0.6))
    return RARE[number % len(RARE)] + (str(number // len(RARE)) if number >= len(RARE) else "")


def fill(texts: Texts, threads: int) -> None:
    """Fill an empty, migrated database with *threads* threads, each second one with an answer."""
    chance, now = random.Random(SEED), clock.now()
    with transaction.unit():
        _people(now)
        for start in range(1, threads + 1, BATCH):
            numbers = range(start, min(start + BATCH, threads + 1))
            _insert(
                Question, [_question(n, texts, chance, now - timedelta(minutes=threads - n)) for n in numbers]
            )
            _insert(Answer, [_answer(n, texts, chance, now) for n in numbers if n % 2])


def vectors(threads: int) -> None:
    """Give each thread a made-up vector, as the semantic extra would store it."""
    made, now = np.random.default_rng(SEED), clock.now()
    with transaction.unit():
        for start in range(1, threads + 1, BATCH):
            numbers = range(start, min(start + BATCH, threads + 1))
            rows = made.standard_normal((len(numbers), weights.DIMENSIONS))
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            stored = [row.tobytes() for row in rows.astype("<f2")]
            _insert(ThreadVector, [_vector(n, stored[n - start], now) for n in numbers])


def _vector(number: int, stored: bytes, now: datetime) -> dict[str, Any]:
    return {
        "question_id": number,
        "serial": number,
        "version": now,
        "model": weights.NAME,
        "digest": bytes(16),
        "numbers": stored,
    }


def _insert(table: type[Base], values: Sequence[dict[str, Any]]) -> None:
    db.session.execute(insert(table), values)


def _people(now: datetime) -> None:
    long_ago = now - timedelta(days=900)
    circles = [(1, "everyone", "Everyone", True), (2, "inner", "Inner", False)]
    named = ("id", "slug", "name", "everyone")
    _insert(Circle, [dict(zip(named, one, strict=True)) | {"created_at": long_ago} for one in circles])
    _insert(Member, list(_members(long_ago)))
    seats = [(circle, member) for circle in (1, 2) for member in range(1, AUTHORS + 1)]
    _insert(Membership, [{"circle_id": c, "member_id": m, "joined_at": long_ago} for c, m in seats])


def _members(joined: datetime) -> Iterator[dict[str, Any]]:
    for n in range(1, AUTHORS + 1):
        yield {
            "id": n,
            "handle": f"member{n}",
            "handle_key": f"member{n}",
            "name": f"Member Number{n}",
            "email": f"member{n}@bench.example",
            "email_key": f"member{n}@bench.example",
            "title": "Head of Security",
            "employer": f"Employer {n}",
            "industry": "insurance",
            "profession": "information security",
            "level": "head of function",
            "timezone": "Europe/Berlin",
            "joined_at": joined,
            "pledged_until": joined + timedelta(days=36_500),
        }


def _question(n: int, texts: Texts, chance: random.Random, posted: datetime) -> dict[str, Any]:
    return {
        "id": n,
        "author_id": n % AUTHORS + 1,
        "circle_id": 1 if n % 4 else 2,
        "title": texts.title(chance),
        "body": "",
        "body_html": f"<p>{escape(texts.body(chance, chance.randint(2, 6)))}</p>",
        "html_version": 1,
        "purpose": "",
        "posted_at": posted,
        "answers_wanted": 3,
        "answer_count": n % 2,
        "in_time_count": n % 2,
        "touched_at": posted,
    }


def _answer(n: int, texts: Texts, chance: random.Random, now: datetime) -> dict[str, Any]:
    return {
        "question_id": n,
        "author_id": (n + 7) % AUTHORS + 1,
        "body": "",
        "body_html": f"<p>{escape(texts.body(chance, chance.randint(1, 3)))}</p>",
        "html_version": 1,
        "basis": "did",
        "posted_at": now,
    }
