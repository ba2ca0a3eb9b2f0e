"""Noting that news was seen, while somebody else holds the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text

from qa.core.db import db
from qa.notifications import rules
from qa.notifications.models import Notice
from qa.questions.models import Question
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def question(app: Flask, cast: Cast) -> Question:
    asked = ask(cast.ana, cast.inner, title="Who signs the exit plan?", now=NOW)
    answer(cast.ben, asked, now=NOW)
    db.session.commit()
    return asked


def impatient(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("PRAGMA busy_timeout = 50" if sqlite else "SET LOCAL lock_timeout = 50")


@contextmanager
def held() -> Iterator[None]:
    """Another connection has written to the news and does not come to an end; nobody waits long for it."""
    with db.engine.connect() as other:
        other.execute(text("UPDATE notice SET kind = kind"))
        event.listen(db.engine, "begin", impatient, insert=True)
        try:
            yield
        finally:
            event.remove(db.engine, "begin", impatient)
            other.rollback()
    db.session.rollback()
    db.engine.dispose()


def seen() -> list[datetime | None]:
    db.session.rollback()
    return [row.seen_at for row in db.session.query(Notice)]


def test_a_page_is_shown_though_the_news_on_it_cannot_be_noted(cast: Cast, question: Question) -> None:
    asker, asked = cast.ana.id, question.id
    with held():
        rules.see_thread(asker, asked, LATER)
        assert seen() == [None]
    rules.see_thread(asker, asked, LATER)  # and is noted when it is opened again
    assert seen() == [LATER]


def test_only_ones_own_news_of_that_question_is_noted(cast: Cast, question: Question) -> None:
    asker, other, asked = cast.ana.id, cast.ben.id, question.id
    rules.see_thread(other, asked, LATER)
    rules.see_thread(asker, asked + 1, LATER)
    assert seen() == [None]
