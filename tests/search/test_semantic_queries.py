"""Vectors in the database and in memory: computed, renewed, taken away, mended. On both engines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select, text, update

from qa.answers import rules as answer_rules
from qa.core import clock, jobs, outbox, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.questions import rules
from qa.questions.models import Question
from qa.search import documents
from qa.search.postgres import PostgresIndex
from qa.search.postgres_segments import connect, disconnect
from qa.search.postgres_tables import SCHEMA
from qa.search.semantic import available, queries, upkeep, weights
from qa.search.semantic.models import ThreadVector
from qa.search.semantic.vectors import Vectors
from tests.search.meaning import switched, the_model
from tests.search.people import NOW, found, work
from tests.search.test_semantic import MEANT, PRINTERS, RANSOM
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def on(app: Flask) -> Iterator[None]:
    the_model()
    with time_machine.travel(NOW, tick=False), switched(app, "on"):
        yield


def row_of(question: Question) -> ThreadVector:
    db.session.expire_all()
    return db.session.get_one(ThreadVector, question.id)


def nearest(words: str, circles: set[int], vectors: Vectors | None = None) -> list[int]:
    found = (vectors or Vectors()).near(available.model().encode([words])[0], circles)
    assert found is not None
    return found[0][np.argsort(-found[1])].tolist()


def test_a_posted_question_gets_its_vector_from_the_worker(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    row = row_of(question)
    (document,) = documents.of([question.id])
    stored = queries.numbers(row.numbers)
    (wanted,) = available.model().encode([upkeep.text_of(document)])
    assert stored is not None
    assert np.abs(stored - wanted).max() < 1e-3
    assert (row.model, row.version) == (weights.NAME, question.touched_at)
    assert queries.wanting(0, 10) == []


def test_an_edit_renews_it_and_an_answer_only_notes_the_change(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    first = row_of(question).numbers
    with time_machine.travel(NOW.replace(hour=10), tick=False):
        answer(cast.ben, question)
        db.session.commit()
        assert upkeep.renew([question.id]) == 0
        row = row_of(question)
        assert (row.numbers, row.version) == (first, question.touched_at)
        rules.edit(
            cast.ana, question, rules.Words("Who leases printers?", "Anybody?"), NOW.replace(hour=11), base=1
        )
        work()
    assert row_of(question).numbers != first


def test_a_question_taken_back_leaves_database_and_memory(cast: Cast) -> None:
    kept, gone = ask(cast.ana, cast.inner), ask(cast.ana, cast.inner, title="Who leases printers?")
    work()
    vectors = Vectors()
    assert set(nearest("printers", {cast.inner.id}, vectors)) == {kept.id, gone.id}
    rules.withdraw(cast.ana, gone, NOW)
    work()
    assert row_of(gone).numbers is None
    vectors._looked_at = float("-inf")
    assert set(nearest("printers", {cast.inner.id}, vectors)) - {0} == {kept.id}
    shelf = vectors._shelves[cast.inner.id]
    assert not shelf.rows[shelf.ids == 0].any()


@pytest.mark.parametrize(
    "harm",
    [
        {"numbers": b"short"},
        {"numbers": b"\xff" * queries.BYTES},
        {"numbers": b"\0" * queries.BYTES},
        {"numbers": None},
        {"model": "another"},
        {"version": NOW.replace(year=2020)},
    ],
)
def test_a_damaged_or_old_vector_is_not_used_and_computed_again(cast: Cast, harm: dict[str, object]) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    sound = row_of(question).numbers
    db.session.execute(update(ThreadVector).values(**harm))
    db.session.commit()
    if "version" not in harm:
        assert nearest("vendors", {cast.inner.id}) == []
    upkeep.catch_up()
    work()
    assert row_of(question).numbers == sound
    assert nearest("vendors", {cast.inner.id}) == [question.id]


def test_catching_up_goes_through_all_in_pieces_and_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    asked = [ask(cast.ana, cast.inner, title=f"Question number {number}?") for number in range(5)]
    db.session.execute(delete(OutboxRow))
    db.session.commit()
    upkeep.catch_up()
    upkeep.catch_up()  # one that waits is enough
    assert list(db.session.scalars(select(OutboxRow.kind))) == ["search.vectors"]
    assert outbox.drain(1, slow=True) == 1
    assert len(queries.wanting(0, 10)) == 3
    work()
    assert queries.wanting(0, 10) == []
    assert set(nearest("number", {cast.inner.id})) == {one.id for one in asked}
    assert list(db.session.scalars(select(OutboxRow.kind))) == []


def test_vectors_are_slow_work_and_a_chore_begins_them(cast: Cast) -> None:
    ask(cast.ana, cast.inner)
    db.session.commit()
    nobody_is_asked()
    outbox.drain(slow=False)
    waiting = select(OutboxRow.kind).where(OutboxRow.due_at <= clock.now()).order_by(OutboxRow.kind)
    assert list(db.session.scalars(waiting)) == ["search.saved", "search.vector"]
    assert upkeep.catch_up in jobs._chores


@pytest.fixture
def own_index(app: Flask, engine: str) -> Iterator[None]:
    """Let the database that keeps the rows keep the index too, where it can."""
    before = app.extensions["search"]
    if engine == "postgres":
        app.extensions["search"] = PostgresIndex()
    yield
    if engine == "postgres":
        db.session.remove()
        with connect() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        disconnect()
    app.extensions["search"] = before


@pytest.mark.usefixtures("own_index")
def test_meaning_joins_what_either_engine_finds_by_words(cast: Cast, app: Flask) -> None:
    meant = ask(cast.ana, cast.inner, **RANSOM)
    worded = ask(cast.ana, cast.inner, title="Who gives money to charities?", tags=())
    ask(cast.ana, cast.inner, **PRINTERS)
    work()
    assert {meant.id} <= found(cast.cleo, MEANT) <= {meant.id, worded.id}
    with switched(app, "off"):
        assert found(cast.cleo, MEANT) <= {worded.id}
        assert found(cast.cleo, "charities") == {worded.id}
    assert found(cast.dan, MEANT) == set()


def test_only_circles_asked_for_are_multiplied(cast: Cast) -> None:
    inside, outside = ask(cast.ana, cast.inner), ask(cast.ana, cast.everyone)
    work()
    assert nearest("vendors", {cast.everyone.id}) == [outside.id]
    assert set(nearest("vendors", {cast.everyone.id, cast.inner.id})) == {inside.id, outside.id}
    assert nearest("vendors", set()) == []


def test_a_process_reads_what_is_new_and_nothing_else(cast: Cast) -> None:
    for number in range(3):
        ask(cast.ana, cast.inner, title=f"Question number {number}?")
    work()
    vectors = Vectors()
    nearest("number", {cast.inner.id}, vectors)
    vectors._looked_at = float("-inf")
    query, circle = available.model().encode(["number"])[0], cast.inner.id
    with (statements := Queries()):
        vectors.near(query, {circle})
    assert len(statements) == 1  # nothing newer
    ask(cast.ana, cast.inner, title="A new one?")
    work()
    vectors._looked_at = float("-inf")
    assert len(nearest("number", {cast.inner.id}, vectors)) == 4


def test_until_all_vectors_are_read_there_are_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        ask(cast.ana, cast.inner, title=f"Question number {number}?")
    work()
    monkeypatch.setattr("qa.search.semantic.vectors.READ_AT_ONCE", 1)
    monkeypatch.setattr("qa.search.semantic.vectors.READ_SECONDS", -1.0)
    vectors = Vectors()
    query = available.model().encode(["number"])[0]
    assert vectors.near(query, {cast.inner.id}) is None
    monkeypatch.setattr("qa.search.semantic.vectors.READ_SECONDS", 10.0)
    found = vectors.near(query, {cast.inner.id})
    assert found is not None
    assert len(found[0]) == 3


def test_a_database_that_was_restored_is_read_anew(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    ask(cast.ana, cast.inner, title="Who leases the printers?")
    work()
    vectors = Vectors()
    assert len(nearest("vendors", {cast.inner.id}, vectors)) == 2
    with transaction.unit():
        db.session.execute(delete(ThreadVector).where(ThreadVector.question_id != question.id))
    vectors._looked_at = float("-inf")
    assert nearest("vendors", {cast.inner.id}, vectors) == [question.id]


def test_switched_off_nothing_is_written(app: Flask, cast: Cast) -> None:
    with switched(app, "off"):
        question = ask(cast.ana, cast.inner)
        answer_rules.withdraw(cast.ben, answer(cast.ben, question), NOW)
        db.session.commit()
        upkeep.catch_up()
        assert not [kind for kind in db.session.scalars(select(OutboxRow.kind)) if "vector" in kind]
        work()
        assert db.session.get(ThreadVector, question.id) is None
    upkeep.catch_up()
    work()
    assert row_of(question).numbers is not None


def test_rows_that_wait_when_it_is_switched_off_are_done_without_harm(app: Flask, cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    upkeep.catch_up()
    with switched(app, "off"):
        work()
        assert list(db.session.scalars(select(OutboxRow.kind).where(OutboxRow.due_at <= clock.now()))) == []
        assert db.session.get(ThreadVector, question.id) is None
