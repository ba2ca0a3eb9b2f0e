"""A worker killed after each statement of each kind of work: it is done again, and has one effect (RELIABILITY N5)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import count
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select

from qa.core import clock, lanes, mail, outbox, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.members.mailing.models import MailKind, Often
from qa.notifications import planning
from qa.notifications.replies import receiving
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import ReceivedMail
from qa.routing import waves
from qa.search import grammar, saving, upkeep
from qa.search.semantic.models import ThreadVector
from qa.trust import rounds
from tests.conftest import Stage
from tests.faults.test_clock import tables
from tests.search.meaning import switched, the_model
from tests.security.mail_rows import ROWS, Step
from tests.security.mail_rows_more import ROWS as MORE
from tests.security.test_mails import TWICE
from tests.support.breadth import in_turn
from tests.support.cast import Cast
from tests.support.mailing import wants
from tests.support.replying import letter
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_numbers = count()
KILLS = 4
"""Of a kind's statements, so many are tried in a run that is not whole."""
NOT_COMPARED = {"sqlite_sequence", "thread_vector"}
"""Ids that were given to nobody; and vectors, whose serials grow when they are made again: they are compared without."""


def asks(cast: Cast) -> None:
    ask(cast.ana, cast.inner)


def saves_and_asks(cast: Cast) -> None:
    saving.save(cast.cleo, grammar.parse("vendors"), {}, [], clock.now())
    ask(cast.ana, cast.inner)


def answers_who_wants_mails(cast: Cast) -> None:
    wants(cast.ana, Often.AT_ONCE)
    answer(cast.ben, ask(cast.ana, cast.inner))


def asks_who_wants_mails(cast: Cast) -> None:
    wants(cast.cleo, Often.AT_ONCE, MailKind.POSTED)
    ask(cast.ana, cast.inner)


def replies(cast: Cast) -> None:
    """Ben's answer by mail is taken in."""
    question, now = ask(cast.ana, cast.inner), clock.now()
    until = {"until": now + timedelta(days=30), "received_at": now}
    raw = letter(cast.ben, "Nine of 38, each twice a year.")
    about = {"member_id": cast.ben.id, "question_id": question.id, "part": 0}
    row = ReceivedMail(key="0", what=What.ANSWER, sender=cast.ben.email, raw=raw, **about, **until)
    db.session.add(row)
    db.session.flush()
    outbox.put(receiving.KIND, {"received_id": row.id})


def puts(kind: str, **payload: Any) -> Step:
    def step(cast: Cast) -> None:
        ask(cast.ana, cast.inner)
        outbox.put(kind, payload)

    return step


SITUATIONS: dict[str, Step] = {
    **{row.kind: row.put for row in reversed((*ROWS, *MORE))},
    "mail": lambda _cast: mail.queue("ana@peers.example", "Read it", "now"),
    waves.KIND: asks,
    planning.NEWS: answers_who_wants_mails,
    planning.POSTED: asks_who_wants_mails,
    receiving.KIND: replies,
    "trust.look": lambda _cast: rounds.plan(0),
    "search.thread": asks,
    "search.saved": saves_and_asks,
    "search.rebuild": puts("search.rebuild"),
    "search.vector": puts("search.vector", question_id=1),
    "search.vectors": puts("search.vectors", after=0),
}
"""By kind of work, what leaves a row of it. A new kind of mail has its own in tests/security; any other needs one here."""


@pytest.mark.usefixtures("app")
def test_every_kind_of_work_is_tried() -> None:
    assert {kind for kind in outbox._handlers if not kind.startswith("test.")} == set(SITUATIONS)


@dataclass(frozen=True)
class Effect:
    """What was there after the work: every table, the mails by name, and whether the index is as the database."""

    tables: dict[str, str]
    mails: tuple[tuple[str, str, str], ...]
    vectors: str
    indexed: bool


class Work:
    """One kind's row, laid anew as often as it is asked for."""

    def __init__(self, stage: Stage, kind: str) -> None:
        self.stage, self.kind = stage, kind
        with transaction.unit():
            SITUATIONS[kind](Cast())
        with transaction.unit():
            first = select(func.min(OutboxRow.id)).where(OutboxRow.kind == kind).scalar_subquery()
            # Of mails by the day one: it is each receiver's own day that they are compared by.
            others = OutboxRow.id != first if kind in TWICE else OutboxRow.kind != kind
            db.session.query(OutboxRow).filter(others).delete(synchronize_session=False)
        assert db.session.query(OutboxRow).count() > 0
        self.at = max(NOW, db.session.query(OutboxRow.due_at).order_by(OutboxRow.due_at).first()[0])
        if kind != "search.thread":
            upkeep.rebuild()
        self.kept = f"work-{kind}-{next(_numbers)}"
        db.session.remove()
        stage.keep(self.kept)

    def lay(self) -> None:
        db.session.remove()  # the files below it are about to be exchanged
        self.stage.lay(self.kept)
        for lane in (lanes.of(self.stage.app).quick, lanes.of(self.stage.app).slow):
            lane.storage.close()  # as a child must not have it

    def done(self) -> Effect:
        """What a worker leaves that comes now and is not killed."""
        outbox.release()
        drained()
        found = {name: rows for name, rows in tables(self.stage.folder).items() if name not in NOT_COMPARED}
        read = [message_from_bytes(path.read_bytes()) for path in mail.filed()]
        mails = tuple(sorted((one["Message-ID"], one["To"], one["Subject"]) for one in read))
        columns = (ThreadVector.question_id, ThreadVector.model, ThreadVector.numbers)
        vectors = repr(db.session.execute(select(*columns).order_by(ThreadVector.question_id)).all())
        return Effect(found, mails, vectors, not upkeep.compare(upkeep.index().snapshot()))

    def statements(self) -> int:
        """How many statements it takes."""
        self.lay()
        seen: list[str] = []
        with each_statement(lambda: seen.append("")):
            outbox.drain()
        return len(seen)

    def killed_after(self, number: int) -> None:
        """A worker does the work and is killed after *number* statements."""
        self.lay()
        left = iter(range(number - 1, -1, -1))
        child = os.fork()
        if child == 0:
            with each_statement(lambda: next(left) or os.kill(os.getpid(), signal.SIGKILL)):
                outbox.drain()  # what this puts in turn is work of another kind, with a test of its own
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, (self.kind, number)


class each_statement:  # noqa: N801 - read as a with-statement
    """Call *act* after each statement of this process's database, BEGIN among them."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = lambda *_: act()

    def __enter__(self) -> None:
        event.listen(db.engine, "after_cursor_execute", self.act)

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "after_cursor_execute", self.act)


def drained() -> None:
    while outbox.drain():
        pass
    db.session.remove()


@pytest.fixture
def at_work(stage: Stage, app: Flask, kind: str) -> Iterator[Work]:
    if "vector" in kind:
        the_model()
    with time_machine.travel(NOW, tick=False) as moved, switched(app, "on" if "vector" in kind else "off"):
        made = Work(stage, kind)
        moved.move_to(made.at)
        yield made


@pytest.mark.parametrize("kind", sorted(set(SITUATIONS) - set(TWICE)))
def test_work_killed_after_any_statement_is_done_again_with_one_effect(at_work: Work, kind: str) -> None:
    total = at_work.statements()
    at_work.lay()
    whole = at_work.done()
    assert whole.mails or kind.startswith("search.") or kind in (waves.KIND, rounds.KIND)
    assert kind != rounds.KIND or whole.tables["privilege_grant"] != "[]"
    assert whole.indexed
    for number in in_turn(range(1, total + 1), sum(map(ord, kind)), KILLS):
        at_work.killed_after(number)
        assert at_work.done() == whole, (kind, number)


@pytest.mark.parametrize("kind", TWICE)
def test_mail_that_is_claimed_before_it_is_sent_is_never_sent_twice_in_a_day(
    at_work: Work, kind: str
) -> None:
    total = at_work.statements()
    at_work.lay()
    assert len(at_work.done().mails) == 1
    for number in in_turn(range(1, total + 1), sum(map(ord, kind)), KILLS):
        at_work.killed_after(number)
        assert len(at_work.done().mails) <= 1, number
        with time_machine.travel(at_work.at + timedelta(days=2), tick=False):
            assert 1 <= len(at_work.done().mails) <= 2, number


def test_the_comparison_sees_work_that_is_done_twice(stage: Stage, app: Flask) -> None:
    """The control: a mail under a second name is seen."""
    with time_machine.travel(NOW, tick=False):
        work = Work(stage, "mail")
        whole = work.done()
        work.lay()
        with transaction.unit():
            mail.queue("ana@peers.example", "Read it", "now")
        assert work.done() != whole
