"""Who may call the views of moderation."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = ()
