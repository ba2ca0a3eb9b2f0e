"""Rules of asking an applicant back, and of the reply."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from qa.core import outbox
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members.models import Member
from qa.vetting import rules
from qa.vetting.models import Application, Inquiry

KIND = "vetting.inquiry"
AT_ONCE = 3
"""Questions that wait for an applicant's reply: beyond it they would be an examination."""


def ask(member: Member, application: Application, question: str, now: datetime) -> Inquiry:
    """Ask the applicant something. Raises Forbidden, Conflict, or RuleBroken with the field "question"."""
    rules.require_word(member, now)
    question = rules.said(question, "question", _("Write your question."))
    rules.waiting(application)
    if application.member_id == member.id:
        raise RuleBroken(_("Nobody asks themselves."), field="question")
    open_ones = (Inquiry.application_id == application.id, Inquiry.replied_at.is_(None))
    if (db.session.scalar(select(func.count()).select_from(Inquiry).where(*open_ones)) or 0) >= AT_ONCE:
        raise RuleBroken(
            _("Other questions wait for the reply already. Ask again when it is there."), field="question"
        )
    inquiry = Inquiry(application_id=application.id, asked_by_id=member.id, question=question, asked_at=now)
    db.session.add(inquiry)
    db.session.flush()
    outbox.put(KIND, {"inquiry_id": inquiry.id})
    return inquiry


def reply(applicant: Member, inquiry_id: int, words: str, now: datetime) -> Inquiry:
    """The applicant's reply, once. Raises NotFound for another's question, RuleBroken with the field "reply", Conflict."""
    query = (
        select(Inquiry, Application)
        .join(Application, Application.id == Inquiry.application_id)
        .where(Inquiry.id == inquiry_id, Application.member_id == applicant.id, Inquiry.replied_at.is_(None))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    inquiry, application = found
    words = rules.said(words, "reply", _("Write your reply."))
    rules.waiting(application)
    inquiry.reply, inquiry.replied_at = words, now
    return inquiry
