"""Bringing in what was written elsewhere: Stack Exchange dumps. A command, no pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(_app: Flask) -> None:
    """Nothing to bring into the application; the command is found in ``commands``."""
