"""A date that moves, and an outcome that is said, while others answer or a second window does the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from qa.answers.models import Answer
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.notifications.models import Notice, NoticeKind
from qa.questions.models import Question, QuestionMove, QuestionOutcome
from tests.support.at_once import Crowd, post, statuses
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import saved_answer, saved_question

ANSWER = {"body": "Nine of 38.", "basis": "did", "quote": "role", "exposure": "named"}
PEERS = 6


@pytest.fixture
def question_id(cast: Cast) -> int:
    """A question whose date passed yesterday."""
    return saved_question(cast.ana, cast.inner, now=clock.now() - timedelta(days=3), days=2, wanted=20)


def _member(handle: str) -> Member:
    return db.session.query(Member).filter_by(handle=handle).one()


def later(days: int) -> dict[str, str]:
    day = (clock.now() + timedelta(days=days)).date().isoformat()
    return {"date": day, "time": "17:00", "reason": "The committee meets later"}


@pytest.mark.parametrize("act", ["answers", "withdrawal"])
def test_answers_are_counted_by_the_date_that_stands_in_the_end(
    app: Flask, cast: Cast, question_id: int, act: str
) -> None:
    with transaction.unit():
        handles = [member.handle for member in crowd(cast.inner, PEERS)]
    paths = [f"/q/{question_id}/answers"] * PEERS
    if act == "withdrawal":
        question = db.session.get_one(Question, question_id)
        given = [saved_answer(_member(handle), question) for handle in handles]
        paths = [f"/a/{number}/withdrawal" for number in given[:-1]] + [f"/q/{question_id}/comments"]
    acts = [post(path, **ANSWER) for path in paths]
    sent = Crowd(app, [*handles, "ana"]).at_once(*acts, post(f"/q/{question_id}/date", **later(5)))
    assert statuses(sent) == {302: PEERS + 1}
    db.session.rollback()
    question = db.session.get_one(Question, question_id)
    live = Answer.question_id == question_id, Answer.withdrawn_at.is_(None)
    instants = db.session.scalars(select(Answer.posted_at).where(*live)).all()
    assert len(instants) == (PEERS if act == "answers" else 1)
    assert question.needed_by is not None and question.needed_by > clock.now()
    assert question.answer_count == question.in_time_count == len(instants)


def test_five_fingers_move_it_twice_at_most(app: Flask, question_id: int) -> None:
    acts = [post(f"/q/{question_id}/date", **later(5 + n)) for n in range(5)]
    sent = statuses(Crowd(app, ["ana"] * 5).at_once(*acts))
    numbers = db.session.scalars(select(QuestionMove.number).order_by(QuestionMove.number)).all()
    assert list(numbers) in ([1], [1, 2])
    assert sent == {302: len(numbers), 422: 5 - len(numbers)}


def test_five_fingers_say_one_outcome(app: Flask, cast: Cast, question_id: int) -> None:
    saved_answer(cast.ben, db.session.get_one(Question, question_id))
    act = post(f"/q/{question_id}/outcome", body="We went with six.")
    assert statuses(Crowd(app, ["ana"] * 5).at_once(act)) == {302: 5}
    db.session.rollback()
    assert db.session.query(QuestionOutcome).count() == 1
    assert db.session.query(Notice).filter_by(kind=NoticeKind.OUTCOME).count() == 1
    assert db.session.query(outbox.OutboxRow).filter_by(kind="answers.outcome").count() == 1
