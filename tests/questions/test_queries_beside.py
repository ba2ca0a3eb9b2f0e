"""What a question's page reads in one row and one list more."""

import pytest

from qa.core.db import db
from qa.core.errors import NotFound
from qa.members.models import CircleRole, Membership
from qa.questions import beside, linking
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import ask


def test_the_row_has_topics_in_their_order_circles_and_the_seat(cast: Cast) -> None:
    names = ("vendor audits", "10 days", "a b c", "cloud")
    question = ask(cast.ana, cast.inner, tags=names)
    row = beside.shown(cast.cleo.id, question.id)
    assert beside.topics(row) == list(names)
    assert beside.circles(row) == {cast.inner.id, cast.everyone.id}
    elsewhere = beside.shown(cast.cleo.id, ask(cast.ana, cast.everyone).id)
    assert beside.circles(elsewhere) == {cast.everyone.id}  # Cleo's other circle is not the other readers'
    assert not row.viewer_is_steward
    assert beside.shown(cast.mo.id, question.id).viewer_is_steward
    assert beside.topics(beside.shown(cast.ana.id, ask(cast.ana, cast.inner, tags=()).id)) == []


def test_nobody_outside_reads_it_and_a_steward_elsewhere_is_none_here(cast: Cast) -> None:
    question = ask(cast.ana, cast.everyone)
    inside = ask(cast.ana, cast.inner)
    assert beside.shown(cast.dan.id, question.id).id == question.id
    assert beside.circles(beside.shown(cast.dan.id, question.id)) == {cast.everyone.id}
    with pytest.raises(NotFound):
        beside.shown(cast.dan.id, inside.id)
    assert not beside.shown(cast.mo.id, question.id).viewer_is_steward
    seat = db.session.query(Membership).filter_by(member_id=cast.mo.id, circle_id=cast.everyone.id).one()
    seat.role = CircleRole.STEWARD
    assert beside.shown(cast.mo.id, question.id).viewer_is_steward


def test_one_statement_each_however_many_there_are(cast: Cast, queries: Queries) -> None:
    first = ask(cast.ana, cast.inner, tags=("a", "b", "c"))
    counts, cleo = [], cast.cleo.id
    ids: list[int] = []
    for _ in range(2):
        for n in range(4):
            other = ask(cast.ana, cast.inner, title=f"How many vendors, {len(ids)}, {n}?")
            linking.link(cast.ana, first, other, other.posted_at)
            ids.append(other.id)
        db.session.flush()
        with queries:
            beside.shown(cleo, first.id)
            found = beside.others(cleo, first.id, ids)
            log = beside.links(cleo, first.id)
        counts.append(len(queries))
        assert len(found) == len(log) == len(ids)
    assert counts == [3, 3]


def test_others_are_those_asked_for_that_the_viewer_may_see(cast: Cast) -> None:
    question = ask(cast.ana, cast.everyone)
    seen, hidden = ask(cast.ana, cast.everyone), ask(cast.ana, cast.inner)
    wanted = [seen.id, hidden.id, question.id]
    assert beside.others(cast.dan.id, question.id, wanted).keys() == {seen.id}
    assert beside.others(cast.cleo.id, question.id, wanted).keys() == {seen.id, hidden.id}
    assert beside.others(cast.dan.id, question.id, []) == {}
