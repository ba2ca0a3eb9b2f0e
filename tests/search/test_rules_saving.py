"""Saving a search, and what comes to fit it: for members who may see it, told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles
from qa.members.models import Exposure, Member, Membership
from qa.notifications import queries as notices
from qa.notifications.models import Notice, NoticeKind
from qa.questions import rules
from qa.questions.models import Question
from qa.search import saved_queries, saving, service, upkeep
from qa.search.models import SAVED_MAX, SavedHit, SavedSearch
from tests.search.people import NOW, Person, work
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    """The clock stands, and the index holds nothing of the test before."""
    with time_machine.travel(NOW, tick=False):
        upkeep.rebuild()
        yield


def save(who: Member, words: str, **filters: str) -> int:
    """Save as the page does; returns the saved search's id."""
    query, known = service.fitting(Person(who.id), words, filters, NOW)
    made = saving.save(who, query, filters, known, NOW).id
    db.session.commit()
    return made


def hits(saved_id: int) -> set[int]:
    return set(db.session.scalars(db.select(SavedHit.question_id).where(SavedHit.saved_id == saved_id)))


def test_the_same_is_saved_once_and_each_member_has_own_ones(cast: Cast) -> None:
    first = save(cast.cleo, "Vendor audit", circle="inner")
    assert save(cast.cleo, "vendor  AUDIT", circle="inner") == first
    assert save(cast.cleo, "vendor audit") != first
    assert save(cast.dan, "vendor audit") != first
    assert [(row.words, row.filters) for row in saved_queries.saved(cast.dan.id)] == [("vendor audit", {})]
    assert len(saved_queries.saved(cast.cleo.id)) == 2


@pytest.mark.parametrize("words", ["", "   ", "()", "*"])
def test_nothing_is_not_saved(cast: Cast, words: str) -> None:
    with pytest.raises(RuleBroken):
        save(cast.cleo, words)
    assert save(cast.cleo, words, circle="inner")  # a filter alone is something


def test_twenty_are_kept(cast: Cast) -> None:
    for number in range(SAVED_MAX):
        save(cast.cleo, f"vendor {number}")
    with pytest.raises(RuleBroken, match="20"):
        save(cast.cleo, "one more")
    assert save(cast.cleo, "vendor 3")  # it is there already
    assert save(cast.dan, "one more")
    saving.remove(cast.cleo, saved_queries.saved(cast.cleo.id)[0].id)
    assert save(cast.cleo, "one more")


def test_only_ones_own_is_removed(cast: Cast) -> None:
    made = save(cast.cleo, "vendors")
    with pytest.raises(NotFound):
        saving.remove(cast.dan, made)
    ask(cast.ana, cast.inner)
    work()
    assert hits(made)
    saving.remove(cast.cleo, made)
    db.session.commit()
    assert db.session.query(SavedSearch).count() == db.session.query(SavedHit).count() == 0
    with pytest.raises(Forbidden):
        save(cast.eve, "vendors")


def test_a_new_thread_that_fits_is_found_for_those_who_may_see_it(cast: Cast) -> None:
    cleo, dan, ana = save(cast.cleo, "vendors"), save(cast.dan, "vendors"), save(cast.ana, "vendors")
    other = save(cast.cleo, "phishing")
    question = ask(cast.ana, cast.inner)
    work()
    assert (hits(cleo), hits(other)) == ({question.id}, set())
    assert hits(dan) == set()  # outside the circle
    assert hits(ana) == set()  # her own
    told = db.session.query(Notice).filter_by(kind=NoticeKind.FOUND).all()
    assert [(notice.member_id, notice.question_id) for notice in told] == [(cast.cleo.id, question.id)]
    work()
    answer(cast.ben, question)
    work()
    assert db.session.query(Notice).filter_by(kind=NoticeKind.FOUND).count() == 1  # once


def test_who_left_the_circle_hears_nothing(cast: Cast) -> None:
    made = save(cast.cleo, "vendors")
    row = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    row.left_at = NOW
    ask(cast.ana, cast.inner)
    work()
    assert hits(made) == set()


def test_who_left_after_a_thread_came_to_fit_is_not_told_of_it(cast: Cast) -> None:
    made = save(cast.cleo, "vendors")
    question = ask(cast.ana, cast.inner)
    work()
    assert (hits(made), news(cast.cleo)) == ({question.id}, [question.id])
    circles.leave(cast.inner, cast.cleo, NOW)
    assert news(cast.cleo) == []


def test_news_of_a_search_end_with_it(cast: Cast) -> None:
    made, other = save(cast.cleo, "vendors"), save(cast.cleo, "critical vendors")
    question = ask(cast.ana, cast.inner)
    work()
    saving.remove(cast.cleo, made)
    assert (hits(other), news(cast.cleo)) == ({question.id}, [question.id])
    saving.remove(cast.cleo, other)
    assert news(cast.cleo) == []


def news(member: Member) -> list[int]:
    """The threads of which the member reads that they fit."""
    return [row.question_id for row in notices.page(member.id).rows if row.kind == NoticeKind.FOUND]


def test_all_words_and_filters_must_fit(cast: Cast) -> None:
    saved = {
        text: save(cast.cleo, text)
        for text in ("critical zebra", '"on site"', "vendor -site", "vend* tag:none", "circle:everyone", "is:due",
                     "by:ana", "by:ben", "after:2027 vendor", "answers:>1")
    }  # fmt: skip
    question = ask(cast.ana, cast.inner)
    work()
    assert {text for text, made in saved.items() if hits(made)} == {'"on site"', "by:ana"}
    answer(cast.ben, question)
    answer(cast.mo, question)
    work()
    assert {text for text, made in saved.items() if hits(made)} == {
        '"on site"',
        "by:ana",
        "by:ben",
        "answers:>1",
    }


def test_an_older_thread_is_told_when_an_answer_makes_it_fit_but_not_when_it_fitted_before(
    cast: Cast,
) -> None:
    old, known = (
        ask(cast.ana, cast.inner, now=NOW - timedelta(days=3)),
        ask(cast.ana, cast.inner, title="Which encryption do you use?"),
    )
    work()
    made, used = save(cast.cleo, "encryption"), save(cast.cleo, "is:used")
    reply = answer(cast.ben, old, body="By encryption.")
    answer(cast.ben, known, body="Encryption of one kind.")
    work()
    assert (hits(made), hits(used)) == ({old.id}, set())
    marking.give(cast.ana, reply, MarkKind.USED, NOW)
    work()
    assert hits(used) == {old.id}


def test_ones_own_answer_is_no_news(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    made = save(cast.cleo, "encryption")
    answer(cast.cleo, question, body="By encryption.")
    work()
    assert hits(made) == set()
    answer(cast.ben, question, body="No encryption.")
    work()
    assert hits(made) == {question.id}


@pytest.mark.parametrize("by_words", [True, False])
def test_a_name_withdrawn_is_told_by_no_saved_search_any_more(cast: Cast, by_words: bool) -> None:
    by = save(cast.cleo, "by:ana") if by_words else save(cast.cleo, "vendors", by="ana")
    plain = save(cast.mo, "vendors")
    question = ask(cast.ana, cast.inner)
    work()
    assert (hits(by), hits(plain)) == ({question.id}, {question.id})
    words = rules.Words(question.title, question.body)
    rules.edit(cast.ana, question, words, NOW, base=1, exposure=Exposure.ROLE)
    db.session.commit()
    assert (hits(by), hits(plain)) == (set(), {question.id})
    assert news(cast.cleo) == []
    told = {notice.member_id for notice in db.session.query(Notice).filter_by(kind=NoticeKind.FOUND)}
    assert told == {cast.mo.id}
    work()
    assert hits(by) == set()


def test_a_withheld_name_fits_no_saved_name(cast: Cast) -> None:
    made = save(cast.cleo, "by:ana")
    ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    work()
    assert hits(made) == set()
    named = ask(cast.ana, cast.inner)
    work()
    assert hits(made) == {named.id}


def test_a_question_taken_back_before_the_worker_comes_is_told_to_nobody(cast: Cast) -> None:
    made = save(cast.cleo, "vendors")
    question = ask(cast.ana, cast.inner)
    db.session.flush()
    rules.withdraw(cast.ana, question, NOW)
    work()
    assert hits(made) == set()


def test_a_thread_that_is_not_indexed_yet_waits(cast: Cast) -> None:
    from qa.core import outbox, transaction
    from qa.search import saved_hits

    made = save(cast.cleo, "vendors")
    ask(cast.dan, cast.everyone)
    work()
    question = ask(cast.ana, cast.inner)
    db.session.commit()
    job = outbox.Job(1, saved_hits.KIND, {"question_id": question.id, "actor_id": None}, 0, NOW)
    with pytest.raises(saved_hits.NotIndexedYet), transaction.unit():
        saved_hits.look_through([job])
    db.session.rollback()
    work()
    assert question.id in hits(made)
    saved_hits.look_through([job])  # done twice: no harm
    assert db.session.query(Question).count() == 2


def test_the_list_costs_one_statement_however_many(cast: Cast, queries: Queries) -> None:
    counts = []
    for words in ("vendors", "audit"):
        save(cast.cleo, words)
        viewer = cast.cleo.id
        with queries:
            saved_queries.saved(viewer)
        counts.append(len(queries))
    assert counts == [1, 1]
    ask(cast.ana, cast.inner, title="Which vendor do you audit?")
    work()
    viewer = cast.cleo.id
    assert [row.came for row in saved_queries.saved(viewer)] == [1, 1]
