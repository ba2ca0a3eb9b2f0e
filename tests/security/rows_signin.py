"""Who may call the views of proofs of who somebody is."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = ()
