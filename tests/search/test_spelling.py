"""Did you mean: the nearest word of the viewer's own threads, and never one of other circles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from qa.members.models import Exposure
from qa.questions import rules
from tests.search.people import NOW, found, search, work
from tests.support.cast import Cast
from tests.support.things import answer, ask


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("critical vendros", "critical vendors"),
        ("critcal vendors", "critical vendors"),
        ("critical vedor", "critical vendor"),
        ("Vendors vsited", "Vendors visited"),
        ("commitee", "committee"),
        ("proportonality", "proportionality"),
        ("proporsionalyty", "proportionality"),
        ("rproportionality", "proportionality"),
        ('ciritcal -cloud tag:"vendor audits"', 'critical -cloud tag:"vendor audits"'),
        ('"critical vendros"', '"critical vendors"'),
    ],
)
def test_a_misspelt_word_is_put_right(cast: Cast, typed: str, meant: str) -> None:
    question = ask(cast.ana, cast.inner, body="We have 41 vendors and visited six, by proportionality.")
    answer(cast.ben, question, body="The committee was happier.")
    work()
    results = search(cast.cleo, typed)
    assert [hit.row.id for hit in results.hits] == [question.id]
    assert results.found_for is not None
    assert (results.query.text, results.found_for.text) == (typed, meant)


@pytest.mark.parametrize("typed", ["critical vendors", "vendrs*", "zebras", "cat", "vandals"])
def test_what_is_right_or_near_to_nothing_stays(cast: Cast, typed: str) -> None:
    ask(cast.ana, cast.inner)
    work()
    assert search(cast.cleo, typed).found_for is None


def test_a_word_of_another_circle_is_never_suggested(cast: Cast) -> None:
    ask(cast.ana, cast.inner, title="How do you leave the kestrelvault platform?", body="It is a burden.")
    ask(
        cast.dan,
        cast.everyone,
        title="Which vendor do you trust with backups?",
        body="We have four.",
        tags=(),
    )
    work()
    inside, outside = search(cast.cleo, "kestrelvalt"), search(cast.dan, "kestrelvalt")
    assert inside.found_for is not None
    assert inside.found_for.text == "kestrelvault"
    assert (outside.found_for, outside.hits, outside.notices) == (None, [], [])
    nothing = search(cast.dan, "nothinglikeit")
    assert (nothing.found_for, nothing.hits, nothing.notices) == (None, [], [])


def test_what_another_circle_writes_changes_no_suggestion(cast: Cast) -> None:
    """There, the word is nearer and commoner; outside, the farther one is all that there is."""
    for number in range(3):
        ask(
            cast.ana,
            cast.inner,
            title=f"How is the contingency plan {number} tested?",
            body="Daily.",
            tags=(),
        )
    ask(cast.dan, cast.everyone, title="Which contingent is the largest one?", body="Ours.", tags=())
    work()
    outside = search(cast.dan, "contingens")
    assert outside.found_for is not None
    assert outside.found_for.text == "contingent"


def test_a_withdrawn_text_gives_no_word(cast: Cast) -> None:
    gone = ask(cast.ana, cast.inner, title="How do you leave the kestrelvault platform?")
    work()
    assert search(cast.cleo, "kestrelvalt").found_for is not None
    rules.withdraw(cast.ana, gone, NOW)
    from qa.core.db import db

    db.session.commit()  # before the worker comes: the index has the word, no text of the viewer's has
    assert search(cast.cleo, "kestrelvalt").found_for is None
    work()
    assert search(cast.cleo, "kestrelvalt").found_for is None


def test_a_withheld_name_is_no_word(cast: Cast) -> None:
    ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    work()
    for name in ("lindqvst", "nordse"):
        assert search(cast.cleo, name).found_for is None


def test_as_typed_searches_what_was_typed(cast: Cast) -> None:
    from qa.search import service
    from tests.search.people import Person

    question = ask(cast.ana, cast.inner)
    work()
    assert found(cast.cleo, "critical vendros") == {question.id}
    results = service.search(Person(cast.cleo.id), "zebra vendros", {}, NOW, as_typed=True)
    assert (results.found_for, results.total) == (None, 0)


def test_the_commoner_of_two_near_words_is_meant(cast: Cast) -> None:
    for number in range(3):
        ask(cast.ana, cast.inner, title=f"How is the hosting number {number} paid?", body="Daily.", tags=())
    ask(cast.ana, cast.inner, title="How is the posting number nine paid?", body="Daily.", tags=())
    work()
    results = search(cast.cleo, "costing")
    assert results.found_for is not None
    assert results.found_for.text == "hosting"
