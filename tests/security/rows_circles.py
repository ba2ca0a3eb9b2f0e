"""Who may call the views of founding circles, entering them, profiles."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = ()
