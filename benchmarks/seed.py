"""A large community in one go: rows are inserted in bulk, past the rules, but as the rules would leave them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks import seed_marks
from qa.answers.models import Answer, Comment, Mark
from qa.core import clock, text, tokens, transaction
from qa.core.db import Base, db
from qa.members.models import Circle, LoginSession, Member, Membership
from qa.questions.models import Question, QuestionTag, Tag

SEED = 20261122
BATCH = 2000
FULL = 10
"""Answers of the questions that the benchmark of the question page reads."""
WORDS = (
    "vendor audit committee supervisor evidence contract renewal tier incident budget forecast headcount "
    "recovery backup cloud exit regulator control sample risk owner register policy exception insurer premium "
    "forensics retainer detection response payroll pension union council relocation warehouse carrier customs "
    "tariff inventory forecast supplier dual sourcing lead time quality recall insurance claim reserve audit "
    "ledger treasury hedge covenant liquidity consolidation disclosure segment goodwill impairment lease"
).split()
SYLLABLES = (
    "ba",
    "den",
    "kor",
    "li",
    "mas",
    "no",
    "per",
    "qui",
    "ran",
    "sol",
    "tu",
    "vex",
    "wil",
    "zan",
    "or",
    "is",
)
TOPICS = (
    "vendor audits",
    "budgets",
    "cloud exit",
    "insurance",
    "payroll",
    "carriers",
    "covenants",
    "forensics",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is made."""

    members: int = 2_000
    questions: int = 20_000
    answers: int = 60_000
    sessions: int = 600
    marks: int = 5_000
    """Of one member's answers, seed_marks.MARKED, whose page of recognition is read."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the benchmark drives: session tokens of active members, and questions with FULL answers."""

    tokens: list[str]
    full: list[int]
    empty: list[int]


def fill(sizes: Sizes) -> Made:
    """Fill an empty, migrated database."""
    chance = random.Random(SEED)
    now = clock.now()
    bodies = [text.render(_body(chance)) for _ in range(300)]
    with transaction.unit():
        _people(sizes, now)
        made = _sessions(sizes, now)
        _insert(Tag, [{"id": n, "name": name, "name_key": name} for n, name in enumerate(TOPICS, start=1)])
        counts = _answer_counts(sizes)
        _insert(
            Question,
            [_question(n, counts[n - 1], chance, bodies, now, sizes) for n in range(1, sizes.questions + 1)],
        )
        _insert(
            QuestionTag,
            [
                {"question_id": n, "tag_id": n % len(TOPICS) + 1, "position": 0}
                for n in range(1, sizes.questions + 1)
            ],
        )
        _answers(counts, chance, bodies, now, sizes)
        marked = seed_marks.rows(bodies[0], now, sizes.members, sizes.marks)
        for table, rows in ((Answer, marked.answers), (Mark, marked.marks)):
            _insert(table, rows)
        _go_on_counting()
    full = [n for n, count in enumerate(counts, start=1) if count == FULL]
    empty = [n for n, count in enumerate(counts, start=1) if count < 3 and n % 3 == 0]
    return Made(made, full, empty)


def _go_on_counting() -> None:
    """PostgreSQL counts ids by itself, and has not seen those that were given."""
    if db.engine.dialect.name == "postgresql":
        for table in (Circle, Member, Tag, Question, Answer, Comment, Mark):
            name = table.__tablename__
            sequence = func.pg_get_serial_sequence(name, "id")
            db.session.execute(select(func.setval(sequence, func.max(table.id))))


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(table), rows[start : start + BATCH])


def _people(sizes: Sizes, now: datetime) -> None:
    joined = now - timedelta(days=700)
    _insert(
        Circle,
        [
            {"id": 1, "slug": "everyone", "name": "Everyone", "everyone": True, "created_at": joined},
            *(
                {"id": n, "slug": f"circle-{n}", "name": f"Circle {n}", "cap": 60, "created_at": joined}
                for n in range(2, 42)
            ),
        ],
    )
    _insert(Member, [_member(n, joined) for n in range(1, sizes.members + 1)])
    seats = [(1, n) for n in range(1, sizes.members + 1)] + [
        (n % 40 + 2, n) for n in range(1, sizes.members + 1)
    ]
    _insert(Membership, [{"circle_id": c, "member_id": m, "joined_at": joined} for c, m in seats])


def _member(n: int, joined: datetime) -> dict[str, Any]:
    return {
        "id": n,
        "handle": f"member{n}",
        "handle_key": f"member{n}",
        "name": f"Member Number{n}",
        "email": f"member{n}@bench.example",
        "email_key": f"member{n}@bench.example",
        "title": "Head of Security",
        "employer": f"Employer {n % 700}",
        "industry": "insurance",
        "profession": "information security",
        "level": "head of function",
        "timezone": "Europe/Berlin",
        "joined_at": joined,
        "pledged_until": joined + timedelta(days=36_500),
    }


def _sessions(sizes: Sizes, now: datetime) -> list[str]:
    found = [tokens.random_token() for _ in range(sizes.sessions)]
    _insert(
        LoginSession,
        [
            {
                "member_id": n,
                "token_hash": hashed,
                "created_at": now,
                "seen_at": now + timedelta(hours=1),
                "expires_at": now + timedelta(days=1),
            }
            for n, (_token, hashed) in enumerate(found, start=1)
        ],
    )
    return [token for token, _hashed in found]


def _answer_counts(sizes: Sizes) -> list[int]:
    """FULL answers for every twentieth question, the rest spread as evenly as it goes."""
    full = sizes.questions // 20
    rest, others = sizes.answers - full * FULL, sizes.questions - full
    counts = []
    for n in range(sizes.questions):
        counts.append(
            FULL if n % 20 == seed_marks.FULL_AT - 1 else min(FULL - 1, rest // others + (n % 5 < 2))
        )
    return counts


def _question(
    n: int, answers: int, chance: random.Random, bodies: list[text.Rendered], now: datetime, sizes: Sizes
) -> dict[str, Any]:
    posted = now - timedelta(minutes=(sizes.questions - n) * 26)
    due = posted + timedelta(days=chance.randint(2, 12))
    body = bodies[n % len(bodies)]
    return {
        "id": n,
        "author_id": n % sizes.members + 1,
        "circle_id": 1 if n % 4 else n % 40 + 2,
        "title": " ".join(_words(chance, 9)).capitalize() + "?",
        "body": "",
        "body_html": body.html,
        "html_version": body.version,
        "purpose": "audit committee",
        "posted_at": posted,
        "needed_by": due,
        "answers_wanted": 12,
        "answer_count": answers,
        "in_time_count": answers,
        "touched_at": posted,
    }


def _answers(
    counts: list[int], chance: random.Random, bodies: list[text.Rendered], now: datetime, sizes: Sizes
) -> None:
    answers: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for question, count in enumerate(counts, start=1):
        posted = now - timedelta(minutes=(sizes.questions - question) * 26 - 60)
        for place in range(count):
            number, author = len(answers) + 1, (question * 7 + place * 13 + 601) % sizes.members + 1
            body = bodies[chance.randrange(len(bodies))]
            answers.append(_answer(number, question, author, body, posted))
            if place % 3 == 0:
                comments.append(_comment(question, number, author % sizes.members + 1, posted))
                marks.append(
                    {
                        "answer_id": number,
                        "giver_id": author % sizes.members + 1,
                        "kind": "same",
                        "ordinal": 1,
                        "given_at": posted,
                        "note": "So do we.",
                    }
                )
    for table, rows in ((Answer, answers), (Comment, comments), (Mark, marks)):
        _insert(table, rows)


def _answer(number: int, question: int, author: int, body: text.Rendered, posted: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "question_id": question,
        "author_id": author,
        "body": "",
        "body_html": body.html,
        "html_version": body.version,
        "basis": "did",
        "posted_at": posted,
        "helpful_count": number % 6,
        "same_count": 1,
    }


def _comment(question: int, answer: int, author: int, posted: datetime) -> dict[str, Any]:
    return {
        "question_id": question,
        "answer_id": answer,
        "author_id": author,
        "body": "Who asks the three questions?",
        "body_html": '<p dir="auto">Who asks the three questions?</p>',
        "html_version": 1,
        "posted_at": posted,
    }


RARE = tuple(a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES)
"""Made-up words, so that the vocabulary is as wide as that of real text."""
WEIGHTS = list(accumulate(1 / (place + 20) for place in range(len(WORDS) + len(RARE))))


def _words(chance: random.Random, number: int) -> list[str]:
    """Words as often as in real text: the n-th commonest about 1/n as often (Zipf)."""
    return chance.choices((*WORDS, *RARE), cum_weights=WEIGHTS, k=number)


def _body(chance: random.Random) -> str:
    def sentence() -> str:
        return " ".join(_words(chance, chance.randint(8, 16))).capitalize() + "."

    return "\n\n".join(" ".join(sentence() for _ in range(3)) for _ in range(2)) + "\n\n- one\n- **two**\n"
