"""Founding, entering, keeping and leaving circles, over HTTP and by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask

from qa.config import settings
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members import circles, entries, founding
from qa.members.models import Circle, CircleEntry, CircleRole, Gathering, Member, MemberState
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.recorder import Queries

AsMember = Callable[[Member], Browser]
WANTED = {
    "do": "ask", "name": "Exit planners", "purpose": "Leaving a provider.", "cap": "20", "listed": "no",
    "asked": ["ben", "cleo", "dan", "mo"],
}  # fmt: skip


def text(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True).partition("<main")[2]


def mails() -> list[tuple[str, str, str]]:
    """Send what waits: whose name each mail is to, its subject and its text, in order."""
    outbox.drain()
    found = []
    for path in sorted((settings().instance / "mails").glob("*")):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        body = mail.get_body(("plain",))
        assert body is not None
        found.append((mail["To"].partition("@")[0], mail["Subject"], body.get_content()))
        path.unlink()
    return found


def role_of(circle: Circle, member: Member) -> CircleRole | None:
    return circles.part(circle.id, member.id)


def test_a_circle_is_founded_by_four(as_: AsMember, cast: Cast) -> None:
    ana = as_(cast.ana)
    assert "Ben Okafor" in text(ana, "/circles/new")
    answer = ana.post("/circles/new", data=WANTED)
    assert answer.status_code == 303, answer.text
    assert {to for to, _subject, _raw in mails()} == {"ben", "cleo", "dan", "mo"}
    for one in (cast.ben, cast.cleo, cast.dan):
        assert "Exit planners" in text(as_(one), "/circles")
        assert "Yes, found it" in text(as_(one), answer.location)
        last = as_(one).post(f"{answer.location}/answer", data={"answer": "yes"})
    assert re.fullmatch(r"/c/exit-planners-[a-z]{4}", last.location)
    assert "A steward, member since" in text(ana, last.location)
    assert "its members only" in text(as_(cast.dan), last.location)
    assert [to for to, subject, _raw in mails() if "founded" in subject] == ["ana", "ben", "cleo", "dan"]
    mo = as_(cast.mo)  # the moderator has not answered: not in, but invited
    assert mo.get(last.location).status_code == 404
    page = text(mo, answer.location)
    entry = re.search(r"/entries/(\d+)/answer", page)
    assert entry
    assert mo.post(entry[0], data={"answer": "yes"}).location == last.location
    assert mo.get(last.location).status_code == 200


def test_a_gathering_is_nothing_to_all_others(as_: AsMember, cast: Cast) -> None:
    wanted = {**WANTED, "asked": ["ben", "cleo", "dan"]}
    path = as_(cast.ana).post("/circles/new", data=wanted).location
    mo = as_(cast.mo)
    with time_machine.travel(clock.now(), tick=False):
        known, never = mo.get(path), mo.get("/gatherings/987654")
    assert (known.status_code, known.data) == (never.status_code, never.data)
    assert known.status_code == 404
    assert "Exit planners" not in text(mo, "/circles")
    assert as_(cast.ana).post(f"{path}/end").status_code == 303
    assert "given up" in text(as_(cast.ben), path)
    assert as_(cast.ben).post(f"{path}/answer", data={"answer": "yes"}).status_code == 422


def test_one_more_is_asked_by_name(as_: AsMember, cast: Cast) -> None:
    ana = as_(cast.ana)
    path = ana.post("/circles/new", data={**WANTED, "asked": ["ben", "cleo", "mo"]}).location
    assert "Ask one more" in text(ana, path)
    assert "Ask one more" not in text(as_(cast.ben), path)
    as_(cast.mo).post(f"{path}/answer", data={"answer": "no"})
    assert as_(cast.ben).post(f"{path}/asked", data={"member": "dan"}).status_code == 403
    refused = ana.post(f"{path}/asked", data={"member": ""})
    assert (refused.status_code, "Write whom you mean" in refused.text) == (422, True)
    unsure = ana.post(f"{path}/asked", data={"member": "Da"})
    assert (unsure.status_code, 'name="choose" value="dan"' in unsure.text) == (422, True)
    assert ana.post(f"{path}/asked", data={"member": "Da", "choose": "dan"}).location == path
    assert "Ask one more" not in text(as_(cast.dan), path)
    assert "Yes, found it" in text(as_(cast.dan), path)
    assert [to for to, _subject, _raw in mails()][-1] == "dan"


def test_the_form_keeps_what_was_typed_and_finds_others(as_: AsMember, cast: Cast) -> None:
    dan = as_(cast.dan)
    assert "You share only Everyone" in text(dan, "/circles/new")
    found = dan.post(
        "/circles/new", data={**WANTED, "do": "find", "whom": "insurance", "asked": ["ana"]}
    ).get_data(as_text=True)
    assert 'value="ana" checked' in found
    assert 'value="cleo">' in found
    assert 'value="Exit planners"' in found
    assert db.session.query(Gathering).count() == 0
    for wrong, says in (
        ({"asked": ["ana", "ben"]}, "3 members at least"), ({"asked": ["ana", "ben", "eve"]}, "3 members at least"),
        ({"cap": "many"}, "Not a valid integer"), ({"name": ""}, "Give the circle a name"), ({"cap": "900"}, "between"),
    ):  # fmt: skip
        answer = dan.post("/circles/new", data={**WANTED, "asked": ["ana", "ben", "cleo"], **wrong})
        assert answer.status_code == 422
        assert says in answer.text
        assert "Leaving a provider." in answer.text
    assert dan.post("/circles/new", data={**WANTED, "asked": ["ana", "ben", "cleo"]}).status_code == 303


def test_a_full_circle_suggests_a_sister(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        cast.inner.cap = 4
    for who in (cast.ana, cast.dan):
        assert "/circles/new?like=inner" in text(as_(who), "/c/inner")
    answer = as_(cast.dan).post("/c/inner/requests", data={"words": "Please"})
    assert answer.status_code == 422
    assert "is full" in answer.text
    assert "/circles/new?like=inner" in answer.text
    page = text(as_(cast.dan), "/circles/new?like=inner")
    assert "A sister of Inner circle" in page
    assert 'value="Security heads"' in page


def test_a_request_is_answered_by_a_steward(as_: AsMember, cast: Cast) -> None:
    dan, mo = as_(cast.dan), as_(cast.mo)
    assert dan.post("/c/inner/requests", data={"words": "I run it too"}).status_code == 303
    ((to, subject, raw),) = mails()
    assert (to, "Dan Petrov asks to be let into" in subject) == ("mo", True)
    assert "I run it too" in raw
    assert "You asked to be let in" in text(dan, "/c/inner")
    assert "1 member asks" in text(mo, "/c/inner")
    assert as_(cast.ana).get("/c/inner/requests").status_code == 403
    entry = re.search(r"/entries/\d+", text(mo, "/c/inner/requests"))
    assert entry
    refused = mo.post(f"{entry[0]}/decision", data={"answer": "no", "reason": " "})
    assert refused.status_code == 422
    assert "Write a reason" in refused.text
    assert "Dan Petrov" in refused.text
    assert mo.post(f"{entry[0]}/decision", data={"answer": "no", "reason": "Other trade"}).status_code == 303
    ((to, subject, raw),) = mails()
    assert (to, "Other trade" in raw) == ("dan", True)
    page = text(dan, "/c/inner")
    assert "Other trade" in page
    assert "Ask to be let in" not in page


def test_an_invitation_is_answered_on_the_page_of_circles(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        cast.inner.listed = False
    ben, dan = as_(cast.ben), as_(cast.dan)
    unsure = ben.post("/c/inner/invitations", data={"member": "energie", "words": "Come in"})
    assert unsure.status_code == 422
    assert 'value="dan">Dan Petrov' in unsure.text
    assert "Come in" in unsure.text
    again = {"member": "energie", "words": "Come in", "choose": "dan"}
    assert ben.post("/c/inner/invitations", data=again).status_code == 303
    ((to, _subject, raw),) = mails()
    assert (to, "Come in" in raw) == ("dan", True)
    assert "Dan Petrov" in text(ben, "/c/inner/invitations")
    page = text(dan, "/circles")
    assert "Inner circle" in page
    assert dan.get("/c/inner").status_code == 404
    entry = re.search(r"/entries/\d+", page)
    assert entry
    assert dan.post(f"{entry[0]}/answer", data={"answer": "yes"}).status_code == 303
    assert dan.get("/c/inner").status_code == 200


def test_an_invitation_by_name_or_handle(as_: AsMember, cast: Cast) -> None:
    ben = as_(cast.ben)
    assert ben.post("/c/inner/invitations", data={"member": "dan  petrov"}).status_code == 303
    dan = as_(cast.dan)
    entry = re.search(r"/entries/\d+", text(dan, "/circles"))
    assert entry
    assert dan.post(f"{entry[0]}/answer", data={"answer": "no"}).status_code == 303
    refused = ben.post("/c/inner/invitations", data={"member": "@dan"})
    assert "30 days" in refused.text
    stranger, nobody = (
        ben.post("/c/inner/invitations", data={"member": name}).text for name in ("eve", "nix")
    )
    assert "Choose one of those below" in stranger
    assert "Eve" not in stranger
    assert "Choose one of those below" in nobody


def test_what_is_over_sends_no_mail(as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        for member in (cast.dan, cast.eve):
            member.state = MemberState.ACTIVE
            circles.join(circles.everyone(clock.now()), member, clock.now())
        entry = entries.invite(cast.ben, cast.inner, cast.dan, "", clock.now())
        entries.invite(cast.cleo, cast.inner, cast.eve, "", clock.now())
        entries.take_back(cast.ben, entry, clock.now())
        plan = founding.Plan("Exit planners", "Leaving.", "", "", 20, False)
        gathering = founding.gather(cast.ana, plan, [cast.ben, cast.cleo, cast.mo], clock.now())
        founding.answer(cast.ben, gathering, False, clock.now())
        cast.mo.state = MemberState.SUSPENDED
    assert [to for to, _subject, _raw in mails()] == ["eve", "cleo"]


def test_a_steward_appoints_and_removes(as_: AsMember, cast: Cast) -> None:
    mo, inner = as_(cast.mo), cast.inner
    assert "/c/inner/members/ben" in text(mo, "/c/inner")
    assert "/c/inner/members/ben" not in text(as_(cast.ana), "/c/inner")
    assert mo.post("/c/inner/members/mo/steward", data={"steward": "no"}).status_code == 422
    assert mo.post("/c/inner/members/ben/steward", data={"steward": "yes"}).status_code == 303
    assert role_of(inner, cast.ben) == CircleRole.STEWARD
    assert mo.post("/c/inner/members/mo/steward", data={"steward": "no"}).status_code == 303
    assert mo.get("/c/inner/members/ana").status_code == 403  # a moderator, and no steward any more
    ben = as_(cast.ben)
    assert "Remove Ana Lindqvist" in text(ben, "/c/inner/members/ana")
    assert ben.post("/c/inner/members/ana/removal", data={"reason": ""}).status_code == 422
    assert ben.post("/c/inner/members/ana/removal", data={"reason": "Sold to us"}).status_code == 303
    (appointed, (to, _subject, raw)) = mails()
    assert (appointed[0], "Mo Haddad appointed you" in appointed[2]) == ("ben", True)
    assert (to, "Sold to us" in raw) == ("ana", True)
    with transaction.unit():
        cast.inner.listed = False
    assert as_(cast.ana).get("/c/inner").status_code == 404
    for path in ("/c/inner/members/ana", "/c/inner/members/dan", "/c/inner/members/nobody"):
        assert ben.get(path).status_code == 404


def test_a_steward_changes_a_circle(as_: AsMember, cast: Cast) -> None:
    mo = as_(cast.mo)
    assert 'value="Security heads"' in text(mo, "/c/inner/settings")
    wrong = mo.post("/c/inner/settings", data={"purpose": "Others", "cap": "2", "listed": "no"})
    assert wrong.status_code == 422
    assert 'value="Others"' in wrong.text
    good = mo.post("/c/inner/settings", data={"purpose": "Others", "cap": "30", "listed": "no"})
    assert good.status_code == 303
    assert as_(cast.dan).get("/c/inner").status_code == 404
    assert "Others" in text(as_(cast.ana), "/c/inner")


def test_one_leaves_after_a_question(as_: AsMember, cast: Cast) -> None:
    mo, ana = as_(cast.mo), as_(cast.ana)
    refused = mo.post("/c/inner/leaving")
    assert refused.status_code == 422
    assert "last steward" in refused.text
    assert "Leave Inner circle?" in text(ana, "/c/inner/leaving")
    assert ana.post("/c/inner/leaving").status_code == 303
    assert "Ask to be let in" in text(ana, "/c/inner")
    assert ana.get("/c/everyone/leaving").status_code == 404
    assert ana.post("/c/everyone/leaving").status_code == 404
    assert role_of(cast.everyone, cast.ana) is not None


def test_the_share_of_ones_own_employer(as_: AsMember, cast: Cast) -> None:
    assert "your employer" not in text(as_(cast.ben), "/c/inner")
    with transaction.unit():
        cast.cleo.employer = "CARROW Mutual plc"
        crowd(cast.inner, 3)
    page = text(as_(cast.ben), "/c/inner")
    assert "2 of 7 are from your employer" in page
    assert "mostly of one house" not in page
    with transaction.unit():
        cast.ana.employer = "Carrow Mutual"
    assert "mostly of one house" in text(as_(cast.ben), "/c/inner")
    with transaction.unit():
        for one in (cast.ana, cast.ben, cast.cleo):
            one.employer = ""
    assert "your employer" not in text(as_(cast.ben), "/c/inner")


@pytest.mark.parametrize("many", [1, 12])
def test_statements_do_not_grow_with_what_waits(
    as_: AsMember, cast: Cast, queries: Queries, many: int
) -> None:
    with transaction.unit():
        for one in crowd(cast.everyone, many):
            entries.ask(one, cast.inner, "Let me in", clock.now())
            entries.invite(cast.mo, cast.inner, one, "Come in", clock.now())
        for number in range(many):
            circle = circles.add(f"small-{number}", f"Small {number}", "For few", clock.now(), cap=20)
            circles.join(circle, cast.ben, clock.now(), CircleRole.STEWARD)
            entries.invite(cast.ben, circle, cast.mo, "Come in", clock.now())
            plan = founding.Plan(f"Plan {number}", "Leaving.", "", "", 20, False)
            founding.gather(cast.ana, plan, [cast.ben, cast.cleo, cast.mo], clock.now())
        gathering = db.session.query(Gathering.id).first()
    assert gathering is not None
    mo = as_(cast.mo)
    for path, most in (("/circles", 4), ("/c/inner", 6), ("/c/inner/requests", 3), ("/c/inner/invitations", 3),
                       (f"/gatherings/{gathering[0]}", 3), ("/circles/new", 2)):  # fmt: skip
        with queries:
            assert mo.get(path).status_code == 200
        assert len(queries) == most, (path, queries.statements)


def test_nothing_waits_for_one_who_is_gone(app: Flask, as_: AsMember, cast: Cast) -> None:
    with transaction.unit():
        entries.ask(cast.dan, cast.inner, "", clock.now())
        cast.dan.state = MemberState.SUSPENDED
    page = text(as_(cast.mo), "/c/inner/requests")
    assert "Nobody is asking at present" in page
    entry = db.session.query(CircleEntry).one()
    path = f"/entries/{entry.id}/decision"
    assert as_(cast.mo).post(path, data={"answer": "yes"}).status_code == 404
    with transaction.unit():
        cast.dan.state = MemberState.ACTIVE
    assert as_(cast.mo).post(path, data={"answer": "yes"}).status_code == 303
