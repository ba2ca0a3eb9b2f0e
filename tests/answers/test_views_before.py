"""What stands between typing and posting: an interest asked for, a signature offered for removal, a name to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from qa.answers.models import Answer, Comment
from qa.core import clock, transaction
from qa.core.db import db
from qa.members import headcount
from qa.members.models import Exposure, Member, Role
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import saved_answer, saved_question

SignIn = Callable[[Member], Browser]
FIELDS = {"body": "Nine of 38.", "basis": "did", "quote": "role", "exposure": "named"}
LINKED = {**FIELDS, "body": "We let https://carrowmutual.example do it."}
TAIL = "Best regards,\r\nBen Okafor\r\nTel: +44 20 7946 0958"
SIGNED = f"Nine of 38.\r\n\r\n{TAIL}"
ASK = {
    "title": "How many critical vendors do you audit each year?", "body": SIGNED, "needed_by": "none", "purpose": "board",
    "answers_wanted": "8", "exposure": "named", "tags": "vendor audits", "do": "post",
}  # fmt: skip


def asked(cast: Cast, **kwargs: object) -> Question:
    return db.session.get_one(Question, saved_question(cast.ana, cast.inner, **kwargs))


def sent_again(page: str) -> dict[str, str]:
    """The hidden fields of the page that asks, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


def test_an_interest_is_asked_for_beside_its_field_and_nothing_is_lost(cast: Cast, as_: SignIn) -> None:
    number, ben = asked(cast).id, as_(cast.ben)
    page = ben.post(f"/q/{number}/answers", data=LINKED)
    assert page.status_code == 422
    assert "carrowmutual.example, which looks like your employer" in page.text
    assert LINKED["body"] in page.text and 'name="no_gain"' in page.text
    assert 'name="no_gain"' not in as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
    assert db.session.query(Answer).count() == 0
    assert ben.post(f"/q/{number}/answers", data={**LINKED, "no_gain": "y"}).status_code == 302
    given = db.session.query(Answer).one()
    assert given.interest == ""
    again = ben.post(f"/a/{given.id}/edit", data={**LINKED, "base": "1"})
    assert (again.status_code, 'name="no_gain"' in again.text) == (422, True)
    changed = {**LINKED, "base": "1", "has_interest": "y", "interest": "My employer sells it"}
    assert ben.post(f"/a/{given.id}/edit", data=changed).status_code == 302


def of_question(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    return cast.ana, "/ask", {**ASK, "circle_id": str(cast.inner.id)}


def of_edited_question(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    number = asked(cast).id
    return cast.ana, f"/q/{number}/edit", {**ASK, "base": "1"}


def of_answer(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    return cast.ben, f"/q/{asked(cast).id}/answers", {**FIELDS, "body": SIGNED}


def of_edited_answer(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    return cast.ben, f"/a/{saved_answer(cast.ben, asked(cast))}/edit", {**FIELDS, "body": SIGNED, "base": "1"}


def of_comment(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    number = asked(cast).id
    return cast.ben, f"/q/{number}/comments", {f"qsay-{number}": SIGNED, "asay-9": "another field"}


def of_comment_on_answer(cast: Cast) -> tuple[Member, str, dict[str, str]]:
    given = saved_answer(cast.ben, asked(cast))
    return cast.ben, f"/a/{given}/comments", {f"asay-{given}": SIGNED}


PLACES = [of_question, of_edited_question, of_answer, of_edited_answer, of_comment, of_comment_on_answer]


def bodies() -> list[str]:
    return [row.body for table in (Question, Answer, Comment) for row in db.session.query(table)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("choice", ["remove", "keep"])
def test_a_signature_is_offered_for_removal(
    cast: Cast, as_: SignIn, place: Callable[..., object], choice: str
) -> None:
    member, path, fields = place(cast)  # type: ignore[misc]
    before, browser = bodies(), as_(member)
    page = browser.post(path, data=fields)
    assert page.status_code == 422
    assert "Remove these lines and post" in page.text and "Post it as it stands" in page.text
    assert ">Tel: +44 20 7946 0958</p>" in page.text
    assert bodies() == before
    done = browser.post(path, data={**sent_again(page.text), "signature": choice})
    assert done.status_code == 302
    (new,) = set(bodies()) - set(before)
    assert new == ("Nine of 38." if choice == "remove" else SIGNED.strip())


@pytest.mark.parametrize("place", PLACES)
def test_without_a_signature_nothing_is_asked(cast: Cast, as_: SignIn, place: Callable[..., object]) -> None:
    member, path, fields = place(cast)  # type: ignore[misc]
    plain = {name: value.replace(TAIL, "We have 2,140 rules") for name, value in fields.items()}
    assert as_(member).post(path, data=plain).status_code == 302


def test_the_choice_holds_while_something_else_is_put_right(cast: Cast, as_: SignIn) -> None:
    number, ben = asked(cast).id, as_(cast.ben)
    given = {**LINKED, "body": f"{LINKED['body']}\r\n\r\n{TAIL}", "signature": "keep"}
    page = ben.post(f"/q/{number}/answers", data=given)
    assert (page.status_code, 'name="signature"' in page.text) == (422, True)
    page = ben.post(f"/q/{number}/answers", data={**given, "signature": "remove"})
    assert (page.status_code, "Tel: +44" in page.text, LINKED["body"] in page.text) == (422, False, True)


def test_the_answer_form_says_who_will_see_it(cast: Cast, as_: SignIn) -> None:
    question = asked(cast)
    number, circle = question.id, cast.inner
    small = as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text
    assert "Seen by 3 members of Inner circle, and by nobody else." in small
    assert "fits only 2 members" in small and "The circle has only 4 members" in small
    with transaction.unit():
        for member in crowd(circle, 6):
            member.level, member.profession, member.industry = (
                "head of function",
                "information security",
                "insurance",
            )
    headcount.forget()  # as if a minute had gone by
    large = as_(cast.ben).get(f"/q/{number}", follow_redirects=True).text
    assert "Seen by 9 members of Inner circle" in large
    assert "fits only" not in large and "has only" not in large


def test_the_forms_of_editing_say_it_too(cast: Cast, as_: SignIn) -> None:
    question = asked(cast)
    given, number = saved_answer(cast.ben, question), question.id
    for member, path in ((cast.ben, f"/a/{given}/edit"), (cast.ana, f"/q/{number}/edit")):
        page = as_(member).get(path).text
        assert "Seen by 3 members of Inner circle" in page
        assert "may remember it" in page
    veiled = saved_answer(cast.cleo, db.session.get_one(Question, number), exposure=Exposure.ROLE)
    assert "may remember it" not in as_(cast.cleo).get(f"/a/{veiled}/edit").text


def test_showing_a_withheld_name_is_asked_about_once(cast: Cast, as_: SignIn) -> None:
    question = asked(cast, exposure=Exposure.ANONYMOUS)
    given, number = saved_answer(cast.ben, question, exposure=Exposure.ROLE), question.id
    words = {
        "title": "How many vendors do you re-audit each year?",
        "body": "More.",
        "exposure": "named",
        "base": "1",
    }
    for member, path, fields in (
        (cast.ben, f"/a/{given}/edit", {**FIELDS, "base": "1"}),
        (cast.ana, f"/q/{number}/edit", words),
    ):
        browser = as_(member)
        assert 'name="reveal"' not in browser.get(path).text
        page = browser.post(path, data=fields)
        assert (page.status_code, "Everyone in the circle will then see your name" in page.text) == (
            422,
            True,
        )
        assert fields["body"] in page.text and 'name="reveal"' in page.text
        assert member.name not in as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text
        assert browser.post(path, data={**fields, "reveal": "y"}).status_code == 302
        assert member.name in as_(cast.cleo).get(f"/q/{number}", follow_redirects=True).text


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_no_route_lets_staff_show_or_hide_anothers_name(cast: Cast, as_: SignIn, role: Role) -> None:
    question = asked(cast, exposure=Exposure.ROLE)
    given, number = saved_answer(cast.ben, question, exposure=Exposure.ROLE), question.id
    with transaction.unit():
        cast.mo.role = role
    mo = as_(cast.mo)
    change = {**FIELDS, "reveal": "y", "base": "1", "title": "How many vendors do you audit each year?"}
    rules = [rule for rule in mo.application.url_map.iter_rules() if "POST" in (rule.methods or ())]
    for rule in rules:
        path = re.sub(r"<id:question_id>", str(number), rule.rule)
        path = re.sub(r"<[^>]+>", str(given), path)
        if not path.startswith(("/login", "/logout")):
            mo.post(path, data=change)
    shown = db.session.get_one(Answer, given), db.session.get_one(Question, number)
    assert [one.exposure for one in shown] == [Exposure.ROLE, Exposure.ROLE]
    assert as_(cast.ben).post(f"/a/{given}/edit", data=change).status_code == 302
    assert db.session.get_one(Answer, given).exposure == Exposure.NAMED


def test_before_a_question_goes_out_its_asker_reads_what_the_hour_tells(cast: Cast, as_: SignIn) -> None:
    fields = {**ASK, "body": "We have 41.", "circle_id": str(cast.inner.id), "do": "review"}
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    dated = {"needed_by": "", "date": day, "time": "17:00"}
    for exposure, due, told in (
        ("anonymous", dated, True),
        ("named", dated, False),
        ("anonymous", {}, False),
    ):
        page = as_(cast.ana).post("/ask", data={**fields, "exposure": exposure, **due})
        assert (page.status_code, "hints at where you are" in page.text) == (200, told), exposure
