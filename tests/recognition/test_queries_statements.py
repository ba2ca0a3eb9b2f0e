"""What the pages of statements read: how often, and only one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.recognition import queries as recognition
from qa.recognition.statements import codes, queries
from qa.recognition.statements.models import Statement
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def put(member_id: int, days: int, gone: bool = False) -> Statement:
    at = NOW - timedelta(days=days)
    one = Statement(
        member_id=member_id,
        code=codes.new(),
        content="" if gone else "{}",
        signature="" if gone else "x",
        issued_at=at,
        revoked_at=at if gone else None,
    )
    db.session.add(one)
    db.session.flush()
    return one


def test_those_that_hold_come_first(cast: Cast) -> None:
    ben = cast.ben.id
    old, gone, new = put(ben, 9), put(ben, 5, gone=True), put(ben, 1)
    put(cast.ana.id, 0)
    assert [row.id for row in queries.issued(ben)] == [new.id, old.id, gone.id]
    assert queries.issued(cast.cleo.id) == []


def test_by_code(cast: Cast) -> None:
    one, gone = put(cast.ben.id, 1), put(cast.ben.id, 2, gone=True)
    held, empty = queries.by_code(one.code), queries.by_code(gone.code)
    assert held is not None
    assert (held.content, held.signature, held.revoked_at) == ("{}", "x", None)
    assert empty is not None
    assert (empty.content, empty.revoked_at) == ("", gone.revoked_at)
    assert queries.by_code(codes.new()) is None


def test_marks_are_parted_by_whether_all_may_read_the_question(cast: Cast) -> None:
    for circle in (cast.everyone, cast.inner):
        given = answer(cast.ben, ask(cast.ana, circle, now=NOW), now=NOW)
        marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    db.session.flush()
    found = queries.received(cast.ben.id)
    assert [(one.id, one.name, len(one.marks)) for one in found.circles] == [
        (cast.inner.id, "Inner circle", 1)
    ]
    assert (len(found.open), found.inside) == (1, [])
    assert found.open[0].question_id != found.circles[0].marks[0].question_id
    cast.inner.listed = False
    db.session.flush()
    hidden = queries.received(cast.ben.id)
    assert (len(hidden.open), hidden.circles, len(hidden.inside)) == (1, (), 1)
    assert queries.everyone_id() == cast.everyone.id


def test_what_is_for_the_member_alone_stays_there(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.everyone, now=NOW), now=NOW)
    marking.give(cast.ana, given, MarkKind.USED, NOW, marking.Remark("Between us", 4))
    db.session.flush()
    one = recognition.received(cast.ben.id, cast.ben.id)[0]
    for seen, told in (
        (one, [("Between us", 4)]),
        (replace(one, private=True), [("", 0)]),
        (replace(one, hidden=True), []),
        (replace(one, named=False), []),
    ):
        found = queries.as_peers_read([seen])
        assert [(each.note, each.hours_saved) for each in found] == told


def test_who_and_what_no_note_may_name(cast: Cast) -> None:
    found = queries.naming(cast.ben.id)
    assert {"ana lindqvist", "nordsee bank", "levant re", "mo haddad"} <= found
    assert not {"ben okafor", "carrow mutual", ""} & found


def test_two_queries_however_many_marks(cast: Cast, queries_: Queries) -> None:
    peers, counts = crowd(cast.everyone, 8), []
    for number in (1, 8):
        for n in range(number):
            given = answer(
                cast.ben, ask(cast.ana, cast.everyone, title=f"Question {number} and {n}", now=NOW), now=NOW
            )
            for peer in peers[:number]:
                marking.give(peer, given, MarkKind.HELPFUL, NOW)
        db.session.flush()
        ben = cast.ben.id
        with queries_:
            queries.received(ben)
        counts.append(len(queries_))
    assert counts == [2, 2]


@pytest.fixture
def queries_(app: object) -> Queries:
    """The recorder, under a name that the module does not have."""
    return Queries()
