"""Threads: what is read of answers, comments and marks."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import commenting, marking, queries, rules
from qa.answers.marking import Remark
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.core.errors import NotFound
from qa.members.models import Exposure
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_used_comes_first_then_helpful_then_oldest(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    oldest = answer(cast.ben, question, now=NOW)
    helpful = answer(cast.cleo, question, now=NOW + timedelta(hours=1))
    used = answer(cast.mo, question, now=NOW + timedelta(hours=2))
    marking.give(cast.mo, helpful, MarkKind.HELPFUL, NOW)
    marking.give(cast.ana, used, MarkKind.USED, NOW)
    assert [row.id for row in queries.thread(question.id)] == [used.id, helpful.id, oldest.id]


def test_marks_with_words_and_ones_own_are_read(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    marking.give(cast.cleo, given, MarkKind.SAME, NOW, Remark("We do it by draw too."))
    marking.give(cast.mo, given, MarkKind.HELPFUL, NOW)
    seen = lambda who: {(row.kind, row.note) for row in queries.thread_marks(question.id, who.id)[given.id]}  # noqa: E731
    assert seen(cast.ana) == {(MarkKind.SAME, "We do it by draw too.")}
    assert seen(cast.mo) == {(MarkKind.SAME, "We do it by draw too."), (MarkKind.HELPFUL, "")}
    marking.take_back(cast.cleo, given, MarkKind.SAME, NOW)
    assert queries.thread_marks(question.id, cast.ana.id) == {}


def test_an_answer_is_placed_for_its_circle_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    assert queries.place(given.id, cast.cleo.id).question_id == question.id
    with pytest.raises(NotFound):
        queries.place(given.id, cast.dan.id)
    rules.withdraw(cast.ben, given, NOW)
    with pytest.raises(NotFound):
        queries.place(given.id, cast.cleo.id)


def test_answers_by_a_member_are_the_named_ones_the_viewer_may_see(cast: Cast) -> None:
    inside, outside = ask(cast.ana, cast.inner, now=NOW), ask(cast.ana, cast.everyone, now=NOW)
    hidden = ask(cast.cleo, cast.everyone, now=NOW)
    first, second = answer(cast.ben, inside, now=NOW), answer(cast.ben, outside, now=NOW)
    answer(cast.ben, hidden, now=NOW, exposure=Exposure.ANONYMOUS)
    db.session.flush()
    assert {row.id for row in queries.answered_by(cast.cleo.id, cast.ben.id)} == {first.id, second.id}
    assert {row.id for row in queries.answered_by(cast.dan.id, cast.ben.id)} == {second.id}


def test_comments_are_in_order_of_time(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    second = commenting.add(cast.ben, question, "second", NOW + timedelta(minutes=1))
    first = commenting.add(cast.cleo, question, "first", NOW)
    assert [row.id for row in queries.comments(question.id)[None]] == [first.id, second.id]
