"""How everybody in the sample community came in: who vouched for whom, the pledges, who waits and who was declined.

Written as rows: the rules speak of the present, and this is the past.
"""

from __future__ import annotations

from datetime import datetime
from random import Random

from qa.config import settings
from qa.core.db import db
from qa.demo_build.when import DAY, HOUR
from qa.demo_content.joining import APPLICANTS, WORDS, Applies
from qa.demo_content.people import PEOPLE
from qa.members.models import Member, MemberState
from qa.vetting.models import Application, Inquiry, Nomination, Outcome, Pledge, Vouch

FOUNDERS = 4
"""Who came first, and for whom nobody could vouch."""
MODERATOR = "moira-teale"


def write(members: dict[str, Member], seed: int, now: datetime) -> None:
    """Write it all for *members*, by handle, at *now*; the same for the same seed."""
    draw = Random(f"quorum joining {seed}")  # noqa: S311 - no secret, and the same again
    here = {one.handle: members[one.handle] for one in PEOPLE if one.state != MemberState.APPLICANT}
    came = sorted(here, key=lambda handle: (here[handle].joined_at, handle))
    for number, handle in enumerate(came):
        if number >= FOUNDERS:
            _let_in(members, handle, came[:number], draw)
        _pledge(members[handle])
    for applies in APPLICANTS:
        _apply(members, applies, now)
    db.session.flush()


def _let_in(members: dict[str, Member], handle: str, earlier: list[str], draw: Random) -> None:
    """Two of those who were there already vouched, of the same circle where there were two."""
    member = members[handle]
    circles = {person.handle: set(person.circles) for person in PEOPLE}
    near = [one for one in earlier if circles[one] & circles[handle]]
    chosen = draw.sample(near if len(near) > 1 else earlier, 2)
    application = _application(member, member.joined_at - draw.randint(3, 16) * DAY)
    for step, voucher in enumerate(chosen):
        at = member.joined_at - (1 - step) * draw.randint(1, 40) * HOUR
        _vouch(members[voucher], application, draw.choice(WORDS), at, at.year - draw.randint(1, 9))
    application.outcome, application.decided_at = Outcome.ADMITTED, member.joined_at


def _application(member: Member, at: datetime) -> Application:
    words = ("title", "employer", "industry", "profession", "level", "timezone", "good_at")
    application = Application(
        member_id=member.id,
        name=member.name,
        email=member.email,
        email_key=member.email_key,
        made_at=at,
        expires_at=at + 7 * DAY,
        confirmed_at=at,
        **{word: getattr(member, word) for word in words},
    )
    db.session.add(application)
    db.session.flush()
    return application


def _vouch(voucher: Member, application: Application, how: str, at: datetime, year: int) -> None:
    db.session.add(
        Vouch(
            voucher_id=voucher.id,
            member_id=application.member_id,
            application_id=application.id,
            how=how,
            since_year=year,
            given_at=at,
        )
    )
    db.session.flush()


def _pledge(member: Member) -> None:
    """The pledge that holds now."""
    assert member.pledged_until is not None  # every member of the sample has given it
    at = member.pledged_until - settings().pledge_days * DAY
    words = {"title": member.title, "employer": member.employer, "holds_until": member.pledged_until}
    db.session.add(Pledge(member_id=member.id, given_at=max(at, member.joined_at), **words))


def _apply(members: dict[str, Member], applies: Applies, now: datetime) -> None:
    application = _application(members[applies.handle], now - applies.days * DAY)
    application.decides, application.why, application.responsible_for = (
        applies.decides,
        applies.why,
        applies.people,
    )
    for handle in applies.named:
        db.session.add(Nomination(application_id=application.id, member_id=members[handle].id))
    for handle, how in applies.vouchers:
        at = now - (applies.days - 1) * DAY
        _vouch(members[handle], application, how, at, at.year - 5)
    moderator = members[MODERATOR]
    if applies.asked:
        asked_at = now - 2 * DAY
        one = Inquiry(
            application_id=application.id, asked_by_id=moderator.id, question=applies.asked, asked_at=asked_at
        )
        db.session.add(one)
    if applies.declined:
        application.outcome, application.reason = Outcome.DECLINED, applies.declined
        application.decided_at, application.decided_by_id = now - (applies.days - 5) * DAY, moderator.id
