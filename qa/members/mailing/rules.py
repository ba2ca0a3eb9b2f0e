"""What a member may choose about mails, and what a link in a mail switches off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from flask_babel import gettext as _
from sqlalchemy import delete, select

from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.mailing.events import MailsChosen
from qa.members.mailing.models import CircleMail, MailChoice, MailKind, Often, QuietHours
from qa.members.mailing.wishes import DEFAULTS, of
from qa.members.models import Member
from qa.members.queries import circles_of
from qa.members.standing import require_active

ASKS = (MailKind.ASKED_SOON, MailKind.ASKED)
"""Kinds that the link in a mail ends together."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a member chose: by kind, by circle id (only where it differs), and the quiet hours as typed (HH:MM)."""

    kinds: Mapping[MailKind, Often]
    circles: Mapping[int, Often] = field(default_factory=dict)
    quiet: bool = True
    starts: str = "20:00"
    ends: str = "07:00"
    weekends: bool = True


def choose(actor: Member, choices: Choices, now: datetime) -> None:
    """Keep what the member chose, in place of what was chosen before. Raises RuleBroken naming the field."""
    require_active(actor)
    starts, ends = (_hour(choices.starts, "starts"), _hour(choices.ends, "ends"))
    if choices.quiet and (starts is None or ends is None):
        raise RuleBroken(_("Write an hour such as 20:00."), "starts" if starts is None else "ends")
    if choices.quiet and starts == ends:
        raise RuleBroken(_("From and to are the same. Untick the quiet hours to have none."), "ends")
    within = set(db.session.scalars(circles_of(actor.id)))
    for model in (MailChoice, CircleMail):
        db.session.execute(delete(model).where(model.member_id == actor.id))
    for kind, often in choices.kinds.items():
        if often != DEFAULTS[kind]:
            db.session.add(MailChoice(member_id=actor.id, kind=kind, often=often))
    for circle_id, often in choices.circles.items():
        if circle_id in within:
            db.session.add(CircleMail(member_id=actor.id, circle_id=circle_id, often=often))
    row = db.session.get(QuietHours, actor.id) or QuietHours(member_id=actor.id)
    row.starts, row.ends = (starts, ends) if choices.quiet else (None, None)
    row.weekends = choices.weekends
    db.session.add(row)
    db.session.flush()
    events.record(MailsChosen(actor.id, now))


def _hour(typed: str, name: str) -> time | None:
    """The hour typed; None where there is none."""
    if not typed.strip():
        return None
    try:
        return time.fromisoformat(typed.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise RuleBroken(_("Write an hour such as 20:00."), name) from None


def switch_off(member_id: int, kind: MailKind, now: datetime) -> None:
    """Mails of *kind* come no more; what they tell stays in the app. Twice is as once.

    Whoever ends asks ends them whether the date is near or not: else the reminder of the same question would come.
    """
    for each in ASKS if kind in ASKS else (kind,):
        _set(member_id, each, Often.NEVER)
    events.record(MailsChosen(member_id, now))


def switch_off_round(member_id: int, often: Often, now: datetime) -> None:
    """The gathering mail that comes *often* comes no more: all that the member has in it is in the app only."""
    wishes = of(member_id)
    for kind in MailKind:
        if wishes.often(kind) == often:
            _set(member_id, kind, Often.NEVER)
    here = select(CircleMail).where(CircleMail.member_id == member_id, CircleMail.often == often)
    for row in db.session.scalars(here):
        row.often = Often.NEVER
    db.session.flush()
    events.record(MailsChosen(member_id, now))


def _set(member_id: int, kind: MailKind, often: Often) -> None:
    row = db.session.get(MailChoice, (member_id, kind)) or MailChoice(member_id=member_id, kind=kind)
    row.often = often
    db.session.add(row)
    db.session.flush()
