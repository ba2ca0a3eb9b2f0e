"""What is known of whom, what an asker and a member who was asked read, and what nobody else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.core.errors import NotFound
from qa.home import helping
from qa.home import queries as home
from qa.members import circles
from qa.members.models import Audience, Exposure, Member, MemberState
from qa.questions.models import Question
from qa.routing import evidence, queries, rules, wish_queries, words
from qa.routing.evidence import Evidence
from qa.routing.models import Named, Why, Wish
from tests.support.asking import put
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.things import answer, ask
from tests.support.viewing import viewer as viewer_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEFORE = NOW - timedelta(days=60)

pytestmark = pytest.mark.usefixtures("app")


def old(cast: Cast, n: int = 0, by: Member | None = None, **kwargs: Any) -> Question:
    return ask(
        by or cast.ana, cast.inner, title=f"How many vendors did you visit, {n}?", now=BEFORE, **kwargs
    )


def known(cast: Cast, member: Member, **kwargs: Any) -> Evidence:
    question = ask(cast.ana, cast.inner, now=NOW, **kwargs)
    return evidence.gather(question, NOW).get(member.id, Evidence())


# What speaks for asking somebody


def test_credit_on_the_topics_fades_with_its_half_life(cast: Cast) -> None:
    given = answer(cast.ben, old(cast), now=BEFORE)
    assert known(cast, cast.ben) == Evidence(evidence.BESIDE, Why.TOPIC, newcomer=True)
    marking.give(cast.cleo, given, MarkKind.SAME, BEFORE)
    young = known(cast, cast.ben)
    assert (young.newcomer, young.why) == (False, Why.TOPIC)
    question = ask(cast.ana, cast.inner, now=NOW)
    aged = evidence.gather(question, BEFORE + timedelta(days=540))[cast.ben.id]
    fresh = evidence.gather(question, BEFORE)[cast.ben.id]
    assert fresh.expertise == pytest.approx(1 + evidence.BESIDE)
    assert aged.expertise == pytest.approx(0.5**0.5 + evidence.BESIDE)
    assert known(cast, cast.ben, tags=("insurance",)).expertise == 0


@pytest.mark.parametrize("how", ["role", "anonymous", "interest", "taken back", "elsewhere", "imported vote"])
def test_what_the_asker_may_not_know_speaks_for_nobody(cast: Cast, how: str) -> None:
    """Else being asked would tell who wrote without a name, or in another circle."""
    question = old(cast)
    if how == "elsewhere":
        circles.join(
            hidden := circles.add(
                "quiet-abcd", "The quiet one", "Not to be known of", BEFORE, cap=20, listed=False
            ),
            cast.ben,
            BEFORE,
        )
        circles.join(hidden, cast.cleo, BEFORE)
        question = ask(cast.cleo, hidden, title="How many vendors did you visit there?", now=BEFORE)
    exposure = Exposure(how) if how in ("role", "anonymous") else Exposure.NAMED
    given = answer(
        cast.ben, question, now=BEFORE, exposure=exposure, interest="We sell" if how == "interest" else ""
    )
    marking.give(cast.cleo, given, MarkKind.SAME, BEFORE) if how != "elsewhere" else None
    if how == "taken back":
        given.withdrawn_at = BEFORE
    found = known(cast, cast.ben)
    if how == "imported vote":
        assert found.expertise > 0
        db.session.query(marking.Mark).update({"source_key": "site/1"})
        assert known(cast, cast.ben).newcomer
    else:
        assert found == Evidence()


def test_what_a_profile_says_counts_where_the_asker_may_read_it(cast: Cast) -> None:
    cast.ben.ask_me_about = "Audits of vendors, and what they cost."
    assert known(cast, cast.ben) == Evidence(evidence.PROFILE, Why.PROFILE)
    cast.ben.ask_me_about_for = Audience.ME
    assert known(cast, cast.ben) == Evidence()


def test_answers_to_questions_like_it_count_by_the_index(cast: Cast) -> None:
    from qa.core import transaction
    from qa.search import upkeep

    with transaction.unit():
        answer(cast.ben, old(cast, tags=("other",)), now=BEFORE)
        answer(cast.cleo, old(cast, 1, tags=("other",)), now=BEFORE, exposure=Exposure.ANONYMOUS)
    upkeep.rebuild()
    title = "How many vendors did you visit last year?"
    assert known(cast, cast.ben, title=title, tags=()).why == Why.ALIKE
    assert known(cast, cast.cleo, title=title, tags=()) == Evidence()
    assert (
        known(cast, cast.ben, title="Who pays for the summer party?", body="Nobody.", tags=()) == Evidence()
    )


def test_peers_are_read_in_one_query_however_many(cast: Cast, queries: Queries) -> None:
    from qa.routing import queries as asks

    question = ask(cast.ana, cast.inner, now=NOW)
    crowd(cast.inner, 30)
    with queries:
        rows = asks.peers(question, NOW)
    assert (len(rows), len(queries)) == (33, 1)
    assert {"Ana Lindqvist", "Dan Petrov"} & {row.author_name for row in rows} == set()


# What the asker reads


def fold(cast: Cast, question: Question, who: Member | None = None) -> words.WhoWasAsked | None:
    viewer = viewer_of(who or cast.ana)
    db.session.flush()
    return words.who_was_asked(queries.asked(viewer.id, question.id), viewer, NOW)


def named(cast: Cast, question: Question) -> dict[str, str]:
    found = fold(cast, question)
    return {one.person.name: one.came for one in found.people} if found else {}


def counts(cast: Cast, question: Question) -> tuple[int, int, int, int, int]:
    found = fold(cast, question)
    assert found is not None
    (wave,) = found.waves
    return wave.asked, wave.answered, wave.passed, wave.handed, wave.silent


def test_only_the_asker_reads_who_was_asked(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    assert fold(cast, question) is None
    put(cast.ben, question, NOW)
    assert fold(cast, question) is not None
    for other in (cast.ben, cast.cleo, cast.mo, cast.dan):
        assert queries.asked(other.id, question.id) == []


def test_numbers_first_and_a_name_once_somebody_reacts(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    asks = {who: put(getattr(cast, who), question, NOW) for who in ("ben", "cleo", "mo")}
    assert (named(cast, question), counts(cast, question)) == ({}, (3, 0, 0, 0, 3))
    rules.pass_by(cast.cleo, asks["cleo"], NOW)
    answer(cast.ben, question, now=NOW)
    rules.hand_on(cast.mo, asks["mo"], question, cast.cleo, NOW)
    assert named(cast, question) == {
        "Ben Okafor": "answered", "Cleo Marchetti": "not now", "Mo Haddad": "named somebody else",
    }  # fmt: skip
    assert counts(cast, question) == (3, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("wish", "before", "after"),
    [(Named.ONCE_REACTED, [], ["Ben Okafor"]), (Named.AT_ONCE, ["Ben Okafor"], ["Ben Okafor"]), (Named.NEVER, [], [])],
)  # fmt: skip
def test_a_name_shows_as_its_owner_wishes(
    cast: Cast, wish: Named, before: list[str], after: list[str]
) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    db.session.add(Wish(member_id=cast.ben.id, asks_a_week=2, named=wish))
    one = put(cast.ben, question, NOW)
    assert list(named(cast, question)) == before
    rules.pass_by(cast.ben, one, NOW)
    assert list(named(cast, question)) == after
    cast.ben.state = MemberState.SUSPENDED
    assert list(named(cast, question)) == []


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
@pytest.mark.parametrize("passed", [False, True])
def test_an_answer_without_a_name_changes_nothing_that_the_asker_reads(
    cast: Cast, exposure: Exposure, passed: bool
) -> None:
    """Two worlds: Ben, who was asked, answers without his name; or Mo does, who was not."""
    seen = []
    for writer in (cast.ben, cast.mo):
        question = ask(cast.ana, cast.inner, now=NOW, title=f"Asked for {writer.handle}, who is it?")
        one = put(cast.ben, question, NOW)
        if passed:
            rules.pass_by(cast.ben, one, NOW)
        before = fold(cast, question)
        answer(writer, question, now=NOW, exposure=exposure)
        assert fold(cast, question) == before
        seen.append(before)
    assert seen[0] == seen[1]
    question = ask(cast.ana, cast.inner, now=NOW, title="The twin, in which he gives his name?")
    put(cast.ben, question, NOW)
    answer(cast.ben, question, now=NOW)
    assert named(cast, question) == {"Ben Okafor": "answered"}


def test_why_counts_what_the_asker_may_know(cast: Cast) -> None:
    for n, exposure in enumerate((Exposure.NAMED, Exposure.NAMED, Exposure.ANONYMOUS)):
        answer(cast.ben, old(cast, n), now=BEFORE, exposure=exposure)
    question = ask(cast.ana, cast.inner, now=NOW)
    rules.pass_by(cast.ben, put(cast.ben, question, NOW, Why.TOPIC), NOW)
    found = fold(cast, question)
    assert found is not None
    assert [one.why for one in found.people] == ["answered 2 on vendor audits"]


def test_who_was_asked_is_one_query_however_many(cast: Cast, queries: Queries) -> None:
    from qa.routing import queries as asks

    question = ask(cast.ana, cast.inner, now=NOW)
    for one in crowd(cast.inner, 20):
        put(one, question, NOW)
    ana, number = cast.ana.id, question.id
    with queries:
        assert len(asks.asked(ana, number)) == 20
    assert len(queries) == 1


# What a member who was asked reads


def test_one_who_was_asked_reads_why(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    for who in (cast.ben, cast.cleo, cast.dan):
        assert queries.asked_here(who.id, question.id).ask_id is None
    put(cast.ben, question, NOW)
    assert queries.asked_here(cast.ben.id, question.id).why == Why.CIRCLE
    assert queries.own_ask(cast.ben.id, question.id).title == question.title
    with pytest.raises(NotFound):
        queries.own_ask(cast.cleo.id, question.id)
    circles.leave(cast.inner, cast.ben, NOW)
    with pytest.raises(NotFound):
        queries.own_ask(cast.ben.id, question.id)


def test_the_topic_counts_what_its_reader_may_see_alone(cast: Cast) -> None:
    """Else an asker would read that the asked answered in a circle that the asker is not in, and on what."""
    there = circles.add("elsewhere", "Elsewhere", "", NOW, cap=20)
    for who in (cast.ben, cast.dan):
        circles.join(there, who, NOW)
    answer(cast.ben, old(cast), now=BEFORE)
    for number in range(2):
        hidden = ask(
            cast.dan, there, title=f"Who leaves a provider, {number}?", tags=("exit plans",), now=BEFORE
        )
        answer(cast.ben, hidden, now=BEFORE)
    question = ask(cast.ana, cast.inner, tags=("vendor audits", "exit plans"), now=NOW)
    put(cast.ben, question, NOW)
    (seen,) = queries.asked(cast.ana.id, question.id)
    assert queries.topic(seen.topic) == ("vendor audits", 1)
    own = queries.asked_here(cast.ben.id, question.id)
    assert queries.topic(own.topic) == ("exit plans", 2)  # the twin: who answered there may see it


@pytest.mark.parametrize(
    ("why", "by", "said"),
    [
        (Why.PEER, "Cleo", "Cleo, who was asked before, says that you would know."),
        (Why.PEER, None, "a peer, who was asked before, says that you would know."),
        (Why.ALIKE, None, "you answered a question like it."),
        (Why.PROFILE, None, "your profile says to ask you about this."),
        (Why.NEWCOMER, None, "some of those asked are always new here, and you may know."),
        (Why.CIRCLE, None, "it is in Inner circle, a circle of yours."),
    ],
)
def test_why_in_words(why: Why, by: str | None, said: str) -> None:
    assert words.why_you(why, None, by, "Inner circle") == said
    assert words.why_they(why, None)


def test_home_puts_what_one_was_asked_first(cast: Cast) -> None:
    for title, days in (("soon", 1.0), ("later", 30.0), ("never", None)):
        ask(cast.ana, cast.inner, title=f"Question {title}", days=days, now=NOW)
    later = db.session.query(Question).filter_by(title="Question later").one()

    def titles(member: Member) -> list[tuple[str, bool, int]]:
        rows = home.candidates(member.id, [], NOW)
        found = helping.chances(helping.choose(rows, {}), {}, viewer_of(member), NOW)
        return [(one.asked.title, one.is_asked, len(one.acts)) for one in found]

    plain = [("Question soon", False, 1), ("Question later", False, 1), ("Question never", False, 1)]
    assert titles(cast.ben) == plain
    one = put(cast.ben, later, NOW)
    assert titles(cast.ben) == [("Question later", True, 3), plain[0], plain[2]]
    assert titles(cast.cleo) == plain
    rules.pass_by(cast.ben, one, NOW)
    db.session.flush()
    assert titles(cast.ben) == [plain[0], plain[2]]


def test_settings_are_read_with_their_defaults(cast: Cast) -> None:
    assert tuple(wish_queries.wish(cast.ben.id)) == (2, None, "reacted")
    assert [(row.name, row.muted) for row in wish_queries.circles(cast.ben.id)] == [
        ("Inner circle", False), ("Everyone", False),
    ]  # fmt: skip
    ask(cast.ana, cast.inner, now=NOW)
    rules.choose(cast.ben, rules.Wishes(3, circles={cast.inner.id}, tags=("vendor audits",)), NOW)
    assert wish_queries.wish(cast.ben.id).asks_a_week == 3
    assert wish_queries.muted_tags(cast.ben.id) == ["vendor audits"]
    assert [row.muted for row in wish_queries.circles(cast.ben.id)] == [True, False]
