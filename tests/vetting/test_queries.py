"""What is read of joining: a constant number of queries, and only what the viewer may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.exceptions import BadRequest

from qa.core import clock, transaction
from qa.core.db import db
from qa.core.errors import NotFound
from qa.members import accounts
from qa.members.models import Member, MemberState
from qa.vetting import deciding, queries, vouching
from qa.vetting.models import Nomination, Vouch
from tests.support.browser import Browser
from tests.support.cast import LONG_AGO, Cast
from tests.support.joining import saved, vouched, waiting
from tests.support.recorder import Queries

SignIn = Callable[[Member], Browser]


def crowd(cast: Cast, first: int, last: int) -> None:
    """Applicants who name Ana, each with a word of Ben's and a question of Mo's."""
    now = clock.now()
    with transaction.unit():
        for number in range(first, last):
            member = accounts.create_member(
                name="Nils Verhoeven", email=f"n{number}@port.example", state=MemberState.APPLICANT
            )
            application = waiting(member, now - timedelta(days=number))
            db.session.add(Nomination(application_id=application.id, member_id=cast.ana.id))
            for voucher in (cast.ben, cast.cleo):
                vouching.give(voucher, application, "Ran our audit", 2019, now)


@pytest.mark.parametrize(("who", "path", "most"), [
    ("ana", "/vetting", 10), ("mo", "/vetting", 10), ("ana", "/vetting/1", 8), ("ana", "/vetting/tree", 3),
    ("ana", "/vetting/tree?all=1", 4), ("ana", "/invitations", 6), ("ana", "/pledge", 2), ("eve", "/standing", 5),
])  # fmt: skip
def test_pages_ask_the_same_number_of_queries(
    as_: SignIn, cast: Cast, queries: Queries, who: str, path: str, most: int
) -> None:
    saved(cast.eve)
    crowd(cast, 0, 2)
    browser, counts = as_(getattr(cast, who)), []
    for first, last in ((0, 0), (2, 9)):
        crowd(cast, first, last)
        with queries:
            assert browser.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most, queries.statements


def test_who_vouched_for_a_member(cast: Cast) -> None:
    vouched(cast.ben, cast.ana)
    word = vouched(cast.cleo, cast.ana)
    (first, second) = queries.vouched_for_by(cast.ana.id, cast.dan.id)
    assert (first.author_name, first.how, first.since_year) == ("Ben Okafor", "Ran our audit", 2019)
    assert second.author_name == "Cleo Marchetti"
    word.withdrawn_at = clock.now()
    db.session.flush()
    assert len(queries.vouched_for_by(cast.ana.id, cast.dan.id)) == 1
    cast.ben.state = MemberState.LEFT
    assert queries.vouched_for_by(cast.ana.id, cast.dan.id) == []


def test_whom_a_member_vouches_for(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouching.vouch(cast.ana, application, "Ran our audit", 2019, clock.now())
    vouched(cast.ana, cast.dan)
    assert [row.author_name for row in queries.vouched_by(cast.ana.id)] == ["Eve Tanaka", "Dan Petrov"]
    deciding.decline(cast.mo, application, "No", clock.now())
    assert [row.author_name for row in queries.vouched_by(cast.ana.id)] == ["Dan Petrov"]


def test_one_does_not_see_oneself_in_the_queue(cast: Cast) -> None:
    application = waiting(cast.eve)
    assert queries.queue(cast.eve.id) == []
    assert [row.id for row in queries.queue(cast.ana.id)] == [application.id]


def test_only_what_waits_is_found(cast: Cast) -> None:
    now = clock.now()
    unconfirmed = waiting(cast.eve, confirmed_at=None)
    done = waiting(cast.eve)
    deciding.withdraw(cast.eve, done, now)
    for application in (unconfirmed, done):
        with pytest.raises(NotFound):
            queries.waiting(application.id, cast.ana.id)
    assert queries.queue(cast.ana.id) == []
    assert queries.waiting(waiting(cast.eve).id, cast.ana.id).author_name == "Eve Tanaka"


def test_usual_days_need_five_decisions(cast: Cast) -> None:
    now = clock.now()
    for number in range(4):
        deciding.decline(cast.mo, waiting(cast.eve, now - timedelta(hours=1)), "No", now)
        assert queries.usual_days() is None, number
    deciding.withdraw(cast.eve, waiting(cast.eve), now)
    assert queries.usual_days() is None
    deciding.decline(cast.mo, waiting(cast.eve, now - timedelta(hours=1)), "No", now)
    assert queries.usual_days() == 1


def test_roots_are_paged(cast: Cast) -> None:
    vouched(cast.ana, cast.ben)
    cast.dan.joined_at = LONG_AGO + timedelta(days=1)
    cast.mo.source_url = "https://elsewhere.example/mo"
    db.session.flush()
    page = queries.roots(None, per_page=2)
    assert [row.id for row in page.rows] == [cast.ana.id, cast.cleo.id]
    assert [row.id for row in queries.roots(page.next, per_page=2).rows] == [cast.dan.id]
    with pytest.raises(BadRequest):
        queries.roots("odd")


def test_edges_leave_the_declined_out(cast: Cast) -> None:
    application = waiting(cast.eve)
    vouching.vouch(cast.ana, application, "Ran our audit", 2019, clock.now())
    vouched(cast.ben, cast.dan)
    assert {(row.voucher_id, row.member_id) for row in queries.edges()} == {
        (cast.ana.id, cast.eve.id),
        (cast.ben.id, cast.dan.id),
    }
    deciding.decline(cast.mo, application, "No", clock.now())
    assert [(row.voucher_id, row.member_id) for row in queries.edges()] == [(cast.ben.id, cast.dan.id)]
    assert db.session.query(Vouch).count() == 2
