"""Short ways to post what a test is not about."""

from __future__ import annotations

from datetime import datetime, timedelta

from qa.answers import rules as answer_rules
from qa.answers.models import Answer, Basis
from qa.answers.rules import Reply
from qa.core import clock, transaction
from qa.members.models import Circle, Exposure, Member
from qa.questions import rules
from qa.questions.models import Question

TITLE = "How many critical vendors do you re-audit on site each year?"
BODY = "We have 41 vendors rated critical. Last year we visited **six**."


def ask(
    by: Member,
    circle: Circle,
    *,
    title: str = TITLE,
    body: str = BODY,
    now: datetime | None = None,
    days: float | None = 7,
    wanted: int = 3,
    exposure: Exposure = Exposure.NAMED,
    tags: tuple[str, ...] = ("vendor audits",),
    purpose: str = "audit committee",
) -> Question:
    """A question posted at *now*, needed *days* later (None: no deadline)."""
    now = now or clock.now()
    return rules.post(
        by,
        rules.Words(title, body, purpose, tags),
        now,
        circle_id=circle.id,
        needed_by=None if days is None else now + timedelta(days=days),
        answers_wanted=wanted,
        exposure=exposure,
    )


def answer(
    by: Member,
    question: Question,
    *,
    body: str = "Nine of 38, and the committee was happier.",
    now: datetime | None = None,
    basis: Basis = Basis.DID,
    exposure: Exposure = Exposure.NAMED,
    interest: str = "",
) -> Answer:
    """An answer to *question*."""
    reply = Reply(body, basis, exposure=exposure, interest=interest)
    return answer_rules.give(by, question, reply, now or clock.now())


def saved_question(*args: object, **kwargs: object) -> int:
    """As ``ask``, committed, for tests that go through the browser; returns the question's id."""
    with transaction.unit():
        question = ask(*args, **kwargs)  # type: ignore[arg-type]
    return question.id


def saved_answer(*args: object, **kwargs: object) -> int:
    """As ``answer``, committed; returns the answer's id."""
    with transaction.unit():
        given = answer(*args, **kwargs)  # type: ignore[arg-type]
    return given.id
