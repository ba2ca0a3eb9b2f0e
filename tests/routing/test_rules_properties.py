"""What holds of every look and every naming, whoever the members are and whatever they wish: looked for by hypothesis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qa.core import transaction
from qa.core.db import db
from qa.core.errors import PersonError
from qa.members import circles
from qa.members.models import Circle, Member, Membership, MemberState
from qa.questions import tagging
from qa.questions.models import Question, QuestionTag
from qa.routing import naming, queries
from qa.routing.models import Ask, MutedCircle, MutedTag, Route, Wish
from tests.support.asking import looks
from tests.support.cast import FAR_OFF, LONG_AGO, Cast, join
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOURS = 24 * 10
number = count(1)


@dataclass(frozen=True, slots=True)
class Peer:
    """One member as drawn: *lately* counts asks of this week about something else, *away* days from now."""

    state: MemberState = MemberState.ACTIVE
    inside: bool = True
    pledged: bool = True
    mutes: str = ""
    budget: int = 2
    lately: int = 0
    away: int = -1
    answers: bool = False


peers = st.lists(
    st.builds(
        Peer,
        state=st.sampled_from([MemberState.ACTIVE] * 4 + [MemberState.SUSPENDED, MemberState.LEFT]),
        inside=st.sampled_from([True, True, True, False]),
        pledged=st.sampled_from([True, True, True, False]),
        mutes=st.sampled_from(["", "", "", "circle", "tags"]),
        budget=st.integers(0, 3),
        lately=st.integers(0, 3),
        away=st.sampled_from([-1, -1, -1, 2, 30]),
        answers=st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=12,
)
# Without shrinking: each try fills a database, and what was drawn is small enough to read.
TRIES = settings(
    max_examples=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def clock(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@dataclass(slots=True)
class Scene:
    """A question of Ana's in a circle of its own, with members as drawn."""

    question: int
    made: dict[int, Peer]

    @property
    def asks(self) -> list[Ask]:
        return db.session.query(Ask).filter_by(question_id=self.question).order_by(Ask.id).all()

    def check(self) -> None:
        """What holds of all asks so far."""
        asked = [one.member_id for one in self.asks]
        assert len(set(asked)) == len(asked)
        assert set(asked) <= set(self.made)  # neither the asker nor anybody of another circle
        for member_id in asked:
            peer = self.made[member_id]
            assert peer.state is MemberState.ACTIVE
            assert (peer.inside, peer.pledged, peer.mutes, peer.answers) == (True, True, "", False)
            assert peer.away < 10  # those who are back before the date may be asked
        _within_budgets(self.made)


def _within_budgets(made: dict[int, Peer]) -> None:
    """No seven days hold more asks of anybody than they allow."""
    for one in db.session.query(Ask).filter(Ask.member_id.in_(list(made))):
        near = Ask.asked_at > one.asked_at - queries.WEEK, Ask.asked_at <= one.asked_at
        many = db.session.query(Ask).filter(Ask.member_id == one.member_id, *near).count()
        assert many <= made[one.member_id].budget


def scene(cast: Cast, drawn: list[Peer], wanted: int = 12) -> Scene:
    n = next(number)
    with transaction.unit():
        circle = circles.add(f"drawn-{n}", f"Drawn {n}", "", LONG_AGO)
        db.session.flush()
        join(cast.ana, circle)
        db.session.flush()
        question = ask(cast.ana, circle, title=f"How many vendors do you visit, {n}?", now=NOW, days=10, wanted=wanted,
                       tags=("vendor audits", "exit plans"))  # fmt: skip
        other = ask(cast.ana, circle, title=f"Who signs the exit plan, {n}?", now=NOW, days=None, tags=())
        db.session.delete(db.session.get_one(Route, other.id))
        tagging.put(question, ["vendor audits", "exit plans"])
        made = {_member(f"drawn{n}-{k}", peer, circle, question): peer for k, peer in enumerate(drawn)}
        for member_id, peer in made.items():
            _past(member_id, peer, circle)
    return Scene(question.id, made)


def _member(handle: str, peer: Peer, circle: Circle, question: Question) -> int:
    member = Member(
        handle=handle, handle_key=handle, name=handle, email=f"{handle}@peers.example",
        email_key=f"{handle}@peers.example", title="CISO", employer=handle, joined_at=LONG_AGO,
        pledged_until=FAR_OFF, timezone="UTC",
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    join(member, circle)
    db.session.flush()
    if peer.answers:
        answer(member, question, now=NOW)
    if peer.mutes == "circle":
        db.session.add(MutedCircle(member_id=member.id, circle_id=circle.id, since=LONG_AGO))
    if peer.mutes == "tags":
        for row in db.session.query(QuestionTag).filter_by(question_id=question.id):
            db.session.add(MutedTag(member_id=member.id, tag_id=row.tag_id, since=LONG_AGO))
    away = (NOW + timedelta(days=peer.away)).date() if peer.away > 0 else None
    db.session.add(Wish(member_id=member.id, asks_a_week=peer.budget, away_until=away))
    member.state, member.pledged_until = peer.state, FAR_OFF if peer.pledged else LONG_AGO
    if not peer.inside:
        db.session.query(Membership).filter_by(circle_id=circle.id, member_id=member.id).update(
            {"left_at": NOW}
        )
    return member.id


def _past(member_id: int, peer: Peer, circle: Circle) -> None:
    """What the member was asked this week, within the budget, about other questions."""
    for k in range(min(peer.lately, peer.budget)):
        asker = db.session.query(Member).filter_by(handle="ana").one()
        other = ask(
            asker, circle, title=f"Who owns the drill number {member_id}.{k}?", now=NOW, days=None, tags=()
        )
        db.session.delete(db.session.get_one(Route, other.id))
        at = NOW - timedelta(days=6 - k)
        db.session.add(Ask(question_id=other.id, member_id=member_id, wave=1, asked_at=at, why="circle"))


@TRIES
@given(peers, st.lists(st.integers(0, HOURS), min_size=1, max_size=6))
def test_no_look_asks_anybody_who_may_not_be_asked(cast: Cast, drawn: list[Peer], hours: list[int]) -> None:
    made = scene(cast, drawn)
    for hour in sorted(hours):
        looks(NOW, hour)
        made.check()


@TRIES
@given(peers, st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True), st.integers(0, HOURS - 1))
def test_no_naming_asks_anybody_who_may_not_be_asked(
    cast: Cast, drawn: list[Peer], chosen: list[int], hour: int
) -> None:
    made = scene(cast, drawn)
    ids = list(made.made)
    looks(NOW)
    with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
        for place in chosen:
            with transaction.unit():
                peer = db.session.get_one(Member, ids[place % len(ids)])
                try:
                    naming.ask(
                        cast.ana,
                        db.session.get_one(Question, made.question),
                        [peer],
                        NOW + timedelta(hours=hour),
                    )
                except PersonError:
                    db.session.rollback()
    made.check()
    looks(NOW, HOURS)
    made.check()


@TRIES
@given(st.integers(1, 12), st.integers(2, 12), st.integers(2, 20))
def test_the_looks_follow_the_box_however_often_the_worker_comes(
    cast: Cast, wanted: int, members: int, steps: int
) -> None:
    """All members free: however the hours are cut, waves are a fifth of the box apart, and none goes out after it."""
    made = scene(cast, [Peer()] * members, wanted)
    for step in range(steps + 3):
        looks(NOW, step * HOURS / steps)
    waves = Counter(one.asked_at for one in made.asks)
    at = sorted(waves)
    assert all(later - earlier >= timedelta(hours=HOURS / 5) for earlier, later in pairwise(at))
    assert all(NOW <= one < NOW + timedelta(hours=HOURS) for one in at)
    assert at[0] == NOW
    route = db.session.get_one(Route, made.question)
    assert route.due_at is None
