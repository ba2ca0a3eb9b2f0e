"""The sample community: whole, believable, the same again, and made by the rules alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from qa import create_app, demo
from qa.answers.marking import stands
from qa.answers.models import Answer, AnswerRevision, Comment, Mark, MarkKind
from qa.core import outbox, text, transaction
from qa.core.db import db
from qa.demo_build import joining, when
from qa.demo_build import plan as planning
from qa.demo_build import write as writing
from qa.demo_build.threads import VISITOR
from qa.demo_build.write import DOMAIN
from qa.demo_content import outcomes
from qa.members import accounts
from qa.members.models import Circle, Member, Membership, MemberState, Role
from qa.moderation.models import ActKind, ModerationAct
from qa.moderation.queries import suspension_of
from qa.notifications import feed_queries
from qa.notifications.models import FeedKind, Notice
from qa.questions import deadlines, queries
from qa.questions.models import Draft, Question, QuestionMove, QuestionOutcome, QuestionRevision
from qa.routing import queries as routing
from qa.routing import waves
from qa.routing.candidates import ASKS_A_WEEK
from qa.routing.models import Ask, Route
from qa.search import saved_queries
from qa.vetting.models import Application, Nomination, Outcome, Pledge, Vouch
from tests.conftest import need
from tests.support import servers
from tests.support.cast import Cast
from tests.support.sample import part

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
STATES = {"open": 32, "soon": 16, "today": 12, "met": 36, "short": 16, "none": 8}


# What is written: a database of each engine, filled once


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, demo.Summary]]:
    """A database with the sample community and nobody else, filled once, and what the filling said."""
    with opened("", tmp_path_factory.mktemp("demo")) as app:
        with transaction.unit():
            summary = demo.fill(1)
        db.session.remove()
        context = app, summary
    yield context
    with app.app_context():
        db.engine.dispose()


@contextmanager
def opened(address: str, folder: Path) -> Iterator[Flask]:
    """An application on an empty database, within its context, at NOW."""
    app = create_app(mode="test", instance=folder, secret_key="test" * 16, database_url=address)
    with app.app_context(), time_machine.travel(NOW, tick=False):
        upgrade()
        yield app
        db.session.remove()


@pytest.fixture
def community(filled: tuple[Flask, demo.Summary]) -> Iterator[demo.Summary]:
    """The sample community, within the application's context; only to be read."""
    app, summary = filled
    with app.app_context():
        yield summary
        db.session.remove()


def count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count()).where(*conditions)) or 0


def test_the_numbers(community: demo.Summary) -> None:
    assert 38 <= count(Member.id > 0) == community.members <= 46
    assert count(Circle.id > 0) == community.circles == 5
    assert count(Question.id > 0) == community.questions == 120
    assert 560 <= count(Answer.withdrawn_at.is_(None)) == community.answers <= 640
    assert count(Comment.id > 0) == community.comments > 30
    assert count(Mark.id > 0) == community.marks > 1000
    assert count(Answer.withdrawn_at.is_not(None)) == len(planning.WITHDRAWN)


def test_the_visitors_calendar_is_on_and_has_something_to_say(community: demo.Summary) -> None:
    visitor = db.session.scalars(select(Member).where(Member.handle == VISITOR)).one()
    assert set(feed_queries.made(visitor.id)) == {FeedKind.CALENDAR}
    assert len(feed_queries.calendar(visitor.id, NOW)) >= 3
    assert len(feed_queries.latest(visitor.id)) == feed_queries.NEWEST


def test_states_in_the_database(community: demo.Summary) -> None:
    questions = db.session.scalars(select(Question)).all()
    assert Counter(deadlines.state(q, NOW, ZURICH).value for q in questions) == STATES
    closed = [moment for q in questions if (moment := deadlines.closed_on(q, NOW))]
    today = [moment for moment in closed if moment.astimezone(ZURICH).date() == NOW.date()]
    assert len(today) >= 2
    assert NOW - min(closed) > timedelta(days=365)
    assert any(q.closed_at for q in questions)
    assert any(q.answer_count > q.in_time_count for q in questions)


def test_dates_moved_and_outcomes_said_wanting_and_given_up(community: demo.Summary) -> None:
    moves = db.session.scalars(select(QuestionMove)).all()
    assert len(moves) == len(outcomes.MOVED) and {one.reason for one in moves} == set(outcomes.MOVED.values())
    said = count(QuestionOutcome.question_id > 0)
    assert 0 < said <= len(outcomes.OUTCOMES)
    assert said == count(Question.outcome_at.is_not(None))
    questions = db.session.scalars(select(Question)).all()
    resting = [one for one in questions if deadlines.is_archived(one, NOW)]
    waiting = queries.awaits_outcome(NOW, NOW - deadlines.ARCHIVED)
    marta = select(Member.id).where(Member.handle == VISITOR).scalar_subquery()
    assert len(resting) > 10 and count(waiting) > 3
    titles = set(db.session.scalars(select(Question.title).where(waiting, Question.author_id == marta)))
    assert titles >= set(outcomes.AWAITED)
    assert count(Notice.kind == "outcome") > 3


def test_counts_are_what_counting_again_gives(community: demo.Summary) -> None:
    for question in db.session.scalars(select(Question)):
        live = (Answer.question_id == question.id, Answer.withdrawn_at.is_(None))
        instants = sorted(db.session.scalars(select(Answer.posted_at).where(*live)))
        timely = [at for at in instants if question.needed_by is None or at < question.needed_by]
        filled = timely[question.answers_wanted - 1] if len(timely) >= question.answers_wanted else None
        counted = (question.answer_count, question.in_time_count, question.filled_at)
        assert counted == (len(instants), len(timely), filled)
    tally = (
        select(Mark.answer_id, Mark.kind, func.count()).where(stands()).group_by(Mark.answer_id, Mark.kind)
    )
    marks = {(answer_id, kind): number for answer_id, kind, number in db.session.execute(tally)}
    for answer in db.session.scalars(select(Answer)):
        counted_marks = [answer.helpful_count, answer.same_count, answer.used_count]
        kinds = [MarkKind.HELPFUL, MarkKind.SAME, MarkKind.USED]
        assert counted_marks == [marks.get((answer.id, kind), 0) for kind in kinds]


def test_nobody_does_what_a_member_could_not(community: demo.Summary) -> None:
    since = {(m.member_id, m.circle_id): m.joined_at for m in db.session.scalars(select(Membership))}
    active = set(db.session.scalars(select(Member.id).where(Member.state == MemberState.ACTIVE)))
    asked = {question.id: question for question in db.session.scalars(select(Question))}
    answered = {answer.id: answer for answer in db.session.scalars(select(Answer))}

    def check(member_id: int, question: Question, at: datetime) -> None:
        assert member_id in active
        assert since[member_id, question.circle_id] < at
        assert question.posted_at <= at <= NOW

    for question in asked.values():
        check(question.author_id, question, question.posted_at)
    for answer in answered.values():
        check(answer.author_id, asked[answer.question_id], answer.posted_at)
        assert answer.author_id != asked[answer.question_id].author_id
    for comment in db.session.scalars(select(Comment)):
        check(comment.author_id, asked[comment.question_id], comment.posted_at)
    for mark in db.session.scalars(select(Mark)):
        answer = answered[mark.answer_id]
        assert mark.giver_id not in (None, answer.author_id)
        check(mark.giver_id or 0, asked[answer.question_id], mark.given_at)
        assert answer.posted_at < mark.given_at
        assert mark.kind != MarkKind.USED or mark.giver_id == asked[answer.question_id].author_id
        assert mark.kind not in (MarkKind.OUTDATED, MarkKind.RISKY) or mark.note


def test_everybody_came_by_two_words(community: demo.Summary) -> None:
    members = {one.id: one for one in db.session.scalars(select(Member))}
    words: dict[int, list[Vouch]] = {}
    for word in db.session.scalars(select(Vouch)):
        words.setdefault(word.member_id, []).append(word)
        voucher, member = members[word.voucher_id], members[word.member_id]
        assert voucher.joined_at < word.given_at <= NOW
        assert voucher.employer != member.employer
        if member.state != MemberState.APPLICANT:
            assert word.given_at <= member.joined_at
    inside = [one for one in members.values() if one.state != MemberState.APPLICANT]
    assert Counter(len(words.get(one.id, ())) for one in inside) == {2: len(inside) - joining.FOUNDERS, 0: 4}
    assert count(Pledge.holds_until > NOW) == len(inside)
    (named,) = db.session.scalars(
        select(Application)
        .join(Nomination)
        .join(Member, Member.id == Nomination.member_id)
        .where(Member.handle == VISITOR)
    )
    assert named.name == "Emil Sandoval"
    assert len(words[named.member_id or 0]) == 1
    assert count(Application.outcome.is_(None)) == 2
    assert count(Application.outcome == Outcome.DECLINED) == 1


def test_nothing_is_there_twice(community: demo.Summary) -> None:
    for column in (Question.title, Member.name, Member.email, Circle.name, Answer.body):
        values = list(db.session.scalars(select(column)))
        assert len(values) == len(set(values))


def test_history_drafts_and_news(community: demo.Summary) -> None:
    assert count(QuestionRevision.number == 2) == planning.EDITED_QUESTIONS
    assert count(AnswerRevision.number == 2) == planning.EDITED_ANSWERS
    marta = db.session.scalars(select(Member).where(Member.handle == VISITOR)).one()
    assert marta.visited_at == when.last_visit(NOW)
    assert count(Draft.member_id == marta.id) == 2
    assert (
        count(Notice.member_id == marta.id, Notice.seen_at.is_(None), Notice.made_at > marta.visited_at) > 3
    )
    assert (
        count(Notice.seen_at.is_(None), Notice.made_at <= marta.visited_at, Notice.member_id == marta.id) == 0
    )
    kinds = Counter(db.session.scalars(select(outbox.OutboxRow.kind)))
    assert kinds["search.thread"] == 120
    # The second with the extra that searches by meaning.
    assert kinds.keys() <= {"search.thread", "search.vector", waves.KIND}


def test_what_is_open_has_asks_in_every_state_and_a_look_planned(community: demo.Summary) -> None:
    planned = {route.question_id: route.due_at for route in db.session.scalars(select(Route)) if route.due_at}
    rows = db.session.scalars(select(outbox.OutboxRow).where(outbox.OutboxRow.kind == waves.KIND)).all()
    assert {row.payload["question_id"]: row.due_at for row in rows} == planned
    assert len(planned) > 20
    assert all(NOW + timedelta(hours=1) <= at for at in planned.values())
    asks = db.session.scalars(select(Ask).where(Ask.question_id.in_(planned))).all()
    assert any(one.answered_at for one in asks) and any(one.passed_at for one in asks)
    assert any(one.waits for one in asks)


def test_who_tries_asking_finds_somebody_who_can_be_asked(community: demo.Summary) -> None:
    marta = db.session.scalars(select(Member).where(Member.handle == VISITOR)).one()
    own = db.session.scalars(select(Question).where(Question.author_id == marta.id)).first()
    assert own is not None
    spare = [row for row in routing.peers(own, NOW) if row.lately < row.budget]
    assert len(spare) >= 4


def test_the_visitors_saved_searches_have_found_something(community: demo.Summary) -> None:
    marta = db.session.scalars(select(Member).where(Member.handle == VISITOR)).one()
    saved = saved_queries.saved(marta.id)
    assert {row.words: row.came > 0 for row in saved} == {
        'tag:"vendor audits"': True,
        'tag:"crisis management"': True,
    }
    assert count(Notice.member_id == marta.id, Notice.kind == "found") >= 2


def test_peers_were_asked_what_is_open(community: demo.Summary) -> None:
    asks = db.session.scalars(select(Ask)).all()
    questions = {one.id: one for one in db.session.scalars(select(Question))}
    since = {(m.member_id, m.circle_id): m.joined_at for m in db.session.scalars(select(Membership))}
    came = {(one.question_id, one.author_id): one.posted_at for one in db.session.scalars(select(Answer))}
    for one in asks:
        question = questions[one.question_id]
        assert deadlines.closed_on(question, NOW) is None
        assert one.member_id != question.author_id
        assert since[one.member_id, question.circle_id] < one.asked_at < NOW
        assert question.posted_at < one.asked_at
        assert one.answered_at in (None, came.get((one.question_id, one.member_id)))
        assert all(at is None or one.asked_at < at < NOW for at in (one.answered_at, one.passed_at))
    for one in asks:
        near = [other for other in asks if timedelta() <= one.asked_at - other.asked_at < timedelta(days=7)]
        assert sum(other.member_id == one.member_id for other in near) <= ASKS_A_WEEK
    marta = db.session.scalars(select(Member.id).where(Member.handle == VISITOR)).one()
    mine = [one for one in asks if one.member_id == marta and one.waits]
    assert len(mine) >= 2 and any(one.started_at for one in mine)
    own = [one for one in asks if questions[one.question_id].author_id == marta]
    assert {"answered", "waits", "passed"} <= {
        "answered" if one.answered_at else "passed" if one.passed_at else "waits" for one in own
    }


def test_the_suspended_member_reads_why(community: demo.Summary) -> None:
    people = {one.handle: one for one in db.session.scalars(select(Member))}
    why = suspension_of(people["victor-langley"].id)
    assert why is not None
    assert why.kind == ActKind.SELLING
    assert why.made_at < NOW
    suspended = set(db.session.scalars(select(Member.id).where(Member.state == MemberState.SUSPENDED)))
    acts = db.session.scalars(select(ModerationAct).where(ModerationAct.kind == ActKind.SELLING)).all()
    assert {act.target_id for act in acts} == suspended
    assert {act.actor_id for act in acts} == {people["moira-teale"].id}


def test_every_text_is_shown_as_it_would_be_now(community: demo.Summary) -> None:
    for table in (Question, Answer, Comment, QuestionOutcome):
        for row in db.session.scalars(select(table)):
            assert row.body_html == text.render(row.body).html
            assert text.plain(row.body_html)


def test_everybody_can_sign_in_and_the_terminal_says_how(community: demo.Summary) -> None:
    lines = "\n".join(community.lines())
    assert demo.DEMO_PASSWORD in lines
    for handle, words in demo.SIGN_IN.items():
        address = f"{handle}@{DOMAIN}"
        assert address in lines
        assert words in lines
        member = accounts.authenticate(address, demo.DEMO_PASSWORD)
        assert member is not None
        assert member.handle == handle
    assert accounts.authenticate(f"{VISITOR}@{DOMAIN}", "another password") is None
    hashes = set(db.session.scalars(select(Member.password_hash)))
    assert len(hashes) == 1


def test_a_second_filling_adds_nothing(community: demo.Summary) -> None:
    with pytest.raises(demo.NotEmptyError):
        demo.fill(1, NOW)
    again = demo.fill(1, NOW, force=True)
    assert again == demo.Summary()
    assert next(again.lines()) == "The sample community is here already; nothing was added."
    assert count(Question.id > 0) == 120


def a_part() -> planning.Plan:
    """The plan of some threads, with every kind of step: the whole takes long over a network."""
    plan = part(planning.make(1, NOW), (), 5)
    steps = [step for step in plan.steps if step.kind != "helpful"]
    assert {step.verb for step in steps} == set(get_args(planning.Verb))
    return planning.Plan(plan.threads, steps)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for table in db.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        found[table.name] = [tuple(row) for row in db.session.execute(select(table).order_by(*key))]
    return found


def test_two_fillings_write_the_same_rows_on_either_engine(tmp_path: Path, worker_id: str) -> None:
    need(servers.postgres)
    name, dumps = f"quorum_demo_{worker_id}", []
    servers.drop(name)
    try:
        for address in ("", servers.database(name)):
            with opened(address, tmp_path):
                with transaction.unit():
                    writing.write(a_part(), 1, NOW)
                dumps.append(rows())
                db.session.remove()
                db.engine.dispose()
    finally:
        servers.drop(name)
    for table, written in dumps[0].items():
        assert written == dumps[1][table], table
    assert len(dumps[0]["answer"]) > 40
    assert len(dumps[0]["outbox"]) > 10


# Among members who are there already


def test_it_does_not_come_among_members_unasked(cast: Cast) -> None:
    before = count(Member.id > 0)
    with pytest.raises(demo.NotEmptyError):
        demo.fill(1, NOW)
    assert count(Member.id > 0) == before
    assert not list(demo.how_to_sign_in())


def test_among_members_it_brings_nobody_with_a_known_password_and_power(cast: Cast) -> None:
    db.session.add(Circle(slug="finance", name="Finance of our own", created_at=NOW))
    ana = cast.ana
    ana.handle = ana.handle_key = "moira-teale"
    writing.write(a_part(), 1, NOW)
    ours = Member.email.endswith(f"@{DOMAIN}")
    assert count(ours, Member.role != Role.MEMBER) == 0
    assert (
        db.session.scalars(select(Member.handle).where(ours, Member.name == "Moira Teale")).one()
        == "moira-teale-2"
    )
    assert {"finance", "finance-sample"} <= set(db.session.scalars(select(Circle.slug)))
    assert "Moira Teale, member" in "\n".join(demo.how_to_sign_in())
