"""The worker's part of joining: each mail is composed when it goes out, for who still has the right to it then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps

from sqlalchemy import select

from qa.core import clock, letters, outbox, tokens
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.mailing import sending
from qa.members.mailing.models import MailKind
from qa.members.models import Member, MemberState
from qa.vetting import applications, deciding, entering, inquiries, invitations, pledges
from qa.vetting import letters as words
from qa.vetting.models import Application, Inquiry, Invitation, Outcome, Vouch

Composer = Callable[[outbox.Job], Letter | None]


def _mails(kind: str) -> Callable[[Composer], Composer]:
    """Make a function compose the mail of each row of *kind*; None where there is nobody to write to."""

    def register(compose: Composer) -> Composer:
        @outbox.handles(kind, slow=True)
        @wraps(compose)
        def send(jobs: Sequence[outbox.Job]) -> None:
            letters.deliver(jobs, compose, writes=True)

        return compose

    return register


def _token(job: outbox.Job) -> str:
    """The token that this row mails: the same when the row is done twice."""
    return tokens.token_of(job.kind, job.seed)


@_mails(applications.KIND)
def confirmation(job: outbox.Job) -> Letter | None:
    """A link to confirm the address; to an address that has an account, that it has one."""
    application = db.session.get(Application, job.payload["application_id"])
    now = clock.now()
    if application is None or application.confirmed_at is not None or application.expires_at <= now:
        return None
    member = entering.account(application.email_key)
    if member is not None and not entering.may_apply(member, now):
        return None if member.state == MemberState.LEFT else words.have_account(member)
    token = _token(job)
    application.token_hash = tokens.token_hash(token)
    return words.confirmation(application, token)


@_mails(invitations.KIND)
def invitation(job: outbox.Job) -> Letter | None:
    """The inviter's words and the link; nothing to an address that has an account."""
    found = db.session.get(Invitation, job.payload["invitation_id"])
    now = clock.now()
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now:
        return None
    inviter = db.session.get_one(Member, found.inviter_id)
    if not inviter.may_post(now) or inviter.invitations_paused_at is not None:
        return None
    member = entering.account(found.email_key)
    if member is not None and not entering.may_apply(member, now):
        return None
    token = _token(job)
    found.token_hash = tokens.token_hash(token)
    return words.invitation(found, inviter, token)


@_mails(deciding.NEWS)
def news(job: outbox.Job) -> Letter | None:
    """How the application was decided, to the applicant."""
    application = db.session.get_one(Application, job.payload["application_id"])
    member = db.session.get_one(Member, application.member_id)
    due = {Outcome.ADMITTED: MemberState.ACTIVE, Outcome.DECLINED: MemberState.APPLICANT}
    if application.outcome is None or member.state != due.get(application.outcome) or not member.email:
        return None
    if application.outcome == Outcome.ADMITTED:
        return words.admitted(member)
    return words.declined(application, member)


@_mails(deciding.HOW_IT_WENT)
def how_it_went(job: outbox.Job) -> Letter | None:
    """How the application was decided, to a voucher whose word stands."""
    query = (
        select(Vouch, Application, Member)
        .join(Application, Application.id == Vouch.application_id)
        .join(Member, Member.id == Vouch.voucher_id)
        .where(Vouch.id == job.payload["vouch_id"], Vouch.withdrawn_at.is_(None))
    )
    found = db.session.execute(query).one_or_none()
    if found is None or found.Application.outcome not in (Outcome.ADMITTED, Outcome.DECLINED):
        return None
    voucher = found.Member
    if voucher.state != MemberState.ACTIVE or not voucher.email:
        return None
    if not sending.goes(job, sending.News(MailKind.JOINING, voucher.id), clock.now()):
        return None
    return sending.explained(words.how_it_went(found.Application, voucher), voucher.id, MailKind.JOINING)


@_mails(inquiries.KIND)
def inquiry(job: outbox.Job) -> Letter | None:
    """A question back, to the applicant who has not replied yet."""
    asked = db.session.get_one(Inquiry, job.payload["inquiry_id"])
    application = db.session.get_one(Application, asked.application_id)
    member = db.session.get_one(Member, application.member_id)
    if asked.replied_at is not None or application.outcome is not None:
        return None
    if member.state != MemberState.APPLICANT or not member.email:
        return None
    return words.inquiry(asked, member)


@_mails(pledges.KIND)
def pledge(job: outbox.Job) -> Letter | None:
    """That the pledge lapses, if it is still the one that the row is about."""
    member = db.session.get_one(Member, job.payload["member_id"])
    until = datetime.fromisoformat(job.payload["until"])
    if member.state != MemberState.ACTIVE or not member.email or member.pledged_until != until:
        return None
    return words.pledge(member, clock.now())
