"""What grants a privilege, and what asks moderators to look at one: what came of a member's last acts, and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of privileges; importing adds the views, what it listens to and the worker's part."""
    from qa.trust import listeners, rounds  # noqa: F401
    from qa.trust.views import bp, own, staff  # noqa: F401 - importing adds the views

    app.register_blueprint(bp)
