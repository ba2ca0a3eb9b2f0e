"""What is told of jobs, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.core.db import db
from qa.core.outbox import MAX_ATTEMPTS, OutboxRow
from qa.operation import queries as asked
from tests.support.recorder import Queries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def job(kind: str, *, attempts: int = 0, dead: bool = False, due: timedelta = timedelta(0)) -> int:
    row = OutboxRow(
        kind=kind, payload={"to": "ana@peers.example"}, created_at=NOW, due_at=NOW + due, attempts=attempts,
        dead_at=NOW if dead else None, last_error="OSError('away')" if attempts else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def test_what_was_given_up_comes_first_then_what_failed_then_what_waits() -> None:
    waits = [job("a", due=timedelta(hours=2)), job("b")]
    failed = [job("c", attempts=3, due=timedelta(hours=3)), job("d", attempts=1)]
    dead = job("e", attempts=MAX_ATTEMPTS, dead=True, due=timedelta(days=1))
    assert [row.id for row in asked.jobs()] == [dead, *failed[::-1], *waits[::-1]]
    assert [row.id for row in asked.jobs(2)] == [dead, failed[1]]
    count = asked.counts()
    assert (count.total, count.failing, count.given_up) == (5, 2, 1)


def test_an_empty_outbox_is_empty() -> None:
    assert asked.jobs() == []
    count = asked.counts()
    assert (count.total, count.failing, count.given_up) == (0, 0, 0)


def test_what_a_job_carries_is_not_read(queries: Queries) -> None:
    job("mail", attempts=1)
    with queries:
        [row] = asked.jobs()
    assert len(queries) == 1
    assert "payload" not in "".join(queries.statements)
    assert "peers.example" not in repr(row)
