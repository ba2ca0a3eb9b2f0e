"""The pages of statements: looked over, issued, checked by anybody, taken back."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from flask import Flask, render_template

from qa.answers import marking
from qa.answers.marking import Remark
from qa.answers.models import Answer, MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member, MemberState
from qa.recognition.statements import codes, keys, pdf, signing, words
from qa.recognition.statements.models import Statement
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries
from tests.support.statements import longest
from tests.support.things import answer, ask

SignIn = Callable[[Member], Browser]
CODE = re.compile(r"(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}")


def thanked(
    cast: Cast,
    title: str = "Who signs the exit plan?",
    note: str = "I struck the clause",
    inner: bool = False,
) -> int:
    """Ana used Ben's answer and thanked for it; Cleo found it helpful. The answer's id."""
    with transaction.unit():
        given = answer(cast.ben, ask(cast.ana, cast.inner if inner else cast.everyone, title=title))
        marking.give(cast.ana, given, MarkKind.USED, clock.now(), Remark(note, 3))
        marking.give(cast.cleo, given, MarkKind.HELPFUL, clock.now())
    return given.id


def hidden_fields(page: str) -> dict[str, list[str]]:
    """What the form that issues sends."""
    form = page.partition('method="post" action="/statements"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([a-z]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def issued(browser: Browser, query: str = "") -> str:
    """Look over, issue; the code."""
    page = browser.get(f"/statements{query}")
    done = browser.post("/statements", data=hidden_fields(page.text))
    assert done.status_code == 303, done.text
    return str(done.location).rpartition("/")[2]


def masked(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_what_was_looked_over_is_what_anybody_reads(cast: Cast, as_: SignIn, client: Browser) -> None:
    number = thanked(cast)
    ben = as_(cast.ben)
    looked = ben.get(f"/statements?period=year&note={number}").text
    assert "“I struck the clause”" in looked
    sheet = sheet_of(looked)
    code = issued(ben, f"?period=year&note={number}")
    assert CODE.fullmatch(code)
    for reader in (client, as_(cast.dan), ben):
        page = reader.get(f"/verify/{code}")
        assert page.status_code == 200
        assert sheet_of(page.text) == sheet
        for said in (
            "Helped 2 peers, all in time.",
            "vendor audits",
            "Ben Okafor",
            "3 hours saved",
            "This statement is real",
        ):
            assert said in page.text
    text = client.get(f"/verify/{code}").text
    for kept in ("Ana", "Lindqvist", "Cleo", "Nordsee", "exit plan", "/q/", "/m/", "/c/"):
        assert kept not in text


def sheet_of(page: str) -> list[str]:
    """The lines of the sheet, from the name to what comes before the code."""
    html = page.partition('class="sheet-head">')[2].partition('<footer class="sheet-foot"')[0]
    found = [line.strip() for line in re.sub(r"<[^>]*>", "\n", html).split("\n") if line.strip()]
    assert len(found) > 5
    return found


def test_no_note_stands_that_was_not_ticked(cast: Cast, as_: SignIn, client: Browser) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    page = client.get(f"/verify/{code}").text
    assert "struck" not in page
    assert "Helped 2 peers" in page


def test_of_a_smaller_circle_nothing_is_read(cast: Cast, as_: SignIn, client: Browser) -> None:
    thanked(cast)
    thanked(cast, "CANARYTITLE who signs it?", "CANARYNOTE", inner=True)
    number = db.session.query(Answer.id).order_by(Answer.id.desc()).limit(1).scalar()
    code = issued(as_(cast.ben), f"?note={number}&topic=x&circle={cast.inner.id}")
    page = client.get(f"/verify/{code}").text + client.get(f"/verify/{code}.json").text
    assert "CANARY" not in page
    assert "Inner" not in page
    assert "Helped 2 peers" in page


def test_taken_back_it_says_so_and_nothing_else(cast: Cast, as_: SignIn, client: Browser) -> None:
    number = thanked(cast)
    ben = as_(cast.ben)
    code = issued(ben, f"?note={number}")
    assert client.get(f"/verify/{code}").status_code == 200
    row = db.session.query(Statement.id).scalar()
    done = ben.post(f"/statements/{row}/revocation")
    assert (done.status_code, done.location) == (303, "/statements#issued")
    page = client.get(f"/verify/{code}")
    assert page.status_code == 410
    assert "It was taken back on" in page.text
    for gone in ("Ben", "Okafor", "Carrow", "Helped", "struck", "vendor audits"):
        assert gone not in page.text
    assert client.get(f"/verify/{code}.json").status_code == 404
    assert "Taken back on" in ben.get("/statements").text


def test_an_unknown_code_and_a_mistyped_one(client: Browser, cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    pages = [client.get(f"/verify/{codes.shown(codes.new())}") for _ in range(2)]
    assert [page.status_code for page in pages] == [404, 404]
    assert all("No statement has this code." in page.text for page in pages)
    assert CODE.sub("", masked(pages[0].text)) == CODE.sub("", masked(pages[1].text))
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for odd in (wrong, "x", "987654", "🔑", "%20", "x" * 500):
        page = client.get(f"/verify/{odd}")
        assert page.status_code == 404
        assert "That is no code." in page.text
        typed = client.get("/verify", query_string={"code": odd})
        assert typed.status_code == (422 if odd.strip() else 200)
    assert client.get("/verify").status_code == 200
    assert "That is no code" not in client.get("/verify").text


def test_a_code_is_found_however_it_is_typed(client: Browser, cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    for typed in (code.lower(), code.replace("-", " "), f" {code} ", code.replace("-", "")):
        there = client.get("/verify", query_string={"code": typed})
        assert (there.status_code, there.location) == (303, f"/verify/{code}")
        assert client.get(f"/verify/{typed}").status_code == 200


def test_the_file_is_signed_by_the_published_key(client: Browser, cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    file = client.get(f"/verify/{code}.json")
    assert file.headers["Content-Disposition"] == f'attachment; filename="statement-{code}.json"'
    known = keys.handed_out(client.get("/verify/key").data)
    assert signing.checked(signing.opened(file.data), known)["code"] == code
    altered = json.loads(file.data)
    altered["statement"]["helped"] = 99
    with pytest.raises(signing.NotGenuine):
        signing.checked(signing.opened(json.dumps(altered).encode()), known)


def test_what_was_altered_in_the_database_is_not_shown(client: Browser, cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    assert client.get(f"/verify/{code}").status_code == 200
    with transaction.unit():
        row = db.session.query(Statement).one()
        row.content = row.content.replace('"helped":2', '"helped":9')
    page = client.get(f"/verify/{code}")
    assert page.status_code == 409
    assert "cannot be confirmed" in page.text
    assert "Okafor" not in page.text


def test_these_pages_are_in_no_index_and_tell_no_other_site_their_address(
    client: Browser, cast: Cast, as_: SignIn
) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    for path in (f"/verify/{code}", f"/verify/{code}.json", "/verify", "/verify/x", "/verify/key"):
        headers = client.get(path).headers
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("same-origin", "noindex"), path
        assert headers["Cache-Control"] == "no-store"


def test_something_else_by_now_is_shown_anew_and_not_issued(cast: Cast, as_: SignIn) -> None:
    number = thanked(cast)
    ben = as_(cast.ben)
    fields = hidden_fields(ben.get("/statements").text)
    with transaction.unit():
        marking.take_back(cast.cleo, db.session.get_one(Answer, number), MarkKind.HELPFUL, clock.now())
    done = ben.post("/statements", data=fields)
    assert done.status_code == 409
    assert "has changed since you looked" in done.text
    assert "Helped 1 peer, in time." in done.text
    assert db.session.query(Statement).count() == 0
    again = ben.post("/statements", data=hidden_fields(done.text))
    assert again.status_code == 303


def test_odd_choices_are_answered(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    ben = as_(cast.ben)
    assert ben.get("/statements?period=never&note=x&note=-1&circle=y&topic=").status_code == 200
    for query, said in (
        ("from=2099-01-01&to=2099-01-02", "still to come"),
        ("from=x&to=2026-01-01", "not a day in the calendar"),
        ("", "not a day in the calendar"),
    ):
        page = ben.get(f"/statements?period=own&{query}")
        assert page.status_code == 422
        assert said in page.text
    assert ben.post("/statements", data={}).status_code == 422
    nothing = as_(cast.dan).get("/statements").text
    assert "Nothing yet." in nothing
    assert "Sign and issue it" not in nothing


def test_whoever_is_suspended_may_still_take_back_and_nothing_else(
    cast: Cast, as_: SignIn, client: Browser
) -> None:
    thanked(cast)
    ben = as_(cast.ben)
    code = issued(ben)
    fields = hidden_fields(ben.get("/statements").text)
    with transaction.unit():
        cast.ben.state = MemberState.SUSPENDED
    assert client.get(f"/verify/{code}").status_code == 200  # it says what was so; why he is out is not told
    page = ben.get("/statements")
    assert page.status_code == 200
    assert "Sign and issue" not in page.text
    assert code in page.text
    assert "/standing" in str(ben.post("/statements", data=fields).location)
    row = db.session.query(Statement.id).scalar()
    assert "/standing" in str(ben.get(f"/statements/{row}.pdf").location)
    assert ben.post(f"/statements/{row}/revocation").status_code == 303
    assert client.get(f"/verify/{code}").status_code == 410


def test_who_has_left_stays_stated(cast: Cast, as_: SignIn, client: Browser) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
    assert "Helped 2 peers" in client.get(f"/verify/{code}").text


def test_only_ones_own(cast: Cast, as_: SignIn) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    row = db.session.query(Statement.id).scalar()
    for other in (cast.ana, cast.mo):
        browser = as_(other)
        assert browser.post(f"/statements/{row}/revocation").status_code == 404
        assert browser.get(f"/statements/{row}.pdf").status_code == 404
        assert code not in browser.get("/statements").text
    assert code in as_(cast.ben).get("/statements").text


def test_the_way_in_stands_on_ones_own_recognition_alone(cast: Cast, as_: SignIn) -> None:
    assert 'action="/statements"' in as_(cast.ben).get("/m/ben/recognition").text
    assert 'action="/statements"' not in as_(cast.ana).get("/m/ben/recognition").text


def test_words_of_peers_are_never_markup(cast: Cast, as_: SignIn, client: Browser) -> None:
    number = thanked(cast, note="<script>alert(1)</script>")
    ben = as_(cast.ben)
    code = issued(ben, f"?note={number}")
    for page in (client.get(f"/verify/{code}"), ben.get(f"/statements?note={number}")):
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text


def test_a_long_record_costs_no_more_queries(
    cast: Cast, as_: SignIn, client: Browser, queries: Queries
) -> None:
    counts: dict[str, list[int]] = {"own": [], "checked": []}
    ben = as_(cast.ben)
    with transaction.unit():
        crowd(cast.everyone, 10)
    for number in (1, 8):
        for n in range(number):
            thanked(cast, f"Question {number} and {n}?", f"Note {number} and {n}", inner=n % 2 == 1)
        code = issued(ben)
        with queries:
            assert ben.get("/statements").status_code == 200
        counts["own"].append(len(queries))
        with queries:
            assert client.get(f"/verify/{code}").status_code == 200
        counts["checked"].append(len(queries))
    assert counts == {"own": [8, 8], "checked": [1, 1]}


# Guessing


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    app.config["LIMITS"] = True
    yield
    app.config["LIMITS"] = False


@pytest.mark.usefixtures("limited")
def test_guessing_ends_and_checking_and_slips_of_the_hand_do_not(cast: Cast, as_: SignIn, app: Flask) -> None:
    thanked(cast)
    code = issued(as_(cast.ben))
    manager = app.test_client()
    office = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.8"}}
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for _ in range(30):
        assert manager.get(f"/verify/{wrong}", **office).status_code == 404
        assert manager.get(f"/verify/{code}", **office).status_code == 200
    said = [manager.get(f"/verify/{codes.shown(codes.new())}", **office).status_code for _ in range(21)]
    assert said == [404] * 20 + [429]
    refused = manager.get(f"/verify/{codes.shown(codes.new())}.json", **office)
    assert (refused.status_code, manager.get(f"/verify/{code}", **elsewhere).status_code) == (429, 200)
    assert int(manager.get(f"/verify/{codes.shown(codes.new())}", **office).headers["Retry-After"]) > 0


# PDF


def pages(made: bytes) -> int:
    """The pages of a PDF, whose objects may be packed."""
    found = made
    for match in re.finditer(rb"stream\r?\n", made):
        with suppress(zlib.error):
            found += zlib.decompressobj().decompress(made[match.end() :])
    return len(re.findall(rb"/Type\s*/Page\b", found))


@pytest.mark.skipif(bool(pdf.problem()), reason=pdf.problem())
def test_a_pdf_has_the_signed_file_in_it(cast: Cast, as_: SignIn, client: Browser) -> None:
    number = thanked(cast)
    ben = as_(cast.ben)
    code = issued(ben, f"?note={number}")
    row = db.session.query(Statement.id).scalar()
    assert f"/statements/{row}.pdf" in ben.get("/statements").text
    made = ben.get(f"/statements/{row}.pdf")
    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF-")
    assert pages(made.data) == 1
    assert signing.opened(made.data) == signing.opened(client.get(f"/verify/{code}.json").data)


@pytest.mark.skipif(bool(pdf.problem()), reason=pdf.problem())
def test_the_longest_statement_is_one_page(app: Flask) -> None:
    html = render_template("recognition/statement_pdf.html", sheet=words.sheet(*longest()))
    assert pages(pdf.made(html, b"{}")) == 1


def test_where_no_pdf_can_be_made_the_page_says_what_to_install(
    cast: Cast, as_: SignIn, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    thanked(cast)
    ben = as_(cast.ben)
    code = issued(ben)
    row = db.session.query(Statement.id).scalar()
    for what in (pdf.PACKAGE, pdf.LIBRARY):
        monkeypatch.setattr(pdf, "problem", lambda said=what: said)
        page = ben.get(f"/statements/{row}.pdf")
        assert page.status_code == 404
        assert "print the page instead" in page.text
        assert "pip install" in page.text or "apt-get install" in page.text
    assert client.get(f"/verify/{code}").status_code == 200
    assert client.get(f"/verify/{code}.json").status_code == 200
