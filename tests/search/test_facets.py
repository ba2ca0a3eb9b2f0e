"""The numbers beside the hits: each is what its choice brings, and nothing outside the viewer's circles is in one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from qa.answers import marking
from qa.answers.models import Answer, MarkKind
from qa.core.db import db
from qa.members.models import Exposure, Membership
from qa.search import asking, facets, matching
from qa.search.index import SearchIndex
from qa.search.matching import Scope, Terms
from tests.search.people import NOW, found, search, work
from tests.support.cast import Cast
from tests.support.things import answer, ask


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _community(cast: Cast) -> None:
    ask(cast.ana, cast.inner, title="Which vendor is the first of all?", tags=("backup", "audit"))
    answer(cast.ben, ask(cast.ana, cast.inner, title="Which vendor is second?", tags=("audit",), wanted=1))
    old = NOW - timedelta(days=60)
    ask(cast.dan, cast.everyone, title="Which vendor is the third one?", tags=("cloud exit",), now=old)
    ask(cast.dan, cast.everyone, title="Which supplier is nobody's?", body="Of four.", tags=("audit",))
    work()


def test_every_number_is_what_the_choice_brings(cast: Cast) -> None:
    _community(cast)
    for text, given in (("vendor", {}), ("vendor", {"circle": "inner"}), ("vend* is:open", {"tag": "audit"})):
        results = search(cast.cleo, text, filters=given)
        counted = results.facets
        assert counted is not None
        for row in results.circles:
            assert counted.circles[row.id] == len(found(cast.cleo, text, **{**given, "circle": row.slug}))
        for state in facets.STATES:
            other = {**given, "is": state}
            assert counted.states[state] == len(found(cast.cleo, text.replace("is:open", ""), **other))
        for name in asking.SINCE:
            assert counted.since[name] == len(found(cast.cleo, text, **{**given, "since": name}))
        for name, number in results.topics:
            assert number == len(found(cast.cleo, text, **{**given, "tag": name}))


def test_the_numbers_of_a_small_community(cast: Cast) -> None:
    _community(cast)
    results = search(cast.cleo, "vendor")
    assert results.facets is not None
    assert results.topics == [("audit", 2), ("backup", 1), ("cloud exit", 1)]
    assert results.facets.circles == {cast.inner.id: 2, cast.everyone.id: 1}
    assert results.facets.states == {"open": 1, "due": 0, "answered": 1, "used": 0, "met": 1, "short": 1}
    assert results.facets.since == {"month": 2, "quarter": 3, "year": 3}


def test_what_others_write_in_their_circle_is_in_no_number(cast: Cast) -> None:
    _community(cast)
    results = search(cast.dan, "vendor")
    assert results.facets is not None
    assert results.facets.circles == {cast.everyone.id: 1}
    assert (sum(results.facets.states.values()), results.facets.since["year"]) == (1, 1)
    assert results.topics == [("cloud exit", 1)]
    assert results.facets.topics(["audit", "backup", "cloud-exit"]) == {
        "audit": 0,
        "backup": 0,
        "cloud-exit": 1,
    }
    inside = search(cast.cleo, "vendor").facets  # the twin: who is in the circle has them counted
    assert inside is not None
    assert inside.topics(["audit", "backup", "cloud-exit"]) == {"audit": 2, "backup": 1, "cloud-exit": 1}


def test_leaving_a_circle_takes_its_numbers_along(cast: Cast) -> None:
    _community(cast)
    row = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    row.left_at = NOW
    db.session.commit()
    results = search(cast.cleo, "vendor")
    assert results.facets is not None
    assert (results.facets.circles, results.topics) == ({cast.everyone.id: 1}, [("cloud exit", 1)])


def test_without_a_filter_says_what_would_be_found(cast: Cast) -> None:
    _community(cast)
    results = search(cast.cleo, "vendor is:due tag:audit answers:>5")
    assert (results.total, results.facets is not None) == (0, True)
    assert results.facets is not None
    assert results.facets.without == {"is": 0, "tag": 0, "answers": 0}
    results = search(cast.cleo, "vendor tag:audit is:due")
    assert results.facets is not None
    assert results.facets.without == {"is": 2, "tag": 0}


def test_marks_order_the_hits_and_the_index_hears_of_them(cast: Cast) -> None:
    threads = [ask(cast.ana, cast.inner, title=f"Which vendor is number {n}?") for n in range(3)]
    replies = [answer(cast.ben, thread) for thread in threads]
    work()
    ids = [thread.id for thread in threads]

    def ordered(sort: str) -> list[int]:
        return [hit.row.id for hit in search(cast.cleo, "vendor", filters={"sort": sort}).hits]

    assert ordered("newest") == ordered("marks") == ids[::-1]
    marking.give(cast.cleo, replies[0], MarkKind.HELPFUL, NOW)
    marking.give(cast.ana, replies[0], MarkKind.USED, NOW)
    marking.give(cast.cleo, replies[1], MarkKind.SAME, NOW)
    work()
    assert ordered("marks") == [ids[0], ids[1], ids[2]]
    assert found(cast.cleo, "is:used") == {ids[0]}
    marking.take_back(cast.ana, db.session.get_one(Answer, replies[0].id), MarkKind.USED, NOW)
    marking.take_back(cast.cleo, db.session.get_one(Answer, replies[0].id), MarkKind.HELPFUL, NOW)
    work()
    assert ordered("marks") == [ids[1], ids[2], ids[0]]
    assert found(cast.cleo, "is:used") == set()


def test_answers_used_in_time_late_and_mine(cast: Cast) -> None:
    early = ask(cast.ana, cast.inner, days=1, wanted=2, title="Which vendor is early enough?")
    answer(cast.ben, early)
    answer(cast.cleo, early, exposure=Exposure.ANONYMOUS)
    late = ask(cast.ana, cast.inner, days=1, wanted=2, title="Which vendor is late again?")
    answer(cast.ben, late, now=NOW + timedelta(days=2))
    own = ask(cast.cleo, cast.inner, title="Which vendor is mine alone?", exposure=Exposure.ROLE)
    work()
    assert found(cast.cleo, "is:intime") == found(cast.cleo, "is:met") == {early.id}
    assert found(cast.cleo, "is:late") == {late.id}
    assert found(cast.cleo, "answers:2") == found(cast.cleo, "answers:>1") == {early.id}
    assert found(cast.cleo, "answers:<=1") == {late.id, own.id}
    assert found(cast.cleo, "answers:1..2") == {early.id, late.id}
    assert found(cast.cleo, "is:mine") == {early.id, own.id}
    assert found(cast.mo, "is:mine vendor") == set()
    assert found(cast.dan, "is:mine") == set()


def test_counts_are_of_what_ranking_finds(library: SearchIndex) -> None:
    scope = Scope(circles=frozenset({1, 2}), now=NOW, states=("answered",), tags=("audit",))
    for terms in (
        Terms(required=("vendor", "audit")),
        Terms(prefixes=("secur", "ven"), required=("board",)),
        Terms(required=("vendor",), excluded=(("audit",),)),
        Terms(phrases=(("vendor", "audit"),)),
        Terms(),
    ):
        snapshot = library.snapshot()
        counted = facets.count(snapshot, terms, scope)
        for circle in scope.circles:
            there = Scope(
                scope.circles, NOW, within=frozenset({circle}), tags=scope.tags, states=scope.states
            )
            assert counted.circles[circle] == matching.rank(snapshot, terms, there, 5).total
        untagged = Scope(scope.circles, NOW, states=scope.states)
        assert counted.without["tag"] == matching.rank(snapshot, terms, untagged, 5).total
