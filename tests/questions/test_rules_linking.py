"""Questions that ask the same: who may say so, that it can be taken back, and what stays of it."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Exposure, Member
from qa.questions import beside, linking
from qa.questions.models import Question, SameQuestion
from tests.support.cast import Cast
from tests.support.things import ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def pair(cast: Cast) -> tuple[Question, Question]:
    first = ask(cast.ana, cast.inner, now=NOW)
    return first, ask(cast.ben, cast.inner, title="How many vendors do you visit each year?", now=NOW)


def same(viewer: Member, question: Question) -> list[int]:
    rows = beside.others(viewer.id, question.id, [])
    return [number for number, row in rows.items() if row.is_same]


@pytest.mark.parametrize("who", ["ana", "mo"])
def test_who_asked_and_who_moderates_may_link_and_both_pages_show_it(cast: Cast, who: str) -> None:
    first, other = pair(cast)
    linking.link(getattr(cast, who), first, other, NOW)
    db.session.flush()
    assert (same(cast.cleo, first), same(cast.cleo, other)) == ([other.id], [first.id])


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_nobody_else_may(cast: Cast, who: str) -> None:
    first, other = pair(cast)
    with pytest.raises(Forbidden):
        linking.link(getattr(cast, who), first, other, NOW)
    assert same(cast.ana, first) == []


def test_linking_twice_and_either_way_round_is_one_link(cast: Cast) -> None:
    first, other = pair(cast)
    linking.link(cast.ana, first, other, NOW)
    linking.link(cast.ana, first, other, NOW)
    linking.link(cast.ben, other, first, NOW)
    assert db.session.query(SameQuestion).count() == 1


def test_a_question_is_not_the_same_as_itself_and_has_a_bounded_number_of_links(cast: Cast) -> None:
    first, _other = pair(cast)
    with pytest.raises(RuleBroken, match="itself"):
        linking.link(cast.ana, first, first, NOW)
    for n in range(linking.LINKS_MAX):
        linking.link(
            cast.ana, first, ask(cast.ana, cast.inner, title=f"How many vendors, {n}?", now=NOW), NOW
        )
    with pytest.raises(RuleBroken, match="already"):
        linking.link(cast.ana, first, ask(cast.ana, cast.inner, now=NOW), NOW)
    assert len(same(cast.cleo, first)) == linking.LINKS_MAX


@pytest.mark.parametrize("who", ["ana", "ben", "mo"])
def test_either_asker_and_a_moderator_take_it_back_and_the_log_stays(cast: Cast, who: str) -> None:
    first, other = pair(cast)
    linking.link(cast.ana, first, other, NOW)
    linking.unlink(getattr(cast, who), first, other, NOW + timedelta(hours=1))
    db.session.flush()
    assert same(cast.cleo, first) == same(cast.cleo, other) == []
    (line,) = beside.links(cast.cleo.id, other.id)
    assert (line.id, line.linked_by_id, line.ended_at) == (first.id, cast.ana.id, NOW + timedelta(hours=1))
    linking.link(cast.ana, first, other, NOW + timedelta(hours=2))
    db.session.flush()
    assert same(cast.cleo, first) == [other.id]
    assert len(beside.links(cast.cleo.id, first.id)) == 2


def test_nobody_else_takes_it_back(cast: Cast) -> None:
    first, other = pair(cast)
    linking.link(cast.ana, first, other, NOW)
    with pytest.raises(Forbidden):
        linking.unlink(cast.cleo, first, other, NOW)
    assert same(cast.cleo, first) == [other.id]


def test_a_link_shows_only_to_those_who_may_see_the_other(cast: Cast) -> None:
    outside = ask(cast.ana, cast.everyone, now=NOW)
    inside = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ANONYMOUS)
    linking.link(cast.ana, outside, inside, NOW)
    db.session.flush()
    assert (same(cast.cleo, outside), len(beside.links(cast.cleo.id, outside.id))) == ([inside.id], 1)
    assert (same(cast.dan, outside), len(beside.links(cast.dan.id, outside.id))) == ([], 0)
    inside.withdrawn_at = NOW
    db.session.flush()
    assert same(cast.cleo, outside) == []
