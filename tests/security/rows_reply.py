"""Who may call the views of mail that came back."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = (
    Row("notifications.returned", "GET", "/settings/returned", "member"),
    Row("notifications.send_again", "POST", "/settings/returned", "own", 303, owner="admin"),
)
"""The admin's mails came back; nobody else has anything to switch on."""
