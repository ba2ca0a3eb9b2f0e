"""The calendar, read by two parsers: dates right over every change of clocks, and no title that breaks it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from dateutil.tz import tzical
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core import transaction
from qa.members.models import Exposure
from qa.notifications import calendar, feed_words
from qa.notifications.models import FeedKind
from qa.questions import rules as asking
from tests.support import breadth
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.feeds import events, path_for, saved_addresses
from tests.support.things import TITLE, answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = "Europe/Berlin Europe/Dublin America/New_York America/Santiago Australia/Lord_Howe Asia/Kolkata Pacific/Apia Africa/Casablanca UTC".split()

FEW = settings(max_examples=breadth.either(15, 100))
"""The second parser takes its time."""


def row(needed_by: datetime, **more: Any) -> Any:
    """A question as the query gives it."""
    given = {
        "id": 7, "title": TITLE, "posted_at": needed_by - timedelta(days=9), "needed_by": needed_by, "answers_wanted": 8,
        "answer_count": 3, "in_time_count": 3, "filled_at": None, "closed_at": None, "outcome_at": None, "sequence": 0,
        "touched_at": needed_by - timedelta(days=8),
    }  # fmt: skip
    return SimpleNamespace(**{**given, **more})


def written(app: Flask, *rows: Any, zone: str = "Europe/Berlin", now: datetime = NOW) -> bytes:
    with app.test_request_context("/"):
        return calendar.written(rows, [], now, ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
def test_each_hour_of_two_years_is_the_same_by_the_calendars_own_rules(app: Flask, zone: str) -> None:
    """By dateutil, which reads the VTIMEZONE and knows no other; hours that come twice are told by the twin below."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    found = written(app, row(first), row(first + timedelta(days=730)), zone=zone)
    rules = tzical(io.StringIO(found.decode())).get(zone)
    truth = ZoneInfo(zone)
    wrong = []
    for hour in range(0, 730 * 24):
        local = (first + timedelta(hours=hour, minutes=30)).astimezone(truth)
        if not local.fold and local.replace(tzinfo=rules).utcoffset() != local.utcoffset():
            wrong.append(local)
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_each_change_is_at_its_very_second(app: Flask, zone: str) -> None:
    """An onset is told by the clock as it stood before: one second earlier the old offset holds, from it on the new."""
    truth = ZoneInfo(zone)
    found = icalendar.Calendar.from_ical(written(app, row(NOW), zone=zone))
    [rules] = found.walk("VTIMEZONE")
    first, *changes = rules.subcomponents
    for part in changes:
        before, after = part["tzoffsetfrom"].td, part["tzoffsetto"].td
        at = (part["dtstart"].dt - before).replace(tzinfo=UTC)
        assert (at - timedelta(seconds=1)).astimezone(truth).utcoffset() == before
        assert at.astimezone(truth).utcoffset() == after
        assert at.astimezone(truth).tzname() == str(part["tzname"])
    assert len(changes) == (
        6 if zone in ("Europe/Berlin", "America/New_York", "Europe/Dublin") else len(changes)
    )
    assert first["dtstart"].dt.year <= 2025


@FEW
@given(
    needed_by=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
)
def test_every_instant_comes_back(app: Flask, needed_by: datetime, zone: str) -> None:
    needed_by = needed_by.replace(microsecond=0)
    [event] = events(written(app, row(needed_by), zone=zone)).values()
    assert event["dtstart"].dt == needed_by


def test_the_second_of_two_like_hours_is_told_in_utc(app: Flask) -> None:
    """At 02:30 on the night in which the clocks go back: RFC 5545 takes the first of the two."""
    for hour, told in ((0, "TZID=Europe/Berlin:20261025T023000"), (1, ":20261025T013000Z")):
        found = written(app, row(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)))
        assert told in found.decode().replace("\r\n ", "")


@FEW
@given(title=st.text(max_size=200))
def test_no_title_breaks_it(app: Flask, title: str) -> None:
    [event] = events(written(app, row(NOW, title=title.encode("utf-8", "ignore").decode()))).values()
    assert str(event["summary"]) == feed_words.one_line(title.encode("utf-8", "ignore").decode())
    assert len(event.keys()) == 10


@pytest.mark.parametrize(
    "title",
    ["a\r\nBEGIN:VEVENT\r\nUID:x", "END:VCALENDAR", "a\\nb", 'x";ALTREP="http://evil.test', "\ud7ff\ufffe\uffff\x00\x0b\x85", "é" * 140, ":;,\\"],
)  # fmt: skip
def test_a_hostile_title_is_words(app: Flask, title: str) -> None:
    found = written(app, row(NOW, title=title))
    assert found.count(b"\r\nBEGIN:VEVENT") == found.count(b"\r\nEND:VCALENDAR") == 1
    [event] = events(found).values()
    assert str(event["summary"]) == feed_words.one_line(title)


def test_an_empty_calendar_is_one_and_the_same_questions_give_the_same_bytes(app: Flask) -> None:
    assert events(written(app)) == {}
    assert b"BEGIN:VTIMEZONE" in written(app)
    rows = [row(NOW + timedelta(days=n), id=n) for n in range(1, 5)]
    assert written(app, *rows) == written(app, *rows, now=NOW + timedelta(hours=5))


@time_machine.travel(NOW, tick=False)
def test_every_state_over_the_wire(cast: Cast, client: Browser) -> None:
    with transaction.unit():
        ana, now = cast.ana, NOW - timedelta(days=3)
        made = {
            "open": ask(ana, cast.inner, now=now, days=30),
            "soon": ask(ana, cast.inner, now=now, days=4.5),
            "today": ask(ana, cast.inner, now=now, days=3.1),
            "met": ask(ana, cast.inner, now=now, days=30, wanted=1),
            "short": ask(ana, cast.inner, now=now, days=2),
            "closed": ask(ana, cast.inner, now=now, days=30, exposure=Exposure.ANONYMOUS),
            "none": ask(ana, cast.inner, now=now, days=None),
        }
        answer(cast.ben, made["met"], now=NOW)
        answer(cast.cleo, made["met"], now=NOW + timedelta(0))
        asking.close(ana, made["closed"], NOW)
        gone = ask(ana, cast.inner, now=now, days=30, title="Who took this question back again?")
        asking.withdraw(ana, gone, NOW)
        ids = {name: f"question-{question.id}@127.0.0.1" for name, question in made.items()}
        ids["gone"] = f"question-{gone.id}@127.0.0.1"
    saved_addresses(cast.ana)
    found = events(client.get(path_for("ana", FeedKind.CALENDAR)).data)
    assert found.keys() == set(ids.values()) - {ids["none"]}
    said = {name: str(found[uid].get("description", "")) for name, uid in ids.items() if name != "none"}
    assert said == {
        "open": "Needed by Monday 21 December, 13:00 · 0 of 3 answers",
        "soon": "Needed by Thursday 26 November, 01:00 · 0 of 3 answers",
        "today": "Needed by Tuesday 24 November, 15:24 · 0 of 3 answers",
        "met": "Closed in time · 2 of 1 answer",
        "short": "Closed short · 0 of 3 answers",
        "closed": "Closed short · 0 of 3 answers",
        "gone": "",
    }
    off = {name for name, uid in ids.items() if name != "none" and found[uid]["status"] == "CANCELLED"}
    assert off == {"closed", "gone"}
    assert str(found[ids["gone"]]["summary"]) == "A question that was taken back"
    assert "url" not in found[ids["gone"]] and "again" not in str(found[ids["gone"]])
    assert str(found[ids["open"]]["summary"]) == TITLE
    assert str(found[ids["open"]]["url"]).startswith("http://127.0.0.1:8000/q/")
    assert int(found[ids["closed"]]["sequence"]) == int(found[ids["gone"]]["sequence"]) == 1
    assert not {"organizer", "attendee", "contact"} & {name.lower() for one in found.values() for name in one}
