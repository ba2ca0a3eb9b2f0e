"""Search by meaning for a member: what it adds, what it never shows, and that nothing changes without it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from qa import config
from qa.core.db import db
from qa.core.findings import GOOD, ODD, WRONG
from qa.members.models import Member, Membership
from qa.questions import rules
from qa.search import facets, grammar, service
from qa.search.matching import Ranking
from qa.search.semantic import checks, fusing
from qa.search.semantic.vectors import Vectors
from qa.search.similar import similar
from tests.search.meaning import switched, the_model
from tests.search.people import NOW, Person, found, search, work
from tests.search.test_grammar import HOSTILE
from tests.support.cast import Cast
from tests.support.ceiling import under_ceiling
from tests.support.recorder import Queries
from tests.support.things import ask

RANSOM = {
    "title": "Would you ever pay a ransom?",
    "body": "Criminals encrypted our files and want to be paid.",
    "tags": (),
}
PRINTERS = {"title": "Which printers do you lease for branches?", "body": "Ours are old.", "tags": ()}
SAME = "Should we give in to extortion after ransomware?"
MEANT = "giving money to extortionists after ransomware"


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def on(app: Flask, clock: None) -> Iterator[None]:
    the_model()
    with switched(app, "on"):
        yield


def like(who: Member, title: str, body: str = "") -> list[int]:
    return [one.id for one in similar(Person(who.id), title, body)]


@pytest.mark.usefixtures("on")
def test_what_means_the_same_is_found_without_a_word_in_common(cast: Cast, app: Flask) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    ask(cast.ana, cast.inner, **PRINTERS)
    work()
    assert like(cast.cleo, SAME) == [question.id]
    assert found(cast.cleo, MEANT) == {question.id}
    with switched(app, "off"):
        assert like(cast.cleo, SAME) == []
        assert found(cast.cleo, MEANT) == set()


@pytest.mark.usefixtures("on")
def test_it_says_that_the_words_are_not_there(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    results = search(cast.cleo, "extortionists")
    if results.hits:
        assert results.notices == ["No question has these words. These may mean the same."]
    results = search(cast.cleo, "ransom")
    assert ([hit.row.id for hit in results.hits], results.notices) == ([question.id], [])


@pytest.mark.usefixtures("on")
def test_a_question_about_something_else_is_not_suggested(cast: Cast) -> None:
    ask(cast.ana, cast.inner, **RANSOM)
    ask(cast.ana, cast.inner)
    work()
    for title in ("Which catering firm feeds your night shift?", "How do you teach penguins to fly?"):
        assert like(cast.cleo, title) == []


@pytest.mark.usefixtures("on")
def test_a_member_outside_the_circle_finds_no_meaning_of_it(cast: Cast) -> None:
    inside = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert like(cast.cleo, SAME) == [inside.id]
    assert like(cast.dan, SAME) == []
    results = search(cast.dan, MEANT)
    assert (results.hits, results.total, results.notices) == ([], 0, search(cast.dan, "zebra").notices)


@pytest.mark.usefixtures("on")
def test_what_others_write_in_their_circle_changes_neither_order_nor_total(cast: Cast) -> None:
    for number, title in enumerate(
        ("Would you pay a ransom?", "Who insures against ransom?", "Is ransom legal?")
    ):
        ask(cast.ana, cast.everyone, title=title, body=f"Case {number} of extortion.", tags=())
    work()
    before = search(cast.dan, "ransom payments")
    for number in range(12):
        ask(cast.ana, cast.inner, title=f"Would we pay ransom number {number}?", tags=())
    work()
    db.session.get_bind()
    after = search(cast.dan, "ransom payments")
    assert [hit.row.id for hit in after.hits] == [hit.row.id for hit in before.hits]
    assert (after.total, after.notices) == (before.total, before.notices)
    assert search(cast.cleo, "ransom payments").total > before.total


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("given", [{}, {"circle": "inner"}, {"tag": "money"}])
def test_the_numbers_beside_the_hits_count_what_meaning_adds(cast: Cast, given: dict[str, str]) -> None:
    ask(cast.ana, cast.inner, **RANSOM)
    ask(cast.dan, cast.everyone, title="Is money for extortionists tax deductible?", tags=("money",))
    ask(cast.ana, cast.everyone, title="Who negotiates a ransom for you?", tags=("money", "law"))
    ask(cast.ana, cast.everyone, **PRINTERS)
    work()
    results = search(cast.cleo, MEANT, filters=given)
    assert results.facets is not None
    brought = {row.slug: results.facets.circles[row.id] for row in results.circles}
    assert brought == {slug: len(found(cast.cleo, MEANT, **{**given, "circle": slug})) for slug in brought}
    for state in facets.STATES:
        assert results.facets.states[state] == len(found(cast.cleo, MEANT, **{**given, "is": state}))
    for name, number in results.topics:
        assert number == len(found(cast.cleo, MEANT, **{**given, "tag": name}))
    assert given or ("inner" in brought and results.topics)
    outside = search(cast.dan, MEANT, filters=given).facets
    assert outside is None or cast.inner.id not in outside.circles


@pytest.mark.usefixtures("on")
def test_a_choice_brings_no_more_than_ten_of_the_same_meaning(cast: Cast) -> None:
    for number in range(14):
        ask(cast.ana, cast.inner, **{**RANSOM, "tags": ("odd",) if number % 2 else ()})
    work()
    results = search(cast.cleo, MEANT)
    assert results.facets is not None
    assert (results.total, results.facets.circles[cast.inner.id]) == (10, 10)
    assert dict(results.topics) == {"odd": 7}


@pytest.mark.usefixtures("on")
def test_leaving_a_circle_counts_at_once(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert found(cast.cleo, MEANT) == {question.id}
    row = db.session.query(Membership).filter_by(member_id=cast.cleo.id, circle_id=cast.inner.id).one()
    row.left_at = NOW
    db.session.commit()
    assert (found(cast.cleo, MEANT), search(cast.cleo, MEANT).total) == (set(), 0)


@pytest.mark.usefixtures("on")
def test_a_question_taken_back_is_not_found_before_the_worker_comes(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert found(cast.cleo, MEANT) == {question.id}
    rules.withdraw(cast.ana, question, NOW)
    db.session.commit()
    assert (found(cast.cleo, MEANT), search(cast.cleo, MEANT).total) == (set(), 0)


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "filters",
    [{"circle": "everyone"}, {"by": "ben"}, {"is": "answered"}, {"tag": "printers"}, {"after": "2027"}],
)
def test_filters_hold_for_what_is_near(cast: Cast, filters: dict[str, str]) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert found(cast.cleo, MEANT) == {question.id}
    assert found(cast.cleo, MEANT, **filters) == set()
    assert found(cast.cleo, MEANT, circle="inner", by="ana", **{"is": "open"}) == {question.id}


@pytest.mark.parametrize(
    "text",
    ['"pay a ransom"', "ransom -legal", "rans*", "tag:money ransom", "by:ana ransom", "is:open", "", "  "],
)
def test_only_plain_words_have_a_meaning(text: str) -> None:
    assert fusing.plain(grammar.parse(text)) == ""
    assert fusing.plain(grammar.parse("pay a  ransom?")) == "pay a ransom?"


@pytest.mark.usefixtures("on")
def test_what_is_left_out_stays_out(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert found(cast.cleo, MEANT) == {question.id}
    assert found(cast.cleo, f"{MEANT} -criminals") == set()
    assert found(cast.cleo, f'{MEANT} "night shift"') == set()


@pytest.mark.usefixtures("on")
def test_a_question_is_not_like_itself(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    assert similar(Person(cast.cleo.id), question.title, exclude=question.id) == []
    assert like(cast.cleo, question.title) == [question.id]


@pytest.mark.usefixtures("on")
def test_new_questions_without_a_vector_are_found_by_their_words(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, **RANSOM)
    work()
    fresh = ask(cast.ana, cast.inner, title="Is paying a ransom legal where you are?", tags=())
    db.session.commit()
    from qa.search import upkeep

    upkeep.put([fresh.id])
    assert found(cast.cleo, "ransom") == {question.id, fresh.id}


@pytest.mark.usefixtures("on")
def test_hostile_text_never_fails_and_is_quick(cast: Cast) -> None:
    ask(cast.ana, cast.inner, **RANSOM)
    work()
    search(cast.cleo, "ransom")
    for text in HOSTILE:
        under_ceiling(lambda: search(cast.cleo, text))  # noqa: B023
        under_ceiling(lambda: similar(Person(cast.cleo.id), text, text))  # noqa: B023


@pytest.mark.usefixtures("on")
def test_the_number_of_statements_does_not_grow(cast: Cast) -> None:
    def count() -> int:
        for _ in range(2):  # the second reads nothing new any more
            fusing.vectors()._looked_at = float("-inf")  # as if it were long ago
            search(cast.cleo, "ransom")
        fusing.vectors()._looked_at = float("-inf")
        with (statements := Queries()):
            service.search(Person(cleo), "ransom payments", {}, NOW)
        return len(statements)

    ask(cast.ana, cast.inner, **RANSOM)
    work()
    cleo = cast.cleo.id
    one = count()
    for number in range(8):
        ask(cast.ana, cast.inner, title=f"Would we pay ransom number {number}?", tags=())
    work()
    assert count() == one


@pytest.mark.usefixtures("on")
def test_nobody_is_answered_quicker_for_what_another_searched(cast: Cast) -> None:
    ask(cast.ana, cast.inner, **RANSOM)
    work()
    remembered = fusing._Remembered()
    first = remembered.of(MEANT, cast.cleo.id)
    assert remembered.of(MEANT, cast.cleo.id) is first
    assert remembered.of(MEANT, cast.ben.id) is not first
    for number in range(fusing.REMEMBERED + 5):
        remembered._held[str(number).encode()] = (0.0, first)
    remembered.of("another", cast.cleo.id)
    assert len(remembered._held) == fusing.REMEMBERED


def test_without_the_packages_search_is_by_words(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.search.semantic.weights.MODEL", ("no_such_package", "model.onnx", "0"))
    with switched(app, "on"):
        question = ask(cast.ana, cast.inner, **RANSOM)
        work()
        assert found(cast.cleo, "ransom") == {question.id}
        assert found(cast.cleo, MEANT) == set()


# The arithmetic

IDS = np.arange(1, 9, dtype=np.int64)


def near(*values: float) -> np.ndarray:
    return np.asarray(values, np.float32)


def test_both_count_and_the_meaning_more() -> None:
    words = Ranking((1, 2, 3), (9.0, 5.0, 1.0), 3)
    fused = fusing.united(words, IDS[:4], near(0.2, 0.6, 0.9, 0.8), 10, fusing.Bounds(0.5))
    assert (fused.ids, fused.total) == ((3, 4, 2, 1), 4)
    assert fusing.united(words, IDS[:4], near(0.5, 0.5, 0.5, 0.5), 10, fusing.Bounds(0.5)).ids[0] == 1


def test_what_is_not_near_enough_is_not_added() -> None:
    words = Ranking((1,), (9.0,), 1)
    assert fusing.united(words, IDS[:3], near(0.1, 0.49, 0.1), 10, fusing.Bounds(0.5)).ids == (1,)
    assert set(fusing.united(words, IDS[:3], near(0.1, 0.51, 0.1), 10, fusing.Bounds(0.5)).ids) == {1, 2}
    few = fusing.Bounds(0.1, added=2)
    assert set(fusing.united(words, IDS[:4], near(0.1, 0.2, 0.4, 0.3), 10, few).ids) == {1, 3, 4}
    nothing = Ranking()
    assert fusing.united(nothing, IDS[:3], near(0.1, 0.2, 0.3), 10, fusing.Bounds(0.5)) is nothing


@given(
    st.lists(st.integers(1, 400), unique=True, max_size=300),
    st.lists(st.integers(1, 400), unique=True, max_size=300),
    st.integers(1, 250),
    st.integers(0, 400),
)
def test_nothing_found_by_words_is_lost_or_doubled(
    worded: list[int], known: list[int], limit: int, further: int
) -> None:
    scores = tuple(float(len(worded) - place) for place in range(len(worded)))
    ranking = Ranking(tuple(worded), scores, len(worded) + further * bool(worded))
    ids = np.asarray(known, np.int64)
    nearness = (np.sin(ids) * 0.99).astype(np.float32)
    whole = fusing.united(ranking, ids, nearness, 10_000, fusing.SUGGESTED)
    assert len(set(whole.ids)) == len(whole.ids) == len(whole.scores)
    assert set(worded) <= set(whole.ids) <= set(worded) | set(known)
    assert whole.total - ranking.total == len(whole.ids) - len(worded)
    assert fusing.united(ranking, ids, nearness, limit, fusing.SUGGESTED).ids == whole.ids[:limit]


def test_vectors_of_several_circles_are_put_together() -> None:
    vectors = Vectors()
    vectors._whole, vectors._looked_at = True, float("inf")
    unit = np.eye(384, dtype=np.float32)
    for number in range(600):
        vectors._take(number + 1, number % 3, unit[number % 384])
    vectors._take(1, 2, unit[5])  # moved to another circle
    vectors._take(2, 1, None)
    found = vectors.near(unit[5], {0, 2, 99})
    assert found is not None
    named = {int(number): float(value) for number, value in zip(*found, strict=True) if number}
    assert set(named) == {number + 1 for number in range(600) if number % 3 != 1}
    assert sorted(number for number, value in named.items() if value == 1) == [1, 6, 390]


# Whoever runs the site


def test_the_doctor_names_what_is_wanting(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    the_model()
    with switched(app, "on"):
        ask(cast.ana, cast.inner, **RANSOM)
        db.session.commit()
        (finding,) = checks.meaning(app)
        assert (finding.sign, "search by meaning: 1" in finding.what) == (ODD, True)
        work()
        (finding,) = checks.meaning(app)
        assert finding.sign == GOOD
    with switched(app, "off"):
        assert list(checks.meaning(app)) == []
    monkeypatch.setattr("qa.search.semantic.weights.MODEL", ("no_such_package", "model.onnx", "0"))
    with switched(app, "auto"):
        assert list(checks.meaning(app)) == []
    with switched(app, "on"):
        (finding,) = checks.meaning(app)
        assert (finding.sign, 'pip install "quorum[semantic]"' in finding.mend) == (WRONG, True)


@pytest.mark.usefixtures("on")
def test_a_rebuild_computes_what_is_wanting(app: Flask, cast: Cast) -> None:
    ask(cast.ana, cast.inner, **RANSOM)
    ask(cast.ana, cast.inner, **PRINTERS)
    db.session.commit()
    runner = app.test_cli_runner()
    assert "2 vectors were computed" in runner.invoke(args=["search", "rebuild"]).output
    assert "0 vectors were computed" in runner.invoke(args=["search", "rebuild"]).output


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(config.SettingsError, match="use auto, on or off"):
        config.load({"QA_SEMANTIC": "yes"})
    assert config.load({"QA_SEMANTIC": "off"}).semantic == "off"
