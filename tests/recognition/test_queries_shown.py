"""What is read anew by ids is asked for again: an id that was remembered gives nobody what they may not see."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from qa.answers import marking, thanking
from qa.answers.models import Answer, MarkKind
from qa.answers.thanking import Thanks
from qa.core.db import db
from qa.members import circles
from qa.members.models import Exposure
from qa.recognition import shown_queries
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def given(app: Flask, cast: Cast) -> Answer:
    made = answer(cast.ben, ask(cast.ana, cast.inner, title="Who signs the exit plan?", now=NOW), now=NOW)
    thanking.thank(cast.ana, made, Thanks("I struck the clause"), NOW)
    return made


def mark_id(given: Answer) -> int:
    mark = thanking.standing(given.id)
    assert mark is not None
    return mark.id


def read(given: Answer, viewer_id: int) -> tuple[set[int], set[int]]:
    """The ids of answers and of notes that the viewer gets for those of *given*."""
    number = mark_id(given)
    return set(shown_queries.proofs([given.id], viewer_id)), set(shown_queries.notes([number], viewer_id))


def test_a_peer_of_the_circle_reads_both(cast: Cast, given: Answer) -> None:
    assert read(given, cast.cleo.id) == ({given.id}, {mark_id(given)})


def test_outside_the_circle_neither_is_read_nor_after_leaving_it(cast: Cast, given: Answer) -> None:
    assert read(given, cast.dan.id) == (set(), set())
    circles.leave(cast.inner, cast.ben, NOW)
    db.session.flush()
    assert read(given, cast.ben.id) == (set(), set())  # nor by its own author


def test_without_a_name_only_the_author_reads_them(cast: Cast, given: Answer) -> None:
    given.exposure = Exposure.ROLE
    db.session.flush()
    assert read(given, cast.cleo.id) == (set(), set())
    assert read(given, cast.ben.id) == ({given.id}, {mark_id(given)})


def test_thanks_for_the_author_alone_are_read_by_nobody_else(cast: Cast, given: Answer) -> None:
    thanking.thank(cast.ana, given, Thanks("I struck the clause", private=True), NOW)
    assert read(given, cast.cleo.id) == ({given.id}, set())
    assert read(given, cast.ben.id) == ({given.id}, {mark_id(given)})


def test_what_was_taken_back_is_not_read(cast: Cast, given: Answer) -> None:
    number = mark_id(given)
    marking.take_back(cast.ana, given, MarkKind.USED, NOW)
    assert shown_queries.notes([number], cast.cleo.id) == {}
