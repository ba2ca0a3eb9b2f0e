"""Privileges, as a browser sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.members.privileges.models import GrantWhy, Privilege
from qa.trust import queries as trust
from qa.trust import rules
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.joining import saved
from tests.support.recorder import Queries
from tests.support.things import TITLE, saved_answer, saved_question
from tests.support.trusting import allow, answered, joined, listed

SignIn = Callable[[Member], Browser]
WHY = "Vouched for two whom he never met."
OWN = "/settings/privileges"
LIST = "/moderation/privileges"


def main(page: str) -> str:
    return page.partition("<main")[2].partition(">")[2].partition("</main>")[0]


@pytest.fixture
def grown(app: Flask) -> Iterator[None]:
    """A community that is past its first members."""
    before = app.config["QUORUM"]
    app.config["QUORUM"] = replace(before, trust_first_members=0)
    yield
    app.config["QUORUM"] = before


def fallen(cast: Cast) -> None:
    """Ben may vouch, and three of his answers are risky."""
    with transaction.unit():
        allow(cast.ben, Privilege.VOUCHING)
        for _n in range(3):
            answered(cast.ben, cast.ana, cast.everyone, (cast.ana, MarkKind.RISKY))
    with transaction.unit():
        rules.look(trust.entrusted(0, 200), clock.now())


def test_a_first_member_may_two_and_reads_why(cast: Cast, as_: SignIn) -> None:
    page = main(as_(cast.ben).get(OWN).text)
    assert page.count("You may<") == 2 and page.count("Not yet") == 1
    assert "You are one of the first members." in page and "Too little is known yet." in page


def test_who_came_lately_reads_from_when_on_and_no_number(cast: Cast, as_: SignIn, grown: None) -> None:
    with transaction.unit():
        joined(cast.ben, clock.now())
    page = main(as_(cast.ben).get(OWN).text)
    assert page.count("Not before") == 3 and "You may<" not in page
    words = re.sub(r"Not before [^:]+:", "", re.sub(r"<[^>]+>", " ", page))
    assert not re.search(r"[0-9%]", words), words


def test_who_moderates_is_not_asked(cast: Cast, as_: SignIn, queries: Queries) -> None:
    mo = as_(cast.mo)
    with queries:
        page = main(mo.get(OWN).text)
    assert page.count("You moderate.") == 3
    assert len(queries) == 2, queries.statements


@pytest.mark.parametrize("rows", [1, 20])
def test_pages_cost_the_same_with_more_rows(
    cast: Cast, as_: SignIn, queries: Queries, grown: None, rows: int
) -> None:
    with transaction.unit():
        for _n in range(3 * rows):
            answered(cast.ben, cast.ana, cast.everyone, (cast.ana, MarkKind.RISKY))
            answered(cast.cleo, cast.ana, cast.everyone, (cast.ana, MarkKind.RISKY))
        for privilege in Privilege:
            allow(cast.ben, privilege)
            allow(cast.cleo, privilege)
        rules.look(trust.entrusted(0, 200), clock.now())
    ben, mo = as_(cast.ben), as_(cast.mo)
    for browser, path, most in ((ben, OWN, 10), (mo, LIST, 13), (mo, "/m/ben/privileges", 6)):
        with queries:
            assert browser.get(path).status_code == 200
        assert len(queries) == most, (path, queries.statements)


def test_what_did_not_hold_is_named_to_its_author_alone(cast: Cast, as_: SignIn, grown: None) -> None:
    with transaction.unit():
        for _n in range(3):
            answered(cast.ben, cast.ana, cast.inner, (cast.ana, MarkKind.RISKY), exposure=Exposure.ANONYMOUS)
    page = main(as_(cast.ben).get(OWN).text)
    assert page.count(TITLE) == 3 and "too much did not hold" in page
    assert "Ana Lindqvist" not in page  # marks are told without their giver
    assert TITLE not in main(as_(cast.cleo).get(OWN).text)
    assert TITLE not in as_(cast.mo).get(LIST).text


def test_moderators_look_keep_and_are_not_asked_again(cast: Cast, as_: SignIn, grown: None) -> None:
    fallen(cast)
    mo = as_(cast.mo)
    assert "What members may do, 1" in mo.get("/moderation").text
    page = main(mo.get(LIST).text)
    assert "Ben Okafor" in page and page.count("and a peer marked it as outdated or risky.") == 3
    assert "Moderators are asked to look at this." in as_(cast.ben).get(OWN).text
    for member in (cast.ben, cast.cleo):
        assert as_(member).get(LIST).status_code == 403
    kept = mo.post("/m/ben/privileges/confirmation", data={"privilege": "vouching"})
    assert (kept.status_code, kept.location) == (303, LIST)
    assert "Nothing asks for a look." in mo.get(LIST).text
    assert mo.post("/m/ben/privileges/confirmation", data={"privilege": "vouching"}).status_code == 422
    assert mo.post("/m/ben/privileges/confirmation", data={"privilege": "none"}).status_code == 422
    assert listed() == []


def test_taking_away_and_giving_back(cast: Cast, as_: SignIn) -> None:
    saved(cast.eve)
    mo, ben = as_(cast.mo), as_(cast.ben)
    assert "/m/ben/privileges" in mo.get("/m/ben").text
    assert "/m/ben/privileges" not in as_(cast.cleo).get("/m/ben").text
    assert "Send the invitation" in ben.get("/invitations").text
    done = mo.post("/m/ben/privileges/removal", data={"privilege": "vouching", "reason": WHY})
    assert (done.status_code, done.location) == (303, LIST)
    page = main(ben.get(OWN).text)
    assert WHY in page and "Taken away" in page
    assert "Send the invitation" not in ben.get("/invitations").text
    assert "You cannot vouch or invite yet." in ben.get("/vetting").text
    assert "You cannot vouch yet" in ben.get("/vetting/1").text
    assert WHY in mo.get(LIST).text and WHY in mo.get("/m/ben/privileges").text
    log = main(as_(cast.dan).get("/moderation/log").text)
    assert "Vouching and inviting taken away" in log and "Ben Okafor" in log and WHY not in log
    back = mo.post("/m/ben/privileges/return", data={"privilege": "vouching", "reason": "He knew them."})
    assert back.status_code == 303
    assert "A moderator gave it back to you." in ben.get(OWN).text
    assert "Send the invitation" in ben.get("/invitations").text


def test_founding_waits_in_words(cast: Cast, as_: SignIn) -> None:
    assert "Ask them" in as_(cast.ben).get("/circles/new").text
    as_(cast.mo).post("/m/ben/privileges/removal", data={"privilege": "stewarding", "reason": WHY})
    page = as_(cast.ben).get("/circles/new").text
    assert "Ask them" not in page and "You cannot found a circle yet." in page


@pytest.mark.parametrize(
    "change", [{"privilege": ""}, {"privilege": "all"}, {"reason": ""}, {"reason": "short"}]
)
def test_a_refused_decision_keeps_what_was_typed(cast: Cast, as_: SignIn, change: dict[str, str]) -> None:
    given = {"privilege": "vouching", "reason": WHY, **change}
    page = as_(cast.mo).post("/m/ben/privileges/removal", data=given)
    assert page.status_code == 422 and "put right" in page.text
    assert given["reason"] in page.text


def test_the_page_about_a_member_says_nothing_of_what_is_granted(cast: Cast, as_: SignIn) -> None:
    """It follows from answers that a moderator may not know of."""
    mo = as_(cast.mo)
    mask = lambda: re.sub(r'value="[^"]{40,}"', "", main(mo.get("/m/ben/privileges").text))  # noqa: E731
    before = mask()
    with transaction.unit():
        for privilege in Privilege:
            allow(cast.ben, privilege, GrantWhy.RECORD)
    assert mask() == before


def test_topics_from_the_page_to_the_history_and_back(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    path = f"/q/{number}/topics"
    with transaction.unit():
        allow(cast.cleo, Privilege.TOPICS)
    ana, cleo, ben = as_(cast.ana), as_(cast.cleo), as_(cast.ben)
    thread = lambda browser: browser.get(f"/q/{number}", follow_redirects=True).text  # noqa: E731
    assert [path in thread(one) for one in (cleo, ben, ana, as_(cast.mo))] == [True, False, False, True]
    assert 'value="vendor audits"' in cleo.get(path).text
    assert (ben.get(path).status_code, as_(cast.dan).get(path).status_code) == (403, 404)
    assert ana.get(path).location.endswith(f"/q/{number}/edit")
    refused = cleo.post(path, data={"tags": "", "base": "1"})
    assert (refused.status_code, "one topic at least" in refused.text) == (422, True)
    late = cleo.post(path, data={"tags": "dora", "base": "0"})
    assert (late.status_code, 'value="dora"' in late.text, "They are now:" in late.text) == (409, True, True)
    assert cleo.post(path, data={"tags": "dora", "base": "1"}).status_code == 302
    assert "Its topics were changed:" in ana.get("/notifications").text
    history = ana.get(f"/q/{number}/history").text
    assert "Cleo Marchetti" in history and "Change them back" in history
    assert "Change them back" not in cleo.get(f"/q/{number}/history").text
    back = ana.post(f"{path}/2/reversal")
    assert (back.status_code, back.location) == (302, f"/q/{number}/history")
    assert "The member who asked changed them back." in cleo.get(f"/q/{number}/history").text
    assert "Its topics were changed:" not in ana.get("/notifications").text
    assert cleo.get(path).status_code == 422
    assert ana.post(f"{path}/9/reversal").status_code == 404


def test_the_history_withholds_a_name_as_the_thread_does(cast: Cast, as_: SignIn) -> None:
    number = saved_question(cast.ana, cast.inner)
    with transaction.unit():
        allow(cast.cleo, Privilege.TOPICS)
    as_(cast.cleo).post(f"/q/{number}/topics", data={"tags": "dora", "base": "1"})
    from qa.questions.models import Question

    saved_answer(cast.cleo, db.session.get_one(Question, number), exposure=Exposure.ANONYMOUS)
    for member in (cast.ana, cast.ben, cast.mo):
        page = main(as_(member).get(f"/q/{number}/history").text)
        assert "Cleo" not in page and "cleo" not in page and "A member of this circle" in page
