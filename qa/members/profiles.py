"""The parts of a profile and who may read each; name, role, employer, industry, profession and level always stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.events import ProfileChanged
from qa.members.models import Audience, Circle, Member, Membership

TEXTS = ("good_at", "ask_me_about", "help_with", "why")
PARTS = (*TEXTS, "timezone")


def share(member: Member, audiences: Mapping[str, str]) -> None:
    """Say who may read the parts of *member*'s profile: an Audience for each of PARTS that is to change.

    Raises RuleBroken with the field ``…_for`` for what is no audience.
    """
    changed = False
    for part, chosen in audiences.items():
        field = f"{part}_for"
        if part not in PARTS or chosen not in set(Audience):
            raise RuleBroken(_("Choose one of the three."), field)
        changed |= getattr(member, field) != chosen
        setattr(member, field, Audience(chosen))
    db.session.flush()
    if changed:
        events.record(ProfileChanged(member.id))


def open_to(viewer_id: int | BindParameter[int], parts: Iterable[str]) -> dict[str, ColumnElement[bool]]:
    """For each of *parts* the condition on Member that the viewer may read it."""
    near = close_to(viewer_id)
    audiences = {part: getattr(Member, f"{part}_for") for part in parts}
    return {
        part: or_(
            audience == Audience.MEMBERS, Member.id == viewer_id, and_(audience == Audience.CIRCLES, near)
        )
        for part, audience in audiences.items()
    }


def close_to(viewer_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """The condition on Member that the viewer shares a circle with them besides *Everyone*."""
    theirs, mine = aliased(Membership), aliased(Membership)
    return exists(
        select(theirs.id)
        .join(mine, mine.circle_id == theirs.circle_id)
        .join(Circle, Circle.id == theirs.circle_id)
        .where(
            theirs.member_id == Member.id,
            theirs.left_at.is_(None),
            mine.member_id == viewer_id,
            mine.left_at.is_(None),
            Circle.everyone.is_(False),
        )
        .correlate(Member)
    )


def columns(viewer_id: int | BindParameter[int], *parts: str) -> tuple[ColumnElement[Any], ...]:
    """Columns with the *parts* as the viewer may read them: what is not for the viewer is empty and never leaves the table."""
    opened = open_to(viewer_id, parts)
    return tuple(case((opened[part], getattr(Member, part)), else_="").label(part) for part in parts)


def says(viewer_id: int, word: str) -> ColumnElement[bool]:
    """The condition on Member that *word* is in one of their texts that the viewer may read."""
    opened = open_to(viewer_id, TEXTS)
    return or_(
        *(and_(getattr(Member, part).icontains(word, autoescape=True), opened[part]) for part in TEXTS)
    )
