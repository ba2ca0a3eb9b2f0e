"""Two workers at once, and two questions that want the same member."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from qa.core import outbox, transaction
from qa.core.db import db
from qa.questions.models import Question
from qa.routing import waves
from qa.routing.models import Ask, Route
from tests.support.asking import mailed
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import ask


def jobs() -> list[outbox.Job]:
    query = select(outbox.OutboxRow).where(outbox.OutboxRow.kind == waves.KIND).order_by(outbox.OutboxRow.id)
    found = [
        outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at)
        for row in db.session.scalars(query)
    ]
    db.session.rollback()
    return found


def at_once(app: Flask, work: list[outbox.Job], workers: int) -> None:
    barrier = threading.Barrier(workers)

    def run(number: int) -> None:
        with app.app_context():
            barrier.wait(30)
            try:
                waves.look([work[number % len(work)]])
            finally:
                db.session.remove()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, range(workers)))


def test_a_row_done_by_four_workers_at_once_asks_once(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        crowd(cast.inner, 20)
        number = ask(cast.ana, cast.inner).id
    at_once(app, jobs(), 4)
    found = db.session.query(Ask).filter_by(question_id=number).all()
    assert found
    assert len({one.member_id for one in found}) == len(found) == len(mailed(waves.ASKED))
    assert db.session.get_one(Route, number).waves == 1
    assert len(jobs()) == 2  # the row at hand, which the outbox removes, and one for the next look
    waves.look(jobs()[:1])
    assert len(mailed(waves.ASKED)) == len(found)


def test_four_questions_at_once_keep_to_the_budget_of_two(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        for n in range(4):
            ask(cast.ana, cast.inner, title=f"Who signs the exit plan, number {n}?")
    at_once(app, jobs(), 4)
    counts: dict[int, int] = {}
    for one in db.session.query(Ask):
        counts[one.member_id] = counts.get(one.member_id, 0) + 1
    assert set(counts.values()) == {2}
    assert db.session.query(Question).count() == 4
