"""Two moderators at once, and a worker beside a member who is about to vouch; on both engines."""

from __future__ import annotations

from flask import Flask

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Role
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeGrant, PrivilegeLoss, PrivilegeReview
from qa.members.privileges.rules import grant
from qa.moderation.models import ActKind, ModerationAct
from qa.questions.models import QuestionRevision
from tests.support.at_once import Crowd, post, statuses
from tests.support.cast import Cast
from tests.support.things import saved_question
from tests.support.trusting import allow

REASONS = ("Vouched for two strangers.", "Vouched for somebody unknown.")


def two(cast: Cast) -> None:
    with transaction.unit():
        cast.cleo.role = Role.MODERATOR
        allow(cast.ben, Privilege.VOUCHING)
        db.session.add(
            PrivilegeReview(member_id=cast.ben.id, privilege=Privilege.VOUCHING, opened_at=clock.now())
        )


def take(reason: str) -> object:
    return post("/m/ben/privileges/removal", privilege="vouching", reason=reason)


def test_of_two_moderators_who_take_it_one_does(app: Flask, cast: Cast) -> None:
    two(cast)
    crowd = Crowd(app, ["mo", "cleo"])
    assert statuses(crowd.at_once(*(take(why) for why in REASONS))) == {303: 1, 422: 1}  # type: ignore[arg-type]
    assert db.session.query(PrivilegeLoss).count() == 1
    assert [act.kind for act in db.session.query(ModerationAct)] == [ActKind.VOUCHING_TAKEN]


def test_of_one_who_takes_it_and_one_who_keeps_it_the_first_decides(app: Flask, cast: Cast) -> None:
    two(cast)
    crowd = Crowd(app, ["mo", "cleo"])
    keep = post("/m/ben/privileges/confirmation", privilege="vouching")
    seen = statuses(crowd.at_once(take(REASONS[0]), keep))  # type: ignore[arg-type]
    assert seen in ({303: 2}, {303: 1, 422: 1})
    assert db.session.query(PrivilegeLoss).count() == 1
    review = db.session.query(PrivilegeReview).one()
    assert review.ended_by_id in (cast.mo.id, cast.cleo.id)


def test_of_two_who_give_it_back_one_does(app: Flask, cast: Cast) -> None:
    two(cast)
    crowd = Crowd(app, ["mo", "cleo"])
    assert (
        crowd.browsers[0]
        .post("/m/ben/privileges/removal", data={"privilege": "vouching", "reason": REASONS[0]})
        .status_code
        == 303
    )
    back = [post("/m/ben/privileges/return", privilege="vouching", reason=why) for why in REASONS]
    assert statuses(crowd.at_once(*back)) == {303: 1, 422: 1}
    assert (
        db.session.query(PrivilegeGrant)
        .filter_by(privilege=Privilege.VOUCHING, member_id=cast.ben.id)
        .count()
        == 1
    )


def test_a_grant_is_written_once_whoever_writes_it(cast: Cast) -> None:
    for why in (GrantWhy.FIRST, GrantWhy.RECORD):
        grant(cast.ben.id, [Privilege.VOUCHING], why, clock.now())
    assert [row.why for row in db.session.query(PrivilegeGrant)] == [GrantWhy.FIRST]


def test_of_two_who_change_topics_at_once_one_is_told_of_the_other(app: Flask, cast: Cast) -> None:
    number = saved_question(cast.ana, cast.inner)
    with transaction.unit():
        allow(cast.ben, Privilege.TOPICS)
        allow(cast.cleo, Privilege.TOPICS)
    crowd = Crowd(app, ["ben", "cleo"])
    acts = [post(f"/q/{number}/topics", tags=tag, base="1") for tag in ("dora", "nis2")]
    assert statuses(crowd.at_once(*acts)) == {302: 1, 409: 1}
    assert db.session.query(QuestionRevision).filter_by(question_id=number).count() == 2
