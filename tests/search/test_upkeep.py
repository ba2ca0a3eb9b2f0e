"""Index and database stay equal: through the outbox, after losses, and while being rebuilt."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import outbox
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.questions import rules
from qa.questions.models import Question
from qa.search import documents, upkeep, writer
from qa.search.errors import IndexDamaged
from tests.search.people import NOW, found, search, work
from tests.support.cast import Cast
from tests.support.things import answer, ask


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def kinds() -> list[str]:
    return list(db.session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id)))


def test_what_changes_a_thread_puts_it_in_the_outbox(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    assert kinds().count("search.thread") == 1
    reply = answer(cast.ben, question)
    assert kinds().count("search.thread") == 2
    from qa.answers import rules as answer_rules

    answer_rules.withdraw(cast.ben, reply, NOW)
    rules.edit(cast.ana, question, rules.Words(question.title, "New words."), NOW, base=1)
    rules.close(cast.ana, question, NOW)
    assert kinds().count("search.thread") == 5


def test_a_rolled_back_change_leaves_nothing_to_do(cast: Cast) -> None:
    ask(cast.ana, cast.inner)
    db.session.rollback()
    assert kinds() == []


def test_many_rows_are_one_commit(cast: Cast) -> None:
    upkeep.rebuild()
    for _ in range(5):
        answer(cast.ben, ask(cast.ana, cast.inner))
    before = upkeep.index().snapshot().number
    work()
    assert upkeep.index().snapshot().number == before + 1
    assert upkeep.index().snapshot().count == 5


def test_a_handler_run_twice_has_one_effect(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    db.session.commit()
    job = outbox.Job(1, "search.thread", {"question_id": question.id}, 0, NOW)
    upkeep.index_threads([job])
    upkeep.index_threads([job, job])
    assert upkeep.index().snapshot().column("id").tolist() == [question.id]
    assert search(cast.cleo, "vendors").total == 1


def test_a_row_for_a_thread_that_is_gone_is_harmless(cast: Cast) -> None:
    upkeep.rebuild()
    upkeep.index_threads([outbox.Job(1, "search.thread", {"question_id": 4711}, 0, NOW)])
    assert upkeep.index().snapshot().count == 0


def test_missing_stale_and_deleted_threads_are_mended(cast: Cast) -> None:
    kept, stale, gone = (ask(cast.ana, cast.inner, title=f"Which vendor is number {n}?") for n in range(3))
    work()
    assert not upkeep.compare(upkeep.index().snapshot())
    missing = ask(cast.ana, cast.inner, title="Which vendor is missing here?")
    rules.edit(
        cast.ana, stale, rules.Words("Which zebra is number two?", "."), NOW + timedelta(hours=1), base=1
    )
    rules.withdraw(cast.ana, gone, NOW)
    db.session.query(OutboxRow).delete()  # as if the rows had been lost
    db.session.commit()
    assert found(cast.cleo, "zebra") == set()
    difference = upkeep.mend()
    assert (difference.missing, difference.stale, difference.gone) == ((missing.id,), (stale.id,), (gone.id,))
    assert found(cast.cleo, "zebra") == {stale.id}
    assert found(cast.cleo, "vendor") == {kept.id, missing.id}
    assert not upkeep.mend()


def test_marks_whose_rows_were_lost_are_mended(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    reply = answer(cast.ben, question)
    work()
    marking.give(cast.cleo, reply, MarkKind.HELPFUL, NOW)
    db.session.query(OutboxRow).delete()
    db.session.commit()
    assert upkeep.index().snapshot().column("marks").tolist() == [0]
    assert upkeep.mend().stale == (question.id,)
    assert upkeep.index().snapshot().column("marks").tolist() == [1]
    assert not upkeep.mend()


def test_a_lost_index_is_built_by_the_worker_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    shutil.rmtree(upkeep.index().root)
    with pytest.raises(IndexDamaged):
        upkeep.index().snapshot()
    upkeep.heal()
    assert found(cast.cleo, "vendors") == {question.id}


@pytest.mark.parametrize("chore", [upkeep.heal, upkeep.reconcile, upkeep.tidy])
def test_every_chore_copes_with_no_index(cast: Cast, chore: object) -> None:
    ask(cast.ana, cast.inner)
    db.session.commit()
    chore()  # type: ignore[operator]
    assert search(cast.cleo, "vendors").total == 1


def test_a_chore_waits_for_another_writer(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    rules.withdraw(cast.ana, question, NOW)
    db.session.commit()
    with writer._locked(upkeep.index().root, "WRITE"):
        upkeep.reconcile()
        upkeep.tidy()
        assert upkeep.index().snapshot().count == 1
    upkeep.reconcile()
    assert upkeep.index().snapshot().count == 0


def test_a_rebuild_takes_in_what_is_posted_meanwhile(cast: Cast) -> None:
    first = ask(cast.ana, cast.inner)
    work()
    later: list[int] = []

    def slowly() -> object:
        for document in documents.every():
            yield document
            if not later:
                later.append(ask(cast.ana, cast.inner, title="Which vendor came meanwhile?").id)
                db.session.commit()

    writer.rebuild(upkeep.index(), slowly(), upkeep.changed_since)  # type: ignore[arg-type]
    assert found(cast.cleo, "vendor") == {first.id, *later}
    assert not upkeep.compare(upkeep.index().snapshot())


def test_rebuilding_on_request(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    db.session.commit()
    generation = upkeep.rebuild() and upkeep.index().snapshot().generation
    outbox.put("search.rebuild", {})
    outbox.put("search.rebuild", {})
    work()
    assert upkeep.index().snapshot().generation != generation
    assert found(cast.cleo, "vendors") == {question.id}


def test_documents_hold_only_what_may_be_found(cast: Cast) -> None:
    from qa.members.models import Exposure

    question = ask(cast.ana, cast.inner, exposure=Exposure.ROLE, tags=("vendor audits", "risk"))
    answer(cast.ben, question, body="Named words")
    answer(cast.cleo, question, body="Hidden words", exposure=Exposure.ANONYMOUS)
    db.session.flush()
    (document,) = documents.of([question.id])
    assert (document.asker, document.answerers) == (None, (cast.ben.id,))
    assert (document.circle, document.tags) == (cast.inner.id, ("vendor audits", "risk"))
    assert "Hidden words" in document.answers
    everything = f"{document.title} {document.question} {document.answers} {document.tags}".lower()
    for person in (cast.ana, cast.ben, cast.cleo):
        for secret in (person.name, person.employer, person.handle):
            assert secret.lower() not in everything.split()
            assert secret.lower() not in everything or len(secret) < 5
    assert document.version == question.touched_at


def test_every_thread_is_read_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        ask(cast.ana, cast.inner, title=f"Which vendor is number {number}?")
    db.session.commit()
    monkeypatch.setattr(documents, "BATCH", 2)
    expected = list(db.session.scalars(select(Question.id).order_by(Question.id)))
    assert [document.id for document in documents.every()] == expected
    assert [document.id for document in documents.of(expected)] == expected


def test_the_commands(app: Flask, cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    db.session.commit()
    runner = app.test_cli_runner()
    assert "Mend it with: qa search rebuild" in runner.invoke(args=["search", "stats"]).output
    assert "Mend it with: qa search rebuild" in runner.invoke(args=["search", "check", "--dry-run"]).output
    assert "building it anew" in runner.invoke(args=["search", "check"]).output
    assert "1" in runner.invoke(args=["search", "stats"]).output
    rules.withdraw(cast.ana, question, NOW)
    db.session.commit()
    assert "differ: 0 missing, 0 stale, 1 gone" in runner.invoke(args=["search", "check", "--dry-run"]).output
    assert "mended: 0 missing, 0 stale, 1 gone" in runner.invoke(args=["search", "check"]).output
    rebuilt = runner.invoke(args=["search", "rebuild"])
    assert (rebuilt.exit_code, "holds 0 threads" in rebuilt.output) == (0, True)
    with writer._locked(upkeep.index().root, "REBUILD"):
        assert "Another rebuild is running" in runner.invoke(args=["search", "rebuild"]).output
