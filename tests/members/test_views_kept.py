"""A session that ends while somebody writes loses nothing, and carries nothing that was not theirs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from qa.core import clock, transaction
from qa.core.db import db
from qa.members import kept, passwords, sessions
from qa.members.models import Member
from qa.questions.models import Draft, DraftKind
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.things import ask

SECRET = "kestrels over the quay"
HASH = passwords.hash_password(SECRET)
ANA = "ana@peers.example"
TEXT = 'We kept <b>six</b> "critical" vendors & äöü \N{SNOWMAN}\r\nand a second line.'
AsMember = Callable[[Member], Browser]


@pytest.fixture
def question_id(cast: Cast) -> int:
    """Ben's question in the circle, and a password for Ana."""
    with transaction.unit():
        cast.ana.password_hash = HASH
        return ask(cast.ben, cast.inner, now=clock.now()).id


def hidden(answer: TestResponse, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', answer.get_data(as_text=True))
    assert found is not None, name
    value = re.search(r'value="([^"]*)"', found[0])
    return html.unescape(value[1]) if value else ""


def carried(answer: TestResponse) -> dict[str, str]:
    return {name: hidden(answer, name) for name in ("kept", "kept_path", "next")}


def sign_in(client: Browser, **more: str) -> TestResponse:
    return client.post("/login", data={"email": ANA, "password": SECRET, **more})


def draft() -> Draft | None:
    return db.session.scalars(select(Draft)).one_or_none()


@pytest.mark.parametrize("csrf", [True, False], ids=["session revoked", "cookie gone"])
def test_a_question_waits_as_a_draft(client: Browser, cast: Cast, question_id: int, csrf: bool) -> None:
    data = {"title": "How many vendors do you visit?", "body": TEXT, "csrf_token_x": "1"}
    answer = client.post("/ask", data=data, csrf=csrf)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Your text is kept. Sign in and it is waiting as a draft." in page
    wrong = client.post("/login", data={"email": ANA, "password": "wrong", **carried(answer)})
    assert wrong.status_code == 422
    done = sign_in(client, **carried(wrong))
    assert done.status_code == 303
    found = draft()
    assert found is not None
    assert (found.kind, found.member_id) == (DraftKind.QUESTION, cast.ana.id)
    assert (found.fields["title"], found.fields["body"]) == (data["title"], TEXT)
    assert urlsplit(done.location).path == "/ask"
    assert question_id


def test_an_answer_waits_as_a_draft_of_its_question(as_: AsMember, cast: Cast, question_id: int) -> None:
    client = as_(cast.ana)
    sessions.revoke(cast.ana.id)
    db.session.commit()
    answer = client.post(f"/q/{question_id}/answers", data={"body": TEXT, "basis": "did"})
    assert answer.status_code == 401
    done = sign_in(client, **carried(answer))
    assert done.location.startswith(f"/q/{question_id}/")
    found = draft()
    assert found is not None
    assert (found.kind, found.question_id, found.fields["body"]) == (DraftKind.ANSWER, question_id, TEXT)


def test_the_button_that_keeps_a_draft_keeps_it(client: Browser, question_id: int) -> None:
    answer = client.post("/drafts", data={"body": TEXT, "question_id": str(question_id)})
    assert answer.status_code == 401
    assert sign_in(client, **carried(answer)).location.startswith(f"/q/{question_id}/")
    found = draft()
    assert found is not None
    assert found.question_id == question_id


@pytest.mark.parametrize("path", ["/q/{}/comments", "/q/{}/edit", "/a/7/comments", "/a/7/edit", "/a/7/marks"])
def test_what_can_be_no_draft_is_shown_again(client: Browser, question_id: int, path: str) -> None:
    back = f"http://localhost/q/{question_id}/words"
    field = "note" if path.endswith("marks") else "body"
    answer = client.post(path.format(question_id), data={field: TEXT}, headers={"Referer": back})
    assert answer.status_code == 401
    assert "shown to you again" in answer.get_data(as_text=True)
    done = sign_in(client, **carried(answer))
    assert done.status_code == 200
    page = done.get_data(as_text=True)
    assert html.escape(TEXT.replace("\r\n", "\n"), quote=False)[:30] in page.replace("&#34;", '"')
    assert "<b>six</b>" not in page
    assert f'href="/q/{question_id}/words"' in page
    assert draft() is None
    assert client.get("/settings").status_code == 200


def test_a_draft_for_a_question_one_may_not_see_gives_nothing_away(
    client: Browser, cast: Cast, question_id: int
) -> None:
    with transaction.unit():
        cast.dan.password_hash = HASH
    answers = [client.post(f"/q/{number}/answers", data={"body": TEXT}) for number in (question_id, 999)]
    said = [
        client.post(
            "/login", data={"email": "dan@peers.example", "password": SECRET, **carried(answer)}
        ).location
        for answer in answers
    ]
    assert said[0] == said[1]
    assert (
        db.session.scalar(select(func.count()).select_from(Draft).where(Draft.question_id.is_not(None))) == 0
    )


def test_a_form_of_another_session_loses_no_text(as_: AsMember, cast: Cast, question_id: int) -> None:
    client = as_(cast.ana)
    answer = client.post("/ask", csrf=False, data={"title": "A title", "body": TEXT})
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "readonly" in page
    assert "We kept &lt;b&gt;six" in page
    assert draft() is None
    plain = client.post("/settings", csrf=False, data={"name": "Ana"})
    assert plain.status_code == 400
    assert "readonly" not in plain.get_data(as_text=True)
    assert question_id


def test_a_foreign_page_cannot_plant_text(client: Browser, as_: AsMember, cast: Cast) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for browser in (client, as_(cast.ana)):
        for csrf in (True, False):
            answer = browser.post("/ask", csrf=csrf, data={"body": TEXT}, headers=headers)
            assert answer.status_code == 403
            assert "six" not in answer.get_data(as_text=True)
    assert client.post("/ask", csrf=False, data={"body": TEXT}).status_code == 401


@pytest.mark.parametrize("path", ["/settings", "/settings/password", "/settings/devices/end", "/logout/x"])
def test_passwords_are_never_carried(client: Browser, path: str) -> None:
    answer = client.post(path, data={"body": TEXT, "old": SECRET, "password": SECRET})
    page = answer.get_data(as_text=True)
    assert answer.status_code in (401, 404)
    assert SECRET not in page
    assert "six" not in page


def test_a_text_too_long_for_the_form_is_shown(client: Browser) -> None:
    long = "x" * (kept.SIZE_MAX + 1)
    answer = client.post("/ask", data={"body": long})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert long in page
    assert "Copy it" in page
    assert hidden(answer, "kept") == ""
    fits = client.post("/ask", data={"body": "x" * 150_000})
    assert len(hidden(fits, "kept")) > 150_000


def test_autosave_hears_that_it_is_signed_out(client: Browser) -> None:
    quiet = client.post("/drafts", data={"body": TEXT}, headers={"Accept": "application/json"})
    assert (quiet.status_code, quiet.mimetype) == (401, "application/json")
    assert client.get("/ask/similar", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    assert client.get("/ask/similar", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 302


@pytest.mark.parametrize(
    "packed",
    ["", "{", "[]", '"x"', "null", "[" * 100_000, '{"fields": []}', '{"fields": {"body": 1}}', '{"fields": {"body": ["x"]}}',
     json.dumps({"fields": {str(number): "x" for number in range(61)}}), "x" * (kept.SIZE_MAX + 1)],
)  # fmt: skip
def test_what_no_form_carries_is_nothing(client: Browser, question_id: int, packed: str) -> None:
    assert kept.unpacked("/ask", packed) is None
    assert sign_in(client, kept=packed, kept_path="/ask").location == "/"
    assert draft() is None
    assert question_id


@pytest.mark.parametrize(
    "path",
    ["", "/", "//evil.test", "/settings/password", "/ask?x", "/askew", "/q/0/answers", "/q/x", "x" * 9_000],
)
def test_text_goes_only_where_people_write(path: str) -> None:
    packed = json.dumps({"fields": {"body": "x"}, "back": "//evil.test"})
    assert kept.unpacked(path, packed) is None
    found = kept.unpacked("/ask", packed)
    assert found is not None
    assert found.back == "/"


def test_too_many_drafts_do_not_lose_the_text(client: Browser, cast: Cast, question_id: int) -> None:
    from qa.questions.drafts import DRAFTS_MAX

    with transaction.unit():
        for _number in range(DRAFTS_MAX):
            db.session.add(
                Draft(member_id=cast.ana.id, kind=DraftKind.QUESTION, fields={}, saved_at=clock.now())
            )
    answer = client.post("/ask", data={"body": TEXT})
    done = sign_in(client, **carried(answer))
    assert done.status_code == 200
    assert "We kept &lt;b&gt;six" in done.get_data(as_text=True)
    assert "Throw one away" in done.get_data(as_text=True)
    assert client.get("/settings").status_code == 200
    assert question_id
