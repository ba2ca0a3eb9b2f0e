"""Processes killed while answers come in: nothing acknowledged is lost, nothing is doubled (RELIABILITY N1)."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from itertools import product
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select, update

from qa.answers.models import Answer
from qa.core import clock
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.notifications.models import Notice
from qa.questions.models import Question
from qa.search import upkeep
from qa.search.errors import IndexDamaged
from tests.faults.site import ANSWER, EMPTY_QUESTIONS, FIRST_EMPTY, Person
from tests.support.breadth import either
from tests.support.live import PATIENCE, Live, eventually

ROUNDS = ("web", "worker", "all", *either((), ("web", "all", "worker", "all")))
WRITERS = 2
INDEXED_WITHIN = 10.0
WORKED_OFF_WITHIN = 120.0

Pair = tuple[int, int]


class Served:
    """The site through its deaths: what answers is on another port after each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.live = Live(folder, workers=2)

    def kill(self, which: str, chance: random.Random) -> None:
        """SIGKILL to a web process, to the worker, or to all of them; the supervisor replaces the former two."""
        supervisor = psutil.Process(self.live.process.pid)
        family = supervisor.children(recursive=True)
        if which == "all":
            for process in (supervisor, *family):
                process.kill()
            psutil.wait_procs(family, PATIENCE)
            self.live.stop()
            self.live = Live(self.folder, workers=2)
            return
        found = [one for one in family if which in one.cmdline()]
        master = [one for one in found if one.ppid() == supervisor.pid] if which == "web" else []
        victims = [one for one in found if one not in master]
        if victims:
            chance.choice(victims).kill()


class Writers:
    """Peers who post answers one after the other, whatever happens to the site."""

    def __init__(self, served: Served, people: list[Person]) -> None:
        self.served = served
        pairs = [
            (person, number)
            for number, person in product(range(FIRST_EMPTY, FIRST_EMPTY + EMPTY_QUESTIONS), people)
        ]
        self.shares = [pairs[n::WRITERS] for n in range(WRITERS)]
        self.acknowledged: list[Pair] = []
        self.unknown: list[Pair] = []
        self.refused: list[int] = []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(share,)) for share in self.shares]

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def _write(self, share: list[tuple[Person, int]]) -> None:
        for person, question_id in share:
            if self.stopped.is_set():
                return
            self._post(person, question_id)

    def _post(self, person: Person, question_id: int) -> None:
        pair = (person.id, question_id)
        try:
            body = f"Answer of {person.handle} to {question_id}."
            status, _, _ = person.post(
                self.served.live.port, f"/q/{question_id}/answers", **ANSWER, body=body
            )
        except (OSError, HTTPException):
            self.unknown.append(pair)  # the answer may be in or not; it may not be half in
            self.stopped.wait(0.02)
        else:
            if status == 302:
                self.acknowledged.append(pair)
            else:
                self.refused.append(status)


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    made = Served(folder)
    yield made
    made.live.stop()


def test_killed_at_any_moment_nothing_acknowledged_is_lost(served: Served, people: list[Person]) -> None:
    chance = random.Random(9)
    with Writers(served, people) as writers:
        for which in ROUNDS:
            seen = len(writers.acknowledged)
            wanted = chance.randint(4, 15)
            assert eventually(lambda: len(writers.acknowledged) >= seen + wanted), which  # noqa: B023
            served.kill(which, chance)
        seen = len(writers.acknowledged)
        assert eventually(lambda: len(writers.acknowledged) > seen), "it serves after the last kill"
    assert writers.refused == []
    assert writers.unknown, "no request was in flight at any kill: this would show nothing"
    unharmed(served.live)
    agree(served.live, writers)
    indexed(served.live)
    the_comparison_sees_a_loss(served.live, writers)


def unharmed(live: Live) -> None:
    with closing(sqlite3.connect(live.folder / "quorum.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def agree(live: Live, writers: Writers) -> None:
    """What was acknowledged is there once; every count and notice is as the answers say."""
    with live.reading():
        query = select(Answer.author_id, Answer.question_id).where(Answer.question_id >= FIRST_EMPTY)
        stored = [(row.author_id, row.question_id) for row in db.session.execute(query)]
        assert len(stored) == len(set(stored))
        assert set(writers.acknowledged) <= set(stored)
        assert set(stored) <= {*writers.acknowledged, *writers.unknown}
        counts = select(Answer.question_id, func.count()).group_by(Answer.question_id)
        answers = {row[0]: row[1] for row in db.session.execute(counts)}
        for question in db.session.scalars(select(Question)):
            assert question.answer_count == question.in_time_count == answers.get(question.id, 0)
        told = db.session.execute(
            select(Notice.question_id, Notice.answer_id)
            .join(Question, Question.id == Notice.question_id)
            .where(Notice.kind == "answered", Notice.member_id == Question.author_id)
        )
        assert len(told.all()) == sum(answers.values())


def indexed(live: Live) -> None:
    """The index holds the database's threads, each as it stands now; and in the end nothing waits."""

    def equal() -> bool:
        with live.reading():
            try:
                return not upkeep.compare(upkeep.index().snapshot()) and not waiting("search.thread")
            except IndexDamaged:
                return False

    def idle() -> bool:
        with live.reading():
            return not waiting("")

    assert eventually(equal, INDEXED_WITHIN)
    assert eventually(idle, WORKED_OFF_WITHIN)


def waiting(kind: str) -> int:
    """How many rows are due, of those whose kind begins with *kind*."""
    due = (OutboxRow.due_at <= clock.now(), OutboxRow.kind.startswith(kind))
    return db.session.query(OutboxRow).filter(*due).count()


def the_comparison_sees_a_loss(live: Live, writers: Writers) -> None:
    """The control: an answer that is given away behind the site's back is missed at once."""
    author, question = writers.acknowledged[1]
    with live.writing():
        lost = (Answer.author_id == author, Answer.question_id == question)
        db.session.execute(update(Answer).where(*lost).values(author_id=1))
    with pytest.raises(AssertionError):
        agree(live, writers)
