"""What members chose about their mails, with the defaults where they chose nothing. Read when a mail is to go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from qa.core.db import read
from qa.members.mailing.hours import QUIET, Hours, Turn, turn
from qa.members.mailing.models import CircleMail, MailChoice, MailKind, Often, QuietHours
from qa.members.models import Member
from qa.members.viewer import zone

SOON = timedelta(days=2)
"""So close to its date a question is urgent, as its time-box says too."""
DEFAULTS: Mapping[MailKind, Often] = {
    MailKind.ASKED_SOON: Often.AT_ONCE,
    MailKind.ASKED: Often.AT_ONCE,
    MailKind.ANSWERS_SOON: Often.AT_ONCE,
    MailKind.ANSWERS: Often.DAILY,
    MailKind.DATES: Often.AT_ONCE,
    MailKind.FOLLOWED: Often.DAILY,
    MailKind.THANKED: Often.AT_ONCE,
    MailKind.THANKS: Often.DAILY,
    MailKind.FOUND: Often.DAILY,
    MailKind.POSTED: Often.WEEKLY,
    MailKind.JOINING: Often.AT_ONCE,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """One member's: by kind, by circle id, and the quiet hours."""

    hours: Hours
    kinds: Mapping[MailKind, Often] = field(default_factory=dict)
    circles: Mapping[int, Often] = field(default_factory=dict)

    def often(self, kind: MailKind, circle_id: int | None = None) -> Often:
        """How often mails of *kind* about a circle come: as chosen for the circle, unless the kind is switched off."""
        general = self.kinds.get(kind, DEFAULTS[kind])
        if general == Often.NEVER or circle_id is None:
            return general
        return self.circles.get(circle_id, general)

    def turn(
        self, kind: MailKind, circle_id: int | None, now: datetime, latest: datetime | None = None
    ) -> Turn | None:
        """When a mail of *kind* goes, see ``hours.turn``."""
        return turn(self.often(kind, circle_id), self.hours, now, latest)


def is_soon(needed_by: datetime | None, now: datetime) -> bool:
    """Whether a question with this date is urgent at *now*."""
    return needed_by is not None and now < needed_by <= now + SOON


def of(member_id: int) -> Wishes:
    """The wishes of one member."""
    return of_all([member_id])[member_id]


def of_all(member_ids: Collection[int]) -> dict[int, Wishes]:
    """The wishes of several members by id, in three queries."""
    kinds: defaultdict[int, dict[MailKind, Often]] = defaultdict(dict)
    circles: defaultdict[int, dict[int, Often]] = defaultdict(dict)
    chosen = select(MailChoice.member_id, MailChoice.kind, MailChoice.often)
    for row in read(chosen.where(MailChoice.member_id.in_(member_ids))):
        kinds[row.member_id][row.kind] = row.often
    inside = select(CircleMail.member_id, CircleMail.circle_id, CircleMail.often)
    for row in read(inside.where(CircleMail.member_id.in_(member_ids))):
        circles[row.member_id][row.circle_id] = row.often
    quiet = select(Member.id, Member.timezone, *QUIET_COLUMNS).outerjoin(
        QuietHours, QuietHours.member_id == Member.id
    )
    return {
        row.id: Wishes(hours_of(row), kinds[row.id], circles[row.id])
        for row in read(quiet.where(Member.id.in_(member_ids)))
    }


QUIET_COLUMNS = (
    QuietHours.member_id.label("quiet_id"),
    QuietHours.starts.label("quiet_starts"),
    QuietHours.ends.label("quiet_ends"),
    QuietHours.weekends.label("quiet_weekends"),
)
"""What ``hours_of`` needs beside the member's time zone, of an outer join."""


def hours_of(row: object) -> Hours:
    """The quiet hours in a row with ``timezone`` and QUIET_COLUMNS."""
    where = zone(getattr(row, "timezone")).key  # noqa: B009 - a row's columns have no type
    values = (getattr(row, f"quiet_{name}") for name in ("id", "starts", "ends", "weekends"))
    chosen, starts, ends, weekends = values
    if chosen is None:
        return Hours(where, QUIET)
    return Hours(where, None if starts is None else (starts, ends), bool(weekends))
