"""Notifications: what happened to a member's own questions and answers, and what other programs read: calendar, feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the page of notices, the listeners that write them, and the calendar and feed of each member."""
    from qa.notifications import listeners, mails, planning  # noqa: F401 - importing adds listeners and handlers
    from qa.notifications.views import bp, feeds, mail, news  # noqa: F401

    app.register_blueprint(bp)
