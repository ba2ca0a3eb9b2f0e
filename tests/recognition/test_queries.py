"""What of a member's marks a viewer may know of, and what they add up to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from qa.answers import marking, rules
from qa.answers.marking import Remark
from qa.answers.models import Answer, Mark, MarkKind
from qa.core.db import db
from qa.members import circles
from qa.members.models import Exposure, Member, MemberState
from qa.recognition import credit, record, shown_queries
from qa.recognition import queries as recognition
from qa.recognition.record import Record
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.joining import vouched
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)

pytestmark = pytest.mark.usefixtures("app")


def seen(member: Member, viewer: Member) -> Record:
    """The record by name, as the page shows it."""
    named = [one for one in recognition.received(member.id, viewer.id) if one.named]
    return record.of(named, member.id, LATER)


def without_name(member: Member) -> Record:
    hidden = [one for one in recognition.received(member.id, member.id) if not one.named]
    return record.of(hidden, member.id, LATER)


@pytest.fixture
def given(app: Flask, cast: Cast) -> Answer:
    return answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)


def helpful(answer: Answer, *givers: Member) -> None:
    for giver in givers:
        marking.give(giver, answer, MarkKind.HELPFUL, NOW)


def test_between_voucher_and_vouched_a_mark_says_so(cast: Cast, given: Answer, queries: Queries) -> None:
    helpful(given, cast.ana, cast.cleo, cast.mo)
    vouched(cast.ana, cast.ben)
    vouched(cast.ben, cast.cleo)
    vouched(cast.mo, cast.ben).withdrawn_at = NOW
    vouched(cast.mo, cast.cleo)
    db.session.flush()
    ben = cast.ben.id
    names = {member.id: member.handle for member in (cast.ana, cast.cleo, cast.mo)}
    with queries:
        found = recognition.received(ben, ben)
    assert len(queries) == 1
    assert {names[one.mark.giver]: one.mark.vouch_between for one in found} == {  # type: ignore[index]
        "ana": True,
        "cleo": True,
        "mo": False,
    }


def test_peers_are_distinct_people(cast: Cast, given: Answer) -> None:
    helpful(given, cast.ana, cast.cleo)
    marking.give(cast.ana, given, MarkKind.USED, NOW, Remark("I struck the clause", 4))
    marking.give(cast.ana, given, MarkKind.SAME, NOW)
    found = seen(cast.ben, cast.mo)
    assert (found.helped, found.in_time, found.hours_saved) == (2, 2, 4)
    assert found.topics == {"vendor audits": 2}
    assert [one.note for one in found.thanks] == ["I struck the clause"]
    assert [(one.peers, one.used is not None) for one in found.evidence] == [(2, True)]


def test_peers_who_had_no_need_to_ask_are_counted_and_said_apart(cast: Cast, given: Answer) -> None:
    marking.give(cast.mo, given, MarkKind.PRIOR_ANSWER, NOW)
    marking.give(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    marking.renew(cast.cleo.id, given, NOW)
    helpful(given, cast.ana)
    found = seen(cast.ben, cast.mo)
    assert (found.helped, found.spared) == (3, 2)
    marks = [one.mark for one in recognition.received(cast.ben.id, cast.ben.id)]
    worth = sorted((mark.kind.value, credit.weight(mark)) for mark in marks)
    assert worth == [("helpful", 1.0), ("prior_answer", 1.0), ("prior_answer", 1.0), ("renewed", 0.5)]
    marking.take_back(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    assert (seen(cast.ben, cast.mo).helped, seen(cast.ben, cast.mo).spared) == (2, 1)


def test_a_colleague_who_had_no_need_to_ask_carries_nothing(cast: Cast, given: Answer) -> None:
    cast.cleo.employer = cast.ben.employer
    marking.give(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    marking.renew(cast.cleo.id, given, NOW)
    assert (seen(cast.ben, cast.mo).helped, seen(cast.ben, cast.mo).spared) == (0, 0)


def test_a_topic_needs_two_peers(cast: Cast, given: Answer) -> None:
    helpful(given, cast.ana)
    assert seen(cast.ben, cast.mo).topics == {}
    helpful(given, cast.cleo)
    assert seen(cast.ben, cast.mo).topics == {"vendor audits": 2}


def test_in_time_is_before_the_date(cast: Cast) -> None:
    for days, at in ((1, NOW + timedelta(days=1)), (1, NOW), (None, NOW)):
        given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW, days=days), now=at)
        marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    received = recognition.received(cast.ben.id, cast.mo.id)
    assert sorted((one.in_time, one.late) for one in received) == [
        (False, False),
        (False, True),
        (True, False),
    ]


def test_what_the_viewer_may_not_see_does_not_count(cast: Cast, given: Answer) -> None:
    helpful(given, cast.ana, cast.cleo)
    assert seen(cast.ben, cast.mo).helped == 2
    assert seen(cast.ben, cast.dan) == record.of([], cast.ben.id, LATER)
    public = answer(cast.ben, ask(cast.ana, cast.everyone, now=NOW), now=NOW)
    helpful(public, cast.dan)
    assert seen(cast.ben, cast.dan).helped == 1
    assert seen(cast.ben, cast.mo).helped == 3


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_an_answer_without_a_name_is_for_its_author_alone(cast: Cast, exposure: Exposure) -> None:
    hidden = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW, exposure=exposure)
    marking.give(cast.ana, hidden, MarkKind.USED, NOW, Remark("Thank you", 2))
    helpful(hidden, cast.cleo)
    for viewer in (cast.ana, cast.cleo, cast.mo):
        assert recognition.received(cast.ben.id, viewer.id) == []
    assert seen(cast.ben, cast.ben).helped == 0
    assert without_name(cast.ben).helped == 2


def test_the_same_answer_by_name_is_for_all(cast: Cast) -> None:
    named = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW, exposure=Exposure.NAMED)
    helpful(named, cast.cleo)
    assert seen(cast.ben, cast.mo).helped == seen(cast.ben, cast.ben).helped == 1
    assert without_name(cast.ben).helped == 0


def interest(cast: Cast, given: Answer) -> None:
    given.interest = "We sell audits"


def withdrawn(cast: Cast, given: Answer) -> None:
    rules.withdraw(cast.ben, given, NOW)


def taken_back(cast: Cast, given: Answer) -> None:
    marking.take_back(cast.cleo, given, MarkKind.HELPFUL, NOW)


def suspended(cast: Cast, given: Answer) -> None:
    cast.cleo.state = MemberState.SUSPENDED


def left(cast: Cast, given: Answer) -> None:
    cast.cleo.state = MemberState.LEFT


def colleague(cast: Cast, given: Answer) -> None:
    db.session.query(Mark).one().same_employer = True


def imported(cast: Cast, given: Answer) -> None:
    db.session.query(Mark).one().source_key = "site/votes/1"


def imported_giver(cast: Cast, given: Answer) -> None:
    db.session.query(Mark).one().giver_id = None


def no_praise(cast: Cast, given: Answer) -> None:
    db.session.query(Mark).one().kind = MarkKind.OUTDATED


@pytest.mark.parametrize(
    "spoil",
    [interest, withdrawn, taken_back, suspended, left, colleague, imported, imported_giver, no_praise],
)
def test_what_carries_no_credit(cast: Cast, given: Answer, spoil: Callable[[Cast, Answer], None]) -> None:
    helpful(given, cast.cleo)
    db.session.flush()
    assert seen(cast.ben, cast.mo).helped == seen(cast.ben, cast.ben).helped == 1
    spoil(cast, given)
    db.session.flush()
    assert seen(cast.ben, cast.mo).helped == seen(cast.ben, cast.ben).helped == 0


def test_a_mark_of_the_future_does_not_count_yet(cast: Cast, given: Answer) -> None:
    marking.give(cast.cleo, given, MarkKind.HELPFUL, LATER + timedelta(seconds=1))
    assert seen(cast.ben, cast.mo).helped == 0
    marking.give(cast.mo, given, MarkKind.HELPFUL, LATER)
    assert seen(cast.ben, cast.mo).helped == 1


def test_who_left_the_circle_keeps_the_peers_but_not_the_thread(cast: Cast, given: Answer) -> None:
    helpful(given, cast.ana)
    marking.give(cast.ana, given, MarkKind.USED, NOW, Remark("I struck the clause"))
    helpful(given, cast.cleo)
    before = seen(cast.ben, cast.ben)
    assert (before.helped, len(before.thanks), len(before.evidence)) == (2, 1, 1)
    circles.leave(cast.inner, cast.ben, NOW)
    after = seen(cast.ben, cast.ben)
    assert (after.helped, after.thanks, after.evidence, after.topics) == (2, (), (), {})
    assert shown_queries.answers(cast.ben.id) == []


def test_own_answers_are_listed_the_latest_first(cast: Cast, given: Answer) -> None:
    later = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=LATER, exposure=Exposure.ANONYMOUS)
    assert [row.id for row in shown_queries.answers(cast.ben.id)] == [later.id, given.id]
    assert [row.id for row in shown_queries.answers(cast.ben.id, limit=1)] == [later.id]
    assert shown_queries.answers(cast.cleo.id) == []


def test_evidence_is_not_sorted_by_how_often_it_was_marked(cast: Cast, given: Answer) -> None:
    later = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=LATER)
    helpful(given, cast.ana, cast.cleo, cast.mo)
    helpful(later, cast.ana)
    found = [(one.first.answer_id, one.peers) for one in seen(cast.ben, cast.mo).evidence]
    assert found == [(later.id, 1), (given.id, 3)]


def test_months_count_a_peer_once_each(cast: Cast) -> None:
    asked = ask(cast.ana, cast.inner, now=NOW - timedelta(days=90), days=1)
    late = answer(cast.ben, asked, now=NOW - timedelta(days=80))
    prompt = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    for given_answer, kind, days in (
        (late, MarkKind.HELPFUL, 0),
        (prompt, MarkKind.HELPFUL, 0),
        (late, MarkKind.SAME, 70),
        (prompt, MarkKind.SAME, 400),
    ):
        marking.give(cast.cleo, given_answer, kind, NOW - timedelta(days=days))
    found = record.months(recognition.received(cast.ben.id, cast.mo.id), LATER, UTC)
    assert [one.first.isoformat() for one in found][::11] == ["2025-12-01", "2026-11-01"]
    assert {one.first.month: (one.good, one.other) for one in found if one.good or one.other} == {
        9: (0, 1),
        11: (1, 0),
    }


def test_one_query_however_many_marks(cast: Cast, queries: Queries) -> None:
    peers, counts = crowd(cast.inner, 12), []
    for number in (1, 12):
        for n in range(number):
            asked = ask(cast.ana, cast.inner, title=f"Question number {number} and {n}", now=NOW)
            helpful(answer(cast.ben, asked, now=NOW), *peers[:number])
        db.session.flush()
        ids = cast.ben.id, cast.mo.id
        with queries:
            recognition.received(*ids)
        counts.append(len(queries))
    assert counts == [1, 1]
