"""Signing in and out, forgotten passwords and sessions, over HTTP (RELIABILITY D, E1 to E3, F1, F3, G1, I3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from qa.core import clock, limits, mail, outbox, transaction
from qa.core.db import db
from qa.members import passwords, resets
from qa.members.models import LoginSession, Member, MemberState, PasswordReset
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.recorder import Queries

SECRET = "kestrels over the quay"
HASH = passwords.hash_password(SECRET)
ANA = "ana@peers.example"
AsMember = Callable[[Member], Browser]
TOKEN = re.compile(r'name="csrf_token" [^>]*value="[^"]+"')


@pytest.fixture
def ana(cast: Cast) -> Member:
    """Ana, who has a password."""
    with transaction.unit():
        cast.ana.password_hash = HASH
    return cast.ana


def sign_in(client: Browser, email: str = ANA, password: str = SECRET, **more: str) -> TestResponse:
    return client.post("/login", data={"email": email, "password": password, **more})


def shown(answer: TestResponse) -> str:
    """The page without what differs at each request."""
    return TOKEN.sub("", answer.get_data(as_text=True))


def is_in(client: Browser) -> bool:
    return client.get("/settings").status_code == 200


@pytest.mark.usefixtures("ana")
def test_signing_in_goes_on_to_the_page_that_was_asked_for(client: Browser) -> None:
    asked = client.get("/members?q=audit")
    assert asked.status_code == 302
    page = client.get(asked.location)
    assert 'value="/members?q=audit"' in page.get_data(as_text=True)
    answer = sign_in(client, next="/members?q=audit")
    assert (answer.status_code, answer.location) == (303, "/members?q=audit")
    assert client.get("/members?q=audit").status_code == 200
    assert client.get("/login").location == "/"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "target",
    ["//evil.test", "/\\evil.test", "https://evil.test/", "https:evil.test", "\t//evil.test", "javascript:alert(1)",
     "/%0d%0aX: y\r\nX: y", "/login?next=/login", "/logout", "//user@evil.test", ""],
)  # fmt: skip
def test_no_way_leads_off_the_site(client: Browser, target: str) -> None:
    assert sign_in(client, next=target).location == "/"
    assert client.get("/login", query_string={"next": target}).location == "/"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ANA, "wrong"),
        (ANA, ""),
        ("", SECRET),
        (ANA, SECRET + " "),
        (ANA, "z" * 900_000),
        (ANA, "a\x00b"),
        ("ben@peers.example", SECRET),
        ("' OR 1=1 --", SECRET),
        ("a" * 100_000, SECRET),
        ("\x00", SECRET),
    ],
)
def test_what_is_wrong_lets_nobody_in(client: Browser, email: str, password: str) -> None:
    answer = sign_in(client, email, password)
    assert answer.status_code == 422
    assert not is_in(client)
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0


@pytest.mark.usefixtures("ana")
def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Browser, cast: Cast) -> None:
    pages = []
    for email, state in (
        (ANA, "active"),
        ("nobody@a.example", ""),
        (ANA, "suspended"),
        (ANA, "left"),
        (ANA, "applicant"),
    ):
        if state:
            with transaction.unit():
                cast.ana.state = MemberState(state)
        answer = sign_in(client, email, "wrong")
        pages.append((answer.status_code, shown(answer).replace(email, "…")))
    assert len(set(pages)) == 1
    assert "do not belong together" in pages[0][1]


@pytest.mark.usefixtures("ana")
def test_one_hash_is_computed_whoever_is_asked_for(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []
    verify = passwords.verify

    def counted(stored: str | None, password: str) -> bool:
        computed.append(stored or passwords.DUMMY)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify", counted)
    for email in (ANA, "ben@peers.example", "nobody@peers.example", "no address"):
        sign_in(client, email, "wrong")
    assert computed == [HASH, passwords.DUMMY, passwords.DUMMY, passwords.DUMMY]


def test_cookies_are_closed_and_last_as_chosen(client: Browser, ana: Member, app: Flask) -> None:
    plain = "\n".join(sign_in(client).headers.getlist("Set-Cookie"))
    assert "quorum=" in plain
    assert "quorum-stay" not in plain
    kept = [
        line for line in sign_in(client, remember="y").headers.getlist("Set-Cookie") if "quorum-stay" in line
    ]
    assert len(kept) == 1
    for line in (*plain.splitlines(), *kept):
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Path=/" in line
        assert "Domain" not in line
        assert len(line) < 4096
    rows = db.session.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    found = app.config["QUORUM"]
    assert rows[0].expires_at - rows[0].created_at == timedelta(days=found.session_days)
    assert rows[1].expires_at - rows[1].created_at == timedelta(days=found.remember_days)
    assert rows[0].revoked_at is not None  # signing in again leaves no session behind
    assert len(rows[1].token_hash) == 64


@pytest.mark.usefixtures("ana")
def test_remembered_members_are_in_after_the_browser_was_closed(client: Browser) -> None:
    sign_in(client, remember="y")
    client.delete_cookie("quorum")
    assert is_in(client)
    client.post("/logout")
    assert not is_in(client)


@pytest.mark.usefixtures("ana")
def test_who_is_not_remembered_is_out_after_the_browser_was_closed(client: Browser) -> None:
    sign_in(client)
    assert is_in(client)
    client.delete_cookie("quorum")
    assert not is_in(client)


def test_nothing_of_an_earlier_session_lives_on(client: Browser, cast: Cast, ana: Member) -> None:
    client.sign_in(cast.ben)
    with client.session_transaction() as session:
        before = session["_user_id"]
        session["planted"] = "by another"
        session["csrf_token"] = "planted"
    sign_in(client)
    with client.session_transaction() as session:
        assert session["_user_id"] != before
        assert "planted" not in session
        assert session.get("csrf_token") != "planted"
        session["_user_id"] = before
    assert not is_in(client)
    assert ana.id


@pytest.mark.usefixtures("ana")
def test_signing_out_kills_a_copied_cookie(client: Browser, app: Flask) -> None:
    sign_in(client)
    cookie = client.get_cookie("quorum")
    assert cookie is not None
    page = client.get("/logout")
    assert page.status_code == 200
    assert is_in(client)  # a link alone signs nobody out
    assert client.post("/logout").status_code == 303
    assert not is_in(client)
    thief = app.test_client()
    thief.set_cookie("quorum", cookie.value)
    assert thief.get("/settings").status_code == 302


def test_signing_out_twice_is_no_error(client: Browser) -> None:
    assert client.post("/logout").location == "/login"
    assert client.get("/logout").location == "/login"


def test_a_session_ends_in_time(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.ana)
    assert is_in(client)
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1), tick=False):
        assert not is_in(client)
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        assert is_in(client)


def test_a_forged_cookie_is_nobody(client: Browser, app: Flask) -> None:
    for value in ("x", "eyJ4Ijox.x.x", "\xff", "." * 3000):
        client.set_cookie("quorum", value)
        client.set_cookie("quorum-stay", f"{value}|{'0' * 128}")
        assert client.get("/settings").status_code == 302
    assert app


@pytest.mark.parametrize("state", [MemberState.APPLICANT, MemberState.SUSPENDED])
def test_who_is_not_active_is_told_where_they_stand(
    client: Browser, cast: Cast, ana: Member, state: MemberState
) -> None:
    with transaction.unit():
        cast.ana.state = state
    assert sign_in(client).status_code == 303
    for path in ("/members", "/circles", "/c/inner", "/m/ben"):
        assert client.get(path).location == "/standing"
    page = client.get("/standing").get_data(as_text=True)
    assert ("application" if state == MemberState.APPLICANT else "suspended") in page
    assert client.get("/settings/devices").status_code == 200
    with transaction.unit():
        cast.ana.state = MemberState.ACTIVE
    assert client.get("/standing").location == "/"
    assert client.get("/members").status_code == 200
    assert ana.id


def test_suspending_and_leaving_work_at_the_next_request(as_: AsMember, cast: Cast) -> None:
    browser = as_(cast.ben)
    assert browser.get("/members").status_code == 200
    with transaction.unit():
        cast.ben.state = MemberState.SUSPENDED
    assert browser.get("/members").location == "/standing"
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
    assert browser.get("/settings").location.startswith("/login")


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Limits are counted."""
    app.config["LIMITS"] = True
    yield
    app.config["LIMITS"] = False


@pytest.mark.usefixtures("ana", "limited")
@pytest.mark.parametrize("varied", ["address", "account"])
@time_machine.travel("2026-11-23T09:00:05Z", tick=False)  # in one window of the limits, however long it takes
def test_guessing_is_stopped_by_account_and_by_address(client: Browser, varied: str) -> None:
    said = []
    for number in range(11):
        email = ANA if varied == "address" else f"member{number}@peers.example"
        where = {"REMOTE_ADDR": f"192.0.2.{number}" if varied == "address" else "198.51.100.1"}
        answer = client.post("/login", data={"email": email, "password": "wrong"}, environ_base=where)
        said.append(answer.status_code)
    assert said == [422] * 10 + [429]
    assert int(answer.headers["Retry-After"]) > 0
    other = client.post(
        "/login",
        data={"email": "ben@peers.example", "password": "wrong"},
        environ_base={"REMOTE_ADDR": "198.51.100.9"},
    )
    assert other.status_code == 422


@pytest.mark.usefixtures("limited")
def test_nobody_is_flooded_with_links(client: Browser) -> None:
    said = [
        client.post(
            "/forgotten", data={"email": email}, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}
        ).status_code
        for n in range(6)
        for email in (ANA, "nobody@peers.example")
    ]
    assert said == [200] * 10 + [429] * 2
    assert limits.RESET.startswith("5 ")


def letter() -> EmailMessage | None:
    """The newest mail that the worker wrote."""
    outbox.drain()
    found = mail.filed()
    return (
        None if not found else message_from_bytes(found[0].read_bytes(), EmailMessage, policy=policy.default)
    )  # type: ignore[arg-type]


def link_in(message: EmailMessage | None) -> str:
    assert message is not None
    text = message.get_body(("plain",))
    assert text is not None
    found = re.search(r"https?://[^/\s]+(/reset/\S+)", text.get_content())
    assert found is not None
    return found[1]


def test_the_answer_is_the_same_whoever_forgot(client: Browser, cast: Cast, queries: Queries) -> None:
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
    said = []
    for email in (ANA, "ben@peers.example", "eve@peers.example", "nobody@peers.example"):
        with queries:
            answer = client.post("/forgotten", data={"email": email})
        said.append((answer.status_code, shown(answer), tuple(queries.statements)))
    assert len(set(said)) == 1
    assert "on its way" in said[0][1]
    assert len(said[0][2]) == 1


def test_a_link_gives_a_new_password_and_ends_all_sessions(
    client: Browser, as_: AsMember, cast: Cast, ana: Member
) -> None:
    elsewhere = as_(cast.ana)
    client.post("/forgotten", data={"email": "ANA@peers.example"})
    message = letter()
    assert message is not None
    assert message["To"] == ANA
    link = link_in(message)
    html = message.get_body(("html",))
    assert html is not None
    assert link in html.get_content()
    for _again in range(2):  # looking uses nothing up
        assert client.get(link).status_code == 200
    weak = client.post(link, data={"password": "short", "again": "short"})
    assert weak.status_code == 422
    differing = client.post(link, data={"password": "another kestrel", "again": "another kestrels"})
    assert differing.status_code == 422
    assert is_in(elsewhere)
    done = client.post(link, data={"password": "another kestrel", "again": "another kestrel"})
    assert (done.status_code, done.location) == (303, "/")
    assert is_in(client)
    assert not is_in(elsewhere)
    assert client.get(link).status_code == 410
    again = client.post(link, data={"password": "a third kestrel", "again": "a third kestrel"})
    assert again.status_code == 410
    assert passwords.verify(cast.ana.password_hash, "another kestrel")
    assert ana.id


def test_a_newer_link_kills_the_older(client: Browser, cast: Cast) -> None:
    client.post("/forgotten", data={"email": ANA})
    older = link_in(letter())
    assert client.get(older).status_code == 200
    client.post("/forgotten", data={"email": ANA})
    newer = link_in(letter())
    assert older != newer
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200
    with time_machine.travel(clock.now() + resets.GOOD_FOR + timedelta(minutes=1), tick=False):
        assert client.get(newer).status_code == 410
    assert cast.ana.id


def test_only_a_hash_of_a_link_is_kept(client: Browser) -> None:
    client.post("/forgotten", data={"email": ANA})
    token = link_in(letter()).removeprefix("/reset/")
    row = db.session.scalars(select(PasswordReset)).one()
    assert len(token) >= 43
    assert token not in (row.token_hash, str(row.id))
    assert db.session.scalar(select(func.count()).select_from(outbox.OutboxRow)) == 0


def test_a_job_done_twice_sends_one_link(client: Browser, cast: Cast) -> None:
    job = outbox.Job(7, resets.KIND, {"email": ANA}, 0, clock.now())
    resets.write([job])
    resets.write([job])
    assert len(mail.filed()) == 1
    assert client.get(link_in(letter())).status_code == 200
    with transaction.unit():
        db.session.scalars(select(PasswordReset)).one().used_at = clock.now()
    mail.filed()[0].unlink()
    resets.write([job])
    assert mail.filed() == []
    assert cast.ana.id


@pytest.mark.parametrize(
    "email", ["nobody@peers.example", "ben@peers.example", "no address", "\x00", "x" * 90_000]
)
def test_nothing_is_sent_to_who_is_no_member(client: Browser, cast: Cast, email: str) -> None:
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
        for handle in ("dan", "cleo"):  # two members without an address, as imported authors are
            member = getattr(cast, handle)
            member.email = member.email_key = None
    client.post("/forgotten", data={"email": email})
    assert letter() is None
    assert db.session.scalar(select(func.count()).select_from(outbox.OutboxRow)) == 0
    client.post("/forgotten", data={"email": ANA})
    assert letter() is not None


@pytest.mark.parametrize("token", ["x", "é", "%00", "a" * 3000, "..", "%ff"])
def test_a_link_that_was_never_sent_is_dead(client: Browser, token: str) -> None:
    assert client.get(f"/reset/{token}").status_code in (404, 410)
    assert client.post(f"/reset/{token}", data={"password": SECRET, "again": SECRET}).status_code in (
        404,
        410,
    )


def test_pages_of_the_door_need_their_token(client: Browser, ana: Member) -> None:
    data = {"email": ANA, "password": SECRET}
    answer = client.post("/login", csrf=False, data=data)
    assert answer.status_code == 400
    assert "Please send it again" in answer.get_data(as_text=True)
    assert f'value="{ANA}"' in answer.get_data(as_text=True)
    assert SECRET not in answer.get_data(as_text=True)
    assert client.post("/forgotten", csrf=False, data=data).status_code == 400
    assert db.session.scalar(select(func.count()).select_from(outbox.OutboxRow)) == 0
    foreign = client.post("/login", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert (
        client.post("/login", csrf=False, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    assert not is_in(client)
    assert sign_in(client).status_code == 303
    assert ana.id


def test_a_session_is_not_kept_in_a_cache(client: Browser) -> None:
    answer = client.get("/login")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 200
