"""What search reads from the database, on both engines."""

from __future__ import annotations

from datetime import timedelta

from qa.core.db import db
from qa.members.models import Exposure
from qa.questions import rules
from qa.search import queries, upkeep
from qa.search import writer as index_writer
from tests.search.people import NOW
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask


def test_circles_are_the_viewers_own_everyone_last(cast: Cast) -> None:
    assert [row.slug for row in queries.circles(cast.ana.id)] == ["inner", "everyone"]
    assert [row.slug for row in queries.circles(cast.dan.id)] == ["everyone"]
    assert queries.circles(cast.eve.id) == []


def test_people_by_handle_or_name(cast: Cast) -> None:
    people, own = queries.meant(
        cast.cleo.id, ["ANA", "ana lindqvist", "an", "%", "a\x00", "x" * 5000, "ben"], False
    )
    assert people == ((cast.ana.id,), (cast.ana.id,), (), (), (), (), (cast.ben.id,))
    assert own == frozenset()


def test_own_threads_are_those_asked_or_answered_under_whatever_name(cast: Cast, queries: Queries) -> None:
    from qa.search.queries import meant

    asked = ask(cast.cleo, cast.inner, exposure=Exposure.ANONYMOUS)
    answered, other = ask(cast.ana, cast.inner), ask(cast.ana, cast.inner)
    answer(cast.cleo, answered, exposure=Exposure.ROLE)
    answer(cast.ben, other)
    gone = ask(cast.cleo, cast.inner)
    db.session.flush()
    rules.withdraw(cast.cleo, gone, NOW)
    db.session.flush()
    cleo, dan, ben = cast.cleo.id, cast.dan.id, cast.ben.id
    with queries:
        people, own = meant(cleo, ["ben", "nobody"], True)
    assert (len(queries), people, own) == (1, ((ben,), ()), {asked.id, answered.id})
    assert meant(dan, [], True) == ((), frozenset())


def test_topics_and_texts_are_of_what_the_viewer_may_see(cast: Cast) -> None:
    inner = ask(
        cast.ana, cast.inner, tags=("hidden topic", "both"), title="An inner title that is long enough"
    )
    open_ = ask(cast.ana, cast.everyone, tags=("both",), title="An open title that is long enough")
    answer(cast.ben, inner, body="An inner reply.")
    db.session.flush()
    ids = [inner.id, open_.id]
    assert queries.topics(cast.cleo.id, ids) == ["both", "hidden topic"]
    assert queries.topics(cast.dan.id, ids) == ["both"]
    assert queries.topics(cast.cleo.id, []) == queries.texts(cast.cleo.id, []) == []
    said = " ".join(queries.texts(cast.cleo.id, ids))
    assert all(words in said for words in ("inner title", "open title", "inner reply", "hidden topic"))
    outside = " ".join(queries.texts(cast.dan.id, ids))
    assert "open title" in outside
    assert not any(words in outside for words in ("inner", "hidden topic"))


def test_hits_are_checked_and_keep_their_order(cast: Cast) -> None:
    first, second = ask(cast.ana, cast.inner), ask(cast.ana, cast.everyone)
    gone = ask(cast.ana, cast.everyone)
    db.session.flush()
    rules.withdraw(cast.ana, gone, NOW)
    asked = [second.id, gone.id, 4711, first.id]
    assert [row.id for row in queries.hits(cast.cleo.id, asked)] == [second.id, first.id]
    assert [row.id for row in queries.hits(cast.dan.id, asked)] == [second.id]
    assert queries.hits(cast.eve.id, asked) == queries.hits(cast.cleo.id, []) == []


def test_names_are_checked_when_rows_are_loaded(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    answer(cast.ben, question)
    hidden = answer(cast.mo, question, exposure=Exposure.ROLE)
    db.session.flush()

    def by(*people: int) -> list[int]:
        return [row.id for row in queries.hits(cast.cleo.id, [question.id], [people])]

    assert by(cast.ben.id) == by(cast.ben.id, cast.dan.id) == [question.id]
    assert by(cast.ana.id) == by(cast.mo.id) == by() == []
    hidden.exposure = Exposure.NAMED
    db.session.flush()
    assert by(cast.mo.id) == [question.id]


def test_answers_of_a_page_come_in_one_statement(cast: Cast, queries: Queries) -> None:
    from qa.search import queries as search_queries

    ids = []
    for _ in range(4):
        question = ask(cast.ana, cast.inner)
        answer(cast.ben, question)
        answer(cast.cleo, question)
        ids.append(question.id)
    db.session.flush()
    with queries:
        found = search_queries.answers(ids)
    assert (len(queries), {key: len(rows) for key, rows in found.items()}) == (1, dict.fromkeys(ids, 2))
    with queries:
        assert search_queries.answers([]) == {}
    assert len(queries) == 0


def test_titles_are_found_with_every_sign_taken_for_itself(cast: Cast) -> None:
    sly = ask(cast.ana, cast.inner, title=r"Is 100% of a_b\c tested?", now=NOW)
    plain = ask(cast.ana, cast.inner, title="Is 1000 of axbyc tested?", now=NOW - timedelta(hours=1))
    db.session.flush()
    viewer = cast.cleo.id
    assert queries.titled(viewer, ["tested"], 9) == [sly.id, plain.id]
    for word in ("100%", "a_b", "b\\c"):
        assert queries.titled(viewer, [word], 9) == [sly.id]
    assert queries.titled(viewer, ["TESTED", "1000"], 9) == [plain.id]
    assert queries.titled(cast.dan.id, ["tested"], 9) == []
    assert queries.titled(viewer, ["tested"], 1) == [sly.id]


def test_the_index_of_either_engine_equals_its_database(cast: Cast) -> None:
    for number in range(3):
        answer(cast.ben, ask(cast.ana, cast.inner, title=f"Which vendor is number {number}?"))
    db.session.commit()
    upkeep.rebuild()
    assert not upkeep.compare(upkeep.index().snapshot())
    index_writer.update(upkeep.index(), [], deleted=upkeep.index().snapshot().column("id").tolist()[:1])
    assert len(upkeep.compare(upkeep.index().snapshot()).missing) == 1
