"""Who may call the views of mail that came back."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = (
    Row("notifications.returned", "GET", "/settings/returned", "member"),
    Row("notifications.send_again", "POST", "/settings/returned", "member", 404),
)
"""No mail of anybody there came back, so there is nothing to switch on."""
