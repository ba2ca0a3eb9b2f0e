"""The step before posting: the question as it will be seen, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from qa.members.byline import Byline, byline
from qa.members.models import Exposure
from qa.members.queries import peers_of_role
from qa.members.viewer import Viewer
from qa.questions import rules, timebox
from qa.questions.forms import AskForm
from qa.questions.timebox import TimeBox

FEW_PEERS = 5
"""A description that fits fewer members than this points at one of them."""


@dataclass(frozen=True, slots=True)
class Unposted:
    """A question that is not in the database yet, with what the time-box needs of it."""

    posted_at: datetime
    needed_by: datetime | None
    answers_wanted: int
    answer_count: int = 0
    in_time_count: int = 0
    filled_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What the asker is shown before anything is sent."""

    title: str
    html: str
    purpose: str
    due: str
    box: TimeBox
    byline: Byline
    circle: str
    readers: int
    warning: str


def review(form: AskForm, viewer: Viewer, now: datetime, due: datetime | None) -> Review:
    """The checked *form* as peers will see it."""
    circle = next(one for one in form.circles if one.id == form.circle_id.data)
    zone = viewer.zone
    return Review(
        form.title.data or "",
        rules.render(form.body.data or "", "body").html,
        form.purpose.data or "",
        timebox.when_long(due, now, zone) if due else "",
        timebox.box(Unposted(now, due, form.answers_wanted.data), now, zone),
        byline(viewer, form.exposure.data, None),
        circle.name,
        circle.members - 1,
        _warning(viewer, form.exposure.data, circle.id),
    )


def _warning(viewer: Viewer, exposure: str, circle_id: int) -> str:
    if exposure != Exposure.ROLE:
        return ""
    fits = peers_of_role(viewer, circle_id)
    if fits >= FEW_PEERS:
        return ""
    return _(
        "This description fits only %(few)d members of the circle, so they may guess who asks.", few=fits
    )
