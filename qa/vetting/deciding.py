"""Rules of deciding: enough vouches admit by themselves, a moderator admits with one fewer, or declines with a reason."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from qa.config import settings
from qa.core import outbox
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members import circles
from qa.members.models import Member, MemberState
from qa.vetting import counting, pledges, rules
from qa.vetting.models import Application, Outcome, Vouch

NEWS = "vetting.news"
HOW_IT_WENT = "vetting.voucher"


def settle(application: Application, now: datetime) -> bool:
    """Admit the applicant of *application*, which is locked, where the vouches are enough."""
    if not counting.are_enough(counting.standing(application.id)):
        return False
    _admit(application, None, now)
    return True


def admit(moderator: Member, application: Application, now: datetime) -> None:
    """Admit with one vouch fewer than needed; the moderator's own does not count as another's.

    Raises Forbidden, Conflict, or RuleBroken where the vouches are too few.
    """
    rules.require_staff(moderator, now)
    rules.waiting(application)
    words = [word for word in counting.standing(application.id) if word.voucher_id != moderator.id]
    needed = settings().vouches_needed - 1
    if len(words) < needed:
        raise RuleBroken(
            ngettext(
                "One vouch by another member is needed before you can admit.",
                "%(num)s vouches by other members are needed before you can admit.",
                needed,
            )
        )
    _admit(application, moderator, now)


def decline(moderator: Member, application: Application, reason: str, now: datetime) -> None:
    """Decline with a reason that the applicant reads. Raises Forbidden, Conflict, RuleBroken with the field "reason"."""
    rules.require_staff(moderator, now)
    reason = rules.said(reason, "reason", _("Write the reason; the applicant reads it."))
    rules.waiting(application)
    application.reason = reason
    _end(application, Outcome.DECLINED, moderator, now)
    _tell(application)


def withdraw(applicant: Member, application: Application, now: datetime) -> None:
    """The applicant does not want to join any more. Raises Conflict for what is decided."""
    rules.waiting(application)
    if application.member_id != applicant.id:
        raise RuleBroken(_("Only the applicant can do this."))
    _end(application, Outcome.WITHDRAWN, None, now)


def _admit(application: Application, moderator: Member | None, now: datetime) -> None:
    member = db.session.get_one(Member, application.member_id, populate_existing=True)
    if member.state != MemberState.APPLICANT:
        raise RuleBroken(_("This person is no applicant any more."))
    _end(application, Outcome.ADMITTED, moderator, now)
    member.state, member.joined_at = MemberState.ACTIVE, now
    pledges.hold(member, now)
    circles.join(circles.everyone(now), member, now)
    _tell(application)


def _end(application: Application, outcome: Outcome, moderator: Member | None, now: datetime) -> None:
    application.outcome, application.decided_at = outcome, now
    application.decided_by_id = moderator.id if moderator is not None else None
    db.session.flush()


def _tell(application: Application) -> None:
    """Have the applicant and each voucher told how it went on."""
    outbox.put(NEWS, {"application_id": application.id})
    mine = (Vouch.application_id == application.id, Vouch.withdrawn_at.is_(None))
    for vouch_id in db.session.scalars(select(Vouch.id).where(*mine).order_by(Vouch.id)):
        outbox.put(HOW_IT_WENT, {"vouch_id": vouch_id})
