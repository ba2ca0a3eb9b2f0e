"""A dump into a circle: what becomes of each row, and that a second run changes nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from qa.answers import marking
from qa.answers import rules as answer_rules
from qa.answers.models import Answer, Comment, Mark, MarkKind, QuotePermission
from qa.core import clock
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.imports import tallies
from qa.imports.dump import Refused
from qa.members import accounts
from qa.members.models import Circle, Member, Membership, Role
from qa.questions.models import Question, QuestionTag, Tag
from tests.imports.helpers import DUMP, SITE, contents, import_dump
from tests.support import things
from tests.support.cast import Cast

pytestmark = pytest.mark.both_engines


def question(number: int) -> Question:
    return db.session.scalars(
        select(Question).where(Question.source_key == f"se:gardening.example:q:{number}")
    ).one()


def answer(number: int) -> Answer:
    return db.session.scalars(
        select(Answer).where(Answer.source_key == f"se:gardening.example:a:{number}")
    ).one()


def author(row: Question | Answer | Comment) -> Member:
    member = db.session.get(Member, row.author_id)
    assert member is not None
    return member


def tags(row: Question) -> list[str]:
    query = select(Tag.name).join(QuestionTag, QuestionTag.tag_id == Tag.id)
    return list(
        db.session.scalars(query.where(QuestionTag.question_id == row.id).order_by(QuestionTag.position))
    )


def test_every_row_is_accounted_for(app: Flask) -> None:
    account = import_dump().account
    found = {sheet.file: (sheet.rows, sheet.new, sheet.here, dict(sheet.skipped)) for sheet in account}
    assert found["Users.xml"] == (
        11,
        6,
        0,
        {
            "CreationDate is no date": 1,
            "no DisplayName": 1,
            "its Id came before in this file": 1,
            "no well-formed row": 1,
            "DisplayName is too long": 1,
        },
    )
    assert found["Tags.xml"] == (
        6,
        3,
        0,
        {
            "another spelling of a tag that came before": 1,
            "no TagName": 1,
            "a tag is too long or cannot be stored": 1,
        },
    )
    assert found["Posts.xml"] == (
        37,
        19,
        0,
        {
            "a tag's excerpt: not kept": 1,
            "a tag's description: not kept": 1,
            "a post of another kind: not kept": 1,
            "its question is not here": 1,
            "CreationDate is no date": 1,
            "CreationDate is in the future": 1,
            "no Body": 1,
            "nothing of its Body can be shown": 1,
            "its Id came before in this file": 1,
            "no Title": 1,
            "Title is too long": 1,
            "Id is no number": 1,
            "no Id": 1,
            "no well-formed row": 4,
            "it declares a document type": 1,
        },
    )
    assert found["Comments.xml"] == (
        11,
        5,
        0,
        {
            "on a post that is neither question nor answer": 1,
            "its post is not here": 1,
            "Text is too long": 1,
            "no Text": 1,
            "no CreationDate": 1,
            "its Id came before in this file": 1,
        },
    )
    assert found["Votes.xml"] == (
        20,
        6,
        0,
        {
            "an up-vote on a question: no such mark here": 1,
            "a down-vote: no such mark here": 1,
            "an acceptance that came before in this file": 1,
            "an acceptance of one's own answer: no such mark here": 1,
            "a bookmark: not kept": 1,
            "the start of a bounty: not kept": 1,
            "on a post that is neither question nor answer": 1,
            "its post is not here": 1,
            "a vote of another kind: not kept": 1,
            "a vote to delete: not kept": 1,
            "no CreationDate": 1,
            "PostId is no number": 1,
            "no well-formed row": 1,
            "its Id came before in this file": 1,
        },
    )
    assert found["PostLinks.xml"] == (
        3,
        0,
        0,
        {"a link between questions: kept for later": 2, "no well-formed row": 1},
    )
    assert all(sheet.balanced for sheet in account)
    assert {"Badges.xml", "PostHistory.xml"}.isdisjoint(found)


def test_broken_rows_are_named_by_line(app: Flask) -> None:
    broken = import_dump().account.broken
    lines = (DUMP / "Posts.xml").read_text().splitlines()
    ((at,), torn) = (
        broken["Posts.xml", "it declares a document type"],
        broken["Posts.xml", "no well-formed row"],
    )
    assert "<!DOCTYPE" in lines[at - 1]
    assert "&lol9;" in lines[torn[0] - 1]
    assert lines[torn[-1] - 1] == "no row at all"


def test_a_second_run_adds_nothing(app: Flask) -> None:
    first = import_dump().account
    before = contents()
    second = import_dump(batch=500).account
    assert contents() == before
    assert [(s.file, s.rows, s.new, s.here, s.skipped) for s in second] == [
        (s.file, s.rows, 0, s.new, s.skipped) for s in first
    ]


def test_the_size_of_batches_changes_nothing(app: Flask, tmp_path: Path) -> None:
    first = import_dump(batch=1).account
    assert [(s.file, s.new, s.skipped) for s in import_dump(batch=4, circle="Again").account] == [
        (s.file, 0, s.skipped) for s in first
    ]
    assert db.session.scalar(select(func.count()).select_from(Question)) == 4


def test_a_question_keeps_its_words_source_and_licence(app: Flask) -> None:
    import_dump()
    first = question(2)
    assert first.title == "Why do my raised beds dry out by noon?"
    assert tags(first) == ["soil", "compost-tea"]
    assert (first.source_url, first.source_licence, first.source_author) == (
        f"{SITE}/q/2",
        "CC BY-SA 2.5",
        "Rosa Amaro",
    )
    assert first.posted_at == datetime(2010, 5, 4, 9, 30, 0, 123000, tzinfo=UTC)
    assert first.edited_at == datetime(2010, 5, 6, 9, 30, 0, 123000, tzinfo=UTC)
    assert (first.needed_by, first.closed_at, first.answers_wanted) == (None, None, 8)
    assert "row.depth &gt; 2" in first.body_html
    assert '<a href="https://gardening.example/i/bed.png"' in first.body_html
    assert "The north bed at noon" in first.body_html
    assert "<table>" in first.body_html
    assert "row.depth > 2:" in first.body
    assert "[the guide](<https://garden.example/guide_(beds)?a=1&b=2>)" in first.body


def test_both_notations_of_tags_and_all_licences(app: Flask) -> None:
    import_dump()
    assert tags(question(3)) == ["soil", "c#", "pruning"]
    assert [question(n).source_licence for n in (2, 3, 4)] == ["CC BY-SA 2.5", "CC BY-SA 4.0", "CC BY-SA 3.0"]
    assert answer(13).source_licence == "CC BY-SA 3.0"
    assert question(3).title == "Äpfel im März schneiden – geht das?"
    assert "🍏" in question(3).body


def test_answers_find_their_question_though_they_stand_before_it(app: Flask) -> None:
    import_dump()
    early = answer(1)
    assert early.question_id == question(2).id
    assert (early.basis, early.quote, early.source_url) == (None, QuotePermission.NAME, f"{SITE}/a/1")
    twice = select(func.count()).where(
        Answer.question_id == question(2).id, Answer.author_id == early.author_id
    )
    assert db.session.scalar(twice) == 3


def test_authors_are_members_who_cannot_sign_in(app: Flask) -> None:
    outcome = import_dump()
    rosa = author(question(2))
    assert (rosa.name, rosa.handle, rosa.source_url) == ("Rosa Amaro", "rosa-amaro-se1", f"{SITE}/users/1")
    assert (rosa.email, rosa.email_key, rosa.password_hash) == (None, None, None)
    assert accounts.authenticate("", "") is None
    assert author(question(5)).handle == "rosa-amaro-se4"
    assert author(question(4)).name == "林 小雨 🌱"
    joined = select(Membership).where(Membership.member_id == rosa.id)
    assert [row.circle_id for row in db.session.scalars(joined)] == [outcome.destination.id]


def test_deleted_authors_are_kept_by_name(app: Flask) -> None:
    import_dump()
    asker, remark = (
        author(question(3)),
        db.session.scalars(select(Comment).where(Comment.body == "Gone since.")).one(),
    )
    assert asker.name == question(3).source_author == "user609"
    assert asker.id == remark.author_id
    assert author(answer(14)).name == "Former user"
    assert author(answer(25)).name == "user77"
    assert author(answer(25)).source_url == f"{SITE}/users/77"


def test_a_handle_that_a_member_has_stays_theirs(app: Flask, cast: Cast) -> None:
    ben = cast.ben
    ben.handle = ben.handle_key = "rosa-amaro-se1"
    db.session.commit()
    import_dump()
    rosa = author(question(2))
    assert rosa.id != ben.id
    assert rosa.handle.startswith("rosa-amaro-se1-")
    before = contents()
    import_dump()
    assert contents() == before


def test_hostile_html_comes_out_harmless(app: Flask) -> None:
    import_dump()
    mole = question(4)
    assert mole.title == "Moles <b>& voles</b>: what to do?"
    assert "Moles eat my bulbs." in mole.body_html
    assert "&lt;script&gt;alert(5)" in mole.body_html
    remark = db.session.scalars(select(Comment).where(Comment.source_key.endswith(":3"))).one()
    for html in (mole.body_html, remark.body_html):
        assert not any(
            sign in html for sign in ("<script", "onerror", "onclick", "<iframe", "<svg", 'href="java')
        )


def test_comments_hang_on_their_posts_and_keep_formulas(app: Flask) -> None:
    import_dump()
    first, second = db.session.scalars(select(Comment).order_by(Comment.source_key).limit(2)).all()
    assert (first.question_id, first.answer_id) == (question(2).id, None)
    assert 'href="https://garden.example/chart"' in first.body_html
    assert (second.question_id, second.answer_id) == (question(2).id, answer(11).id)
    assert "$d_1 * d_2 = \\{7, 2\\}$" in second.body_html
    assert "<code>a_b</code>" in second.body_html


def test_votes_become_marks(app: Flask) -> None:
    import_dump()
    helpful = db.session.scalars(
        select(Mark).where(Mark.answer_id == answer(11).id, Mark.kind == MarkKind.HELPFUL)
    )
    assert [(mark.giver_id, mark.ordinal) for mark in helpful] == [(None, 1)] * 3
    used = db.session.scalars(select(Mark).where(Mark.kind == MarkKind.USED).order_by(Mark.source_key)).all()
    assert [(mark.answer_id, mark.giver_id) for mark in used] == [
        (answer(11).id, question(2).author_id),
        (answer(21).id, question(5).author_id),  # named by its question only
    ]
    first = db.session.scalars(select(Mark).where(Mark.source_key == "se:gardening.example:v:1")).one()
    assert first.given_at == answer(11).posted_at  # the vote is dated by its day, which began before


def test_counts_are_those_that_the_rules_give(app: Flask) -> None:
    import_dump()
    now = clock.now()
    assert (answer(11).helpful_count, answer(11).used_count, answer(12).helpful_count) == (3, 1, 1)
    assert [question(n).answer_count for n in (2, 3, 4, 5)] == [4, 1, 1, 9]
    assert question(5).filled_at == answer(28).posted_at
    for asked in db.session.scalars(select(Question)).all():
        kept = (asked.answer_count, asked.in_time_count, asked.filled_at)
        answer_rules.recount(asked, now)
        assert (asked.answer_count, asked.in_time_count, asked.filled_at) == kept
    for given in db.session.scalars(select(Answer)).all():
        marks = (given.helpful_count, given.same_count, given.used_count)
        marking.recount(given)
        assert (given.helpful_count, given.same_count, given.used_count) == marks


def test_tallies_equal_the_rules_for_members_threads(app: Flask, cast: Cast) -> None:
    now = clock.now()
    asked = things.ask(cast.ana, cast.inner, now=now, days=1, wanted=1)
    given = things.answer(cast.ben, asked, now=now)
    late = things.answer(cast.cleo, asked, now=asked.needed_by)
    for step in (marking.give, marking.take_back, marking.give):
        step(cast.ana, given, MarkKind.HELPFUL, now)
    marking.give(cast.mo, late, MarkKind.SAME, now)
    marking.give(cast.cleo, given, MarkKind.RISKY, now, marking.Remark("No."))
    answer_rules.withdraw(cast.cleo, late, now)
    kept = [(a.helpful_count, a.same_count, a.used_count) for a in (given, late)]
    asked.answer_count, asked.in_time_count, asked.filled_at, given.helpful_count = 9, 9, None, 9
    db.session.flush()
    tallies.recount_questions([asked.id], now)
    tallies.recount_answers([given.id, late.id])
    db.session.expire_all()
    assert (asked.answer_count, asked.in_time_count, asked.filled_at) == (1, 1, now)
    assert (
        [(a.helpful_count, a.same_count, a.used_count) for a in (given, late)]
        == kept
        == [(1, 0, 0), (0, 1, 0)]
    )


def test_each_thread_is_put_out_for_the_index(app: Flask) -> None:
    import_dump()
    rows = db.session.scalars(select(OutboxRow)).all()
    assert {row.kind for row in rows} == {"search.thread"}
    assert {row.payload["question_id"] for row in rows} == {question(n).id for n in (2, 3, 4, 5)}
    assert min(row.id for row in rows if row.payload["question_id"] == question(2).id)


def test_readers_are_the_members_named_or_else_all_admins(app: Flask, cast: Cast) -> None:
    cast.mo.role = Role.ADMIN
    db.session.commit()
    first = import_dump(members=(), circle="Gardeners")
    assert (first.destination.name, first.destination.slug, first.destination.readers) == (
        "Gardeners",
        "gardeners",
        1,
    )
    assert circles_of(cast.mo) >= {"gardeners"}
    assert "gardeners" not in circles_of(cast.ben)
    again = import_dump(members=("ben@peers.example",), circle="gardeners")
    assert again.destination.readers == 2
    cast.cleo.role = Role.ADMIN
    db.session.commit()
    import_dump(members=(), circle="gardeners")
    assert "gardeners" not in circles_of(cast.cleo)  # it has readers: an admin is not slipped in


def circles_of(member: Member) -> set[str]:
    query = select(Circle.slug).join(Membership, Membership.circle_id == Circle.id)
    return set(db.session.scalars(query.where(Membership.member_id == member.id)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"circle": "inner"}, "limited to 60"),
        ({"members": ("nobody@peers.example",)}, "nobody@peers.example"),
        ({"site_url": "javascript:alert(1)"}, "no address of a site"),
        ({"site_url": "https://a.example/x"}, "no address of a site"),
        ({"circle": "!!!"}, "No circle can be named"),
    ],
)
def test_what_cannot_be_imported_changes_nothing(app: Flask, words: dict[str, object], said: str) -> None:
    before = contents()
    with pytest.raises(Refused, match=said):
        import_dump(**words)
    assert contents() == before


def test_a_file_with_a_document_type_is_refused_at_once(app: Flask, tmp_path: Path) -> None:
    folder = shutil.copytree(DUMP, tmp_path / "dump")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    posts = (folder / "Posts.xml").read_text().split("\n", 1)
    (folder / "Posts.xml").write_text(f'{posts[0]}\n<!DOCTYPE posts [<!ENTITY l0 "lol">{bomb}]>\n{posts[1]}')
    before, start = contents(), clock.now()
    with pytest.raises(Refused, match="document type"):
        import_dump(folder)
    assert (clock.now() - start).total_seconds() < 1
    assert contents() == before


def test_missing_files_are_said(app: Flask, tmp_path: Path) -> None:
    shutil.copy(DUMP / "Posts.xml", tmp_path)
    outcome = import_dump(tmp_path)
    assert "Users.xml" in outcome.account.absent
    assert author(question(2)).name == "user1"
    (tmp_path / "Posts.xml").unlink()
    with pytest.raises(Refused, match="no Posts.xml"):
        import_dump(tmp_path)
