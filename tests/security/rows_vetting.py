"""Who may call the views of joining."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = ()
