"""Who may call the views of those who run the site."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = (
    Row("operation.outbox", "GET", "/admin/outbox", "admin"),
    Row("operation.retry", "POST", "/admin/outbox/retries", "admin", 303, {"job": "all"}),
)
