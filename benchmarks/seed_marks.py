"""One member with many marks, for the benchmark of the page of recognition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from qa.answers.models import Answer
from qa.core import text
from qa.core.db import db
from qa.questions.models import Question

FULL_AT = 7
"""Every twentieth question from this one on is read by the benchmark of its page, and left as it is."""
MARKED = 1
"""The member who has many marks: one who is signed in, so that their own view is measured too."""
MARKS_EACH = 5
"""Marks on each answer of MARKED's: of one giver each kind twice is none that there is, so five givers."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Answers of MARKED, and the marks on them."""

    answers: list[dict[str, Any]]
    marks: list[dict[str, Any]]


def rows(body: text.Rendered, now: datetime, members: int, marks: int) -> Rows:
    """Each answer used by its asker, with thanks for every tenth, and liked by others, until there are *marks*."""
    taken = set(db.session.scalars(select(Answer.question_id).where(Answer.author_id == MARKED)))
    last = db.session.scalar(select(func.max(Answer.id))) or 0
    found = Rows([], [])
    asked = select(Question.id, Question.author_id).where(
        Question.circle_id == 1, Question.author_id != MARKED
    )
    for question, asker in db.session.execute(asked.order_by(Question.id.desc())):
        if len(found.marks) >= marks:
            break
        if question in taken or question % 20 == FULL_AT:
            continue
        number, posted = last + len(found.answers) + 1, now - timedelta(hours=len(found.answers) + 2)
        found.answers.append(_answer(number, question, body, posted))
        found.marks.extend(_marks(number, asker, members, posted)[: marks - len(found.marks)])
    return found


def _answer(number: int, question: int, body: text.Rendered, posted: datetime) -> dict[str, Any]:
    return {
        "id": number, "question_id": question, "author_id": MARKED, "body": "", "body_html": body.html,
        "html_version": body.version, "basis": "did", "posted_at": posted, "helpful_count": 2, "same_count": 2,
        "used_count": 1,
    }  # fmt: skip


def _marks(number: int, asker: int, members: int, posted: datetime) -> list[dict[str, Any]]:
    made = []
    for place in range(MARKS_EACH):
        giver = asker if place == 0 else (asker + place * 311) % members + 1
        note = f"It saved the week, {number}." if place == 0 and number % 10 == 0 else ""
        kind = "used" if place == 0 else ("helpful", "same")[place % 2]
        made.append(
            {
                "answer_id": number, "giver_id": giver if giver != MARKED else MARKED + 1, "kind": kind, "ordinal": 1,
                "given_at": posted + timedelta(hours=1), "note": note,
            }
        )  # fmt: skip
    return made
