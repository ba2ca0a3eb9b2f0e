"""Who may call the views of calendar and feed. What is read at a live address is in tests/notifications."""

from __future__ import annotations

from tests.security.policy import Row
from tests.support.feeds import both_of

CALENDAR, FEED = both_of("ana")

ROWS: tuple[Row, ...] = (
    Row("notifications.calendar", "GET", "/calendar/dead.ics", "public", 404),
    Row("notifications.atom", "GET", "/feed/dead.atom", "public", 404),
    Row("notifications.feeds", "GET", "/settings/feeds", "member"),
    Row("notifications.make_feed", "POST", "/settings/feeds/calendar", "member"),
    Row("notifications.end_feed", "POST", "/settings/feeds/atom/end", "member", 303),
)

SPECIAL: tuple[Row, ...] = (
    Row("calendar by its address", "GET", CALENDAR, "public"),
    Row("feed by its address", "GET", FEED, "public"),
)
"""The token in the address is the right: whoever asks, signed in as anybody or not at all."""
