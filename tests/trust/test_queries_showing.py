"""What a viewer reads of deeds: a thread's title where they may see it, a name where they may know it, else nothing."""

from datetime import UTC, datetime

import pytest

from qa.members import circles
from qa.trust import showing
from qa.trust.weighing import Deed, DeedKind
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TITLE = "Who signs the exit plan?"

pytestmark = pytest.mark.usefixtures("app")


def titles(deeds: list[Deed], viewer_id: int) -> list[str]:
    found = showing.shown(deeds, viewer_id)
    return [found[one].title for one in deeds]


def test_a_title_is_for_those_in_the_circle(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, title=TITLE, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    deeds = [
        Deed(DeedKind.ANSWER, given.id, NOW, good=True),
        Deed(DeedKind.QUESTION, question.id, NOW, good=True),
        Deed(DeedKind.TOPICS, question.id, NOW, good=True),
    ]
    assert titles(deeds, cast.cleo.id) == titles(deeds, cast.ben.id) == [TITLE] * 3
    assert titles(deeds, cast.dan.id) == [""] * 3
    circles.leave(cast.inner, cast.ben, NOW)
    assert titles(deeds, cast.ben.id) == [""] * 3  # nor for who did it, once out


def test_a_name_is_for_those_who_may_know_of_the_member(cast: Cast) -> None:
    deeds = [
        Deed(DeedKind.VOUCH, cast.cleo.id, NOW, good=True),
        Deed(DeedKind.VOUCH, cast.eve.id, NOW, good=True),
    ]
    assert titles(deeds, cast.ben.id) == [cast.cleo.name, ""]
    assert set(showing.people_of([cast.cleo.id, cast.eve.id], cast.ben.id)) == {cast.cleo.id}
