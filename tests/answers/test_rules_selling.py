"""An answer that names the employer, or follows an earlier interest, wants a line or a word; a name comes back by choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import commenting, rules
from qa.answers.models import Basis
from qa.answers.rules import Reply
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Exposure, Role
from qa.questions import rules as asking
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINKED = "We let https://carrowmutual.example do it."


def reply(body: str = LINKED, **kwargs: object) -> Reply:
    return Reply(body, Basis.DID, **kwargs)  # type: ignore[arg-type]


def test_a_link_to_the_employer_wants_a_line(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        rules.give(cast.ben, question, reply(), NOW)
    assert refused.value.field == "interest"
    assert "carrowmutual.example" in refused.value.message
    db.session.rollback()
    question = ask(cast.ana, cast.inner, now=NOW)
    assert rules.give(cast.cleo, question, reply(), NOW).interest == ""  # not her employer
    assert rules.give(cast.ben, question, reply(interest="My employer sells it"), NOW).interest


def test_a_word_that_neither_gains_is_enough_and_both_are_not(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    with pytest.raises(RuleBroken):
        rules.give(cast.ben, question, reply(interest="We sell it", no_gain=True), NOW)
    assert rules.give(cast.ben, question, reply(no_gain=True), NOW).interest == ""


def test_an_edit_is_asked_too(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    with pytest.raises(RuleBroken) as refused:
        rules.edit(cast.ben, given, reply(), NOW, base=1)
    assert refused.value.field == "interest"
    rules.edit(cast.ben, given, reply(interest="We sell it"), NOW, base=1)
    assert given.interest == "We sell it"


def test_an_interest_declared_on_the_topic_is_asked_for_again(cast: Cast) -> None:
    before = ask(cast.ana, cast.inner, now=NOW, tags=("vendor audits", "law"))
    answer(cast.ben, before, now=NOW, interest="We sell audits")
    same = ask(cast.ana, cast.inner, now=NOW, tags=("pricing", "Vendor Audits"))
    other = ask(cast.ana, cast.inner, now=NOW, tags=("pricing",))
    later = NOW + timedelta(days=1)
    with pytest.raises(RuleBroken) as refused:
        rules.give(cast.ben, same, reply("Nine."), later)
    assert (refused.value.field, "vendor audits on 23 November 2026" in refused.value.message) == (
        "interest",
        True,
    )
    assert rules.give(cast.ben, other, reply("Nine."), later).interest == ""
    assert rules.give(cast.cleo, same, reply("Nine."), later).interest == ""
    assert rules.give(cast.ben, same, reply("Nine.", interest="We sell audits"), later).interest


def test_an_interest_is_not_edited_away_in_silence(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW, tags=()), now=NOW, interest="We sell audits")
    with pytest.raises(RuleBroken) as refused:
        rules.edit(cast.ben, given, reply("Nine."), NOW, base=1)
    assert "declared an interest here" in refused.value.message
    rules.edit(cast.ben, given, reply("Nine.", no_gain=True), NOW, base=1)
    assert given.interest == ""


@pytest.mark.parametrize("before", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_a_withheld_name_shows_only_where_its_author_means_it(cast: Cast, before: Exposure) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW, exposure=before)
    with pytest.raises(RuleBroken) as refused:
        rules.edit(cast.ben, given, reply("Ten."), NOW, base=1)
    assert (refused.value.field, given.exposure) == ("reveal", before)
    rules.edit(cast.ben, given, reply("Ten.", exposure=Exposure.ANONYMOUS), NOW, base=1)
    rules.edit(cast.ben, given, reply("Ten.", reveal=True), NOW, base=2)
    assert given.exposure == Exposure.NAMED


def test_an_answer_taken_back_does_not_come_back_with_the_name_by_accident(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    said = commenting.add(cast.ben, question, "Per year?", NOW)
    given = answer(cast.ben, question, now=NOW, exposure=Exposure.ANONYMOUS)
    rules.withdraw(cast.ben, given, NOW)
    with pytest.raises(RuleBroken):
        rules.give(cast.ben, question, reply("Ten."), NOW)
    db.session.refresh(said)
    assert said.exposure == Exposure.ANONYMOUS
    rules.give(cast.ben, question, reply("Ten.", reveal=True), NOW)
    db.session.refresh(said)
    assert said.exposure == Exposure.NAMED


def test_the_askers_name_comes_back_by_choice_with_the_comments(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    said = commenting.add(cast.ana, question, "Per year.", NOW)
    words = asking.Words(question.title, "More.")
    with pytest.raises(RuleBroken) as refused:
        asking.edit(cast.ana, question, words, NOW, base=1, exposure=Exposure.NAMED)
    assert refused.value.field == "reveal"
    db.session.refresh(said)
    assert said.exposure == Exposure.ROLE
    asking.edit(cast.ana, question, words, NOW, base=1, exposure=Exposure.NAMED, reveal=True)
    db.session.refresh(said)
    assert (question.exposure, said.exposure) == (Exposure.NAMED, Exposure.NAMED)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR, Role.ADMIN])
def test_nobody_else_changes_an_exposure(cast: Cast, role: Role) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    given = answer(cast.ben, question, now=NOW, exposure=Exposure.ROLE)
    mo = cast.mo
    mo.role = role
    words = asking.Words(question.title, "More.")
    with pytest.raises(Forbidden):
        rules.edit(mo, given, reply("Ten.", reveal=True), NOW, base=1)
    with pytest.raises(Forbidden):
        asking.edit(mo, question, words, NOW, base=1, exposure=Exposure.NAMED, reveal=True)
    assert (given.exposure, question.exposure) == (Exposure.ROLE, Exposure.ROLE)
