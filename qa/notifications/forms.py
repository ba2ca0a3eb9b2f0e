"""The form of what is mailed. It parses; the rules decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from qa.core.web import whole_number
from qa.members.mailing.hours import QUIET
from qa.members.mailing.models import MailKind, Often
from qa.members.mailing.rules import Choices
from qa.members.mailing.wishes import DEFAULTS, Wishes

CIRCLE = "circle-"
"""How the fields of circles are named, before the circle's id."""
TYPED_MAX = 20


def kept(theirs: Wishes) -> Choices:
    """The form as it is kept."""
    starts, ends = theirs.hours.quiet or QUIET
    return Choices(
        {kind: theirs.often(kind) for kind in MailKind},
        theirs.circles,
        theirs.hours.quiet is not None,
        f"{starts:%H:%M}",
        f"{ends:%H:%M}",
        theirs.hours.weekends,
    )


def typed(form: Mapping[str, str]) -> Choices:
    """The form as it was sent; what it does not say is as by default."""
    kinds = {kind: _often(form.get(kind.value)) or DEFAULTS[kind] for kind in MailKind}
    circles = {}
    for name, value in form.items():
        number, often = whole_number(name.removeprefix(CIRCLE)), _often(value)
        if name.startswith(CIRCLE) and number is not None and often is not None:
            circles[number] = often
    starts, ends = (form.get(name, "")[:TYPED_MAX] for name in ("starts", "ends"))
    return Choices(kinds, circles, "quiet" in form, starts, ends, "weekends" in form)


def _often(value: str | None) -> Often | None:
    return Often(value) if value in set(Often) else None


def label_of(kind: MailKind) -> str:
    """A kind of mail in words."""
    return {
        MailKind.ASKED_SOON: _("I am asked to answer, due within 2 days"),
        MailKind.ASKED: _("I am asked to answer, later"),
        MailKind.ANSWERS_SOON: _("My question, due within 2 days: answers and comments"),
        MailKind.ANSWERS: _("My questions and answers: answers and comments"),
        MailKind.DATES: _("My question: its date and its outcome"),
        MailKind.FOLLOWED: _("Questions I answered or follow"),
        MailKind.THANKED: _("Thanks from who asked"),
        MailKind.THANKS: _("Other marks of my answers"),
        MailKind.FOUND: _("A search I saved finds something"),
        MailKind.POSTED: _("New questions in my circles"),
        MailKind.JOINING: _("Applicants, invitations and requests that wait for my word"),
    }[kind]


def often_words() -> list[tuple[str, str]]:
    """How often in words, each with its value."""
    return [
        (Often.AT_ONCE.value, _("At once")),
        (Often.HOURLY.value, _("Hourly")),
        (Often.DAILY.value, _("Daily mail")),
        (Often.WEEKLY.value, _("Weekly")),
        (Often.NEVER.value, _("Here only")),
    ]


def kind_rows(given: Choices) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The rows of the table: name, words, and each choice with its words and whether it is the one."""
    return [
        (kind.value, label_of(kind), [(*one, given.kinds[kind] == one[0]) for one in often_words()])
        for kind in MailKind
    ]


def circle_rows(given: Choices, circles: Sequence[Any]) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The same for circles, with "as above" first."""
    offered = [("", _("As above")), *often_words()]
    return [
        (f"{CIRCLE}{row.id}", row.name, [(*one, given.circles.get(row.id, "") == one[0]) for one in offered])
        for row in circles
    ]
