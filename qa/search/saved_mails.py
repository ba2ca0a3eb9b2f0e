"""The mail about saved searches: what came to fit them, to the member alone, at most once a day.

A member has one row. ``due_at`` is the instant of the mail to come, by which its outbox row knows itself; ``sent_at``
is claimed before the mail is handed over, and threads count as told only after it. So a worker killed in between leaves
a claimed row, and the next mail a day later names them: never two in a day, and nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from qa.core import clock, letters, outbox, transaction
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.models import Member, MemberState
from qa.search import saved_queries
from qa.search.models import SavedHit, SavedMail, SavedSearch
from qa.search.saved_queries import ToTell

KIND = "saved.mail"
PAUSE = timedelta(days=1)
GIVEN_UP = timedelta(days=3)
"""A mail that is so late was given up by the outbox; the next one takes its place."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A mail to be sent, the threads that it tells of, and when the one before it was sent."""

    letter: Letter
    question_ids: Sequence[int]
    before: datetime | None


def plan(member_id: int, now: datetime) -> None:
    """Let the member's next mail go out as soon as it may, unless one is on its way."""
    row = _locked(member_id)
    if row.due_at is None or row.due_at < now - GIVEN_UP:
        _put(row, now if row.sent_at is None else max(now, row.sent_at + PAUSE))


def _locked(member_id: int) -> SavedMail:
    query = select(SavedMail).where(SavedMail.member_id == member_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(SavedMail(member_id=member_id))
    except IntegrityError:
        pass  # another thread that fits made it meanwhile
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _put(row: SavedMail, due: datetime) -> None:
    row.due_at = due
    db.session.flush()
    outbox.put(KIND, {"member_id": row.member_id, "due": due.isoformat()}, due)


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Tell a member what came to fit."""
    for job in jobs:
        with transaction.unit():
            claimed = _claim(job, clock.now())
        if claimed is None:
            continue
        try:
            letters.send(claimed.letter, job)
        except Exception:
            with transaction.unit():
                _locked(job.payload["member_id"]).sent_at = claimed.before
            raise
        with transaction.unit():
            _close(job.payload["member_id"], claimed)


def _claim(job: outbox.Job, now: datetime) -> _Claimed | None:
    """The mail for *job*, claimed as sent at *now*; None where there is none to be sent, or not yet."""
    row = _locked(job.payload["member_id"])
    if row.due_at != datetime.fromisoformat(job.payload["due"]):
        return None  # this row's mail is done
    before = row.sent_at
    if before is not None and now < before + PAUSE:
        _put(row, before + PAUSE)  # claimed by a worker that is gone: whether it was sent, nobody knows
        return None
    member = db.session.get_one(Member, row.member_id)
    may = member.state == MemberState.ACTIVE and member.email is not None
    found, many = saved_queries.to_tell(member.id) if may else ([], 0)
    if not found:
        row.due_at = None
        return None
    row.sent_at = now
    return _Claimed(_letter(member, found, many), [one.question_id for one in found], before)


def _close(member_id: int, claimed: _Claimed) -> None:
    """The mail is out. What was found while it was written, and what it had no room for, is told the next time."""
    row = _locked(member_id)
    row.due_at = None
    own = select(SavedSearch.id).where(SavedSearch.member_id == member_id)
    told = SavedHit.question_id.in_(claimed.question_ids)
    db.session.execute(
        update(SavedHit)
        .where(SavedHit.saved_id.in_(own), told, SavedHit.mailed_at.is_(None))
        .values(mailed_at=row.sent_at)
        .execution_options(synchronize_session=False)
    )
    if saved_queries.to_tell(member_id)[1]:
        plan(member_id, clock.now())


def _letter(member: Member, found: Sequence[ToTell], many: int) -> Letter:
    heading = ngettext("One thread fits what you search for", "%(num)s threads fit what you search for", many)
    more = many - len(found)
    paragraphs = [
        _("%(name)s, this is new or newly answered, and fits a search you saved.", name=member.name)
    ]
    if more:
        paragraphs.append(
            ngettext("One more is named tomorrow.", "%(num)s more are named in the mails to come.", more)
        )
    return Letter(
        member.email or "",
        heading,
        heading,
        tuple(paragraphs),
        letters.address("/search/saved"),
        _("Open your saved searches"),
        items=tuple(f"{one.title} ({one.circle})" for one in found),
        small=_("You get this mail at most once a day. Remove a search on that page, and its mails end."),
    )
