"""What came of each fault, as a table at the end of a run of the tests: one line a fault, from whatever process it ran in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

PROPERTY = "fault"
HEAD = ("fault", "mails written", "delivered", "twice", "lost", "stuck", "seconds")


@dataclass
class Line:
    """A line of the table."""

    fault: str
    written: int
    delivered: int
    twice: int
    lost: int
    stuck: int
    seconds: float


Note = Callable[[Line], None]


def noting(request: pytest.FixtureRequest) -> Note:
    """A function that puts a line into the table; its seconds are those since now."""
    began = time.monotonic()

    def note(line: Line) -> None:
        line.seconds = round(time.monotonic() - began, 1)
        request.node.user_properties.append((PROPERTY, asdict(line)))

    return note


def show(reporter: pytest.TerminalReporter) -> None:
    """Print the table, where there is a line."""
    reports = [one for outcome in ("passed", "failed") for one in reporter.stats.get(outcome, [])]
    found = [
        value
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if not found:
        return
    reporter.section("mails and faults")
    rows = [HEAD, *(tuple(str(value) for value in line.values()) for line in found)]
    width = max(len(row[0]) for row in rows)
    for row in rows:
        reporter.write_line(row[0].ljust(width) + "".join(cell.rjust(15) for cell in row[1:]))
