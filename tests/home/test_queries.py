"""Which questions are put before whom, and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import marking, rules
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.home import helping
from qa.home import queries as home
from qa.members import circles
from qa.members.models import Exposure, Member
from qa.members.viewer import Viewer
from qa.questions import rules as question_rules
from qa.questions.models import Question
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask
from tests.support.viewing import viewer as viewer_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday

pytestmark = pytest.mark.usefixtures("app")


def chances(member: Member, now: datetime = NOW) -> list[helping.Chance]:
    viewer = viewer_of(member)
    known = home.topics(member.id)
    rows = home.candidates(member.id, list(known.values()), now)
    return helping.chances(helping.choose(rows, known), known, viewer, now)


def titles(member: Member, now: datetime = NOW) -> list[str]:
    return [one.asked.title for one in chances(member, now)]


def asked(cast: Cast, title: str, *tags: str, days: float | None = 7, now: datetime = NOW) -> Question:
    return ask(cast.ana, cast.inner, title=f"Question {title}", tags=tags, days=days, now=now)


def test_the_one_due_first_is_on_top_and_those_without_date_last(cast: Cast) -> None:
    for title, days in (("later", 5), ("never", None), ("soon", 1)):
        asked(cast, title, days=days)
    assert titles(cast.ben) == ["Question soon", "Question later", "Question never"]


def test_topics_of_a_circle_that_one_left_are_not_known_any_more(cast: Cast) -> None:
    answer(cast.ben, asked(cast, "past", "vendor audits"), now=NOW)
    assert list(home.topics(cast.ben.id)) == ["vendor audits"]
    circles.leave(cast.inner, cast.ben, NOW)
    assert home.topics(cast.ben.id) == {}


def test_known_topics_go_first_and_the_reason_is_true(cast: Cast) -> None:
    for n in range(3):
        answer(cast.ben, asked(cast, f"past {n}", "vendor audits"), now=NOW)
    asked(cast, "on audits", "vendor audits", days=30)
    for n in range(home.SPARE + 1):
        asked(cast, f"other {n}", "insurance", days=n + 1)
    found = chances(cast.ben)
    assert len(found) == home.ASKED_FOR
    assert found[-1].asked.title == "Question on audits"
    assert found[-1].why == "you answered 3 on vendor audits."
    assert {one.why for one in found[:-1]} == {"it is in Inner circle, a circle of yours."}
    assert [one.matched for one in found] == [False] * 5 + [True]


def test_marks_by_peers_are_part_of_the_reason(cast: Cast) -> None:
    given = answer(cast.ben, asked(cast, "past", "identity", "vendor audits"), now=NOW)
    answer(cast.ben, asked(cast, "past too", "vendor audits"), now=NOW)
    asked(cast, "open", "vendor audits", "identity")
    marking.give(cast.ana, given, MarkKind.HELPFUL, NOW)
    assert [one.why for one in chances(cast.ben)] == [
        "you answered 2 on vendor audits; a peer found it helpful."
    ]
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    assert chances(cast.ben)[0].why == "you answered 2 on vendor audits; peers found that helpful 2 times."


def test_an_answer_taken_back_is_no_reason(cast: Cast) -> None:
    given = answer(cast.ben, asked(cast, "past", "vendor audits"), now=NOW)
    asked(cast, "open", "vendor audits")
    assert chances(cast.ben)[0].why == "you answered a question on vendor audits."
    rules.withdraw(cast.ben, given, NOW)
    assert chances(cast.ben)[0].why == "it is in Inner circle, a circle of yours."


def own(cast: Cast, question: Question) -> None:
    question.author_id = cast.ben.id


def answered(cast: Cast, question: Question) -> None:
    answer(cast.ben, question, now=NOW)


def answer_taken_back(cast: Cast, question: Question) -> None:
    rules.withdraw(cast.ben, answer(cast.ben, question, now=NOW), NOW)


def closed(cast: Cast, question: Question) -> None:
    question_rules.close(cast.ana, question, NOW)


def withdrawn(cast: Cast, question: Question) -> None:
    question_rules.withdraw(cast.ana, question, NOW)


def filled(cast: Cast, question: Question) -> None:
    question.filled_at = NOW


def over(cast: Cast, question: Question) -> None:
    question.posted_at, question.needed_by = NOW - timedelta(days=2), NOW


def imported(cast: Cast, question: Question) -> None:
    question.source_key = "site/1"


def left(cast: Cast, question: Question) -> None:
    circles.leave(cast.inner, cast.ben, NOW)


@pytest.mark.parametrize(
    "spoil",
    [own, answered, answer_taken_back, closed, withdrawn, filled, over, imported, left],
)
def test_what_is_not_put_before_a_member(cast: Cast, spoil: Callable[[Cast, Question], None]) -> None:
    question = asked(cast, "exit plan")
    assert titles(cast.ben) == ["Question exit plan"]
    spoil(cast, question)
    db.session.flush()
    assert titles(cast.ben) == []


def test_nothing_from_other_circles(cast: Cast) -> None:
    asked(cast, "exit plan")
    assert titles(cast.dan) == []
    assert titles(cast.cleo) == ["Question exit plan"]


def test_small_circles_go_before_everyone(cast: Cast) -> None:
    for n in range(home.ASKED_FOR):
        ask(cast.ana, cast.everyone, title=f"For everyone {n}", days=1, now=NOW)
    asked(cast, "exit plan", days=6)
    found = chances(cast.ben)
    assert found[-1].asked.title == "Question exit plan"
    assert found[0].why == "it is open to all members."


@pytest.mark.parametrize(
    ("exposure", "name"),
    [
        (Exposure.NAMED, "Ana Lindqvist"),
        (Exposure.ROLE, "A member of this circle"),
        (Exposure.ANONYMOUS, "A member of this circle"),
    ],
)
def test_an_asker_is_named_as_the_question_allows(cast: Cast, exposure: Exposure, name: str) -> None:
    ask(cast.ana, cast.inner, exposure=exposure, now=NOW)
    [found] = chances(cast.ben)
    assert found.asked.byline.name == name
    assert (found.asked.byline.href is None) == (exposure != Exposure.NAMED)


def figures(member: Member, now: datetime = NOW) -> dict[str, tuple[int, int]]:
    return {row.name: (row.open, row.in_time) for row in home.circles(viewer_of(member), now)}


def test_the_circles_with_what_goes_on_in_them(cast: Cast) -> None:
    asked(cast, "open")
    asked(cast, "undated", days=None)
    ask(cast.ana, cast.inner, wanted=1, title="Filled this week", now=NOW)
    this_week, last_week = (
        ask(cast.ana, cast.inner, wanted=1, days=30, title="Filled before", now=NOW - timedelta(days=9))
        for _n in range(2)
    )
    assert figures(cast.ben) == {"Everyone": (0, 0), "Inner circle": (5, 0)}
    answer(cast.ben, this_week, now=NOW - timedelta(days=1))
    answer(cast.ben, last_week, now=NOW - timedelta(days=3))
    assert figures(cast.ben) == {"Everyone": (0, 0), "Inner circle": (3, 1)}
    assert figures(cast.dan) == {"Everyone": (0, 0)}
    back = ask(cast.ana, cast.inner, title="Taken back again", now=NOW)
    assert figures(cast.ben)["Inner circle"] == (4, 1)
    question_rules.withdraw(cast.ana, back, NOW)
    assert figures(cast.ben)["Inner circle"] == (3, 1)


def test_a_week_begins_on_the_viewers_monday(cast: Cast) -> None:
    viewer = viewer_of(cast.ben)  # Berlin
    assert home.monday(viewer, NOW) == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert home.monday(viewer, datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == datetime(
        2026, 11, 15, 23, tzinfo=UTC
    )
    # A week in which the clocks change on its Sunday began in summer time.
    assert home.monday(viewer, datetime(2026, 10, 25, 12, tzinfo=UTC)) == datetime(
        2026, 10, 18, 22, tzinfo=UTC
    )


def test_a_constant_number_of_queries(cast: Cast, queries: Queries) -> None:
    ids = cast.ben.id
    person: Viewer = viewer_of(cast.ben)
    counts = []
    for number in (1, 20):
        for n in range(number):
            answer(cast.ben, asked(cast, f"past {number} {n}", f"tag {n}"), now=NOW)
            asked(cast, f"open {number} {n}", f"tag {n}")
        crowd(cast.inner, 1) if number == 1 else None
        db.session.flush()
        with queries:
            known = home.topics(ids)
            home.candidates(ids, list(known.values()), NOW)
            home.circles(person, NOW)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_the_lead_says_what_is_true(cast: Cast) -> None:
    assert helping.lead(chances(cast.ben)) == "Nothing open in your circles waits for you."
    asked(cast, "one")
    assert helping.lead(chances(cast.ben)) == "1 open question in your circles."
    answer(cast.ben, asked(cast, "past", "vendor audits"), now=NOW)
    asked(cast, "two", "vendor audits")
    assert helping.lead(chances(cast.ben)).startswith("1 of these matches what you have answered before; the")
    question_rules.close(cast.ana, db.session.query(Question).filter_by(title="Question one").one(), NOW)
    db.session.flush()
    assert helping.lead(chances(cast.ben)) == "1 open question matches what you have answered before."
    asked(cast, "three", "vendor audits")
    assert helping.lead(chances(cast.ben)) == (
        "2 open questions match what you have answered before. The one due first is on top."
    )


def test_the_dateline_names_the_busiest_circle(cast: Cast) -> None:
    asked(cast, "one")
    ask(cast.ana, cast.everyone, now=NOW)
    ask(cast.ana, cast.everyone, now=NOW)

    def line(member: Member) -> str:
        return helping.dateline(home.circles(viewer_of(member), NOW))

    assert line(cast.ben) == "Inner circle: 1 question open"
    assert line(cast.dan) == "Everyone: 2 questions open"
    answer(cast.ben, ask(cast.ana, cast.inner, wanted=1, now=NOW), now=NOW)
    assert line(cast.ben) == "Inner circle: 1 question open, 1 closed in time this week"
    assert line(cast.eve) == ""
