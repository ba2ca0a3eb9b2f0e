"""Who is asked and who never, what one who was asked may do, and how members want to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from qa.answers import rules as answer_rules
from qa.core import outbox, transaction
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles
from qa.members.models import Exposure, Member, MemberState
from qa.questions import after, drafts, tagging
from qa.questions import rules as question_rules
from qa.questions.models import DraftKind, Question, QuestionTag
from qa.routing import rules, waves
from qa.routing.models import Ask, MutedCircle, MutedTag, Named, Route, Why, Wish
from qa.routing.rules import Wishes
from tests.support.asking import asked, looks, mailed, put
from tests.support.cast import LONG_AGO, Cast
from tests.support.crowd import crowd
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def posted(cast: Cast, **kwargs: Any) -> Question:
    with transaction.unit():
        return ask(cast.ana, cast.inner, now=NOW, **kwargs)


# Who is asked


def test_the_first_wave_goes_out_at_once_and_never_to_the_asker_nor_outside(cast: Cast) -> None:
    question = posted(cast)
    assert looks(NOW) == ["ben", "cleo", "mo"] == asked(question)
    assert mailed(waves.ASKED) == [one.id for one in db.session.query(Ask).order_by(Ask.id)]
    assert {"ana", "dan", "eve"} & set(asked()) == set()


Spoil = Callable[[Cast, Question], object]


def tag_of(question: Question) -> int:
    tag_id = db.session.scalar(
        select(func.min(QuestionTag.tag_id)).where(QuestionTag.question_id == question.id)
    )
    assert tag_id is not None
    return tag_id


def wishes(**values: object) -> Spoil:
    return lambda cast, question: db.session.add(
        Wish(**{"member_id": cast.ben.id, "asks_a_week": 2, "named": Named.ONCE_REACTED, **values})
    )


def exhausted(cast: Cast, _question: Question) -> None:
    """Ben was asked twice this week, about something else."""
    for n in range(2):
        other = ask(cast.cleo, cast.everyone, title=f"Who signs the exit plan, number {n}?", now=NOW, tags=())
        db.session.delete(db.session.get_one(Route, other.id))
        put(cast.ben, other, NOW - timedelta(days=6))


KEPT_OUT: dict[str, Spoil] = {
    "suspended": lambda cast, _q: setattr(cast.ben, "state", MemberState.SUSPENDED),
    "left": lambda cast, _q: setattr(cast.ben, "state", MemberState.LEFT),
    "left the circle": lambda cast, _q: circles.leave(cast.inner, cast.ben, NOW),
    "pledge due": lambda cast, _q: setattr(cast.ben, "pledged_until", LONG_AGO),
    "imported": lambda cast, _q: setattr(cast.ben, "source_url", "https://elsewhere.example/u/1"),
    "muted the circle": lambda cast, q: db.session.add(
        MutedCircle(member_id=cast.ben.id, circle_id=q.circle_id, since=NOW)
    ),
    "muted all topics": lambda cast, q: db.session.add(
        MutedTag(member_id=cast.ben.id, tag_id=tag_of(q), since=NOW)
    ),
    "away": wishes(away_until=(NOW + timedelta(days=30)).date()),
    "never wants to be asked": wishes(asks_a_week=0),
    "over the budget": exhausted,
    "answered": lambda cast, q: answer(cast.ben, q, now=NOW),
    "took the answer back": lambda cast, q: answer_rules.withdraw(cast.ben, answer(cast.ben, q, now=NOW), NOW),
}  # fmt: skip
STILL_ASKED: dict[str, Spoil] = {
    "another circle muted": lambda cast, q: db.session.add(
        MutedCircle(member_id=cast.ben.id, circle_id=cast.everyone.id, since=NOW)
    ),
    "one of two topics muted": lambda cast, q: (
        tagging.put(q, ["vendor audits", "exit plans"]),
        db.session.flush(),
        db.session.add(MutedTag(member_id=cast.ben.id, tag_id=tag_of(q), since=NOW)),
    ),
    "away until before the date": wishes(away_until=(NOW + timedelta(days=2)).date()),
    "three a week": lambda cast, q: (exhausted(cast, q), wishes(asks_a_week=3)(cast, q)),
    "asked more than a week ago": lambda cast, q: (
        exhausted(cast, q), db.session.flush(),
        db.session.query(Ask).update({Ask.asked_at: NOW - timedelta(days=8)}),
    ),
    "a draft": lambda cast, q: drafts.save(
        cast.ben, DraftKind.ANSWER, {"body": "Nine"}, NOW, question_id=q.id
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", [*KEPT_OUT, *STILL_ASKED])
def test_who_is_not_asked_and_who_still_is(cast: Cast, how: str) -> None:
    question = posted(cast)
    with transaction.unit():
        (KEPT_OUT | STILL_ASKED)[how](cast, question)
    looks(NOW)
    found = set(asked(question))
    assert ("ben" in found) == (how in STILL_ASKED)
    assert {"cleo", "mo"} <= found


@pytest.mark.parametrize("how", ["closed", "withdrawn", "filled", "imported", "asker suspended", "over"])
def test_a_question_that_is_not_open_asks_nobody(cast: Cast, how: str) -> None:
    question = posted(cast, wanted=1)
    with transaction.unit():
        if how == "closed":
            question_rules.close(cast.ana, question, NOW)
        elif how == "withdrawn":
            question_rules.withdraw(cast.ana, question, NOW)
        elif how == "filled":
            answer(cast.ben, question, now=NOW)
        elif how == "imported":
            question.source_key = "site/1"
        elif how == "asker suspended":
            cast.ana.state = MemberState.SUSPENDED
    assert looks(NOW, 24 * 8 if how == "over" else 1) == []
    assert db.session.get_one(Route, question.id).due_at is None


def test_everyone_is_asked_by_the_end_and_nobody_twice(cast: Cast) -> None:
    question = posted(cast, wanted=1)
    for hours in range(0, 24 * 7, 4):
        looks(NOW, hours)
    assert sorted(asked(question)) == ["ben", "cleo", "mo"]
    assert len(mailed(waves.ASKED)) == 3
    route = db.session.get_one(Route, question.id)
    assert (route.waves > 0, route.due_at) == (True, None)


def test_a_worker_that_slept_sends_one_wave_not_all_that_it_missed(cast: Cast) -> None:
    question = posted(cast)
    looks(NOW, 24 * 6)
    assert db.session.get_one(Route, question.id).waves == 1
    assert len(asked(question)) == 3


def test_a_question_posted_long_ago_without_a_route_is_left_alone_when_edited(cast: Cast) -> None:
    question = posted(cast)
    with transaction.unit():
        db.session.delete(db.session.get_one(Route, question.id))
    with transaction.unit():
        words = question_rules.Words(question.title, "More words.", "", ("vendor audits",))
        question_rules.edit(cast.ana, question, words, NOW, base=1)
    assert looks(NOW) == []


def test_a_moved_date_has_the_question_looked_at_again(cast: Cast) -> None:
    question = posted(cast, days=2)
    looks(NOW, hours=72)
    assert db.session.get_one(Route, question.id).due_at is None  # closed: nobody is asked any more
    later = NOW + timedelta(hours=72)
    with time_machine.travel(later, tick=False), transaction.unit():
        after.move(cast.ana, question, later + timedelta(days=5), "The board meets later", later)
    assert db.session.get_one(Route, question.id).due_at == later
    assert looks(NOW, hours=72) != []
    planned = db.session.get_one(Route, question.id).due_at
    assert planned is not None
    assert planned > later


def test_who_knows_is_asked_before_who_does_not(cast: Cast) -> None:
    with transaction.unit():
        crowd(cast.inner, 30)
        for n in range(3):
            old = ask(cast.ana, cast.inner, title=f"How many vendors did you visit, {n}?", now=LONG_AGO)
            db.session.delete(db.session.get_one(Route, old.id))
            answer(cast.cleo, old, now=LONG_AGO + timedelta(hours=1))
    question = posted(cast, wanted=1, days=30)
    assert looks(NOW)
    assert len(asked(question)) < 10
    whys = {one.member_id: one.why for one in db.session.query(Ask)}
    assert whys.pop(cast.cleo.id) == Why.TOPIC
    assert set(whys.values()) <= {Why.CIRCLE, Why.NEWCOMER}


def test_who_comes_back_before_the_date_is_mailed_on_that_morning(cast: Cast) -> None:
    posted(cast)
    with transaction.unit():
        db.session.add(
            Wish(member_id=cast.ben.id, asks_a_week=2, away_until=(NOW + timedelta(days=2)).date())
        )
    assert "ben" in looks(NOW)
    rows = db.session.query(outbox.OutboxRow).filter_by(kind=waves.ASKED).order_by(outbox.OutboxRow.due_at)
    # Berlin is an hour before UTC in November.
    assert [row.due_at for row in rows] == [NOW, NOW, datetime(2026, 11, 26, 6, tzinfo=UTC)]


# What comes of an ask


def test_an_answer_and_a_draft_are_noted_once(cast: Cast) -> None:
    question = posted(cast)
    with transaction.unit():
        one = put(cast.ben, question, NOW)
        drafts.save(cast.ben, DraftKind.ANSWER, {"body": "Nine"}, NOW, question_id=question.id)
    db.session.refresh(one)
    assert (one.started_at, one.answered_at) == (NOW, None)
    with transaction.unit():
        answer(cast.ben, question, now=NOW)
    db.session.refresh(one)
    assert (one.answered_at, one.waits) == (NOW, False)


def test_not_now_is_said_by_the_one_who_was_asked_alone(cast: Cast) -> None:
    question = posted(cast)
    put(cast.ben, question, NOW)
    for other in (cast.cleo, cast.dan, cast.ana):
        with pytest.raises(NotFound):
            rules.load(other, question.id)
    one, _question = rules.load(cast.ben, question.id)
    rules.pass_by(cast.ben, one, NOW)
    rules.pass_by(cast.ben, one, NOW + timedelta(days=1))
    assert (one.passed_at, one.waits) == (NOW, False)
    circles.leave(cast.inner, cast.ben, NOW)
    with pytest.raises(NotFound):
        rules.load(cast.ben, question.id)


def test_a_suspended_member_says_nothing(cast: Cast) -> None:
    one = put(cast.ben, posted(cast), NOW)
    cast.ben.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        rules.pass_by(cast.ben, one, NOW)


# Handing on


def handed(cast: Cast, question: Question, peer: Member) -> Ask | None:
    one, found = rules.load(cast.ben, question.id)
    rules.hand_on(cast.ben, one, found, peer, NOW)
    assert (one.handed_to_id, one.handed_at) == (peer.id, NOW)
    return db.session.query(Ask).filter_by(question_id=question.id, handed_by_id=cast.ben.id).one_or_none()


def test_who_is_named_is_asked_by_name(cast: Cast) -> None:
    question = posted(cast)
    put(cast.ben, question, NOW, wave=2)
    made = handed(cast, question, cast.cleo)
    assert made is not None
    assert (made.member_id, made.why, made.wave) == (cast.cleo.id, Why.PEER, 2)
    assert made.id in mailed(waves.ASKED)


@pytest.mark.parametrize(
    "how", ["asked before", "answered", "muted", "over the budget", "asker without a name"]
)
def test_who_may_not_be_asked_is_not_and_nobody_learns_of_it(cast: Cast, how: str) -> None:
    question = posted(cast, exposure=Exposure.ANONYMOUS if "asker" in how else Exposure.NAMED)
    put(cast.ben, question, NOW)
    peer = cast.ana if "asker" in how else cast.cleo
    if how == "asked before":
        put(cast.cleo, question, NOW)
    elif how == "answered":
        answer(cast.cleo, question, now=NOW, exposure=Exposure.ANONYMOUS)
    elif how == "muted":
        db.session.add(MutedCircle(member_id=peer.id, circle_id=question.circle_id, since=NOW))
    elif how == "over the budget":
        db.session.add(Wish(member_id=peer.id, asks_a_week=0, named=Named.ONCE_REACTED))
    db.session.flush()
    assert handed(cast, question, peer) is None


def test_what_handing_on_refuses(cast: Cast) -> None:
    question = posted(cast)
    one = put(cast.ben, question, NOW)
    for peer, words in (
        (cast.ben, "That is you"),
        (cast.ana, "asked this"),
        (cast.dan, "can see this question"),
    ):
        with pytest.raises(RuleBroken, match=words):
            rules.hand_on(cast.ben, one, question, peer, NOW)
    question_rules.close(cast.ana, question, NOW)
    with pytest.raises(RuleBroken, match="closed"):
        rules.hand_on(cast.ben, one, question, cast.cleo, NOW)
    question.closed_at = None
    rules.hand_on(cast.ben, one, question, cast.cleo, NOW)
    with pytest.raises(RuleBroken, match="already"):
        rules.hand_on(cast.ben, one, question, cast.mo, NOW)


# Reminding


def test_one_reminder_at_four_fifths_to_the_silent_alone(cast: Cast) -> None:
    question = posted(cast, days=10)
    looks(NOW)
    by = {
        handle: one.id
        for handle, one in zip(asked(question), db.session.query(Ask).order_by(Ask.id), strict=True)
    }
    with transaction.unit():
        one, _q = rules.load(cast.cleo, question.id)
        rules.pass_by(cast.cleo, one, NOW)
        drafts.save(cast.mo, DraftKind.ANSWER, {"body": "Nine"}, NOW, question_id=question.id)
    looks(NOW, 24 * 8 - 1)
    assert mailed(waves.REMINDED) == []
    for hours in (24 * 8, 24 * 9):
        looks(NOW, hours)
        assert mailed(waves.REMINDED) == [by["ben"]]


def test_no_reminder_without_a_date_and_none_for_a_closed_question(cast: Cast) -> None:
    undated, closed = posted(cast, days=None), posted(cast, title="Who signs the exit plan at your place?")
    looks(NOW)
    with transaction.unit():
        question_rules.close(cast.ana, db.session.get_one(Question, closed.id), NOW)
    for days in range(1, 30):
        looks(NOW, 24 * days)
    assert mailed(waves.REMINDED) == []
    assert len(asked(undated)) == 3


# How members want to be asked


def test_wishes_are_kept_and_replaced(cast: Cast) -> None:
    question = posted(cast)
    inner = cast.inner.id
    rules.choose(cast.ben, Wishes(5, "2026-12-01", "never", {inner}, ("vendor audits", "")), NOW)
    row = db.session.get_one(Wish, cast.ben.id)
    assert (row.asks_a_week, str(row.away_until), row.named) == (5, "2026-12-01", Named.NEVER)
    assert [one.circle_id for one in db.session.query(MutedCircle)] == [inner]
    assert [one.tag_id for one in db.session.query(MutedTag)] == [tag_of(question)]
    rules.choose(cast.ben, Wishes(0), NOW)
    assert (row.asks_a_week, row.away_until, row.named) == (0, None, Named.ONCE_REACTED)
    assert db.session.query(MutedCircle).count() + db.session.query(MutedTag).count() == 0


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wishes(8), "asks_a_week"),
        (Wishes(2, "next week"), "away"),
        (Wishes(2, "2026-13-01"), "away"),
        (Wishes(2, "2029-01-01"), "away"),
        (Wishes(2, named="loud"), "named"),
        (Wishes(2, tags=("no such topic",)), "tags"),
        (Wishes(2, tags=tuple(f"t{n}" for n in range(51))), "tags"),
    ],
)
def test_a_wish_that_cannot_be_kept_says_where(cast: Cast, wish: Wishes, field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        rules.choose(cast.ben, wish, NOW)
    assert caught.value.field == field


def test_topics_and_circles_of_others_cannot_be_muted_or_found_out(cast: Cast) -> None:
    posted(cast)
    with pytest.raises(RuleBroken, match="no topic"):
        rules.choose(cast.dan, Wishes(2, tags=("vendor audits",)), NOW)
    rules.choose(cast.dan, Wishes(2, circles={cast.inner.id, cast.everyone.id}), NOW)
    assert [one.circle_id for one in db.session.query(MutedCircle)] == [cast.everyone.id]


def test_a_day_away_that_is_over_is_none(cast: Cast) -> None:
    rules.choose(cast.ben, Wishes(2, "2026-11-22"), NOW)
    assert db.session.get_one(Wish, cast.ben.id).away_until is None
    rules.choose(cast.ben, Wishes(2, "2026-11-23"), NOW)
    assert str(db.session.get_one(Wish, cast.ben.id).away_until) == "2026-11-23"


def test_who_is_suspended_chooses_nothing_and_keeps_what_was_chosen(cast: Cast) -> None:
    rules.choose(cast.ben, Wishes(2, circles={cast.inner.id}), NOW)
    cast.ben.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        rules.choose(cast.ben, Wishes(1), NOW)
    own = select(MutedCircle.circle_id).where(MutedCircle.member_id == cast.ben.id)
    assert db.session.scalars(own).all() == [cast.inner.id]
    cast.ben.state = MemberState.ACTIVE  # the twin
    rules.choose(cast.ben, Wishes(1), NOW)
    assert db.session.scalars(own).all() == []
