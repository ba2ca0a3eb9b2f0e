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
    try:
        period = periods.chosen(span_of(given), given.get("from", ""), given.get("to", ""), joined, today)
    except DeadlineError as error:
        raise RuleBroken(error.message, error.field) from error
    # Ticks belong to the period under which they stood; another one has other topics.
    same = given.get("for", "") == key(period)
    topics = frozenset(given.getlist("topic")[:OFFERED_MOST]) if same else None
    return Choice(period, topics, _notes(given), "role" in given or "for" not in given)


def confirmed(given: Given, joined: date, today: date) -> Choice:
    """What was looked over and is to be issued. Raises RuleBroken for days that cannot be."""
    try:
        period = periods.chosen(Span.OWN, given.get("from", ""), given.get("to", ""), joined, today)
    except DeadlineError as error:
        raise RuleBroken(error.message, error.field) from error
    return Choice(period, frozenset(given.getlist("topic")[:OFFERED_MOST]), _notes(given), "role" in given)


def key(period: Period) -> str:
    """A period as a form carries it."""
    return f"{period.start}/{period.end}"


def _notes(given: Given) -> frozenset[int]:
    numbers = (whole_number(one) for one in given.getlist("note")[:OFFERED_MOST])
    return frozenset(number for number in numbers if number is not None)
