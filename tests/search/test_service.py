"""Search for a member: what is found, what never is, and what happens without an index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from qa.answers import rules as answer_rules
from qa.core.db import db
from qa.members.models import Exposure, Membership
from qa.questions import rules
from qa.questions.models import Question
from qa.search import service, upkeep
from qa.search.service import PER_PAGE
from qa.search.similar import similar
from tests.search.people import NOW, Person, found, search, work
from tests.search.test_grammar import HOSTILE
from tests.support.cast import Cast
from tests.support.ceiling import under_ceiling
from tests.support.recorder import Queries
from tests.support.things import answer, ask


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_question_is_found_by_its_words_its_answers_and_its_tags(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, tags=("third-party risk",))
    other = ask(
        cast.ana, cast.inner, title="Who pays for the pentest of a supplier?", body="Nobody?", tags=()
    )
    answer(cast.ben, question, body="We replaced visits by **SOC 2** reports.")
    work()
    assert found(cast.cleo, "critical vendor") == {question.id}
    assert found(cast.cleo, "soc2 report") == {question.id}
    assert found(cast.cleo, "third-party") == {question.id}
    assert found(cast.cleo, 'tag:"third-party risk"') == {question.id}
    assert found(cast.cleo, "penetration pentest") == {other.id}
    assert found(cast.cleo, "zebra") == set()


def test_the_passage_is_from_where_the_words_are(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    reply = answer(cast.ben, question, body="We replaced <b>visits</b> & `calls` by reports on encryption.")
    work()
    (hit,) = search(cast.cleo, "encryption reports").hits
    assert hit.answer is not None
    assert (hit.answer.id, hit.answer.author_name) == (reply.id, "Ben Okafor")
    assert [part.text for part in hit.reply if part.marked] == ["reports", "encryption"]
    assert "& calls" in "".join(part.text for part in hit.reply)
    assert (
        "".join(part.text for part in hit.passage)
        == "We have 41 vendors rated critical. Last year we visited six ."
    )
    (hit,) = search(cast.cleo, "critical vendors").hits
    assert [part.text for part in hit.passage if part.marked] == ["vendors", "critical"]
    assert [part.text for part in hit.title if part.marked] == ["critical", "vendors"]
    assert (hit.row.circle_name, hit.row.author_name, hit.row.answer_count) == (
        "Inner circle",
        "Ana Lindqvist",
        1,
    )


@pytest.mark.parametrize(
    "text", ["critical vendors", "vend*", '"on site"', 'tag:"vendor audits"', "by:ana", "is:open"]
)
def test_a_member_outside_the_circle_finds_nothing_of_it(cast: Cast, text: str) -> None:
    inside = ask(cast.ana, cast.inner, now=NOW - timedelta(days=1))
    work()
    assert found(cast.cleo, text) == {inside.id}
    outside = search(cast.dan, text)
    assert (outside.hits, outside.total, outside.next, outside.topics) == ([], 0, "", [])
    assert [row.slug for row in outside.circles] == ["everyone"]
    assert similar(Person(cast.dan.id), inside.title) == []
    assert [one.id for one in similar(Person(cast.cleo.id), inside.title)] == [inside.id]


def test_a_circle_that_is_not_yours_and_none_get_the_same_words(cast: Cast) -> None:
    ask(cast.ana, cast.inner)
    work()
    theirs, none = search(cast.dan, "circle:inner vendors"), search(cast.dan, "circle:nowhere vendors")
    assert [note.replace("inner", "nowhere") for note in theirs.notices] == none.notices
    assert none.notices == ["You are in no circle called “nowhere”."]
    assert search(cast.cleo, "circle:inner vendors").notices == []
    assert len(search(cast.cleo, "circle:inner vendors").hits) == 1


def test_leaving_a_circle_counts_at_once(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    assert found(cast.cleo, "vendors") == {question.id}
    row = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    row.left_at = NOW
    db.session.commit()
    assert search(cast.cleo, "vendors").total == 0


def test_a_withdrawn_question_is_neither_shown_nor_counted_before_the_worker_comes(cast: Cast) -> None:
    kept, gone = ask(cast.ana, cast.inner), ask(cast.ana, cast.inner, title="Who audits critical vendors?")
    work()
    assert search(cast.cleo, "critical vendors").total == 2
    rules.withdraw(cast.ana, gone, NOW)
    db.session.commit()
    results = search(cast.cleo, "critical vendors")
    assert ([hit.row.id for hit in results.hits], results.total) == ([kept.id], 1)
    work()
    assert upkeep.index().snapshot().count == 1


def test_words_of_a_withdrawn_answer_are_not_found(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    reply = answer(cast.ben, question, body="Use a zebra crossing.")
    work()
    assert found(cast.cleo, "zebra") == {question.id}
    answer_rules.withdraw(cast.ben, reply, NOW)
    work()
    assert found(cast.cleo, "zebra") == set()


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_a_hidden_name_is_not_findable(cast: Cast, exposure: Exposure) -> None:
    named, hidden = ask(cast.ana, cast.inner), ask(cast.ana, cast.inner, exposure=exposure)
    answer(cast.ben, named, exposure=exposure)
    answer(cast.ben, hidden)
    work()
    for name in ("by:ana", "by:@Ana", 'by:"Ana Lindqvist"', "by:ANA"):
        assert found(cast.cleo, name) == {named.id}
    assert found(cast.cleo, "by:ben") == {hidden.id}
    for name in ("Lindqvist", "ana", "Nordsee", "Okafor", "Carrow"):
        assert found(cast.cleo, name) == set()
    assert found(cast.cleo, "vendors") == {named.id, hidden.id}


def test_a_name_withdrawn_a_moment_ago_is_not_findable_either(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    assert found(cast.cleo, "by:ana") == {question.id}
    words = rules.Words(question.title, question.body)
    rules.edit(cast.ana, question, words, NOW, base=1, exposure=Exposure.ANONYMOUS)
    db.session.commit()
    assert search(cast.cleo, "by:ana").total == 0
    work()
    assert search(cast.cleo, "by:ana").total == 0


def test_a_name_nobody_has_finds_nothing(cast: Cast) -> None:
    ask(cast.ana, cast.inner)
    work()
    for name in ("by:nobody", "by:\x00", "by:" + "x" * 200, 'by:"%"'):
        assert search(cast.cleo, name).total == 0


def test_states_follow_the_clock_without_any_process(cast: Cast) -> None:
    soon = ask(cast.ana, cast.inner, days=1)
    late = ask(cast.ana, cast.inner, days=9)
    never = ask(cast.ana, cast.inner, days=None)
    filled = ask(cast.ana, cast.inner, days=9, wanted=1)
    answer(cast.ben, filled)
    work()
    assert found(cast.cleo, "is:open") == {soon.id, late.id, never.id}
    assert found(cast.cleo, "is:due") == {soon.id}
    assert found(cast.cleo, "is:answered") == {filled.id}
    assert found(cast.cleo, "is:closed") == found(cast.cleo, "is:met") == {filled.id}
    later = service.search(Person(cast.cleo.id), "is:short", {}, NOW + timedelta(days=10))
    assert {hit.row.id for hit in later.hits} == {soon.id, late.id}


def test_days_are_the_viewers_own(cast: Cast) -> None:
    late = NOW.replace(day=22, hour=23, minute=30)  # 00:30 on the 23rd in Berlin
    question = ask(cast.ana, cast.inner, now=late)
    work()
    assert found(cast.cleo, "after:2026-11-23") == {question.id}
    assert found(cast.cleo, "before:2026-11-23") == set()
    assert found(cast.cleo, "vendors", after="2026-11-24") == set()
    assert found(cast.cleo, "vendors", after="2026-11-23", before="2026-11-24", tag="vendor audits") == {
        question.id
    }


def test_without_all_the_words_some_are_enough_and_it_is_said(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    work()
    results = search(cast.cleo, "critical zebra vendors")
    assert [hit.row.id for hit in results.hits] == [question.id]
    assert results.notices == ["No question has all of these words. These have some of them."]
    assert search(cast.cleo, "critical vendors").notices == []


def test_pages(cast: Cast) -> None:
    for number in range(PER_PAGE * 2 + 3):
        ask(
            cast.ana, cast.inner, title=f"Which vendor is number {number}?", now=NOW - timedelta(hours=number)
        )
    work()
    first = search(cast.cleo, "vendor number")
    second = search(cast.cleo, "vendor number", first.next)
    third = search(cast.cleo, "vendor number", second.next)
    assert [len(page.hits) for page in (first, second, third)] == [PER_PAGE, PER_PAGE, 3]
    assert (first.total, first.more, first.previous, third.next) == (PER_PAGE * 2 + 3, False, "", "")
    seen = [hit.row.id for page in (first, second, third) for hit in page.hits]
    assert len(set(seen)) == len(seen)
    back = search(cast.cleo, "vendor number", third.previous)
    assert [hit.row.id for hit in back.hits] == [hit.row.id for hit in second.hits]
    for cursor in ("", "x", "a0.0", "a999999.1", "b1.0", "-5", "a1.1\n"):
        assert search(cast.cleo, "vendor number", cursor).total == PER_PAGE * 2 + 3


def test_threads_that_come_meanwhile_move_no_page(cast: Cast) -> None:
    for number in range(PER_PAGE + 5):
        ask(
            cast.ana, cast.inner, title=f"Which vendor is number {number}?", now=NOW - timedelta(hours=number)
        )
    work()
    filters = {"sort": "newest"}
    first = search(cast.cleo, "vendor", filters=filters)
    shown = [hit.row.id for hit in first.hits]
    wanted = [hit.row.id for hit in search(cast.cleo, "vendor", first.next, filters).hits]
    for number in range(7):
        ask(cast.ana, cast.inner, title=f"Which new vendor is number {number}?", now=NOW + timedelta(hours=1))
    work()
    assert [hit.row.id for hit in search(cast.cleo, "vendor", first.next, filters).hits] == wanted
    assert not set(shown) & set(wanted)
    rules.withdraw(cast.ana, db.session.get_one(Question, shown[-1]), NOW)
    work()
    assert search(
        cast.cleo, "vendor", first.next, filters
    ).hits  # the thread before the page is gone: its place counts


def test_similar_questions_while_asking(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    ask(
        cast.ana,
        cast.inner,
        title="Who owns the budget for phishing training?",
        body="Every year.",
        tags=(),
        purpose="",
    )
    work()
    viewer = Person(cast.cleo.id)
    hits = similar(viewer, "How often do you audit a critical vendor on site?", "We have *forty* of them.")
    assert [one.id for one in hits] == [question.id]
    assert hits[0].href == f"/q/{question.id}/how-many-critical-vendors-do-you-re-audit-on-site-each-year"
    assert hits[0].note == "7\u00a0days left · 0 of 3 answers"
    assert [part.text for part in hits[0].title if part.marked] == ["critical", "vendors", "audit", "site"]
    assert similar(viewer, question.title, exclude=question.id) == []
    assert similar(viewer, "") == similar(viewer, "how do you") == []
    assert similar(viewer, "budget of zebras and okapis") == []


@pytest.mark.parametrize("text", ["", "   ", '"', "-", "()"])
def test_nothing_to_look_for_finds_nothing(cast: Cast, text: str) -> None:
    ask(cast.ana, cast.inner)
    work()
    results = search(cast.cleo, text)
    assert (results.hits, results.total) == ([], 0)
    assert (not results.notices) == (not text.strip())


NAMES = ("by", "after", "answers", "sort", "is", "since", "tag", "circle")


@pytest.mark.parametrize("indexed", [True, False])
def test_hostile_text_never_fails_and_is_quick(cast: Cast, indexed: bool) -> None:
    ask(cast.ana, cast.inner)
    work()
    search(cast.cleo, "vendors")
    if not indexed:
        shutil.rmtree(upkeep.index().root)
    for text in HOSTILE:
        found = under_ceiling(lambda: search(cast.cleo, text, filters=dict.fromkeys(NAMES, text)))  # noqa: B023
        assert found.total in (0, 1)
        under_ceiling(lambda: similar(Person(cast.cleo.id), text, text))  # noqa: B023


def test_without_an_index_titles_are_found_and_it_is_said(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner)
    ask(cast.ana, cast.inner, title="Is 100% of it tested_here, or less?", body="Of what?", tags=())
    db.session.commit()
    shutil.rmtree(upkeep.index().root, ignore_errors=True)
    results = search(cast.cleo, "critical VENDORS")
    assert results.rebuilding
    assert [hit.row.id for hit in results.hits] == [question.id]
    assert "being rebuilt" in results.notices[0]
    assert search(cast.dan, "critical vendors").total == 0
    assert [one.id for one in similar(Person(cast.cleo.id), question.title)] == [question.id]
    work()
    results = search(cast.cleo, "critical VENDORS")
    assert (results.rebuilding, [hit.row.id for hit in results.hits]) == (False, [question.id])


def test_the_number_of_statements_does_not_grow(cast: Cast, queries: Queries) -> None:
    for number in range(8):
        answer(cast.ben, ask(cast.ana, cast.inner, title=f"Which vendor is number {number}?"))
    work()
    viewer = Person(cast.cleo.id)
    counts = []
    for text in ("vendor 1", "vendor"):
        with queries:
            service.search(viewer, text, {}, NOW)
        counts.append(len(queries))
    assert counts == [4, 4]  # circles, hits, answers, names of topics
    with queries:
        service.search(viewer, "vendor by:ana by:ben is:mine is:open answers:>0 tag:x circle:inner", {}, NOW)
    assert len(queries) == 2  # circles, people together with the viewer's threads: nothing is found
    with queries:
        assert service.search(viewer, "vendor by:ana is:open answers:>0 circle:inner", {}, NOW).hits
    assert len(queries) == 5
    with queries:
        assert service.search(viewer, "vedor", {}, NOW).hits
    assert len(queries) == 5  # and the texts in which the nearest word stands
    with queries:
        similar(viewer, "Which vendor is number one?")
    assert len(queries) == 2
