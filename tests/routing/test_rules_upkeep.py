"""Questions that were open before asks were known here get their waves, each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import flask_migrate
import pytest
import time_machine

from qa.config import resource
from qa.core import outbox, transaction
from qa.core.db import db
from qa.members.models import MemberState
from qa.questions import rules
from qa.questions.models import Question
from qa.routing import upkeep, waves
from qa.routing.models import Ask, Route
from tests.conftest import Stage
from tests.support.asking import asked, looks
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def before(cast: Cast) -> dict[str, int]:
    """Questions of each kind, by name, in a database that knows no asks."""
    found, past = {}, NOW - timedelta(days=3)
    with transaction.unit():
        for name in ("open", "undated", "closed", "filled", "withdrawn", "imported", "over", "gone"):
            one = ask(
                cast.ben if name == "gone" else cast.ana,
                cast.inner,
                title=f"How many vendors do you visit, {name}?",
                now=past,
                days=None if name == "undated" else 2 if name == "over" else 9,
                wanted=1,
            )
            found[name] = one.id
        for name, act in (("closed", rules.close), ("withdrawn", rules.withdraw)):
            act(cast.ana, db.session.get_one(Question, found[name]), past)
        answer(cast.cleo, db.session.get_one(Question, found["filled"]), now=past)
        db.session.get_one(Question, found["imported"]).source_key = "site/1"
        cast.ben.state = MemberState.SUSPENDED
        db.session.query(Route).delete()
        db.session.query(outbox.OutboxRow).delete()
    return found


def planned() -> list[int]:
    rows = db.session.query(outbox.OutboxRow).filter_by(kind=waves.KIND).order_by(outbox.OutboxRow.id)
    return [row.payload["question_id"] for row in rows]


def test_only_what_is_open_is_planned_and_once(cast: Cast) -> None:
    found = before(cast)
    for _time in range(2):
        upkeep.plan_missing()
        assert planned() == [found["open"], found["undated"]]
    assert looks(NOW) != []
    assert set(asked(db.session.get_one(Question, found["open"]))) == {"cleo", "mo"}
    upkeep.plan_missing()
    with time_machine.travel(NOW + timedelta(days=30)):
        upkeep.plan_missing()  # what has ended by then is not taken up again
    assert planned().count(found["undated"]) <= 1
    assert (
        len({(one.question_id, one.member_id) for one in db.session.query(Ask)})
        == db.session.query(Ask).count()
    )


def test_a_database_from_before_asks_is_brought_up_and_its_open_questions_are_asked(
    stage: Stage, cast: Cast
) -> None:
    found = before(cast)
    stage.altered = True
    db.session.remove()
    flask_migrate.downgrade(str(resource("migrations")), "0007")
    flask_migrate.upgrade(str(resource("migrations")))
    assert db.session.query(Question).count() == len(found)
    assert planned() == []
    upkeep.plan_missing()
    assert planned() == [found["open"], found["undated"]]
    looks(NOW)
    assert set(asked(db.session.get_one(Question, found["open"]))) == {"cleo", "mo"}
