"""Who may choose what is mailed, follow a thread, and end mails by the link in one: that works at a live token only."""

from __future__ import annotations

from tests.security.policy import Row

CHOICES = {"asked": "daily", "quiet": "1", "starts": "19:00", "ends": "07:30", "circle-{circle}": "weekly"}

ROWS: tuple[Row, ...] = (
    Row("notifications.mails", "GET", "/settings/notifications", "member"),
    Row("notifications.save_mails", "POST", "/settings/notifications", "member", 303, CHOICES),
    Row("notifications.unsubscribe", "GET", "/unsubscribe/dead", "public", 404),
    Row("notifications.end_mails", "POST", "/unsubscribe/dead", "public", 404, changes=False),
    Row("questions.follow", "POST", "/q/{question}/following", "circle", 303),
    Row("questions.unfollow", "POST", "/q/{question}/following/end", "circle", 303),
)
