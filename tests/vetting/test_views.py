"""The pages of joining, as people use them; and what each of them may not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.core.mailbox import read
from qa.members import accounts
from qa.members.models import Member, MemberState
from qa.vetting import deciding, inquiries, invitations, vouching
from qa.vetting.models import Application, Invitation, Nomination, Stance, StanceKind, Vouch
from tests.support.browser import Browser
from tests.support.cast import LONG_AGO, Cast
from tests.support.joining import FORM, PASSWORD, saved, vouched, waiting

SignIn = Callable[[Member], Browser]
CHOSEN = {"password": PASSWORD, "again": PASSWORD}
WORD = {"how": "Ran the February shutdown.", "since_year": "2020"}


def sent() -> list[tuple[str, str, str]]:
    """Do all work that is due: to, subject and text of each mail, the newest last."""
    while outbox.drain(50):
        pass
    found = [read(path) for path in reversed(mail.filed())]
    return [(one.to, one.subject, one.text) for one in found]


def link(text: str) -> str:
    found = re.search(r"http://[^/]+(/\S+)", text)
    assert found
    return found[1]


def count(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


# Applying


def test_from_the_form_to_standing(client: Browser, cast: Cast) -> None:
    page = client.get("/apply")
    assert "I do not sell here" in page.text
    assert "Usually" not in page.text
    answer = client.post("/apply", data=FORM)
    assert answer.status_code == 200
    assert "A mail is on its way to nils@scheldehaven.example" in answer.text
    ((to, subject, text),) = sent()
    assert (to, subject) == ("nils@scheldehaven.example", "Confirm your application to Quorum")
    at = link(text)
    assert client.get(at).status_code == client.get(at).status_code == 200
    assert client.post(at, data={**CHOSEN, "again": "x"}).status_code == 422
    assert client.post(at, data=CHOSEN).location == "/standing"
    page = client.get("/standing")
    assert "0 of 2 vouches" in page.text
    assert "Work e-mail confirmed" in page.text
    assert client.get("/").location == "/standing"
    dead = client.get(at)
    assert dead.status_code == 410
    assert "cannot be used" in dead.text
    assert client.post(at, data=CHOSEN).status_code == 410


def test_a_known_address_gets_the_same_answer(client: Browser, cast: Cast) -> None:
    texts = []
    for email in ("nobody@port.example", "ana@peers.example"):
        page = client.post("/apply", data={**FORM, "email": email})
        texts.append(re.sub(r'name="csrf_token" value="[^"]+"', "", page.text).replace(email, "E"))
        assert page.status_code == 200
    assert texts[0] == texts[1]
    mails = {to: (subject, text) for to, subject, text in sent()}
    assert mails["ana@peers.example"][0] == "You have an account at Quorum"
    assert "/apply/confirm/" not in mails["ana@peers.example"][1]
    assert "/apply/confirm/" in mails["nobody@port.example"][1]


def test_a_form_with_faults_keeps_what_was_typed(client: Browser, cast: Cast) -> None:
    page = client.post("/apply", data={**FORM, "email": "nils@gmail.com"})
    assert page.status_code == 422
    assert "This is a private mailbox" in page.text
    assert "Scheldehaven Terminals" in page.text
    page = client.post("/apply", data={**FORM, "pledge": "", "responsible_for": "many"})
    assert page.status_code == 422
    assert "Please accept the pledge" in page.text
    assert "such as 28" in page.text
    assert count(Application) == 0


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 500])
def test_altered_and_foreign_tokens(client: Browser, cast: Cast, token: str) -> None:
    for path in (f"/apply/confirm/{token}", f"/join/{token}"):
        assert client.get(path).status_code == 410
        assert client.post(path, data={**FORM, **CHOSEN}).status_code == 410


def test_a_token_of_another_purpose(client: Browser, as_: SignIn, cast: Cast) -> None:
    client.post("/apply", data=FORM)
    as_(cast.ana).post("/invitations", data={"name": "Ida", "email": "ida@port.example", **WORD})
    client.post("/forgotten", data={"email": "ana@peers.example"})
    paths = [link(text) for _to, _subject, text in sent()]
    assert len(paths) == 3
    for path in paths:
        token = path.rpartition("/")[2]
        for place in ("/apply/confirm/", "/join/", "/reset/"):
            assert client.get(place + token).status_code == (200 if path.startswith(place) else 410)


def test_an_expired_link(client: Browser, cast: Cast) -> None:
    client.post("/apply", data=FORM)
    at = link(sent()[0][2])
    assert client.get(at).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
        assert client.get(at).status_code == 410
        assert client.post(at, data=CHOSEN).status_code == 410


def test_a_row_done_twice_mails_the_same_link(client: Browser, cast: Cast) -> None:
    client.post("/apply", data=FORM)
    row = db.session.scalars(select(outbox.OutboxRow)).one()
    job = outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at)
    outbox._handlers[job.kind]([job])
    first = sent()[0]
    assert len(mail.filed()) == 1
    assert sent()[0] == first


def test_a_mailbox_is_not_flooded_and_an_address_not_a_source(app: Flask, cast: Cast) -> None:
    app.config["LIMITS"] = True
    try:
        for number in range(11):  # one mailbox, from many addresses
            place = {"REMOTE_ADDR": f"203.0.113.{number}"}
            status = app.test_client().post("/apply", data=FORM, environ_base=place).status_code
        assert status == 429
        for number in range(21):  # many mailboxes, from one address
            form = {**FORM, "email": f"n{number}@port.example"}
            place = {"REMOTE_ADDR": "198.51.100.7"}
            status = app.test_client().post("/apply", data=form, environ_base=place).status_code
        assert status == 429
    finally:
        app.config["LIMITS"] = False
    assert count(Application) == 30


# Invitations


def test_an_invitation_from_the_form_to_the_queue(client: Browser, as_: SignIn, cast: Cast) -> None:
    ana = as_(cast.ana)
    assert "6 left this year" in ana.get("/invitations").text
    answer = ana.post("/invitations", data={"name": "Ida Holm", "email": "ida@port.example", **WORD})
    assert answer.status_code == 303
    page = ana.get("/invitations").text
    assert "5 left this year" in page
    assert "Good until" in page
    ((to, subject, text),) = sent()
    assert (to, subject) == ("ida@port.example", "Ana Lindqvist invites you to Quorum")
    assert WORD["how"] in text
    at = link(text)
    page = client.get(at).text
    assert 'value="Ida Holm"' in page
    assert "Ana Lindqvist invites you" in page
    assert client.post(at, data=FORM).status_code == 422
    assert client.post(at, data={**FORM, **CHOSEN}).location == "/standing"
    assert WORD["how"] in client.get("/standing").text
    assert client.get(at).status_code == 410
    assert "Has applied" in ana.get("/invitations").text
    assert "1 of 2 vouches" in as_(cast.ben).get("/vetting").text


def test_inviting_a_member_looks_the_same(as_: SignIn, cast: Cast) -> None:
    ana, pages = as_(cast.ana), []
    for name, email in (("Ida Holm", "ida@port.example"), ("Ben Okafor", "ben@peers.example")):
        ana.post("/invitations", data={"name": name, "email": email, **WORD})
        pages.append(ana.get("/invitations").text.count("Good until"))
    assert pages == [1, 2]
    assert [to for to, _subject, _text in sent()] == ["ida@port.example"]


def test_a_revoked_invitation(client: Browser, as_: SignIn, cast: Cast) -> None:
    ana = as_(cast.ana)
    ana.post("/invitations", data={"name": "Ida Holm", "email": "ida@port.example", **WORD})
    at = link(sent()[0][2])
    number = db.session.scalar(select(Invitation.id))
    assert as_(cast.ben).post(f"/invitations/{number}/revocation").status_code == 404
    assert client.get(at).status_code == 200
    assert ana.post(f"/invitations/{number}/revocation").status_code == 303
    assert client.get(at).status_code == 410
    assert "Taken back" in ana.get("/invitations").text


@pytest.mark.parametrize("what", ["suspended", "revoked", "paused"])
def test_no_invitation_goes_out_for_who_may_not_invite_any_more(cast: Cast, what: str) -> None:
    with transaction.unit():
        wanted = invitations.Wanted("Ida Holm", "ida@port.example", "Built our plant", 2018)
        made = invitations.invite(cast.ana, wanted, clock.now())
        if what == "suspended":
            cast.ana.state = MemberState.SUSPENDED
        elif what == "paused":
            cast.ana.invitations_paused_at = clock.now()
        else:
            made.revoked_at = clock.now()
    assert sent() == []


def test_a_refused_invitation_keeps_what_was_typed(as_: SignIn, cast: Cast) -> None:
    page = as_(cast.ana).post("/invitations", data={"name": "Ida Holm", "email": "ida@gmx.de", **WORD})
    assert page.status_code == 422
    assert "Ida Holm" in page.text
    with transaction.unit():
        cast.ana.invitations_paused_at = clock.now()
    assert "are paused" in as_(cast.ana).get("/invitations").text


# The queue


def test_those_who_are_named_come_first(as_: SignIn, cast: Cast) -> None:
    with transaction.unit():
        first = waiting(cast.eve, clock.now() - timedelta(days=3))
        member = accounts.create_member(
            name="Nils Verhoeven", email="n@port.example", state=MemberState.APPLICANT
        )
        second = waiting(member)
        db.session.add(Nomination(application_id=second.id, member_id=cast.ana.id))
        first_id = first.id
    page = as_(cast.ana).get("/vetting").text
    assert "One applicant names you" in page
    assert page.index("Nils Verhoeven") < page.index("Eve Tanaka")
    assert "waiting for 3 days" in page
    other = as_(cast.ben).get("/vetting").text
    assert other.index("Eve Tanaka") < other.index("Nils Verhoeven")
    assert "Whether we ship." in as_(cast.ben).get(f"/vetting/{first_id}").text


def test_two_members_vouch(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    refused = as_(cast.ana).post(f"/vetting/{number}/vouches", data={"how": "", "since_year": "x"})
    assert refused.status_code == 422
    assert "a fact, not praise" in refused.text
    refused = as_(cast.ana).post(f"/vetting/{number}/vouches", data={**WORD, "since_year": "x"})
    assert WORD["how"] in refused.text
    assert "Write a year" in refused.text
    for voucher in (cast.ana, cast.ben):
        assert as_(voucher).post(f"/vetting/{number}/vouches", data=WORD).status_code == 303
    assert as_(cast.cleo).post(f"/vetting/{number}/vouches", data=WORD).status_code == 404
    assert as_(cast.eve).get("/").status_code == 200
    mails = {to: subject for to, subject, _text in sent()}
    assert mails == {
        "eve@peers.example": "You are a member of Quorum",
        "ana@peers.example": "How it went on with Eve Tanaka",
        "ben@peers.example": "How it went on with Eve Tanaka",
    }


def test_advice_against_is_read_by_moderators_alone(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    data = {"kind": "against", "words": "Sold to us in 2022"}
    assert as_(cast.ana).post(f"/vetting/{number}/stances", data={"kind": "against"}).status_code == 422
    assert as_(cast.ana).post(f"/vetting/{number}/stances", data={"kind": "odd"}).status_code == 400
    assert as_(cast.ana).post(f"/vetting/{number}/stances", data=data).status_code == 303
    assert "Sold to us in 2022" in as_(cast.mo).get(f"/vetting/{number}").text
    for who, path in ((cast.ben, f"/vetting/{number}"), (cast.ben, "/vetting"), (cast.eve, "/standing")):
        page = as_(who).get(path).text
        assert "Eve" in page
        assert "Sold to us" not in page
        assert "Ana" not in page


def test_why_is_shown_only_where_it_is_shared(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    for who in (cast.ana, cast.mo):
        assert "Because nobody here knows" not in as_(who).get(f"/vetting/{number}").text
    with transaction.unit():
        db.session.get_one(Application, number).why_shared = True
    assert "Because nobody here knows" in as_(cast.ana).get(f"/vetting/{number}").text


def test_the_address_is_never_shown(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    for who in (cast.ana, cast.mo):
        assert "eve@peers.example" not in as_(who).get(f"/vetting/{number}").text


def test_a_question_back_and_the_reply(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    ask = f"/vetting/{number}/inquiries"
    assert as_(cast.ana).post(ask, data={"question": " "}).status_code == 422
    assert as_(cast.ana).post(ask, data={"question": "Since when?"}).status_code == 303
    ((to, _subject, text),) = sent()
    assert to == "eve@peers.example"
    assert "Since when?" in text
    eve = as_(cast.eve)
    page = eve.get("/standing").text
    assert "Since when?" in page
    assert "Ana" not in page
    inquiry = {"inquiry_id": "1"}
    refused = eve.post("/standing/reply", data={**inquiry, "reply": ""})
    assert refused.status_code == 422
    assert "Write your reply" in refused.text
    assert eve.post("/standing/reply", data={"inquiry_id": "99", "reply": "x"}).status_code == 404
    assert eve.post("/standing/reply", data={**inquiry, "reply": "Since 2019"}).status_code == 303
    assert "Since 2019" in as_(cast.ana).get(f"/vetting/{number}").text
    assert "Since 2019" in as_(cast.mo).get(f"/vetting/{number}").text
    assert "Since 2019" not in as_(cast.ben).get(f"/vetting/{number}").text
    as_(cast.ben).post(f"/vetting/{number}/vouches", data=WORD)
    assert "Since 2019" in as_(cast.ben).get(f"/vetting/{number}").text


def test_a_moderator_admits_and_declines(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    mo = as_(cast.mo)
    assert "As a moderator" in mo.get(f"/vetting/{number}").text
    assert "As a moderator" not in as_(cast.ana).get(f"/vetting/{number}").text
    refused = mo.post(f"/vetting/{number}/admission")
    assert refused.status_code == 422
    assert "One vouch by another member is needed" in refused.text
    assert mo.post(f"/vetting/{number}/decline", data={"reason": ""}).status_code == 422
    as_(cast.ana).post(f"/vetting/{number}/vouches", data=WORD)
    assert (
        mo.post(f"/vetting/{number}/decline", data={"reason": "The circle takes heads only"}).status_code
        == 303
    )
    mails = {to: text for to, _subject, text in sent()}
    assert "The circle takes heads only" in mails["eve@peers.example"]
    assert "heads only" not in mails["ana@peers.example"]
    page = as_(cast.eve).get("/standing").text
    assert "The circle takes heads only" in page
    assert "You may apply again from" in page
    again = saved(cast.eve)
    as_(cast.ana).post(f"/vetting/{again}/vouches", data=WORD)
    assert mo.post(f"/vetting/{again}/admission").status_code == 303
    assert as_(cast.eve).get("/").status_code == 200


def test_taking_a_word_back(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    ana = as_(cast.ana)
    ana.post(f"/vetting/{number}/vouches", data=WORD)
    word = db.session.scalar(select(Vouch.id))
    assert "Take my word back" in ana.get("/vetting").text
    assert as_(cast.ben).post(f"/vouches/{word}/withdrawal", data={"reason": "x"}).status_code == 404
    assert ana.post(f"/vouches/{word}/withdrawal", data={"reason": ""}).status_code == 422
    assert ana.post(f"/vouches/{word}/withdrawal", data={"reason": "I mixed them up"}).status_code == 303
    assert "I mixed them up" in as_(cast.mo).get(f"/vetting/{number}").text
    assert "I mixed them up" not in as_(cast.ben).get(f"/vetting/{number}").text


def test_two_vouchers_of_one_chain_are_marked(as_: SignIn, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.employer = cast.ben.employer = "Aster Pharma"
        vouched(cast.ana, cast.ben)
    number = saved(cast.eve)
    as_(cast.ana).post(f"/vetting/{number}/vouches", data=WORD)
    assert "came here by" not in as_(cast.cleo).get(f"/vetting/{number}").text
    as_(cast.ben).post(f"/vetting/{number}/vouches", data=WORD)
    page = as_(cast.cleo).get(f"/vetting/{number}").text
    assert "Ben Okafor came here by Ana Lindqvist’s word." in page
    assert "of the same employer" in page


# Where an applicant stands


def test_withdrawing(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    assert as_(cast.eve).post("/standing/withdrawal").status_code == 303
    assert "you took your application back" in as_(cast.eve).get("/standing").text
    assert as_(cast.ana).get(f"/vetting/{number}").status_code == 404
    assert as_(cast.eve).post("/standing/withdrawal").status_code == 404


def test_usual_days_come_from_real_decisions(as_: SignIn, client: Browser, cast: Cast) -> None:
    now = clock.now()
    with transaction.unit():
        for days in (2, 4, 6, 8):
            deciding.decline(cast.mo, waiting(cast.eve, now - timedelta(days=days, hours=1)), "No", now)
    assert "Usually" not in client.get("/apply").text
    with transaction.unit():
        deciding.decline(cast.mo, waiting(cast.eve, now - timedelta(days=30, hours=1)), "No", now)
    assert "Usually decided within 6 days." in client.get("/apply").text


def test_applying_again_uses_the_same_account(client: Browser, as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    as_(cast.eve).post("/standing/withdrawal")
    client.post("/apply", data={**FORM, "email": "eve@peers.example"})
    at = link(sent()[-1][2])
    assert client.post(at, data=CHOSEN).location == "/login"
    with transaction.unit():
        assert accounts.authenticate("eve@peers.example", PASSWORD) is not None
    query = select(Application.member_id).where(Application.id != number)
    assert list(db.session.scalars(query)) == [cast.eve.id]


# The pledge and the tree


def test_the_pledge(as_: SignIn, cast: Cast) -> None:
    with transaction.unit():
        cast.ana.pledged_until = LONG_AGO
    ana = as_(cast.ana)
    assert "Your pledge is due." in ana.get("/questions").text
    page = ana.get("/pledge").text
    assert 'value="Nordsee Bank"' in page
    assert "Your pledge is due." not in page
    assert ana.post("/pledge", data={"title": "CISO", "employer": "Nordsee Bank"}).status_code == 422
    data = {"title": "CIO", "employer": "Levant Re", "pledge": "y"}
    assert ana.post("/pledge", data=data).status_code == 303
    assert "Your pledge is due." not in ana.get("/questions").text
    assert cast.ana.employer == "Levant Re"
    assert "It holds until" in ana.get("/pledge").text


def test_a_new_job_leads_to_the_pledge(as_: SignIn, cast: Cast) -> None:
    profile = {"name": "Ana Lindqvist", "title": "CISO", "employer": "Nordsee Bank", "timezone": "UTC"}
    assert as_(cast.ana).post("/settings", data=profile).location == "/settings"
    assert as_(cast.ana).post("/settings", data={**profile, "title": "CIO"}).location == "/pledge"
    assert as_(cast.eve).post("/settings", data={**profile, "title": "CIO"}).location == "/settings"


def test_reminders_of_the_pledge(app: Flask, cast: Cast) -> None:
    now = clock.now()
    with transaction.unit():
        for who in (cast.ana, cast.ben, cast.cleo):
            who.pledged_until = None
        from qa.vetting import pledges

        pledges.give(cast.ana, "CISO", "Nordsee Bank", now)
        pledges.give(cast.ben, "CISO", "Carrow Mutual", now)
        pledges.give(cast.cleo, "CISO", "Levant Re", now)
        cast.cleo.state = MemberState.SUSPENDED
    assert sent() == []
    with time_machine.travel(now + timedelta(days=352), tick=True):
        assert sorted(to for to, _subject, _text in sent()) == ["ana@peers.example", "ben@peers.example"]
        with transaction.unit():
            pledges.give(cast.ben, "CISO", "Carrow Mutual", clock.now())
    with time_machine.travel(now + timedelta(days=366), tick=True):
        mails = sent()
        assert len(mails) == 3
        assert mails[-1][:2] == ("ana@peers.example", "Your pledge is due")


def test_the_tree(as_: SignIn, cast: Cast) -> None:
    with transaction.unit():
        vouched(cast.mo, cast.ana)
        vouched(cast.mo, cast.ben)
        vouched(cast.ana, cast.cleo)
        vouched(cast.ben, cast.cleo)
        vouched(cast.ana, cast.dan).withdrawn_at = clock.now()
        cast.ben.state = MemberState.SUSPENDED
    ana = as_(cast.ana)
    page = ana.get("/vetting/tree").text
    for words in (
        "Mo Haddad",
        "Suspended",
        "with Ben Okafor",
        "a word was taken back",
        "founding member, 2024",
    ):
        assert words in page
    assert "Dan Petrov" in ana.get("/vetting/tree?of=dan").text
    assert "Dan Petrov" not in as_(cast.ben).get("/vetting/tree?of=ben").text
    assert ana.get("/vetting/tree?of=nobody").status_code == 404
    assert ana.get("/vetting/tree?of=eve").status_code == 404
    whole = ana.get("/vetting/tree?all=1").text
    assert whole.count("Cleo Marchetti") == 1
    assert ana.get("/vetting/tree?all=1&page=odd").status_code == 400
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
    page = ana.get("/vetting/tree").text
    assert "Ben Okafor" not in page
    assert "Left" in page


def test_lapsed_members_read_but_say_nothing(as_: SignIn, cast: Cast) -> None:
    number = saved(cast.eve)
    with transaction.unit():
        cast.ana.pledged_until = LONG_AGO
    ana = as_(cast.ana)
    for path in ("/vetting", f"/vetting/{number}", "/vetting/tree", "/invitations"):
        assert ana.get(path).status_code == 200
    refused = ana.post(f"/vetting/{number}/vouches", data=WORD)
    assert refused.status_code == 422
    assert "Confirm your pledge first" in refused.text
    assert WORD["how"] in refused.text


def test_names_are_only_text(as_: SignIn, cast: Cast) -> None:
    hostile = "<script>alert(1)</script>"
    number = saved(cast.eve, decides=hostile, good_at=hostile, evidence="https://x.example/'onerror=1")
    with transaction.unit():
        application = db.session.get_one(Application, number)
        vouching.vouch(cast.ben, application, hostile, 2020, clock.now())
        inquiries.ask(cast.mo, application, hostile, clock.now())
        db.session.add(
            Stance(application_id=number, member_id=cast.dan.id, kind=StanceKind.AGAINST, words=hostile, made_at=clock.now())
        )  # fmt: skip
    pages = [as_(cast.mo).get(f"/vetting/{number}").text, as_(cast.eve).get("/standing").text]
    for page in pages:
        assert hostile not in page
        assert "&lt;script&gt;" in page
