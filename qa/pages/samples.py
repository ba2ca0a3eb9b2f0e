"""Sample objects for the page of all components. The people do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField

from qa.core.diff import line_diff
from qa.members.byline import Byline
from qa.questions.timebox import LargeBox, Seat, TimeBox, box, large

ZONE = ZoneInfo("Europe/Zurich")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

RUTH = Byline("Ruth Adeyemi", "Director of IT Risk, Carrow & Lyle", "RA", "#s-people", False, False)
ROLE = Byline("A member of this circle", "Head of security, insurance. Name withheld", "—", None, True, False)
HIDDEN = Byline("A member of this circle", "Name withheld", "—", None, True, False)


@dataclass(frozen=True, slots=True)
class Clock:
    """A question as the time-box sees it, with what a row shows."""

    title: str
    purpose: str
    posted_at: datetime
    needed_by: datetime | None
    answers_wanted: int
    answer_count: int
    in_time_count: int
    filled_at: datetime | None = None
    closed_at: datetime | None = None
    outcome_at: datetime | None = None
    href: str = "#s-row"


class SampleForm(Form):
    """One field of each kind."""

    title = StringField("Your question")
    body = TextAreaField("What they need to know to answer")
    purpose = StringField("For whom")
    wanted = RadioField("Answers wanted", choices={"5": "5", "8": "8", "20": "20"})
    circle = SelectField("Circle", choices={"1": "Everyone", "2": "Security & infrastructure"})
    role_only = BooleanField("Answer without my name")
    why = TextAreaField("Why you are here")
    why_for = SelectField("Who sees it", choices={"members": "All members", "me": "Only me"})


def clocks(now: datetime) -> dict[str, Clock]:
    """One question for each state of the time-box, and one with too many answers for strokes."""
    tonight = now.astimezone(ZONE).replace(hour=23, minute=59)
    keys = "Did your insurer accept keys for admins only, or did they want all staff?"
    exits = "Who signs the exit plan for a critical cloud provider at your place?"
    audit = "How many critical vendors do you re-audit on site each year?"
    week, paper = now - 7 * DAY, "audit committee"
    return {
        "open": Clock(audit, paper, now - 4 * DAY, now + 52 * HOUR, 20, 11, 11),
        "soon": Clock(exits, "risk committee", now - 4 * DAY, now + 47 * HOUR, 12, 7, 7),
        "today": Clock(keys, "renewal call", now - 5 * DAY, tonight, 8, 6, 6),
        "met": Clock(audit, "", week, now + DAY, 12, 13, 12, filled_at=now - 2 * DAY),
        "short": Clock(exits, "", week, now - DAY, 10, 5, 4),
        "archived": Clock(exits, "", now - 60 * DAY, now - 40 * DAY, 10, 5, 4),
        "none": Clock(keys, "", week, None, 8, 4, 4),
        "many": Clock(audit, "", week, now + 21 * DAY, 60, 44, 44),
    }


def seats(count: int) -> list[Seat]:
    """*count* seats, one of them without a name."""
    initials = ("RA", "SM", "—", "HB", "PR", "JP", "TO", "WG", "YH", "PF", "AB", "DO", "LK")
    return [
        Seat(words, "#s-tb", f"Answer {number}") for number, words in enumerate(initials[:count], start=1)
    ]


def form(wrong: bool) -> SampleForm:
    """A form as it is first shown, or as it comes back with something to put right."""
    found = SampleForm(
        prefix="bad-" if wrong else "",
        data={
            "title": "What do you pay for 24/7 detection?",
            "body": "We are **3,400** people.",
            "wanted": "8",
            "why": "Nobody in my own house can tell me that I am wrong.",
            "why_for": "me" if wrong else "members",
        },
    )
    if wrong:
        found.title.errors = ["Say it in at most 140 characters. This has 152."]
        found.wanted.errors = ["Choose how many answers you want."]
        found.purpose.errors = ["A role is enough: leave the name out."]
        found.role_only.errors = ["Fewer than five members fit this description."]
    return found


def everything(now: datetime) -> Mapping[str, Any]:
    """What patterns/index.html shows."""
    asked = clocks(now)
    boxes: dict[str, TimeBox] = {name: box(q, now, ZONE) for name, q in asked.items()}
    larges: dict[str, LargeBox] = {
        name: large(q, boxes[name], now, ZONE, seats(q.answer_count), came_today=1)
        for name, q in asked.items()
    }
    return {
        "asked": asked,
        "boxes": boxes,
        "larges": larges,
        "ruth": RUTH,
        "role": ROLE,
        "hidden": HIDDEN,
        "form": form(wrong=False),
        "bad_form": form(wrong=True),
        "diff_lines": line_diff(BEFORE, AFTER),
        "tokens": TOKENS,
    }


LINES = "\n".join(f"Vendor {number} is rated critical." for number in range(1, 9))
BEFORE = f"We have 41 vendors.\nLast year we visited five of them.\n{LINES}\nWhat I need: your number."
AFTER = f"We have 41 vendors.\nLast year we visited six of them.\n{LINES}\nWhat I need: your number.\nAnd your rule."

TOKENS = (
    *("ground", "tint", "field", "rule", "edge", "ink", "ink-2", "ink-3"),
    *("petrol", "petrol-deep", "petrol-tint", "ochre", "ochre-tint"),
    *("brick", "brick-tint", "green", "green-tint", "mark"),
)
