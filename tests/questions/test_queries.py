"""Lists of questions: who sees what, in which order, and in how many statements."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.exceptions import BadRequest

from qa.core.db import db
from qa.core.errors import NotFound
from qa.members import circles
from qa.questions import drafts, queries, rules
from qa.questions.models import DraftKind, Question
from qa.questions.queries import Shown
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def ids(page: queries.Page) -> list[int]:
    return [row.id for row in page.rows]


def test_open_ones_come_due_first_and_those_without_a_date_last(cast: Cast) -> None:
    late = ask(cast.ana, cast.inner, now=NOW, days=9)
    never = ask(cast.ana, cast.inner, now=NOW, days=None)
    soon = ask(cast.ana, cast.inner, now=NOW, days=1)
    assert ids(queries.page(cast.ben.id, NOW)) == [soon.id, late.id, never.id]


def test_the_states_part_the_questions(cast: Cast) -> None:
    running = ask(cast.ana, cast.inner, now=NOW, days=9)
    short = ask(cast.ana, cast.inner, now=NOW - timedelta(days=3), days=1)
    filled = ask(cast.ana, cast.inner, now=NOW, days=9, wanted=1)
    answer(cast.ben, filled, now=NOW)
    closed = ask(cast.ana, cast.inner, now=NOW, days=9)
    rules.close(cast.ana, closed, NOW)
    db.session.flush()
    shown = {state: set(ids(queries.page(cast.ben.id, NOW, shown=state))) for state in Shown}
    assert shown[Shown.OPEN] == {running.id}
    assert shown[Shown.CLOSED] == {short.id, filled.id, closed.id}
    assert shown[Shown.SHORT] == {short.id, closed.id}
    assert shown[Shown.ALL] == {running.id, short.id, filled.id, closed.id}


def test_an_hour_without_any_process_changes_the_list_by_the_clock_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, days=1)
    due = NOW + timedelta(days=1)
    assert ids(queries.page(cast.ben.id, due - timedelta(microseconds=1))) == [question.id]
    assert ids(queries.page(cast.ben.id, due)) == []
    assert ids(queries.page(cast.ben.id, due, shown=Shown.CLOSED)) == [question.id]


def test_no_list_shows_what_is_outside_the_viewers_circles(cast: Cast) -> None:
    inside = ask(cast.ana, cast.inner, now=NOW, tags=("secret topic",))
    outside = ask(cast.ana, cast.everyone, now=NOW, tags=("open topic",))
    dan, cleo = cast.dan.id, cast.cleo.id
    assert ids(queries.page(dan, NOW, shown=Shown.ALL)) == [outside.id]
    assert set(ids(queries.page(cleo, NOW, shown=Shown.ALL))) == {inside.id, outside.id}
    assert queries.by_ids(dan, [inside.id, outside.id]).keys() == {outside.id}
    assert [row.name for row in queries.tags(dan).rows] == ["open topic"]
    assert queries.suggest_tags(dan, "se") == []
    assert queries.suggest_tags(cleo, "se") == ["secret topic"]
    assert queries.in_circle(dan, cast.inner.id, NOW) == []
    with pytest.raises(NotFound):
        queries.tag(dan, "secret topic")
    with pytest.raises(NotFound):
        queries.show(dan, inside.id)
    assert queries.tag(cleo, "Secret Topic").questions == 1
    assert queries.show(cleo, inside.id).circle_slug == "inner"


def test_leaving_a_circle_ends_it_at_once(cast: Cast) -> None:
    from qa.members.models import Membership

    question = ask(cast.ana, cast.inner, now=NOW)
    assert queries.show(cast.cleo.id, question.id)
    seat = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    seat.left_at = NOW
    with pytest.raises(NotFound):
        queries.show(cast.cleo.id, question.id)


def test_pages_hold_every_row_once_and_go_back(cast: Cast) -> None:
    made = {ask(cast.ana, cast.inner, now=NOW, days=n % 5 + 1).id for n in range(23)}
    first = queries.page(cast.ben.id, NOW, per_page=10)
    second = queries.page(cast.ben.id, NOW, per_page=10, bookmark=first.next)
    third = queries.page(cast.ben.id, NOW, per_page=10, bookmark=second.next)
    assert len(ids(first)) == len(ids(second)) == 10
    assert set(ids(first) + ids(second) + ids(third)) == made
    assert (first.previous, third.next) == (None, None)
    assert ids(queries.page(cast.ben.id, NOW, per_page=10, bookmark=second.previous)) == ids(first)


@pytest.mark.parametrize("bookmark", ["x", "<i:1", ">i:1", ">z:1~i:2", "~" * 300, "\x00", ">i:9" + "9" * 50])
def test_a_bad_bookmark_is_a_bad_request(cast: Cast, bookmark: str) -> None:
    with pytest.raises(BadRequest):
        queries.page(cast.ben.id, NOW, bookmark=bookmark)
    assert queries.page(cast.ben.id, NOW, bookmark=None).rows == []


def test_a_list_costs_one_statement_whatever_its_length(cast: Cast, queries: Queries) -> None:
    from qa.questions import queries as lists

    ben = cast.ben.id
    counts = []
    for _ in range(3):
        for _ in range(5):
            ask(cast.ana, cast.inner, now=NOW)
        db.session.flush()
        with queries:
            lists.page(ben, NOW, per_page=50)
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_drafts_are_their_writers_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    drafts.save(cast.ben, DraftKind.ANSWER, {"body": "Nine", "evil": "x"}, NOW, question_id=question.id)
    mine = drafts.save(cast.ben, DraftKind.QUESTION, {"title": "How many"}, NOW)
    assert [row.id for row in queries.drafts(cast.cleo.id)] == []
    assert len(queries.drafts(cast.ben.id)) == 2
    assert queries.answer_draft(cast.ben.id, question.id) == {"body": "Nine"}
    with pytest.raises(NotFound):
        drafts.load(cast.cleo, mine.id)
    assert drafts.load(cast.ben, mine.id).fields == {"title": "How many"}


def test_a_draft_is_saved_over_and_spent(cast: Cast) -> None:
    first = drafts.save(cast.ben, DraftKind.QUESTION, {"title": "one"}, NOW)
    again = drafts.save(cast.ben, DraftKind.QUESTION, {"title": "two"}, NOW, draft_id=first.id)
    assert (again.id, again.fields) == (first.id, {"title": "two"})
    drafts.spend(cast.cleo, draft_id=first.id)
    assert drafts.load(cast.ben, first.id)
    drafts.spend(cast.ben, draft_id=first.id)
    db.session.flush()
    assert queries.drafts(cast.ben.id) == []


def test_a_draft_of_a_question_not_seen_is_refused(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(NotFound):
        drafts.save(cast.dan, DraftKind.ANSWER, {"body": "x"}, NOW, question_id=question.id)
    assert drafts.save(cast.cleo, DraftKind.ANSWER, {"body": "x"}, NOW, question_id=question.id).id


def test_text_that_no_database_takes_is_kept_without_its_bad_letters(cast: Cast) -> None:
    kept = drafts.save(cast.ben, DraftKind.QUESTION, {"body": "a\x00b\ud800c" + "x" * 80_000}, NOW)
    assert kept.fields["body"].startswith("ab?c")
    assert len(kept.fields["body"]) == drafts.FIELD_MAX


def test_what_was_posted_after_the_session_ended_waits_as_a_draft(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    path = f"/q/{question.id}/answers"
    assert drafts.keep(cast.ben, path, {"body": "Nine"}) == f"/q/{question.id}/#answer"
    assert queries.answer_draft(cast.ben.id, question.id) == {"body": "Nine"}
    assert drafts.keep(cast.ben, "/ask", {"title": "How many"}).startswith("/ask?draft=")
    assert drafts.keep(cast.dan, path, {"body": "Nine"}) == "/drafts"


def test_mine_are_mine(cast: Cast) -> None:
    mine = ask(cast.ana, cast.inner, now=NOW)
    ask(cast.ben, cast.inner, now=NOW)
    assert [row.id for row in queries.mine(cast.ana.id)] == [mine.id]
    assert db.session.query(Question).count() == 2


def test_ones_own_are_not_seen_from_outside_the_circle(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    of_ben = ask(cast.ben, cast.inner, now=NOW)
    drafts.save(cast.ana, DraftKind.ANSWER, {"body": "Nine"}, NOW, question_id=of_ben.id)
    assert [row.id for row in queries.mine(cast.ana.id)] == [question.id]
    assert [row.title for row in queries.drafts(cast.ana.id)] == [of_ben.title]
    circles.leave(cast.inner, cast.ana, NOW)
    assert queries.mine(cast.ana.id) == []
    assert [row.title for row in queries.drafts(cast.ana.id)] == [None]


def test_nothing_asked_for_gives_nothing(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    ana = cast.ana.id
    assert (queries.by_ids(ana, []), queries.tags_of([])) == ({}, {})
    assert queries.by_ids(ana, [question.id]).keys() == {question.id}
    assert (queries.suggest_tags(ana, ""), queries.suggest_tags(ana, "\x00")) == ([], [])
    assert queries.suggest_tags(ana, "VEN") == ["vendor audits"]
