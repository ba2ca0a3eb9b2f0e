"""Rules of accounts and circles, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from qa.core import clock, tokens
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.events import listens
from qa.members import accounts, circles, passwords, resets
from qa.members.events import CircleJoined, CircleLeft, ProfileChanged
from qa.members.models import (
    Circle,
    CircleRole,
    LoginSession,
    Member,
    Membership,
    MemberState,
    PasswordReset,
    Role,
)
from tests.support.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "kestrels over the quay"
heard: list[object] = []
listens(ProfileChanged, CircleJoined, CircleLeft)(heard.append)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    heard.clear()


def make(name: str = "Hana Kučerová", email: str | None = "hana@peers.example", **more: object) -> Member:
    return accounts.create_member(name=name, email=email, now=NOW, **more)  # type: ignore[arg-type]


def in_circle(member: Member, circle: Circle) -> bool:
    live = (
        Membership.member_id == member.id,
        Membership.circle_id == circle.id,
        Membership.left_at.is_(None),
    )
    return db.session.scalar(select(Membership.id).where(*live)) is not None


def test_a_new_member_has_a_handle_and_is_in_everyone(cast: Cast) -> None:
    member = make(password=SECRET, words={"title": " Head of  Audit ", "ask_me_about": "Vendors.\r\nRisk."})
    assert (member.handle, member.handle_key, member.email_key) == (
        "hana-kucerova",
        "hana-kucerova",
        "hana@peers.example",
    )
    assert (member.title, member.ask_me_about) == ("Head of Audit", "Vendors.\nRisk.")
    assert member.password_hash is not None
    assert SECRET not in member.password_hash
    assert in_circle(member, cast.everyone)
    assert not in_circle(member, cast.inner)


def test_an_applicant_is_in_no_circle(cast: Cast) -> None:
    assert not in_circle(make(state=MemberState.APPLICANT), cast.everyone)


def test_the_first_admin_finds_everyone_made(app: Flask) -> None:
    db.session.execute(Membership.__table__.delete())  # type: ignore[attr-defined]
    db.session.execute(Circle.__table__.delete())  # type: ignore[attr-defined]
    admin = accounts.create_admin("Hana Kučerová", "hana@peers.example", SECRET, now=NOW)
    everyone = circles.everyone(NOW)
    assert (admin.role, admin.state, everyone.everyone, everyone.cap) == (
        Role.ADMIN,
        MemberState.ACTIVE,
        True,
        None,
    )
    assert in_circle(admin, everyone)
    assert circles.everyone(NOW).id == everyone.id
    assert accounts.authenticate("hana@peers.example", SECRET) is None  # the rule committed nothing


def test_people_of_one_name_get_handles_of_their_own(cast: Cast) -> None:
    made = [make(email=f"hana{number}@peers.example") for number in range(3)]
    assert [one.handle for one in made] == ["hana-kucerova", "hana-kucerova-2", "hana-kucerova-3"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "✓"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "ANA@Peers.Example"}, "email"),
        ({"handle": "ANA"}, "handle"),
        ({"handle": "a"}, "handle"),
        ({"timezone": "Europe/Nowhere"}, "timezone"),
        ({"password": "short"}, "password"),
        ({"password": "hana@peers.example"}, "password"),
        ({"password": "Kučerová2026"}, "password"),
        ({"words": {"title": "x" * 121}}, "title"),
        ({"words": {"good_at": "x" * 2001}}, "good_at"),
        ({"words": {"good_at": "a\x00b"}}, "good_at"),
    ],
)
def test_an_account_that_breaks_a_rule_is_not_made(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        make(**change)  # type: ignore[arg-type]
    assert broken.value.field == field
    assert make().id  # the same without the change


def test_words_that_no_profile_has_are_a_mistake_of_the_program(cast: Cast) -> None:
    with pytest.raises(ValueError, match="role"):
        make(words={"role": "admin"})


def with_password(member: Member) -> Member:
    member.password_hash = passwords.hash_password(SECRET)
    db.session.commit()
    return member


def test_only_address_and_password_together_let_in(cast: Cast) -> None:
    ana = with_password(cast.ana).id
    found = accounts.authenticate(" ANA@peers.example ", SECRET)
    assert found is not None
    assert found.id == ana
    assert accounts.authenticate("ana@peers.example", SECRET.upper()) is None
    assert accounts.authenticate("ben@peers.example", SECRET) is None
    assert accounts.authenticate("nobody@peers.example", SECRET) is None
    assert accounts.authenticate("", SECRET) is None


@pytest.mark.parametrize("state", [MemberState.APPLICANT, MemberState.SUSPENDED, MemberState.ACTIVE])
def test_all_but_those_who_left_may_sign_in(cast: Cast, state: MemberState) -> None:
    with_password(cast.ana).state = state
    db.session.commit()
    assert accounts.authenticate("ana@peers.example", SECRET) is not None
    cast.ana.state = MemberState.LEFT
    db.session.commit()
    assert accounts.authenticate("ana@peers.example", SECRET) is None


def test_members_without_address_cannot_be_signed_in_as(cast: Cast) -> None:
    ana = with_password(cast.ana)
    ana.email = ana.email_key = None
    db.session.commit()
    assert accounts.authenticate("", SECRET) is None


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(cast: Cast) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)
    cast.ana.password_hash = old
    db.session.commit()
    member = accounts.authenticate("ana@peers.example", SECRET)
    assert member is not None
    assert member.password_hash != old
    assert passwords.verify(member.password_hash, SECRET)
    renewed = member.password_hash
    db.session.commit()
    again = accounts.authenticate("ana@peers.example", SECRET)
    assert again is not None
    assert again.password_hash == renewed


def session_of(member: Member) -> LoginSession:
    row = LoginSession(
        member_id=member.id, token_hash=tokens.random_token()[1], created_at=NOW, seen_at=NOW, expires_at=NOW
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_a_new_password_ends_other_sessions_and_links(cast: Cast) -> None:
    ana = with_password(cast.ana)
    here, there, bens = session_of(ana), session_of(ana), session_of(cast.ben)
    link = PasswordReset(member_id=ana.id, token_hash="h", created_at=NOW, expires_at=NOW)
    db.session.add(link)
    with pytest.raises(RuleBroken) as wrong:
        accounts.change_password(ana, "not it at all", "another kestrel", NOW, spare=here.id)
    assert wrong.value.field == "old"
    with pytest.raises(RuleBroken) as weak:
        accounts.change_password(ana, SECRET, "Nordsee2026", NOW, spare=here.id)
    assert weak.value.field == "password"
    assert (there.revoked_at, link.used_at) == (None, None)
    accounts.change_password(ana, SECRET, "another kestrel", NOW, spare=here.id)
    db.session.expire_all()
    assert here.revoked_at is None
    assert there.revoked_at is not None
    assert bens.revoked_at is None
    assert link.used_at == NOW
    assert passwords.verify(ana.password_hash, "another kestrel")


def test_a_changed_profile_is_told_and_an_unchanged_one_is_not(cast: Cast) -> None:
    ana = cast.ana
    accounts.change_profile(ana, ana.name, "Asia/Tokyo", {"title": ana.title}, NOW)
    assert ana.timezone == "Asia/Tokyo"
    assert heard == []
    accounts.change_profile(ana, "Ana Berg", "Asia/Tokyo", {"title": "CISO", "level": ""}, NOW)
    assert (ana.name, ana.level) == ("Ana Berg", "")
    assert heard == [ProfileChanged(ana.id)]


def test_looks_are_one_of_three(cast: Cast) -> None:
    accounts.change_looks(cast.ana, "dark", True)
    assert (cast.ana.theme, cast.ana.recognition_hidden) == ("dark", True)
    with pytest.raises(RuleBroken) as broken:
        accounts.change_looks(cast.ana, "pink", True)
    assert broken.value.field == "theme"


def test_joining_leaving_and_coming_back(cast: Cast) -> None:
    dan, inner = cast.dan, cast.inner
    circles.join(inner, dan, NOW)
    circles.join(inner, dan, NOW)
    assert heard == [CircleJoined(dan.id, inner.id)]
    circles.leave(inner, dan, NOW)
    circles.leave(inner, dan, NOW)
    assert not in_circle(dan, inner)
    assert heard[1:] == [CircleLeft(dan.id, inner.id)]
    back = circles.join(inner, dan, clock.now(), CircleRole.STEWARD)
    assert (back.role, back.left_at) == (CircleRole.STEWARD, None)
    assert in_circle(dan, inner)


def test_a_full_circle_takes_nobody(cast: Cast) -> None:
    inner = cast.inner
    inner.cap = circles.size(inner.id)
    with pytest.raises(RuleBroken):
        circles.join(inner, cast.dan, NOW)
    circles.join(inner, cast.ana, NOW)  # who is in already
    inner.cap += 1
    circles.join(inner, cast.dan, NOW)
    assert in_circle(cast.dan, inner)


@pytest.mark.parametrize("state", [MemberState.APPLICANT, MemberState.SUSPENDED, MemberState.LEFT])
def test_only_the_active_join(cast: Cast, state: MemberState) -> None:
    dan = cast.dan
    dan.state = state
    with pytest.raises(RuleBroken):
        circles.join(cast.inner, dan, NOW)


def test_nobody_leaves_everyone_alone(cast: Cast) -> None:
    dan = cast.dan
    with pytest.raises(RuleBroken):
        circles.leave(cast.everyone, dan, NOW)
    dan.state = MemberState.LEFT
    circles.leave(cast.everyone, dan, NOW)
    assert not in_circle(dan, cast.everyone)


def reset_row(member: Member, token: str, **change: object) -> PasswordReset:
    values = {"created_at": NOW, "expires_at": NOW + resets.GOOD_FOR, "used_at": None, **change}
    row = PasswordReset(member_id=member.id, token_hash=tokens.token_hash(token), **values)
    db.session.add(row)
    db.session.flush()
    return row


def test_a_link_is_good_for_an_hour_and_for_one_use(cast: Cast) -> None:
    reset_row(cast.ana, "t")
    link = resets.look("t", NOW)
    assert link is not None
    assert resets.look("T", NOW) is None
    assert resets.look("t", NOW + resets.GOOD_FOR) is None
    with pytest.raises(RuleBroken):
        resets.use(link, "short", NOW)
    member = resets.use(link, "another kestrel", NOW)
    assert member is not None
    assert passwords.verify(member.password_hash, "another kestrel")
    assert resets.look("t", NOW) is None
    assert resets.use(link, "a third kestrel", NOW) is None


def test_a_link_of_one_who_left_is_dead(cast: Cast) -> None:
    reset_row(cast.ana, "t")
    assert resets.look("t", NOW) is not None
    cast.ana.state = MemberState.LEFT
    assert resets.look("t", NOW) is None
