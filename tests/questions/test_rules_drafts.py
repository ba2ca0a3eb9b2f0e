"""A mail's words join what a window of the page saves."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from qa.core.db import db, write_intent
from qa.core.text import MAX_BYTES
from qa.questions import drafts
from qa.questions.models import Draft, DraftKind, Question
from tests.support.cast import Cast
from tests.support.things import ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def question(app: Flask, cast: Cast) -> Question:
    return ask(cast.ana, cast.inner, title="Who signs the exit plan?", now=NOW)


def body() -> str:
    db.session.expire_all()
    return str(db.session.scalars(select(Draft.fields)).one()["body"])


def test_the_words_go_below_those_that_are_there_once(cast: Cast, question: Question) -> None:
    assert drafts.add(cast.ben, question.id, "By mail.", NOW)
    assert body() == "By mail."
    drafts.save(
        cast.ben, DraftKind.ANSWER, {"body": "By hand.", "basis": "done"}, NOW, question_id=question.id
    )
    for _time in range(2):
        assert drafts.add(cast.ben, question.id, "By mail.", NOW)
        assert body() == "By hand.\n\nBy mail."
    assert db.session.scalars(select(Draft.fields)).one()["basis"] == "done"


def test_what_does_not_fit_changes_nothing(cast: Cast, question: Question) -> None:
    drafts.save(cast.ben, DraftKind.ANSWER, {"body": "By hand."}, NOW, question_id=question.id)
    assert not drafts.add(cast.ben, question.id, "é" * (MAX_BYTES // 2), NOW)
    assert body() == "By hand."


def test_what_a_window_saved_meanwhile_is_kept(cast: Cast, question: Question) -> None:
    """The draft was read before; the page saved again; then the mail's words come."""
    ben, asked = cast.ben, question.id
    drafts.save(ben, DraftKind.ANSWER, {"body": "First."}, NOW, question_id=asked)
    db.session.commit()
    intent = write_intent.set(True)
    try:
        old = db.session.scalars(select(Draft)).one()
        assert old.fields["body"] == "First."
        _save_elsewhere("First, and then.")
        assert drafts.add(ben, asked, "By mail.", NOW)
    finally:
        write_intent.reset(intent)
    assert body() == "First, and then.\n\nBy mail."


def _save_elsewhere(words: str) -> None:
    # On SQLite a writer keeps all others out; what another wrote is put into this one's transaction.
    if db.engine.dialect.name == "sqlite":
        db.session.connection().execute(update(Draft).values(fields={"body": words}))
        return
    with db.engine.begin() as other:
        other.execute(update(Draft).values(fields={"body": words}))


def test_the_draft_that_became_an_answer_goes_and_other_words_stay(cast: Cast, question: Question) -> None:
    drafts.save(cast.ben, DraftKind.ANSWER, {"body": "By hand."}, NOW, question_id=question.id)
    drafts.spend_within(cast.ben, question.id, "By mail.")
    assert body() == "By hand."
    drafts.spend_within(cast.ben, question.id, "By mail, and By hand.")
    assert db.session.query(Draft).count() == 0
