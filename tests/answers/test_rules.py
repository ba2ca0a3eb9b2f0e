"""What may be done to answers and comments, on both engines."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import commenting, queries, rules
from qa.answers.models import COMMENT_MAX, Basis
from qa.answers.rules import Reply
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members.models import Exposure, MemberState
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REPLY = Reply("Nine of 38.", Basis.DID)


def test_an_answer_counts_and_is_kept(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW + timedelta(hours=1))
    assert (question.answer_count, question.in_time_count, question.filled_at) == (1, 1, None)
    assert "<p" in given.body_html
    assert [one.number for one in queries.revisions(given.id)] == [1]


def test_a_member_answers_once(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    answer(cast.ben, question, now=NOW)
    with pytest.raises(RuleBroken):
        answer(cast.ben, question, now=NOW)
    answer(cast.cleo, question, now=NOW)
    assert question.answer_count == 2


def test_the_asker_does_not_answer(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken):
        answer(cast.ana, question, now=NOW)
    assert answer(cast.ben, question, now=NOW).id


@pytest.mark.parametrize("body", ["", "   \n ", "x" * 65_537, "nul \x00"])
def test_an_answer_needs_words_that_can_be_shown(cast: Cast, body: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        answer(cast.ben, question, now=NOW, body=body)
    assert refused.value.field == "body"


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.APPLICANT])
def test_only_active_members_answer(cast: Cast, state: MemberState) -> None:
    question, ben = ask(cast.ana, cast.inner, now=NOW), cast.ben
    ben.state = state
    with pytest.raises(Forbidden):
        answer(ben, question, now=NOW)
    ben.state = MemberState.ACTIVE
    assert answer(ben, question, now=NOW).id


def test_the_last_answer_wanted_fills_the_box_and_a_withdrawal_opens_it(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, wanted=2)
    answer(cast.ben, question, now=NOW + timedelta(hours=1))
    second = answer(cast.cleo, question, now=NOW + timedelta(hours=2))
    assert question.filled_at == NOW + timedelta(hours=2)
    rules.withdraw(cast.cleo, second, NOW + timedelta(hours=3))
    assert (question.filled_at, question.answer_count) == (None, 1)


def test_a_late_answer_counts_but_not_in_time(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1, wanted=2)
    answer(cast.ben, question, now=NOW + timedelta(days=1, microseconds=-1))
    answer(cast.cleo, question, now=NOW + timedelta(days=1))
    assert (question.answer_count, question.in_time_count, question.filled_at) == (2, 1, None)


def test_an_answer_taken_back_comes_back_with_new_words(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    rules.withdraw(cast.ben, given, NOW)
    with pytest.raises(NotFound):
        rules.load(given.id, cast.ana.id)
    again = answer(cast.ben, question, now=NOW + timedelta(hours=1), body="Twelve, in fact.")
    assert again.id == given.id
    assert rules.load(given.id, cast.ana.id).body == "Twelve, in fact."
    assert [one.number for one in queries.revisions(given.id)] == [1, 2]


def test_only_the_author_edits_and_takes_back(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    with pytest.raises(Forbidden):
        rules.edit(cast.cleo, given, REPLY, NOW, base=1)
    with pytest.raises(Forbidden):
        rules.withdraw(cast.cleo, given, NOW)
    rules.edit(cast.ben, given, REPLY, NOW, base=1)
    rules.withdraw(cast.ben, given, NOW)


def test_two_edits_from_one_base_conflict(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    rules.edit(cast.ben, given, Reply("first", Basis.TEAM), NOW, base=1)
    with pytest.raises(Conflict):
        rules.edit(cast.ben, given, Reply("second", Basis.DID), NOW, base=1)
    assert (given.body, given.basis) == ("first", Basis.TEAM)


def test_an_answer_is_loaded_by_its_circle_alone(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    with pytest.raises(NotFound):
        rules.load(given.id, cast.dan.id)
    assert rules.load(given.id, cast.cleo.id).id == given.id


def test_a_comment_is_kept_on_its_answer(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    said = commenting.add(cast.ana, question, "Who asks them, you or procurement?", NOW, given)
    assert [row.id for row in queries.comments(question.id)[given.id]] == [said.id]
    commenting.withdraw(cast.ana, said, NOW)
    assert queries.comments(question.id) == {}


def test_comments_of_an_answer_taken_back_go_with_it(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    given = answer(cast.ben, question, now=NOW)
    commenting.add(cast.ana, question, "Thanks.", NOW, given)
    rules.withdraw(cast.ben, given, NOW)
    assert queries.comments(question.id) == {}


@pytest.mark.parametrize("body", ["", "  ", "x" * (COMMENT_MAX + 1), "nul \x00"])
def test_a_comment_out_of_bounds_is_refused(cast: Cast, body: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken):
        commenting.add(cast.ben, question, body, NOW)
    assert commenting.add(cast.ben, question, "x" * COMMENT_MAX, NOW).id


def test_only_its_author_takes_a_comment_back(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    said = commenting.add(cast.ben, question, "Indeed.", NOW)
    with pytest.raises(Forbidden):
        commenting.withdraw(cast.cleo, said, NOW)
    with pytest.raises(NotFound):
        commenting.load(said.id, cast.dan.id)
    assert commenting.load(said.id, cast.cleo.id).id == said.id


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_whoever_answers_without_a_name_comments_without_it(cast: Cast, exposure: Exposure) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    before = commenting.add(cast.ben, question, "What is the deadline?", NOW)
    answer(cast.ben, question, now=NOW, exposure=exposure)
    after = commenting.add(cast.ben, question, "As I said above.", NOW)
    db.session.refresh(before)
    assert (before.exposure, after.exposure) == (exposure, exposure)
    assert commenting.add(cast.cleo, question, "I am Cleo.", NOW).exposure == Exposure.NAMED


def test_counts_equal_a_recount(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, wanted=2)
    first = answer(cast.ben, question, now=NOW)
    answer(cast.cleo, question, now=NOW + timedelta(days=8))
    rules.withdraw(cast.ben, first, NOW)
    kept = (question.answer_count, question.in_time_count, question.filled_at)
    rules.recount(question, NOW)
    assert kept == (question.answer_count, question.in_time_count, question.filled_at) == (1, 0, None)
