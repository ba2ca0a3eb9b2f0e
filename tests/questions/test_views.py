"""The pages of asking and of a question, as a browser sees them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions.models import Draft, Question, QuestionRevision
from qa.search import upkeep
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import BODY, TITLE, saved_answer, saved_question

SignIn = Callable[[Member], Browser]


def fields(cast: Cast, **changes: str) -> dict[str, str]:
    day = (clock.now() + timedelta(days=6)).date().isoformat()
    given = {
        "title": TITLE,
        "body": BODY,
        "date": day,
        "time": "17:00",
        "purpose": "audit committee",
        "answers_wanted": "8",
        "circle_id": str(cast.inner.id),
        "exposure": "named",
        "tags": "vendor audits, third-party risk",
        "do": "post",
    }
    return {**given, **changes}


def test_a_question_is_looked_over_and_then_posted(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.ana)
    page = browser.post("/ask", data=fields(cast, do="review"))
    assert page.status_code == 200
    assert "Before it goes out" in page.text
    assert "Will be seen by 3 members" in page.text
    assert db.session.query(Question).count() == 0
    sent = browser.post("/ask", data=fields(cast))
    assert sent.status_code == 302
    page = browser.get(sent.location)
    assert TITLE in page.text and "<strong>six</strong>" in page.text


def test_the_review_shows_prior_answers_before_anything_is_sent(cast: Cast, as_: SignIn) -> None:
    """Without scripts this is the only time at which they are seen."""
    number = saved_question(cast.ben, cast.inner)
    upkeep.rebuild()
    similar = fields(cast, do="review", title="How many critical vendors do you visit on site?")
    page = as_(cast.ana).post("/ask", data=similar).text
    assert f'<a href="/q/{number}/' in page
    assert (
        page.index("Answered before")
        < page.index(f'<a href="/q/{number}/')
        < page.index("Before it goes out")
    )
    other = fields(cast, do="review", title="Who pays for the summer party?", body="Nobody knows.")
    page = as_(cast.ana).post("/ask", data=other).text
    assert f'<a href="/q/{number}/' not in page
    assert page.index("Nothing like this was answered before.") < page.index("Before it goes out")


def test_prior_answers_stand_under_the_title_that_is_typed(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.ana).get("/ask").text
    assert page.index('id="title"') < page.index('id="similar"') < page.index('id="body"')


def test_a_question_has_a_heading_above_those_of_its_body(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner, body="# What we did\n\nSix visits.")
    page = as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text.partition("<main")[2]
    assert re.findall(r"<h(\d)", page)[:3] == ["1", "2", "3"]


def test_needed_by_is_read_in_the_members_own_zone(cast: Cast, as_: SignIn) -> None:
    with time_machine.travel(datetime(2026, 10, 22, 12, tzinfo=UTC), tick=False):
        as_(cast.ana).post("/ask", data=fields(cast, date="2026-10-26"))
    # Berlin leaves summer time on the 25th: 17:00 is then 16:00 UTC, not 15:00.
    assert db.session.query(Question).one().needed_by == datetime(2026, 10, 26, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Write your question first"),
        ({"title": "Short"}, "as you would ask a colleague"),
        ({"body": "x" * 70_000}, "KB long"),
        ({"date": "2020-01-01"}, "has passed"),
        ({"date": "2020-13-01"}, "not a day"),
        ({"date": "٢٠٢٧-٠١-٠١"}, "not a day"),
        ({"time": "25:00"}, "not a time"),
        ({"answers_wanted": "99"}, "Not a valid choice"),
        ({"circle_id": "999"}, "Not a valid choice"),
        ({"exposure": "loud"}, "Not a valid choice"),
        ({"tags": "a,b,c,d,e,f"}, "at most 5 topics"),
    ],
)
def test_a_problem_is_said_and_nothing_typed_is_lost(
    cast: Cast, as_: SignIn, change: dict[str, str], words: str
) -> None:
    page = as_(cast.ana).post("/ask", data=fields(cast, **change))
    assert page.status_code == 422
    assert words in page.text
    kept = change.get("body", "Last year we visited **six**.")
    assert kept in page.text
    assert "third-party risk" in page.text or "tags" in change
    assert db.session.query(Question).count() == 0


def test_a_circle_that_is_not_ones_own_cannot_be_asked(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.dan).post("/ask", data=fields(cast)).status_code == 422
    assert as_(cast.cleo).post("/ask", data=fields(cast)).status_code == 302


def test_nobody_outside_reads_a_question_and_the_answer_is_as_for_none(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    outside, never = as_(cast.dan).get(f"/q/{number}/x"), as_(cast.dan).get("/q/999999/x")
    assert (outside.status_code, never.status_code) == (404, 404)
    token = re.compile(r'name="csrf_token" value="[^"]+"')
    assert token.sub("", outside.text) == token.sub("", never.text)
    assert as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", ["/q/0", "/q/01", "/q/-1", "/q/1e3", "/q/١", f"/q/{10**30}", "/q/x"])
def test_ids_that_are_none_are_not_found(cast: Cast, as_: SignIn, path: str) -> None:
    saved_question(cast.ana, cast.inner)
    assert as_(cast.ana).get(path).status_code == 404
    assert as_(cast.ana).get("/q/1").status_code == 302


def test_an_address_with_other_words_leads_to_the_right_one(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    answer = as_(cast.ana).get(f"/q/{number}/other-words")
    assert answer.location == f"/q/{number}/how-many-critical-vendors-do-you-re-audit-on-site-each-year"


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_a_hidden_name_is_nowhere_on_the_page(cast: Cast, as_: SignIn, exposure: Exposure) -> None:
    number = saved_question(cast.ana, cast.inner, exposure=exposure)
    saved_answer(cast.ben, db.session.get(Question, number), exposure=exposure)
    page = as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
    for trace in ("Ana Lindqvist", "Ben Okafor", "/m/ana", "/m/ben", "Nordsee", "Carrow"):
        assert trace not in page
    assert ("Head of function" in page) == (exposure == Exposure.ROLE)
    assert "without your name" in as_(cast.ana).get(f"/q/{number}", follow_redirects=True).text


def test_a_name_that_is_not_hidden_is_shown(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    page = as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
    assert "Ana Lindqvist" in page and "/m/ana" in page


def test_drafts_save_themselves_and_come_back(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.ana)
    saved = browser.post(
        "/drafts", data={"title": "How many"}, headers={"Accept": "application/json"}
    ).get_json()
    number = saved["fields"]["draft"]
    browser.post(
        "/drafts", data={"title": "How many vendors", "draft": number}, headers={"Accept": "application/json"}
    )
    assert db.session.query(Draft).one().fields == {"title": "How many vendors"}
    assert 'value="How many vendors"' in browser.get(f"/ask?draft={number}").text
    assert "How many vendors" in browser.get("/drafts").text
    assert as_(cast.ben).get(f"/ask?draft={number}").status_code == 404
    browser.post("/ask", data=fields(cast, draft=number))
    assert db.session.query(Draft).count() == 0


def test_a_draft_of_an_answer_waits_on_the_questions_page(cast: Cast, as_: SignIn) -> None:
    number, browser = saved_question(cast.ana, cast.inner), as_(cast.ben)
    browser.post("/drafts", data={"body": "Nine of 38", "basis": "team", "question_id": str(number)})
    page = browser.get(f"/q/{number}", follow_redirects=True).text
    assert "Nine of 38" in page
    assert "Nine of 38" not in as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
    browser.post(
        f"/q/{number}/answers",
        data={"body": "Nine of 38", "basis": "did", "quote": "role", "exposure": "named"},
    )
    assert db.session.query(Draft).count() == 0


def test_a_draft_is_thrown_away_by_its_writer_alone(cast: Cast, as_: SignIn) -> None:
    as_(cast.ana).post("/drafts", data={"title": "How many"})
    number = db.session.query(Draft).one().id
    assert as_(cast.ben).post(f"/drafts/{number}/discard").status_code == 404
    assert as_(cast.ana).post(f"/drafts/{number}/discard").status_code == 302
    assert db.session.query(Draft).count() == 0


def test_the_preview_is_what_will_be_saved(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    stored = db.session.get(Question, number)
    assert stored is not None
    assert as_(cast.ana).post("/preview", data={"body": BODY}).text == stored.body_html


def test_an_edit_shows_its_history(cast: Cast, as_: SignIn) -> None:
    number, browser = saved_question(cast.ana, cast.inner), as_(cast.ana)
    form = {**fields(cast), "body": "Now seven.", "base": "1", "reason": "counted again"}
    assert browser.post(f"/q/{number}/edit", data=form).status_code == 302
    history = as_(cast.ben).get(f"/q/{number}/history").text
    assert "counted again" in history and "Now seven." in history
    assert as_(cast.dan).get(f"/q/{number}/history").status_code == 404


def test_two_edits_from_one_base_show_both_texts(cast: Cast, as_: SignIn) -> None:
    number, browser = saved_question(cast.ana, cast.inner), as_(cast.ana)
    browser.post(f"/q/{number}/edit", data={**fields(cast), "body": "the first", "base": "1"})
    page = browser.post(f"/q/{number}/edit", data={**fields(cast), "body": "the second", "base": "1"})
    assert page.status_code == 409
    assert "the first" in page.text and "the second" in page.text
    assert db.session.query(QuestionRevision).count() == 2
    again = browser.post(f"/q/{number}/edit", data={**fields(cast), "body": "both", "base": "2"})
    assert again.status_code == 302


def test_only_the_asker_opens_the_edit_page(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    assert as_(cast.ben).get(f"/q/{number}/edit").status_code == 403
    assert as_(cast.dan).get(f"/q/{number}/edit").status_code == 404
    assert as_(cast.ana).get(f"/q/{number}/edit").status_code == 200


def test_closing_and_taking_back(cast: Cast, as_: SignIn) -> None:
    number, other = saved_question(cast.ana, cast.inner), saved_question(cast.ana, cast.inner)
    assert as_(cast.ben).post(f"/q/{number}/closure").status_code == 403
    assert as_(cast.ana).post(f"/q/{number}/closure").status_code == 302
    assert as_(cast.ana).post(f"/q/{other}/withdrawal").status_code == 302
    assert as_(cast.ana).get(f"/q/{other}/x").status_code == 404


def test_the_list_shows_states_and_topics(cast: Cast, as_: SignIn) -> None:
    saved_question(cast.ana, cast.inner)
    browser = as_(cast.ben)
    assert TITLE in browser.get("/questions").text
    assert TITLE not in browser.get("/questions?state=closed").text
    assert TITLE in browser.get("/questions?state=all&circle=inner").text
    assert TITLE in browser.get("/t/vendor audits").text
    assert "vendor audits" in browser.get("/tags").text
    assert browser.get("/tags/suggest?q=ven").get_json() == ["vendor audits"]
    assert browser.get("/questions?state=nonsense").status_code == 400
    assert browser.get("/questions?page=nonsense").status_code == 400
    assert as_(cast.dan).get("/t/vendor audits").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_a_question_page_costs_at_most_eight_statements(
    cast: Cast, as_: SignIn, queries: Queries, rows: int
) -> None:
    with transaction.unit():
        number = _thread(cast, rows)
    browser = as_(cast.cleo)
    path = browser.get(f"/q/{number}").location
    with queries:
        assert browser.get(path).status_code == 200
    assert len(queries) == 8, queries.statements


def _thread(cast: Cast, answers: int) -> int:
    from qa.answers import commenting, marking
    from qa.answers.models import MarkKind
    from tests.support.crowd import crowd
    from tests.support.things import answer, ask

    question = ask(cast.ana, cast.inner, wanted=30)
    for member in crowd(cast.inner, answers):
        given = answer(member, question)
        commenting.add(cast.ana, question, "Who asks?", clock.now(), given)
        marking.give(cast.mo, given, MarkKind.SAME, clock.now(), marking.Remark("So do we."))
    return question.id


@pytest.mark.parametrize("rows", [1, 50])
def test_a_list_of_fifty_costs_at_most_five_statements(
    cast: Cast, as_: SignIn, queries: Queries, rows: int
) -> None:
    from tests.support.things import ask

    with transaction.unit():
        for _ in range(rows):
            ask(cast.ana, cast.inner)
    browser = as_(cast.cleo)
    with queries:
        page = browser.get("/questions?many=1")
    assert page.text.count('class="row"') == rows
    assert len(queries) == 3, queries.statements


def test_the_button_follows_and_unfollows(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)

    def pressed(member: Member) -> bool:
        page = as_(member).get(f"/q/{number}", follow_redirects=True).text
        return 'aria-pressed="true"><svg aria-hidden="true"><use href="#i-met"/></svg>Follow</button>' in page

    assert (pressed(cast.ana), pressed(cast.cleo)) == (True, False)
    for member, way, expected in (
        (cast.cleo, "", True),
        (cast.cleo, "/end", False),
        (cast.ana, "/end", False),
    ):
        done = as_(member).post(f"/q/{number}/following{way}", follow_redirects=True)
        assert ("You follow this question" in done.text) == expected
        assert pressed(member) == expected
    saved_answer(cast.ben, db.session.get_one(Question, number))
    assert pressed(cast.ben)
    assert as_(cast.dan).post(f"/q/{number}/following").status_code == 404
