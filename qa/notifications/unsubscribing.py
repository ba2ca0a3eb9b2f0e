"""What the link at the end of a mail ends: a kind of mail, one that gathers, or all about one thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from qa.core.db import db
from qa.members.mailing import rules, sending
from qa.members.mailing.models import MailKind, Often
from qa.members.models import Member, MemberState
from qa.notifications.forms import label_of
from qa.questions import following
from qa.questions.models import Question


@dataclass(frozen=True, slots=True)
class Ended:
    """What a token ends, for whom, and in words. It names no question: whoever holds the link may be somebody else."""

    member_id: int
    target: str
    question_id: int
    words: str


def meant(token: str) -> Ended | None:
    """What *token* ends; None for one that was not made for this, and for whoever is no active member."""
    found = sending.target_of(token)
    if found is None:
        return None
    member_id, target, question_id = found
    member = db.session.get(Member, member_id)
    if member is None or member.state != MemberState.ACTIVE:
        return None
    return Ended(member_id, target, question_id, _words(target))


def end(what: Ended, now: datetime) -> None:
    """End the mails. Twice is as once."""
    if what.target == sending.THREAD:
        member, question = (
            db.session.get_one(Member, what.member_id),
            db.session.get(Question, what.question_id),
        )
        if question is not None:
            following.unfollow(member, question, now)
    elif what.target in set(MailKind):
        rules.switch_off(what.member_id, MailKind(what.target), now)
    else:
        rules.switch_off_round(what.member_id, Often(what.target), now)


def _words(target: str) -> str:
    if target == sending.THREAD:
        return _("Mails about this one question")
    gathering = {
        Often.HOURLY: _("The hourly mail"),
        Often.DAILY: _("The daily mail"),
        Often.WEEKLY: _("The weekly mail"),
    }
    if target in rules.ASKS:
        return _("Mails that ask me to answer")
    return gathering.get(Often(target), "") if target in set(Often) else label_of(MailKind(target))
