"""The step before posting: the question as it will be seen, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from qa.members.byline import Byline, byline
from qa.members.models import Exposure
from qa.members.viewer import Viewer
from qa.questions import rules, timebox
from qa.questions.audience import audience
from qa.questions.forms import AskForm
from qa.questions.timebox import TimeBox


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
    outcome_at: datetime | None = None


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
    warnings: tuple[str, ...]


def review(form: AskForm, viewer: Viewer, now: datetime, due: datetime | None) -> Review:
    """The checked *form* as peers will see it."""
    circle = next(one for one in form.circles if one.id == form.circle_id.data)
    exposure: str = form.exposure.data
    zone, seen = viewer.zone, audience(viewer, circle.id, circle.name)
    return Review(
        form.title.data or "",
        rules.render(form.body.data or "", "body").html,
        form.purpose.data or "",
        timebox.when_long(due, now, zone) if due else "",
        timebox.box(Unposted(now, due, form.answers_wanted.data), now, zone),
        byline(viewer, exposure, None),
        seen.circle,
        seen.readers,
        tuple(one for one in (seen.warning(exposure), _hour_hint(exposure, due)) if one),
    )


def _hour_hint(exposure: str, due: datetime | None) -> str:
    """Readers see the date in their own time zones: an hour that is round in one zone only tells which it is of."""
    if exposure == Exposure.NAMED or due is None:
        return ""
    return _(
        "The hour of your date follows your time zone, and so hints at where you are. Another hour hides it."
    )
