"""Trying again what failed, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.core.db import db
from qa.core.outbox import MAX_ATTEMPTS, OutboxRow
from qa.operation import rules

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ids(app: object) -> dict[str, int]:
    rows = {
        "waits": OutboxRow(kind="k", payload={}, created_at=NOW, due_at=LATER),
        "failed": OutboxRow(kind="k", payload={}, created_at=NOW, due_at=LATER, attempts=3),
        "held": OutboxRow(kind="k", payload={}, created_at=NOW, due_at=NOW, attempts=3, taken_at=NOW),
        "dead": OutboxRow(kind="k", payload={}, created_at=NOW, due_at=LATER, attempts=MAX_ATTEMPTS, dead_at=NOW),
    }  # fmt: skip
    db.session.add_all(rows.values())
    db.session.flush()
    return {name: row.id for name, row in rows.items()}


def state(number: int) -> tuple[datetime, int, bool]:
    row = db.session.get_one(OutboxRow, number)
    return row.due_at, row.attempts, row.dead_at is not None


def test_all_that_failed_is_due_and_what_waits_or_is_held_is_left_alone(ids: dict[str, int]) -> None:
    assert rules.retry(None, NOW) == [ids["failed"], ids["dead"]]
    assert state(ids["failed"]) == (NOW, 3, False)
    assert state(ids["dead"]) == (NOW, 0, False)
    assert state(ids["waits"]) == (LATER, 0, False)
    assert rules.retry(None, NOW) == [ids["failed"]]


def test_one_is_tried_and_the_others_are_not(ids: dict[str, int]) -> None:
    assert rules.retry([ids["dead"], ids["waits"], ids["held"], 10**9], NOW) == [ids["dead"]]
    assert state(ids["failed"]) == (LATER, 3, False)
    assert rules.retry([], NOW) == []
