"""Notifications: what happened to a member's own questions and answers since the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the page of notices, and the listeners that write them."""
    from qa.notifications import listeners, views  # noqa: F401 - importing adds the listeners

    app.register_blueprint(views.bp)
