"""Putting others' topics right: who may, what it leaves, and the asker's way back; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa.answers import retagging
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.core.outbox import OutboxRow
from qa.members.models import Exposure
from qa.members.privileges.models import Privilege
from qa.moderation import entrusting
from qa.notifications import queries as notices
from qa.notifications import rules as news
from qa.notifications.models import Notice, NoticeKind
from qa.questions import queries, rules
from qa.questions.models import Question, QuestionRetag
from tests.support.cast import LONG_AGO, Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask
from tests.support.trusting import allow

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def question(cast: Cast) -> Question:
    """A question of Ana's in the circle; Cleo may change topics."""
    allow(cast.cleo, Privilege.TOPICS)
    return ask(cast.ana, cast.inner, tags=("vendor audits",))


def told(cast: Cast) -> int:
    return sum(row.kind == NoticeKind.TOPICS for row in notices.page(cast.ana.id).rows)


def test_the_change_is_a_revision_that_search_and_the_asker_hear_of(cast: Cast, question: Question) -> None:
    db.session.query(OutboxRow).delete()
    made = retagging.change(cast.cleo, question, ["#DORA", "vendor audits"], NOW, base=1)
    assert made is not None
    assert queries.topics_of(question.id) == ["dora", "vendor audits"]
    assert (made.number, made.before, made.after) == (2, "vendor audits", "dora, vendor audits")
    last = queries.revisions(question.id)[-1]
    assert (last.number, last.tags, last.title) == (2, "dora, vendor audits", question.title)
    assert question.touched_at == question.edited_at == NOW
    assert "search.thread" in set(db.session.scalars(select(OutboxRow.kind)))
    assert told(cast) == 1


def test_who_is_not_entrusted_changes_nothing(cast: Cast, question: Question) -> None:
    for member in (cast.ben, cast.ana):
        with pytest.raises(Forbidden):
            retagging.change(member, question, ["dora"], NOW, base=1)
    assert queries.topics_of(question.id) == ["vendor audits"]
    retagging.change(cast.mo, question, ["dora"], NOW, base=1)  # who moderates is not asked
    assert queries.topics_of(question.id) == ["dora"]


def test_what_a_moderator_took_away_is_gone(cast: Cast, question: Question) -> None:
    entrusting.take(cast.mo, cast.cleo, Privilege.TOPICS, "Renamed topics at whim.", NOW)
    with pytest.raises(Forbidden):
        retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    entrusting.give_back(cast.mo, cast.cleo, Privilege.TOPICS, "It was agreed on.", NOW)
    assert retagging.change(cast.cleo, question, ["dora"], NOW, base=1) is not None


def test_who_is_lapsed_waits(cast: Cast, question: Question) -> None:
    cast.cleo.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken):
        retagging.change(cast.cleo, question, ["dora"], NOW, base=1)


def test_of_two_changes_the_second_is_told(cast: Cast, question: Question) -> None:
    words = rules.Words(question.title, "Better words.", tags=("vendor audits",))
    rules.edit(cast.ana, question, words, NOW, base=1)
    with pytest.raises(Conflict):
        retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    assert (
        retagging.change(cast.cleo, question, ["vendor audits"], NOW, base=1) is None
    )  # they are so already
    assert retagging.change(cast.cleo, question, ["dora"], NOW, base=2) is not None
    with pytest.raises(Conflict):
        rules.edit(cast.ana, question, words, NOW, base=2)


@pytest.mark.parametrize("names", [[], ["a", "b", "c", "d", "e", "f"], ["x" * 200]])
def test_what_cannot_be_a_topic_is_refused_at_its_field(
    cast: Cast, question: Question, names: list[str]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        retagging.change(cast.cleo, question, names, NOW, base=1)
    assert refused.value.field == "tags"


def test_the_asker_changes_them_back_for_good(cast: Cast, question: Question) -> None:
    retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    for member, error in ((cast.cleo, Forbidden), (cast.mo, Forbidden)):
        with pytest.raises(error):
            retagging.change_back(member, question, 2, NOW)
    with pytest.raises(NotFound):
        retagging.change_back(cast.ana, question, 1, NOW)
    retagging.change_back(cast.ana, question, 2, NOW)
    retagging.change_back(cast.ana, question, 2, NOW)
    assert queries.topics_of(question.id) == ["vendor audits"]
    assert [one.number for one in queries.revisions(question.id)] == [1, 2, 3]
    assert told(cast) == 0
    for member in (cast.cleo, cast.mo):
        with pytest.raises(RuleBroken, match="so they stay"):
            retagging.change(member, question, ["dora"], NOW, base=3)


def test_the_asker_hears_once_until_it_is_seen(cast: Cast, question: Question) -> None:
    retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    retagging.change(cast.mo, question, ["dora", "audits"], NOW.replace(hour=10), base=2)
    assert db.session.query(Notice).filter_by(kind=NoticeKind.TOPICS).count() == told(cast) == 1
    news.see(cast.ana, 10**6, NOW)
    retagging.change(cast.cleo, question, ["dora"], NOW.replace(hour=11), base=3)
    assert told(cast) == 2


def test_who_did_it_shows_no_more_than_in_the_thread(cast: Cast, question: Question) -> None:
    retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    assert retagging.made(question.id, cast.ana.id)[2].by.name == "Cleo Marchetti"
    answer(cast.cleo, question, exposure=Exposure.ANONYMOUS)
    shown = retagging.made(question.id, cast.ana.id)[2].by
    assert (shown.name, shown.href) == ("A member of this circle", None)


def test_a_change_of_many_costs_as_one(cast: Cast, question: Question, queries: Queries) -> None:
    counts = []
    for number in range(2, 5):
        retagging.change(cast.cleo, question, [f"topic {number}"], NOW, base=number - 1)
        number_of, ana = question.id, cast.ana.id
        with queries:
            retagging.made(number_of, ana)
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_an_imported_question_keeps_its_words_as_the_first_revision(cast: Cast, question: Question) -> None:
    question.source_key = "se:1"
    db.session.query(rules.QuestionRevision).delete()
    db.session.flush()
    made = retagging.change(cast.cleo, question, ["dora"], NOW, base=0)
    assert made is not None and made.number == 2
    assert [one.tags for one in queries_of(question)] == ["vendor audits", "dora"]
    assert db.session.query(Notice).filter_by(kind=NoticeKind.TOPICS).count() == 0
    assert db.session.query(QuestionRetag).count() == 1


def queries_of(question: Question) -> list[rules.QuestionRevision]:
    return list(queries.revisions(question.id))


def test_how_it_shows_follows_from_the_own_answer_alone(cast: Cast, question: Question) -> None:
    retagging.change(cast.cleo, question, ["dora"], NOW, base=1)
    answer(cast.ben, question, now=NOW, exposure=Exposure.ANONYMOUS)
    assert retagging.made(question.id, cast.ana.id)[2].by.name == cast.cleo.name  # another's hides nobody
    answer(cast.cleo, question, now=NOW, exposure=Exposure.ANONYMOUS)
    answer(cast.mo, question, now=NOW)
    assert retagging.made(question.id, cast.ana.id)[2].by.hidden  # and another's names nobody
