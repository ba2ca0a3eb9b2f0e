"""Many people, or many fingers of one, at the same instant: every count equals the ledger (RELIABILITY K1 to K5).

Each actor is a browser in a thread of its own, with a connection of its own; the requests are the site's own.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from qa.answers import marking
from qa.answers.models import Answer, Mark, MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.notifications.models import Notice
from qa.questions.models import Draft, Question, QuestionRevision, QuestionTag, Tag
from tests.support.at_once import PATIENCE, Act, Crowd, post, statuses
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import saved_answer, saved_question

MANY = 20
ANSWER = {"body": "Nine of 38.", "basis": "did", "quote": "role", "exposure": "named"}


def count(table: type, *conditions: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]


def peers(cast: Cast, number: int = MANY) -> list[str]:
    with transaction.unit():
        return [member.handle for member in crowd(cast.inner, number)]


def ledger(answer_id: int, kind: MarkKind) -> int:
    """How many marks stand, counted in Python from the rows alone."""
    db.session.rollback()
    rows = db.session.execute(
        select(Mark.giver_id, Mark.ordinal).where(Mark.answer_id == answer_id, Mark.kind == kind)
    )
    latest: dict[int | None, int] = {}
    for giver, ordinal in rows:
        latest[giver] = max(ordinal, latest.get(giver, 0))
    return sum(ordinal % 2 for ordinal in latest.values())


def counted(answer_id: int) -> tuple[int, int, int]:
    db.session.rollback()
    answer = db.session.get_one(Answer, answer_id)
    return answer.helpful_count, answer.same_count, answer.used_count


@pytest.fixture
def question_id(cast: Cast) -> int:
    return saved_question(cast.ana, cast.inner, wanted=5)


@pytest.fixture
def answer_id(cast: Cast, question_id: int) -> int:
    return saved_answer(cast.ben, db.session.get_one(Question, question_id))


def test_without_the_locks_the_same_crowd_does_harm(app: Flask, answer_id: int) -> None:
    """The control: read, wait for the others, write. Who relies on luck loses counts, or is told "locked"."""
    barrier = threading.Barrier(5)

    def add_one(_number: int) -> str:
        with app.app_context():
            try:
                seen = db.session.scalar(select(Answer.helpful_count).where(Answer.id == answer_id)) or 0
                barrier.wait(PATIENCE)
                db.session.execute(
                    update(Answer).where(Answer.id == answer_id).values(helpful_count=seen + 1)
                )
                db.session.commit()
            except OperationalError as error:
                return "locked" if "locked" in str(error) else repr(error)
            else:
                return "written"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(5) as pool:
        said = Counter(pool.map(add_one, range(5)))
    assert counted(answer_id)[0] < 5
    assert said["written"] + said["locked"] == 5


def test_one_member_answering_many_times_at_once_answers_once(app: Flask, question_id: int) -> None:
    tabs = Crowd(app, ["ben"] * 10)
    acts = [post(f"/q/{question_id}/answers", **{**ANSWER, "body": f"Words of tab {n}."}) for n in range(10)]
    said = tabs.at_once(*acts)
    assert statuses(said) == {302: 1, 422: 9}
    assert all(f"Words of tab {n}." in one.text for n, one in enumerate(said) if one.status_code == 422)
    assert count(Answer) == count(Notice) == 1
    assert db.session.get_one(Question, question_id).answer_count == 1


def test_many_members_answering_at_once_are_all_counted(app: Flask, cast: Cast, question_id: int) -> None:
    said = Crowd(app, peers(cast, 12)).at_once(post(f"/q/{question_id}/answers", **ANSWER))
    assert statuses(said) == {302: 12}
    db.session.rollback()
    question = db.session.get_one(Question, question_id)
    instants = sorted(db.session.scalars(select(Answer.posted_at)))
    assert (question.answer_count, question.in_time_count) == (12, 12)
    assert question.filled_at == instants[question.answers_wanted - 1]
    told = select(func.count()).where(Notice.kind == "answered", Notice.member_id == question.author_id)
    assert db.session.scalar(told) == 12


def test_answers_and_withdrawals_at_once_leave_the_right_counts(
    app: Flask, cast: Cast, question_id: int
) -> None:
    handles = peers(cast, 12)
    leavers = Crowd(app, handles[:6])
    assert statuses(leavers.at_once(post(f"/q/{question_id}/answers", **ANSWER))) == {302: 6}
    people = Crowd(app, handles)
    own = [_answer_of(handle) for handle in handles[:6]]
    acts = [post(f"/a/{number}/withdrawal") for number in own]
    assert statuses(people.at_once(*acts, post(f"/q/{question_id}/answers", **ANSWER))) == {302: 12}
    live = list(db.session.scalars(select(Answer.posted_at).where(Answer.withdrawn_at.is_(None))))
    question = db.session.get_one(Question, question_id)
    assert (question.answer_count, question.in_time_count) == (len(live), len(live)) == (6, 6)
    assert question.filled_at == sorted(live)[question.answers_wanted - 1]


def test_late_answers_are_counted_apart_also_at_once(app: Flask, cast: Cast) -> None:
    week_ago = clock.now() - timedelta(days=7)
    number = saved_question(cast.ana, cast.inner, now=week_ago, days=1, wanted=2)
    assert statuses(Crowd(app, peers(cast, 6)).at_once(post(f"/q/{number}/answers", **ANSWER))) == {302: 6}
    question = db.session.get_one(Question, number)
    assert (question.answer_count, question.in_time_count, question.filled_at) == (6, 0, None)


def _answer_of(handle: str) -> int:
    author = select(Member.id).where(Member.handle == handle).scalar_subquery()
    return db.session.scalars(select(Answer.id).where(Answer.author_id == author)).one()


def test_one_press_that_arrives_twenty_times_is_one_mark(app: Flask, answer_id: int) -> None:
    tabs = Crowd(app, ["cleo"] * MANY)
    notices = count(Notice)
    for rounds in range(1, 4):
        assert statuses(tabs.at_once(post(f"/a/{answer_id}/marks", mark="helpful"))) == {302: MANY}
        assert counted(answer_id) == (1, 0, 0)
        assert ledger(answer_id, MarkKind.HELPFUL) == 1
        assert count(Mark) == 2 * rounds - 1
        assert statuses(tabs.at_once(post(f"/a/{answer_id}/marks", unmark="helpful"))) == {302: MANY}
        assert (counted(answer_id), ledger(answer_id, MarkKind.HELPFUL)) == ((0, 0, 0), 0)
    assert count(Notice) == notices + 1  # the author hears of it once


def test_twenty_voters_at_once_are_counted_as_the_ledger_says(app: Flask, cast: Cast, answer_id: int) -> None:
    voters = Crowd(app, peers(cast))
    give, back = (
        post(f"/a/{answer_id}/marks", mark="helpful"),
        post(f"/a/{answer_id}/marks", unmark="helpful"),
    )
    assert statuses(voters.at_once(give)) == {302: MANY}
    assert counted(answer_id) == (MANY, 0, 0)
    same = post(f"/a/{answer_id}/marks", mark="same", note="We do too.")
    mixed = [(give, back, same)[number % 3] for number in range(MANY)]
    assert statuses(voters.at_once(*mixed)) == {302: MANY}
    backs, sames = mixed.count(back), mixed.count(same)
    assert counted(answer_id) == (MANY - backs, sames, 0)
    assert ledger(answer_id, MarkKind.HELPFUL) == MANY - backs
    assert ledger(answer_id, MarkKind.SAME) == sames
    kinds = db.session.execute(
        select(Mark.kind, func.count()).where(marking.stands()).group_by(Mark.kind)
    ).all()
    assert {row[0]: row[1] for row in kinds} == {MarkKind.HELPFUL: MANY - backs, MarkKind.SAME: sames}


def test_a_mark_given_and_taken_back_at_once_is_what_the_ledger_says(app: Flask, answer_id: int) -> None:
    tabs = Crowd(app, ["cleo"] * MANY)
    give, back = (
        post(f"/a/{answer_id}/marks", mark="helpful"),
        post(f"/a/{answer_id}/marks", unmark="helpful"),
    )
    acts = [give if number % 2 else back for number in range(MANY)]
    assert statuses(tabs.at_once(*acts)) == {302: MANY}
    assert counted(answer_id)[0] == ledger(answer_id, MarkKind.HELPFUL) in (0, 1)
    ordinals = sorted(db.session.scalars(select(Mark.ordinal)))
    assert ordinals == list(range(1, len(ordinals) + 1))


def test_used_it_said_twice_at_once_is_said_once(app: Flask, answer_id: int) -> None:
    before = count(Notice)
    act = post(f"/a/{answer_id}/marks", mark="used", note="Thanks", hours_saved="6")
    assert statuses(Crowd(app, ["ana"] * 8).at_once(act)) == {302: 8}
    assert (counted(answer_id), ledger(answer_id, MarkKind.USED), count(Mark)) == ((0, 0, 1), 1, 1)
    assert count(Notice) == before + 1


def test_used_it_said_in_other_words_at_once_is_said_in_one_of_them(app: Flask, answer_id: int) -> None:
    acts = [post(f"/a/{answer_id}/marks", mark="used", note=f"Thanks {n}", hours_saved="6") for n in range(8)]
    assert statuses(Crowd(app, ["ana"] * 8).at_once(*acts)) == {302: 8}
    assert (counted(answer_id), ledger(answer_id, MarkKind.USED)) == ((0, 0, 1), 1)
    assert count(Mark) % 2 == 1  # other words take back those before


def test_an_author_busy_in_many_windows_while_peers_mark(app: Flask, cast: Cast, question_id: int) -> None:
    """Every pair of writes on one thread, in both orders of their rows: nobody meets a deadlock."""
    answer = saved_answer(cast.ben, db.session.get_one(Question, question_id))
    give = post(f"/q/{question_id}/answers", **ANSWER)
    edit = post(f"/a/{answer}/edit", **ANSWER, base="1", reason="")
    close = post(f"/q/{question_id}/closure")
    comment = post(f"/a/{answer}/comments", body="How long did it take?")
    mark = post(f"/a/{answer}/marks", mark="helpful")
    people = Crowd(app, ["ben"] * 8 + ["ana", "cleo", *peers(cast, 6)])
    said = people.at_once(*[give, edit] * 4, close, comment, mark)
    assert statuses(said[:8:2]) == {422: 4}  # answered already
    assert statuses(said[1:8:2]) == {302: 1, 409: 3}
    assert statuses(said[8:]) == {302: 8}
    assert counted(answer)[0] == 6


def test_an_answer_taken_back_and_given_again_in_two_windows(
    app: Flask, cast: Cast, question_id: int
) -> None:
    answer = saved_answer(cast.ben, db.session.get_one(Question, question_id))
    tabs = Crowd(app, ["ben"] * 8)
    said = tabs.at_once(*[post(f"/q/{question_id}/answers", **ANSWER), post(f"/a/{answer}/withdrawal")] * 4)
    assert set(statuses(said)) <= {302, 404, 422}
    db.session.rollback()
    live = count(Answer, Answer.withdrawn_at.is_(None))
    question = db.session.get_one(Question, question_id)
    assert (count(Answer), question.answer_count, question.in_time_count) == (1, live, live)


def ask(title: str, tags: str) -> Act:
    fields = {"title": title, "body": "We visited six.", "purpose": "", "tags": tags, "needed_by": "none"}
    more = {"answers_wanted": "8", "exposure": "named", "date": "", "time": "", "do": "post"}
    return lambda browser: browser.post("/ask", data={**fields, **more, "circle_id": str(_circle())})


def _circle() -> int:
    return Cast().inner.id


def test_topics_invented_at_once_are_one_row_each(app: Flask, cast: Cast) -> None:
    names = ["audits", "vendors", "résumé", "on site"]
    orders = [names, names[::-1], [name.upper() for name in names], names[2:] + names[:2]]
    acts = [ask(f"How many audits do you do, number {n}?", ", ".join(orders[n % 4])) for n in range(12)]
    assert statuses(Crowd(app, peers(cast, 12)).at_once(*acts)) == {302: 12}
    db.session.rollback()
    assert sorted(db.session.scalars(select(Tag.name))) == sorted(names)
    assert count(QuestionTag) == 48
    first = db.session.scalars(select(Question.id).where(Question.title.endswith("number 1?"))).one()
    placed = select(Tag.name).join(QuestionTag).where(QuestionTag.question_id == first)
    assert list(db.session.scalars(placed.order_by(QuestionTag.position))) == names[::-1]


def test_a_draft_saved_from_many_windows_at_once_is_one_draft(app: Flask, question_id: int) -> None:
    tabs = Crowd(app, ["ben"] * 8)
    texts = [f"What I know, {n}" for n in range(8)]
    acts = [post("/drafts", question_id=str(question_id), body=text) for text in texts]
    assert statuses(tabs.at_once(*acts)) == {302: 8}
    db.session.rollback()
    (draft,) = db.session.scalars(select(Draft)).all()
    assert draft.fields["body"] in texts
    again = [post("/drafts", question_id=str(question_id), body=text + ", later") for text in texts]
    assert statuses(tabs.at_once(*again)) == {302: 8}
    db.session.rollback()
    assert db.session.scalars(select(Draft.fields)).one()["body"].endswith(", later")


def test_a_draft_being_saved_while_its_answer_is_posted(app: Flask, question_id: int) -> None:
    tabs = Crowd(app, ["ben"] * 6)
    save = post("/drafts", question_id=str(question_id), body="What I know")
    assert statuses(tabs.at_once(save)) == {302: 6}
    said = tabs.at_once(post(f"/q/{question_id}/answers", **ANSWER), save)
    assert statuses(said) == {302: 6}
    assert (count(Answer), count(Draft) in (0, 1)) == (1, True)


def test_edits_of_a_question_from_one_base_let_one_pass_and_keep_both_texts(
    app: Flask, question_id: int
) -> None:
    fields = {"title": "How many vendors do you visit?", "purpose": "", "tags": "", "exposure": "named"}
    acts = [
        post(f"/q/{question_id}/edit", **fields, body=f"Words of window {n}.", base="1", reason="")
        for n in range(8)
    ]
    said = Crowd(app, ["ana"] * 8).at_once(*acts)
    assert statuses(said) == {302: 1, 409: 7}
    assert count(QuestionRevision) == 2
    stands = db.session.get_one(Question, question_id).body
    for number, one in enumerate(said):
        if one.status_code == 409:
            assert f"Words of window {number}." in one.text  # one's own
            assert stands in one.text  # and the other's


def test_edits_of_an_answer_from_one_base_let_one_pass_and_keep_both_texts(
    app: Flask, answer_id: int
) -> None:
    fields = {**ANSWER, "base": "1", "reason": ""}
    acts = [post(f"/a/{answer_id}/edit", **{**fields, "body": f"Words of window {n}."}) for n in range(8)]
    tabs = Crowd(app, ["ben"] * 8)
    said = tabs.at_once(*acts)
    assert statuses(said) == {302: 1, 409: 7}
    stands = db.session.get_one(Answer, answer_id).body
    for number, one in enumerate(said):
        if one.status_code == 409:
            assert f"Words of window {number}." in one.text
            assert stands in one.text
    later = tabs.browsers[0].post(
        f"/a/{answer_id}/edit", data={**fields, "base": "2", "body": "Put together."}
    )
    assert (later.status_code, db.session.get_one(Answer, answer_id).body) == (302, "Put together.")
