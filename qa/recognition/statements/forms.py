"""What a member chose for a statement, as an address or a form says it. This parses; the rules decide."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from qa.core.errors import RuleBroken
from qa.core.web import whole_number
from qa.questions.deadlines import DeadlineError
from qa.recognition.statements import periods
from qa.recognition.statements.drafting import OFFERED_MOST, Choice
from qa.recognition.statements.periods import Period, Span

Given = MultiDict[str, str]


def span_of(given: Given) -> Span:
    """How the period is chosen; this year where nothing usable is said."""
    try:
        return Span(given.get("period", ""))
    except ValueError:
        return Span.YEAR


def choice(given: Given, joined: date, today: date) -> Choice:
    """What is chosen to be looked over. Raises RuleBroken for days that cannot be."""
    period = _period(given, span_of(given), joined, today)
    # Ticks belong to the period under which they stood; another one has other topics.
    topics = _topics(given) if given.get("for", "") == key(period) else None
    role = "role" in given or "for" not in given
    return Choice(period, topics, _numbers(given, "note"), role, _numbers(given, "circle"))


def confirmed(given: Given, joined: date, today: date) -> Choice:
    """What was looked over and is to be issued. Raises RuleBroken for days that cannot be."""
    period = _period(given, Span.OWN, joined, today)
    return Choice(period, _topics(given), _numbers(given, "note"), "role" in given, _numbers(given, "circle"))


def key(period: Period) -> str:
    """A period as a form carries it."""
    return f"{period.start}/{period.end}"


def _period(given: Given, span: Span, joined: date, today: date) -> Period:
    try:
        return periods.chosen(span, given.get("from", ""), given.get("to", ""), joined, today)
    except DeadlineError as error:
        raise RuleBroken(error.message, error.field) from error


def _topics(given: Given) -> frozenset[str]:
    return frozenset(given.getlist("topic")[:OFFERED_MOST])


def _numbers(given: Given, name: str) -> frozenset[int]:
    numbers = (whole_number(one) for one in given.getlist(name)[:OFFERED_MOST])
    return frozenset(number for number in numbers if number is not None)
