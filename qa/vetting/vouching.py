"""Rules of vouching: a member's signed word for an applicant, taking it back, and saying that one has none."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from qa.config import settings
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members.models import Member
from qa.members.names import same_employer
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import Privilege
from qa.vetting import counting, deciding, rules
from qa.vetting.models import Application, Stance, StanceKind, Vouch


def vouch(voucher: Member, application: Application, how: str, year: int | None, now: datetime) -> Vouch:
    """Vouch for an applicant; enough vouches admit at once.

    Raises Forbidden for who is not active, Conflict for what is decided, RuleBroken naming the field else, and for
    who may not vouch yet.
    """
    rules.require_word(voucher, now)
    how = rules.said(how, "how", _("Write what you know of their work: a fact, not praise."))
    year = rules.since(year, now)
    rules.waiting(application)
    if application.member_id == voucher.id:
        raise RuleBroken(_("Nobody vouches for themselves."))
    rules.lock_member(voucher.id)
    privileges.require(voucher, Privilege.VOUCHING, now)
    if _of(voucher.id, application) is not None:
        raise RuleBroken(_("You have vouched for this person already."))
    if counting.vouches_left(voucher.id, now) < 1:
        most = settings().vouches_a_month
        raise RuleBroken(
            ngettext(
                "You have vouched once within 30 days, and that is the most.",
                "You have vouched %(num)s times within 30 days, and that is the most.",
                most,
            )
        )
    given = give(voucher, application, how, year, now)
    deciding.settle(application, now)
    return given


def may_speak(voucher: Member, now: datetime) -> bool:
    """Whether *voucher*'s word counts now and there is one left this month; locks what is counted."""
    rules.lock_member(voucher.id)
    db.session.refresh(voucher)
    if not voucher.may_post(now) or counting.vouches_left(voucher.id, now) < 1:
        return False
    return privileges.may(voucher, Privilege.VOUCHING, now)


def give(voucher: Member, application: Application, how: str, year: int, now: datetime) -> Vouch:
    """Write the word down, in the place of an earlier one for the same person."""
    member = db.session.get_one(Member, application.member_id)
    query = select(Vouch).where(Vouch.voucher_id == voucher.id, Vouch.member_id == member.id)
    given = db.session.scalars(query).one_or_none() or Vouch(voucher_id=voucher.id, member_id=member.id)
    given.application_id, given.how, given.since_year, given.given_at = application.id, how, year, now
    given.withdrawn_at, given.withdrawn_reason = None, ""
    # The application may say another employer than the profile, which the applicant can change meanwhile.
    given.same_employer = any(same_employer(voucher.employer, one.employer) for one in (member, application))
    db.session.add(given)
    stance = db.session.get(Stance, (application.id, voucher.id))
    if stance is not None:
        db.session.delete(stance)
    db.session.flush()
    return given


def take_back(voucher: Member, vouch_id: int, reason: str, now: datetime) -> Vouch:
    """Take one's word back, before or after the admission; moderators read the reason.

    Raises NotFound for another's word or one that was taken back, RuleBroken with the field "reason".
    """
    query = select(Vouch).where(
        Vouch.id == vouch_id, Vouch.voucher_id == voucher.id, Vouch.withdrawn_at.is_(None)
    )
    given = db.session.scalars(query.with_for_update()).one_or_none()
    if given is None:
        raise NotFound
    given.withdrawn_reason = rules.said(reason, "reason", _("Write why; moderators read it."))
    given.withdrawn_at = now
    return given


def stand_aside(
    member: Member, application: Application, kind: StanceKind, words: str, now: datetime
) -> None:
    """Say that one does not know the work, or advise against, for moderators alone; the later word replaces the earlier.

    Raises Forbidden, Conflict, or RuleBroken: for who has vouched, and with the field "words".
    """
    rules.require_word(member, now)
    said = ""
    if kind == StanceKind.AGAINST:
        said = rules.said(words, "words", _("Write what moderators should know."))
    rules.waiting(application)
    if application.member_id == member.id:
        raise RuleBroken(_("Nobody vouches for themselves."))
    rules.lock_member(member.id)
    if _of(member.id, application) is not None:
        raise RuleBroken(_("You have vouched for this person; take that back first."))
    stance = db.session.get(Stance, (application.id, member.id))
    if stance is None:
        stance = Stance(application_id=application.id, member_id=member.id)
        db.session.add(stance)
    stance.kind, stance.words, stance.made_at = kind, said, now
    db.session.flush()


def _of(voucher_id: int, application: Application) -> Vouch | None:
    """The word of *voucher_id* that stands for *application*."""
    query = select(Vouch).where(
        Vouch.voucher_id == voucher_id,
        Vouch.application_id == application.id,
        Vouch.withdrawn_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()
