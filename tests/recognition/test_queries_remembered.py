"""What is remembered of a member's marks is at all times what they add up to anew, and that is what credit.py says."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from qa.answers import marking, rules, thanking
from qa.answers.models import Answer, Basis, Mark, MarkKind
from qa.answers.rules import Reply
from qa.answers.thanking import Thanks
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members import circles
from qa.members.models import Exposure, Member, MemberState
from qa.moderation import suspending
from qa.moderation.models import ActKind
from qa.questions import after
from qa.questions import rules as asking
from qa.questions.models import Question, Tag
from qa.recognition import credit, credit_line, hiding, queries, record, remembered, stamps
from qa.recognition.remembered import Sums
from tests.support.cast import Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask
from tests.support.viewing import viewer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TOPICS = ("vendor audits", "cloud exit", "budgets")
VIEWERS = ("ana", "ben", "cleo", "dan", "mo")
STEPS = 60

pytestmark = pytest.mark.usefixtures("app")
Step = Callable[[Cast, random.Random, datetime], None]


def any_answer(chance: random.Random) -> Answer:
    return chance.choice(db.session.query(Answer).order_by(Answer.id).all())


def any_member(cast: Cast, chance: random.Random) -> Member:
    member: Member = getattr(cast, chance.choice(VIEWERS))
    return member


def mark(cast: Cast, chance: random.Random, now: datetime) -> None:
    kind = chance.choice((MarkKind.HELPFUL, MarkKind.SAME, MarkKind.PRIOR_ANSWER))
    marking.give(any_member(cast, chance), any_answer(chance), kind, now)


def take_back(cast: Cast, chance: random.Random, now: datetime) -> None:
    marks = db.session.query(Mark).order_by(Mark.id).all()
    if marks:
        one = chance.choice(marks)
        giver, given = db.session.get_one(Member, one.giver_id), db.session.get_one(Answer, one.answer_id)
        marking.take_back(giver, given, one.kind, now)


def thank(cast: Cast, chance: random.Random, now: datetime) -> None:
    given = any_answer(chance)
    asker = db.session.get_one(Member, db.session.get_one(Question, given.question_id).author_id)
    hours = chance.choice((None, 2, 5))
    thanks = Thanks(chance.choice(("", "I struck it", "Four lines")), hours, chance.random() < 0.4)
    thanking.thank(asker, given, thanks, now)
    if chance.random() < 0.5:
        thanking.say_held(asker, given, chance.random() < 0.5, now)


def change_answer(cast: Cast, chance: random.Random, now: datetime) -> None:
    given = any_answer(chance)
    author, question = (
        db.session.get_one(Member, given.author_id),
        db.session.get_one(Question, given.question_id),
    )
    interest = chance.choice(("", "", "We sell audits"))
    reply = Reply(
        "Ten of 40.", Basis.DID, exposure=chance.choice(list(Exposure)), interest=interest, reveal=True
    )
    if given.withdrawn_at is not None:
        rules.give(author, question, reply, now)
    elif chance.random() < 0.3:
        rules.withdraw(author, given, now)
    else:
        rules.edit(author, given, reply, now, base=rules.latest_revision(given.id))


def change_question(cast: Cast, chance: random.Random, now: datetime) -> None:
    question = chance.choice(db.session.query(Question).order_by(Question.id).all())
    asker = db.session.get_one(Member, question.author_id)
    if question.needed_by is not None and chance.random() < 0.4:
        after.move(asker, question, max(question.needed_by, now) + DAY, "Later", now)
        return
    tags = tuple(chance.sample(TOPICS, chance.randint(0, 2)))
    words = asking.Words(question.title, question.body, "", tags)
    asking.edit(asker, question, words, now, base=asking.latest_revision(question.id))


def suspend(cast: Cast, chance: random.Random, now: datetime) -> None:
    member = getattr(cast, chance.choice(("ana", "cleo", "dan")))
    if member.state == MemberState.ACTIVE:
        suspending.suspend(cast.mo, member, ActKind.SUSPENDED, "Asked for it herself.", now)
    else:
        suspending.reinstate(cast.mo, member, "It was a misunderstanding.", now)


def keep_topic(cast: Cast, chance: random.Random, now: datetime) -> None:
    topic = chance.choice(TOPICS)
    if chance.random() < 0.5:
        hiding.hide(cast.ben, topic, now)
    else:
        hiding.show(cast.ben, topic)


def move_about(cast: Cast, chance: random.Random, now: datetime) -> None:
    if chance.random() < 0.5:
        circles.join(cast.inner, cast.dan, now)
    else:
        circles.leave(cast.inner, cast.dan, now)


def fresh(member: Member, reader: Member, now: datetime) -> Sums:
    """Added up from the ledger, without anything remembered."""
    received = queries.received(member.id, reader.id)
    names = db.session.query(hiding.names(member.id).label("names")).scalar()
    hidden = tuple(sorted(names.split("\n"))) if names else ()
    return remembered.added_up(received, member.id, viewer(reader), now, hidden)


STEP_KINDS: tuple[Step, ...] = (
    mark, mark, mark, take_back, thank, thank, change_answer, change_question, suspend, keep_topic, move_about,
)  # fmt: skip


def begin(cast: Cast) -> None:
    for n, (asker, circle) in enumerate(
        (
            (cast.ana, cast.inner),
            (cast.cleo, cast.inner),
            (cast.dan, cast.everyone),
            (cast.ana, cast.everyone),
        )
    ):
        title = f"Question number {n}, long enough?"
        tags = TOPICS[n % 3 : n % 3 + 2]
        question = ask(asker, circle, title=title, now=NOW, days=(2, None, 1, 5)[n], tags=tags, wanted=8)
        answer(cast.ben, question, now=NOW + MINUTE)


def walk(cast: Cast, seed: int) -> list[str]:
    """Random steps; which of them left what is remembered other than what is so."""
    chance, wrong = random.Random(seed), []
    begin(cast)
    for n in range(STEPS):
        now = NOW + n * timedelta(hours=3)
        step = chance.choice(STEP_KINDS)
        try:
            step(cast, chance, now)
        except (RuleBroken, Forbidden):
            continue
        db.session.flush()
        for handle in VIEWERS:
            reader = getattr(cast, handle)
            if remembered.sums(cast.ben.id, viewer(reader), now) != fresh(cast.ben, reader, now):
                wrong.append(f"{n}: {getattr(step, '__name__', '')} for {handle}")
    return wrong


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_is_so(cast: Cast, seed: int) -> None:
    assert walk(cast, seed) == []


def test_without_stamps_it_would_not_be(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the walk changes what is remembered."""
    monkeypatch.setattr(stamps, "_grow", lambda _members: None)
    assert len(walk(cast, 0)) > 20


def test_it_says_what_the_formula_says(cast: Cast) -> None:
    walk(cast, 7)
    now = NOW + 30 * DAY
    for handle in VIEWERS:
        reader = getattr(cast, handle)
        counted = record.counting([one for one in queries.received(cast.ben.id, reader.id) if one.shown], now)
        marks = [one.mark for one in counted]
        found = remembered.sums(cast.ben.id, viewer(reader), now)
        assert found.helped == len(credit.peers(cast.ben.id, marks, now))
        assert dict(found.topics) == credit.trusted_on(cast.ben.id, marks, now)
        prompt = [one.mark for one in counted if one.in_time]
        assert found.in_time == len(credit.peers(cast.ben.id, prompt, now))


def test_the_line_beside_an_answer_says_the_same(cast: Cast) -> None:
    walk(cast, 7)
    now, said = NOW + 30 * DAY, 0
    ids = {row.name: row.id for row in db.session.query(Tag)}
    for handle in ("ana", "cleo", "dan", "mo"):
        reader = getattr(cast, handle)
        topics = remembered.sums(cast.ben.id, viewer(reader), now).topics
        for name in TOPICS:
            line = credit_line.lines([cast.ben.id], [ids[name]], reader.id, now).get(cast.ben.id, "")
            assert line == (f"helped {topics[name]} peers on {name}" if name in topics else "")
            said += bool(line)
    assert said


def test_one_query_once_it_is_remembered(cast: Cast, recorder: Queries) -> None:
    begin(cast)
    reader, ben = viewer(cast.mo), cast.ben.id
    counts = []
    for _time in range(2):
        with recorder:
            remembered.sums(ben, reader, NOW)
        counts.append(len(recorder))
    assert counts == [3, 1]


@pytest.fixture
def recorder(app: Flask, queries: Queries) -> Queries:
    """The recorder, under a name that is no module's."""
    return queries


def test_a_clock_set_back_counts_no_mark_that_is_to_come(cast: Cast) -> None:
    begin(cast)
    given = db.session.query(Answer).order_by(Answer.id).first()
    assert given is not None
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW + DAY)
    reader = viewer(cast.mo)
    assert remembered.sums(cast.ben.id, reader, NOW + 2 * DAY).helped == 1
    assert remembered.sums(cast.ben.id, reader, NOW).helped == 0
    assert remembered.sums(cast.ben.id, reader, NOW + 2 * DAY).helped == 1


def test_another_month_has_another_chart(cast: Cast) -> None:
    begin(cast)
    reader = viewer(cast.mo)
    first = remembered.sums(cast.ben.id, reader, NOW).months[-1].first
    assert remembered.sums(cast.ben.id, reader, NOW + 30 * DAY).months[-1].first > first


def test_a_process_keeps_no_more_than_it_may(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    begin(cast)
    for handle in VIEWERS:
        remembered.sums(cast.ben.id, viewer(getattr(cast, handle)), NOW)
    assert len(remembered._kept) == 2
