"""Following a thread, and hearing no more of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import hearing
from qa.answers import rules as answering
from qa.core.db import db
from qa.core.errors import Forbidden
from qa.questions import following
from qa.questions.models import Follow
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_the_asker_and_answerers_hear_and_followers_until_they_will_not(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    assert hearing.concerned(question.id, cast.ana.id) == [cast.ana.id]
    given = answer(cast.ben, question, now=NOW)
    following.follow(cast.cleo, question, NOW)
    everybody = [cast.ana.id, cast.ben.id, cast.cleo.id]
    assert hearing.concerned(question.id, cast.ana.id) == everybody
    assert hearing.listeners(question.id) == everybody[1:]
    following.unfollow(cast.ben, question, NOW)
    following.unfollow(cast.ana, question, NOW)
    assert hearing.concerned(question.id, cast.ana.id) == [cast.cleo.id]
    following.follow(cast.ben, question, LATER)
    answering.withdraw(cast.ben, given, LATER)
    assert hearing.listeners(question.id) == everybody[1:]  # follows, with an answer or without


def test_twice_is_as_once(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    following.follow(cast.cleo, question, NOW)
    following.follow(cast.cleo, question, LATER)
    row = db.session.query(Follow).one()
    assert (row.hears, row.since) == (True, NOW)
    following.unfollow(cast.cleo, question, LATER)
    assert (row.hears, row.since) == (False, LATER)
    assert following.followers(question.id) == []
    assert following.followers(question.id, hears=False) == [cast.cleo.id]


def test_only_active_members_follow(cast: Cast) -> None:
    question = ask(cast.ana, cast.everyone, now=NOW)
    with pytest.raises(Forbidden):
        following.follow(cast.eve, question, NOW)
    assert db.session.query(Follow).count() == 0
