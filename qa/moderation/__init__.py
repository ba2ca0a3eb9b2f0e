"""What moderators do, with a reason that stays: suspending for selling, looking behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of moderation."""
    from qa.moderation import models  # noqa: F401 - the tables belong to every application
