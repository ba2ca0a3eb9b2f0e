"""What may be done to questions, on both engines."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members.models import Exposure, MemberState
from qa.questions import access, queries, rules, tagging
from qa.questions.models import TITLE_MAX, WANTED_MAX, Question, Tag
from tests.support.cast import Cast
from tests.support.things import BODY, TITLE, answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORDS = rules.Words(TITLE, BODY)


def test_a_posted_question_is_kept_whole(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, tags=("Vendor Audits", "third-party risk"))
    assert question.needed_by == NOW + timedelta(days=7)
    assert "<strong>six</strong>" in question.body_html
    assert queries.tags_of([question.id])[question.id] == ["vendor audits", "third-party risk"]
    assert [one.number for one in queries.revisions(question.id)] == [1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Short"}, "title"),
        ({"title": "x" * (TITLE_MAX + 1)}, "title"),
        ({"title": "How many\x00 vendors do you audit?"}, "title"),
        ({"body": "x" * 65_537}, "body"),
        ({"body": "a \ud800 surrogate"}, "body"),
        ({"purpose": "x" * 121}, "purpose"),
        ({"tags": tuple("abcdef")}, "tags"),
        ({"tags": ("x" * 41,)}, "tags"),
        ({"wanted": 0}, "answers_wanted"),
        ({"wanted": WANTED_MAX + 1}, "answers_wanted"),
        ({"days": 0}, "needed_by"),
        ({"days": -1}, "needed_by"),
    ],
)
def test_a_question_out_of_bounds_is_refused_with_its_field(
    cast: Cast, change: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        ask(cast.ana, cast.inner, now=NOW, **change)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert refused.value.message


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * TITLE_MAX},
        {"body": "x" * 65_536},
        {"body": ""},
        {"purpose": "x" * 120},
        {"tags": tuple("abcde")},
        {"tags": ("x" * 40,)},
        {"wanted": 1},
        {"wanted": WANTED_MAX},
        {"days": 0.001},
        {"days": None},
    ],
)
def test_a_question_at_its_bounds_is_posted(cast: Cast, change: dict[str, object]) -> None:
    assert ask(cast.ana, cast.inner, now=NOW, **change).id  # type: ignore[arg-type]


def test_only_members_of_the_circle_ask_in_it(cast: Cast) -> None:
    with pytest.raises(NotFound):
        ask(cast.dan, cast.inner, now=NOW)
    assert ask(cast.dan, cast.everyone, now=NOW).id


@pytest.mark.parametrize("state", [MemberState.APPLICANT, MemberState.SUSPENDED, MemberState.LEFT])
def test_only_active_members_ask(cast: Cast, state: MemberState) -> None:
    ana, inner = cast.ana, cast.inner
    ana.state = state
    with pytest.raises(Forbidden):
        ask(ana, inner, now=NOW)
    ana.state = MemberState.ACTIVE
    assert ask(ana, inner, now=NOW).id


def test_an_edit_keeps_what_stood_before(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    later = NOW + timedelta(hours=1)
    rules.edit(cast.ana, question, rules.Words(TITLE, "Now *seven*."), later, base=1, reason="counted again")
    assert "<em>seven</em>" in question.body_html
    assert question.edited_at == later
    first, second = queries.revisions(question.id)
    assert (first.body, second.body, second.reason) == (BODY, "Now *seven*.", "counted again")


def test_only_the_asker_edits(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(Forbidden):
        rules.edit(cast.ben, question, WORDS, NOW, base=1)
    rules.edit(cast.ana, question, WORDS, NOW, base=1)


def test_an_edit_from_an_older_base_is_a_conflict_and_changes_nothing(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    rules.edit(cast.ana, question, rules.Words(TITLE, "first"), NOW, base=1)
    with pytest.raises(Conflict):
        rules.edit(cast.ana, question, rules.Words(TITLE, "second"), NOW, base=1)
    assert question.body == "first"
    rules.edit(cast.ana, question, rules.Words(TITLE, "second"), NOW, base=2)
    assert question.body == "second"


def test_a_withheld_name_shows_only_where_that_is_meant(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    with pytest.raises(RuleBroken) as refused:
        rules.edit(cast.ana, question, WORDS, NOW, base=1, exposure=Exposure.NAMED)
    assert (refused.value.field, question.exposure) == ("reveal", Exposure.ROLE)
    rules.edit(cast.ana, question, WORDS, NOW, base=1, exposure=Exposure.NAMED, reveal=True)
    assert question.exposure == Exposure.NAMED


def test_hiding_the_name_hides_it_on_the_askers_comments_too(cast: Cast) -> None:
    from qa.answers import commenting

    question = ask(cast.ana, cast.inner, now=NOW)
    comment = commenting.add(cast.ana, question, "One more thing.", NOW)
    rules.edit(cast.ana, question, WORDS, NOW, base=1, exposure=Exposure.ANONYMOUS)
    db.session.refresh(comment)
    assert comment.exposure == Exposure.ANONYMOUS


def test_a_question_is_taken_back_only_while_unanswered(cast: Cast) -> None:
    question, answered = ask(cast.ana, cast.inner, now=NOW), ask(cast.ana, cast.inner, now=NOW)
    answer(cast.ben, answered, now=NOW)
    rules.withdraw(cast.ana, question, NOW)
    with pytest.raises(NotFound):
        access.load(question.id, cast.ana.id)
    with pytest.raises(RuleBroken):
        rules.withdraw(cast.ana, answered, NOW)
    assert access.load(answered.id, cast.ana.id)


def test_only_the_asker_takes_back_and_closes(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    for act in (rules.withdraw, rules.close):
        with pytest.raises(Forbidden):
            act(cast.ben, question, NOW)
    rules.close(cast.ana, question, NOW)
    assert question.closed_at == NOW


def test_a_closed_question_is_not_closed_again(cast: Cast) -> None:
    question, due = ask(cast.ana, cast.inner, now=NOW), ask(cast.ana, cast.inner, now=NOW)
    rules.close(cast.ana, question, NOW)
    with pytest.raises(RuleBroken):
        rules.close(cast.ana, question, NOW)
    with pytest.raises(RuleBroken):
        rules.close(cast.ana, due, NOW + timedelta(days=8))


def test_a_question_is_seen_by_its_circle_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    for member in (cast.ana, cast.ben, cast.cleo, cast.mo):
        assert access.load(question.id, member.id).id == question.id
    for member in (cast.dan, cast.eve):
        with pytest.raises(NotFound):
            access.load(question.id, member.id)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_cleaned_tags_are_few_short_distinct_and_stable(names: list[str]) -> None:
    try:
        cleaned = tagging.clean(names)
    except RuleBroken as refused:
        assert refused.field == "tags"
        return
    assert len(cleaned) == len(set(cleaned)) <= 5
    assert all(0 < len(name) <= 40 and "," not in name for name in cleaned)
    assert tagging.clean(cleaned) == cleaned


def test_the_same_tag_in_other_letters_is_one_tag(cast: Cast) -> None:
    ask(cast.ana, cast.inner, now=NOW, tags=("Café audits",))
    ask(cast.ana, cast.inner, now=NOW, tags=("CAFÉ AUDITS",))
    assert db.session.query(Tag).count() == 1


def test_splitting_tags() -> None:
    assert tagging.split(" vendor audits, soc2;; ,iso ") == ["vendor audits", "soc2", "iso"]


def test_imported_questions_are_nobodys_to_change(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    question.source_key = "se:1"
    db.session.flush()
    with pytest.raises(Forbidden):
        rules.edit(cast.ana, question, WORDS, NOW, base=1)
    assert db.session.get(Question, question.id) is question
