"""The mail about who waits: to those whom an applicant names and to moderators, never more than one in a while.

A member has one row. ``due_at`` is the instant of the mail to come, by which its outbox row knows itself; ``sent_at``
is claimed before the mail is handed over. So a worker killed in between leaves a claimed row, and the next mail
comes a whole while later: never two, and nobody who waits is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core import clock, letters, outbox, transaction
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.models import Member, MemberState, Role
from qa.vetting import letters as words
from qa.vetting.models import Application, Nomination, QueueMail, Stance, Vouch

KIND = "vetting.queue"
LISTED = 20


def announce(application: Application, now: datetime) -> None:
    """Have those whom *application* names and the moderators told that somebody waits."""
    named = select(Nomination.member_id).where(Nomination.application_id == application.id)
    staff = Member.role.in_((Role.MODERATOR, Role.ADMIN)) & Member.email_key.is_not(None)
    told = select(Member.id).where(Member.state == MemberState.ACTIVE, staff | Member.id.in_(named))
    # In one order, so that two announcements do not wait for each other.
    for member_id in db.session.scalars(told.order_by(Member.id)).all():
        _plan(_locked(member_id), now)


def _locked(member_id: int) -> QueueMail:
    query = select(QueueMail).where(QueueMail.member_id == member_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(QueueMail(member_id=member_id))
    except IntegrityError:
        pass  # another announcement made it meanwhile
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _plan(row: QueueMail, now: datetime) -> None:
    """Let the next mail go out as soon as it may, unless one is on its way."""
    if row.due_at is None:
        _put(row, max(now, row.sent_at + _pause()) if row.sent_at is not None else now)


def _put(row: QueueMail, due: datetime) -> None:
    row.due_at = due
    db.session.flush()
    outbox.put(KIND, {"member_id": row.member_id, "due": due.isoformat()}, due)


def _pause() -> timedelta:
    return timedelta(hours=settings().queue_mail_hours)


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Tell a member who waits now."""
    for job in jobs:
        with transaction.unit():
            before = _locked(job.payload["member_id"]).sent_at
            letter = _claim(job, clock.now())
        if letter is None:
            continue
        try:
            letters.send(letter, job)
        except Exception:
            with transaction.unit():
                _locked(job.payload["member_id"]).sent_at = before
            raise
        with transaction.unit():
            _close(job)


def _claim(job: outbox.Job, now: datetime) -> Letter | None:
    """The mail for *job*, claimed as sent at *now*; None where there is none to be sent, or not yet."""
    row = _locked(job.payload["member_id"])
    if row.due_at != datetime.fromisoformat(job.payload["due"]):
        return None  # this row's mail is done
    if row.sent_at is not None and now < row.sent_at + _pause():
        _put(
            row, row.sent_at + _pause()
        )  # claimed by a worker that is gone: whether it was sent, nobody knows
        return None
    letter = _letter(db.session.get_one(Member, row.member_id), now)
    if letter is None:
        row.due_at = None
    else:
        row.sent_at = now
    return letter


def _close(job: outbox.Job) -> None:
    """The mail is out. Who came into the queue while it was written is told of the next time."""
    row = _locked(job.payload["member_id"])
    row.due_at = None
    member = db.session.get_one(Member, row.member_id)
    if row.sent_at is not None and any(at > row.sent_at for _name, at in _waiting(member)):
        _plan(row, clock.now())


def _waiting(member: Member) -> list[tuple[str, datetime]]:
    """Who waits for *member*, the longest first: a name, and since when."""
    mine = select(Nomination.application_id).where(Nomination.member_id == member.id)
    asked = true() if member.role != Role.MEMBER else Application.id.in_(mine)
    done = (
        select(Vouch.application_id).where(
            Vouch.voucher_id == member.id,
            Vouch.withdrawn_at.is_(None),
            Vouch.application_id.is_not(None),
        ),
        select(Stance.application_id).where(Stance.member_id == member.id),
    )
    query = (
        select(Application.name, Application.confirmed_at)
        .where(Application.outcome.is_(None), Application.confirmed_at.is_not(None), asked)
        .where(*(Application.id.not_in(answered) for answered in done))
        .order_by(Application.confirmed_at, Application.id)
        .limit(LISTED)
    )
    return [(row.name, row.confirmed_at) for row in db.session.execute(query)]


def _letter(member: Member, now: datetime) -> Letter | None:
    if member.state != MemberState.ACTIVE or member.email is None:
        return None
    waiting = _waiting(member)
    return words.queue(member, waiting, now) if waiting else None
