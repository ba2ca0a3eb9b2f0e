"""Random walks of members through what they may do; after each step everybody sees what a small model says (RELIABILITY K7).

The model knows who is in which circle, in which state, under which name each thing was written, and nothing of how
the forum stores it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qa.answers import rules as answering
from qa.core import clock, transaction
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound, RuleBroken
from qa.members import circles
from qa.members.byline import byline
from qa.members.models import Circle, Exposure, Member, MemberState
from qa.questions import access
from qa.questions import rules as asking
from qa.questions.views import thread
from tests.conftest import Stage
from tests.support.breadth import either
from tests.support.browser import Browser
from tests.support.cast import FAR_OFF, LONG_AGO, PEOPLE, Cast
from tests.support.things import answer, ask

WHO = ("ana", "ben", "cleo", "dan", "mo")
CIRCLES = ("inner", "everyone")
LISTED = re.compile(r'href="/q/(\d+)/')
RUNS, STEPS = 30, 18


@dataclass
class Thing:
    """A question or an answer as the model has it."""

    id: int
    author: str
    circle: str
    exposure: Exposure
    gone: bool = False
    answers: list[Thing] = field(default_factory=list)


class Walk(RuleBasedStateMachine):
    """One walk; the class that a test makes of it knows the application and the signed-in browsers."""

    lay: Callable[[], dict[str, Browser]]

    def __init__(self) -> None:
        super().__init__()
        self.browsers = type(self).lay()
        self.inside = {"inner": {"ana", "ben", "cleo", "mo"}, "everyone": set(WHO)}
        self.state = dict.fromkeys(WHO, MemberState.ACTIVE)
        self.lapsed: set[str] = set()
        self.things: list[Thing] = []

    def attempt(self, act: Callable[[], Any], allowed: bool) -> Any:
        """What *act* gives in a transaction of its own; it is refused exactly where the model says so."""
        try:
            with transaction.unit():
                result = act()
        except (Forbidden, NotFound, RuleBroken) as error:
            assert not allowed, f"refused: {error!r}"
            return None
        assert allowed, "should have been refused"
        return result

    def posts(self, who: str) -> bool:
        return self.state[who] == MemberState.ACTIVE and who not in self.lapsed

    def sees(self, who: str, thing: Thing) -> bool:
        return who in self.inside[thing.circle] and not thing.gone

    def thing(self, pick: int) -> Thing:
        return self.things[pick % len(self.things)]

    @rule(who=st.sampled_from(WHO), where=st.sampled_from(CIRCLES), exposure=st.sampled_from(Exposure))
    def ask(self, who: str, where: str, exposure: Exposure) -> None:
        circle = db.session.query(Circle).filter_by(slug=where).one()
        allowed = self.posts(who) and who in self.inside[where]
        made = self.attempt(
            lambda: ask(person(who), circle, title=f"Question number {len(self.things)} of the walk?", exposure=exposure).id,
            allowed,
        )  # fmt: skip
        if made:
            self.things.append(Thing(made, who, where, exposure))

    @precondition(lambda self: self.things)
    @rule(who=st.sampled_from(WHO), pick=st.integers(0, 99), exposure=st.sampled_from(Exposure))
    def give(self, who: str, pick: int, exposure: Exposure) -> None:
        thing = self.thing(pick)
        has = any(one.author == who and not one.gone for one in thing.answers)
        allowed = self.posts(who) and self.sees(who, thing) and thing.author != who and not has

        def act() -> int:
            member = person(who)
            return answer(member, access.load(thing.id, member.id, lock=True), exposure=exposure).id

        made = self.attempt(act, allowed)
        if made:
            thing.answers = [one for one in thing.answers if one.author != who]
            thing.answers.append(Thing(made, who, thing.circle, exposure))

    @precondition(lambda self: any(thing.answers for thing in self.things))
    @rule(who=st.sampled_from(WHO), pick=st.integers(0, 99), exposure=st.sampled_from(Exposure))
    def reword(self, who: str, pick: int, exposure: Exposure) -> None:
        """Edit somebody's answer and change its exposure: only its author's."""
        thing, given = self.some_answer(pick)
        allowed = self.posts(who) and self.sees(who, thing) and not given.gone and given.author == who

        def act() -> bool:
            member = person(who)
            found = answering.load(given.id, member.id, lock=True)
            reply = answering.Reply("Other words.", found.basis, exposure=exposure)
            answering.edit(member, found, reply, clock.now(), base=answering.latest_revision(found.id))
            return True

        if self.attempt(act, allowed):
            given.exposure = exposure

    def some_answer(self, pick: int) -> tuple[Thing, Thing]:
        pairs = [(thing, given) for thing in self.things for given in thing.answers]
        return pairs[pick % len(pairs)]

    @precondition(lambda self: any(thing.answers for thing in self.things))
    @rule(who=st.sampled_from(WHO), pick=st.integers(0, 99))
    def take_back(self, who: str, pick: int) -> None:
        thing, given = self.some_answer(pick)
        active = self.state[who] == MemberState.ACTIVE
        allowed = active and self.sees(who, thing) and not given.gone and given.author == who

        def act() -> bool:
            member = person(who)
            answering.withdraw(member, answering.load(given.id, member.id, lock=True), clock.now())
            return True

        if self.attempt(act, allowed):
            given.gone = True

    @precondition(lambda self: self.things)
    @rule(who=st.sampled_from(WHO), pick=st.integers(0, 99))
    def withdraw(self, who: str, pick: int) -> None:
        thing = self.thing(pick)
        active = self.state[who] == MemberState.ACTIVE
        answered = any(not one.gone for one in thing.answers)
        allowed = active and self.sees(who, thing) and thing.author == who and not answered

        def act() -> bool:
            member = person(who)
            asking.withdraw(member, access.load(thing.id, member.id, lock=True), clock.now())
            return True

        if self.attempt(act, allowed):
            thing.gone = True

    @rule(who=st.sampled_from(WHO))
    def leave(self, who: str) -> None:
        with transaction.unit():
            circles.leave(Cast().inner, person(who), clock.now())
        self.inside["inner"].discard(who)

    @rule(who=st.sampled_from(WHO))
    def join(self, who: str) -> None:
        allowed = self.state[who] == MemberState.ACTIVE
        if self.attempt(lambda: circles.join(Cast().inner, person(who), clock.now()), allowed):
            self.inside["inner"].add(who)

    @rule(who=st.sampled_from(WHO), state=st.sampled_from([MemberState.ACTIVE, MemberState.SUSPENDED]))
    def suspend(self, who: str, state: MemberState) -> None:
        with transaction.unit():
            person(who).state = state
        self.state[who] = state

    @rule(who=st.sampled_from(WHO), holds=st.booleans())
    def pledge(self, who: str, holds: bool) -> None:
        with transaction.unit():
            person(who).pledged_until = FAR_OFF if holds else LONG_AGO
        (self.lapsed.discard if holds else self.lapsed.add)(who)

    @invariant()
    def lists_show_what_each_may_see(self) -> None:
        for who in WHO:
            page = self.browsers[who].get("/questions?state=all")
            if self.state[who] != MemberState.ACTIVE:
                assert (page.status_code, page.location) == (302, "/standing"), who
                continue
            shown = {int(number) for number in LISTED.findall(page.text)}
            assert shown == {thing.id for thing in self.things if self.sees(who, thing)}, who

    @invariant()
    def the_latest_thread_shows_names_as_allowed(self) -> None:
        for thing in self.things[-1:]:
            for who in (one for one in WHO if self.state[one] == MemberState.ACTIVE):
                page = self.browsers[who].get(f"/q/{thing.id}", follow_redirects=True)
                assert page.status_code == (200 if self.sees(who, thing) else 404), who
                if page.status_code == 200:
                    self.names_are_as_allowed(who, thing, page.text)

    def names_are_as_allowed(self, who: str, thing: Thing, page: str) -> None:
        said = [thing, *(one for one in thing.answers if not one.gone)]
        named = {one.author for one in said if one.exposure == Exposure.NAMED} | {who}
        for handle in WHO:
            words = PEOPLE[handle]
            traces = [words["name"], f"/m/{handle}"]
            if handle in named:
                continue
            assert not [trace for trace in traces if trace in page], (who, handle)
        for one in said:
            if one.exposure == Exposure.NAMED:
                assert PEOPLE[one.author]["name"] in page


def person(handle: str) -> Member:
    return db.session.query(Member).filter_by(handle=handle).one()


def walk(app: Flask, stage: Stage, runs: int) -> None:
    """*runs* random walks, the same each time."""

    def lay() -> dict[str, Browser]:
        db.session.remove()
        stage.lay()
        found = {}
        for handle in WHO:
            client = app.test_client()
            assert isinstance(client, Browser)
            found[handle] = client.sign_in(person(handle))
        return found

    machine = type("Walked", (Walk,), {"lay": staticmethod(lay)})
    few = settings(
        max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
        report_multiple_bugs=False,  # one stumble is enough; else it goes on to look for others
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=few)  # type: ignore[no-untyped-call]


def test_random_walks_show_everybody_what_they_may_see(app: Flask, stage: Stage) -> None:
    walk(app, stage, either(4, RUNS))


@pytest.mark.parametrize(
    ("module", "name", "weak"),
    [
        (thread, "byline", lambda author, _exposure, viewer: byline(author, Exposure.NAMED, viewer)),
        (answering, "require_author", lambda *_: None),
        (asking, "require_posting", lambda *_: None),
    ],
    ids=["names", "authors", "pledge"],
)
def test_a_walk_stumbles_where_a_check_is_gone(
    app: Flask, stage: Stage, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, weak: Any
) -> None:
    """The control."""
    monkeypatch.setattr(module, name, weak)
    with pytest.raises(AssertionError):
        walk(app, stage, RUNS)
