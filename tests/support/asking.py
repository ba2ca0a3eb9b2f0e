"""Asking in tests: the looks of the worker, without the index and without a mail."""

from __future__ import annotations

from datetime import datetime, timedelta

import time_machine
from sqlalchemy import select

from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.questions.models import Question
from qa.routing import waves
from qa.routing.models import Ask, Why


def looks(now: datetime, hours: float = 0) -> list[str]:
    """Do the looks that are due *hours* after *now*; the handles of all who were asked so far, in their order."""
    with transaction.unit():
        db.session.query(outbox.OutboxRow).filter(outbox.OutboxRow.kind.startswith("search.")).delete(
            synchronize_session=False
        )
    with time_machine.travel(now + timedelta(hours=hours), tick=False):
        while due := _due_looks():
            waves.look(due)
            with transaction.unit():
                done = outbox.OutboxRow.id.in_([job.id for job in due])
                db.session.query(outbox.OutboxRow).filter(done).delete(synchronize_session=False)
    return asked()


def _due_looks() -> list[outbox.Job]:
    row = outbox.OutboxRow
    query = select(row).where(row.kind == waves.KIND, row.due_at <= clock.now()).order_by(row.due_at, row.id)
    found = db.session.scalars(query).all()
    return [outbox.Job(one.id, one.kind, dict(one.payload), one.attempts, one.created_at) for one in found]


def nobody_is_asked() -> None:
    """Let what was posted ask nobody, for tests of other mails and of other work."""
    with transaction.unit():
        asks = outbox.OutboxRow.kind.startswith("routing.")
        db.session.query(outbox.OutboxRow).filter(asks).delete(synchronize_session=False)


def asked(question: Question | None = None) -> list[str]:
    """The handles of those asked, the first first."""
    query = select(Member.handle).join(Ask, Ask.member_id == Member.id).order_by(Ask.id)
    if question is not None:
        query = query.where(Ask.question_id == question.id)
    return list(db.session.scalars(query))


def mailed(kind: str) -> list[int]:
    """The ids of the asks of which mail rows of *kind* wait."""
    rows = db.session.scalars(
        select(outbox.OutboxRow).where(outbox.OutboxRow.kind == kind).order_by(outbox.OutboxRow.id)
    )
    return [row.payload["ask_id"] for row in rows]


def put(member: Member, question: Question, now: datetime, why: Why = Why.CIRCLE, wave: int = 1) -> Ask:
    """*member* is asked, whatever the pace says."""
    made = Ask(question_id=question.id, member_id=member.id, wave=wave, asked_at=now, why=why)
    waves.put(made)
    return made
