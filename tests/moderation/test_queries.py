"""Who reads what of moderation, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.exceptions import BadRequest

from qa.core.db import db
from qa.core.errors import NotFound
from qa.members import circles
from qa.members.models import Exposure, Membership, MemberState
from qa.moderation import looking, queries, suspending
from qa.moderation.models import ActKind
from qa.vetting.models import Vouch
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHY = "Offered his own audits by mail to three members."


def kinds(cast_id: int) -> list[ActKind]:
    return [row.kind for row in queries.log(cast_id).rows]


def test_the_log_has_suspensions_with_their_reason_the_latest_first(cast: Cast) -> None:
    db.session.add(
        Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, how="x", since_year=2019, given_at=NOW)
    )
    suspending.suspend(cast.mo, cast.ben, ActKind.SELLING, WHY, NOW)
    suspending.resume_invitations(cast.mo, cast.cleo, "She did not know.", NOW + timedelta(days=1))
    suspending.reinstate(cast.mo, cast.ben, "He stopped selling.", NOW + timedelta(days=2))
    rows = queries.log(cast.dan.id).rows
    assert [(row.kind, row.author_id, row.reason) for row in rows] == [
        (ActKind.REINSTATED, cast.ben.id, "He stopped selling."),
        (ActKind.RESUMED, cast.cleo.id, ""),
        (ActKind.PAUSED, cast.cleo.id, ""),
        (ActKind.SELLING, cast.ben.id, WHY),
    ]
    assert {row.actor_id for row in rows} == {cast.mo.id}


def test_a_look_is_told_in_its_circle_without_whose_name_it_was(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ANONYMOUS)
    looking.look(cast.mo, question, WHY, NOW)
    for reader in (cast.cleo, cast.mo, cast.ana):
        (row,) = queries.log(reader.id).rows
        values = [value for name, value in row._mapping.items() if name.startswith("author_")]
        assert (row.kind, row.reason, set(values)) == (ActKind.LOOKED, "", {None})
        assert "question_id" not in row._mapping
    assert kinds(cast.dan.id) == []
    question.withdrawn_at = NOW
    db.session.flush()
    assert kinds(cast.cleo.id) == [ActKind.LOOKED]  # what was logged stays
    circles.leave(cast.inner, cast.cleo, NOW)
    assert kinds(cast.cleo.id) == []


def test_acts_on_those_whom_a_viewer_may_not_know_of_are_not_told(cast: Cast) -> None:
    suspending.suspend(cast.mo, cast.ben, ActKind.SUSPENDED, WHY, NOW)
    assert kinds(cast.dan.id) == [ActKind.SUSPENDED]
    ben = cast.ben
    ben.state = MemberState.LEFT
    db.session.flush()
    assert kinds(cast.dan.id) == kinds(cast.cleo.id) == []


def test_pages_of_the_log(cast: Cast) -> None:
    for day in range(5):
        suspending.suspend(cast.mo, cast.ben, ActKind.SUSPENDED, f"{WHY} {day}", NOW + timedelta(days=day))
    first = queries.log(cast.dan.id, per_page=2)
    second = queries.log(cast.dan.id, first.next, per_page=2)
    assert [row.reason[-1] for row in (*first.rows, *second.rows)] == ["4", "3", "2", "1"]
    assert queries.log(cast.dan.id, second.previous, per_page=2).rows[0].id == first.rows[0].id
    with pytest.raises(BadRequest):
        queries.log(cast.dan.id, "nonsense")


def test_the_author_alone_lists_looks_with_where_and_why(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    given = answer(cast.ben, question, now=NOW, exposure=Exposure.ROLE)
    looking.look(cast.mo, given, WHY, NOW)
    looking.look(cast.mo, question, WHY, NOW)
    (row,) = queries.looks_at(cast.ben.id).rows
    assert (row.actor_id, row.answer_id, row.title, row.reason) == (cast.mo.id, given.id, question.title, WHY)
    assert queries.looks_at(cast.cleo.id).rows == []
    circles.leave(cast.inner, cast.ben, NOW)
    (row,) = queries.looks_at(cast.ben.id).rows
    assert (row.title, row.reason) == (None, WHY)


def test_moderators_see_looks_in_their_own_circles_and_no_name(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    looking.look(cast.mo, question, WHY, NOW)
    (row,) = queries.looks(cast.mo.id)
    assert (row.title, row.reason) == (question.title, WHY)
    assert not [name for name in row._mapping if name.startswith(("author_", "target_"))]
    assert queries.looks(cast.dan.id) == []
    circles.leave(cast.inner, cast.mo, NOW)
    assert queries.looks(cast.mo.id) == []


def test_the_desk_lists_who_is_suspended_or_paused_now(cast: Cast) -> None:
    db.session.add(
        Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, how="x", since_year=2019, given_at=NOW)
    )
    suspending.suspend(cast.mo, cast.ben, ActKind.SUSPENDED, "Another reason first.", NOW)
    suspending.suspend(cast.mo, cast.ben, ActKind.SELLING, WHY, NOW + timedelta(days=1))
    dan = cast.dan
    dan.state, dan.invitations_paused_at = MemberState.SUSPENDED, NOW  # by the command line: no act says why
    db.session.flush()
    found = [(row.author_id, row.reason, row.kind) for row in queries.suspended(cast.mo.id)]
    assert found == [(cast.ben.id, WHY, ActKind.SELLING), (dan.id, None, None)]
    assert [(row.author_id, row.reason) for row in queries.paused(cast.mo.id)] == [
        (dan.id, None),
        (cast.cleo.id, WHY),
    ]
    assert queries.suspension_of(dan.id) is None
    suspending.reinstate(cast.mo, cast.ben, WHY, NOW + timedelta(days=2))
    assert [row.author_id for row in queries.suspended(cast.mo.id)] == [dan.id]


def test_the_desk_knows_nobody_whom_the_moderator_may_not_know_of(cast: Cast) -> None:
    """Dan and Cleo leave the circles that they share with Mo, one after the other; then neither list has them."""
    dan, cleo, mo = cast.dan, cast.cleo, cast.mo
    suspending.suspend(mo, dan, ActKind.SUSPENDED, WHY, NOW)
    cleo.invitations_paused_at = NOW
    db.session.flush()
    assert [row.author_id for row in queries.suspended(mo.id)] == [dan.id]
    assert [row.author_id for row in queries.paused(mo.id)] == [cleo.id]
    assert queries.load("dan", mo.id) is dan
    for member in (dan, cleo):
        db.session.query(Membership).filter_by(member_id=member.id).update({"left_at": NOW})
    assert queries.suspended(mo.id) == []
    assert queries.paused(mo.id) == []
    for handle in ("dan", "cleo"):
        with pytest.raises(NotFound):
            queries.load(handle, mo.id)


def test_who_can_be_loaded_for_an_act(cast: Cast) -> None:
    assert queries.load("BEN", cast.mo.id).id == queries.load("ben", cast.mo.id, lock=True).id == cast.ben.id
    for handle in ("eve", "nobody", ""):
        with pytest.raises(NotFound):
            queries.load(handle, cast.mo.id)
    cast.dan.state = MemberState.LEFT
    db.session.flush()
    with pytest.raises(NotFound):
        queries.load("dan", cast.mo.id)


def test_who_sold_is_named_to_the_voucher_of_that_act_alone(cast: Cast) -> None:
    db.session.add(
        Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, how="x", since_year=2019, given_at=NOW)
    )
    suspending.suspend(cast.mo, cast.ben, ActKind.SELLING, WHY, NOW)
    assert queries.sold_by_vouched(cast.cleo.id, NOW) == ["Ben Okafor"]
    assert queries.sold_by_vouched(cast.cleo.id, NOW + timedelta(seconds=1)) == []
    assert queries.sold_by_vouched(cast.dan.id, NOW) == []


@pytest.mark.parametrize("rows", [1, 20])
def test_each_list_costs_one_statement(cast: Cast, queries_of: Queries, rows: int) -> None:
    mo, ben, cleo = cast.mo, cast.ben, cast.cleo
    cleo.invitations_paused_at = NOW
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    for number in range(rows):
        suspending.suspend(mo, ben, ActKind.SUSPENDED, f"{WHY} {number}", NOW)
        looking.look(mo, question, WHY, NOW)
    reader, author = mo.id, question.author_id
    for read in (
        lambda: queries.log(reader),
        lambda: queries.suspended(reader),
        lambda: queries.paused(reader),
        lambda: queries.looks(reader),
        lambda: queries.looks_at(author),
    ):
        with queries_of:
            read()
        assert len(queries_of) == 1, queries_of.statements


@pytest.fixture
def queries_of(app: object) -> Queries:
    """The recorder, under a name that the module under test leaves free."""
    return Queries()
