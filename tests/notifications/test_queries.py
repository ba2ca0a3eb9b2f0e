"""Who hears of what, and what a notice may tell when it is read."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from qa.answers import commenting, marking, rules
from qa.answers.marking import Remark
from qa.answers.models import Answer, MarkKind
from qa.core.db import db
from qa.members import circles
from qa.members.models import Exposure, Member
from qa.notifications import queries as notices
from qa.notifications import words
from qa.notifications.models import Notice, NoticeKind
from qa.questions.models import Question
from qa.questions.reminders import What
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask
from tests.support.viewing import viewer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)

pytestmark = pytest.mark.usefixtures("app")


def told(member: Member, last_visit: datetime | None = None) -> list[str]:
    news = notices.since(viewer(member, last_visit), LATER)
    lines = words.lines(news, viewer(member), LATER)
    return [
        " ".join(part for part in (line.lead, line.rest, line.quote, line.saved) if part) for line in lines
    ]


def kinds(member: Member) -> list[tuple[str, str]]:
    rows = db.session.query(Notice).filter_by(member_id=member.id).order_by(Notice.id)
    return [(row.kind.value, db.session.get_one(Member, row.actor_id).handle) for row in rows]


@pytest.fixture
def question(app: Flask, cast: Cast) -> Question:
    return ask(cast.ana, cast.inner, title="Who signs the exit plan?", now=NOW)


@pytest.fixture
def given(cast: Cast, question: Question) -> Answer:
    return answer(cast.ben, question, now=NOW)


def test_the_asker_hears_of_an_answer(cast: Cast, given: Answer) -> None:
    assert kinds(cast.ana) == [("answered", "ben")]
    assert told(cast.ana) == ["Ben Okafor answered “Who signs the exit plan?”"]
    assert kinds(cast.ben) == kinds(cast.cleo) == []


def test_several_answers_are_one_piece_of_news(cast: Cast, question: Question, given: Answer) -> None:
    answer(cast.cleo, question, now=NOW)
    assert told(cast.ana) == ["2 new answers to “Who signs the exit plan?”"]


def test_an_answer_given_again_is_one_answer(cast: Cast, question: Question, given: Answer) -> None:
    rules.withdraw(cast.ben, given, NOW)
    assert told(cast.ana) == []
    answer(cast.ben, question, now=NOW + timedelta(minutes=1))
    assert told(cast.ana) == ["Ben Okafor answered “Who signs the exit plan?”"]


@pytest.mark.parametrize(
    ("exposure", "shown"),
    [
        (Exposure.NAMED, "Ben Okafor answered"),
        (Exposure.ROLE, "A member of this circle answered"),
        (Exposure.ANONYMOUS, "A member of this circle answered"),
    ],
)
def test_an_answerer_is_named_as_the_answer_allows(
    cast: Cast, question: Question, exposure: Exposure, shown: str
) -> None:
    answer(cast.ben, question, now=NOW, exposure=exposure)
    [line] = told(cast.ana)
    assert line.startswith(shown)
    assert ("Okafor" in line) == (exposure == Exposure.NAMED)


def test_a_comment_tells_asker_and_answerer_but_not_its_writer(
    cast: Cast, question: Question, given: Answer
) -> None:
    commenting.add(cast.cleo, question, "Which tier?", NOW, given)
    assert kinds(cast.ana) == [("answered", "ben"), ("commented", "cleo")]
    assert kinds(cast.ben) == [("commented", "cleo")]
    assert kinds(cast.cleo) == []
    assert told(cast.ben) == ["Cleo Marchetti commented on your answer to “Who signs the exit plan?”"]
    assert told(cast.ana)[0].startswith("Cleo Marchetti commented on an answer to your question")
    commenting.add(cast.ben, question, "Tier one.", NOW + timedelta(minutes=1), given)
    assert kinds(cast.ben) == [("commented", "cleo")]


def test_a_comment_on_the_question_tells_the_asker(cast: Cast, question: Question) -> None:
    first = commenting.add(cast.cleo, question, "Which tier?", NOW)
    assert told(cast.ana) == ["Cleo Marchetti commented on your question “Who signs the exit plan?”"]
    commenting.add(cast.ben, question, "Yes, which?", NOW + timedelta(minutes=1))
    assert told(cast.ana) == ["2 new comments on your question “Who signs the exit plan?”"]
    commenting.withdraw(cast.cleo, first, NOW)
    db.session.flush()
    assert told(cast.ana)[0].startswith("Ben Okafor commented")


def test_a_comment_shows_the_name_that_its_writer_shows_in_the_thread(cast: Cast, question: Question) -> None:
    commenting.add(cast.ben, question, "Which tier?", NOW)
    assert "Okafor" in told(cast.ana)[0]
    answer(cast.ben, question, now=NOW, exposure=Exposure.ANONYMOUS)
    assert not any("Okafor" in line for line in told(cast.ana))


@pytest.mark.parametrize(
    ("kind", "remark", "said"),
    [
        (MarkKind.HELPFUL, None, "A peer marked your answer to “Who signs the exit plan?” helpful"),
        (MarkKind.SAME, None, "A peer would do the same as in your answer to “Who signs the exit plan?”"),
        (
            MarkKind.OUTDATED,
            Remark("A new law"),
            "A peer marked your answer to “Who signs the exit plan?” outdated",
        ),
        (MarkKind.RISKY, Remark("A fine"), "A peer marked your answer to “Who signs the exit plan?” risky"),
    ],
)
def test_a_mark_is_told_without_its_giver(
    cast: Cast, given: Answer, kind: MarkKind, remark: Remark | None, said: str
) -> None:
    marking.give(cast.cleo, given, kind, NOW, remark)
    assert kinds(cast.ben) == [(kind.value, "cleo")]
    assert told(cast.ben) == [said]
    assert kinds(cast.cleo) == []


def test_peers_who_mark_are_counted(cast: Cast, given: Answer) -> None:
    for member in (cast.ana, cast.cleo, cast.mo):
        marking.give(member, given, MarkKind.HELPFUL, NOW)
    assert told(cast.ben) == ["3 peers marked your answer to “Who signs the exit plan?” helpful"]


def test_a_thank_you_is_told_with_its_words(cast: Cast, given: Answer) -> None:
    marking.give(cast.ana, given, MarkKind.USED, NOW, Remark("Legal stopped arguing", 3))
    assert told(cast.ben) == [
        "Ana Lindqvist thanked you for your answer to “Who signs the exit plan?” Legal stopped arguing saved 3 hours"
    ]


def test_an_asker_without_a_name_thanks_without_it(cast: Cast) -> None:
    hidden = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ANONYMOUS)
    marking.give(cast.ana, answer(cast.ben, hidden, now=NOW), MarkKind.USED, NOW)
    [line] = told(cast.ben)
    assert line.startswith("A member of this circle used your answer")
    assert "Lindqvist" not in line


def test_a_mark_taken_back_is_not_told_and_giving_it_again_tells_nothing_new(
    cast: Cast, given: Answer
) -> None:
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    marking.take_back(cast.cleo, given, MarkKind.HELPFUL, NOW)
    assert told(cast.ben) == []
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    assert len(kinds(cast.ben)) == 1
    assert len(told(cast.ben)) == 1


def test_who_leaves_the_circle_hears_no_more(cast: Cast, given: Answer) -> None:
    assert len(told(cast.ana)) == 1
    circles.leave(cast.inner, cast.ana, NOW)
    assert told(cast.ana) == []
    assert notices.page(cast.ana.id).rows == []


def test_news_are_those_since_the_last_visit(cast: Cast, given: Answer) -> None:
    assert len(told(cast.ana, NOW - timedelta(minutes=1))) == 1
    assert told(cast.ana, NOW + timedelta(minutes=1)) == []


def test_without_an_earlier_visit_a_week_is_looked_back(cast: Cast) -> None:
    old = ask(cast.ana, cast.inner, now=LATER - timedelta(days=8))
    answer(cast.ben, old, now=LATER - timedelta(days=7, minutes=1))
    assert told(cast.ana) == []
    answer(cast.cleo, old, now=LATER - timedelta(days=7) + timedelta(minutes=1))
    assert len(told(cast.ana)) == 1


def test_one_query_however_much_happened(cast: Cast, queries: Queries) -> None:
    person = viewer(cast.ana)
    counts = []
    peers = crowd(cast.inner, 10)
    for number in (1, 10):
        for n in range(number):
            asked = ask(cast.ana, cast.inner, title=f"Question number {number} and {n}", now=NOW)
            for peer in peers[:number]:
                answer(peer, asked, now=NOW)
        db.session.flush()
        with queries:
            notices.since(person, LATER)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_the_list_is_read_in_pages(cast: Cast, question: Question) -> None:
    for n, peer in enumerate(crowd(cast.inner, 5)):
        answer(peer, question, now=NOW + timedelta(minutes=n))
    first = notices.page(cast.ana.id, per_page=3)
    second = notices.page(cast.ana.id, first.next, per_page=3)
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(ids) == 5
    assert ids == sorted(ids, reverse=True)
    assert first.previous is second.next is None


def test_there_is_a_kind_of_notice_for_every_mark() -> None:
    assert {kind.value for kind in NoticeKind} == {
        "answered",
        "commented",
        "asked",
        "closed",
        "confirmed",
        "found",
        "held",
        "outcome",
        "topics",
        *(what.value for what in What),
        *(kind.value for kind in MarkKind if kind != MarkKind.RENEWED),
    }
