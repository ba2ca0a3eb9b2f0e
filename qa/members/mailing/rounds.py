"""Mails that gather: never more than one in a while, of what happened until it goes out.

A member has one row for each. ``due_at`` is the instant of the mail to come, by which its outbox row knows itself;
``sent_at`` is claimed before the mail is handed over, and what it tells counts as told only after it. So a worker killed
in between leaves a claimed row, and the next mail a while later tells it all, by ``told_at``: never two in a while, and
nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qa.core import clock, letters, outbox, transaction
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.mailing.models import MailRound, RoundName

KIND = "members.round"
GIVEN_UP = timedelta(days=3)
"""A mail that is so late was given up by the outbox; the next one takes its place."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail to be sent; *told* notes, once it is out, what it told, at the instant given."""

    letter: Letter
    told: Callable[[datetime], None]


Compose = Callable[[int, RoundName, int, datetime], Written | datetime | None]
"""The mail to a member, of a name, about a question or 0, at an instant; when it may go at the earliest where that is
later, and None where there is nothing to tell."""
Plan = Callable[[int, RoundName, int, datetime], None]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who writes a gathering mail. *again* plans the next where something is left to be told; at least *pause* lies
    between two.
    """

    compose: Compose
    again: Plan
    pause: Callable[[], timedelta]


_makers: dict[RoundName, Maker] = {}


def made_by(name: RoundName, compose: Compose, again: Plan, pause: Callable[[], timedelta]) -> None:
    """Have the mails *name* made so."""
    _makers[name] = Maker(compose, again, pause)


def plan(member_id: int, name: RoundName, about: int, due: datetime, now: datetime) -> None:
    """Let the mail go out at *due*, or earlier where one is on its way; not within the pause after the last."""
    row = _locked(member_id, name, about)
    if row.sent_at is not None:
        due = max(due, row.sent_at + _makers[name].pause())
    if row.due_at is None or row.due_at < now - GIVEN_UP or due < row.due_at:
        _put(row, due)


def _locked(member_id: int, name: RoundName, about: int) -> MailRound:
    one = (MailRound.member_id == member_id, MailRound.name == name, MailRound.about == about)
    query = select(MailRound).where(*one).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(MailRound(member_id=member_id, name=name, about=about))
    except IntegrityError:
        pass  # other news made it meanwhile
    return db.session.scalars(query).one()


def _put(row: MailRound, due: datetime) -> None:
    row.due_at = due
    db.session.flush()
    payload = {"member_id": row.member_id, "name": row.name.value, "about": row.about, "due": due.isoformat()}
    outbox.put(KIND, payload, due)


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Send each mail that is due and has something to tell."""
    for job in jobs:
        known = (job.id, job.created_at)
        written = _out().get(known) or _sent(job)
        if written is not None:
            # Until that is written down, this process alone knows that it is out.
            _out()[known] = written
            with transaction.unit():
                _close(job, written)
            del _out()[known]


def _out() -> dict[tuple[int, datetime], Written]:
    """The mails by their outbox rows that went out, but for the database that took no write just then."""
    found: dict[tuple[int, datetime], Written] = current_app.extensions.setdefault("rounds_out", {})
    return found


def _sent(job: outbox.Job) -> Written | None:
    """The mail of *job*, which has just been sent; None where none is to be sent now."""
    with transaction.unit():
        before, written = _claim(job, clock.now())
    if written is None:
        return None
    try:
        letters.send(written.letter, job)
    except Exception:
        with transaction.unit():
            _of(job).sent_at = before
        raise
    return written


def _of(job: outbox.Job) -> MailRound:
    return _locked(job.payload["member_id"], RoundName(job.payload["name"]), job.payload["about"])


def _claim(job: outbox.Job, now: datetime) -> tuple[datetime | None, Written | None]:
    """When the mail before was sent, and the one for *job*, claimed as sent at *now*; None where none is to be sent now."""
    row = _of(job)
    before, maker = row.sent_at, _makers[row.name]
    if row.due_at != datetime.fromisoformat(job.payload["due"]):
        return before, None  # this row's mail is done
    if before is not None and now < before + maker.pause():
        # Claimed by a worker that is gone: whether it was sent, nobody knows.
        _put(row, before + maker.pause())
        return before, None
    found = maker.compose(row.member_id, row.name, row.about, now)
    if isinstance(found, Written):
        row.sent_at = now
        return before, found
    row.due_at = None
    if found is not None:
        _put(row, found)
    return before, None


def _close(job: outbox.Job, written: Written) -> None:
    """The mail is out. What happened while it was written is told the next time."""
    row = _of(job)
    row.due_at, row.told_at = None, row.sent_at
    written.told(row.sent_at or clock.now())
    _makers[row.name].again(row.member_id, row.name, row.about, clock.now())
